//! The rules: one file for each code, named after it, and one line here.

mod duplicate_title;
mod missing_alt;

use super::rule::{SiteRule, TextRule};
use crate::base::Code;

/// Rules that look at one text after the other, in the order of their codes.
pub(super) const OF_TEXTS: &[TextRule] = &[TextRule { code: Code::MissingAlt, look: missing_alt::look }];

/// Rules that look at the whole site, in the order of their codes.
pub(super) const OF_SITE: &[SiteRule] =
    &[SiteRule { code: Code::DuplicateTitle, look: duplicate_title::look }];
