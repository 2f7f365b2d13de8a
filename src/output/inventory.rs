//! What is in the output folder before a build: which planned files exist, which files of the last build will be removed,
//! and what belongs to somebody else. Reads names, never bytes.

use std::collections::HashSet;
use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::error::{Operation, WriteError};
use super::folder::Folder;
use super::manifest::{MANIFEST, Manifest, STAGE, folders_above, position};

/// The content of the output folder.
#[derive(Debug, Default)]
pub(super) struct Inventory {
    /// For each planned file, what is at its path.
    pub files: Vec<Existing>,
    /// Files of the last build that still exist and are not planned, sorted.
    pub removed: Vec<String>,
    /// Files and whole folders that copublish did not write, sorted. What is below such a folder is not listed.
    pub foreign: Vec<PathBuf>,
}

/// What is at the path of a planned file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Existing {
    /// Nothing, or something of ours that is not a plain file.
    #[default]
    Nothing,
    /// A file of the last build.
    Ours,
    /// A file that copublish did not write.
    Foreign,
}

impl Inventory {
    /// Lists the folder.
    ///
    /// # Errors
    /// If the folder cannot be read, if it is not ours to write to, or if something foreign blocks a planned file or
    /// folder.
    pub fn take(
        folder: &Folder,
        last: Option<&Manifest>,
        files: &[String],
    ) -> Result<Inventory, WriteError> {
        if last.is_none() {
            refuse_unknown(folder.path())?;
        }
        let nothing = Manifest::default();
        let last = last.unwrap_or(&nothing);
        let walk = Walk {
            root: folder.path(),
            last,
            files,
            planned_folders: folders_above(files),
            known_folders: folders_above(files.iter().chain(last.files())),
        };
        let mut entries = walk.folder(Path::new(""))?;
        entries.foreign.sort();
        walk.refuse_clashes(&entries)?;
        Ok(walk.inventory(entries))
    }
}

/// A folder with nothing but hidden files counts as empty: many have a `.git` or a `.gitignore`.
fn refuse_unknown(folder: &Path) -> Result<(), WriteError> {
    let names = list(folder)?.into_iter().map(|(name, _)| name);
    let names = names.map(|name| name.to_string_lossy().into_owned());
    let visible = names.filter(|name| !name.starts_with('.'));
    match visible.min() {
        Some(found) => Err(WriteError::Unknown {
            folder: folder.to_path_buf(),
            found,
        }),
        None => Ok(()),
    }
}

fn list(folder: &Path) -> Result<Vec<(PathBuf, FileType)>, WriteError> {
    let read = || {
        let mut entries = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            entries.push((PathBuf::from(entry.file_name()), entry.file_type()?));
        }
        Ok::<_, io::Error>(entries)
    };
    read().map_err(Operation::Reading.at(folder))
}

/// What a walk through the folder found.
#[derive(Default)]
struct Entries {
    known: Vec<KnownFile>,
    foreign: Vec<PathBuf>,
}

/// A path that the manifest or the plan names.
struct KnownFile {
    name: String,
    is_plain: bool,
}

impl Entries {
    fn join(mut self, other: Entries) -> Entries {
        self.known.extend(other.known);
        self.foreign.extend(other.foreign);
        self
    }

    fn of_foreign(path: PathBuf) -> Entries {
        Entries {
            known: Vec::new(),
            foreign: vec![path],
        }
    }
}

struct Walk<'a> {
    root: &'a Path,
    last: &'a Manifest,
    files: &'a [String],
    planned_folders: HashSet<&'a str>,
    known_folders: HashSet<&'a str>,
}

impl Walk<'_> {
    fn folder(&self, below: &Path) -> Result<Entries, WriteError> {
        let is_root = below == Path::new("");
        let is_ours = |name: &Path| is_root && [MANIFEST, STAGE].map(Path::new).contains(&name);
        list(&self.root.join(below))?
            .into_par_iter()
            .filter(|(name, _)| !is_ours(name))
            .map(|(name, file_type)| self.entry(below.join(name), file_type))
            .try_reduce(Entries::default, |a, b| Ok(a.join(b)))
    }

    /// Symbolic links are not followed: they may point out of the folder.
    fn entry(&self, path: PathBuf, file_type: FileType) -> Result<Entries, WriteError> {
        let Some(name) = as_planned(&path) else {
            return Ok(Entries::of_foreign(path));
        };
        if file_type.is_dir() && self.known_folders.contains(name.as_str()) {
            return self.folder(&path);
        }
        let is_known = self.last.lists(&name) || self.is_planned(&name);
        if file_type.is_dir() || !is_known {
            return Ok(Entries::of_foreign(path));
        }
        let is_plain = file_type.is_file();
        Ok(Entries {
            known: vec![KnownFile { name, is_plain }],
            foreign: Vec::new(),
        })
    }

    fn is_planned(&self, name: &str) -> bool {
        position(self.files, name).is_some()
    }

    fn inventory(&self, entries: Entries) -> Inventory {
        let mut files = vec![Existing::Nothing; self.files.len()];
        let mut removed = Vec::new();
        for KnownFile { name, is_plain } in entries.known {
            let index = position(self.files, &name);
            match index.and_then(|index| files.get_mut(index)) {
                None => removed.push(name),
                Some(file) if is_plain && self.last.lists(&name) => *file = Existing::Ours,
                Some(file) if is_plain => *file = Existing::Foreign,
                Some(_) => {}
            }
        }
        removed.sort();
        Inventory {
            files,
            removed,
            foreign: entries.foreign,
        }
    }

    fn refuse_clashes(&self, entries: &Entries) -> Result<(), WriteError> {
        let known = entries.known.iter();
        let odd = known.filter(|file| !file.is_plain && !self.last.lists(&file.name));
        let mut files: Vec<String> = odd.map(|file| file.name.clone()).collect();
        files.extend(entries.foreign.iter().filter_map(|path| self.clash(path)));
        files.sort();
        if files.is_empty() {
            return Ok(());
        }
        Err(WriteError::InTheWay {
            folder: self.root.to_path_buf(),
            files,
        })
    }

    /// A foreign entry blocks a planned folder of its name, and a planned file of the name of a folder above it.
    fn clash(&self, path: &Path) -> Option<String> {
        let blocks_folder =
            as_planned(path).is_some_and(|name| self.planned_folders.contains(name.as_str()));
        let mut above = path.ancestors().filter_map(as_planned);
        if blocks_folder || above.any(|name| self.is_planned(&name)) {
            return Some(path.to_string_lossy().into_owned());
        }
        None
    }
}

/// A path of this system as the plan writes it; `None` if it is not Unicode.
fn as_planned(path: &Path) -> Option<String> {
    let text = path.to_str()?;
    Some(if cfg!(windows) {
        text.replace('\\', "/")
    } else {
        text.to_owned()
    })
}
