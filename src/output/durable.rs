//! A file written so that it survives a power cut: only for the few that later builds rely on.
//!
//! The files of the site are not forced onto the disk one by one. A killed program loses nothing
//! that it handed to the system; only a power cut does, and then the next build finds each file that
//! was lost, because it compares bytes, and writes it again. It could not heal a manifest or a
//! journal that came back empty, though, so these are.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

/// Writes a new file and waits until it is on the disk.
pub(super) fn write_durably(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_data()
}
