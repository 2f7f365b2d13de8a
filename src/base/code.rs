//! Every problem copublish can name. Each code has a page in `docs/diagnostics/`.

/// How bad a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The site is not as its author meant it; the build ends with exit code 1.
    Error,
    /// Worth a look; the build goes on.
    Warning,
}

impl Severity {
    /// The word for it in messages and reports.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

macro_rules! codes {
    ($($severity:ident $name:ident $id:literal)*) => {
        /// Which problem a diagnostic is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "each code is documented by its page in docs/diagnostics")]
        pub enum Code { $($name),* }

        impl Code {
            /// All codes, in the order of the alphabet.
            pub const ALL: &'static [Code] = &[$(Code::$name),*];

            /// The name authors see: `unknown-relation`.
            pub fn id(self) -> &'static str {
                match self { $(Code::$name => $id),* }
            }

            /// The severity where site.yaml sets no level.
            pub fn severity(self) -> Severity {
                match self { $(Code::$name => Severity::$severity),* }
            }

            /// The code's manual page, in Markdown.
            pub fn page(self) -> &'static str {
                match self { $(Code::$name => include_str!(concat!("../../docs/diagnostics/", $id, ".md"))),* }
            }
        }
    };
}

codes! {
    Error   AddressClash           "address-clash"
    Error   BrokenAnchor           "broken-anchor"
    Error   BrokenLink             "broken-link"
    Error   CircularAnswers        "circular-answers"
    Warning CommentsNotShown       "comments-not-shown"
    Warning DateDisagrees          "date-disagrees"
    Error   DuplicateId            "duplicate-id"
    Error   DuplicateKey           "duplicate-key"
    Warning ForeignTemplateCode    "foreign-template-code"
    Error   InvalidAddress         "invalid-address"
    Error   InvalidKind            "invalid-kind"
    Error   InvalidSetting         "invalid-setting"
    Warning LinkOutside            "link-outside"
    Error   LinkToUnpublished      "link-to-unpublished"
    Error   MissingArgument        "missing-argument"
    Error   MissingField           "missing-field"
    Error   MissingTemplate        "missing-template"
    Warning NonBreakingSpace       "non-breaking-space"
    Error   NotUtf8                "not-utf8"
    Error   RepeatedBlock          "repeated-block"
    Error   TabCharacter           "tab-character"
    Error   TemplateError          "template-error"
    Error   UnclosedBlock          "unclosed-block"
    Error   UnclosedFrontMatter    "unclosed-front-matter"
    Warning UnknownArgument        "unknown-argument"
    Error   UnknownBlock           "unknown-block"
    Warning UnknownField           "unknown-field"
    Error   UnknownKind            "unknown-kind"
    Warning UnknownLanguage        "unknown-language"
    Error   UnknownRelation        "unknown-relation"
    Warning UnknownSetting         "unknown-setting"
    Error   UnknownTheme           "unknown-theme"
    Error   UnreadableCsv          "unreadable-csv"
    Error   UnreadableData         "unreadable-data"
    Error   UnreadableDate         "unreadable-date"
    Error   UnreadableFile         "unreadable-file"
    Error   UnreadableFrontMatter  "unreadable-front-matter"
    Warning UnreadablePdf          "unreadable-pdf"
    Error   UnreadableSettings     "unreadable-settings"
    Error   WrongArgument          "wrong-argument"
    Error   WrongCell              "wrong-cell"
    Error   WrongValue             "wrong-value"
}

impl Code {
    /// The code with this name.
    pub fn find(id: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.id() == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_unique_and_explained() {
        let ids: Vec<_> = Code::ALL.iter().map(|code| code.id()).collect();
        assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?}");
        for code in Code::ALL {
            let title = format!("# {}\n", code.id());
            assert!(code.page().starts_with(&title), "{} has no manual page", code.id());
            assert!(code.page().contains("## What to do"), "{} says no remedy", code.id());
        }
    }
}
