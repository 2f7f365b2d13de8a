//! Where the files of a build wait until all of them are made. Knows nothing of what happens then;
//! see `swap` and `journal`.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::SystemTime;

use super::error::{Doing, WriteError};
use super::folder::{Folder, Lock};
use super::manifest::{STAGE, folders_above};
use super::rights::look_like;

/// The file that says a staging folder is one of ours, and which tree in it was the new one.
pub(super) const MARKER: &str = "copublish-staging";
/// The tree in a staging folder.
pub(super) const SITE: &str = "site";

/// How often an asset is copied anew that changes meanwhile.
const COPIES: usize = 5;

/// Where a staging folder stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Next to the output folder, so that the two can be swapped in one step.
    Beside,
    /// In the output folder, for file by file to be moved.
    Inside,
}

/// A staging folder on the disk. Dropping it removes it, unless it was let go.
#[derive(Debug)]
pub(super) struct Staging {
    root: PathBuf,
    place: Place,
    removed_on_drop: bool,
    _locks: Vec<Lock>,
}

impl Staging {
    /// Makes one beside the folder where asked for and possible, otherwise inside of it.
    fn create(folder: &Folder, wanted: Place) -> Result<Staging, WriteError> {
        // Whatever forbids a folder beside (rights, another disk, a long name) may allow one inside;
        // where it does not, that error names the folder that the author asked for.
        if let (Place::Beside, Some(parent), Some(prefix)) =
            (wanted, folder.parent(), folder.staging_prefix())
            && on_one_disk(parent, folder.path())
            && let Ok(staging) = Staging::beside(parent, &prefix)
            && look_like(folder.path(), &staging.site()).is_ok()
        {
            // Before the first file is made: a folder may hand its group on to what is made in it.
            return Ok(staging);
        }
        let root = folder.path().join(STAGE);
        Staging::fill(root.clone(), Place::Inside).map_err(Doing::Creating.at(&root))
    }

    fn beside(parent: &Path, prefix: &std::ffi::OsStr) -> io::Result<Staging> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        loop {
            let mut name = prefix.to_os_string();
            name.push(format!(
                "{}-{}",
                std::process::id(),
                COUNT.fetch_add(1, Ordering::Relaxed)
            ));
            match Staging::fill(parent.join(name), Place::Beside) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                done => return done,
            }
        }
    }

    /// The locks tell other builds that this one lives: that on the outer folder that it is not to be
    /// cleared away, that on the tree that the output is not to be written to once the two are swapped.
    fn fill(root: PathBuf, place: Place) -> io::Result<Staging> {
        fs::create_dir(&root)?;
        let mut staging = Staging {
            root,
            place,
            removed_on_drop: true,
            _locks: Vec::new(),
        };
        let outer = Lock::take(&staging.root)?;
        fs::create_dir(staging.site())?;
        let inner = Lock::take(&staging.site())?;
        staging._locks = outer.into_iter().chain(inner).collect();
        fs::write(staging.root.join(MARKER), marker_of(&staging.site())?)?;
        Ok(staging)
    }

    /// The staging folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The tree in it.
    pub fn site(&self) -> PathBuf {
        self.root.join(SITE)
    }

    /// Where it stands.
    pub fn place(&self) -> Place {
        self.place
    }

    /// From now on it holds more than a failed build may throw away.
    pub fn let_go(&mut self) {
        self.removed_on_drop = false;
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // What cannot be removed is cleared away by the next build. It goes by the marker, which is the last to go.
        if self.removed_on_drop {
            remove_surely(&self.site());
            if fs::symlink_metadata(self.site()).is_err() {
                remove_surely(&self.root);
            }
        }
    }
}

/// Removes a folder with all in it. What a drive refuses once it often allows right afterwards, and inside the output folder
/// readers could see the rest; if it refuses again, the next build clears it away.
pub(super) fn remove_surely(folder: &Path) {
    if fs::remove_dir_all(folder).is_err() {
        let _ = fs::remove_dir_all(folder);
    }
}

/// What the marker says: the number of the tree, by which a later build knows whether it was swapped.
#[cfg(unix)]
pub(super) fn marker_of(tree: &Path) -> io::Result<String> {
    use std::os::unix::fs::MetadataExt;
    let meta = fs::symlink_metadata(tree)?;
    Ok(format!(
        "copublish staging 1\n{}:{}\n",
        meta.dev(),
        meta.ino()
    ))
}

/// Elsewhere nothing is ever swapped.
#[cfg(not(unix))]
#[expect(
    clippy::unnecessary_wraps,
    reason = "the same signature on every system"
)]
pub(super) fn marker_of(_: &Path) -> io::Result<String> {
    Ok("copublish staging 1\n".to_owned())
}

