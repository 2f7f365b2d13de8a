//! Publications as one file: where it is, what pages say of it, and what becomes of a site where it cannot be made. A script
//! stands in for the program that sets PDFs; what that one makes is looked at by `tests/editions.py`.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use copublish::base::Severity;
use copublish::engine::{
    CancelToken, EditionPress, Engine, FileContent, Need, OnError, Options, Outcome, PressProgram,
    Preview, build,
};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::preview;
use crate::site::{Run, Running, Site};

/// Answers each job with a file of three pages; ends in the middle of some, is silent about others, and refuses others. Each
/// job is counted.
const SCRIPT: &str = r#"#!/bin/sh
while read -r line; do
  echo job >> "$(dirname "$0")/jobs"
  case "$line" in
    *CRASHES*) exit 1 ;;
    *GROWS*) exit 3 ;;
    *HANGS*) exec sleep 60 ;;
    *EMPTY*) echo '{}' ;;
    *LETTER*) printf '%s\n' '{"messages":[{"message":"the text `\"☃\"` could not be displayed with font `\"A\"`"}]}' ;;
    *PICTURE*) echo '{"messages":[{"message":"too short","picture":"1.svg"}]}' ;;
    *WIDE*) echo '{"pdf":"JVBERi0xLjcK","pages":3,"messages":[{"message":"text runs off the page"}]}' ;;
    *REFUSED*) echo '{"messages":[{"message":"no font has it"}]}' ;;
    *) echo '{"pdf":"JVBERi0xLjcK","pages":3}' ;;
  esac
done
"#;

/// A program in place of the real one, in a folder of its own.
struct Press(TempDir);

impl Press {
    fn new() -> Press {
        Press::of(SCRIPT)
    }

    fn of(script: &str) -> Press {
        let folder = tempfile::tempdir().expect("a folder");
        let program = folder.path().join("copublish-press");
        fs::write(&program, script).expect("a script");
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
        EditionPress::of_preview(Some(self.program()), site.root())
    }

    /// Builds a site with the program, which may be silent for a short time only.
    fn build(&self, site: &Site, need: Need) -> Outcome {
        let stop = CancelToken::default();
        let options = Options {
            editions: EditionPress::of_build(Some(self.program()), site.root(), need, stop),
            on_error: OnError::Stop,
            ..preview::options(site.root(), "2012-10-01T12:00:00Z")
        };
        build(&options, None, &|_, _| {}).expect("a site")
    }

