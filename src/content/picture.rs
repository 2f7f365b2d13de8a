//! What is known of a picture from the start of its file: its width and height, and whether it can be made smaller.
//! Decodes no pixel.

use super::picture_fault::{self, PictureFault};

/// Read first: the size of most pictures stands here.
const START: u64 = 64 * 1024;
/// Read where it does not: photographs may carry previews and profiles before their size.
const MORE: u64 = 4 * 1024 * 1024;

/// What the start of a picture's file tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PictureFacts {
    /// Its width and height in pixels of CSS, the right way up; `None` where they cannot be found out.
    pub size: Option<(u32, u32)>,
    /// The format of its pixels; `None` for drawings, for pictures that move, and for formats that are published as they are.
    pub format: Option<PixelFormat>,
    /// True if it is in a format of which copublish knows what belongs to the picture.
    pub is_cleaned: bool,
    /// True if it says where it was taken.
    pub tells_place: bool,
    /// What it is, if no browser shows it.
    pub fault: Option<PictureFault>,
}

/// A format whose pictures can be made in other sizes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PixelFormat {
    /// Photographs: ISO/IEC 10918.
    Jpeg,
    /// Drawings and photographs without loss: ISO/IEC 15948.
    Png,
    /// Either: RFC 9649.
    WebP,
}

/// A format of which copublish knows what belongs to the picture, and what else programs write into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFormat {
    /// Photographs.
    Jpeg,
    /// Drawings, also those that move.
    Png,
    /// Either, also those that move.
    WebP,
    /// Drawings that move.
    Gif,
    /// AVIF, and what phones make: ISO/IEC 23008-12.
    Heif,
    /// Drawings as text.
    Svg,
}

impl FileFormat {
    /// The format of a file that starts like this, whatever its name.
    pub fn of(start: &[u8]) -> Option<FileFormat> {
        /// A drawing begins with what XML begins with, comments and the like.
        const HEAD_OF_DRAWING: usize = 4096;
        const HEIF: [&[u8]; 9] = [
            b"avif", b"avis", b"mif1", b"msf1", b"heic", b"heix", b"heim", b"heis", b"hevc",
        ];
        let text = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
        let head = start.get(..HEAD_OF_DRAWING).unwrap_or(start);
        if start.starts_with(b"\xFF\xD8\xFF") {
            Some(FileFormat::Jpeg)
        } else if start.starts_with(b"\x89PNG\r\n\x1A\n") {
            Some(FileFormat::Png)
        } else if start.starts_with(b"RIFF") && start.get(8..12) == Some(b"WEBP") {
            Some(FileFormat::WebP)
        } else if start.starts_with(b"GIF8") {
            Some(FileFormat::Gif)
        } else if start.get(4..8) == Some(b"ftyp")
            && start.get(8..12).is_some_and(|brand| HEIF.contains(&brand))
        {
            Some(FileFormat::Heif)
        } else if text.trim_ascii_start().starts_with(b"<")
            && memchr::memmem::find(head, b"<svg").is_some()
        {
            Some(FileFormat::Svg)
        } else {
            None
        }
    }
}

/// Looks at the start of a picture; `read` gives the first so many bytes of its file.
pub fn look(media_type: &str, read: impl Fn(u64) -> Option<Vec<u8>>) -> PictureFacts {
    let mut facts = PictureFacts::default();
    facts.size = of_start(read, |bytes| {
        facts.fault = picture_fault::find(media_type, bytes);
        facts.is_cleaned = FileFormat::of(bytes).is_some();
        if media_type == "image/svg+xml" {
            return of_svg(&String::from_utf8_lossy(bytes));
        }
        facts.format = PixelFormat::of(bytes);
        facts.tells_place = tells_place(bytes);
        of_raster(bytes)
    });
    facts
}

/// What `look` finds in the first bytes of a file, or in more of them.
fn of_start<T>(
    read: impl Fn(u64) -> Option<Vec<u8>>,
    mut look: impl FnMut(&[u8]) -> Option<T>,
) -> Option<T> {
    let start = read(START)?;
    let found = look(&start);
    if found.is_some() || (start.len() as u64) < START {
        found
    } else {
        look(&read(MORE)?)
    }
}

