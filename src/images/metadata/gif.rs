//! GIF (version 89a): blocks up to the end of the picture. Comments and what programs added for themselves do not stay.

/// Extensions of programs that browsers go by: how often a film repeats, and how its colours are meant.
const STAYS: [&[u8; 11]; 3] = [b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"];
const IMAGE: u8 = 0x2C;
const EXTENSION: u8 = 0x21;
const END: u8 = 0x3B;
/// How a frame follows another one, and text that is shown.
const OF_FRAMES: [u8; 2] = [0xF9, 0x01];
const OF_PROGRAMS: u8 = 0xFF;

/// The same picture, or film, without what a program wrote beside it.
pub(super) fn without(bytes: &[u8]) -> Option<Vec<u8>> {
    if !bytes.starts_with(b"GIF87a") && !bytes.starts_with(b"GIF89a") {
        return None;
    }
    let start = 13 + length_of_colours(*bytes.get(10)?);
    let mut out = bytes.get(..start)?.to_vec();
    let mut rest = bytes.get(start..)?;
    // Some programs leave out the end.
    while let Some((&kind, behind)) = rest.split_first().filter(|(kind, _)| **kind != END) {
        let (head, stays) = match kind {
            IMAGE => {
                let flags = *behind.get(8)?;
                // With the byte that says how the pixels are packed.
                (11 + length_of_colours(flags), true)
            }
            EXTENSION => (2, extension_stays(behind)?),
            _ => return None,
        };
        let length = head + length_of_parts(rest.get(head..)?)?;
        if stays {
            out.extend(rest.get(..length)?);
        }
        rest = rest.get(length..)?;
    }
    out.push(END);
    Some(out)
}

fn extension_stays(extension: &[u8]) -> Option<bool> {
    let (&label, parts) = extension.split_first()?;
    if label == OF_PROGRAMS {
        let program = parts.get(1..12)?;
        return Some(STAYS.iter().any(|stays| *stays == program));
    }
    Some(OF_FRAMES.contains(&label))
}

/// The length of a table of colours that flags tell of.
fn length_of_colours(flags: u8) -> usize {
    if flags & 0x80 == 0 {
        0
    } else {
        3 << ((flags & 7) + 1)
    }
}

/// The length of parts, each behind its length, up to an empty one.
fn length_of_parts(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    }
}
