//! What the compressed objects of a PDF come to, before anybody makes objects of them: two megabytes can stand for
//! gigabytes. Unpacks them piece by piece, and keeps nothing.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::ZlibDecoder;
use memchr::memmem;

/// The most that is unpacked of all tables and lists of objects in a file, in bytes. Those of a report of a thousand
/// pages take one or two megabytes.
const MOST: u64 = 64 << 20;
/// The most objects, each of which takes about a hundred bytes once it is read.
const MOST_OBJECTS: u64 = 4_000_000;

/// True for a PDF whose tables and lists of objects would take more memory than any document needs, or are packed in a
/// way that nobody uses for them.
pub(super) fn unpack_to_too_much(pdf: &[u8]) -> bool {
    let mut unpacked = Unpacked::default();
    for (dictionary, stream) in streams(pdf) {
        if !holds_objects(&dictionary) {
            continue;
        }
        let packed =
            memmem::find_iter(&dictionary, b"Decode").filter(|at| !is_parameter(&dictionary, *at));
        match packed.count() {
            0 => {}
            1 if has(&dictionary, b"/FlateDecode") => {
                let objects = if has(&dictionary, b"/W") {
                    entries
                } else {
                    tokens
                };
                unpacked.add(stream, objects);
            }
            _ => return true,
        }
        if unpacked.bytes > MOST || unpacked.objects > MOST_OBJECTS {
            return true;
        }
    }
    false
}

/// The streams of a PDF: the dictionary of each with its names written out, and the bytes from its start on.
pub(super) fn streams(pdf: &[u8]) -> impl Iterator<Item = (Cow<'_, [u8]>, &[u8])> {
    let mut end = 0;
    memmem::find_iter(pdf, b"stream").filter_map(move |at| {
        let since = pdf.get(end..at).unwrap_or_default();
        end = at;
        if since.ends_with(b"end") {
            return None;
        }
        let stream = after_line_end(pdf.get(at + 6..).unwrap_or_default());
        let start = memmem::rfind(since, b"obj").unwrap_or(0);
        let dictionary = plain_names(since.get(start..).unwrap_or_default());
        Some((dictionary, stream))
    })
}

/// True for the dictionary of a table or a list of objects.
fn holds_objects(dictionary: &[u8]) -> bool {
    [&b"/ObjStm"[..], b"/XRef", b"/First", b"/W[", b"/W "]
        .iter()
        .any(|name| has(dictionary, name))
}

pub(super) fn has(dictionary: &[u8], name: &[u8]) -> bool {
    memmem::find(dictionary, name).is_some()
}

/// `/DecodeParms` says how, not that something is packed.
fn is_parameter(dictionary: &[u8], at: usize) -> bool {
    dictionary
        .get(..at)
        .is_some_and(|before| before.ends_with(b"/"))
}

/// Names with their letters written out: `/Obj#53tm` is `/ObjStm`.
fn plain_names(dictionary: &[u8]) -> Cow<'_, [u8]> {
    if !dictionary.contains(&b'#') {
        return Cow::Borrowed(dictionary);
    }
    let mut plain = Vec::with_capacity(dictionary.len());
    let mut rest = dictionary;
    while let Some((first, behind)) = rest.split_first() {
        let escaped = if *first == b'#' {
            let digits = behind.get(..2);
            let digits = digits.and_then(|digits| std::str::from_utf8(digits).ok());
            digits.and_then(|digits| u8::from_str_radix(digits, 16).ok())
        } else {
            None
        };
        plain.push(escaped.unwrap_or(*first));
        rest = if escaped.is_some() {
            behind.get(2..).unwrap_or_default()
        } else {
            behind
        };
    }
    Cow::Owned(plain)
}

/// How many entries a piece of a table holds: each has at least two bytes.
fn entries(piece: &[u8]) -> u64 {
    piece.len() as u64 / 2
}

/// How many objects may begin in a piece of a list.
fn tokens(piece: &[u8]) -> u64 {
    piece.iter().filter(|byte| may_begin_token(**byte)).count() as u64
}

/// What a stream holds, from its first byte on.
fn after_line_end(stream: &[u8]) -> &[u8] {
    let start = stream
        .iter()
        .position(|byte| !matches!(byte, b'\r' | b'\n' | b' '));
    stream.get(start.unwrap_or(0)..).unwrap_or_default()
}

fn may_begin_token(byte: u8) -> bool {
    matches!(
        byte,
        b' ' | b'\n' | b'\r' | b'\t' | b'[' | b'<' | b'(' | b'/'
    )
}

#[derive(Default)]
struct Unpacked {
    bytes: u64,
    objects: u64,
}

impl Unpacked {
    /// Unpacks a stream, as far as it goes or as is needed to see that it is too much.
    fn add(&mut self, packed: &[u8], objects: fn(&[u8]) -> u64) {
        let mut decoder = ZlibDecoder::new(packed);
        let mut piece = [0; 16 * 1024];
        while self.bytes <= MOST && self.objects <= MOST_OBJECTS {
            let Ok(read @ 1..) = decoder.read(&mut piece) else {
                return;
            };
            let piece = piece.get(..read).unwrap_or_default();
            self.bytes += read as u64;
            self.objects += objects(piece);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn pdf(dictionary: &str, stream: &[u8]) -> Vec<u8> {
        let head = format!("%PDF-1.7\n1 0 obj\n<<{dictionary}>>\nstream\r\n");
        [head.as_bytes(), stream, b"\nendstream\nendobj\n"].concat()
    }

    #[test]
    fn bombs_are_seen() {
        let much = packed(&b"[ ".repeat(4_100_000));
        for (dictionary, stream) in [
            ("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", &much),
            ("/Type/Obj#53tm/N 1/#46irst 4/Filter/Flate#44ecode", &much),
            (
                "/Type /XRef /W [1 2 1] /Filter [/FlateDecode] /DecodeParms<</Predictor 12>>",
                &much,
            ),
            ("/N 1/First 4/Filter/FlateDecode", &much),
            (
                "/N 1/First 4/Filter[/FlateDecode/FlateDecode]",
                &packed(b"x"),
            ),
            ("/N 1/First 4/Filter/LZWDecode", &packed(b"x")),
        ] {
            assert!(unpack_to_too_much(&pdf(dictionary, stream)), "{dictionary}");
        }
    }

    #[test]
    fn what_documents_need_is_no_bomb() {
        let little = packed(&b"1 0 2 9 << /Type /Page >> ".repeat(1_000));
        let picture = packed(&b"[ ".repeat(4_100_000));
        for (dictionary, stream) in [
            ("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", &little),
            ("/Type/XRef/W[1 2 1]", &b"xxxx".to_vec()),
            ("/Subtype/Image/Width 9/Filter/FlateDecode", &picture),
            ("/Length 9", &b"stream stream stream".to_vec()),
        ] {
            assert!(
                !unpack_to_too_much(&pdf(dictionary, stream)),
                "{dictionary}"
            );
        }
        assert!(!unpack_to_too_much(b"") && !unpack_to_too_much(b"stream"));
    }
}
