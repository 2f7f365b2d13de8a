//! The accessibility statements of a site: the documents whose kind makes them one, and what they claim.

use super::access_issue::AccessIssue;
use crate::base::{LanguageId, Moment, Span};
use crate::config::{Kinds, Statement};
use crate::document::Value;
use crate::graph::{Node, NodeId, Site};

/// A document that is an accessibility statement.
#[derive(Clone, Copy)]
pub struct SiteStatement<'s> {
    /// The document.
    pub node: Node<'s>,
    /// What its kind says of its fields.
    pub declared: &'s Statement,
}

impl<'s> SiteStatement<'s> {
    /// The public statements of a site that have a page, sorted by file.
    pub fn all(graph: &'s Site, kinds: &'s Kinds) -> impl Iterator<Item = SiteStatement<'s>> {
        let nodes = graph.nodes().filter(|node| node.url().is_some());
        nodes.filter_map(|node| SiteStatement::of(node, kinds))
    }

    /// A document as a statement, if its kind makes it one.
    pub fn of(node: Node<'s>, kinds: &'s Kinds) -> Option<SiteStatement<'s>> {
        let declared = kinds.find(&node.outline().kind)?.statement.as_ref()?;
        Some(SiteStatement { node, declared })
    }

    /// The statement for readers of a language: that in their own, else the first.
    pub fn seen_in(
        graph: &'s Site,
        kinds: &'s Kinds,
        language: LanguageId,
    ) -> Option<SiteStatement<'s>> {
        let mut all = SiteStatement::all(graph, kinds).peekable();
        let first = all.peek().copied();
        all.find(|it| it.node.outline().location.language == language)
            .or(first)
    }

    /// The statements that every page leads to, one for each language.
    pub fn linked_everywhere(graph: &'s Site, kinds: &'s Kinds) -> Vec<NodeId> {
        let languages = graph.languages();
        let seen = languages.filter_map(|it| SiteStatement::seen_in(graph, kinds, it));
        seen.map(|statement| statement.node.id()).collect()
    }

    /// True if it says that all of the site is accessible.
    pub fn claims_all(&self) -> bool {
        let claim = self.claim();
        claim.is_some() && claim == self.declared.full.as_deref()
    }

    /// True if it says that not all of the site is.
    pub fn admits_some(&self) -> bool {
        let claim = self.claim();
        claim.is_some() && claim != self.declared.full.as_deref()
    }

    fn claim(&self) -> Option<&'s str> {
        let claim = self.declared.claim.as_ref()?;
        let fields = &self.node.outline().structure.fields;
        fields.text(claim.parts().0)
    }

    /// Where it says so.
    pub fn claim_span(&self) -> Span {
        let spots = &self.node.outline().spots;
        let claim = self.declared.claim.as_ref();
        let place = claim.and_then(|claim| spots.fields.find(claim.parts().0));
        place.unwrap_or(spots.title)
    }

    /// True if it says that all is accessible, and it lists what is not: by itself, or of what is known of the site.
    pub fn overclaims(&self, issues: &[AccessIssue]) -> bool {
        self.claims_all() && !(issues.is_empty() && self.own_problems().is_empty())
    }

    /// What its author lists because no check sees it.
    pub fn own_problems(&self) -> &'s [Value] {
        let problems = self.declared.problems.as_ref();
        problems.map_or(&[], |list| {
            self.node.outline().structure.fields.list(list.parts().0)
        })
    }

    /// The newest of the dates on which somebody wrote it or looked at it again, with its field.
    pub fn last_checked(&self) -> Option<(&'s str, &'s Moment)> {
        let fields = &self.node.outline().structure.fields;
        let dates = self.declared.checked_on.iter();
        let dates = dates.filter_map(|date| {
            let field = date.parts().0;
            Some((field, fields.moment(field)?))
        });
        dates.max_by_key(|(_, moment)| moment.instant)
    }
}
