//! What reading a text gives: the tree, and what is odd about the text without keeping it from being read.

use super::repair::Repair;
use super::tree::Node;
use crate::base::Span;

/// What a text holds.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// The tree; absent for an empty text.
    pub root: Option<Node>,
    /// Keys written twice in one group. The first one counts.
    pub duplicates: Vec<Duplicate>,
    /// Values that a `#` cuts.
    pub cut: Vec<CutValue>,
    /// Places of non-breaking spaces, which were taken as spaces.
    pub non_breaking_spaces: Vec<Span>,
    /// Places of tabs outside values and comments. libyaml reads over some of them, but not all
    /// tools do, and an indented one changes what a line belongs to.
    pub tabs: Vec<Span>,
    /// Where a second document begins, which is not read.
    pub second: Option<Span>,
}

/// A value and the words that a `#` cut from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CutValue {
    /// From the sign to the end of the line.
    pub lost: Span,
    /// All that was meant, in quotes.
    pub quoted: String,
    /// The quotes around it, if nothing else can be meant.
    pub repair: Option<Repair>,
}

/// A key that is written twice in one group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// The key.
    pub key: String,
    /// Its first place.
    pub first: Span,
    /// Its second place.
    pub second: Span,
    /// Where the second value ends.
    pub end: u32,
    /// Whether both have the same value.
    pub says_the_same: bool,
}

impl Parsed {
    /// True if keys of the text may be missing in the tree, or be in another group than they seem to be: after the end of
    /// the first document, or moved by a tab.
    pub fn hides_keys(&self, text: &str) -> bool {
        self.second.is_some() || self.tabs.iter().any(|tab| is_indentation(text, *tab))
    }
}

/// True for a tab before the first word of a line.
fn is_indentation(text: &str, tab: Span) -> bool {
    let before = text.get(..tab.start as usize).unwrap_or_default();
    let after = text.get(tab.end as usize..).unwrap_or_default();
    let line_before = before.rsplit('\n').next().unwrap_or_default();
    let line_after = after.lines().next().unwrap_or_default();
    line_before.trim().is_empty() && !line_after.trim().is_empty()
}
