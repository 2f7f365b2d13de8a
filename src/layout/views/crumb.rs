//! What templates see of a step on the way to a page, and of an entry in a menu.

use std::borrow::Cow;

use serde::Serialize;

use crate::graph::Crumb;

/// A title with the URL it leads to.
#[derive(Debug, Default, Serialize)]
pub struct CrumbView<'c> {
    title: Cow<'c, str>,
    url: &'c str,
    external: bool,
}

impl<'c> CrumbView<'c> {
    /// Makes the view of a step that readers see under this title.
    pub fn new(title: Cow<'c, str>, crumb: &'c Crumb) -> CrumbView<'c> {
        CrumbView {
            title,
            url: &crumb.href,
            external: crumb.outside,
        }
    }
}
