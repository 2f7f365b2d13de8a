//! What a build says and how it ends: exit codes, the last line, formats, options.

use std::process::Command;

use crate::site::{Site, binary};

const BROKEN: &str = "---\ntitle: Broken\n---\n[gone](gone.md)\n";

#[test]
fn a_title_and_one_file_make_a_site() {
    let run = Site::new()
        .site_yaml("title: Making it real\n")
        .file("content/index.md", "# Hello\n\nWelcome.\n")
        .build();
    run.assert_clean();
    assert!(run.page("/").contains("Welcome."));
    assert!(run.page("/").contains("Making it real"));
    let words: Vec<&str> = run
        .stdout
        .lines()
        .next()
        .unwrap_or_default()
        .split(' ')
        .collect();
    let [built, pages, _, files, _, changed, _, rest @ ..] = words.as_slice() else {
        panic!("{run}")
    };
    assert_eq!(
        (*built, rest),
        ("built", ["in", "[TIME]"].as_slice()),
        "{run}"
    );
    let number = |word: &str| {
        word.trim_start_matches('(')
            .parse::<usize>()
            .expect("a number")
    };
    assert!(
        number(pages) >= 1 && number(files) >= number(pages),
        "{run}"
    );
    assert_eq!(
        number(files),
        number(changed),
        "a first build changes every file\n{run}"
    );
}

#[test]
fn a_second_build_changes_nothing() {
    let site = Site::new().file("content/index.md", "# Hello\n");
    site.build().assert_clean();
    let run = site.build();
    run.assert_clean();
    assert!(run.stdout.contains(", 0 changed)"), "{run}");
}

#[test]
fn warnings_do_not_fail_a_build() {
    let run = Site::new()
        .file("content/a.md", "---\ntitle: A\nsummry: B\n---\nText\n")
        .build();
    run.assert_exit(0);
    assert!(run.stderr.contains("warning[unknown-field]"), "{run}");
    assert!(run.stderr.contains("content/a.md:3:1"), "{run}");
    assert!(
        run.stderr.contains("`summary`"),
        "it names the nearest field\n{run}"
    );
    assert!(run.page("/a/").contains("Text"));
}

#[test]
fn an_error_leaves_the_last_site_as_it_was() {
    let site = Site::new().file("content/a.md", "---\ntitle: A\n---\nOld\n");
    let before = site.build();
    before.assert_clean();
    site.write("content/a.md", "---\ntitle: A\n---\nNew\n");
    site.write("content/b.md", BROKEN);
    let run = site.build();
    run.assert_exit(1);
    assert_eq!(run.output, before.output, "{run}");
    assert!(
        run.stderr.contains("error[broken-link]") && run.stderr.contains("content/b.md:4:"),
        "{run}"
    );
}

#[test]
fn keep_going_builds_the_rest_and_still_says_no() {
    let site = Site::new()
        .file("content/a.md", "---\ntitle: A\n---\nText\n")
        .arg("--keep-going");
    site.write("content/b.md", "---\ntitle: [\n---\nText\n");
    let run = site.build();
    run.assert_exit(1);
    assert!(run.page("/a/").contains("Text"));
    assert!(run.find("/b/").is_none(), "{run}");
}

#[test]
fn all_problems_are_shown_in_one_run_sorted_and_counted() {
    let site = Site::new()
        .file("content/z.md", BROKEN)
        .file(
            "content/a.md",
            "---\ntitle: A\nsummry: B\n---\n[x](y.md)\n\n[y](z.md#nowhere)\n",
        )
        .file("content/m.md", "---\ntitle: M\ndate: soon\n---\n");
    let run = site.build();
    run.assert_exit(1);
    let places: Vec<&str> = run
        .stderr
        .lines()
        .filter_map(|line| line.trim().strip_prefix("--> "))
        .collect();
    let files: Vec<&str> = places
        .iter()
        .filter_map(|place| place.split(':').next())
        .collect();
    assert_eq!(
        files,
        [
            "content/a.md",
            "content/a.md",
            "content/a.md",
            "content/m.md",
            "content/z.md"
        ],
        "{run}"
    );
    let count = run
        .stderr
        .lines()
        .chain(run.stdout.lines())
        .any(|line| line.contains("4 errors") && line.contains("1 warning"));
    assert!(count, "{run}");
}

