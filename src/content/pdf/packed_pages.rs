//! What the search keeps of a PDF: the text of each page, as a file that a browser reads. A JSON list of texts, packed as raw
//! deflate (RFC 1951).

use std::io::{Read as _, Write as _};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

/// The most bytes that are unpacked. No text is longer than that.
const MOST: u64 = 64 << 20;

/// The file; nothing if no page has a text.
pub(super) fn pack(pages: &[String]) -> Option<Vec<u8>> {
    if pages.iter().all(String::is_empty) {
        return None;
    }
    let json = serde_json::to_vec(pages).ok()?;
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::new(9));
    encoder.write_all(&json).ok()?;
    encoder.finish().ok()
}

/// The text of each page.
pub fn unpack(packed: &[u8]) -> Option<Vec<String>> {
    let mut json = Vec::new();
    let mut decoder = DeflateDecoder::new(packed).take(MOST);
    decoder.read_to_end(&mut json).ok()?;
    serde_json::from_slice(&json).ok()
}