impl PixelFormat {
    /// The format of a file that starts like this, whatever its name; `None` for one that moves.
    pub fn of(start: &[u8]) -> Option<PixelFormat> {
        /// Behind the signature and the header of a PNG.
        const CHUNKS: usize = 33;
        const ANIMATION: u8 = 2;
        if start.starts_with(b"\xFF\xD8\xFF") {
            Some(PixelFormat::Jpeg)
        } else if start.starts_with(b"\x89PNG\r\n\x1A\n") {
            // The chunk that says that it moves stands before the pixels.
            let head = start.get(CHUNKS..).unwrap_or_default();
            let pixels = memchr::memmem::find(head, b"IDAT").unwrap_or(head.len());
            let moves = memchr::memmem::find(&head[..pixels], b"acTL").is_some();
            (!moves).then_some(PixelFormat::Png)
        } else if start.starts_with(b"RIFF") && start.get(8..12) == Some(b"WEBP") {
            let moves = start.get(12..16) == Some(b"VP8X")
                && start.get(20).is_some_and(|flags| flags & ANIMATION != 0);
            (!moves).then_some(PixelFormat::WebP)
        } else {
            None
        }
    }
}

fn of_raster(bytes: &[u8]) -> Option<(u32, u32)> {
    let size = imagesize::blob_size(bytes).ok()?;
    let (width, height) = (
        u32::try_from(size.width).ok()?,
        u32::try_from(size.height).ok()?,
    );
    let size = if lies_on_its_side(bytes).unwrap_or(false) {
        (height, width)
    } else {
        (width, height)
    };
    (size.0 > 0 && size.1 > 0).then_some(size)
}

/// True for a photograph that a browser turns by a quarter: cameras store pixels as the sensor sees them,
/// and say in EXIF which way is up.
fn lies_on_its_side(bytes: &[u8]) -> Option<bool> {
    bytes.strip_prefix(b"\xFF\xD8")?;
    orientation_of_exif(exif_in(bytes)?).map(|orientation| (5..=8).contains(&orientation))
}

/// True if the start of a picture says where it was taken.
fn tells_place(bytes: &[u8]) -> bool {
    let is_tiff = bytes.starts_with(b"II*\0") || bytes.starts_with(b"MM\0*");
    let tiff = if is_tiff { Some(bytes) } else { exif_in(bytes) };
    tiff.and_then(Directory::of)
        .is_some_and(|directory| directory.entry(PLACE).is_some())
}

/// What a camera wrote into a picture, in whatever format: a TIFF behind a word of its own.
fn exif_in(bytes: &[u8]) -> Option<&[u8]> {
    const WORD: &[u8] = b"Exif\0\0";
    // The chunk of a PNG and of a WebP need not have the word.
    let found = memchr::memmem::find(bytes, WORD).map(|at| at + WORD.len());
    let bare = || Some(memchr::memmem::find(bytes, b"eXIf")? + 4);
    bytes.get(found.or_else(bare)?..)
}

/// Which way a picture is up, from 1 to 8, as EXIF says it.
pub fn orientation_of_exif(tiff: &[u8]) -> Option<u16> {
    let directory = Directory::of(tiff)?;
    directory.number(directory.entry(ORIENTATION)? + 8)
}

/// Tags of the first directory of a TIFF (EXIF 2.32): which way is up, and where the directory of the place is.
const ORIENTATION: u16 = 0x0112;
const PLACE: u16 = 0x8825;

/// The first directory of a TIFF.
struct Directory<'t> {
    tiff: &'t [u8],
    is_little: bool,
    start: usize,
}