#[test]
fn what_cannot_run_ends_with_two() {
    let code = |args: &[&str]| {
        Command::new(binary())
            .args(args)
            .output()
            .expect("a run")
            .status
            .code()
    };
    assert_eq!(code(&["build", "--root", "/nowhere/at/all"]), Some(2));
    assert_eq!(code(&["build", "--no-such-option"]), Some(2));
    assert_eq!(code(&["bild"]), Some(2));
    assert_eq!(code(&["build", "--now", "soon"]), Some(2));
    assert_eq!(code(&["build", "--base-url", "nowhere"]), Some(2));
    let site = Site::new().file("content/index.md", "---\ntitle: A\n---\n");
    let root = site
        .root()
        .to_str()
        .expect("a path of characters")
        .to_owned();
    for output in ["", "/..", "/content/new", "/templates"] {
        let output = format!("{root}{output}");
        assert_eq!(
            code(&["build", "--root", &root, "--output", &output]),
            Some(2),
            "{output}"
        );
    }
    assert_eq!(code(&["--help"]), Some(0));
    assert_eq!(code(&["build", "--help"]), Some(0));
}

#[test]
fn reports_can_be_read_by_machines() {
    let run = Site::new()
        .file("content/a.md", "---\ntitle: A\nsummry: B\n---\n")
        .arg("--format")
        .arg("json")
        .build();
    run.assert_exit(0);
    let report: serde_json::Value =
        serde_json::from_str(&run.stdout).unwrap_or_else(|why| panic!("{why}\n{run}"));
    let text = report.to_string();
    for part in ["unknown-field", "warning", "content/a.md", "3"] {
        assert!(text.contains(part), "no {part} in {text}");
    }
    assert!(run.stderr.is_empty(), "{run}");
}

#[test]
fn quiet_builds_say_nothing_when_all_is_well() {
    let run = Site::new()
        .file("content/a.md", "# A\n")
        .arg("--quiet")
        .build();
    run.assert_clean();
    assert_eq!(run.stdout, "");
}

#[test]
fn no_colour_off_a_terminal() {
    let run = Site::new().file("content/a.md", BROKEN).build();
    run.assert_exit(1);
    assert!(
        !run.stderr.contains('\u{1b}') && !run.stdout.contains('\u{1b}'),
        "{run}"
    );
}

#[test]
fn drafts_are_shown_when_asked_for() {
    let draft = "---\ntitle: A\ndraft: true\n---\nSecret\n";
    let site = Site::new()
        .file("content/a.md", draft)
        .file("content/index.md", "Words\n");
    let public = site.build();
    public.assert_clean();
    assert!(public.find("/a/").is_none(), "{public}");
    let preview = site.arg("--drafts").build();
    preview.assert_clean();
    assert!(preview.page("/a/").contains("Secret"));
}

#[test]
fn the_address_of_the_site_can_be_set_for_one_build() {
    let site = Site::new()
        .file("content/a.md", "# A\n\n[Home](/b.md)\n")
        .file("content/b.md", "# B\n");
    let run = site
        .arg("--base-url")
        .arg("https://preview.example.net/sub")
        .build();
    run.assert_clean();
    let page = run.page("/a/");
    assert!(
        page.contains("https://preview.example.net/sub/a/"),
        "{page}"
    );
    assert!(page.contains("href=\"/sub/b/\""), "{page}");
    assert!(!page.contains("https://example.org"), "{page}");
}

#[test]
fn the_output_can_stand_elsewhere() {
    let site = Site::new()
        .file("content/a.md", "# A\n")
        .into_folder("public/site");
    let run = site.build();
    run.assert_clean();
    assert!(run.find("/a/").is_some(), "{run}");
    assert!(!site.root().join("output").exists());
}
