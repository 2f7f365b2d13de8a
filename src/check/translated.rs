//! Translations and what they are translations of, for the rules that compare them.

use super::checked_site::CheckedSite;
use crate::base::{LanguageId, Span};
use crate::document::{Paragraph, TextVersion, paragraphs};
use crate::graph::{Node, NodeId};

/// A translation with its source.
#[derive(Clone, Copy)]
pub(super) struct Translated<'s> {
    pub translation: Node<'s>,
    pub source: Node<'s>,
}

/// The translations of a site that names languages, each with the version in the default language.
pub(super) fn translations<'s>(site: &CheckedSite<'s>) -> Vec<Translated<'s>> {
    if !site.config.languages.tags.are_several() {
        return Vec::new();
    }
    let graph = site.graph;
    let pairs = graph.nodes().filter_map(|translation| {
        let source = source_of(translation, site)?;
        Some(Translated {
            translation,
            source: graph.node(source),
        })
    });
    pairs.collect()
}

fn is_in_default(node: Node) -> bool {
    node.outline().location.language == LanguageId::DEFAULT
}

fn source_of(translation: Node, site: &CheckedSite) -> Option<NodeId> {
    if is_in_default(translation) {
        return None;
    }
    let source = site.graph.seen_in(translation.id(), LanguageId::DEFAULT);
    is_in_default(site.graph.node(source)).then_some(source)
}

/// What of a document somebody translates, in order: its title, its summary, the paragraphs of its text.
pub(super) struct TranslatableText<'t> {
    pub parts: Vec<Paragraph<'t>>,
}

impl<'t> TranslatableText<'t> {
    /// Reads it from a document and its file.
    pub fn of(node: Node<'t>, source: &'t str) -> TranslatableText<'t> {
        let outline = node.outline();
        let place = |name| outline.spots.fields.find(name);
        let title = outline.words.fields.text("title");
        let summary = outline.words.fields.text("summary");
        let fields = [("title", title), ("summary", summary)].into_iter();
        let fields = fields.filter_map(|(name, text)| {
            let span: Span = place(name)?;
            Some(Paragraph { text: text?, span })
        });
        TranslatableText {
            parts: fields.chain(paragraphs(source)).collect(),
        }
    }

    /// Which version it is.
    pub fn version(&self) -> TextVersion {
        TextVersion::of(self.parts.iter().map(|part| part.text))
    }
}
