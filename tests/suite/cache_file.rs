//! The file in which builds save what was expensive to make, taken apart and put together again. Knows nothing of what
//! its values mean.

use std::fs;
use std::ops::Range;

use copublish::base::Hash;

use crate::site::Site;

/// Where it is.
pub const PATH: &str = ".copublish/cache";

/// Its bytes.
pub fn bytes(site: &Site) -> Vec<u8> {
    fs::read(site.root().join(PATH)).expect("what builds save")
}

/// The number of bytes of its first line, without the line's end.
pub fn line(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .position(|byte| *byte == b'\n')
        .expect("a first line")
}

fn number(bytes: &[u8], at: usize) -> usize {
    u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes")) as usize
}

/// Where its values are.
pub fn values(bytes: &[u8]) -> Vec<Range<usize>> {
    let count_at = line(bytes) + 1;
    let count = number(bytes, count_at);
    let (table, values) = (count_at + 4, count_at + 4 + count * 24);
    let rows = (0..count).map(|row| table + row * 24);
    rows.map(|row| values + number(bytes, row + 16)..values + number(bytes, row + 20))
        .collect()
}

/// Its values as texts, sorted.
pub fn texts(site: &Site) -> Vec<String> {
    let bytes = bytes(site);
    let text = |range: Range<usize>| String::from_utf8_lossy(&bytes[range]).into_owned();
    let mut texts: Vec<String> = values(&bytes).into_iter().map(text).collect();
    texts.sort();
    texts
}

/// The same file with a checksum that is right, as anybody could write it.
pub fn with_checksum(bytes: &[u8]) -> Vec<u8> {
    let line = line(bytes);
    let hash = Hash::of(&bytes[line + 1..]).to_string();
    [&bytes[..line - 32], hash.as_bytes(), &bytes[line..]].concat()
}
