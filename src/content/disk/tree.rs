//! Which files and folders there are, found without reading one of them.
#![expect(
    clippy::disallowed_methods,
    reason = "a part of the only reader of the disk"
)]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::bounds::Bounds;
use crate::base::file_error;
use crate::base::file_error::FileError;

/// The entries right below a folder of the site in `root`, sorted by name.
///
/// # Errors
/// As the system says; [`FileError::LeadsOut`] for a folder that is a link which leads too far.
pub fn list(root: &Path, folder: &str) -> io::Result<Vec<PathBuf>> {
    let folder = root.join(folder);
    if super::leads_out(root, &folder) {
        return Err(FileError::LeadsOut.into());
    }
    let entries = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let mut paths: Vec<PathBuf> = entries.collect::<io::Result<_>>()?;
    paths.sort();
    Ok(paths)
}

/// A file or a folder found on a walk.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where it stands on the disk.
    pub path: PathBuf,
    /// Whether it is a folder, or a link to one; all else is a file.
    pub is_folder: bool,
    /// Whether it is a symbolic link.
    pub is_link: bool,
    /// Whether it is a file with more than one name.
    pub has_other_names: bool,
    /// Its size in bytes; 0 for a folder.
    pub size: u64,
}

/// Something that a walk does not enter.
#[derive(Clone, Debug)]
pub struct Trouble {
    /// Where it stands on the disk.
    pub path: PathBuf,
    /// Why.
    pub why: Obstacle,
}

/// Why a walk does not enter something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The system refuses it, in these words.
    Refused(String),
    /// A link to a folder that holds the link.
    Loop,
    /// A link that leads out of the site.
    LeadsOut,
    /// A pipe or a device: reading it may never end.
    NotAFile,
}

/// A walk through a folder of a site and all below it, or a look at a single file.
pub struct Tree {
    entries: walkdir::IntoIter,
    /// Nothing where the site's folder cannot be found: no link stays within it then.
    bounds: Option<Bounds>,
}

/// Walks `start`, in no order. Symbolic links are followed as long as they stay within the site in `root`.
pub fn tree(root: &Path, start: &Path) -> Tree {
    Tree {
        entries: WalkDir::new(start).follow_links(true).into_iter(),
        bounds: Bounds::of(root).ok(),
    }
}

impl Tree {
    /// Leaves out what stands below the folder that came last.
    pub fn skip_folder(&mut self) {
        self.entries.skip_current_dir();
    }

    fn entry(&mut self, entry: DirEntry) -> Result<Entry, Trouble> {
        let (kind, is_link) = (entry.file_type(), entry.path_is_symlink());
        if is_link && self.leads_out(&entry) {
            if kind.is_dir() {
                self.skip_folder();
            }
            return Err(Trouble {
                path: entry.into_path(),
                why: Obstacle::LeadsOut,
            });
        }
        if !kind.is_dir() && !kind.is_file() {
            return Err(Trouble {
                path: entry.into_path(),
                why: Obstacle::NotAFile,
            });
        }
        let known = if kind.is_dir() {
            None
        } else {
            metadata(&entry)?
        };
        Ok(Entry {
            is_link,
            is_folder: kind.is_dir(),
            has_other_names: known
                .as_ref()
                .is_some_and(|known| super::names_of(known) > 1),
            size: known.as_ref().map_or(0, fs::Metadata::len),
            path: entry.into_path(),
        })
    }

    fn leads_out(&self, entry: &DirEntry) -> bool {
        let bounds = self.bounds.as_ref();
        bounds.is_none_or(|bounds| is_out(bounds, entry.path()))
    }
}

impl Iterator for Tree {
    type Item = Result<Entry, Trouble>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(match self.entries.next()? {
            Ok(entry) => self.entry(entry),
            Err(error) => Err(trouble(&error)),
        })
    }
}

/// A link that leads nowhere any more leads out of nothing.
fn is_out(bounds: &Bounds, path: &Path) -> bool {
    bounds
        .real_path(path)
        .is_err_and(|error| error.kind() != io::ErrorKind::NotFound)
}

/// What is known of a file: a file of an unknown size is none of 0 bytes. `None` for one that went meanwhile, which may be
/// nobody's loss: an editor's, or ignored.
fn metadata(entry: &DirEntry) -> Result<Option<fs::Metadata>, Trouble> {
    match entry.metadata() {
        Ok(known) => Ok(Some(known)),
        Err(error) if is_gone(&error) => Ok(None),
        Err(error) => Err(trouble(&error)),
    }
}

fn is_gone(error: &walkdir::Error) -> bool {
    let error = error.io_error();
    error.is_some_and(|error| error.kind() == io::ErrorKind::NotFound)
}

fn trouble(error: &walkdir::Error) -> Trouble {
    let path = error.path().map(Path::to_owned).unwrap_or_default();
    let is_loop = error.loop_ancestor().is_some();
    let refused = || {
        error
            .io_error()
            .map_or_else(|| error.to_string(), file_error::reason)
    };
    Trouble {
        path,
        why: if is_loop {
            Obstacle::Loop
        } else {
            Obstacle::Refused(refused())
        },
    }
}

/// A name found on a walk that asks for nothing else.
#[derive(Clone, Debug)]
pub struct Name {
    /// Where it stands on the disk.
    pub path: PathBuf,
    /// Whether it is a folder, or a link to one.
    pub is_folder: bool,
    /// Whether it is a symbolic link.
    pub is_link: bool,
}

/// The names of a folder and of all below it, in no order. `follows` is asked for each link to a folder.
pub fn names(start: &Path, follows: &dyn Fn(&Path) -> bool) -> Vec<Name> {
    let mut names = Vec::new();
    let mut entries = WalkDir::new(start).follow_links(true).into_iter();
    while let Some(entry) = entries.next() {
        let Ok(entry) = entry else { continue };
        let (is_folder, is_link) = (entry.file_type().is_dir(), entry.path_is_symlink());
        if is_link && is_folder && !follows(entry.path()) {
            entries.skip_current_dir();
        }
        names.push(Name {
            path: entry.into_path(),
            is_folder,
            is_link,
        });
    }
    names
}
