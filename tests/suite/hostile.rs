//! What nobody meant to write, and what somebody wrote on purpose: no panic, no hang, nothing outside `output/`.

mod names;
mod outside;
mod ways_out;

use crate::site::{Run, Site};

/// A page that must be built whatever stands beside it.
const GOOD: &str = "---\ntitle: Good\n---\nGood words\n";

/// Builds one hostile file beside a good one.
fn build_beside(path: &str, bytes: impl AsRef<[u8]>) -> Run {
    let run = Site::new()
        .file("content/good.md", GOOD)
        .file(path, bytes)
        .arg("--keep-going")
        .build();
    assert_survives(&run, path);
    run
}

/// Fails unless the build ended in one of the ways we know, with the good page built.
#[track_caller]
fn assert_survives(run: &Run, what: &str) {
    run.assert_no_panic();
    assert!(matches!(run.status.code(), Some(0 | 1)), "{what}\n{run}");
    assert!(
        run.status.success() || !run.stderr.is_empty(),
        "{what}: it fails without a word\n{run}"
    );
    assert!(run.page("/good/").contains("Good words"), "{what}\n{run}");
}

/// Fails unless the build named this code in this file.
#[track_caller]
fn assert_reported(run: &Run, code: &str, file: &str) {
    assert!(
        run.stderr.contains(&format!("[{code}]")),
        "no {code}\n{run}"
    );
    assert!(run.stderr.contains(file), "{file} is not named\n{run}");
}

#[test]
fn bytes_that_are_no_text() {
    assert_reported(
        &build_beside("content/a.md", b"---\ntitle: A\n---\n\xFF\xFE caf\xE9\n"),
        "not-utf8",
        "content/a.md",
    );
    assert_reported(
        &build_beside("content/a.md", b"---\ntitle: caf\xE9\n---\nText\n"),
        "not-utf8",
        "content/a.md",
    );
    for bytes in [
        b"\0\0\0".as_slice(),
        b"\xEF\xBB\xBF",
        b"\xFF",
        b"---\n\0\n---\n",
        b"\r",
        b"\x1B[31mred",
    ] {
        build_beside("content/a.md", bytes);
    }
}

#[test]
fn no_escape_of_the_terminal_gets_through() {
    let run = build_beside(
        "content/a.md",
        "---\ntitle: A\n\u{1b}]0;owned\u{7}key: b\n---\n[x](\u{1b}[31m.md)\n",
    );
    assert!(
        !run.stderr.contains('\u{1b}') && !run.stdout.contains('\u{1b}'),
        "{run}"
    );
}

#[test]
fn files_with_little_in_them() {
    for text in [
        "",
        "\n",
        "---",
        "---\n",
        "---\n---",
        "---\n---\n",
        "---\n\n---\n\n",
        "# \n",
        "---\ntitle:\n---\n",
        "--- \ntitle: A\n--- \n",
    ] {
        let run = build_beside("content/a.md", text);
        assert!(
            run.find("/a/").is_some() || run.status.code() == Some(1),
            "{text:?} is lost without a word\n{run}"
        );
    }
}

#[test]
fn front_matter_that_cannot_be_read() {
    for (text, code) in [
        ("---\ntitle: A\nText\n", "unclosed-front-matter"),
        ("---\ntitle: [a, b\n---\n", "unreadable-front-matter"),
        ("---\ntitle: a: b\n---\n", "unreadable-front-matter"),
        ("---\n\ttitle: A\n---\n", "tab-character"),
        ("---\ntitle: A\ntitle: B\n---\n", "duplicate-key"),
        ("---\n- a\n- b\n---\n", "unreadable-front-matter"),
        ("---\ntitle: *nobody\n---\n", "unreadable-front-matter"),
    ] {
        let run = build_beside("content/a.md", text);
        assert_reported(&run, code, "content/a.md:");
    }
}

#[test]
fn windows_files_read_like_all_others() {
    let text = "---\ntitle: A\nsummary: B\n---\n# Head\n\n- one\n- two\n\n```\ncode\n```\n";
    let plain = build_beside("content/a.md", text);
    let windows = build_beside(
        "content/a.md",
        format!("\u{feff}{}", text.replace('\n', "\r\n")),
    );
    plain.assert_stderr("");
    windows.assert_stderr("");
    assert_eq!(plain.page("/a/"), windows.page("/a/"));
}

