//! One group of settings, read key by key; what nobody asked for is reported at the end.

use std::cell::RefCell;

use crate::base::nearest::did_you_mean;
use crate::base::wording::ticked_or;
use crate::base::yaml::{Node, Value};
use crate::base::{Code, Diagnostic, FilePath, Span};

/// A file of settings with the diagnostics found in it so far.
pub struct SettingsFile<'a> {
    /// The file, for places.
    pub file: &'a FilePath,
    /// What was found.
    pub diagnostics: RefCell<Vec<Diagnostic>>,
    /// The code for a value that makes no sense.
    pub invalid: Code,
}

impl<'a> SettingsFile<'a> {
    /// A file with nothing found yet.
    pub fn new(file: &'a FilePath, invalid: Code) -> SettingsFile<'a> {
        SettingsFile { file, diagnostics: RefCell::new(Vec::new()), invalid }
    }

    /// Reports a value that makes no sense.
    pub fn wrong(&self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.report(Diagnostic::new(self.invalid, message).at(self.file, span, "").help(help));
    }

    /// Adds a diagnostic.
    pub fn report(&self, diagnostic: Diagnostic) {
        self.diagnostics.borrow_mut().push(diagnostic);
    }

    /// Reports keys written twice.
    pub fn duplicates(&self, duplicates: &[(String, Span, Span)]) {
        for (key, first, second) in duplicates {
            self.report(
                Diagnostic::new(Code::DuplicateKey, format!("`{key}` is written twice"))
                    .at(self.file, *second, "here again")
                    .at(self.file, *first, "first here, and this one counts")
                    .help("delete one of the two"),
            );
        }
    }
}

/// One group of keys. Ask for each key that may stand there, then call [`Settings::done`].
pub struct Settings<'a> {
    /// The file the group stands in.
    pub file: &'a SettingsFile<'a>,
    node: &'a Node,
    /// What the group is, for messages: "site.yaml", "kind `blog`".
    what: String,
    asked: RefCell<Vec<&'static str>>,
}

impl<'a> Settings<'a> {
    /// A group; a node that is no group is reported and read as an empty one.
    pub fn new(file: &'a SettingsFile<'a>, node: &'a Node, what: impl Into<String>) -> Settings<'a> {
        let what = what.into();
        if !matches!(node.value, Value::Mapping(_) | Value::Empty) {
            let message = format!("{what} needs a group of keys, but holds {}", node.describe());
            file.wrong(node.span, message, "write `key: value` lines beneath it");
        }
        Settings { file, node, what, asked: RefCell::new(Vec::new()) }
    }

    /// The place of the whole group.
    pub fn span(&self) -> Span {
        self.node.span
    }

    /// The value of a key; an empty one is absent.
    pub fn node(&self, key: &'static str) -> Option<&'a Node> {
        self.asked.borrow_mut().push(key);
        self.node.get(key).filter(|node| node.value != Value::Empty)
    }

    /// The value of a key that holds a group of keys; anything else is reported.
    pub fn group(&self, key: &'static str) -> Option<&'a Node> {
        let node = self.node(key)?;
        // A group inside is read by who asked for it; here only its form counts.
        Settings::new(self.file, node, format!("`{key}` of {}", self.what));
        Some(node)
    }

    /// The text of a key.
    pub fn text(&self, key: &'static str) -> Option<String> {
        let node = self.node(key)?;
        let text = node.text();
        if text.is_none() {
            self.expected(key, node, "text");
        }
        text.map(str::to_owned)
    }

    /// `true` or `false`.
    pub fn flag(&self, key: &'static str) -> Option<bool> {
        let node = self.node(key)?;
        match node.text() {
            Some("true" | "yes") => Some(true),
            Some("false" | "no") => Some(false),
            _ => {
                self.expected(key, node, "`true` or `false`");
                None
            }
        }
    }

    /// A whole number from 0.
    pub fn number(&self, key: &'static str) -> Option<usize> {
        let node = self.node(key)?;
        let number = node.text().and_then(|text| text.parse().ok());
        if number.is_none() {
            self.expected(key, node, "a whole number");
        }
        number
    }

    /// One text or a list of them.
    pub fn texts(&self, key: &'static str) -> Option<Vec<String>> {
        let node = self.node(key)?;
        let texts = node.items().iter().filter_map(|item| {
            if item.text().is_none() {
                self.expected(key, item, "text");
            }
            item.text().map(str::to_owned)
        });
        Some(texts.collect())
    }

    /// One of some words.
    pub fn choice(&self, key: &'static str, words: &[&'static str]) -> Option<&'static str> {
        let node = self.node(key)?;
        let found = node.text().and_then(|text| words.iter().copied().find(|word| *word == text));
        if found.is_none() {
            self.expected(key, node, &ticked_or(words));
        }
        found
    }

    /// Reports keys that nobody asked for.
    pub fn done(self) {
        let asked = self.asked.into_inner();
        for entry in self.node.entries() {
            if !asked.contains(&entry.key.as_str()) {
                let near = did_you_mean(&entry.key, asked.iter().copied());
                self.file.report(
                    Diagnostic::new(
                        Code::UnknownSetting,
                        format!("{} has no setting called `{}`", self.what, entry.key),
                    )
                    .at(self.file.file, entry.key_span, "not read")
                    .help(near.unwrap_or_default()),
                );
            }
        }
    }

    fn expected(&self, key: &str, node: &Node, expected: &str) {
        let found = node.text().map_or_else(|| node.describe().to_owned(), |text| format!("`{text}`"));
        self.file.wrong(node.span, format!("`{key}` wants {expected}, but holds {found}"), "");
    }
}