impl<'t> Directory<'t> {
    fn of(tiff: &'t [u8]) -> Option<Directory<'t>> {
        let is_little = match tiff.get(..4)? {
            b"II*\0" => true,
            b"MM\0*" => false,
            _ => return None,
        };
        let mut directory = Directory {
            tiff,
            is_little,
            start: 0,
        };
        let (first, second) = (directory.number(4)?, directory.number(6)?);
        let (high, low) = if is_little {
            (second, first)
        } else {
            (first, second)
        };
        directory.start = usize::from(high) << 16 | usize::from(low);
        Some(directory)
    }

    /// A number of two bytes.
    fn number(&self, at: usize) -> Option<u16> {
        let two = [*self.tiff.get(at)?, *self.tiff.get(at + 1)?];
        Some(if self.is_little {
            u16::from_le_bytes(two)
        } else {
            u16::from_be_bytes(two)
        })
    }

    /// Where the entry with a tag is.
    fn entry(&self, tag: u16) -> Option<usize> {
        let entries = usize::from(self.number(self.start)?);
        let entry = (0..entries).map(|entry| self.start + 2 + entry * 12);
        entry
            .take_while(|at| *at < self.tiff.len())
            .find(|at| self.number(*at) == Some(tag))
    }
}

/// The `width` and `height` of the root element; where one or both are not there, `viewBox` says the rest.
fn of_svg(text: &str) -> Option<(u32, u32)> {
    let tag = root_tag(text)?;
    let (width, height) = (
        attribute(tag, "width").and_then(length),
        attribute(tag, "height").and_then(length),
    );
    let (width, height) = match (width, height, attribute(tag, "viewBox").and_then(view_box)) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some((w, h))) => (width, width * h / w),
        (None, Some(height), Some((w, h))) => (height * w / h, height),
        (None, None, Some(size)) => size,
        _ => return None,
    };
    let whole = |length: f64| (0.5..1e6).contains(&length).then(|| length.round() as u32);
    Some((whole(width)?, whole(height)?))
}

/// What stands between `<svg` and its `>`; comments before it may hold anything.
fn root_tag(mut text: &str) -> Option<&str> {
    loop {
        let (_, rest) = text.split_once('<')?;
        if let Some(comment) = rest.strip_prefix("!--") {
            text = comment.split_once("-->")?.1;
        } else if let Some(tag) = rest
            .strip_prefix("svg")
            .filter(|tag| tag.starts_with(|c: char| c.is_whitespace()))
        {
            return tag.split_once('>').map(|(tag, _)| tag);
        } else {
            text = rest;
        }
    }
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = tag;
    while let Some((before, after)) = rest.split_once('=') {
        let after = after.trim_start();
        let quote = after
            .chars()
            .next()
            .filter(|quote| matches!(quote, '"' | '\''))?;
        let (value, behind) = after.get(1..)?.split_once(quote)?;
        if before.trim() == name {
            return Some(value.trim());
        }
        rest = behind;
    }
    None
}

/// A length in pixels of CSS; one in parts of something else is none.
fn length(text: &str) -> Option<f64> {
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || c == '.'))
        .unwrap_or(text.len());
    let unit = match text.get(end..)? {
        "" | "px" => 1.0,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 96.0 / 25.4,
        _ => return None,
    };
    let number: f64 = text.get(..end)?.parse().ok()?;
    (number > 0.0).then_some(number * unit)
}