#[test]
fn nesting_without_end() {
    let deep = 10_000;
    let blocks: String = (0..300)
        .map(|at| format!("{} callout\n", ":".repeat(303 - at)))
        .collect();
    for (what, text) in [
        ("quotes", ">".repeat(deep) + " a"),
        ("lists", "- ".repeat(deep) + "a"),
        ("numbers", "1. ".repeat(deep) + "a"),
        ("brackets", "[".repeat(deep) + "a"),
        ("links", "[".repeat(deep) + &"](a)".repeat(deep)),
        ("pictures", "![".repeat(deep) + &"](a)".repeat(deep)),
        ("emphasis", "*_".repeat(deep) + "a"),
        ("stars", "*a ".repeat(deep)),
        ("code", "`".repeat(deep)),
        ("elements", "<div>".repeat(deep)),
        ("blocks", blocks),
        ("colons", ":".repeat(deep)),
        ("headings", "#".repeat(deep) + " a"),
        (
            "lines of quotes",
            (1..300).map(|depth| ">".repeat(depth) + " a\n").collect(),
        ),
        (
            "tables",
            format!("|{}\n|{}\n", "a|".repeat(deep), "-|".repeat(deep)),
        ),
        (
            "footnotes",
            (0..2_000)
                .map(|n| format!("a[^{n}]\n\n[^{n}]: b[^{n}]\n\n"))
                .collect(),
        ),
    ] {
        assert_survives(
            &build_beside("content/a.md", format!("---\ntitle: A\n---\n{text}\n")),
            what,
        );
    }
}

#[test]
fn nesting_without_end_in_front_matter() {
    for text in [
        "[".repeat(10_000),
        "{a: ".repeat(10_000),
        "- ".repeat(10_000),
        format!("{}a", "? ".repeat(5_000)),
    ] {
        build_beside(
            "content/a.md",
            format!("---\ntitle: A\nextra: {text}\n---\n"),
        );
        build_beside("content/a.md", format!("---\nextra:\n  {text}\n---\n"));
    }
}

#[test]
fn aliases_that_multiply() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..10 {
        let names = format!("*a{}, ", level - 1).repeat(10);
        bomb.push_str(&format!("a{level}: &a{level} [{names}]\n"));
    }
    build_beside("content/a.md", format!("---\ntitle: A\n{bomb}---\n"));
    let run = Site::new()
        .site_yaml(&format!("title: A\nextra:\n  b: 1\n{bomb}"))
        .file("content/a.md", GOOD)
        .build();
    run.assert_no_panic();
}

#[test]
fn template_code_of_authors_stays_text() {
    let text = "---\ntitle: '{{ site.title }} {% raw %}'\n---\n{{ 7 * 6 }} {% for x in site %} {{ get_env(name='HOME') }} {# x #}\n";
    let run = build_beside("content/a.md", text);
    assert_eq!(run.status.code(), Some(0), "{run}");
    assert!(
        run.page("/a/").contains("7 * 6") && !run.page("/a/").contains("42"),
        "{run}"
    );
    assert_reported(&run, "foreign-template-code", "content/a.md:4:1");
}

#[test]
fn words_that_would_break_a_page_are_escaped() {
    let title = "</title><script>alert(1)</script> & \"quotes\" ]]> <!--";
    let run = Site::new()
        .site_yaml("title: 'A & B <c>'\nbase_url: https://example.org\n")
        .file(
            "content/blogs/2012-08-02-a.md",
            format!("---\ntitle: '{title}'\nsummary: '{title}'\n---\nText\n"),
        )
        .build();
    run.assert_clean();
    for (path, bytes) in run
        .output
        .iter()
        .filter(|(path, _)| [".html", ".xml"].iter().any(|end| path.ends_with(end)))
    {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("<script>alert(1)"), "{path}\n{text}");
    }
    for (path, bytes) in run.output.iter().filter(|(path, _)| path.ends_with(".xml")) {
        let mut reader = quick_xml::Reader::from_reader(bytes.as_slice());
        let mut buffer = Vec::new();
        loop {
            match reader.read_event_into(&mut buffer) {
                Ok(quick_xml::events::Event::Eof) => break,
                Ok(_) => buffer.clear(),
                Err(why) => panic!("{path} is no XML: {why}"),
            }
        }
    }
}

#[test]
fn settings_that_make_no_sense_are_reported() {
    for text in [
        "",
        "title",
        "- a\n",
        "title: [\n",
        "title: A\nbase_url: [a]\n",
        "title: A\nkinds: x\n",
        "title: A\nmenus: {main: {}}\n",
        "title: A\nkinds: {page: {address: '/../{slug}/'}}\n",
        "title: A\nkinds: {page: {fields: {title: {type: list, of: {type: list}}}}}\n",
        "title: A\nlanguage: '../../x'\n",
        "title: A\ntheme: ../../etc\n",
    ] {
        let run = Site::new()
            .site_yaml(text)
            .file("content/a.md", GOOD)
            .build();
        run.assert_no_panic();
        assert!(matches!(run.status.code(), Some(0..=2)), "{text:?}\n{run}");
        let built = run.find("/a/").is_some();
        assert!(
            built || (!run.status.success() && run.stderr.contains("site.yaml")),
            "{text:?}\n{run}"
        );
    }
}

#[test]
#[ignore = "reads 50 MB: run by tests/run.sh"]
fn a_file_of_fifty_megabytes() {
    let line = "Words *and* [links](good.md) and more words to fill a line of text.\n\n";
    let run = build_beside(
        "content/a.md",
        format!(
            "---\ntitle: A\n---\n{}",
            line.repeat(50_000_000 / line.len())
        ),
    );
    assert_eq!(run.status.code(), Some(0), "{run}");
    build_beside("content/a.md", "a ".repeat(25_000_000));
}
