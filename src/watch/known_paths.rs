//! Which files existed when the last batch was complete. What was created and removed since then has changed nothing.

use std::collections::HashSet;
use std::path::Path;

use crate::base::Hash;
use crate::content::disk;

use super::site_paths::SitePaths;

/// Hashes of paths below the root: a site may have many, and hashes are enough to find one. Paths below a removed folder
/// may stay; all they can cause is a change that is reported and was none.
#[derive(Debug, Default)]
pub struct KnownPaths(HashSet<Hash>);

impl KnownPaths {
    pub fn contains(&self, path: &Path) -> bool {
        self.0.contains(&hash(path))
    }

    pub fn insert(&mut self, path: &Path) {
        self.0.insert(hash(path));
    }

    pub fn remove(&mut self, path: &Path) {
        self.0.remove(&hash(path));
    }

    /// Adds a path below the root and everything below it, and adds the links among these to `site`.
    pub fn insert_all(&mut self, site: &mut SitePaths, path: &Path) {
        site.remove_links(path);
        let root = site.root().to_owned();
        let below_root = |path: &Path| path.strip_prefix(&root).unwrap_or(path).to_owned();
        let names = disk::names(&root.join(path), &|link| site.follows(&below_root(link)));
        for name in names {
            let path = below_root(&name.path);
            self.insert(&path);
            if name.is_link && site.follows(&path) {
                site.add_link(&path);
            }
        }
    }
}

fn hash(path: &Path) -> Hash {
    Hash::of(path.as_os_str().as_encoded_bytes())
}
