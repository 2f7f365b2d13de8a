//! What stands in words: headers of files, signs of unfinished work, links of the documentation.

use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::tree::{Tree, Violation};

/// Where finished work is expected.
const FINISHED: [&str; 4] = ["src/", "docs/", "themes/", "content/"];
/// Written apart, so that this file does not hold them.
const UNFINISHED: [&str; 3] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
];
/// Pages whose links are checked, beside everything in `docs/`.
const PAGES: [&str; 3] = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"];

/// Every Rust file opens with what it is.
pub fn headers(tree: &Tree) -> Vec<Violation> {
    let missing = |text: &str| {
        let words = text
            .lines()
            .next()
            .and_then(|line| line.strip_prefix("//!"))
            .map(str::trim);
        words.is_none_or(|words| words.split(' ').count() < 3)
    };
    let files = tree
        .rust_of("src/")
        .chain(tree.rust_of("tests/"))
        .chain(tree.rust_of("benches/"));
    let violation = |path| Violation::new(path, 1, "opens with `//!` and a sentence on what it is");
    files
        .filter(|(_, text)| missing(text))
        .map(|(path, _)| violation(path))
        .collect()
}

/// The door of a room names each file and folder of the room: a reader of `mod.rs` knows what is there.
pub fn doors(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in tree.rust_of("src/") {
        if path.matches('/').count() != 2 || !path.ends_with("/mod.rs") {
            continue;
        }
        let lines = text.lines();
        let head: String = lines.filter(|line| line.starts_with("//!")).collect();
        for (at, line) in text.lines().enumerate() {
            let module = line.trim_start_matches("pub ").strip_prefix("mod ");
            let Some(name) = module.and_then(|rest| rest.strip_suffix(';')) else {
                continue;
            };
            if name != "tests" && !head.contains(&format!("`{name}`")) {
                let message = format!("say what `{name}` is in the comment at the top");
                violations.push(Violation::new(path, at + 1, message));
            }
        }
    }
    violations
}

/// Files that the architecture names exist: `graph/site.rs`, `src/graph/{site,route}.rs`.
pub fn named_files(tree: &Tree) -> Vec<Violation> {
    const PAGE: &str = "docs/architecture.md";
    let text = tree.text(PAGE).unwrap_or_default();
    let mut violations = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let quoted = line.split('`').skip(1).step_by(2);
        for name in quoted.filter(|name| name.contains('/') && is_program(name)) {
            let is_there = |file: &String| tree.has(file) || tree.has(&format!("src/{file}"));
            for file in spelled_out(name).iter().filter(|file| !is_there(file)) {
                let message = format!("names `{file}`, which does not exist");
                violations.push(Violation::new(PAGE, at + 1, message));
            }
        }
    }
    violations
}

fn is_program(name: &str) -> bool {
    name.ends_with(".rs") || name.ends_with(".mjs")
}

/// `a/{b,c}.rs` as `a/b.rs` and `a/c.rs`.
fn spelled_out(name: &str) -> Vec<String> {
    let parts = name.split_once('{').and_then(|(before, rest)| {
        let (choices, after) = rest.split_once('}')?;
        Some((before, choices, after))
    });
    let Some((before, choices, after)) = parts else {
        return vec![name.to_owned()];
    };
    let choices = choices.split(',');
    choices
        .map(|choice| format!("{before}{choice}{after}"))
        .collect()
}

/// Nothing says that it is unfinished.
pub fn unfinished(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in FINISHED.iter().flat_map(|folder| tree.of(folder)) {
        for (at, line) in text.lines().enumerate() {
            let words = line.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
            for word in words.filter(|word| UNFINISHED.contains(word)) {
                violations.push(Violation::new(
                    path,
                    at + 1,
                    format!("says `{word}`: finish it or leave it out"),
                ));
            }
        }
    }
    violations
}

/// Links of the documentation that stay in the project lead to a file or folder.
pub fn links(tree: &Tree) -> Vec<Violation> {
    let documentation = tree.of("docs/").filter(|(path, _)| path.ends_with(".md"));
    let pages = PAGES
        .iter()
        .filter_map(|path| Some((*path, tree.text(path)?)));
    let mut violations = Vec::new();
    for (path, text) in pages.chain(documentation) {
        for (event, range) in Parser::new_ext(text, Options::all()).into_offset_iter() {
            let Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) = event
            else {
                continue;
            };
            let Some(target) = target_of(path, &dest_url) else {
                continue;
            };
            if !tree.has(&target) {
                let line = text[..range.start].lines().count().max(1);
                violations.push(Violation::new(
                    path,
                    line,
                    format!("`{dest_url}` leads to no file"),
                ));
            }
        }
    }
    violations
}

/// The path a link leads to; `None` for one that leaves the project or stays on its page.
fn target_of(page: &str, link: &str) -> Option<String> {
    let path = link.split('#').next().filter(|path| !path.is_empty())?;
    if path.contains("://") || path.starts_with("mailto:") {
        return None;
    }
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_asked_for() {
        let count = |text: &str| headers(&Tree::planted(&[("src/a.rs", text)])).len();
        assert_eq!(count("//! What it is, in words.\n"), 0);
        assert_eq!(count("//! copublish\n"), 1);
        assert_eq!(count("use std::fs;\n//! Too late for a header.\n"), 1);
    }

    #[test]
    fn doors_that_name_not_all_are_found() {
        let text = "//! A room of rooms.\n//!\n//! 1. `site`: all\n\nmod site;\npub mod route;\nmod tests;\n";
        let tree = Tree::planted(&[("src/graph/mod.rs", text), ("src/graph/a/mod.rs", text)]);
        let found: Vec<usize> = doors(&tree).iter().map(|found| found.line).collect();
        assert_eq!(found, [6]);
    }

    #[test]
    fn names_of_files_that_are_gone_are_found() {
        let text = "`graph/{site,route}.rs`, `tests/a.rs` and `graph`\n";
        let tree = Tree::planted(&[
            ("docs/architecture.md", text),
            ("src/graph/site.rs", ""),
            ("tests/a.rs", ""),
        ]);
        let found = named_files(&tree);
        assert_eq!(found.len(), 1);
        assert!(found[0].message.contains("`graph/route.rs`"));
    }

    #[test]
    fn unfinished_work_is_found() {
        let text = format!("a\n{}: b {}\nTODOS\n", UNFINISHED[0], UNFINISHED[2]);
        assert_eq!(
            unfinished(&Tree::planted(&[
                ("docs/a.md", &text),
                ("tests/b.rs", &text)
            ]))
            .len(),
            2
        );
    }

    #[test]
    fn dead_links_are_found() {
        let text = "[a](b.md) [b](../README.md#x) [c](https://a.org) [d](#e) [f](gone.md)\n\n![g](h/)\n`[i](j.md)`\n";
        let tree = Tree::planted(&[
            ("docs/a.md", text),
            ("docs/b.md", ""),
            ("docs/h/x.png", ""),
            ("README.md", ""),
        ]);
        let found = links(&tree);
        assert_eq!(
            found,
            [Violation::new("docs/a.md", 1, "`gone.md` leads to no file")]
        );
    }
}
