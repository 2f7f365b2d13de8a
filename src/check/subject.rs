//! The site as rules see it. Finds nothing itself.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::elsewhere::{Elsewhere, TextOf};
use crate::base::{FilePath, Moment, Span};
use crate::config::{Kinds, SiteConfig};
use crate::content::{Data, LastChanges, ThemeFiles};
use crate::document::{Anatomy, LinkForm, Outline, Passage, WrittenLink};
use crate::graph::{Node, Site};
use crate::layout::{Plan, Theme};

/// A linked and planned site, and how to see the text of a file of it.
#[derive(Clone, Copy)]
pub struct Subject<'s> {
    /// The settings.
    pub site: &'s SiteConfig,
    /// The kinds.
    pub kinds: &'s Kinds,
    /// The theme.
    pub theme: &'s Theme,
    /// The files of the theme, and the site's own over them.
    pub theme_files: &'s ThemeFiles,
    /// The documents, linked: rules judge those that readers can see.
    pub graph: &'s Site,
    /// Every file the site will have.
    pub plan: &'s Plan,
    /// The data files.
    pub data: &'s [Data],
    /// The moment for which the site is looked at.
    pub now: Timestamp,
    /// Files that something was wrong with: links and relations of them may be lost.
    pub suspects: &'s BTreeSet<FilePath>,
    /// The text of a file; nothing where it cannot be read.
    pub text_of: TextOf<'s>,
    /// When files of `content/` were last changed, as the history has it. Asking takes time.
    pub last_changes: &'s (dyn Fn(&[&FilePath]) -> LastChanges + Sync),
}

/// One public document with its text taken apart.
pub struct Text<'t> {
    /// The site it belongs to.
    pub subject: &'t Subject<'t>,
    /// The document in its site.
    pub node: Node<'t>,
    /// Its whole source, front matter included; spans count its bytes.
    pub source: &'t str,
    /// The parts of its body.
    pub anatomy: &'t Anatomy,
}

impl Subject<'_> {
    /// Paths that stand where nobody looks for links. Takes a look at many files.
    pub fn elsewhere(&self) -> Elsewhere {
        Elsewhere::of(
            (self.graph, self.data),
            self.theme_files,
            self.suspects,
            self.text_of,
        )
    }

    /// True once a moment has passed; a day has passed when it ends.
    pub fn is_past(&self, moment: &Moment) -> bool {
        moment.over() <= self.now
    }
}

impl Text<'_> {
    /// What others may know of the document.
    pub fn outline(&self) -> &Outline {
        self.node.outline()
    }

    /// The language it is in.
    pub fn language(&self) -> &str {
        self.outline().meta.language_or(&self.subject.site.language)
    }

    /// True where it is in English.
    pub fn is_english(&self) -> bool {
        self.language()
            .split(['-', '_'])
            .next()
            .is_some_and(|language| language.eq_ignore_ascii_case("en"))
    }

    /// True for a link in somebody else's words, or in an instruction to another program.
    pub fn is_not_its_authors(&self, link: &WrittenLink) -> bool {
        let passage = link
            .passage
            .as_ref()
            .and_then(|(number, _)| self.anatomy.passages.get(*number));
        let is_template = |text: &str| text.contains("{{") || text.contains("{%");
        let is_in_template = |passage: &Passage| link.form == LinkForm::Bare && passage.is_template;
        passage.is_some_and(|passage| passage.is_quoted || is_in_template(passage))
            || is_template(&link.target)
    }

    /// What stands at a place of the source.
    pub fn written(&self, span: Span) -> &str {
        self.source.get(span.range()).unwrap_or("")
    }

    /// Its file.
    pub fn file(&self) -> &FilePath {
        &self.outline().file
    }
}
