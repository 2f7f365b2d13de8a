//! What a rule is: a code, and how to look for it.

use super::subject::{Subject, Text};
use crate::base::{Code, Diagnostic};

/// A rule that looks at one text after the other.
pub struct TextRule {
    /// What it finds.
    pub code: Code,
    /// Adds what it finds in a text, each at its place.
    pub look: fn(&Text, &mut Vec<Diagnostic>),
}

/// A rule that looks at the whole site.
pub struct SiteRule {
    /// What it finds.
    pub code: Code,
    /// Adds what it finds, each at its place.
    pub look: fn(&Subject, &mut Vec<Diagnostic>),
}
