//! Names of files that nobody expects: each comes to a page with right links, or to words about it; none is lost.

use std::fs;
use std::path::PathBuf;

use super::{GOOD, assert_survives, build_beside};
use crate::site::{Run, Site};

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
            if name.ends_with("md") {
                name.to_owned()
            } else {
                format!("{name}.md")
            }
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
    let site = Site::new()
        .file("content/good.md", GOOD)
        .arg("--keep-going");
    let name = std::ffi::OsStr::from_bytes(b"caf\xE9.md");
    fs::write(
        site.root().join("content").join(name),
        "---\ntitle: A\n---\n",
    )
    .expect("a file");
    assert_survives(&site.build(), "a name in Latin-1");
}

/// Names of files without their extensions, and whether a file of that name is published.
const NAMES: &[(&str, bool)] = &[
    ("a\nb", false),
    ("a\tb", false),
    ("a\u{1b}[31mb", false),
    ("a\u{7f}b", false),
    ("a\u{9b}31mb", false),
    ("a?b", false),
    ("a#b", false),
    ("a\\b", false),
    ("a'b\"c", true),
    ("a b", true),
    (" lead", true),
    ("trail ", true),
    ("trail.", true),
    ("-rf", true),
    ("CON", true),
    ("aux.tar", true),
    ("a:b", true),
    ("a*b", true),
    ("a|b", true),
    ("a<b>", true),
    ("a%20b", true),
    ("a&amp;b", true),
    ("😀", true),
    ("مرحبا", true),
    ("a\u{202e}fdp", true),
    ("a\u{200b}b", true),
    ("e\u{301}", true),
];

/// A name as it stands in a link.
fn encoded(name: &str) -> String {
    name.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Fails where words for a terminal hold anything it would obey, or that turns the direction of writing.
#[track_caller]
fn assert_tame(run: &Run) {
    let wild = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}');
    let found = run
        .stderr
        .chars()
        .chain(run.stdout.chars())
        .find(|c| wild(*c));
    assert_eq!(found, None, "{run}");
}

#[test]
fn files_are_published_under_their_names_or_reported() {
    for (name, is_published) in NAMES {
        let text = format!(
            "---\ntitle: Home\n---\n[File](files/{}.txt)\n",
            encoded(name)
        );
        let site = Site::new()
            .file("content/good.md", GOOD)
            .file("content/index.md", text);
        let site = site
            .file(&format!("content/files/{name}.txt"), "Words")
            .arg("--keep-going");
        let run = site.build();
        assert_survives(&run, name);
        assert_tame(&run);
        if *is_published {
            run.assert_clean();
            assert_eq!(
                run.output[&format!("files/{name}.txt")],
                b"Words",
                "{name:?}"
            );
            let home = run.page("/");
            let (_, href) = home
                .split_once("href=\"/files/")
                .unwrap_or_else(|| panic!("{name:?}\n{home}"));
            let (href, _) = href.split_once('"').expect("the end of an attribute");
            let href = href.replace("&#39;", "'").replace("&amp;", "&");
            assert_eq!(decoded(&href), format!("{name}.txt"), "{href}");
        } else {
            assert_eq!(run.stderr.matches("error[").count(), 1, "{name:?}\n{run}");
            assert!(
                run.stderr
                    .contains("[invalid-address]: this file cannot be published"),
                "{run}"
            );
        }
        assert_tame(&site.run(&["check"]));
        assert_tame(&site.run(&["list"]));
    }
}

fn decoded(href: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = href.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let digits = behind
            .get(..2)
            .and_then(|digits| std::str::from_utf8(digits).ok());
        match digits
            .filter(|_| *first == b'%')
            .and_then(|digits| u8::from_str_radix(digits, 16).ok())
        {
            Some(byte) => {
                bytes.push(byte);
                rest = &behind[2..];
            }
            None => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8(bytes).expect("an address")
}

#[test]
fn documents_of_any_name_have_a_page_or_words_about_it() {
    for (name, _) in NAMES {
        let run = build_beside(
            &format!("content/x/{name}.md"),
            "---\ntitle: A title\n---\nText\n",
        );
        assert_tame(&run);
        let is_built = run.output.iter().any(|(path, bytes)| {
            path.starts_with("x/") && String::from_utf8_lossy(bytes).contains("<h1>A title</h1>")
        });
        assert!(
            is_built || run.stderr.contains("error["),
            "{name:?} is lost\n{run}"
        );
    }
}

#[test]
fn names_as_long_as_a_disk_allows_are_published_or_reported() {
    for (name, is_fine) in [
        ("x".repeat(236) + ".txt", true),
        ("x".repeat(251) + ".txt", false),
        ("x".repeat(240) + ".md", true),
        ("x".repeat(252) + ".md", false),
        ("日".repeat(84) + ".md", false),
        ("ü".repeat(125) + ".md", true),
    ] {
        let text = if name.ends_with(".md") {
            "---\ntitle: Long\n---\nText\n"
        } else {
            "Text\n"
        };
        let run = build_beside(&format!("content/{name}"), text);
        assert_eq!(run.status.success(), is_fine, "{run}");
        assert!(
            is_fine || run.stderr.contains("cannot be longer than 240 bytes"),
            "{run}"
        );
    }
}

/// No system opens a path of more than 4,096 bytes, but one can be made step by step.
#[test]
fn paths_longer_than_the_system_allows_cost_only_themselves() {
    let site = Site::new().file("content/good.md", GOOD);
    // Of so long names, 17 fit with room to spare and 18 do not, wherever folders for temporary files are.
    let part = "d".repeat(230);
    let script = format!(
        "cd content && for i in $(seq 30); do mkdir {part} && cd -P {part} || exit 1; \
         printf -- '---\\ntitle: Deep\\n---\\nText\\n' > deep.md; done"
    );
    let made = std::process::Command::new("bash")
        .args(["-c", &script])
        .current_dir(site.root())
        .status();
    assert!(made.expect("bash runs").success());
    for verb in [&["build", "--keep-going"][..], &["check"], &["list"]] {
        let run = site.run(verb);
        run.assert_no_panic();
        assert!(matches!(run.status.code(), Some(0 | 1)), "{}", run.stderr);
        assert!(
            verb == ["list"] || run.stderr.contains("error[unreadable-file]"),
            "{}",
            run.stderr
        );
    }
    // The folder of the test is gone over step by step as well.
    let gone = std::process::Command::new("rm")
        .arg("-rf")
        .arg(site.root().join("content"))
        .status();
    assert!(gone.expect("rm runs").success());
}

/// Many hosts and drives take both names of a pair for one.
#[test]
fn twins_are_reported() {
    for (one, other) in [
        ("Plan.txt", "plan.txt"),
        ("caf\u{e9}.txt", "cafe\u{301}.txt"),
        ("Ŵ.txt", "w\u{302}.txt"),
    ] {
        let site = Site::new()
            .file(&format!("content/{one}"), "1")
            .file(&format!("content/{other}"), "2");
        let run = site.build();
        run.assert_exit(1);
        assert!(run.stderr.contains("error[address-clash]"), "{run}");
        let documents = [one, other].map(|name| PathBuf::from(name).with_extension("md"));
        let site = Site::new();
        for file in &documents {
            fs::write(
                site.root().join("content").join(file),
                "---\ntitle: A\n---\n",
            )
            .expect("a file");
        }
        let run = site.build();
        run.assert_exit(1);
        assert!(run.stderr.contains("error[address-clash]"), "{run}");
    }
}
