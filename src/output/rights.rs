//! Who may do what with a folder: taken over where one folder is to stand for another. Extended
//! attributes are not looked at.

use std::fs::{self, Metadata};
use std::io::{self, ErrorKind};
use std::path::Path;

/// Gives a folder the owner and the rights of another.
///
/// # Errors
/// Where that is not allowed, and where the other folder was made read-only by its owner: it could
/// not be cleared away afterwards.
pub(super) fn look_like(from: &Path, to: &Path) -> io::Result<()> {
    let meta = fs::metadata(from)?;
    if !may_be_cleared(&meta) {
        return Err(ErrorKind::PermissionDenied.into());
    }
    same_owner(&meta, to)?;
    fs::set_permissions(to, meta.permissions())
}

#[cfg(unix)]
fn may_be_cleared(meta: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    meta.mode() & 0o700 == 0o700
}

#[cfg(not(unix))]
fn may_be_cleared(meta: &Metadata) -> bool {
    !meta.permissions().readonly()
}

/// Gives a file or folder the owner and the group that `meta` tells of.
#[cfg(unix)]
pub(super) fn same_owner(meta: &Metadata, path: &Path) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, chown};
    let now = fs::metadata(path)?;
    if (now.uid(), now.gid()) == (meta.uid(), meta.gid()) {
        return Ok(());
    }
    chown(path, Some(meta.uid()), Some(meta.gid()))
}

/// Elsewhere files belong to whoever owns the folder.
#[cfg(not(unix))]
#[expect(
    clippy::unnecessary_wraps,
    reason = "the same signature on every system"
)]
pub(super) fn same_owner(_: &Metadata, _: &Path) -> io::Result<()> {
    Ok(())
}
