//! Highlighted code by content: a block that stands on several pages, or that an earlier build has met, is
//! highlighted once. Reads and writes no file itself, only bytes that may be lost at any time.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use super::runs::Runs;
use super::{code, highlight, kept_file, runs};
use crate::base::Hash;
use crate::document::markdown::escape;
use crate::document::{Filling, Fragment};

/// So many blocks are never too many to remember.
const FEW: usize = 64;

/// What is known of highlighted code.
pub struct KeptCode {
    /// Gives what an earlier build kept.
    load: Box<dyn Fn() -> Vec<u8> + Send + Sync>,
    /// That, once a block is met that it may help with.
    earlier: OnceLock<kept_file::Kept>,
    found: Mutex<Found>,
    /// True where something was found that is not written yet.
    is_newer: AtomicBool,
}

/// What was highlighted since.
struct Found {
    by_key: BTreeMap<Hash, Arc<Block>>,
    /// So many may come before those are looked for that are of no use any more.
    most: usize,
}

/// The runs of a block, once they are known; `None` where its language is not.
type Block = OnceLock<Option<Box<[u8]>>>;

impl KeptCode {
    /// The file's name in the folder of what builds keep.
    pub const NAME: &'static str = "code";

    /// Knows what an earlier build kept; `load` is asked for it when a block of code is met.
    pub fn new(load: impl Fn() -> Vec<u8> + Send + Sync + 'static) -> KeptCode {
        let found = Found {
            by_key: BTreeMap::new(),
            most: FEW,
        };
        KeptCode {
            load: Box::new(load),
            earlier: OnceLock::new(),
            found: Mutex::new(found),
            is_newer: AtomicBool::new(false),
        }
    }

    /// Writes a code, highlighted where `token` names a syntax. False where it does not.
    pub(super) fn write(&self, out: &mut String, token: &str, text: &str) -> bool {
        let key = key(token, text);
        let earlier = self
            .earlier
            .get_or_init(|| kept_file::Kept::read((self.load)()));
        if earlier
            .get(key)
            .is_some_and(|bytes| runs::write(out, text, bytes))
        {
            return true;
        }
        let block = Arc::clone(self.lock().by_key.entry(key).or_default());
        // Whoever wants the same block meanwhile waits for it, and for no other.
        let found = block.get_or_init(|| {
            let found = highlight::runs(token, text).map(Runs::into_bytes);
            self.is_newer.fetch_or(found.is_some(), Ordering::Relaxed);
            found
        });
        if !found
            .as_ref()
            .is_some_and(|bytes| runs::write(out, text, bytes))
        {
            escape::text(out, text);
        }
        found.is_some()
    }

    /// The bytes to keep for the next build, where there is something new: the blocks of these texts that
    /// were met, and no others.
    pub fn to_keep<'d>(&self, texts: impl Iterator<Item = &'d Fragment>) -> Option<Vec<u8>> {
        if !self.is_newer.swap(false, Ordering::Relaxed) {
            return None;
        }
        let used = keys(texts);
        let found = self.lock();
        let found = found
            .by_key
            .iter()
            .filter_map(|(key, block)| Some((*key, block.get()?.as_deref()?)));
        let earlier = self
            .earlier
            .get()
            .into_iter()
            .flat_map(kept_file::Kept::entries);
        let mut entries: BTreeMap<Hash, &[u8]> = earlier.collect();
        entries.extend(found);
        entries.retain(|key, _| used.contains(key));
        Some(kept_file::write(&entries))
    }

    /// Forgets what none of these texts needs, where much has come since that was last done.
    pub fn forget_others<'d>(&self, texts: impl Iterator<Item = &'d Fragment>) {
        let mut found = self.lock();
        if found.by_key.len() > found.most {
            let used = keys(texts);
            found.by_key.retain(|key, _| used.contains(key));
            found.most = found.by_key.len() * 2 + FEW;
        }
    }

    /// Blocks come and go whole, whatever happened to the thread that last did so.
    fn lock(&self) -> MutexGuard<'_, Found> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for KeptCode {
    fn default() -> KeptCode {
        KeptCode::new(Vec::new)
    }
}

impl fmt::Debug for KeptCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeptCode").finish_non_exhaustive()
    }
}

/// What a block is known by.
fn key(token: &str, text: &str) -> Hash {
    Hash::of([token, "\0", text].concat().as_bytes())
}

/// What all blocks of some texts are known by.
fn keys<'d>(texts: impl Iterator<Item = &'d Fragment>) -> BTreeSet<Hash> {
    let mut keys = BTreeSet::new();
    texts.for_each(|fragment| add_keys(&mut keys, fragment));
    keys
}

fn add_keys(keys: &mut BTreeSet<Hash>, fragment: &Fragment) {
    for slot in &fragment.slots {
        match &slot.filling {
            Filling::Code(code) => {
                keys.extend(code::token(&code.language).map(|token| key(&token, &code.text)));
            }
            Filling::Block(call) => add_keys(keys, &call.body),
            Filling::Table(table) => add_keys(keys, &table.fragment),
            Filling::Href(_)
            | Filling::Title(_)
            | Filling::Dimensions(_)
            | Filling::FileFacts(_)
            | Filling::Word(_) => {}
        }
    }
}

#[cfg(test)]
mod tests;
