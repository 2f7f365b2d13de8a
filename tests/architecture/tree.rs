//! The project as a map from path to text. Knows files, not what they mean.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

/// Folders that hold no work of ours: at the root, and the last one wherever it is.
const SKIPPED: [&str; 5] = [".git", ".copublish", "output", "target", "node_modules"];

/// Paths below the project's root, with `/` between their parts, and the texts of the files there.
#[derive(Debug, Default)]
pub struct Tree(BTreeMap<String, String>);

/// A place where a rule does not hold.
#[derive(Debug, PartialEq, Eq)]
pub struct Violation {
    /// The file.
    pub path: String,
    /// The line, from 1; 0 for the file as a whole.
    pub line: usize,
    /// What is wrong and what to do.
    pub message: String,
}

impl Violation {
    /// A violation in `path` at `line`.
    pub fn new(path: &str, line: usize, message: impl Into<String>) -> Violation {
        Violation {
            path: path.to_owned(),
            line,
            message: message.into(),
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "  {}:{}: {}", self.path, self.line, self.message)
    }
}

impl Tree {
    /// The project this test was compiled from.
    pub fn of_project() -> Tree {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let kept = |entry: &walkdir::DirEntry| {
            let skipped = &SKIPPED[if entry.depth() == 1 { 0 } else { 4 }..];
            !skipped.iter().any(|name| entry.file_name() == *name)
        };
        let mut files = BTreeMap::new();
        for entry in walkdir::WalkDir::new(root).into_iter().filter_entry(kept) {
            let entry = entry.expect("the project's folders can be read");
            if !entry.file_type().is_file() {
                continue;
            }
            let path = entry
                .path()
                .strip_prefix(root)
                .expect("the walk stays below its root");
            let bytes = std::fs::read(entry.path()).expect("the project's files can be read");
            let path = path.to_string_lossy().replace('\\', "/");
            // Of a picture or a font only the name counts: what is in it are no words.
            let is_text = !bytes.contains(&0);
            let bytes = if is_text { bytes } else { Vec::new() };
            files.insert(path, String::from_utf8_lossy(&bytes).into_owned());
        }
        Tree(files)
    }

    /// A made-up project.
    pub fn planted(files: &[(&str, &str)]) -> Tree {
        Tree(
            files
                .iter()
                .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
                .collect(),
        )
    }

    /// The text of a file.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// True where `path` is a file, or a folder with a file in it.
    pub fn has(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        let folder = format!("{path}/");
        path.is_empty()
            || self.0.contains_key(path)
            || self.0.keys().any(|file| file.starts_with(&folder))
    }

    /// All files whose path starts with `prefix`.
    pub fn of<'t>(&'t self, prefix: &'t str) -> impl Iterator<Item = (&'t str, &'t str)> {
        self.0
            .iter()
            .filter(move |(path, _)| path.starts_with(prefix))
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// All Rust files whose path starts with `prefix`.
    pub fn rust_of<'t>(&'t self, prefix: &'t str) -> impl Iterator<Item = (&'t str, &'t str)> {
        self.of(prefix).filter(|(path, _)| path.ends_with(".rs"))
    }
}
