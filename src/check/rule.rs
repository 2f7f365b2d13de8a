//! What a rule is: the code of what it finds, and a function that finds it.

use super::checked_site::{CheckedSite, CheckedText};
use crate::base::{Code, Diagnostic};

/// One rule of `copublish check`.
pub struct Rule {
    pub code: Code,
    pub check: Check,
}

/// Looks at one text, and adds what it finds.
pub type TextCheck = fn(&CheckedText, &mut Vec<Diagnostic>);
/// Looks at the whole site, and adds what it finds.
pub type SiteCheck = fn(&CheckedSite, &mut Vec<Diagnostic>);

#[derive(Clone, Copy)]
pub enum Check {
    Text(TextCheck),
    Site(SiteCheck),
}

impl Rule {
    /// A rule that looks at one text after the other.
    pub const fn of_text(code: Code, check: TextCheck) -> Rule {
        Rule {
            code,
            check: Check::Text(check),
        }
    }

    /// A rule that looks at the whole site.
    pub const fn of_site(code: Code, check: SiteCheck) -> Rule {
        Rule {
            code,
            check: Check::Site(check),
        }
    }
}
