//! The steps to a page, called as its readers call them.

use super::crumb::CrumbView;
use crate::graph::Crumb;
use crate::layout::context::RenderContext;

/// Makes the view of a step.
pub fn step<'c, 's: 'c>(context: &RenderContext<'s>, crumb: &'c Crumb) -> CrumbView<'c> {
    CrumbView::new(context.label(&crumb.label), crumb)
}

/// Makes the views of several.
pub fn steps<'c, 's: 'c>(context: &RenderContext<'s>, crumbs: &'c [Crumb]) -> Vec<CrumbView<'c>> {
    crumbs.iter().map(|crumb| step(context, crumb)).collect()
}
