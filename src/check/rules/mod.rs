//! The rules: one file for each code, named after it, and one line here.

mod attachment_changed;
mod duplicate_title;
mod inaccessible_download;
mod invalid_language;
mod missing_alt;
mod never_public;
mod orphan_page;
mod overdue_review;
mod tag_used_once;
mod unused_asset;
mod unused_kind;
mod unused_template;

use super::rule::{SiteRule, TextRule};
use crate::base::Code;

/// Rules that look at one text after the other, in the order of their codes.
pub(super) const OF_TEXTS: &[TextRule] = &[TextRule { code: Code::MissingAlt, look: missing_alt::look }];

/// Rules that look at the whole site, in the order of their codes.
pub(super) const OF_SITE: &[SiteRule] = &[
    SiteRule { code: Code::AttachmentChanged, look: attachment_changed::look },
    SiteRule { code: Code::DuplicateTitle, look: duplicate_title::look },
    SiteRule { code: Code::InaccessibleDownload, look: inaccessible_download::look },
    SiteRule { code: Code::InvalidLanguage, look: invalid_language::look },
    SiteRule { code: Code::NeverPublic, look: never_public::look },
    SiteRule { code: Code::OrphanPage, look: orphan_page::look },
    SiteRule { code: Code::OverdueReview, look: overdue_review::look },
    SiteRule { code: Code::TagUsedOnce, look: tag_used_once::look },
    SiteRule { code: Code::UnusedAsset, look: unused_asset::look },
    SiteRule { code: Code::UnusedKind, look: unused_kind::look },
    SiteRule { code: Code::UnusedTemplate, look: unused_template::look },
];
