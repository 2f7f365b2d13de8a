//! Files that end too early.

use super::*;

#[test]
fn a_file_that_ends_early_is_none() {
    for start in [
        b"\xFF\xD8\xFF\xE0\0\x10JF".as_slice(),
        b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR",
        b"RIFF\x40\0\0\0WEBPVP8 ",
        b"GIF89a\x01\0\x01\0\0\0\0\x21\xFE\x05note",
        b"\0\0\0\x10ftypavif\0\0\0\0\0\0\0\x20meta",
        b"",
    ] {
        assert_eq!(without(start), None);
    }
}
