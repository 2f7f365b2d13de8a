//! Why a file with the name of a picture shows nothing in any browser, as far as its start tells.

/// What a file is in place of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFault {
    /// There is nothing in it.
    Empty,
    /// A page that a website answered with in place of the picture.
    WebPage,
    /// A few lines that stand for the picture in a repository.
    LfsPointer,
    /// A photograph of a phone in a format that browsers do not show.
    Heic,
    /// Something else.
    NoPicture,
}

/// The formats whose first bytes are known.
const KNOWN: [&str; 5] = [
    "image/avif",
    "image/gif",
    "image/jpeg",
    "image/png",
    "image/webp",
];

/// How files start that browsers show as pictures, whatever their names.
const SHOWN: [&[u8]; 6] = [
    b"\xFF\xD8\xFF",
    b"\x89PNG\r\n\x1A\n",
    b"GIF8",
    b"RIFF",
    b"BM",
    b"\0\0\x01\0",
];

/// The kinds of HEIF in which phones keep photographs.
const OF_PHONES: [&[u8]; 5] = [b"heic", b"heix", b"heim", b"heis", b"hevc"];

/// How the files of Git LFS start that stand for others.
const POINTER: &[u8] = b"version https://git-lfs";

/// Looks at the start of a file that should be a picture of this type.
pub(super) fn find(media_type: &str, start: &[u8]) -> Option<PictureFault> {
    if start.is_empty() {
        return Some(PictureFault::Empty);
    }
    if start.starts_with(POINTER) {
        return Some(PictureFault::LfsPointer);
    }
    if is_web_page(start) {
        return Some(PictureFault::WebPage);
    }
    let is_shown = SHOWN.iter().any(|shown| start.starts_with(shown));
    if !KNOWN.contains(&media_type) || is_shown {
        return None;
    }
    match (start.get(4..8), start.get(8..12)) {
        (Some(b"ftyp"), Some(brand)) if OF_PHONES.contains(&brand) => Some(PictureFault::Heic),
        (Some(b"ftyp"), _) => None,
        _ => Some(PictureFault::NoPicture),
    }
}

/// True for HTML; a drawing may hold some, but begins with something else.
fn is_web_page(start: &[u8]) -> bool {
    let text = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
    let text = text.trim_ascii_start();
    ["<!doctype html", "<html", "<head", "<body"]
        .iter()
        .any(|tag| {
            let begins = text.get(..tag.len());
            begins.is_some_and(|begins| begins.eq_ignore_ascii_case(tag.as_bytes()))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_start_of_a_file_tells_what_is_no_picture() {
        let heic = b"\0\0\0\x18ftypheic\0\0\0\0";
        let avif = b"\0\0\0\x18ftypavif\0\0\0\0";
        let page = b"\xEF\xBB\xBF\n <!DOCTYPE HTML><title>Sign in</title>";
        let drawing = b"<?xml version=\"1.0\"?><!DOCTYPE svg><svg><html/></svg>";
        let cases: [(&str, &[u8], Option<PictureFault>); 11] = [
            ("image/png", b"", Some(PictureFault::Empty)),
            ("image/svg+xml", b"", Some(PictureFault::Empty)),
            ("image/jpeg", page, Some(PictureFault::WebPage)),
            ("image/svg+xml", page, Some(PictureFault::WebPage)),
            (
                "image/webp",
                b"version https://git-lfs.github.com/spec/v1\n",
                Some(PictureFault::LfsPointer),
            ),
            ("image/jpeg", heic, Some(PictureFault::Heic)),
            ("image/png", b"Pixels", Some(PictureFault::NoPicture)),
            ("image/png", b"\xFF\xD8\xFF\xE0", None),
            ("image/avif", avif, None),
            ("image/svg+xml", drawing, None),
            ("image/heic", heic, None),
        ];
        for (media_type, start, expected) in cases {
            assert_eq!(find(media_type, start), expected, "{media_type} {start:?}");
        }
    }
}
