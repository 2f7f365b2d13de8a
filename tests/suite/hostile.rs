//! What nobody meant to write, and what somebody wrote on purpose: no panic, no hang, nothing outside `output/`.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use crate::site::{Run, Site, read_folder};

/// A page that must be built whatever stands beside it.
const GOOD: &str = "---\ntitle: Good\n---\nGood words\n";

/// Builds one hostile file beside a good one.
fn build_beside(path: &str, bytes: impl AsRef<[u8]>) -> Run {
    let run = Site::new().file("content/good.md", GOOD).file(path, bytes).arg("--keep-going").build();
    assert_survives(&run, path);
    run
}

/// Fails unless the build ended in one of the ways we know, with the good page built.
#[track_caller]
fn assert_survives(run: &Run, what: &str) {
    run.assert_no_panic();
    assert!(matches!(run.status.code(), Some(0 | 1)), "{what}\n{run}");
    assert!(run.status.success() || !run.stderr.is_empty(), "{what}: it fails without a word\n{run}");
    assert!(run.page("/good/").contains("Good words"), "{what}\n{run}");
}

/// Fails unless the build named this code in this file.
#[track_caller]
fn assert_reported(run: &Run, code: &str, file: &str) {
    assert!(run.stderr.contains(&format!("[{code}]")), "no {code}\n{run}");
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
    for bytes in [b"\0\0\0".as_slice(), b"\xEF\xBB\xBF", b"\xFF", b"---\n\0\n---\n", b"\r", b"\x1B[31mred"] {
        build_beside("content/a.md", bytes);
    }
}

#[test]
fn no_escape_of_the_terminal_gets_through() {
    let run =
        build_beside("content/a.md", "---\ntitle: A\n\u{1b}]0;owned\u{7}key: b\n---\n[x](\u{1b}[31m.md)\n");
    assert!(!run.stderr.contains('\u{1b}') && !run.stdout.contains('\u{1b}'), "{run}");
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
    let windows = build_beside("content/a.md", format!("\u{feff}{}", text.replace('\n', "\r\n")));
    plain.assert_stderr("");
    windows.assert_stderr("");
    assert_eq!(plain.page("/a/"), windows.page("/a/"));
}

#[test]
fn nesting_without_end() {
    let deep = 10_000;
    let blocks: String = (0..300).map(|at| format!("{} callout\n", ":".repeat(303 - at))).collect();
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
        ("lines of quotes", (1..300).map(|depth| ">".repeat(depth) + " a\n").collect()),
        ("tables", format!("|{}\n|{}\n", "a|".repeat(deep), "-|".repeat(deep))),
        ("footnotes", (0..2_000).map(|n| format!("a[^{n}]\n\n[^{n}]: b[^{n}]\n\n")).collect()),
    ] {
        assert_survives(&build_beside("content/a.md", format!("---\ntitle: A\n---\n{text}\n")), what);
    }
}