/// Size and time of an open file: two that differ are two states of it.
fn state_of(file: &File) -> io::Result<(u64, Option<SystemTime>)> {
    let meta = file.metadata()?;
    Ok((meta.len(), meta.modified().ok()))
}

#[cfg(unix)]
fn on_one_disk(parent: &Path, folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let disk = |path: &Path| fs::metadata(path).ok().map(|meta| meta.dev());
    disk(parent) == disk(folder)
}

#[cfg(not(unix))]
fn on_one_disk(_: &Path, _: &Path) -> bool {
    false
}

/// The staging folder of one build, made when the first file needs it, and filled from many threads.
#[derive(Debug)]
pub(super) struct Stage<'a> {
    folder: &'a Folder,
    wanted: Place,
    making: Mutex<()>,
    staging: OnceLock<Staging>,
    /// Each folder of the site and whether it was made.
    folders: HashMap<&'a str, Mutex<bool>>,
}

impl<'a> Stage<'a> {
    /// A stage for these files; touches nothing yet.
    pub fn new(folder: &'a Folder, files: &'a [String], wanted: Place) -> Stage<'a> {
        let folders = folders_above(files)
            .into_iter()
            .map(|path| (path, Mutex::new(false)))
            .collect();
        Stage {
            folder,
            wanted,
            making: Mutex::new(()),
            staging: OnceLock::new(),
            folders,
        }
    }

    /// The staging folder, made now if it was not before.
    pub fn staging(&self) -> Result<&Staging, WriteError> {
        if let Some(staging) = self.staging.get() {
            return Ok(staging);
        }
        let _only_one = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(staging) = self.staging.get() {
            return Ok(staging);
        }
        let staging = Staging::create(self.folder, self.wanted)?;
        Ok(self.staging.get_or_init(|| staging))
    }

    /// The staging folder by itself, with all that was put into it.
    pub fn into_staging(self) -> Result<Staging, WriteError> {
        self.staging()?;
        let missing = || Doing::Creating.at(self.folder.path())(ErrorKind::NotFound.into());
        self.staging.into_inner().ok_or_else(missing)
    }

    /// Where a file of the site waits; the folder for it is there.
    pub fn place_for(&self, file: &str) -> Result<PathBuf, WriteError> {
        let site = self.staging()?.site();
        if let Some((above, _)) = file.rsplit_once('/') {
            self.make_folder(&site, above)?;
        }
        Ok(site.join(file))
    }

    /// Writes a file.
    pub fn put(&self, file: &str, bytes: &[u8]) -> Result<(), WriteError> {
        let path = self.place_for(file)?;
        File::create_new(&path)
            .and_then(|mut open| open.write_all(bytes))
            .map_err(Doing::Writing.at(&path))
    }

    /// Copies an open asset; the system shares the bytes between the two where its disk can.
    ///
    /// Only the bytes are copied: an asset that others may not read shall be readable once published.
    pub fn put_copy(&self, file: &str, asset: &mut File) -> Result<(), WriteError> {
        let path = self.place_for(file)?;
        let copying = Doing::Copying.at(&path);
        let mut copy = File::create_new(&path).map_err(Doing::Creating.at(&path))?;
        for _ in 0..COPIES {
            let before = state_of(asset).map_err(&copying)?;
            io::copy(asset, &mut copy).map_err(&copying)?;
            if before == state_of(asset).map_err(&copying)? {
                return Ok(());
            }
            // Somebody writes to it: what was copied may be a half of two files.
            copy.set_len(0)
                .and_then(|()| copy.rewind())
                .and_then(|()| asset.rewind())
                .map_err(&copying)?;
        }
        Err(copying(io::Error::new(
            ErrorKind::ResourceBusy,
            "it changes while it is copied",
        )))
    }

    /// Each folder is made once; the threads that need it meanwhile wait for it.
    fn make_folder(&self, site: &Path, folder: &str) -> Result<(), WriteError> {
        let Some(made) = self.folders.get(folder) else {
            return Ok(());
        };
        let mut made = made.lock().unwrap_or_else(PoisonError::into_inner);
        if *made {
            return Ok(());
        }
        if let Some((above, _)) = folder.rsplit_once('/') {
            self.make_folder(site, above)?;
        }
        let path = site.join(folder);
        match fs::create_dir(&path) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                Err(Doing::Creating.at(&path)(error))
            }
            _ => {
                *made = true;
                Ok(())
            }
        }
    }
}
