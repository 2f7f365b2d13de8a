//! Content hashes: XXH3 in 128 bits, for identity, not for trust.

use std::fmt;
use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

/// A 128-bit hash of some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Hash(u128);

/// Bytes that come piece by piece, such as a long list that nobody has to hold as a whole.
#[derive(Default)]
pub struct Hashing(Xxh3);

impl Hash {
    /// The hash of `bytes` (XXH3-128, seed 0).
    pub fn of(bytes: &[u8]) -> Hash {
        Hash(xxhash_rust::xxh3::xxh3_128(bytes))
    }

    /// The hash of all that `bytes` gives, piece by piece.
    ///
    /// # Errors
    /// As it says.
    pub fn of_all(bytes: &mut impl Read) -> io::Result<Hash> {
        let mut hashing = Hashing::default();
        io::copy(bytes, &mut hashing)?;
        Ok(hashing.end())
    }

    /// Reads a hash as it is written: 32 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Hash> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        let is_hash = text.len() == 32 && text.bytes().all(is_digit);
        is_hash
            .then(|| u128::from_str_radix(text, 16).ok().map(Hash))
            .flatten()
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

impl Hashing {
    /// The hash of all that was written.
    pub fn end(&self) -> Hash {
        Hash(self.0.digest128())
    }
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl TryFrom<String> for Hash {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Hash, &'static str> {
        Hash::parse(&text).ok_or("no hash")
    }
}

impl From<Hash> for String {
    fn from(hash: Hash) -> String {
        hash.to_string()
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_the_same_at_once_and_piece_by_piece() {
        for length in [0, 1, 300, 16_383, 16_384, 16_385, 49_152] {
            let bytes: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
            assert_eq!(
                Hash::of_all(&mut bytes.as_slice()).unwrap(),
                Hash::of(&bytes),
                "{length}"
            );
        }
        let mut hashing = Hashing::default();
        for part in ["", "a", " list, ", "piece by piece"] {
            hashing.write_all(part.as_bytes()).unwrap();
        }
        assert_eq!(hashing.end(), Hash::of(b"a list, piece by piece"));
    }
}
