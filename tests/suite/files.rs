//! What is known of files: kept between builds by content, and the same with it and without.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use crate::cache_file::{self, PATH as KEPT, bytes, texts};
use crate::site::{Run, Site, pdf, read_folder};

fn site() -> Site {
    Site::new()
        .file(
            "content/a.md",
            "---\ntitle: A\n---\n[Plan](plan.pdf) [Notes](notes.pdf)\n\n![A dot](dot.svg)\n",
        )
        .file("content/plan.pdf", pdf(24))
        .file("content/notes.pdf", pdf(1))
        .file(
            "content/dot.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"6\"/>",
        )
}

#[track_caller]
fn assert_told(run: &Run) {
    run.assert_clean();
    let page = run.page("/a/");
    assert!(page.contains("(PDF, 118 bytes, 24 pages)"), "{page}");
    assert!(page.contains("(PDF, 117 bytes, 1 page)"), "{page}");
    assert!(page.contains("width=\"8\" height=\"6\""), "{page}");
}

/// How many pages the PDFs have that are known, or why that is not known.
fn kept(site: &Site) -> Vec<String> {
    let texts = texts(site);
    let mut kept: Vec<String> = texts.iter().map(|text| pages_in(text.as_bytes())).collect();
    kept.sort();
    kept
}

/// The pages in what is kept of a PDF, or the word that stands there instead.
fn pages_in(value: &[u8]) -> String {
    let facts: Result<serde_json::Value, _> = serde_json::from_slice(value);
    match facts {
        Ok(facts) => facts["pages"].to_string(),
        Err(_) => String::from_utf8_lossy(value).into_owned(),
    }
}

#[test]
fn what_is_known_is_kept_and_makes_no_difference() {
    let site = site();
    let first = site.build();
    assert_told(&first);
    assert_eq!(
        fs::read_to_string(site.root().join(".copublish/.gitignore")).unwrap(),
        "*\n"
    );
    let known = bytes(&site);
    assert_eq!(kept(&site), ["1", "24"]);
    let written = fs::metadata(site.root().join(KEPT))
        .unwrap()
        .modified()
        .unwrap();
    let again = site.build();
    assert_told(&again);
    assert_eq!(again.output, first.output);
    assert_eq!(
        fs::metadata(site.root().join(KEPT))
            .unwrap()
            .modified()
            .unwrap(),
        written,
        "written again"
    );
    fs::remove_dir_all(site.root().join(".copublish")).unwrap();
    let without = site.build();
    assert_eq!(without.output, first.output);
    assert_eq!(bytes(&site), known);
}

#[test]
fn it_is_what_is_known_of_these_bytes() {
    let site = site();
    site.build().assert_clean();
    // What is kept is believed: this is how we know that it is used at all.
    let mut other = bytes(&site);
    let values = cache_file::values(&other);
    let value = values
        .into_iter()
        .find(|value| pages_in(&other[value.clone()]) == "24");
    let value = value.expect("the facts about the plan");
    let pages = value.start + b"{\"pages\":24".len();
    other[pages - 1] = b'5';
    site.write(KEPT, cache_file::with_checksum(&other));
    assert!(site.build().page("/a/").contains("25 pages"));
    site.write("content/plan.pdf", pdf(7));
    assert!(site.build().page("/a/").contains("7 pages"));
    assert_eq!(kept(&site), ["1", "7"]);
    for path in ["content/plan.pdf", "content/notes.pdf"] {
        site.delete(path);
    }
    site.write("content/a.md", "---\ntitle: A\n---\n");
    site.build().assert_clean();
    assert!(kept(&site).is_empty(), "{:?}", kept(&site));
}

#[test]
fn damaged_or_older_knowledge_is_none() {
    let site = site();
    site.build().assert_clean();
    let known = bytes(&site);
    let last = known.len() - 1;
    let mut other_value = known.clone();
    other_value[last] ^= 1;
    let older =
        String::from_utf8_lossy(&known[..cache_file::line(&known)]).replace("cache 1", "cache 0");
    let older = [older.as_bytes(), &other_value[cache_file::line(&known)..]].concat();
    // Neither a number nor a word, though the checksum is right.
    let mut no_value = known.clone();
    no_value[last] = b'x';
    for damaged in [
        Vec::new(),
        known[..known.len() - 5].to_vec(),
        other_value,
        cache_file::with_checksum(&older),
        cache_file::with_checksum(&no_value),
        b"\0\0".to_vec(),
    ] {
        site.write(KEPT, damaged);
        assert_told(&site.build());
        assert_eq!(bytes(&site), known);
    }
}

