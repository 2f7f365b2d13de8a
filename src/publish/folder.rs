//! A folder of this machine as a target: that of a web server, or of another machine whose drive is mounted.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::local_site::SiteFile;
use super::manifest::MANIFEST;
use super::target::{Conditions, Fault, Listed, Stored, Target};
use crate::base::Hash;
use crate::base::file_error;
use crate::output::Delivery;

/// A manifest is not longer than this.
const LONGEST: u64 = 1 << 30;

/// The folder.
#[derive(Debug)]
pub struct FolderTarget {
    path: PathBuf,
    delivery: Delivery,
    /// Set once what killed runs left is removed.
    is_clean: OnceLock<()>,
}

impl FolderTarget {
    /// The folder at `path`.
    pub fn new(path: &Path) -> FolderTarget {
        FolderTarget {
            path: path.to_owned(),
            delivery: Delivery::to(path.to_owned()),
            is_clean: OnceLock::new(),
        }
    }

    fn fault(&self, path: &str) -> impl Fn(io::Error) -> Fault {
        let path = self.path.join(path);
        let folder = self.path.display().to_string();
        move |error| {
            if error.kind() == ErrorKind::NotFound {
                let why = format!(
                    "the folder above {folder} does not exist; create it, or mount the drive that it is on"
                );
                return Fault::Final(why);
            }
            let (path, reason) = (path.display(), file_error::reason(&error));
            let help = file_error::help_to_write(&error);
            Fault::Final(format!("{path} cannot be written: {reason}; {help}"))
        }
    }

    fn version(&self) -> Result<Option<String>, Fault> {
        let stored = self.read_manifest()?;
        Ok(stored.map(|stored| stored.version))
    }
}

impl Target for FolderTarget {
    fn place(&self) -> String {
        self.path.display().to_string()
    }

    fn read_manifest(&self) -> Result<Option<Stored>, Fault> {
        let text = self.delivery.read(MANIFEST, LONGEST);
        let text = text.map_err(self.fault(MANIFEST))?;
        Ok(text.map(|text| Stored {
            version: Hash::of(&text).to_string(),
            text,
        }))
    }

    fn write_manifest(&self, text: &str, expected: Option<&str>) -> Result<String, Fault> {
        if self.version()?.as_deref() != expected {
            return Err(Fault::Conflict);
        }
        // The first manifest is written before any other file.
        self.is_clean.get_or_init(|| self.delivery.clean());
        let put = self.delivery.put(MANIFEST, text.as_bytes());
        put.map_err(self.fault(MANIFEST))?;
        Ok(Hash::of(text.as_bytes()).to_string())
    }

    fn try_conditions(&self, _: &str) -> Result<Conditions, Fault> {
        Ok(Conditions::Minded)
    }

    fn remember(&self, _: Conditions) {}

    fn list(&self) -> Result<Vec<Listed>, Fault> {
        let files = self.delivery.files().map_err(self.fault(""))?;
        let files = files.into_iter().filter(|path| path != MANIFEST);
        let listed = files.map(|path| Listed {
            path,
            digest: String::new(),
        });
        Ok(listed.collect())
    }

    fn digest(&self, _: &[u8]) -> String {
        // Files are not read for it: to write one again is as fast.
        "-".to_owned()
    }

    fn put(&self, file: &SiteFile, body: &[u8]) -> Result<(), Fault> {
        let put = self.delivery.put(&file.path, body);
        put.map_err(self.fault(&file.path))
    }

    fn remove(&self, path: &str) -> Result<(), Fault> {
        self.delivery.remove(path).map_err(self.fault(path))
    }
}
