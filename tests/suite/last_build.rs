//! A build that finds nothing changed since the last one makes nothing and says the same; whatever has changed, it is
//! the build that it would be if nothing were kept.

use std::collections::BTreeMap;
use std::fs::{self, File, FileTimes};
use std::os::unix::fs::symlink;
use std::path::Path;

use copublish::build::{Options, Outcome, build};

use crate::edits::{self, edit};
use crate::history::{commit, has_git};
use crate::outputs::Dice;
use crate::preview::options;
use crate::site::{Run, Site, read_folder};

const KEPT: &str = ".copublish/last-build";

/// A site in which something is wrong, and in which something will happen.
fn site() -> Site {
    edits::site()
        .file(
            "content/blogs/2012-06-04-d.md",
            "---\ntitle: D\n---\n[nowhere](nowhere.txt)\n",
        )
        .file(
            "content/blogs/2012-12-24-e.md",
            "---\ntitle: E\npublish_at: 2012-12-24T00:00:00Z\n---\nLater\n",
        )
        .file(
            "addresses.lock",
            "/blogs/a/ content/blogs/2012-06-01-a.md\n",
        )
        .arg("--keep-going")
}

/// True where the last build made nothing; its words on time show it.
fn is_unchanged(run: &Run) -> bool {
    !run.stdout.contains("read documents")
}

fn timed(site: &Site) -> Run {
    site.run(&["build", "--timings"])
}

/// Only what has no time in it.
fn said(run: &Run) -> (Vec<String>, String) {
    let lines = run.stdout.lines().filter(|line| !line.ends_with(" s"));
    (lines.map(str::to_owned).collect(), run.stderr.clone())
}

#[test]
fn a_build_after_which_nothing_has_changed_makes_nothing_and_says_the_same() {
    let site = site();
    let first = timed(&site);
    first.assert_exit(1);
    assert!(
        first.stderr.contains("nowhere.txt") && !is_unchanged(&first),
        "{first}"
    );
    site.forget_last_build();
    let made = timed(&site);
    assert!(!is_unchanged(&made));
    let kept = timed(&site);
    kept.assert_exit(1);
    assert!(is_unchanged(&kept), "{kept}");
    assert_eq!(said(&kept), said(&made));
    assert!(kept.output == made.output);
    let json = |site: &Site| site.run(&["build", "--format", "json"]).stdout;
    let told = |json: String| {
        let mut value: serde_json::Value = serde_json::from_str(&json).expect("a test of ours");
        for part in ["seconds", "timings"] {
            value["summary"]
                .as_object_mut()
                .expect("a test of ours")
                .remove(part)
                .expect("a test of ours");
        }
        value
    };
    let kept = told(json(&site));
    site.forget_last_build();
    assert_eq!(kept, told(json(&site)));
}

/// Writes bytes of the same number into a file that keeps its times.
fn write_unseen(path: &Path, text: impl AsRef<[u8]>) {
    let was = fs::metadata(path).expect("a test of ours");
    assert_eq!(was.len(), text.as_ref().len() as u64);
    fs::write(path, text).expect("a test of ours");
    let times = FileTimes::new()
        .set_modified(was.modified().expect("a test of ours"))
        .set_accessed(was.accessed().expect("a test of ours"));
    File::options()
        .write(true)
        .open(path)
        .expect("a test of ours")
        .set_times(times)
        .expect("a test of ours");
}

