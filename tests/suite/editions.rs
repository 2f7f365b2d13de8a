//! Publications as one file: where it is, what pages say of it, and what becomes of a site where it cannot be made. A script
//! stands in for the program that sets PDFs; what that one makes is looked at by `tests/editions.py`.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;

use copublish::engine::{EditionPress, Engine, FileContent, Options, PressProgram, Preview};
use tempfile::TempDir;

use crate::preview;
use crate::site::{Run, Site};

/// Answers each job with a file of three pages; ends in the middle of some, and refuses others. Each job is counted.
const SCRIPT: &str = r#"#!/bin/sh
while read -r line; do
  echo job >> "$(dirname "$0")/jobs"
  case "$line" in
    *CRASHES*) exit 1 ;;
    *REFUSED*) echo '{"messages":[{"message":"no font has it"}]}' ;;
    *) echo '{"pdf":"JVBERi0xLjcK","pages":3}' ;;
  esac
done
"#;

/// A program in place of the real one, in a folder of its own.
struct Press(TempDir);

impl Press {
    fn new() -> Press {
        let folder = tempfile::tempdir().expect("a folder");
        let program = folder.path().join("copublish-press");
        fs::write(&program, SCRIPT).expect("a script");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("a program");
        Press(folder)
    }

    /// The site, with the program on its path.
    fn with(&self, site: Site) -> Site {
        let path = std::env::var("PATH").unwrap_or_default();
        site.variable("PATH", &format!("{}:{path}", self.0.path().display()))
    }

    /// The same program, as a preview of a site has it.
    fn of_preview(&self, site: &Site) -> EditionPress {
        let program = PressProgram {
            path: self.0.path().join("copublish-press"),
            version: "1".to_owned(),
        };
        EditionPress::of_preview(Some(program), site.root())
    }

    fn jobs(&self) -> usize {
        let jobs = fs::read_to_string(self.0.path().join("jobs"));
        jobs.unwrap_or_default().lines().count()
    }
}

fn site() -> Site {
    Site::new()
        .file("site.yaml", "title: Editions\nbase_url: https://example.org\n")
        .file(
            "content/reports/first/index.md",
            "---\ntitle: First report\ndate: 2012-05-01\neditions: [pdf, large-print]\n---\nText.\n",
        )
        .file("content/reports/first/01-one.md", "---\ntitle: One\n---\nA chapter.\n")
}

const FILE: &str = "reports/first/first-report-2012-05-01.pdf";
const LARGE: &str = "reports/first/first-report-2012-05-01-large-print.pdf";

fn has(run: &Run, name: &str) -> bool {
    run.output.contains_key(name)
}

#[test]
fn a_publication_is_offered_as_files_beside_its_page() {
    let press = Press::new();
    let run = press.with(site()).build();
    run.assert_clean();
    assert!(has(&run, FILE) && has(&run, LARGE), "{:?}", run.paths());
    let page = run.page("/reports/first/");
    for said in [FILE, LARGE, "9 bytes", "3 pages", "Large print"] {
        assert!(page.contains(said), "{said} is not in\n{page}");
    }
    // A chapter is in the edition of its report.
    assert!(!run.page("/reports/first/one/").contains(".pdf"));
}

#[test]
fn what_was_made_is_not_made_again() {
    let press = Press::new();
    let site = press.with(site());
    site.build().assert_clean();
    assert_eq!(press.jobs(), 2);
    site.build().assert_clean();
    assert_eq!(press.jobs(), 2);
    site.write(
        "content/reports/first/01-one.md",
        "---\ntitle: One\n---\nAnother text.\n",
    );
    site.build().assert_clean();
    assert_eq!(press.jobs(), 4);
}

#[test]
fn without_the_program_a_note_says_what_is_left_out() {
    let run = site().build();
    run.assert_clean();
    assert!(!has(&run, FILE));
    assert!(!run.page("/reports/first/").contains(".pdf"));
    assert!(run.stdout.contains("2 editions left out"), "{}", run.stdout);
    let run = site().arg("--editions").arg("required").build();
    run.assert_exit(1);
    assert!(
        run.stderr.contains("error[failed-edition]"),
        "{}",
        run.stderr
    );
    assert!(run.output.is_empty());
}

