//! One group of settings, read key by key; what nobody asked for is reported at the end.

use std::cell::{Cell, RefCell};

use super::setting_groups;
use crate::base::english::{count, excerpt, ticked_or};
use crate::base::suggest::{did_you_mean, plain_name, typos};
use crate::base::{Code, Diagnostic, FilePath, Severity, SourceSpan, Span};
use crate::yaml::{self, CutValue, Duplicate, Node, Parsed, Repair, Value};

/// A file of settings with the diagnostics found in it so far.
pub struct SettingsFile<'a> {
    /// The file, for places.
    pub file: &'a FilePath,
    /// What was found.
    pub diagnostics: RefCell<Vec<Diagnostic>>,
    /// The code for a value that makes no sense.
    pub invalid: Code,
    /// Keys that are written again further down.
    repeated: RefCell<Vec<Span>>,
    is_safe: Cell<bool>,
}

/// What a setting that protects counts as while nobody knows what it says.
pub enum Safest<T> {
    /// This value, which gives away least.
    Value(T),
    /// No value is safe: no site is made.
    NoSite,
}

impl<'a> SettingsFile<'a> {
    /// A file with nothing found yet.
    pub fn new(file: &'a FilePath, invalid: Code) -> SettingsFile<'a> {
        SettingsFile {
            file,
            diagnostics: RefCell::default(),
            invalid,
            repeated: RefCell::default(),
            is_safe: Cell::new(true),
        }
    }

    /// False if something that protects cannot be understood, and has no value that would be safe.
    pub fn is_safe(&self) -> bool {
        self.is_safe.get()
    }

    /// True if some key of the file is written twice.
    pub fn has_repeated_keys(&self) -> bool {
        !self.repeated.borrow().is_empty()
    }

    fn errors(&self) -> usize {
        self.diagnostics
            .borrow()
            .iter()
            .filter(|found| found.severity == Severity::Error)
            .count()
    }

    /// Reports a value that makes no sense.
    pub fn wrong(
        &self,
        place: impl Into<Span>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.report(
            Diagnostic::new(self.invalid, message)
                .at(self.file, place, "")
                .help(help),
        );
    }

    /// Adds a diagnostic.
    pub fn report(&self, diagnostic: Diagnostic) {
        self.diagnostics.borrow_mut().push(diagnostic);
    }

    /// Reads the file's text, and reports what is odd about it or why it cannot be read. `None` for a
    /// text that cannot, and for one with nothing in it.
    pub fn read(&self, text: &str) -> Option<Node> {
        let file = self.file;
        match yaml::parse(text) {
            Ok(parsed) => {
                let odd = oddities(ReadText { file, text, by: 0 }, &parsed);
                self.diagnostics.borrow_mut().extend(odd);
                self.repeated
                    .borrow_mut()
                    .extend(parsed.duplicates.iter().map(|twice| twice.first));
                if parsed.hides_keys(text) {
                    self.is_safe.set(false);
                }
                parsed.root
            }
            Err(problem) => {
                self.report(problem.diagnostic(Code::UnreadableSettings, self.file, 0));
                self.is_safe.set(false);
                None
            }
        }
    }
}

/// How many repeated keys of one text are offered to be repaired at a time: each is tried out on the whole text.
const MOST_TRIED: usize = 16;

/// A text that was read, and its place.
#[derive(Clone, Copy)]
pub struct ReadText<'t> {
    /// The file.
    pub file: &'t FilePath,
    /// The text.
    pub text: &'t str,
    /// How many bytes of the file there are before it.
    pub by: usize,
}

/// Says that a `#` cuts a value.
fn about_cut(read: ReadText, cut: &CutValue) -> Diagnostic {
    let message = "a `#` after a space starts a comment, so the value ends here";
    let diagnostic = Diagnostic::new(Code::CutValue, message)
        .at(read.file, cut.lost.shifted(read.by), "not read")
        .help(format!("write `{}`", excerpt(&cut.quoted, 80)))
        .help("if it is a comment, put a space after the `#`");
    read.repaired_by(cut.repair.clone(), diagnostic)
}

/// What is odd about a text although it can be read.
pub fn oddities(read: ReadText, parsed: &Parsed) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (number, duplicate) in parsed.duplicates.iter().enumerate() {
        let repair = if number < MOST_TRIED {
            parsed.without(duplicate, read.text)
        } else {
            None
        };
        found.push(read.repaired_by(repair, about_duplicate(read, duplicate)));
    }
    found.extend(parsed.cut.iter().map(|cut| about_cut(read, cut)));
    if let Some(first) = parsed.tabs.first() {
        let message = "there is a tab where only spaces are allowed";
        let diagnostic = Diagnostic::new(Code::TabCharacter, in_places(message, parsed.tabs.len()))
            .at(read.file, first.shifted(read.by), "tab")
            .help("replace the tab with spaces, or delete it where it ends a line");
        found.push(read.repaired_by(parsed.without_tabs(read.text), diagnostic));
    }
    found.extend(about_non_breaking_spaces(read, parsed));
    found.extend(parsed.second.map(|second| about_second(read, second)));
    found
}

