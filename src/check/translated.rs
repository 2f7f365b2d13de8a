//! Translations and what they are translations of, for the rules that compare them.

use std::collections::BTreeSet;

use super::checked_site::CheckedSite;
use crate::config::LanguageTags;
use crate::document::TextVersion;
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
}

/// The field in which a translation says which version of its source it was made from.
pub(super) const FIELD: &str = "translated_from";

impl<'s> TranslationSources<'s> {
    pub(super) fn of(site: &CheckedSite<'s>) -> TranslationSources<'s> {
        TranslationSources {
            graph: site.graph,
            languages: &site.config.languages.tags,
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
                source: self.graph.source_of(translation.id())?,
            })
        });
        pairs.collect()
    }

    /// The translations whose source has changed since they were made.
    pub fn stale(self) -> BTreeSet<NodeId> {
        let stale = self.pairs().into_iter().filter(Translated::is_stale);
        stale.map(|pair| pair.translation.id()).collect()
    }
}

impl Translated<'_> {
    /// The version of the source as the translation says it, in any form.
    pub fn written_version(&self) -> Option<&str> {
        self.translation.outline().field(FIELD)?.text()
    }

    fn is_stale(&self) -> bool {
        let now = self.source.document().text_version.as_ref();
        let former = self.former_version();
        now.zip(former).is_some_and(|(now, former)| *now != former)
    }

    fn former_version(&self) -> Option<TextVersion> {
        TextVersion::read(self.written_version()?)
    }
}
