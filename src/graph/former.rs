//! Where links lead, as a graph before this one knew it. Most edits that others can see change a title, and then
//! no link leads anywhere else: looking all of them up again would be half the work of linking.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::{Graph, Node, ResolvedLink};
use crate::base::Address;
use crate::content::Asset;

/// A graph with the same documents and files at the same addresses, each of which leads to the same as before.
#[derive(Clone, Copy)]
pub(super) struct Former<'f>(&'f Graph);

impl<'f> Former<'f> {
    /// The graph before this one, if what its links depend on is the same.
    pub fn of(graph: Option<&'f Graph>, nodes: &[Node], assets: &[(Asset, Address)]) -> Option<Former<'f>> {
        let graph = graph.filter(|graph| graph.nodes.len() == nodes.len() && graph.assets == assets)?;
        let is_same = nodes.par_iter().zip(graph.nodes.par_iter()).all(|(now, then)| {
            let (own, other) = (now.outline(), then.outline());
            now.address == then.address
                && now.owner == then.owner
                && (Arc::ptr_eq(&now.document, &then.document) || own.leads_like(other))
        });
        is_same.then_some(Former(graph))
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
