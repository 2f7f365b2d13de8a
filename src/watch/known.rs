//! Which files were there when the last batch was whole. What came and went since then has changed nothing.

use std::collections::HashSet;
use std::path::Path;

use crate::base::Hash;
use crate::content::disk;

use super::place::Place;

/// Paths below the root, by their hashes: a site may have many, and only one question is ever asked. Those below a
/// folder that is gone may stay; they only make a change named that was none.
#[derive(Debug, Default)]
pub struct Known(HashSet<Hash>);

impl Known {
    /// True for a path that was there.
    pub fn was_there(&self, path: &Path) -> bool {
        self.0.contains(&hash(path))
    }

    /// Takes note of a path.
    pub fn is_there(&mut self, path: &Path) {
        self.0.insert(hash(path));
    }

    /// Forgets a path.
    pub fn is_gone(&mut self, path: &Path) {
        self.0.remove(&hash(path));
    }

    /// Takes note of a path below the root and of all below it; links among them are made known to `place`.
    pub fn survey(&mut self, place: &mut Place, path: &Path) {
        place.unlink(path);
        let root = place.root().to_owned();
        let below_root = |path: &Path| path.strip_prefix(&root).unwrap_or(path).to_owned();
        let names = disk::names(&root.join(path), &|link| place.follows(&below_root(link)));
        for name in names {
            let path = below_root(&name.path);
            self.is_there(&path);
            if name.is_link && place.follows(&path) {
                place.link(&path);
            }
        }
    }
}

fn hash(path: &Path) -> Hash {
    Hash::of(path.as_os_str().as_encoded_bytes())
}