#[test]
fn an_edition_that_cannot_be_made_costs_no_other_file() {
    let press = Press::new();
    let site = press
        .with(site())
        .file(
            "content/reports/a.md",
            "---\ntitle: CRASHES\neditions: pdf\n---\nText.\n",
        )
        .file(
            "content/reports/b.md",
            "---\ntitle: REFUSED\neditions: pdf\n---\nText.\n",
        )
        .arg("--keep-going");
    let run = site.build();
    run.assert_exit(1);
    assert!(has(&run, FILE) && has(&run, LARGE), "{:?}", run.paths());
    assert!(run.page("/reports/a/").contains("CRASHES"));
    assert!(!run.page("/reports/b/").contains(".pdf"));
    for said in ["no font has it", "ended in the middle of it"] {
        assert!(
            run.stderr.contains(said),
            "{said} is not in\n{}",
            run.stderr
        );
    }
}

#[test]
fn a_document_goes_before_its_kind_and_a_kind_before_the_site() {
    let press = Press::new();
    let settings = "title: Editions\nbase_url: https://example.org\neditions: [pdf]\nkinds:\n  news:\n    editions: none\n";
    let run = press
        .with(Site::new())
        .file("site.yaml", settings)
        .file("content/about.md", "---\ntitle: About\n---\nText.\n")
        .file(
            "content/contact.md",
            "---\ntitle: Contact\neditions: none\n---\nText.\n",
        )
        .file(
            "content/news/a.md",
            "---\ntitle: News\ndate: 2012-05-01\n---\nText.\n",
        )
        .build();
    run.assert_clean();
    let files: Vec<&str> = run
        .paths()
        .into_iter()
        .filter(|path| path.ends_with(".pdf"))
        .collect();
    assert_eq!(files, ["about/about.pdf"]);
}

#[test]
fn what_is_not_public_has_no_edition() {
    let press = Press::new();
    let run = press
        .with(site())
        .file(
            "content/reports/b.md",
            "---\ntitle: Hidden\ndraft: true\neditions: pdf\n---\nText.\n",
        )
        .build();
    run.assert_clean();
    assert!(!run.paths().iter().any(|path| path.contains("hidden")));
    assert_eq!(press.jobs(), 2);
}

#[test]
fn a_long_title_makes_no_name_that_is_too_long() {
    let press = Press::new();
    let title = "Twelve months of work ".repeat(15);
    let document =
        format!("---\ntitle: {title}\ndate: 2012-05-01\neditions: [large-print]\n---\nText.\n");
    let run = press
        .with(site())
        .file("content/reports/a.md", &document)
        .build();
    run.assert_clean();
    let words = "twelve-months-of-work-".repeat(4);
    let file = format!("reports/a/{words}twelve-2012-05-01-large-print.pdf");
    assert!(has(&run, &file), "{:?}", run.paths());
}

fn text_of(preview: &Preview, name: &str) -> String {
    match preview.file(name) {
        Some(FileContent::Bytes(bytes)) => String::from_utf8_lossy(&bytes).into_owned(),
        other => panic!("{name} is {other:?}"),
    }
}

#[test]
fn a_page_in_a_preview_waits_for_no_edition() {
    let press = Press::new();
    let site = site();
    let options = Options {
        editions: press.of_preview(&site),
        ..preview::options(site.root(), "2012-10-01T12:00:00Z")
    };
    let engine = Engine::default();
    let first = Preview::of(&options, &engine).expect("a site");
    let page = text_of(&first, "reports/first/index.html");
    assert!(page.contains(FILE) && page.contains(LARGE), "{page}");
    assert!(!page.contains("bytes") && !page.contains("3 pages"));
    text_of(&first, "feed.xml");
    first.look_through(&|| false);
    assert_eq!((press.jobs(), first.diagnostics()), (0, Vec::new()));
    // It is made for who asks for it, once for as long as its text is the same.
    assert!(text_of(&first, FILE).starts_with("%PDF"));
    assert!(text_of(&first, FILE).starts_with("%PDF"));
    assert_eq!(press.jobs(), 1);
    site.write(
        "content/reports/first/01-one.md",
        "---\ntitle: One\n---\nAnother text.\n",
    );
    engine.forget(&["content/reports/first/01-one.md".into()]);
    let next = Preview::after(Some(&first), &options, &engine).expect("a site");
    text_of(&next, "reports/first/index.html");
    assert_eq!(press.jobs(), 1);
    text_of(&next, FILE);
    assert_eq!(press.jobs(), 2);
}
