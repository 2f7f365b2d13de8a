//! Why a text cannot be read, in words for someone who has never heard of YAML.

use super::repair::Repair;
use crate::base::{Code, Diagnostic, FilePath, Span};

/// Why a text could not be read, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// One line, lower case.
    pub message: String,
    /// Where reading stopped.
    pub span: Span,
    /// A few words beneath the place.
    pub label: String,
    /// What to do; may be empty.
    pub help: String,
    /// What sort of problem it is, as far as it makes a difference.
    pub cause: Cause,
    /// How it can be repaired without a decision of the author.
    pub repair: Option<Box<Repair>>,
}

/// Sorts of problems that have a code or a repair of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A tab where only spaces are allowed.
    Tab,
    /// A second colon in a value without quotes.
    Colon,
    /// Anything else.
    Other,
}

impl Problem {
    /// A problem without a label and a repair.
    pub fn new(message: impl Into<String>, span: Span, help: impl Into<String>) -> Problem {
        Problem {
            message: message.into(),
            span,
            label: String::new(),
            help: help.into(),
            cause: Cause::Other,
            repair: None,
        }
    }

    /// Its diagnostic for a file in which the text starts at byte `by`; a tab has a code of its own, any other problem
    /// has the code `other`.
    pub fn diagnostic(self, other: Code, file: &FilePath, by: usize) -> Diagnostic {
        let code = match self.cause {
            Cause::Tab => Code::TabCharacter,
            Cause::Colon | Cause::Other => other,
        };
        let diagnostic = Diagnostic::new(code, self.message)
            .at(file, self.span.shifted(by), self.label)
            .help(self.help);
        match self.repair {
            Some(repair) => diagnostic.fixed_by(repair.fix(file, by)),
            None => diagnostic,
        }
    }
}