fn about_non_breaking_spaces(read: ReadText, parsed: &Parsed) -> Option<Diagnostic> {
    let first = parsed.non_breaking_spaces.first()?;
    let message = "a non-breaking space is read as an ordinary space here";
    let message = in_places(message, parsed.non_breaking_spaces.len());
    let diagnostic = Diagnostic::new(Code::NonBreakingSpace, message)
        .at(read.file, first.shifted(read.by), "non-breaking space")
        .help("type an ordinary space instead");
    Some(read.repaired_by(parsed.with_ordinary_spaces(read.text), diagnostic))
}

impl ReadText<'_> {
    fn repaired_by(self, repair: Option<Repair>, diagnostic: Diagnostic) -> Diagnostic {
        match repair {
            Some(repair) => diagnostic.fixed_by(repair.fix(self.file, self.by)),
            None => diagnostic,
        }
    }
}

fn about_duplicate(read: ReadText, duplicate: &Duplicate) -> Diagnostic {
    let (first, second) = (duplicate.first, duplicate.second);
    let message = format!("`{}` is written twice", duplicate.key);
    Diagnostic::new(Code::DuplicateKey, message)
        .at(read.file, second.shifted(read.by), "here again")
        .at(
            read.file,
            first.shifted(read.by),
            "first here, and this one counts",
        )
        .help("delete one of the two")
}

fn about_second(read: ReadText, second: Span) -> Diagnostic {
    let message = "a second YAML document starts here; it is ignored";
    Diagnostic::new(Code::SecondYamlDocument, message)
        .at(read.file, second.shifted(read.by), "not read")
        .help("delete the line of `---` or `...` above it, or everything below")
}

fn in_places(message: &str, places: usize) -> String {
    if places > 1 {
        format!("{message}, and in {}", count(places - 1, "other place"))
    } else {
        message.to_owned()
    }
}

/// By how many letters a key differs from another one that it may be meant for; nothing if it is not near.
fn distance(written: &str, key: &str) -> Option<usize> {
    let most = (key.len() / 3).clamp(1, 2);
    typos(&plain_name(written), &plain_name(key), most)
}

/// What a setting says, where it says anything; what it leaves out stays.
pub fn replace<T>(old: &mut T, new: Option<T>) {
    if let Some(new) = new {
        *old = new;
    }
}

/// One group of keys. Ask for each key that may stand there, then call [`Settings::done`].
pub struct Settings<'a> {
    /// The file the group stands in.
    pub file: &'a SettingsFile<'a>,
    node: &'a Node,
    /// What the group is, for messages: "site.yaml", "kind `blog`".
    what: String,
    /// Its name in `settings.schema.json`.
    group: &'static str,
    asked: RefCell<Vec<&'static str>>,
    /// Those of the keys asked for that protect.
    protecting: RefCell<Vec<&'static str>>,
}