fn view_box(text: &str) -> Option<(f64, f64)> {
    let numbers: Vec<f64> = text
        .split([' ', ',', '\n', '\t'])
        .filter(|part| !part.is_empty())
        .map_while(|part| part.parse().ok())
        .collect();
    match numbers[..] {
        [_, _, width, height] if width > 0.0 && height > 0.0 => Some((width, height)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(media_type: &str, read: impl Fn(u64) -> Option<Vec<u8>>) -> Option<(u32, u32)> {
        look(media_type, read).size
    }

    fn svg(text: &str) -> Option<(u32, u32)> {
        size("image/svg+xml", |_| Some(text.as_bytes().to_vec()))
    }

    #[test]
    fn pictures_that_move_stay_as_they_are() {
        let png = |chunk: &[u8]| [b"\x89PNG\r\n\x1A\n".as_slice(), &[0; 25], chunk].concat();
        let webp = |kind: &[u8], flags: u8| {
            [b"RIFF\0\0\0\0WEBP".as_slice(), kind, &[10, 0, 0, 0, flags]].concat()
        };
        for (bytes, expected) in [
            (b"\xFF\xD8\xFF\xE0".to_vec(), Some(PixelFormat::Jpeg)),
            (png(b"\0\0\0\x01IDATacTL"), Some(PixelFormat::Png)),
            (png(b"\0\0\0\x08acTL"), None),
            (webp(b"VP8 ", 2), Some(PixelFormat::WebP)),
            (webp(b"VP8X", 16), Some(PixelFormat::WebP)),
            (webp(b"VP8X", 2), None),
            (b"GIF89a".to_vec(), None),
            (Vec::new(), None),
        ] {
            assert_eq!(PixelFormat::of(&bytes), expected, "{bytes:?}");
        }
    }

    #[test]
    fn drawings_say_their_size_in_several_ways() {
        for (text, expected) in [
            ("<svg width=\"120\" height='80px'>", Some((120, 80))),
            (
                "<?xml version=\"1.0\"?><!-- <svg width='1'> --><svg\n\tviewBox='0 0 680.4 300'>",
                Some((680, 300)),
            ),
            ("<svg width=\"10cm\" viewBox=\"0,0,2,1\">", Some((378, 189))),
            (
                "<svg width=\"100%\" height=\"50%\" viewBox=\"-10 -10 40 20\">",
                Some((40, 20)),
            ),
            ("<svg stroke-width='3' height='5' width='4'>", Some((4, 5))),
            ("<svg width=\"100%\">", None),
            ("<svg viewBox=\"0 0 0 0\">", None),
            ("<svg width=\"1e9\" height=\"1\">", None),
            ("<svg width=\"12", None),
            ("<svgs width='1' height='1'>", None),
            ("", None),
        ] {
            assert_eq!(svg(text), expected, "{text}");
        }
    }

    /// A JPEG that ends behind its size: 640 by 480 as stored.
    fn photograph(exif: &[u8]) -> Vec<u8> {
        let mut bytes = b"\xFF\xD8\xFF\xE0\x00\x04ab".to_vec();
        if !exif.is_empty() {
            bytes.extend([0xFF, 0xE1]);
            bytes.extend(u16::try_from(exif.len() + 8).unwrap().to_be_bytes());
            bytes.extend(b"Exif\0\0");
            bytes.extend(exif);
        }
        bytes.extend(
            b"\xFF\xC0\x00\x11\x08\x01\xE0\x02\x80\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01\xFF\xDA",
        );
        bytes
    }

    #[test]
    fn photographs_are_measured_the_right_way_up() {
        let of = |bytes: Vec<u8>| size("image/jpeg", |_| Some(bytes.clone()));
        assert_eq!(of(photograph(b"")), Some((640, 480)));
        let little = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0";
        let big = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x03\0\0";
        assert_eq!(of(photograph(little)), Some((480, 640)));
        assert_eq!(of(photograph(big)), Some((640, 480)));
        assert_eq!(of(photograph(b"II*\0\xFF\xFF\xFF\xFF")), Some((640, 480)));
        let whole = photograph(little);
        for end in 0..whole.len() {
            of(whole[..end].to_vec());
        }
    }

    #[test]
    fn more_is_read_only_where_it_helps() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x20\x08\x06\0\0\0";
        let read = |most: u64| {
            assert_eq!(most, START);
            Some(png.to_vec())
        };
        assert_eq!(size("image/png", read), Some((16, 32)));
        let mut long = photograph(b"");
        long.splice(
            2..2,
            [&[0xFF, 0xE2, 0xFF, 0xFF][..], &vec![0; 0xFFFD]].concat(),
        );
        let read = |most: u64| {
            Some(
                long.iter()
                    .copied()
                    .take(usize::try_from(most).unwrap())
                    .collect(),
            )
        };
        assert_eq!(size("image/jpeg", read), Some((640, 480)));
    }
}
