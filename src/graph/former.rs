//! What a graph before this one knew. Most edits that others can see change a title, and then every document names
//! and leads to the same as before: finding that out again would be most of the work of linking.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::{Graph, Inverse, Node, NodeId, ResolvedLink};
use crate::base::Address;
use crate::config::Collection;
use crate::content::Asset;
use crate::document::Outline;

/// A graph with the same documents at the same addresses, each of which names and leads to the same as before.
#[derive(Clone, Copy)]
pub(super) struct Former<'f>(&'f Graph);

/// Both ends of the relations of a node.
pub(super) type Relations = (Vec<Option<NodeId>>, BTreeMap<String, Vec<Inverse>>);

impl<'f> Former<'f> {
    /// The graph before this one, if what its relations and links depend on is the same. What is not public counts:
    /// who names it is not told that it is nowhere.
    pub fn of(graph: Option<&'f Graph>, (nodes, hidden): (&[Node], &[&Outline])) -> Option<Former<'f>> {
        let graph = graph.filter(|graph| graph.nodes.len() == nodes.len())?;
        let then = graph.hidden.iter().map(|document| &document.outline);
        if graph.hidden.len() != hidden.len()
            || !hidden.iter().zip(then).all(|(now, then)| now.leads_like(then))
        {
            return None;
        }
        let is_same = nodes.par_iter().zip(graph.nodes.par_iter()).all(|(now, then)| {
            let (own, other) = (now.outline(), then.outline());
            now.address == then.address
                && now.owner == then.owner
                && (Arc::ptr_eq(&now.document, &then.document) || own.leads_like(other))
        });
        is_same.then_some(Former(graph))
    }

    /// The same, if links to files lead where they led, too.
    pub fn with_assets(self, assets: &[(Asset, Address)]) -> Option<Former<'f>> {
        (self.0.assets == assets).then_some(self)
    }

    /// Whom a node names, and who names it.
    pub fn relations(self, at: usize) -> Option<Relations> {
        self.0.nodes.get(at).map(|node| (node.references.clone(), node.inverses.clone()))
    }

    /// What a node holds in one of its collections, where neither words nor time make a difference to that.
    pub fn collected(self, id: NodeId, number: usize, collection: &Collection) -> Option<Vec<NodeId>> {
        let (_, ids) = self.0.nodes.get(id.index())?.collections.get(number)?;
        Former::knows(collection).then(|| ids.clone())
    }

    /// True for a collection whose members are the same, and in the same order, after other words at another time.
    pub fn knows(collection: &Collection) -> bool {
        let selection = &collection.selection;
        let mut fields = selection.conditions.iter().map(|condition| condition.field.as_str());
        let is_by_words = Outline::is_of_words(&collection.sort.field) || fields.any(Outline::is_of_words);
        !is_by_words && selection.timed_fields().next().is_none()
    }

    /// The links of a node, where none of them shows the title of what it leads to.
    pub fn links(self, at: usize) -> Option<Arc<[ResolvedLink]>> {
        let links = &self.0.nodes.get(at)?.links;
        links.iter().all(|link| link.title.is_empty()).then(|| Arc::clone(links))
    }

    /// The addresses that were looked for among the assets of the theme.
    pub fn asked_of_theme(self) -> BTreeSet<Address> {
        self.0.asked_of_theme.clone()
    }
}