#[test]
fn a_build_that_can_keep_nothing_is_none_the_worse() {
    let elsewhere = tempfile::tempdir().unwrap();
    let linked = site();
    symlink(elsewhere.path(), linked.root().join(".copublish")).unwrap();
    assert_told(&linked.build());
    assert!(read_folder(elsewhere.path()).is_empty());
    let in_the_way = site().file(".copublish", "a file");
    assert_told(&in_the_way.build());
    // As root everything can be written, and this tells nothing more.
    let output = tempfile::tempdir().unwrap();
    let read_only = site().into_folder(&output.path().join("site").to_string_lossy());
    fs::set_permissions(read_only.root(), fs::Permissions::from_mode(0o555)).unwrap();
    let run = read_only.build();
    fs::set_permissions(read_only.root(), fs::Permissions::from_mode(0o755)).unwrap();
    assert_told(&run);
}

#[test]
fn nothing_is_kept_where_nothing_needs_it() {
    let site = Site::new()
        .file("content/a.md", "---\ntitle: A\n---\n")
        .file("content/a.csv", "a,b\n");
    site.build().assert_clean();
    assert!(!site.root().join(KEPT).exists());
    let explained = self::site();
    explained.run(&["explain", "/a/"]).assert_exit(0);
    explained.run(&["check"]).assert_no_panic();
    assert!(
        !explained.root().join(".copublish").exists(),
        "explaining and checking write nothing"
    );
}

#[test]
fn what_cannot_be_read_is_said_again_by_the_next_build() {
    let site = site().file("content/plan.pdf", "%PDF-1.4\nlost");
    let first = site.build();
    first.assert_exit(0);
    assert!(
        first.stderr.contains("warning[unreadable-pdf]: `plan.pdf`"),
        "{first}"
    );
    assert!(first.stderr.contains("content/a.md:4:8"), "{first}");
    assert_eq!(kept(&site), ["1", "damaged"]);
    let again = site.build();
    assert_eq!((again.stderr, again.output), (first.stderr, first.output));
}

#[test]
fn hostile_pictures_and_pdfs_cost_nothing_but_their_facts() {
    let noise: Vec<u8> = (0..40_000_u32)
        .map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    let starts: [(&str, &[u8]); 7] = [
        (
            "pdf",
            b"%PDF-1.5\n1 0 obj <</Type/ObjStm/N 99999999/First 9/Length 99999999>> stream\n",
        ),
        ("png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xFF\xFF\xFF\xFF"),
        (
            "jpg",
            b"\xFF\xD8\xFF\xE1\xFF\xFFExif\0\0II*\0\xFF\xFF\xFF\xFF",
        ),
        ("gif", b"GIF89a\0\0"),
        ("webp", b"RIFF\xFF\xFF\xFF\xFFWEBPVP8X"),
        (
            "avif",
            b"\0\0\0\x1cftypavif\0\0\0\0\xFF\xFF\xFF\xFFmeta\0\0\0\0\0\0\0\0iprp\0\0\0\0ipco",
        ),
        ("svg", b"<svg <svg width='<svg height=\"1\""),
    ];
    let mut site = Site::new().file("content/a.md", "---\ntitle: A\n---\nWords\n");
    for (extension, start) in starts {
        site = site.file(
            &format!("content/noise.{extension}"),
            [start, &noise].concat(),
        );
        site = site.file(&format!("content/short.{extension}"), start);
        site = site.file(&format!("content/empty.{extension}"), "");
    }
    let run = site.build();
    run.assert_exit(0);
    assert!(run.page("/a/").contains("Words"));
    assert_eq!(run.stderr.matches("[unreadable-pdf]").count(), 3, "{run}");
}
