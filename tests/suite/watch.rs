//! `build --watch`: what an author saves is in `output/` soon after, however their editor saves it.

mod moves;
mod saving;

use std::fs;
use std::path::Path;

use crate::site::{Running, Site};

/// A build that watches, and waits for the first change.
fn watching(site: &Site) -> Running {
    let watching = Running::start(site, &["build", "--watch"]);
    watching.until("it waits", || {
        watching.said("stdout").contains("waiting for changes")
    });
    watching
}

/// The lines that say what has changed.
fn changes(watching: &Running) -> Vec<String> {
    let said = watching.said("stdout");
    let lines = said.lines().filter(|line| line.starts_with("changed"));
    // What was done about it stands behind.
    lines
        .map(|line| line.split(';').next().unwrap_or(line).to_owned())
        .collect()
}

fn shows(output: &Path, page: &str, text: &str) -> bool {
    fs::read_to_string(output.join(page)).is_ok_and(|page| page.contains(text))
}

#[test]
fn every_way_of_saving_is_seen() {
    let site = Site::new().file("content/a.md", "---\ntitle: A\n---\nfirst words\n");
    let watching = watching(&site);
    let output = site.output().to_owned();
    let page = |text: &str| shows(&output, "a/index.html", text);
    assert!(page("first words"));

    site.write("content/a.md", "---\ntitle: A\n---\nwritten over\n");
    watching.until("a file written over", || page("written over"));

    site.write(
        "content/.a.md.tmp",
        "---\ntitle: A\n---\nmoved into place\n",
    );
    let at = |name: &str| site.root().join("content").join(name);
    fs::rename(at(".a.md.tmp"), at("a.md")).expect("moves");
    watching.until("a file moved into place", || page("moved into place"));

    site.write(
        "content/deep/er/b.md",
        "---\ntitle: B\n---\nin a new folder\n",
    );
    watching.until("a file in a new folder", || {
        shows(&output, "deep/er/b/index.html", "in a new folder")
    });

    fs::rename(at("deep"), at("moved")).expect("moves");
    watching.until("a folder with another name", || {
        shows(&output, "moved/er/b/index.html", "in a new folder") && !output.join("deep").exists()
    });

    site.delete("content/moved/er/b.md");
    watching.until("a deleted file", || !output.join("moved").exists());
    let said = watching.said("stdout");
    assert!(said.contains("changed: content/a.md;"), "{said}");
}

#[test]
fn a_slip_keeps_the_last_site_until_it_is_mended() {
    let site = Site::new().file("content/a.md", "---\ntitle: A\n---\nfirst words\n");
    let watching = watching(&site);
    let output = site.output().to_owned();

    site.write("content/a.md", "---\ntitle: A\n---\n[lost](nowhere.md)\n");
    watching.until("the slip is said", || {
        watching.said("stderr").contains("error[broken-link]")
    });
    assert!(
        shows(&output, "a/index.html", "first words"),
        "the last site stays"
    );

    site.write(
        "site.yaml",
        "title: Another\nbase_url: https://example.org\n",
    );
    site.write("content/a.md", "---\ntitle: A\n---\nmended\n");
    watching.until("the mended site", || {
        shows(&output, "a/index.html", "mended") && shows(&output, "a/index.html", "Another")
    });
}

#[test]
fn watching_says_nothing_to_programs() {
    let site = Site::new().file("content/a.md", "---\ntitle: A\n---\n");
    let run = site.run(&["build", "--watch", "--format", "json"]);
    run.assert_exit(2);
    assert!(
        run.stderr
            .starts_with("error: --watch cannot be combined with --format"),
        "{run}"
    );
}

#[test]
fn a_build_says_why_it_wrote_what_it_wrote() {
    let page =
        |title: &str, text: &str| format!("---\ntitle: {title}\n---\nFirst words.\n\n{text}\n");
    let site = Site::new()
        .site_yaml("title: T\nbase_url: https://example.org\ngit_dates: false\nsearch: off\n")
        .file("content/a.md", page("A", "text"))
        .file("content/b.md", "---\ntitle: B\n---\n[A](a.md)\n");
    let once = site.run(&["build", "--why"]);
    assert!(
        once.stdout.contains("  a/index.html: new\n"),
        "{}",
        once.stdout
    );
    site.write("content/a.md", page("A", "more text"));
    let again = site.run(&["build", "--why"]);
    let expected = "  a/index.html: its contents\nbuilt 3 pages (";
    assert!(again.stdout.starts_with(expected), "{}", again.stdout);

    let watching = Running::start(&site, &["build", "--watch", "--why"]);
    watching.until("it waits", || {
        watching.said("stdout").contains("waiting for changes")
    });
    site.write("content/a.md", page("A", "yet more text"));
    let said = |text: &str| watching.said("stdout").contains(text);
    watching.until("a text", || {
        said("  a/index.html: its text\nchanged: content/a.md; only a text; 2 files made, 1 file written; ")
    });
    site.write("content/a.md", page("Another", "yet more text"));
    watching.until("a title", || said("  a/index.html: `page.title`"));
    watching.until("what it did", || {
        said("changed: content/a.md; its title, shown wherever it is named; ")
    });
    site.write(
        "templates/partials/head.html",
        "<meta name=\"a\" content=\"b\">",
    );
    watching.until("a template", || said("  b/index.html: its template"));
    site.delete("content/b.md");
    watching.until("a page that goes", || said("  b/index.html: gone\n"));
}