    fn program(&self) -> PressProgram {
        PressProgram {
            path: self.0.path().join("copublish-press"),
            version: "1".to_owned(),
            patience: Duration::from_millis(500),
        }
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

/// A document with editions, whose title tells the program what to do.
fn document(title: &str) -> String {
    format!("---\ntitle: {title}\neditions: [pdf, large-print]\n---\nText.\n")
}

/// How bad each thing that was found is, with its message.
fn told(outcome: &Outcome) -> Vec<(Severity, &str)> {
    let found = outcome.diagnostics.iter();
    let told = found.map(|found| (found.severity, found.message.as_str()));
    told.collect()
}

#[test]
fn a_program_that_fails_costs_an_edition_and_no_build() {
    for (title, why) in [
        ("CRASHES", "copublish-press ended in the middle of it"),
        (
            "GROWS",
            "copublish-press needs more than 2 GB of memory for it",
        ),
        ("HANGS", "copublish-press was silent for 0 seconds"),
        (
            "EMPTY",
            "copublish-press answered in words that copublish does not know",
        ),
    ] {
        let press = Press::new();
        let site = site().file("content/reports/a.md", document(title));
        let outcome = press.build(&site, Need::IfPossible);
        let message =
            format!("the `pdf` and `large-print` editions of this page cannot be made: {why}");
        assert_eq!(told(&outcome), [(Severity::Warning, message.as_str())]);
        assert!(outcome.committed);
        let output = site.root().join("output");
        assert!(output.join(FILE).exists() && output.join(LARGE).exists());
        let page = fs::read_to_string(output.join("reports/a/index.html")).expect("a page");
        assert!(!page.contains(".pdf"));
        let outcome = press.build(&site, Need::Required);
        assert_eq!(told(&outcome), [(Severity::Error, message.as_str())]);
        assert!(!outcome.committed);
    }
}

#[test]
fn a_program_that_does_not_work_is_given_up() {
    let hangs = "#!/bin/sh\nexec sleep 60\n";
    let is_no_program = "no program";
    let endless = "#!/bin/sh\necho x\nexec cat /dev/null\n";
    for script in [hangs, is_no_program, endless] {
        let press = Press::of(script);
        let mut site = site();
        for number in 0..20 {
            let file = format!("content/reports/{number}.md");
            site = site.file(&file, document("A report"));
        }
        let started = Instant::now();
        let outcome = press.build(&site, Need::IfPossible);
        let [(Severity::Warning, message)] = told(&outcome)[..] else {
            panic!("{:?}", told(&outcome));
        };
        assert!(
            message.ends_with("; no other PDF is made in this build"),
            "{message}"
        );
        assert!(outcome.committed);
        assert!(started.elapsed() < Duration::from_secs(20));
    }
}

#[test]
fn a_program_that_is_silent_about_two_documents_is_given_up() {
    let press = Press::new();
    let mut site = site();
    for number in 0..9 {
        let file = format!("content/reports/{number}.md");
        site = site.file(&file, document("HANGS"));
    }
    let outcome = press.build(&site, Need::IfPossible);
    let last = "; no other PDF is made in this build";
    let told = told(&outcome);
    let is_last = |(_, message): &&(Severity, &str)| message.ends_with(last);
    assert_eq!((told.len(), told.iter().filter(is_last).count()), (2, 1));
}

#[test]
fn a_signal_ends_a_build_that_waits_for_the_program() {
    let press = Press::new();
    let site = press.with(site().file("content/reports/a.md", document("HANGS")));
    let mut running = Running::start(&site, &["build"]);
    let jobs = || fs::read_to_string(press.0.path().join("jobs")).unwrap_or_default();
    running.until("a job is given", || !jobs().is_empty());
    let started = Instant::now();
    let id = i32::try_from(running.id()).ok().and_then(Pid::from_raw);
    kill_process(id.expect("a process"), Signal::TERM).expect("a signal");
    assert!(!running.ended().success());
    assert!(started.elapsed() < Duration::from_secs(10));
}

#[test]
fn what_is_wrong_is_told_once_at_the_words_of_the_author() {
    let press = Press::new();
    let text = "\n[^1]: Or so.\n\n![A snowman](photo.svg)\n\nSnow ☃ in May[^1].\n";
    let picture = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"></svg>";
    for (title, message, place) in [
        (
            "LETTER",
            "cannot be made: its fonts do not have `☃`",
            Some("☃"),
        ),
        (
            "PICTURE",
            "cannot be made: `photo.svg` is damaged, so it cannot be shown",
            Some("photo.svg"),
        ),
        ("WIDE", "text runs off the page", None),
    ] {
        let text = document(title) + text;
        let site = site()
            .file("content/reports/a/index.md", &text)
            .file("content/reports/a/photo.svg", picture);
        for _ in 0..2 {
            let outcome = press.build(&site, Need::IfPossible);
            let [found] = outcome.diagnostics.as_slice() else {
                panic!("{:?}", told(&outcome));
            };
            assert!(found.message.ends_with(message), "{}", found.message);
            let label = found.labels.first().expect("a place");
            assert_eq!(label.file.as_str(), "content/reports/a/index.md");
            let written = label
                .span
                .map(|span| &text[span.start as usize..span.end as usize]);
            assert_eq!(written, place);
        }
    }
}

#[test]
fn pages_whose_pdfs_have_no_date_are_named() {
    let press = Press::new();
    let site = Site::new()
        .site_yaml("title: T\ngit_dates: false\neditions: [pdf, large-print]\n")
        .file(
            "content/dated.md",
            "---\ntitle: A\ndate: 2012-05-01\n---\nText\n",
        )
        .file("content/undated.md", "---\ntitle: B\n---\nText\n");
    let site = press.with(site);
    let note = "note: the PDF of 1 page keeps to PDF/UA-1, but not to PDF/A-2a, which asks for a date (content/undated.md)";
    for verb in ["build", "check"] {
        let run = site.run(&[verb]);
        assert!(run.stdout.contains(note), "{run}");
    }
    let serving = Running::start(&site, &["serve", "--port", "0"]);
    serving.until("the note", || serving.said("stdout").contains(note));
    site.write(
        "content/undated.md",
        "---\ntitle: B\nupdated: 2012-05-01\n---\nText\n",
    );
    let run = site.run(&["build"]);
    assert!(!run.stdout.contains("PDF/UA-1"), "{run}");
}

/// Sets a file of two pages, of which the second begins with the last text of the job; fails at some.
const PAGES: &str = r#"#!/bin/sh
while read -r line; do
  echo job >> "$(dirname "$0")/jobs"
  last=$(printf '%s' "$line" | sed 's/.*"places":\[\([^]]*\)\].*/\1/' | tr ',' '\n' | wc -l)
  case "$line" in
    *REFUSED*) echo '{"messages":[{"message":"no font has it"}]}' ;;
    *) echo '{"pdf":"JVBERi0xLjcK","pages":2,"starts":[{"label":"1","at":[0,0]},{"label":"2","at":['$((last - 1))',0]}]}' ;;
  esac
done
"#;

fn site_with_book(text: &str) -> Site {
    Site::new()
        .file(
            "site.yaml",
            "title: Editions\nbase_url: https://example.org\n",
        )
        .file(
            "content/first.md",
            format!("---\ntitle: First\ndate: 2012-05-01\neditions: [epub, pdf]\n---\n{text}\n"),
        )
}

/// The names and the texts of the files of the e-book of a page.
fn book_of(run: &Run) -> String {
    let book = &run.output["first/first-2012-05-01.epub"];
    String::from_utf8_lossy(&crate::epub::unpacked(book)).into_owned()
}

#[test]
fn an_e_book_tells_the_pages_of_a_pdf_that_was_made() {
    let press = Press::of(PAGES);
    let site = press.with(site_with_book("One.\n\nTwo."));
    let book = book_of(&site.build());
    let page = "role=\"doc-pagebreak\" id=\"page-2\" aria-label=\"2\"/>";
    assert!(book.contains(page), "{book}");
    let source = "pageBreakSource\">https://example.org/first/first-2012-05-01.pdf<";
    assert!(book.contains(source), "{book}");
    // What the program said is kept with the file.
    assert_eq!(book_of(&site.build()), book);
    assert_eq!(press.jobs(), 1);
    // Without the PDF, or the program, nothing is claimed.
    site.write(
        "content/first.md",
        "---\ntitle: First\ndate: 2012-05-01\neditions: [epub, pdf]\n---\nREFUSED\n",
    );
    let refused = book_of(&site.run(&["build", "--keep-going"]));
    let alone = book_of(&site_with_book("One.").build());
    for book in [refused, alone] {
        assert!(
            !book.contains("pagebreak")
                && !book.contains("pageBreak")
                && !book.contains("page-list"),
            "{book}"
        );
    }
}
