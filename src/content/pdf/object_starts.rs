//! Where a PDF says that its objects start, in its tables of objects. Tables that nobody uses any more count too.

use std::io::Read;

use flate2::read::ZlibDecoder;
use memchr::memmem;

use super::object_streams::{has, streams};

/// The most that one table is unpacked to, in bytes.
const MAX_TABLE: u64 = 64 << 20;

/// All starts; none if a table cannot be understood.
pub(super) fn object_starts(pdf: &[u8]) -> Option<Vec<usize>> {
    let mut starts: Vec<usize> = in_text(pdf).collect();
    for (dictionary, stream) in streams(pdf) {
        if let Some(table) = table(&dictionary, stream) {
            starts.extend(table.starts()?);
        }
    }
    Some(starts)
}

/// The starts in tables that are text: `0000000017 00000 n`.
fn in_text(pdf: &[u8]) -> impl Iterator<Item = usize> + '_ {
    memmem::find_iter(pdf, b" n").filter_map(|at| {
        let before = pdf.get(at.checked_sub(16)?..at)?;
        let offset = std::str::from_utf8(before.get(..10)?).ok()?;
        let generation = before.get(10..)?.strip_prefix(b" ")?;
        let is_entry = generation.iter().all(u8::is_ascii_digit);
        is_entry.then_some(offset)?.parse().ok()
    })
}

/// A table as a stream, unpacked.
struct Table {
    bytes: Vec<u8>,
    /// How many bytes the three columns take: what the entry is, where it starts, anything else.
    widths: [usize; 3],
    /// True if each row begins with a byte that says how its other bytes follow from the row before.
    is_predicted: bool,
}

fn table(dictionary: &[u8], stream: &[u8]) -> Option<Table> {
    let mut widths = numbers_after(dictionary, b"/W")?.into_iter();
    let widths = [widths.next()?, widths.next()?, widths.next()?];
    let mut bytes = Vec::new();
    if has(dictionary, b"/FlateDecode") {
        // A damaged end leaves what comes before it.
        let _ = ZlibDecoder::new(stream)
            .take(MAX_TABLE)
            .read_to_end(&mut bytes);
    } else {
        let length = numbers_after(dictionary, b"/Length")?.first().copied()?;
        bytes.extend(stream.iter().take(length));
    }
    let predictor = numbers_after(dictionary, b"/Predictor");
    let predictor = predictor.and_then(|numbers| numbers.first().copied());
    Some(Table {
        bytes,
        widths,
        is_predicted: predictor.is_some_and(|predictor| predictor >= 10),
    })
}

/// The numbers after a name, in brackets or not.
fn numbers_after(dictionary: &[u8], name: &[u8]) -> Option<Vec<usize>> {
    let at = memmem::find(dictionary, name)? + name.len();
    let rest = dictionary.get(at..)?;
    let end = rest
        .iter()
        .position(|byte| !byte.is_ascii_digit() && !b" [\r\n".contains(byte));
    let text = std::str::from_utf8(rest.get(..end.unwrap_or(rest.len()))?).ok()?;
    let words = text
        .split([' ', '[', '\r', '\n'])
        .filter(|word| !word.is_empty());
    let numbers: Result<Vec<usize>, _> = words.map(str::parse).collect();
    numbers.ok().filter(|numbers| !numbers.is_empty())
}

impl Table {
    fn starts(&self) -> Option<Vec<usize>> {
        let [kind, start, other] = self.widths;
        let row = kind.saturating_add(start).saturating_add(other);
        let predictor = usize::from(self.is_predicted);
        let mut above = vec![0; row.min(self.bytes.len())];
        let mut starts = Vec::new();
        for line in self
            .bytes
            .chunks_exact(row.saturating_add(predictor).max(1))
        {
            above = self.unpredicted(line, &above)?;
            let is_object = kind == 0 || number(above.get(..kind)) == 1;
            if is_object {
                starts.push(number(above.get(kind..kind + start)));
            }
        }
        Some(starts)
    }

    /// The bytes of a row, which may be written as what differs from the row above. Nobody writes tables in another way.
    fn unpredicted(&self, line: &[u8], above: &[u8]) -> Option<Vec<u8>> {
        if !self.is_predicted {
            return Some(line.to_vec());
        }
        match line.split_first()? {
            (0, bytes) => Some(bytes.to_vec()),
            (2, bytes) => {
                let pairs = bytes.iter().zip(above);
                Some(
                    pairs
                        .map(|(byte, above)| byte.wrapping_add(*above))
                        .collect(),
                )
            }
            _ => None,
        }
    }
}

/// A number of some bytes, the first being the most significant.
fn number(bytes: Option<&[u8]>) -> usize {
    let digits = bytes.unwrap_or_default().iter();
    digits.fold(0, |number, byte| {
        number.wrapping_shl(8) | usize::from(*byte)
    })
}
