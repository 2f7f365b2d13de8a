//! PNG (ISO/IEC 15948): chunks up to the end of the image.

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1A\n";

/// Chunks that anybody may leave out, and that a picture needs to look right; those that nobody may leave out have a
/// capital letter first.
const STAYS: [&[u8; 4]; 12] = [
    b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI", b"bKGD",
    b"pHYs", b"acTL",
];
/// The frames of a picture that moves.
const FRAMES: [&[u8; 4]; 2] = [b"fcTL", b"fdAT"];

/// The same picture without texts, times and what a camera wrote.
pub(super) fn without(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes.strip_prefix(SIGNATURE)?;
    let mut out = Vec::with_capacity(bytes.len());
    out.extend(SIGNATURE);
    loop {
        let (length, _) = rest.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let name = rest.get(4..8)?;
        // With its length, its name and its checksum.
        let chunk = rest.get(..length.checked_add(12)?)?;
        let is_needed = name.first().is_some_and(u8::is_ascii_uppercase);
        if is_needed || STAYS.iter().chain(&FRAMES).any(|stays| *stays == name) {
            out.extend(chunk);
        }
        if name == b"IEND" {
            return Some(out);
        }
        rest = rest.get(chunk.len()..)?;
    }
}
