//! The rules: one file for each code, named after it, and one line here.

mod ambiguous_links;
mod attachment_changed;
mod bare_address;
mod bold_heading;
mod duplicate_title;
mod empty_heading;
mod event_handler;
mod file_name_alt;
mod headless_table;
mod inaccessible_download;
mod inline_style;
mod invalid_language;
mod later_date;
mod long_sentence;
mod missing_alt;
mod never_public;
mod orphan_page;
mod overdue_review;
mod reading_age;
mod second_title;
mod skipped_heading;
mod tag_used_once;
mod unclosed_element;
mod unexplained_abbreviation;
mod unknown_element;
mod unlabelled_file;
mod unportable_name;
mod unused_asset;
mod unused_kind;
mod unused_template;
mod vague_link;

use super::rule::{SiteRule, TextRule};
use crate::base::Code;

/// Rules that look at one text after the other, in the order of their codes.
pub(super) const OF_TEXTS: &[TextRule] = &[
    TextRule {
        code: Code::AmbiguousLinks,
        look: ambiguous_links::look,
    },
    TextRule {
        code: Code::BareAddress,
        look: bare_address::look,
    },
    TextRule {
        code: Code::BoldHeading,
        look: bold_heading::look,
    },
    TextRule {
        code: Code::EmptyHeading,
        look: empty_heading::look,
    },
    TextRule {
        code: Code::EventHandler,
        look: event_handler::look,
    },
    TextRule {
        code: Code::FileNameAlt,
        look: file_name_alt::look,
    },
    TextRule {
        code: Code::HeadlessTable,
        look: headless_table::look,
    },
    TextRule {
        code: Code::InlineStyle,
        look: inline_style::look,
    },
    TextRule {
        code: Code::LaterDate,
        look: later_date::look,
    },
    TextRule {
        code: Code::LongSentence,
        look: long_sentence::look,
    },
    TextRule {
        code: Code::MissingAlt,
        look: missing_alt::look,
    },
    TextRule {
        code: Code::ReadingAge,
        look: reading_age::look,
    },
    TextRule {
        code: Code::SecondTitle,
        look: second_title::look,
    },
    TextRule {
        code: Code::SkippedHeading,
        look: skipped_heading::look,
    },
    TextRule {
        code: Code::UnclosedElement,
        look: unclosed_element::look,
    },
    TextRule {
        code: Code::UnexplainedAbbreviation,
        look: unexplained_abbreviation::look,
    },
    TextRule {
        code: Code::UnknownElement,
        look: unknown_element::look,
    },
    TextRule {
        code: Code::UnlabelledFile,
        look: unlabelled_file::look,
    },
    TextRule {
        code: Code::VagueLink,
        look: vague_link::look,
    },
];

/// Rules that look at the whole site, in the order of their codes.
pub(super) const OF_SITE: &[SiteRule] = &[
    SiteRule {
        code: Code::AttachmentChanged,
        look: attachment_changed::look,
    },
    SiteRule {
        code: Code::DuplicateTitle,
        look: duplicate_title::look,
    },
    SiteRule {
        code: Code::InaccessibleDownload,
        look: inaccessible_download::look,
    },
    SiteRule {
        code: Code::InvalidLanguage,
        look: invalid_language::look,
    },
    SiteRule {
        code: Code::NeverPublic,
        look: never_public::look,
    },
    SiteRule {
        code: Code::OrphanPage,
        look: orphan_page::look,
    },
    SiteRule {
        code: Code::OverdueReview,
        look: overdue_review::look,
    },
    SiteRule {
        code: Code::TagUsedOnce,
        look: tag_used_once::look,
    },
    SiteRule {
        code: Code::UnportableName,
        look: unportable_name::look,
    },
    SiteRule {
        code: Code::UnusedAsset,
        look: unused_asset::look,
    },
    SiteRule {
        code: Code::UnusedKind,
        look: unused_kind::look,
    },
    SiteRule {
        code: Code::UnusedTemplate,
        look: unused_template::look,
    },
];
