//! A picture's file with nothing but its pixels and what they need to look right. Each format keeps a list of parts
//! that stay: what is new to it does not stay.

mod gif;
mod heif;
mod jpeg;
mod png;
mod svg;
pub(super) mod webp;

use crate::content::FileFormat;

/// The same picture with nothing beside it; `None` if its parts cannot be told apart.
pub(super) fn without(bytes: &[u8]) -> Option<Vec<u8>> {
    match FileFormat::of(bytes)? {
        FileFormat::Jpeg => jpeg::without(bytes),
        FileFormat::Png => png::without(bytes),
        FileFormat::WebP => webp::without(bytes),
        FileFormat::Gif => gif::without(bytes),
        FileFormat::Heif => heif::without(bytes),
        FileFormat::Svg => Some(svg::without(bytes)),
    }
}

/// True if there may be something in a file that does not belong to its pixels, as far as that can be told of one whose
/// parts cannot be told apart.
pub(super) fn may_be_in(bytes: &[u8]) -> bool {
    /// What EXIF and XMP begin with, in all formats.
    const STARTS: [&[u8]; 5] = [b"Exif\0", b"eXIf", b"EXIF", b"<x:xmpmeta", b"ns.adobe.com"];
    STARTS
        .iter()
        .any(|start| memchr::memmem::find(bytes, start).is_some())
}

#[cfg(test)]
mod tests;
