//! Highlighted code, kept from build to build. Neither highlights nor reads it itself.

use std::path::Path;
use std::sync::Arc;

use super::PlannedSite;
use super::site_state::SiteState;
use crate::base::site_layout;
use crate::content::disk;
use crate::document::Fragment;
use crate::html::KeptCode;
use crate::layout::PageContext;
use crate::output;

/// What earlier builds kept; it is read when the first block of code is met.
pub(super) fn kept(root: &Path) -> Arc<KeptCode> {
    let root = root.to_owned();
    Arc::new(KeptCode::new(move || {
        disk::read_kept(&root, KeptCode::NAME)
    }))
}

/// Keeps what a state's pages were made of, where something in it is new.
pub(super) fn keep(root: &Path, state: &SiteState) {
    let (ready, page) = (state.ready(), state.page_context());
    if let Some(bytes) = ready.code.to_keep(texts(ready, &page)) {
        // What cannot be kept is highlighted again: nothing is lost but a moment.
        let _ = output::keep(&root.join(site_layout::CACHE), KeptCode::NAME, &bytes);
    }
}

/// Forgets code that a state does not have any more.
pub(super) fn forget_others(state: &SiteState) {
    let (ready, page) = (state.ready(), state.page_context());
    ready.code.forget_others(texts(ready, &page));
}

/// All texts of a state, as they are now.
fn texts<'s>(
    ready: &'s PlannedSite,
    page: &'s PageContext<'s>,
) -> impl Iterator<Item = &'s Fragment> {
    ready
        .linked
        .graph
        .nodes()
        .flat_map(|node| page.document(node).fragments.iter())
}
