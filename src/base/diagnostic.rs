//! What is wrong, at its place, in plain words. Drawn by `cli`; here it is only a value.

use std::cmp::Ordering;

use super::{Code, FilePath, Fix, Severity, SharedText, Span, site_layout};

/// One problem, or one thing worth knowing, in a file that the author can open. `P` is how places are given: as spans, or as
/// things whose spans are looked up when the problem is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic<P = Span> {
    /// Which problem this is; has a manual page and a level.
    pub code: Code,
    /// How bad it is; the code's own severity until site.yaml says otherwise.
    pub severity: Severity,
    /// One line, lower case, no full stop, names in backticks.
    pub message: String,
    /// Where: the first label is the place itself, the others are its context.
    pub labels: Vec<Label<P>>,
    /// What to do, a sentence each.
    pub help: Vec<String>,
    /// How it is put right, where that is mechanical.
    pub fix: Option<Fix<P>>,
    /// What was being done when it was found.
    pub found_while: FoundWhile,
    /// The field that a document lacks, if that is what is wrong.
    pub lacks: Option<SharedText>,
}

/// What was being done when something was found. What is wrong with a file may be the cause of what goes wrong later.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FoundWhile {
    /// Reading and linking what authors wrote.
    #[default]
    Reading,
    /// Reading the fields of a document: while one of them is wrong, its page cannot be as its author meant it.
    ReadingFields,
    /// Running a template over what was read.
    Rendering,
}

/// A place with a few words on what is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label<P = Span> {
    /// The file.
    pub file: FilePath,
    /// The place in it; absent where the whole file is meant.
    pub span: Option<P>,
    /// A few words beneath the carets; may be empty.
    pub text: String,
}

impl<P> Diagnostic<P> {
    /// A diagnostic with the code's own severity and no place yet.
    pub fn new(code: Code, message: impl Into<String>) -> Diagnostic<P> {
        Diagnostic {
            code,
            severity: code.severity(),
            message: message.into(),
            labels: Vec::new(),
            help: Vec::new(),
            fix: None,
            found_while: FoundWhile::Reading,
            lacks: None,
        }
    }

    /// Adds a place; the first one added is the primary one.
    #[must_use]
    pub fn at(
        mut self,
        file: &FilePath,
        place: impl Into<P>,
        text: impl Into<String>,
    ) -> Diagnostic<P> {
        self.labels.push(Label {
            file: file.clone(),
            span: Some(place.into()),
            text: text.into(),
        });
        self
    }

    /// Adds a file as a whole as the place.
    #[must_use]
    pub fn in_file(mut self, file: &FilePath) -> Diagnostic<P> {
        self.labels.push(Label {
            file: file.clone(),
            span: None,
            text: String::new(),
        });
        self
    }

    /// Adds a sentence on what to do; an empty one is left out.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic<P> {
        let help = help.into();
        if !help.is_empty() {
            self.help.push(help);
        }
        self
    }

    /// Says how it is put right mechanically.
    #[must_use]
    pub fn fixed_by(mut self, fix: Fix<P>) -> Diagnostic<P> {
        self.fix = Some(fix);
        self
    }

    /// The same diagnostic with the spans of its places, which `find` looks up in a file.
    pub fn located(&self, find: &impl Fn(&FilePath, &P) -> Span) -> Diagnostic {
        Diagnostic {
            code: self.code,
            severity: self.severity,
            message: self.message.clone(),
            labels: self
                .labels
                .iter()
                .map(|label| label.located(find))
                .collect(),
            help: self.help.clone(),
            fix: self.fix.as_ref().map(|fix| fix.located(find)),
            found_while: self.found_while,
            lacks: self.lacks.clone(),
        }
    }
}

impl<P> Label<P> {
    fn located(&self, find: &impl Fn(&FilePath, &P) -> Span) -> Label {
        Label {
            file: self.file.clone(),
            span: self.span.as_ref().map(|place| find(&self.file, place)),
            text: self.text.clone(),
        }
    }
}

impl Diagnostic {
    /// The message, and what to do on lines of their own.
    pub fn message_with_help(&self) -> String {
        let help = self.help.iter().map(String::as_str);
        let lines = std::iter::once(self.message.as_str()).chain(help);
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Points at one place with all its labels, if nothing more exact is certain.
    pub fn move_to(&mut self, span: Span) {
        for label in &mut self.labels {
            label.span = Some(span);
        }
    }

    /// Marks what is wrong with the fields of a document.
    #[must_use]
    pub fn while_reading_fields(mut self) -> Diagnostic {
        self.found_while = FoundWhile::ReadingFields;
        self
    }

    /// Marks a document that lacks a field.
    #[must_use]
    pub fn lacking(mut self, field: &SharedText) -> Diagnostic {
        self.lacks = Some(field.clone());
        self
    }

    /// Marks what a template failed on: what it was given may be the cause.
    #[must_use]
    pub fn while_rendering(mut self) -> Diagnostic {
        self.found_while = FoundWhile::Rendering;
        self
    }

    /// Order in a report: causes first, then by file and place, then by code and words.
    pub fn order(&self, other: &Diagnostic) -> Ordering {
        self.place()
            .cmp(&other.place())
            .then_with(|| self.code.id().cmp(other.code.id()))
            .then_with(|| self.message.cmp(&other.message))
    }

    fn place(&self) -> (bool, Option<Area>, Option<&FilePath>, Option<Span>) {
        let label = self.labels.first();
        let file = label.map(|label| &label.file);
        let area = file.map(Area::of);
        let is_last = self.found_while == FoundWhile::Rendering;
        (is_last, area, file, label.and_then(|l| l.span))
    }
}

/// The parts of a project, in the order in which one can be the cause of what is wrong with the next: settings apply to
/// the theme and to all documents, the theme to all documents.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Area {
    Settings,
    Theme,
    Content,
}

impl Area {
    fn of(file: &FilePath) -> Area {
        let path = file.as_str();
        let is_below = |folder: &&str| site_layout::below(folder, path).is_some();
        if path == site_layout::SETTINGS {
            Area::Settings
        } else if file.is_built_in() || site_layout::THEME_FOLDERS.iter().any(is_below) {
            Area::Theme
        } else {
            Area::Content
        }
    }
}
