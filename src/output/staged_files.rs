//! The files of a new site, staged until all of them are made. What happens to them then is up to `swap` and `transfer`.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::SystemTime;

use super::error::{Operation, WriteError};
use super::folder::Folder;
use super::manifest::folders_above;
use super::staging_folder::{StagingFolder, StagingPlace};

/// How often an asset is copied again that changes meanwhile.
const COPIES: usize = 5;

/// The files of one build in their staging folder, which is created for the first file. Filled from many threads.
#[derive(Debug)]
pub(super) struct StagedFiles<'a> {
    folder: &'a Folder,
    wanted: StagingPlace,
    creating: Mutex<()>,
    staging: OnceLock<StagingFolder>,
    /// Whether each folder of the site exists by now.
    folders: HashMap<&'a str, Mutex<bool>>,
}

impl<'a> StagedFiles<'a> {
    /// Touches nothing on the disk yet.
    pub fn new(folder: &'a Folder, files: &'a [String], wanted: StagingPlace) -> StagedFiles<'a> {
        let folders = folders_above(files)
            .into_iter()
            .map(|path| (path, Mutex::new(false)))
            .collect();
        StagedFiles {
            folder,
            wanted,
            creating: Mutex::new(()),
            staging: OnceLock::new(),
            folders,
        }
    }

    /// The staging folder; created on the first call.
    pub fn staging(&self) -> Result<&StagingFolder, WriteError> {
        if let Some(staging) = self.staging.get() {
            return Ok(staging);
        }
        let _only_one = self.creating.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(staging) = self.staging.get() {
            return Ok(staging);
        }
        let staging = StagingFolder::create(self.folder, self.wanted)?;
        Ok(self.staging.get_or_init(|| staging))
    }

    /// The staging folder with everything in it.
    pub fn into_staging(self) -> Result<StagingFolder, WriteError> {
        self.staging()?;
        let missing = || Operation::Creating.at(self.folder.path())(ErrorKind::NotFound.into());
        self.staging.into_inner().ok_or_else(missing)
    }

    /// The path at which a file is staged. Creates the folder that it is in.
    pub fn path_for(&self, file: &str) -> Result<PathBuf, WriteError> {
        let site = self.staging()?.site();
        if let Some((above, _)) = file.rsplit_once('/') {
            self.create_folder(&site, above)?;
        }
        Ok(site.join(file))
    }

    /// Stages a file with these bytes.
    pub fn put(&self, file: &str, bytes: &[u8]) -> Result<(), WriteError> {
        let path = self.path_for(file)?;
        File::create_new(&path)
            .and_then(|mut open| open.write_all(bytes))
            .map_err(Operation::Writing.at(&path))
    }

    /// Stages a copy of an open asset. The two share their bytes on the disk if the file system can do that.
    ///
    /// Permissions are not copied: an asset that others may not read is readable once it is published.
    pub fn put_copy(&self, file: &str, asset: &mut File) -> Result<(), WriteError> {
        let path = self.path_for(file)?;
        let copying = Operation::Copying.at(&path);
        let mut copy = File::create_new(&path).map_err(Operation::Creating.at(&path))?;
        for _ in 0..COPIES {
            let before = state_of(asset).map_err(&copying)?;
            io::copy(asset, &mut copy).map_err(&copying)?;
            if before == state_of(asset).map_err(&copying)? {
                return Ok(());
            }
            // Somebody is writing to it: the copy may be half old and half new.
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

    /// Creates each folder once; other threads that need it wait for that.
    fn create_folder(&self, site: &Path, folder: &str) -> Result<(), WriteError> {
        let Some(exists) = self.folders.get(folder) else {
            return Ok(());
        };
        let mut exists = exists.lock().unwrap_or_else(PoisonError::into_inner);
        if *exists {
            return Ok(());
        }
        if let Some((above, _)) = folder.rsplit_once('/') {
            self.create_folder(site, above)?;
        }
        let path = site.join(folder);
        match fs::create_dir(&path) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                Err(Operation::Creating.at(&path)(error))
            }
            _ => {
                *exists = true;
                Ok(())
            }
        }
    }
}

/// The size and the time of an open file. If they change, so has the file.
fn state_of(file: &File) -> io::Result<(u64, Option<SystemTime>)> {
    let meta = file.metadata()?;
    Ok((meta.len(), meta.modified().ok()))
}
