//! The theme guide, `docs/content/themes.md`: its tables are made from what templates really receive and from the theme's
//! own files, and its tutorial is built. `UPDATE_DOCS=1 cargo test --test suite guide` writes what was found; the
//! last column of a table is kept by name, and a name without words there fails.

mod filters;
mod kinds;
mod page;
pub mod theme;
mod value;
mod values;
mod views;

use std::fs;
use std::path::{Path, PathBuf};

use crate::{cases, diff};
use kinds::Kinds;
use page::Page;
use views::Views;

/// The heading of the part whose fences are a site.
const TUTORIAL: &str = "\n## A child theme in ten minutes\n";

/// One test, since both halves write one file where that is asked for.
#[test]
fn the_guide_is_true() {
    tutorial();
    reference();
}

/// Every fence of the tutorial is a file of one small site, or what comes of it.
fn tutorial() {
    let found = read();
    let start = found.find(TUTORIAL).expect("the tutorial has its heading") + 1;
    let end = found[start..]
        .find("\n## ")
        .map_or(found.len(), |end| start + end + 1);
    let (failures, updated) = cases::judged(&found[start..end]);
    settle(
        &found,
        &format!("{}{updated}{}", &found[..start], &found[end..]),
    );
    assert!(
        failures.is_empty(),
        "the tutorial of docs/content/themes.md\n{}",
        failures.join("\n\n")
    );
}

/// Every table is what templates receive and what the theme holds.
fn reference() {
    let found = read();
    let mut page = Page::new(found.clone());
    let filters = filters::part(&page);
    page.set("filters", &filters);
    for (name, pieces) in values::parts(&Views::of_all(), &Kinds::read()) {
        page.set(name, &pieces);
    }
    for (name, pieces) in theme::parts() {
        page.set(name, &pieces);
    }
    settle(&found, page.text());
    let wordless = page.wordless.join("\n");
    assert!(
        wordless.is_empty(),
        "docs/content/themes.md: the last column is empty for\n{wordless}"
    );
}

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/content/themes.md")
}

fn read() -> String {
    fs::read_to_string(path()).expect("the guide")
}

/// Compares the guide with what it should be, or writes that where it is asked for.
#[track_caller]
fn settle(found: &str, expected: &str) {
    if found == expected {
        return;
    }
    if std::env::var_os("UPDATE_DOCS").is_some_and(|value| value == "1") {
        fs::write(path(), expected).expect("the guide can be written");
        return;
    }
    let differs = diff::lines(expected, found);
    let differs: String = differs
        .lines()
        .filter(|line| !line.starts_with("  "))
        .map(|line| format!("{line}\n"))
        .collect();
    panic!(
        "docs/content/themes.md is behind; `UPDATE_DOCS=1 cargo test --test suite guide` writes it anew\n\
         - what it should say\n+ what it says\n\n{differs}"
    );
}
