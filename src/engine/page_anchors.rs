//! The places in the made pages of a site that a link can name, such as `#budget`. Pages are made side by side and none is
//! kept, so their ids are noted, and links to them are looked at in the end.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, PoisonError};

/// The ids of the pages that were made.
#[derive(Default)]
pub(super) struct PageAnchors(Mutex<HashSet<u64>>);

impl PageAnchors {
    /// Takes note of a page with its ids.
    pub fn add(&self, file: &str, ids: &[String]) {
        let hashes: Vec<u64> = ids.iter().map(|id| hash(file, Some(id))).collect();
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(hash(file, None));
        known.extend(hashes);
    }

    /// True if a page was made and does not have an id.
    pub fn lack(&self, file: &str, id: &str) -> bool {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.contains(&hash(file, None)) && !known.contains(&hash(file, Some(id)))
    }
}

fn hash(file: &str, id: Option<&str>) -> u64 {
    let mut hasher = DefaultHasher::new();
    (file, id).hash(&mut hasher);
    hasher.finish()
}
