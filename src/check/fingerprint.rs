//! Identifies a finding when the text around it changes: by its file, its code, and the words at its place. Findings that
//! are equal in all of these are counted.

use crate::base::english::excerpt;
use crate::base::{Diagnostic, Hash};

/// Identifies a finding. Lines above it make no difference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fingerprint {
    /// Empty if it has no place.
    pub file: String,
    /// The code of the finding.
    pub code: String,
    /// A hash of the words at its place, 16 hexadecimal digits.
    pub hash: String,
}

impl Fingerprint {
    /// The fingerprint of a finding in a file with this text, and the start of the words that it is made of. If there is
    /// nothing at its place, its message is used.
    pub fn of(diagnostic: &Diagnostic, text: Option<&str>) -> (Fingerprint, String) {
        let label = diagnostic.labels.first();
        let words = label.and_then(|label| text?.get(label.span?.range()));
        let words = words
            .filter(|words| !words.trim().is_empty())
            .unwrap_or(&diagnostic.message);
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut hash = Hash::of(words.as_bytes()).to_string();
        hash.truncate(16);
        let file = label
            .map(|label| label.file.to_string())
            .unwrap_or_default();
        let code = diagnostic.code.id().to_owned();
        (Fingerprint { file, code, hash }, excerpt(&words, 60))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Code, FilePath, Span};

    #[test]
    fn lines_above_make_no_difference_and_words_do() {
        let found = |text: &str, part: &str| {
            let start = text.find(part).unwrap();
            let span = Span::new(start, start + part.len());
            let diagnostic =
                Diagnostic::new(Code::BrokenLink, "x").at(&FilePath::new("a.md"), span, "");
            Fingerprint::of(&diagnostic, Some(text))
        };
        let one = found("[a](b.md)", "b.md");
        assert_eq!(one.1, "b.md");
        assert_eq!(found("more\n\n[a](b.md) and so on", "b.md"), one);
        assert_ne!(found("[a](c.md)", "c.md").0, one.0);
        assert_eq!(found("x\n  y", "x\n  y"), found("x y", "x y"));
    }

    #[test]
    fn where_nothing_stands_the_message_counts() {
        let file = FilePath::new("a.md");
        let of = |message: &str| {
            Diagnostic::new(Code::MissingField, message).at(&file, Span::new(0, 0), "")
        };
        let fingerprint = |message: &str| Fingerprint::of(&of(message), Some("text")).0;
        assert_ne!(fingerprint("needs `a`"), fingerprint("needs `b`"));
        assert_eq!(Fingerprint::of(&of("gone"), None).1, "gone");
        assert_eq!(
            Fingerprint::of(&Diagnostic::new(Code::MissingField, "m"), None)
                .0
                .file,
            ""
        );
    }
}
