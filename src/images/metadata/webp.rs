//! WebP (RFC 9649): chunks in a RIFF file.

/// Flags of the chunk that stands first where there is more than pixels.
const PROFILE: u8 = 1 << 5;
const ALPHA: u8 = 1 << 4;
const EXIF: u8 = 1 << 3;
const XMP: u8 = 1 << 2;

/// Chunks of pixels, and of what says how their colours are meant.
const STAYS: [&[u8; 4]; 7] = [
    b"VP8X", b"ICCP", b"ANIM", b"ANMF", b"ALPH", b"VP8 ", b"VP8L",
];

/// The same picture without what a camera or a program wrote.
pub(super) fn without(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept: Vec<u8> = Vec::with_capacity(bytes.len());
    for chunk in chunks(bytes)? {
        if STAYS.iter().any(|stays| *stays == chunk.name) {
            let start = kept.len() + 8;
            chunk.push_to(&mut kept);
            if chunk.name == b"VP8X" {
                let flags = kept.get_mut(start)?;
                *flags &= !(EXIF | XMP);
            }
        }
    }
    Some(file(&kept))
}

/// A picture of libwebp's with a colour profile (ICC.1) for its pixels.
pub(in crate::images) fn with_profile(bytes: &[u8], profile: &[u8], size: (u32, u32)) -> Vec<u8> {
    let Some(chunks) = chunks(bytes) else {
        return bytes.to_vec();
    };
    let has_alpha = chunks
        .iter()
        .any(|chunk| chunk.name == b"ALPH" || chunk.has_alpha());
    let mut head = vec![PROFILE | if has_alpha { ALPHA } else { 0 }, 0, 0, 0];
    for side in [size.0, size.1] {
        head.extend(side.saturating_sub(1).to_le_bytes().iter().take(3));
    }
    let mut out = Vec::with_capacity(bytes.len() + profile.len() + 64);
    let first = [(b"VP8X", head.as_slice()), (b"ICCP", profile)];
    for (name, content) in first {
        Chunk { name, content }.push_to(&mut out);
    }
    for chunk in chunks.iter().filter(|chunk| chunk.name != b"VP8X") {
        chunk.push_to(&mut out);
    }
    file(&out)
}

struct Chunk<'b> {
    name: &'b [u8],
    content: &'b [u8],
}

impl Chunk<'_> {
    /// Adds it with its length, and a byte more where that is odd.
    fn push_to(&self, out: &mut Vec<u8>) {
        out.extend(self.name);
        out.extend(
            u32::try_from(self.content.len())
                .unwrap_or(u32::MAX)
                .to_le_bytes(),
        );
        out.extend(self.content);
        if self.content.len() % 2 == 1 {
            out.push(0);
        }
    }

    /// True for pixels without loss that say that some of them can be seen through.
    fn has_alpha(&self) -> bool {
        self.name == b"VP8L" && self.content.get(4).is_some_and(|byte| byte & 0x10 != 0)
    }
}

fn chunks(bytes: &[u8]) -> Option<Vec<Chunk<'_>>> {
    let (size, _) = bytes.strip_prefix(b"RIFF")?.split_first_chunk::<4>()?;
    let size = usize::try_from(u32::from_le_bytes(*size)).ok()?;
    // What stands behind the file's own end is not part of it.
    let mut rest = bytes.get(8..size.checked_add(8)?)?.strip_prefix(b"WEBP")?;
    let mut chunks = Vec::new();
    while !rest.is_empty() {
        let (name, behind) = rest.split_at_checked(4)?;
        let (length, behind) = behind.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        chunks.push(Chunk {
            name,
            content: behind.get(..length)?,
        });
        rest = behind.get(length + length % 2..).unwrap_or_default();
    }
    Some(chunks)
}

fn file(chunks: &[u8]) -> Vec<u8> {
    let mut out = b"RIFF".to_vec();
    out.extend(
        u32::try_from(chunks.len() + 4)
            .unwrap_or(u32::MAX)
            .to_le_bytes(),
    );
    out.extend(b"WEBP");
    out.extend(chunks);
    out
}
