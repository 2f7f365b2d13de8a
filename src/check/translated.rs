//! Translations and what they are translations of, for the rules that compare them.

use std::collections::BTreeSet;

use super::checked_site::CheckedSite;
use super::other_mentions::TextOf;
use crate::base::LanguageId;
use crate::config::LanguageTags;
use crate::document::{TextVersion, TranslatableText};
use crate::graph::{Node, NodeId, Site};

/// A translation with its source.
#[derive(Clone, Copy)]
pub(super) struct Translated<'s> {
    pub translation: Node<'s>,
    pub source: Node<'s>,
}

/// What translations are looked for in.
#[derive(Clone, Copy)]
pub struct TranslationSources<'s> {
    /// The linked documents.
    pub graph: &'s Site,
    /// The languages of the site.
    pub languages: &'s LanguageTags,
    /// Returns the text of a file; `None` if it cannot be read.
    pub text_of: TextOf<'s>,
}

/// The field in which a translation says which version of its source it was made from.
pub(super) const FIELD: &str = "translated_from";

impl<'s> TranslationSources<'s> {
    pub(super) fn of(site: &CheckedSite<'s>) -> TranslationSources<'s> {
        TranslationSources {
            graph: site.graph,
            languages: &site.config.languages.tags,
            text_of: site.text_of,
        }
    }

    /// The translations of a site that names languages, each with the version in the default language.
    pub(super) fn pairs(self) -> Vec<Translated<'s>> {
        if !self.languages.are_several() {
            return Vec::new();
        }
        let pairs = self.graph.nodes().filter_map(|translation| {
            Some(Translated {
                translation,
                source: self.source_of(translation)?,
            })
        });
        pairs.collect()
    }

    fn source_of(self, translation: Node) -> Option<Node<'s>> {
        if is_in_default(translation) {
            return None;
        }
        let source = self.graph.seen_in(translation.id(), LanguageId::DEFAULT);
        let source = self.graph.node(source);
        is_in_default(source).then_some(source)
    }

    /// The translations whose source has changed since they were made.
    pub fn stale(self) -> BTreeSet<NodeId> {
        let is_stale = |pair: &Translated| {
            let former = pair.former_version()?;
            let text = (self.text_of)(&pair.source.outline().file)?;
            let now = TranslatableText::of(pair.source.outline(), &text).version();
            Some(now != former)
        };
        let pairs = self.pairs().into_iter();
        let stale = pairs.filter(|pair| is_stale(pair) == Some(true));
        stale.map(|pair| pair.translation.id()).collect()
    }
}

impl Translated<'_> {
    /// The version of the source as the translation says it, in any form.
    pub fn written_version(&self) -> Option<&str> {
        self.translation.outline().field(FIELD)?.text()
    }

    fn former_version(&self) -> Option<TextVersion> {
        TextVersion::read(self.written_version()?)
    }
}

fn is_in_default(node: Node) -> bool {
    node.outline().location.language == LanguageId::DEFAULT
}