impl<'a> Settings<'a> {
    /// A group, and its name in `settings.schema.json`; a node that is no group is reported and read as an empty one.
    pub fn new(
        file: &'a SettingsFile<'a>,
        node: &'a Node,
        what: impl Into<String>,
        group: &'static str,
    ) -> Settings<'a> {
        let what = what.into();
        if !matches!(node.value, Value::Mapping(_) | Value::Empty) {
            let message = format!("{what} must be a group of keys, but is {}", node.describe());
            file.wrong(node.span, message, "write `key: value` lines beneath it");
        }
        Settings {
            file,
            node,
            what,
            group,
            asked: RefCell::default(),
            protecting: RefCell::default(),
        }
    }

    /// Reads a setting that protects something: what is not public, the authors, the readers. If its key is written
    /// twice, or nearly, or `read` finds an error in its value, it counts as the safest one.
    pub fn protecting<T>(
        &self,
        key: &'static str,
        safest: Safest<T>,
        read: impl FnOnce(&Settings<'a>) -> Option<T>,
    ) -> Option<T> {
        self.protecting.borrow_mut().push(key);
        let errors = self.file.errors();
        let value = read(self);
        let is_said = value.is_some() && self.is_empty_text(key);
        if !is_said {
            self.report_empty(key);
        }
        let is_group = matches!(self.node.value, Value::Mapping(_) | Value::Empty);
        let is_doubtful = !is_group
            || self.file.errors() > errors
            || self.is_repeated(key)
            || self
                .node
                .entries()
                .iter()
                .any(|entry| self.may_mean(&entry.key, key));
        match safest {
            _ if !is_doubtful => value,
            Safest::Value(safest) => Some(safest),
            Safest::NoSite => {
                // What was read of it still shows what else is wrong.
                self.file.is_safe.set(false);
                value
            }
        }
    }

    /// True for another key that may be meant to be this one, and is no nearer to a key that was asked for before.
    fn may_mean(&self, written: &str, key: &str) -> bool {
        let Some(distance) = distance(written, key) else {
            return false;
        };
        let asked = self.asked.borrow();
        let is_nearer =
            |other: &&str| self::distance(written, other).is_some_and(|it| it < distance);
        written != key && !asked.iter().any(is_nearer)
    }

    /// Reports a key that has no value: nobody can tell what was meant to be there.
    fn report_empty(&self, key: &str) {
        let mut entries = self.node.entries().iter();
        let Some(entry) = entries.find(|entry| entry.key == key) else {
            return;
        };
        if entry.value.value == Value::Empty {
            self.file.wrong(
                entry.key_span,
                format!("`{key}` has no value"),
                format!("write a value after `{key}:`, or delete the line"),
            );
        }
    }

    /// True if the key, or one in its value, is written again.
    fn is_repeated(&self, key: &str) -> bool {
        let Some(entry) = self.node.entries().iter().find(|entry| entry.key == key) else {
            return false;
        };
        let inside = |first: &Span| {
            *first == *entry.key_span
                || entry.value.span.start <= first.start && first.end <= entry.value.span.end
        };
        self.file.repeated.borrow().iter().any(inside)
    }

    /// The place of the whole group.
    pub fn span(&self) -> SourceSpan {
        self.node.span
    }

    /// The place of a value, or of the whole group if there is none.
    pub fn place(&self, key: &'static str) -> SourceSpan {
        self.node(key).map_or(self.span(), |node| node.span)
    }

    /// The value of a key; an empty one is absent.
    pub fn node(&self, key: &'static str) -> Option<&'a Node> {
        // What editors are told is what is read.
        debug_assert!(
            setting_groups::is_declared(self.group, key),
            "declare `{key}` in the group `{}` of settings.schema.json",
            self.group
        );
        #[cfg(test)]
        setting_groups::asked::note(self.group, key);
        self.asked.borrow_mut().push(key);
        self.node.get(key).filter(|node| node.value != Value::Empty)
    }

    /// True for a key whose value is a pair of quotes with nothing in it.
    pub fn is_empty_text(&self, key: &str) -> bool {
        self.node.get(key).is_some_and(Node::is_empty_text)
    }

    /// The group of keys that a key holds; anything else is reported.
    pub fn group(&self, key: &'static str) -> Option<&'a Node> {
        let node = self.node(key)?;
        if let Value::Mapping(_) = node.value {
            return Some(node);
        }
        self.expected(key, node, "a group of keys");
        None
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

    /// One of the words that are declared for a key.
    pub fn choice(&self, key: &'static str) -> Option<&'static str> {
        let node = self.node(key)?;
        let words = setting_groups::choices(self.group, key);
        let found = node
            .text()
            .and_then(|text| words.iter().copied().find(|word| *word == text));
        if found.is_none() {
            self.expected(key, node, &ticked_or(&words));
        }
        found
    }

    /// Reports keys that nobody asked for.
    pub fn done(self) {
        let (asked, protecting) = (self.asked.borrow(), self.protecting.borrow());
        for entry in self.node.entries() {
            if !asked.contains(&entry.key.as_str()) {
                let near = did_you_mean(&entry.key, asked.iter().copied());
                let protects = protecting.iter().any(|key| self.may_mean(&entry.key, key));
                let code = if protects {
                    self.file.invalid
                } else {
                    Code::UnknownSetting
                };
                self.file.report(
                    Diagnostic::new(
                        code,
                        format!("{} has no setting called `{}`", self.what, entry.key),
                    )
                    .at(self.file.file, entry.key_span, "not read")
                    .help(near.unwrap_or_default()),
                );
            }
        }
    }

    fn expected(&self, key: &str, node: &Node, expected: &str) {
        let found = node
            .text()
            .map_or_else(|| node.describe().to_owned(), |text| format!("`{text}`"));
        self.file.wrong(
            node.span,
            format!("`{key}` must be {expected}, but is {found}"),
            "",
        );
    }
}
