//! What templates see of a step on the way to a page, and of an entry in a menu.

use serde::Serialize;

use crate::graph::Crumb;

/// A title with the URL it leads to.
#[derive(Debug, Default, Serialize)]
pub struct CrumbView<'c> {
    title: &'c str,
    url: &'c str,
    external: bool,
}

impl<'c> From<&'c Crumb> for CrumbView<'c> {
    fn from(crumb: &'c Crumb) -> CrumbView<'c> {
        CrumbView {
            title: &crumb.title,
            url: &crumb.href,
            external: crumb.outside,
        }
    }
}

/// Several steps or entries.
pub fn crumbs(crumbs: &[Crumb]) -> Vec<CrumbView<'_>> {
    crumbs.iter().map(CrumbView::from).collect()
}
