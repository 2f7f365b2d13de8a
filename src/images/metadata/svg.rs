//! SVG: text. What drawing programs note in `metadata` does not stay, and photographs in a drawing are without metadata
//! as others are.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use memchr::memmem;

/// How a photograph begins that is part of a drawing.
const EMBEDDED: &[u8] = b"data:image/";
const BASE_64: &[u8] = b";base64,";

/// The same drawing without what a program noted in it.
pub(super) fn without(bytes: &[u8]) -> Vec<u8> {
    without_places(&without_notes(bytes))
}

fn without_notes(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = memchr::memchr(b'<', rest) {
        let (before, tag) = rest.split_at(at);
        out.extend(before);
        match end_of_note(tag) {
            Some(end) => rest = tag.get(end..).unwrap_or_default(),
            None => {
                out.push(b'<');
                rest = tag.get(1..).unwrap_or_default();
            }
        }
    }
    out.extend(rest);
    out
}

/// The end of an element `metadata` that begins here.
fn end_of_note(tag: &[u8]) -> Option<usize> {
    let inner = tag.get(1..)?;
    let end = inner
        .iter()
        .position(|it| it.is_ascii_whitespace() || b">/".contains(it))?;
    let name = inner.get(..end)?;
    let local = name.rsplit(|it| *it == b':').next()?;
    if local != b"metadata" {
        return None;
    }
    let behind = memchr::memchr(b'>', tag)?;
    if tag.get(behind - 1) == Some(&b'/') {
        return Some(behind + 1);
    }
    let closing = [b"</", name].concat();
    let start = memmem::find(tag, &closing)?;
    Some(start + memchr::memchr(b'>', tag.get(start..)?)? + 1)
}

fn without_places(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = memmem::find(rest, EMBEDDED) {
        let (before, embedded) = rest.split_at(at);
        out.extend(before);
        let end = embedded.iter().position(|byte| b"\"')".contains(byte));
        let end = end.unwrap_or(embedded.len());
        let (picture, behind) = embedded.split_at(end);
        out.extend(clean(picture).unwrap_or_else(|| picture.to_vec()));
        rest = behind;
    }
    out.extend(rest);
    out
}

/// An embedded picture without its metadata; `None` if there is none to take out.
fn clean(embedded: &[u8]) -> Option<Vec<u8>> {
    let start = memmem::find(embedded, BASE_64)? + BASE_64.len();
    let (head, text) = embedded.split_at(start);
    let mut packed = text.to_vec();
    packed.retain(|byte| !byte.is_ascii_whitespace());
    let bytes = STANDARD.decode(packed).ok()?;
    let clean = super::without(&bytes)?;
    (clean != bytes).then(|| [head, STANDARD.encode(clean).as_bytes()].concat())
}
