//! The files of a book in one archive: first, and not compressed, the one that says what it is. No clock and no system shows in
//! it.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// What begins each EPUB.
const MEDIA_TYPE: &[u8] = b"application/epub+zip";
/// What anybody may do with the files once they are unpacked.
const PERMISSIONS: u32 = 0o644;

/// A file in the archive.
pub struct ArchiveFile {
    name: String,
    bytes: Vec<u8>,
}

impl ArchiveFile {
    pub fn new(name: &str, bytes: Vec<u8>) -> ArchiveFile {
        ArchiveFile {
            name: name.to_owned(),
            bytes,
        }
    }

    pub fn text(name: &str, text: &str) -> ArchiveFile {
        ArchiveFile::new(name, text.as_bytes().to_vec())
    }
}

/// Packs all files.
pub fn pack(files: &[ArchiveFile]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = options(CompressionMethod::Stored);
    let packed = options(CompressionMethod::Deflated);
    // Writing to memory fails only if a file has more than 4 GB.
    let _ = add(&mut writer, "mimetype", MEDIA_TYPE, stored);
    for file in files {
        let is_compressed = file.name.starts_with("EPUB/pictures/") && !file.name.ends_with(".svg");
        let options = if is_compressed { stored } else { packed };
        let _ = add(&mut writer, &file.name, &file.bytes, options);
    }
    writer.finish().map(Cursor::into_inner).unwrap_or_default()
}

fn options(method: CompressionMethod) -> SimpleFileOptions {
    SimpleFileOptions::DEFAULT
        .compression_method(method)
        .unix_permissions(PERMISSIONS)
        .system(zip::System::Unix)
}

fn add(
    writer: &mut ZipWriter<Cursor<Vec<u8>>>,
    name: &str,
    bytes: &[u8],
    options: SimpleFileOptions,
) -> zip::result::ZipResult<()> {
    writer.start_file(name, options)?;
    writer.write_all(bytes)?;
    Ok(())
}
