//! Where a repository keeps its files: a submodule and a second working tree only name the folder.

use std::path::{Path, PathBuf};

use super::disk;

/// The largest file of git that is read for a path.
const MAX_FILE: u64 = 1 << 16;

/// The git folder of a working tree: `.git` itself, or the folder that this file names.
pub fn git_folder(dot_git: &Path) -> Option<PathBuf> {
    if disk::is_folder(dot_git) {
        return disk::real_path(dot_git).ok();
    }
    let named = text(dot_git)?;
    let path = named.strip_prefix("gitdir: ")?.trim_end();
    disk::real_path(&dot_git.parent()?.join(path)).ok()
}

/// The git folder that all working trees of a repository share, with the branches; `own` is that of one of them.
pub fn shared_git_folder(own: &Path) -> PathBuf {
    let named = text(&own.join("commondir"));
    named
        .and_then(|path| disk::real_path(&own.join(path.trim_end())).ok())
        .unwrap_or_else(|| own.to_owned())
}

fn text(path: &Path) -> Option<String> {
    let bytes = disk::read_named(path, MAX_FILE).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}
