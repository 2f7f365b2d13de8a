//! The owner and the mode of a folder, copied if one folder is to replace another. Extended attributes are not copied.

use std::fs::{self, Metadata};
use std::io::{self, ErrorKind};
use std::path::Path;

/// Gives a folder the owner and the mode of another.
///
/// # Errors
/// If that is not allowed, or if the other folder is read-only: it could not be removed afterwards.
pub(super) fn copy_permissions(from: &Path, to: &Path) -> io::Result<()> {
    let meta = fs::metadata(from)?;
    if !can_be_emptied(&meta) {
        return Err(ErrorKind::PermissionDenied.into());
    }
    copy_owner(&meta, to)?;
    fs::set_permissions(to, meta.permissions())
}

#[cfg(unix)]
fn can_be_emptied(meta: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    meta.mode() & 0o700 == 0o700
}

#[cfg(not(unix))]
fn can_be_emptied(meta: &Metadata) -> bool {
    !meta.permissions().readonly()
}

/// Gives a file or folder this owner and group.
#[cfg(unix)]
pub(super) fn copy_owner(meta: &Metadata, path: &Path) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, chown};
    let now = fs::metadata(path)?;
    if (now.uid(), now.gid()) == (meta.uid(), meta.gid()) {
        return Ok(());
    }
    chown(path, Some(meta.uid()), Some(meta.gid()))
}

/// On other systems, a new file belongs to the owner of its folder.
#[cfg(not(unix))]
#[expect(
    clippy::unnecessary_wraps,
    reason = "the same signature on every system"
)]
pub(super) fn copy_owner(_: &Metadata, _: &Path) -> io::Result<()> {
    Ok(())
}
