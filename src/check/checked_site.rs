//! What rules look at: the whole site, or one text of it.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::other_mentions::{MentionSources, OtherMentions, TextOf};
use crate::base::{FilePath, Moment, Span};
use crate::config::{Kinds, SiteConfig};
use crate::content::{Data, Facts, LastChanges, ThemeFiles};
use crate::document::{LinkForm, Outline, Passage, TextFacts, WrittenLink};
use crate::graph::{Node, Site};
use crate::html::Pictures;
use crate::issues::AccessSources;
use crate::layout::{Plan, Theme};

/// A linked and planned site, and access to the text of its files.
#[derive(Clone, Copy)]
pub struct CheckedSite<'s> {
    /// The settings.
    pub config: &'s SiteConfig,
    /// The kinds.
    pub kinds: &'s Kinds,
    /// The theme.
    pub theme: &'s Theme,
    /// The files of the theme, some of them replaced by the site's own.
    pub theme_files: &'s ThemeFiles,
    /// The linked documents: rules check those that readers can see.
    pub graph: &'s Site,
    /// Every file the site will have.
    pub plan: &'s Plan,
    /// What is known of its public files, in their order.
    pub facts: &'s [Facts],
    /// How its pictures are published.
    pub pictures: &'s Pictures,
    /// The data files.
    pub data: &'s [Data],
    /// The moment for which the site is checked.
    pub now: Timestamp,
    /// Files with errors: some of their links and relations may be missing.
    pub suspects: &'s BTreeSet<FilePath>,
    /// Returns the text of a file; `None` if it cannot be read.
    pub text_of: TextOf<'s>,
    /// Returns when files of `content/` were last changed in git. This takes time.
    pub last_changes: &'s (dyn Fn(&[&FilePath]) -> LastChanges + Sync),
}

/// One public document and the facts about its text.
pub struct CheckedText<'t> {
    pub site: &'t CheckedSite<'t>,
    pub node: Node<'t>,
    /// The whole file, with its front matter. Spans count its bytes.
    pub source: &'t str,
    pub facts: &'t TextFacts,
}

impl CheckedSite<'_> {
    /// What its accessibility follows from.
    pub fn access_sources(&self) -> AccessSources<'_> {
        AccessSources {
            graph: self.graph,
            facts: self.facts,
            kinds: self.kinds,
            language: &self.config.language,
        }
    }

    /// Paths that are mentioned outside of links. Reads many files.
    pub fn other_mentions(&self) -> OtherMentions {
        OtherMentions::collect(&MentionSources {
            graph: self.graph,
            data: self.data,
            theme: self.theme_files,
            suspects: self.suspects,
            text_of: self.text_of,
        })
    }

    /// True if a moment has passed. A day has passed when it ends.
    pub fn is_past(&self, moment: &Moment) -> bool {
        moment.over() <= self.now
    }
}

impl CheckedText<'_> {
    pub fn outline(&self) -> &Outline {
        self.node.outline()
    }

    pub fn language(&self) -> &str {
        self.outline().meta.language_or(&self.site.config.language)
    }

    /// True for a text in English.
    pub fn is_english(&self) -> bool {
        self.language()
            .split(['-', '_'])
            .next()
            .is_some_and(|language| language.eq_ignore_ascii_case("en"))
    }

    /// True for a link in a quotation, or in the template code of another program.
    pub fn is_foreign(&self, link: &WrittenLink) -> bool {
        let passage = link
            .passage
            .as_ref()
            .and_then(|(number, _)| self.facts.passages.get(*number));
        let is_in_template = |passage: &Passage| link.form == LinkForm::Bare && passage.is_template;
        passage.is_some_and(|passage| passage.is_quoted || is_in_template(passage))
            || ["{{", "{%"].iter().any(|sign| link.target.contains(sign))
    }

    /// The source at a span.
    pub fn source_at(&self, span: Span) -> &str {
        self.source.get(span.range()).unwrap_or("")
    }

    pub fn file(&self) -> &FilePath {
        &self.outline().file
    }
}
