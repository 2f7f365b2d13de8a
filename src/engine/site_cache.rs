//! The cache of a site: its file, and what the site uses of it. Looks into no file of the site itself.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use super::PlannedSite;
use super::site_state::SiteState;
use crate::base::{Cache, Hash, site_layout};
use crate::content::{Seen, disk};
use crate::graph::Item;
use crate::html;
use crate::output;

/// The cache of the site in `root`. Its file is read when the first value is asked for.
pub(super) fn open(root: &Path) -> Arc<Cache> {
    let root = root.to_owned();
    Arc::new(Cache::new(move || {
        disk::read_kept(&root, site_layout::CACHE_FILE)
    }))
}

/// Saves what a state uses of its cache, if the file does not hold it yet.
pub(super) fn save(root: &Path, state: &SiteState) {
    if let Some(bytes) = state.ready().cache.to_save(|| used(state)) {
        // What cannot be saved is made again: nothing is lost but a moment.
        let folder = root.join(site_layout::CACHE);
        let _ = output::keep(&folder, site_layout::CACHE_FILE, &bytes);
    }
}

/// Drops what a state does not use any more, once that is much.
pub(super) fn drop_unused(state: &SiteState) {
    state.ready().cache.drop_unused(|| used(state));
}

/// The digests of all values that a state uses.
fn used(state: &SiteState) -> BTreeSet<Hash> {
    let context = state.page_context(Item::SearchIndex);
    let PlannedSite { linked, seen, .. } = state.ready();
    let mut digests: BTreeSet<Hash> = seen.values().filter_map(Seen::digest).collect();
    for node in linked.graph.nodes() {
        for fragment in context.document(node).fragments.iter() {
            html::add_digests(&mut digests, fragment);
        }
    }
    digests
}