/// What somebody may do to a site between two builds.
type Change = (&'static str, fn(&Site));

const CHANGES: &[Change] = &[
    ("a text", |site| {
        let path = site.root().join("content/people/ben.md");
        write_unseen(&path, "---\ntitle: Bob\n---\n");
    }),
    ("an attachment", |site| {
        write_unseen(
            &site.root().join("content/blogs/2012-06-03-c/plan.txt"),
            "Nalp",
        );
    }),
    ("a table", |site| {
        write_unseen(
            &site.root().join("content/facts.csv"),
            "Year,People\n2012,3\n",
        )
    }),
    ("data", |site| {
        write_unseen(&site.root().join("content/data/facts.yaml"), "a: 2\n")
    }),
    ("a style sheet", |site| {
        write_unseen(
            &site.root().join("themes/bare/assets/style.css"),
            "a { color: blu }",
        );
    }),
    ("a template", |site| {
        site.write(
            "themes/bare/templates/tags.html",
            "<main>{{ tags | length }}</main>",
        );
    }),
    ("a template of the site's own", |site| {
        site.write("templates/person.html", "<main>Own</main>")
    }),
    ("a template that cannot be read", |site| {
        symlink(
            "nowhere",
            site.root().join("themes/bare/templates/more.html"),
        )
        .expect("a test of ours");
    }),
    ("a kind of the theme", |site| {
        site.write("themes/bare/kinds/blog.yaml", "label: Entry\n")
    }),
    ("a setting", |site| {
        site.write("site.yaml", edits::SETTINGS.replace("Making", "Faking"))
    }),
    ("a line in the settings", |site| {
        site.write("site.yaml", format!("# First\n{}", edits::SETTINGS))
    }),
    ("the ledger", |site| {
        site.write(
            "addresses.lock",
            "/blogs/a/ content/gone.md\n/old/ content/e.md\n",
        )
    }),
    ("no ledger", |site| site.delete("addresses.lock")),
    ("a new document", |site| {
        site.write("content/people/cat.md", "---\ntitle: Cat\n---\n")
    }),
    ("a new file", |site| {
        site.write("content/nowhere.txt", "here")
    }),
    ("a file less", |site| {
        site.delete("content/blogs/2012-06-03-c/plan.txt")
    }),
    ("another name", |site| {
        let at = |name: &str| site.root().join(name);
        fs::rename(at("content/people/ben.md"), at("content/people/bob.md"))
            .expect("a test of ours");
    }),
    ("a link", |site| {
        site.delete("content/people/ben.md");
        symlink("ann.md", site.root().join("content/people/ben.md")).expect("a test of ours");
    }),
    ("a link that leads out", |site| {
        symlink("/etc", site.root().join("content/etc")).expect("a test of ours");
    }),
    ("a page of the output", |site| {
        let path = site.output().join("people/ann/index.html");
        let page = fs::read_to_string(&path).expect("a test of ours");
        write_unseen(&path, page.replace("Ann", "Nan"));
    }),
    ("a page less in the output", |site| {
        fs::remove_file(site.output().join("people/ann/index.html")).expect("a test of ours");
    }),
    ("a link in the output", |site| {
        let path = site.output().join("people/ann/index.html");
        fs::rename(&path, site.root().join("elsewhere.html")).expect("a test of ours");
        symlink(site.root().join("elsewhere.html"), path).expect("a test of ours");
    }),
    ("a copy in the output", |site| {
        fs::write(site.output().join("facts.csv"), "Year").expect("a test of ours");
    }),
    ("no manifest", |site| {
        fs::remove_dir_all(site.output()).expect("a test of ours");
    }),
    ("a file of somebody else", |site| {
        fs::write(site.output().join("notes.txt"), "mine").expect("a test of ours");
    }),
    ("what a killed build left", |site| {
        fs::create_dir(site.output().join(".copublish-stage")).expect("a test of ours");
    }),
];

/// Everything there is to see of a build, but for what it changed.
fn seen(site: &Site, run: &Run) -> (BTreeMap<String, Vec<u8>>, String, Option<i32>) {
    (
        read_folder(site.output()),
        run.stderr.clone(),
        run.status.code(),
    )
}

#[test]
fn whatever_has_changed_is_seen() {
    for (what, change) in CHANGES {
        let (kept, fresh) = (site(), site());
        for site in [&kept, &fresh] {
            site.build().assert_exit(1);
            change(site);
        }
        fresh.forget_last_build();
        let (left, right) = (kept.build(), fresh.build());
        assert_eq!(seen(&kept, &left), seen(&fresh, &right), "{what}");
        let is_kept = !["somebody else", "cannot be read"]
            .iter()
            .any(|words| what.contains(words));
        assert!(
            is_unchanged(&timed(&kept)) || !is_kept,
            "{what}: not kept again"
        );
    }
}

#[test]
fn other_options_and_other_moments_are_seen() {
    let at = |now: &str, args: &[&str]| {
        let all = ["build", "--timings", "--now", now]
            .into_iter()
            .chain(args.iter().copied());
        all.map(str::to_owned).collect::<Vec<_>>()
    };
    let (site, monday) = (site().by_the_clock(), "2012-11-05T12:00:00Z");
    let run = |all: Vec<String>| site.run(&all.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(!is_unchanged(&run(at(monday, &[]))));
    assert!(is_unchanged(&run(at("2012-12-23T23:59:59Z", &[]))));
    // Before that moment, nobody knows what the site was like.
    assert!(!is_unchanged(&run(at("2012-11-05T11:59:59Z", &[]))));
    let due = run(at("2012-12-24T00:00:00Z", &[]));
    assert!(!is_unchanged(&due) && due.find("/blogs/e/").is_some());
    assert!(is_unchanged(&run(at("2012-12-24T00:00:00Z", &[]))));
    for args in [
        &["--drafts"][..],
        &["--base-url", "https://example.net"],
        &["--update-ledger"],
    ] {
        assert!(
            !is_unchanged(&run(at("2012-12-24T00:00:00Z", args))),
            "{args:?}"
        );
    }
}

#[test]
fn a_commit_is_seen_where_a_page_needs_it() {
    if !has_git() {
        return;
    }
    let settings = "title: A\nbase_url: https://example.org\ntheme: bare\n";
    let page = "<main>{{ page.updated }}</main>";
    let site = Site::new()
        .site_yaml(settings)
        .file("themes/bare/templates/page.html", page)
        .file(".gitignore", ".copublish\noutput\n")
        .file("content/a.md", "---\ntitle: A\n---\n");
    commit(site.root(), "2012-01-01T12:00:00Z");
    assert!(timed(&site).page("/a/").contains("2012-01-01"));
    assert!(is_unchanged(&timed(&site)));
    site.write("content/a.md", "---\ntitle: A\n---\nMore\n");
    site.build().assert_clean();
    commit(site.root(), "2012-02-02T12:00:00Z");
    let committed = timed(&site);
    assert!(
        !is_unchanged(&committed) && committed.page("/a/").contains("2012-02-02"),
        "{committed}"
    );
    assert!(is_unchanged(&timed(&site)));
    site.write(
        "content/a.md",
        "---\ntitle: A\nupdated: 2012-03-03\n---\nMore\n",
    );
    site.build().assert_clean();
    site.write("notes.txt", "of nobody's concern");
    commit(site.root(), "2012-04-04T12:00:00Z");
    assert!(is_unchanged(&timed(&site)), "no page needs the history");
}

#[test]
fn what_is_damaged_is_nothing() {
    let site = site();
    site.build().assert_exit(1);
    let kept = fs::read(site.root().join(KEPT)).expect("a test of ours");
    let first = timed(&site);
    assert!(is_unchanged(&first));
    let line = kept
        .iter()
        .position(|byte| *byte == b'\n')
        .expect("a test of ours");
    let ends =
        [0, 1, line, line + 1, kept.len() / 2, kept.len() - 1].map(|end| kept[..end].to_vec());
    let flipped = (0..kept.len()).step_by(kept.len() / 12).map(|at| {
        let mut flipped = kept.clone();
        flipped[at] ^= 1;
        flipped
    });
    // With a checksum that is right, and of another program.
    let other = String::from_utf8(kept[line + 1..].to_vec())
        .expect("a test of ours")
        .replacen("\"made_by\":\"", "\"made_by\":\"1", 1);
    let other = format!(
        "copublish last build {}\n{other}",
        copublish::base::Hash::of(other.as_bytes())
    );
    for damaged in ends
        .into_iter()
        .chain(flipped)
        .chain([other.into_bytes(), b"{}".to_vec()])
    {
        site.write(KEPT, damaged);
        let run = timed(&site);
        assert!(!is_unchanged(&run), "{run}");
        assert_eq!(run.stderr, first.stderr);
        assert!(
            fs::read(site.root().join(KEPT))
                .expect("a test of ours")
                .starts_with(b"copublish last build "),
            "not healed"
        );
    }
}

#[test]
fn a_ledger_that_cannot_be_read_is_not_one_that_is_not_there() {
    let site = Site::new().file("content/a.md", "---\ntitle: A\n---\n");
    site.build().assert_clean();
    assert!(is_unchanged(&timed(&site)));
    fs::create_dir(site.root().join("addresses.lock")).expect("a folder in its place");
    let run = timed(&site);
    run.assert_exit(1);
    assert!(run.stderr.contains("addresses.lock"), "{run}");
}

/// Machines that publish restore what they kept of an earlier run, and not always from where they think.
#[test]
fn what_was_brought_from_elsewhere_is_not_believed() {
    let there = site();
    there.build().assert_exit(1);
    assert!(is_unchanged(&timed(&there)));
    let here = site();
    for (path, bytes) in read_folder(there.root()) {
        here.write(&path, bytes);
        let times = fs::metadata(there.root().join(&path))
            .expect("a test of ours")
            .modified()
            .expect("a test of ours");
        let file = File::options()
            .write(true)
            .open(here.root().join(&path))
            .expect("a test of ours");
        file.set_times(FileTimes::new().set_modified(times))
            .expect("a test of ours");
    }
    assert!(!is_unchanged(&timed(&here)));
    assert!(is_unchanged(&timed(&here)));
}

/// Builds as `copublish build` does, with what is kept or without it.
fn built(options: &Options) -> (Result<Vec<String>, String>, BTreeMap<String, Vec<u8>>) {
    let said = |outcome: Outcome| {
        let found = outcome.diagnostics.iter().map(|found| format!("{found:?}"));
        let counts = format!(
            "{} {} {} {:?}",
            outcome.pages, outcome.files, outcome.bytes, outcome.next_change
        );
        let not_written = format!("{:?} {}", outcome.not_written, outcome.unrecorded);
        found.chain([counts, not_written]).collect()
    };
    let result = build(options, None, &|_, _| {})
        .map(said)
        .map_err(|failure| failure.why);
    (result, read_folder(&options.output))
}

#[test]
fn after_any_edits_a_build_is_one_from_nothing() {
    const MOMENTS: [&str; 3] = [
        "2012-10-01T12:00:00Z",
        "2012-10-02T08:00:00Z",
        "2012-10-03T08:00:00Z",
    ];
    for seed in 1..=12_u64 {
        let mut dice = Dice::new(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let (site, mut done, mut moment) = (edits::site(), Vec::new(), 0);
        for _ in 0..8 {
            done.push(edit(&site, &mut dice).1);
            moment = (moment + usize::from(dice.below(4) == 0)).min(MOMENTS.len() - 1);
            let options = options(site.root(), MOMENTS[moment]);
            let first = built(&options);
            let again = built(&options);
            assert!(first == again, "seed {seed}: {done:#?}");
            let (kept, aside) = (site.root().join(".copublish"), site.root().join(".aside"));
            let had_kept = fs::rename(&kept, &aside).is_ok();
            let afresh = Options {
                output: site.root().join("afresh"),
                ..options
            };
            let fresh = built(&afresh);
            assert!(
                first.0 == fresh.0,
                "seed {seed}: {done:#?}\n{:#?}\n{:#?}",
                first.0,
                fresh.0
            );
            assert!(
                first.1 == fresh.1 || first.0.is_err(),
                "seed {seed}: {done:#?}"
            );
            let _ = fs::remove_dir_all(&afresh.output);
            if had_kept {
                let _ = fs::remove_dir_all(&kept);
                fs::rename(&aside, &kept).expect("a test of ours");
            }
        }
    }
}
