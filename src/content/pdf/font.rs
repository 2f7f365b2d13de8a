//! The fonts of a PDF: which letters its codes stand for, and how wide they are.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Encoding, Object};

/// The most that a table of a font may unpack to, in bytes.
const MOST: usize = 4 << 20;
/// The most widths of a font that are read.
const MOST_WIDTHS: usize = 70_000;
/// The width of codes of which a font does not say one.
const COMMON_WIDTH: f32 = 1000.0;

/// A font, ready to read texts.
pub(super) struct Font<'d> {
    encoding: Encoding<'d>,
    widths: Widths,
}

/// How wide the codes of a font are, in thousandths of its size.
enum Widths {
    /// A font that every program has, and that says nothing of itself.
    Unknown,
    /// One byte is a code; the first code that has a width, and the widths from there on.
    OfBytes(usize, Vec<f32>),
    /// Two bytes are a code.
    OfPairs(BTreeMap<usize, f32>, f32),
}

/// The dictionaries of fonts that have a table of Unicode beside an encoding, without that encoding: lopdf would take it, and
/// the table is better.
pub(super) struct UnicodeFonts<'d>(BTreeMap<*const Dictionary, (&'d Dictionary, Dictionary)>);

impl<'d> UnicodeFonts<'d> {
    /// Those of a document.
    pub fn new(document: &'d Document) -> UnicodeFonts<'d> {
        let fonts = document.objects.values().filter_map(|it| it.as_dict().ok());
        let fonts = fonts.filter(|it| it.has(b"ToUnicode") && it.has(b"Encoding"));
        let fonts = fonts.map(|font| {
            let mut plain = font.clone();
            plain.remove(b"Encoding");
            (std::ptr::from_ref(font), (font, plain))
        });
        UnicodeFonts(fonts.collect())
    }

    /// A font of the document.
    pub fn font<'f>(&'f self, document: &'f Document, font: &'f Dictionary) -> Option<Font<'f>> {
        let plain = self.0.get(&std::ptr::from_ref(font));
        let of_table = plain.and_then(|(_, plain)| {
            let encoding = plain.get_font_encoding_with_limit(document, MOST).ok()?;
            matches!(encoding, Encoding::UnicodeMapEncoding(_)).then_some(encoding)
        });
        let encoding = match of_table {
            Some(encoding) => encoding,
            None => font.get_font_encoding_with_limit(document, MOST).ok()?,
        };
        Some(Font {
            encoding,
            widths: Widths::new(document, font),
        })
    }
}

impl Font<'_> {
    /// Adds the text that codes stand for.
    pub fn read(&self, codes: &[u8], text: &mut String) {
        let start = text.len();
        // What has no letter is left out.
        let _ = self.encoding.write_to_string(codes, text);
        if text.get(start..).is_some_and(|it| it.contains(UNKNOWN)) {
            let known = text.split_off(start).replace(UNKNOWN, "");
            text.push_str(&known);
        }
    }

    /// How wide codes are together, in thousandths of the font's size, and how many they are.
    pub fn width(&self, codes: &[u8]) -> Option<(f32, usize)> {
        match &self.widths {
            Widths::Unknown => None,
            Widths::OfBytes(first, widths) => {
                let place = |code: &u8| usize::from(*code).checked_sub(*first);
                let width = |code| place(code).and_then(|place| widths.get(place));
                let all = codes.iter().map(|code| width(code).unwrap_or(&0.0));
                Some((all.sum(), codes.len()))
            }
            Widths::OfPairs(widths, other) => {
                let pairs = codes.chunks(2).map(|pair| {
                    let code = pair
                        .iter()
                        .fold(0, |code, byte| code * 256 + usize::from(*byte));
                    widths.get(&code).unwrap_or(other)
                });
                Some((pairs.sum(), codes.len().div_ceil(2)))
            }
        }
    }
}

/// What lopdf reads where a font does not know a code.
const UNKNOWN: char = '\u{fffd}';

impl Widths {
    fn new(document: &Document, font: &Dictionary) -> Widths {
        let subtype = font.get(b"Subtype").and_then(Object::as_name);
        if subtype.is_ok_and(|subtype| subtype == b"Type0") {
            return Widths::of_pairs(document, font).unwrap_or(Widths::Unknown);
        }
        let widths = font.get_deref(b"Widths", document);
        let Ok(widths) = widths.and_then(Object::as_array) else {
            return Widths::Unknown;
        };
        let first = font.get_deref(b"FirstChar", document);
        let first = first.and_then(Object::as_i64).unwrap_or(0);
        // The glyphs of Type 3 fonts have units of their own.
        let scale = match font.get_deref(b"FontMatrix", document) {
            Ok(Object::Array(matrix)) => matrix.first().map_or(1.0, |it| number(it) * 1000.0),
            _ => 1.0,
        };
        let widths = widths
            .iter()
            .take(256)
            .map(|width| number(deref(document, width)) * scale);
        Widths::OfBytes(usize::try_from(first).unwrap_or(0), widths.collect())
    }

    fn of_pairs(document: &Document, font: &Dictionary) -> Option<Widths> {
        let fonts = font.get_deref(b"DescendantFonts", document).ok()?;
        let font = deref(document, fonts.as_array().ok()?.first()?);
        let font = font.as_dict().ok()?;
        let other = font.get_deref(b"DW", document).map_or(COMMON_WIDTH, number);
        let runs = font.get_deref(b"W", document).and_then(Object::as_array);
        let widths = runs.map(|runs| widths_of_runs(document, runs));
        Some(Widths::OfPairs(widths.unwrap_or_default(), other))
    }
}

/// The width of each code, written as a code and the widths from there on, or as two codes and the width of all between.
fn widths_of_runs(document: &Document, runs: &[Object]) -> BTreeMap<usize, f32> {
    let mut widths = BTreeMap::new();
    let mut runs = runs.iter().map(|it| deref(document, it));
    while let (Some(first), Some(next)) = (runs.next(), runs.next()) {
        let first = number(first) as usize;
        if let Object::Array(list) = next {
            let list = list.iter().map(|it| number(deref(document, it)));
            widths.extend((first..).zip(list).take(MOST_WIDTHS));
        } else {
            let width = runs.next().map_or(COMMON_WIDTH, number);
            let codes = (first..=number(next) as usize).take(MOST_WIDTHS);
            widths.extend(codes.map(|code| (code, width)));
        }
        if widths.len() > MOST_WIDTHS {
            break;
        }
    }
    widths
}

fn deref<'d>(document: &'d Document, object: &'d Object) -> &'d Object {
    document.dereference(object).map_or(object, |(_, it)| it)
}

/// A number; 0 for what is none.
pub(super) fn number(object: &Object) -> f32 {
    object.as_float().unwrap_or(0.0)
}
