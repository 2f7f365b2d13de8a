//! The width and height of a picture, from the start of its file. Decodes no pixel.

/// Read first: the size of most pictures stands here.
const START: u64 = 64 * 1024;
/// Read where it does not: photographs may carry previews and profiles before their size.
const MORE: u64 = 4 * 1024 * 1024;

/// The width and height of a picture in pixels of CSS, the right way up; `None` where they cannot be found out.
/// `read` gives the first so many bytes of the file.
pub fn size(media_type: &str, read: impl Fn(u64) -> Option<Vec<u8>>) -> Option<(u32, u32)> {
    let look = |bytes: &[u8]| match media_type {
        "image/svg+xml" => of_svg(&String::from_utf8_lossy(bytes)),
        _ => of_raster(bytes),
    };
    let start = read(START)?;
    let found = look(&start);
    if found.is_some() || (start.len() as u64) < START {
        found
    } else {
        look(&read(MORE)?)
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
    let mut rest = bytes.strip_prefix(b"\xFF\xD8")?;
    loop {
        let [0xFF, marker, high, low, ..] = *rest else {
            return None;
        };
        let length = usize::from(u16::from_be_bytes([high, low]));
        let segment = rest.get(4..2 + length)?;
        if let (0xE1, Some(tiff)) = (marker, segment.strip_prefix(b"Exif\0\0")) {
            return orientation(tiff).map(|orientation| (5..=8).contains(&orientation));
        }
        // The pixels begin: EXIF stands before them.
        if marker == 0xDA {
            return None;
        }
        rest = rest.get(2 + length..)?;
    }
}

/// The tag 0x0112 of the first directory of a TIFF.
fn orientation(tiff: &[u8]) -> Option<u16> {
    let little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let two = [*tiff.get(at)?, *tiff.get(at + 1)?];
        Some(if little {
            u16::from_le_bytes(two)
        } else {
            u16::from_be_bytes(two)
        })
    };
    let (first, second) = (usize::from(short(4)?), usize::from(short(6)?));
    let directory = if little {
        second << 16 | first
    } else {
        first << 16 | second
    };
    let entries = usize::from(short(directory)?);
    let entry = (0..entries).map(|entry| directory + 2 + entry * 12);
    entry
        .take_while(|at| *at < tiff.len())
        .find(|at| short(*at) == Some(0x0112))
        .and_then(|at| short(at + 8))
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

    fn svg(text: &str) -> Option<(u32, u32)> {
        size("image/svg+xml", |_| Some(text.as_bytes().to_vec()))
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
