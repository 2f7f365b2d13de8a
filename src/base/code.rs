//! Every problem copublish can name. Each code has a page in `docs/content/diagnostics/`.

mod pages {
    //! The pages, by the names of their files.
    include!(concat!(env!("OUT_DIR"), "/diagnostics.rs"));
}

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

/// How a code counts: by itself, or on a site that says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Not at all. By itself only advice does: what a site has to ask for.
    Allow,
    /// As a warning.
    Warn,
    /// As an error.
    Deny,
}

macro_rules! codes {
    ($($level:ident $name:ident $id:literal)*) => {
        /// Which problem a diagnostic is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "each code is documented by its page in docs/content/diagnostics")]
        pub enum Code { $($name),* }

        impl Code {
            /// All codes, in the order of the alphabet.
            pub const ALL: &'static [Code] = &[$(Code::$name),*];

            /// The name authors see: `unknown-relation`.
            pub fn id(self) -> &'static str {
                match self { $(Code::$name => $id),* }
            }

            /// How it counts where site.yaml sets no level.
            pub fn level(self) -> Level {
                match self { $(Code::$name => Level::$level),* }
            }
        }
    };
}

codes! {
    Deny  AddressClash            "address-clash"
    Deny  AddressGone             "address-gone"
    Warn  AmbiguousLinks          "ambiguous-links"
    Warn  AttachmentChanged       "attachment-changed"
    Warn  BareAddress             "bare-address"
    Warn  BoldHeading             "bold-heading"
    Warn  BrokenAddress           "broken-address"
    Deny  BrokenAnchor            "broken-anchor"
    Deny  BrokenLink              "broken-link"
    Deny  CircularAnswers         "circular-answers"
    Deny  CircularRedirect        "circular-redirect"
    Warn  CommentsNotShown        "comments-not-shown"
    Warn  ContradictedStatement   "contradicted-statement"
    Warn  CutValue                "cut-value"
    Warn  DamagedPicture          "damaged-picture"
    Warn  DateDisagrees           "date-disagrees"
    Warn  DeadExternalLink        "dead-external-link"
    Deny  DifferentFacts          "different-facts"
    Deny  DuplicateId             "duplicate-id"
    Deny  DuplicateKey            "duplicate-key"
    Warn  DuplicateTitle          "duplicate-title"
    Warn  EmptyHeading            "empty-heading"
    Deny  EndBeforeStart          "end-before-start"
    Warn  EndWithoutTime          "end-without-time"
    Warn  EventHandler            "event-handler"
    Deny  FailedEdition           "failed-edition"
    Warn  FailedMarkup            "failed-markup"
    Warn  FileNameAlt             "file-name-alt"
    Warn  ForeignMarkup           "foreign-markup"
    Warn  ForeignTemplateCode     "foreign-template-code"
    Warn  HeadlessTable           "headless-table"
    Warn  HeavyImage              "heavy-image"
    Warn  InaccessibleDownload    "inaccessible-download"
    Warn  InaccessiblePdf         "inaccessible-pdf"
    Warn  InlineStyle             "inline-style"
    Deny  InvalidAddress          "invalid-address"
    Deny  InvalidKind             "invalid-kind"
    Warn  InvalidLanguage         "invalid-language"
    Deny  InvalidSetting          "invalid-setting"
    Allow LaterDate               "later-date"
    Warn  LinkOutside             "link-outside"
    Deny  LinkToUnpublished       "link-to-unpublished"
    Warn  LocalLink               "local-link"
    Allow LongSentence            "long-sentence"
    Deny  LowContrast             "low-contrast"
    Warn  MarkupInField           "markup-in-field"
    Warn  MissingAlt              "missing-alt"
    Deny  MissingArgument         "missing-argument"
    Warn  MissingBaseUrl          "missing-base-url"
    Warn  MissingExternalAnchor   "missing-external-anchor"
    Deny  MissingField            "missing-field"
    Warn  MissingStatement        "missing-statement"
    Deny  MissingTemplate         "missing-template"
    Warn  MissingTranscript       "missing-transcript"
    Warn  MovedExternalLink       "moved-external-link"
    Warn  NeverPublic             "never-public"
    Deny  NoPages                 "no-pages"
    Warn  NonBreakingSpace        "non-breaking-space"
    Deny  NotUtf8                 "not-utf8"
    Allow OddDate                 "odd-date"
    Warn  OrphanPage              "orphan-page"
    Warn  OverdueMilestone        "overdue-milestone"
    Warn  OverdueReview           "overdue-review"
    Warn  OverdueStatement        "overdue-statement"
    Deny  OversizedPicture        "oversized-picture"
    Warn  PictureTellsPlace       "picture-tells-place"
    Allow ReadingAge              "reading-age"
    Deny  RepeatedBlock           "repeated-block"
    Warn  RepeatedRelation        "repeated-relation"
    Warn  SecondTitle             "second-title"
    Deny  SecondYamlDocument      "second-yaml-document"
    Warn  SimilarTags             "similar-tags"
    Warn  SkippedHeading          "skipped-heading"
    Warn  StaleTranslation        "stale-translation"
    Deny  TabCharacter            "tab-character"
    Allow TagUsedOnce             "tag-used-once"
    Deny  TemplateError           "template-error"
    Warn  UnclearLink             "unclear-link"
    Deny  UnclearPublication      "unclear-publication"
    Deny  UnclosedBlock           "unclosed-block"
    Warn  UnclosedCode            "unclosed-code"
    Deny  UnclosedComment         "unclosed-comment"
    Warn  UnclosedElement         "unclosed-element"
    Deny  UnclosedFrontMatter     "unclosed-front-matter"
    Warn  UnevenTable             "uneven-table"
    Warn  UnexplainedAbbreviation "unexplained-abbreviation"
    Allow UnexplainedStatement    "unexplained-statement"
    Warn  UnfitIcon               "unfit-icon"
    Warn  UnfoundedExemption      "unfounded-exemption"
    Warn  UnknownArgument         "unknown-argument"
    Deny  UnknownBlock            "unknown-block"
    Warn  UnknownElement          "unknown-element"
    Warn  UnknownField            "unknown-field"
    Deny  UnknownKind             "unknown-kind"
    Warn  UnknownLanguage         "unknown-language"
    Deny  UnknownRelation         "unknown-relation"
    Warn  UnknownSetting          "unknown-setting"
    Deny  UnknownTheme            "unknown-theme"
    Warn  UnlabelledFile          "unlabelled-file"
    Warn  UnportableName          "unportable-name"
    Warn  UnreachableExternalLink "unreachable-external-link"
    Deny  UnreadableCsv           "unreadable-csv"
    Deny  UnreadableData          "unreadable-data"
    Deny  UnreadableDate          "unreadable-date"
    Deny  UnreadableFile          "unreadable-file"
    Deny  UnreadableFrontMatter   "unreadable-front-matter"
    Deny  UnreadableLedger        "unreadable-ledger"
    Warn  UnreadablePdf           "unreadable-pdf"
    Deny  UnreadableSettings      "unreadable-settings"
    Warn  UnsearchablePage        "unsearchable-page"
    Warn  UnsupportedPicture      "unsupported-picture"
    Warn  UntrackedTranslation    "untracked-translation"
    Warn  UntranslatedWords       "untranslated-words"
    Warn  UnusedAsset             "unused-asset"
    Warn  UnusedDefinition        "unused-definition"
    Warn  UnusedKind              "unused-kind"
    Warn  UnusedTemplate          "unused-template"
    Warn  VagueLink               "vague-link"
    Warn  WordBullet              "word-bullet"
    Deny  WrongArgument           "wrong-argument"
    Deny  WrongCell               "wrong-cell"
    Warn  WrongFolder             "wrong-folder"
    Deny  WrongValue              "wrong-value"
}

impl Code {
    /// The severity where site.yaml sets no level; that of advice is a warning's, once it is asked for.
    pub fn severity(self) -> Severity {
        match self.level() {
            Level::Deny => Severity::Error,
            Level::Warn | Level::Allow => Severity::Warning,
        }
    }

    /// The code's manual page, in Markdown; empty if it has none yet.
    pub fn page(self) -> &'static str {
        let name = format!("{}.md", self.id());
        let page = pages::PAGES.iter().find(|(known, _)| *known == name);
        page.map_or("", |(_, text)| text)
    }

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
            assert!(
                code.page().starts_with(&title),
                "{} has no manual page",
                code.id()
            );
            assert!(
                code.page().contains("## What to do"),
                "{} says no remedy",
                code.id()
            );
        }
    }
}
