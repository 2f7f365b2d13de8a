//! Files that end too early.

use super::*;

#[test]
fn a_file_that_ends_early_is_none() {
    for (format, start) in [
        (PixelFormat::Jpeg, b"\xFF\xD8\xFF\xE0\0\x10JF".as_slice()),
        (PixelFormat::Png, b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR"),
        (PixelFormat::WebP, b"RIFF\x40\0\0\0WEBPVP8 "),
        (PixelFormat::WebP, b""),
    ] {
        assert_eq!(without(start, format), None);
    }
}
