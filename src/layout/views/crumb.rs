//! What templates see of a step on the way to a page, and of an entry in a menu.

use serde::Serialize;

use crate::graph::{Crumb, Site};

/// A title with the URL it leads to.
#[derive(Debug, Default, Serialize)]
pub struct CrumbView<'c> {
    title: &'c str,
    url: &'c str,
    external: bool,
}

impl<'c> CrumbView<'c> {
    pub fn new(graph: &'c Site, crumb: &'c Crumb) -> CrumbView<'c> {
        CrumbView {
            title: graph.label(&crumb.label),
            url: &crumb.href,
            external: crumb.outside,
        }
    }
}

/// Several steps or entries.
pub fn crumbs<'c>(graph: &'c Site, crumbs: &'c [Crumb]) -> Vec<CrumbView<'c>> {
    let view = |crumb| CrumbView::new(graph, crumb);
    crumbs.iter().map(view).collect()
}
