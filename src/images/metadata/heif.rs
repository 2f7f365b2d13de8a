//! AVIF and HEIC (ISO/IEC 23008-12): boxes, and items whose places in the file a table names. Whatever is no picture is
//! written over where it is, so that no place moves.

use std::ops::Range;

/// Items that are pictures, or say how pictures are put together.
const PICTURES: [&[u8; 4]; 10] = [
    b"av01", b"hvc1", b"lhv1", b"avc1", b"jpeg", b"unci", b"grid", b"iovl", b"iden", b"tmap",
];
/// Boxes that a picture or a film needs.
const STAYS: [&[u8; 4]; 6] = [b"ftyp", b"meta", b"mdat", b"moov", b"free", b"skip"];
/// Boxes of films that hold what people and programs noted.
const NOTES: [&[u8; 4]; 3] = [b"udta", b"meta", b"uuid"];
/// EXIF with nothing in it, as programs expect it: where it begins, and a directory without entries.
const EMPTY_EXIF: &[u8] = b"\0\0\0\0II*\0\x08\0\0\0\0\0\0\0\0\0";

/// The same picture with nothing where there were notes.
pub(super) fn without(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.to_vec();
    for found in boxes(bytes, 0..bytes.len())? {
        match &found.name {
            b"meta" => {
                for (name, place) in notes(bytes, found.content.clone())? {
                    blank(out.get_mut(place)?, &name);
                }
            }
            b"moov" => blank_film(bytes, &found, &mut out)?,
            name if !STAYS.contains(&name) => free(&found, &mut out)?,
            _ => {}
        }
    }
    Some(out)
}

/// A box of a file.
struct Part {
    name: [u8; 4],
    start: usize,
    content: Range<usize>,
}

fn boxes(bytes: &[u8], within: Range<usize>) -> Option<Vec<Part>> {
    let mut all = Vec::new();
    let mut at = within.start;
    while at < within.end {
        let mut reader = Reader { bytes, at };
        let short = reader.number(4)?;
        let name = *bytes.get(at + 4..)?.first_chunk::<4>()?;
        reader.at += 4;
        let length = match short {
            0 => within.end - at,
            1 => reader.number(8)?,
            length => length,
        };
        let end = at.checked_add(length)?;
        if end > within.end || end < reader.at {
            return None;
        }
        all.push(Part {
            name,
            start: at,
            content: reader.at..end,
        });
        at = end;
    }
    Some(all)
}

/// Makes a box one that nobody reads.
fn free(part: &Part, out: &mut [u8]) -> Option<()> {
    out.get_mut(part.start + 4..part.start + 8)?
        .copy_from_slice(b"free");
    out.get_mut(part.content.clone())?.fill(0);
    Some(())
}

/// Blanks what is noted of a film and of its tracks.
fn blank_film(bytes: &[u8], film: &Part, out: &mut [u8]) -> Option<()> {
    for part in boxes(bytes, film.content.clone())? {
        if NOTES.contains(&&part.name) {
            free(&part, out)?;
        } else if part.name == *b"trak" {
            for part in boxes(bytes, part.content)? {
                if NOTES.contains(&&part.name) {
                    free(&part, out)?;
                }
            }
        }
    }
    Some(())
}

fn blank(note: &mut [u8], name: &[u8; 4]) {
    note.fill(if name == b"mime" { b' ' } else { 0 });
    if name == b"Exif"
        && let Some(start) = note.get_mut(..EMPTY_EXIF.len())
    {
        start.copy_from_slice(EMPTY_EXIF);
    }
}

/// The items that are no pictures, each with a place where a part of it is.
fn notes(bytes: &[u8], meta: Range<usize>) -> Option<Vec<([u8; 4], Range<usize>)>> {
    // Behind the version.
    let parts = boxes(bytes, meta.start.checked_add(4)?..meta.end)?;
    let find = |name: &[u8; 4]| parts.iter().find(|part| part.name == *name);
    let Some(list) = find(b"iinf") else {
        return Some(Vec::new());
    };
    let items = items(bytes, list)?;
    let data = find(b"idat").map_or(0, |part| part.content.start);
    let places = places(bytes, find(b"iloc")?, data)?.into_iter();
    let noted = places.filter_map(|place| {
        let item = items.iter().find(|item| item.id == place.id)?;
        let is_picture = PICTURES.contains(&&item.name);
        (!is_picture).then_some((item.name, place.range))
    });
    Some(noted.collect())
}

struct Item {
    id: usize,
    name: [u8; 4],
}

fn items(bytes: &[u8], list: &Part) -> Option<Vec<Item>> {
    let mut reader = Reader::of(bytes, list);
    let version = reader.number(4)? >> 24;
    reader.number(if version == 0 { 2 } else { 4 })?;
    let entries = boxes(bytes, reader.at..list.content.end)?;
    let read = |entry: &Part| {
        let mut reader = Reader::of(bytes, entry);
        let version = reader.number(4)? >> 24;
        let id = reader.number(if version == 3 { 4 } else { 2 })?;
        reader.number(2)?;
        let name = *bytes.get(reader.at..)?.first_chunk::<4>()?;
        (version >= 2).then_some(Item { id, name })
    };
    entries.iter().map(read).collect()
}

struct Place {
    id: usize,
    range: Range<usize>,
}

/// Where the parts of all items are; `data` is where those begin that are beside the table.
fn places(bytes: &[u8], table: &Part, data: usize) -> Option<Vec<Place>> {
    let mut reader = Reader::of(bytes, table);
    let version = reader.number(4)? >> 24;
    let sizes = Sizes(reader.number(2)?);
    let wide = if version < 2 { 2 } else { 4 };
    let mut all = Vec::new();
    for _ in 0..reader.number(wide)? {
        let id = reader.number(wide)?;
        let is_beside = version > 0 && reader.number(2)? & 0xF == 1;
        reader.number(2)?;
        let start = if is_beside { data } else { 0 };
        let base = start.checked_add(reader.number(sizes.of_base())?)?;
        for _ in 0..reader.number(2)? {
            let index = if version > 0 { sizes.of_index() } else { 0 };
            reader.number(index)?;
            let range = range(&mut reader, &sizes, base)?;
            all.push(Place { id, range });
        }
    }
    Some(all)
}

fn range(reader: &mut Reader, sizes: &Sizes, base: usize) -> Option<Range<usize>> {
    let start = base.checked_add(reader.number(sizes.of_start())?)?;
    let length = reader.number(sizes.of_length())?;
    Some(start..start.checked_add(length)?)
}

/// How many bytes the numbers of a table have.
struct Sizes(usize);

impl Sizes {
    fn of_start(&self) -> usize {
        self.0 >> 12 & 0xF
    }

    fn of_length(&self) -> usize {
        self.0 >> 8 & 0xF
    }

    fn of_base(&self) -> usize {
        self.0 >> 4 & 0xF
    }

    fn of_index(&self) -> usize {
        self.0 & 0xF
    }
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Reader<'b> {
    fn of(bytes: &'b [u8], part: &Part) -> Reader<'b> {
        let at = part.content.start;
        Reader { bytes, at }
    }

    /// A number of so many bytes, the highest first; 0 of none.
    fn number(&mut self, bytes: usize) -> Option<usize> {
        let end = self.at.checked_add(bytes)?;
        let read = self.bytes.get(self.at..end)?;
        self.at = end;
        read.iter().try_fold(0_usize, |number, byte| {
            number.checked_mul(256)?.checked_add(usize::from(*byte))
        })
    }
}
