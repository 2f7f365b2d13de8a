//! Content hashes: XXH3 in 128 bits, for identity, not for trust.

use std::fmt;

/// A 128-bit hash of some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(u128);

impl Hash {
    /// The hash of `bytes` (XXH3-128, seed 0).
    pub fn of(bytes: &[u8]) -> Hash {
        Hash(xxhash_rust::xxh3::xxh3_128(bytes))
    }

    /// Reads a hash as it is written: 32 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Hash> {
        let mut bytes = text.bytes();
        if text.len() != 32 || !bytes.all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
            return None;
        }
        u128::from_str_radix(text, 16).ok().map(Hash)
    }

    /// The hash as bytes, which sort as hashes do.
    pub fn bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }

    /// A hash from its bytes.
    pub fn from_bytes(bytes: [u8; 16]) -> Hash {
        Hash(u128::from_be_bytes(bytes))
    }

    /// The first ten hexadecimal digits, enough to tell versions of one file apart in its name.
    pub fn short(self) -> String {
        self.to_string()[..10].to_owned()
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}
