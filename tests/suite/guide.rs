//! The theme guide, `docs/content/themes`: its tables are made from what templates really receive and from the theme's
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

/// Its fences are a site.
const TUTORIAL: &str = "tutorial.md";

/// One test, since both halves write one file if that is asked for.
#[test]
fn the_guide_is_true() {
    tutorial();
    reference();
}

/// Every fence of the tutorial is a file of one small site, or what comes of it.
fn tutorial() {
    let path = folder().join(TUTORIAL);
    let found = read(&path);
    // A case is what is below a heading of the second level.
    let case = format!("#{}", found.replace("\n## ", "\n### "));
    let (failures, updated) = cases::judged(&case);
    let updated = updated.replace("\n### ", "\n## ");
    settle(&path, &found, &updated[1..]);
    assert!(
        failures.is_empty(),
        "{}\n{}",
        path.display(),
        failures.join("\n\n")
    );
}

/// Every table is what templates receive and what the theme holds.
fn reference() {
    let mut pages: Vec<(PathBuf, Page)> = pages();
    let filters = filters::part(&page_with(&mut pages, "filters").1);
    let mut parts = vec![("filters", filters)];
    parts.extend(values::parts(&Views::of_all(), &Kinds::read()));
    parts.extend(theme::parts());
    for (name, pieces) in parts {
        page_with(&mut pages, name).1.set(name, &pieces);
    }
    for (path, page) in &pages {
        settle(path, &read(path), page.text());
        let wordless = page.wordless.join("\n");
        assert!(
            wordless.is_empty(),
            "{}: the last column is empty for\n{wordless}",
            path.display()
        );
    }
}

/// The pages of the guide that may have generated parts.
fn pages() -> Vec<(PathBuf, Page)> {
    let entries = fs::read_dir(folder().join("reference")).expect("the folder of the reference");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a page").path()).collect();
    paths.sort();
    let page = |path: PathBuf| {
        let page = Page::new(read(&path));
        (path, page)
    };
    paths.into_iter().map(page).collect()
}

/// The page with a generated part.
fn page_with<'p>(pages: &'p mut [(PathBuf, Page)], name: &str) -> &'p mut (PathBuf, Page) {
    let found = pages.iter_mut().find(|(_, page)| page.has(name));
    found.unwrap_or_else(|| panic!("the theme guide has no part `{name}`"))
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/content/themes")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("a page of the guide")
}

/// Compares a page with what it should be, or writes that if it is asked for.
#[track_caller]
fn settle(path: &Path, found: &str, expected: &str) {
    if found == expected {
        return;
    }
    if std::env::var_os("UPDATE_DOCS").is_some_and(|value| value == "1") {
        fs::write(path, expected).expect("the guide can be written");
        return;
    }
    let differs = diff::lines(expected, found);
    let differs: String = differs
        .lines()
        .filter(|line| !line.starts_with("  "))
        .map(|line| format!("{line}\n"))
        .collect();
    panic!(
        "{} is behind; `UPDATE_DOCS=1 cargo test --test suite guide` writes it anew\n\
         - what it should say\n+ what it says\n\n{differs}",
        path.display()
    );
}
