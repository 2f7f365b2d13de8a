//! JPEG (ITU-T T.81): segments up to the end of the image. What stands behind that, such as a second picture or a short
//! film, does not stay.

use crate::content::orientation_of_exif;

const START: [u8; 2] = [0xFF, 0xD8];
const END: u8 = 0xD9;
const SCAN: u8 = 0xDA;

/// The same photograph without anything that is not needed to show it. Which way is up stays.
pub(super) fn without(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes.strip_prefix(&START)?;
    let mut out = Vec::with_capacity(bytes.len());
    out.extend(START);
    let mut is_turned = false;
    loop {
        let (marker, behind) = marker(rest)?;
        if marker == END {
            out.extend([0xFF, END]);
            return Some(out);
        }
        let (segment, behind) = segment(behind)?;
        let orientation = if marker == 0xE1 && !is_turned {
            segment
                .strip_prefix(b"Exif\0\0")
                .and_then(orientation_of_exif)
        } else {
            None
        };
        if let Some(orientation @ 2..=8) = orientation {
            out.extend(exif(orientation));
            is_turned = true;
        } else if stays(marker, segment) {
            push(&mut out, marker, segment);
        }
        rest = behind;
        if marker == SCAN {
            let end = end_of_scan(rest)?;
            out.extend(rest.get(..end)?);
            rest = rest.get(end..)?;
        }
    }
}

/// The next marker; any number of bytes 0xFF may stand before it.
fn marker(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let rest = bytes.strip_prefix(&[0xFF])?;
    let fill = rest.iter().take_while(|byte| **byte == 0xFF).count();
    let (marker, rest) = rest.get(fill..)?.split_first()?;
    Some((*marker, rest))
}

/// What is in a segment, and what is behind it.
fn segment(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let [high, low, ..] = *bytes else { return None };
    let length = usize::from(u16::from_be_bytes([high, low]));
    Some((bytes.get(2..length)?, bytes.get(length..)?))
}

fn push(out: &mut Vec<u8>, marker: u8, segment: &[u8]) {
    // It came from a length of two bytes.
    let length = u16::try_from(segment.len() + 2).unwrap_or(u16::MAX);
    out.extend([0xFF, marker]);
    out.extend(length.to_be_bytes());
    out.extend(segment);
}

/// Tables, frames and scans; what says how colours are meant: JFIF, Adobe, and the colour profile.
fn stays(marker: u8, segment: &[u8]) -> bool {
    match marker {
        // Without a small picture of the same.
        0xE0 => segment.starts_with(b"JFIF\0") && segment.len() == 14,
        0xE2 => segment.starts_with(b"ICC_PROFILE\0"),
        0xEE => segment.starts_with(b"Adobe"),
        0xC0..=0xCF | 0xDA..=0xDF => true,
        _ => false,
    }
}

/// Where the data of a scan ends: at a marker that is neither a restart nor a stuffed byte.
fn end_of_scan(bytes: &[u8]) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + memchr::memchr(0xFF, bytes.get(from..)?)?;
        match bytes.get(at + 1)? {
            0x00 | 0xD0..=0xD7 => from = at + 2,
            0xFF => from = at + 1,
            _ => return Some(at),
        }
    }
}

/// A segment that says which way is up, and nothing else: a TIFF of one directory with one entry.
fn exif(orientation: u16) -> Vec<u8> {
    let mut segment = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
    segment.extend(orientation.to_be_bytes());
    segment.extend([0; 6]);
    let mut out = Vec::new();
    push(&mut out, 0xE1, &segment);
    out
}
