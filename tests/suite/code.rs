//! Highlighted code: kept between builds by content, and the same with what was kept, without it and with what is
//! damaged or was put there by somebody else.

use std::fs;
use std::ops::Range;
use std::path::PathBuf;

use copublish::engine::{Engine, FileContent, Preview, build};

use crate::cache_file::{self, PATH as KEPT, bytes as kept};
use crate::preview::options;
use crate::site::{Run, Site};

/// Blocks on pages, inside blocks of the theme, twice, in an unknown language and in none.
fn site() -> Site {
    let same = "```rust\n// a <b>\nlet a = \"c\";\n```\n";
    Site::new()
        .file(
            "content/a.md",
            format!(
                "---\ntitle: A\n---\n{same}\n::: callout\n```sh\necho \"$HOME\" # é\n```\n:::\n"
            ),
        )
        .file(
            "content/b.md",
            format!("---\ntitle: B\n---\n{same}\n```text\nplain\n```\n\n```\nplain\n```\n"),
        )
        .file("content/c.md", "---\ntitle: C\n---\nNo code.\n")
}

#[track_caller]
fn assert_same(run: &Run, first: &Run) {
    run.assert_clean();
    assert!(run.output == first.output, "another site: {run}");
}

#[test]
fn what_is_kept_makes_no_difference() {
    let site = site();
    let first = site.build();
    first.assert_clean();
    assert!(
        first
            .page("/a/")
            .contains("<span class=\"hl-comment\">// a &lt;b&gt;\n</span>"),
        "{first}"
    );
    assert!(
        first
            .page("/a/")
            .contains("<span class=\"hl-comment\"># é\n</span>"),
        "{first}"
    );
    let known = kept(&site);
    let written = || {
        fs::metadata(site.root().join(KEPT))
            .unwrap()
            .modified()
            .unwrap()
    };
    let before = written();
    assert_same(&site.build(), &first);
    assert_eq!(written(), before, "written again");
    fs::remove_dir_all(site.root().join(".copublish")).unwrap();
    assert_same(&site.build(), &first);
    assert_eq!(kept(&site), known, "the same input, other bytes");
    site.run(&["check"]).assert_exit(0);
    assert_eq!(kept(&site), known);
}

#[test]
fn damage_is_never_published() {
    let site = site();
    let first = site.build();
    first.assert_clean();
    let known = kept(&site);
    let line = cache_file::line(&known);
    let mut damaged: Vec<Vec<u8>> = vec![
        Vec::new(),
        vec![0; 99],
        b"<script>alert(1)</script>".to_vec(),
    ];
    damaged.extend(
        [1, line, line + 1, known.len() / 2, known.len() - 1].map(|end| known[..end].to_vec()),
    );
    damaged.extend([1, line, known.len() / 2].map(|start| known[start..].to_vec()));
    damaged.extend((0..known.len()).step_by(7).map(|at| {
        let mut flipped = known.clone();
        flipped[at] ^= 1 << (at % 8);
        flipped
    }));
    for damaged in damaged {
        site.write(KEPT, &damaged);
        assert_same(&site.build(), &first);
        assert!(kept(&site) == known, "not healed");
    }
}

/// Whoever can write the file can make its checksums right. What it says is the lengths of runs and the numbers of
/// their classes, so there is no way to say anything else on a page.
#[test]
fn what_somebody_else_put_there_is_never_published() {
    let site = site();
    let first = site.build();
    let known = kept(&site);
    let values = cache_file::values(&known);
    assert_eq!(
        values.len(),
        2,
        "one block of the two that are the same, and another"
    );
    let first_value = values.iter().map(|value| value.start).min().unwrap();
    let length = known.len() - first_value;
    let poison = b"<script>alert(1)</script>".iter().copied().cycle();
    let poisons: [Vec<u8>; 4] = [
        poison.take(length).collect(),
        vec![0; length],
        vec![0xff; length],
        known[first_value..].iter().rev().copied().collect(),
    ];
    for poison in poisons {
        let poisoned = [&known[..first_value], &poison].concat();
        site.write(KEPT, cache_file::with_checksum(&poisoned));
        assert_same(&site.build(), &first);
    }
    // A file whose checksum is right is believed: this is how we know that the ones above were looked at.
    let in_no_class = |value: &&Range<usize>| known[value.end - 1] == 2 << 5;
    let value = values.iter().find(in_no_class);
    let mut other = known.clone();
    other[value.expect("a semicolon and a line break").end - 1] ^= 1;
    site.write(KEPT, cache_file::with_checksum(&other));
    assert!(site.build().output != first.output, "it is not read at all");
}

#[test]
fn holds_no_more_than_the_site_has() {
    let site = site();
    site.build().assert_clean();
    let small = kept(&site).len();
    for edit in 0..5 {
        site.write(
            "content/c.md",
            format!("---\ntitle: C\n---\n```rust\nlet edit = {edit};\n```\n"),
        );
        site.build().assert_clean();
        assert!(
            kept(&site).len() < small + 60,
            "{edit}: {} bytes after {small}",
            kept(&site).len()
        );
    }
    let plain = Site::new().file("content/a.md", "---\ntitle: A\n---\n```text\na\n```\n");
    plain.build().assert_clean();
    assert!(!plain.root().join(KEPT).exists(), "nothing to keep");
}

#[test]
fn a_watch_and_a_preview_keep_all_that_their_sites_have() {
    let site = site();
    let options = options(site.root(), "2012-10-01T12:00:00Z");
    let (shown, built) = (Engine::default(), Engine::default());
    assert!(
        build(&options, Some(&built), &|_, _| {})
            .expect("a site")
            .committed
    );
    let mut before = Preview::of(&options, &shown).expect("a site");
    for edit in 0..3 {
        let code =
            format!("---\ntitle: C\n---\n```rust\nlet edit = {edit};\n```\n\n```sh\nls -l\n```\n");
        site.write("content/c.md", code);
        for memory in [&shown, &built] {
            memory.forget(&[PathBuf::from("content/c.md")]);
        }
        assert!(
            build(&options, Some(&built), &|_, _| {})
                .expect("a site")
                .committed
        );
        before = Preview::after(Some(&before), &options, &shown).expect("a site");
        let known = kept(&site);
        fs::remove_dir_all(site.root().join(".copublish")).unwrap();
        let afresh = site.build();
        assert_eq!(kept(&site), known, "not all blocks, or too many");
        for name in before.names() {
            let Some(FileContent::Bytes(bytes)) = before.file(name) else {
                panic!("{name} is no page")
            };
            assert!(
                afresh.output.get(name).is_some_and(|page| **page == *bytes),
                "{name}"
            );
        }
    }
}
