//! Maps by text that are only asked for single keys: file names, ids, addresses.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use xxhash_rust::xxh3::xxh3_64_with_seed;

/// A map from texts of the site's own. Linking a large site is mostly looking up, and XXH3 is much quicker than
/// the standard hash, which guards against keys that strangers choose.
pub type TextMap<K, V> = HashMap<K, V, BuildHasherDefault<TextHasher>>;

/// XXH3 with 64 bits, each piece of a key hashed on top of the one before.
#[derive(Clone, Copy, Debug, Default)]
pub struct TextHasher(u64);

impl Hasher for TextHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64_with_seed(bytes, self.0);
    }

    fn write_u8(&mut self, byte: u8) {
        // What a text ends with, so that the pieces of `("ab", "c")` are not those of `("a", "bc")`.
        self.0 = self.0.rotate_left(1) ^ u64::from(byte);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// An empty map with room for this many entries.
pub fn with_capacity<K, V>(entries: usize) -> TextMap<K, V> {
    HashMap::with_capacity_and_hasher(entries, BuildHasherDefault::default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_pieces_of_keys_apart() {
        let mut map: TextMap<(&str, &str), u8> = with_capacity(2);
        map.insert(("ab", "c"), 1);
        map.insert(("a", "bc"), 2);
        assert_eq!(
            (map.get(&("ab", "c")), map.get(&("a", "bc"))),
            (Some(&1), Some(&2))
        );
        let hash = |pieces: &[&[u8]]| {
            let mut hasher = TextHasher::default();
            pieces.iter().for_each(|piece| {
                hasher.write(piece);
                hasher.write_u8(0xff);
            });
            hasher.finish()
        };
        assert_ne!(hash(&[b"ab", b"c"]), hash(&[b"a", b"bc"]));
    }
}
