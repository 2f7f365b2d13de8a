//! Links as pages show them.

use super::id::{AssetId, NodeId};
use crate::base::{LanguageId, SharedText};
use crate::config::Edition;

/// A link with its URL.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResolvedLink {
    /// The URL for `href` and `src`, base path and anchor included; as written if it leads nowhere.
    pub href: SharedText,
    /// What a link shows that has no text of its own.
    pub label: Label,
    /// What is there.
    pub target: Target,
}

/// What is at the end of a link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Target {
    /// A document's page.
    Node(NodeId),
    /// A file.
    Asset(AssetId),
    /// An edition of a document.
    Edition(NodeId, Edition),
    /// The page of a document, since its edition cannot be made here.
    UnmadeEdition(NodeId),
    /// What copublish makes for readers of a language, such as a list.
    MadeFor(LanguageId),
    /// Another page or file of the site.
    OtherPage,
    /// Another site, or another program.
    Outside,
    /// Nothing; it was reported.
    #[default]
    Nothing,
}

/// What something is called that links to a page. `Site::label` gives its words, so a title that changes changes no
/// table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Label {
    /// The title of a document.
    Title(NodeId),
    /// What several documents of a kind are called.
    Plural(Box<str>),
    /// What a field is called.
    Field(Box<str>),
    /// A tag.
    Tag(Box<str>),
    /// These words; none if they are empty.
    Text(Box<str>),
}

impl ResolvedLink {
    /// A link to another site, or another program.
    pub(super) fn to_outside(target: &SharedText) -> ResolvedLink {
        ResolvedLink {
            href: target.clone(),
            label: Label::default(),
            target: Target::Outside,
        }
    }

    /// What a page is called that a setting links to: by its title, else by its URL.
    pub(super) fn label_of_target(&self) -> Label {
        match self.target {
            _ if matches!(self.label, Label::Plural(_)) => self.label.clone(),
            Target::MadeFor(_) if self.label != Label::default() => self.label.clone(),
            Target::Node(id) | Target::Edition(id, _) | Target::UnmadeEdition(id) => {
                Label::Title(id)
            }
            _ => Label::Text(self.href.as_str().into()),
        }
    }
}

impl Label {
    /// True for these words, not for a title that happens to be the same.
    pub(super) fn is(&self, words: &str) -> bool {
        matches!(self, Label::Text(text) if **text == *words)
    }
}

impl Default for Label {
    fn default() -> Label {
        Label::Text(Box::default())
    }
}