#[test]
fn nesting_without_end_in_front_matter() {
    for text in
        ["[".repeat(10_000), "{a: ".repeat(10_000), "- ".repeat(10_000), format!("{}a", "? ".repeat(5_000))]
    {
        build_beside("content/a.md", format!("---\ntitle: A\nextra: {text}\n---\n"));
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
fn names_that_nobody_expects() {
    let long = "x".repeat(240);
    for name in [
        "a b.md",
        "ü.md",
        "日本.md",
        "a'b\".md",
        "a&b<c>.md",
        "a?b#c.md",
        "%2e%2e.md",
        "-rf.md",
        "..md",
        "....md",
        ".md",
        "CON.md",
        "a.b.c.md",
        "INDEX.md",
        "a\\b.md",
        "a\nb.md",
        "2012-13-45-a.md",
        &long,
    ] {
        let path = format!(
            "content/x/{}",
            if name.ends_with("md") { name.to_owned() } else { format!("{name}.md") }
        );
        build_beside(&path, "---\ntitle: A\n---\nText\n");
    }
    for name in ["a b.png", "a?b#c.png", "ü.png", "a%20b.png", "no-extension"] {
        build_beside(&format!("content/x/{name}"), "bytes");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_text() {
    use std::os::unix::ffi::OsStrExt;
    let site = Site::new().file("content/good.md", GOOD).arg("--keep-going");
    let name = std::ffi::OsStr::from_bytes(b"caf\xE9.md");
    fs::write(site.root().join("content").join(name), "---\ntitle: A\n---\n").expect("a file");
    assert_survives(&site.build(), "a name in Latin-1");
}

#[test]
fn nothing_is_written_outside_the_output() {
    let hostile = [
        "slug: ../../../escape",
        "slug: /etc/escape",
        "slug: ..",
        "aliases: [/../../escape/, ../escape, //escape, '/a/../../escape/']",
        "aliases: [/good/, '', /, '/a\\..\\..\\escape/']",
        "template: ../../../etc/passwd",
        "template: /etc/passwd",
        "image: ../../../../../../etc/passwd",
        "attachments: [{file: ../../../../../../../../etc/passwd}]",
        "attachments: [{file: /etc/passwd}]",
    ];
    for front_matter in hostile {
        let site = Site::new().file("content/good.md", GOOD).arg("--keep-going");
        site.write(
            "content/deep/a.md",
            format!("---\ntitle: A\n{front_matter}\n---\n[x](../../../../../../../etc/passwd)\n"),
        );
        let parent = site.root().parent().expect("a parent").join("escape");
        let run = site.build();
        assert_survives(&run, front_matter);
        assert!(!parent.exists() && !parent.with_extension("html").exists(), "{front_matter}");
        let beside: Vec<String> = read_folder(site.root())
            .into_keys()
            .filter(|path| {
                !["output/", "content/", ".copublish/", "site.yaml"]
                    .iter()
                    .any(|known| path.starts_with(known))
            })
            .collect();
        assert!(beside.is_empty(), "{front_matter}: {beside:?}");
        let leaked = run.output.values().any(|bytes| String::from_utf8_lossy(bytes).contains("root:x:0:0"));
        assert!(!leaked, "{front_matter} publishes a file of the machine\n{run}");
    }
}

#[test]
fn links_of_the_disk_do_not_lead_out() {
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    fs::write(elsewhere.path().join("secret.md"), "---\ntitle: S\n---\nSecret words\n").expect("a file");
    fs::write(elsewhere.path().join("secret.txt"), "Secret words").expect("a file");
    let site = Site::new().file("content/good.md", GOOD).arg("--keep-going");
    let content = site.root().join("content");
    symlink(elsewhere.path().join("secret.md"), content.join("file.md")).expect("a link");
    symlink(elsewhere.path().join("secret.txt"), content.join("file.txt")).expect("a link");
    symlink(elsewhere.path(), content.join("folder")).expect("a link");
    symlink(&content, content.join("loop")).expect("a link");
    symlink("nowhere.md", content.join("dangling.md")).expect("a link");
    symlink("itself.md", content.join("itself.md")).expect("a link");
    let run = site.build();
    assert_survives(&run, "links");
    let leaked = run.output.values().any(|bytes| String::from_utf8_lossy(bytes).contains("Secret words"));
    assert!(!leaked, "{run}");
}

#[test]
fn what_is_no_file_does_not_stop_a_build() {
    let site = Site::new().file("content/good.md", GOOD).arg("--keep-going");
    let made = Command::new("mkfifo").arg(site.root().join("content/pipe.md")).status().expect("mkfifo runs");
    assert!(made.success());
    fs::create_dir(site.root().join("content/folder.md")).expect("a folder");
    let run = site.build();
    assert_survives(&run, "a pipe and a folder called like a file");
}

#[test]
fn template_code_of_authors_stays_text() {
    let text = "---\ntitle: '{{ site.title }} {% raw %}'\n---\n{{ 7 * 6 }} {% for x in site %} {{ get_env(name='HOME') }} {# x #}\n";
    let run = build_beside("content/a.md", text);
    assert_eq!(run.status.code(), Some(0), "{run}");
    assert!(run.page("/a/").contains("7 * 6") && !run.page("/a/").contains("42"), "{run}");
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
    for (path, bytes) in
        run.output.iter().filter(|(path, _)| [".html", ".xml"].iter().any(|end| path.ends_with(end)))
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
        let run = Site::new().site_yaml(text).file("content/a.md", GOOD).build();
        run.assert_no_panic();
        assert!(matches!(run.status.code(), Some(0..=2)), "{text:?}\n{run}");
        let built = run.find("/a/").is_some();
        assert!(built || (!run.status.success() && run.stderr.contains("site.yaml")), "{text:?}\n{run}");
    }
}

#[test]
#[ignore = "reads 50 MB: run in release by tests/run.sh"]
fn a_file_of_fifty_megabytes() {
    let line = "Words *and* [links](good.md) and more words to fill a line of text.\n\n";
    let run =
        build_beside("content/a.md", format!("---\ntitle: A\n---\n{}", line.repeat(50_000_000 / line.len())));
    assert_eq!(run.status.code(), Some(0), "{run}");
    build_beside("content/a.md", "a ".repeat(25_000_000));
}
