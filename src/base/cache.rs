//! Values that are expensive to make, by what they are made of: in memory while a program runs and, between programs,
//! in one file. Reads and writes no file itself, only bytes that may be lost at any time.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use xxhash_rust::xxh3::Xxh3;

use super::Hash;
use super::cache_file::CacheFile;

/// A site may have so many values before the ones it no longer uses are dropped from memory.
const FEW: usize = 64;

/// All that a value of a stage is made of, as one whole value. Its hash is derived, so a part that is added counts.
pub trait CacheKey: std::hash::Hash {
    /// What identifies a stage.
    type Stage: std::hash::Hash;

    /// The stage that makes the value, with the version of everything else that the value depends on.
    const STAGE: Self::Stage;

    /// Whether these bytes can be the value. Anybody can write the file of the cache, also with a correct checksum.
    fn accepts(&self, value: &[u8]) -> bool;

    /// The hash that the value is found by.
    fn digest(&self) -> Hash {
        let mut hasher = Xxh3::new();
        std::hash::Hash::hash(&Self::STAGE, &mut hasher);
        self.hash(&mut hasher);
        Hash::from_bytes(hasher.digest128().to_be_bytes())
    }
}

/// The values of all stages.
pub struct Cache {
    /// Gives the bytes that an earlier build saved.
    load: Box<dyn Fn() -> Vec<u8> + Send + Sync>,
    /// Those, as soon as a value is asked for.
    saved: OnceLock<CacheFile>,
    made: Mutex<Made>,
    /// True if the file may have to be written again.
    is_newer: AtomicBool,
}

/// The values that this program has made.
struct Made {
    by_digest: BTreeMap<Hash, Arc<Entry>>,
    /// Unused values are dropped as soon as there are more than this.
    most: usize,
}

/// A value as soon as it is made; `None` if there is nothing to save.
type Entry = OnceLock<Option<Arc<[u8]>>>;

impl Cache {
    /// A cache that begins with what an earlier build saved; `load` is called when the first value is asked for.
    pub fn new(load: impl Fn() -> Vec<u8> + Send + Sync + 'static) -> Cache {
        Cache {
            load: Box::new(load),
            saved: OnceLock::new(),
            made: Mutex::new(Made {
                by_digest: BTreeMap::new(),
                most: FEW,
            }),
            is_newer: AtomicBool::new(true),
        }
    }

    /// The value of a key; `make` makes it unless it is known. Whoever asks for the same value meanwhile waits for it,
    /// and for no other.
    pub fn get_or<K: CacheKey>(
        &self,
        key: &K,
        make: impl FnOnce() -> Option<Box<[u8]>>,
    ) -> Option<Arc<[u8]>> {
        let digest = key.digest();
        if let Some(value) = self.saved().get(digest)
            && key.accepts(value)
        {
            return Some(Arc::from(value));
        }
        let entry = Arc::clone(self.lock().by_digest.entry(digest).or_default());
        let value = entry.get_or_init(|| {
            let value = make();
            self.is_newer.fetch_or(value.is_some(), Ordering::Relaxed);
            value.map(Arc::from)
        });
        value.clone()
    }

    /// The bytes to save for the next build, unless the file would stay the same: the values of the digests that `used`
    /// gives. It is called only if something may be new.
    pub fn to_save(&self, used: impl FnOnce() -> BTreeSet<Hash>) -> Option<Vec<u8>> {
        if !self.is_newer.swap(false, Ordering::Relaxed) {
            return None;
        }
        let used = used();
        let made = self.lock();
        let made = made
            .by_digest
            .iter()
            .filter_map(|(digest, entry)| Some((*digest, entry.get()?.as_deref()?)));
        let saved: BTreeMap<Hash, &[u8]> = self.saved().entries().collect();
        let mut entries = saved.clone();
        entries.extend(made);
        entries.retain(|digest, _| used.contains(digest));
        (entries != saved).then(|| CacheFile::write(&entries))
    }

    /// Drops values that are not among the digests that `used` gives from memory. Calls it only after many are made.
    pub fn drop_unused(&self, used: impl FnOnce() -> BTreeSet<Hash>) {
        let mut made = self.lock();
        if made.by_digest.len() > made.most {
            let used = used();
            made.by_digest.retain(|digest, _| used.contains(digest));
            made.most = made.by_digest.len() * 2 + FEW;
        }
    }

    fn saved(&self) -> &CacheFile {
        self.saved.get_or_init(|| CacheFile::read((self.load)()))
    }

    /// Values come and go whole, whatever happened to the thread that last changed the map.
    fn lock(&self) -> MutexGuard<'_, Made> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Cache {
    fn default() -> Cache {
        Cache::new(Vec::new)
    }
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
