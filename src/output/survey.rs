//! What stands in the output folder before a build: which planned files are there already, which
//! files of the last build are to go, and what belongs to somebody else. Reads names, never bytes.

use std::collections::HashSet;
use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::error::{Doing, WriteError};
use super::folder::Folder;
use super::manifest::{MANIFEST, Manifest, STAGE, folders_above, position};

/// What stands in the output folder.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// For each planned file, what stands in its place.
    pub places: Vec<InPlace>,
    /// Files of the last build that stand there and are not planned, sorted.
    pub removed: Vec<String>,
    /// Files and whole folders that copublish did not write, sorted; nothing below such a folder is listed.
    pub foreign: Vec<PathBuf>,
}

/// What stands in the place of a planned file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum InPlace {
    /// Nothing, or something of ours that is no plain file.
    #[default]
    Nothing,
    /// A file of the last build.
    Ours,
    /// A file that copublish did not write.
    Foreign,
}

impl Survey {
    /// Looks through the folder.
    ///
    /// # Errors
    /// Where the folder is not ours to write to, or something foreign stands where a file or folder
    /// has to be; besides where it cannot be read.
    pub fn take(
        folder: &Folder,
        last: Option<&Manifest>,
        files: &[String],
    ) -> Result<Survey, WriteError> {
        if last.is_none() {
            refuse_unknown(folder.path())?;
        }
        let nothing = Manifest::default();
        let walk = Walk {
            root: folder.path(),
            last: last.unwrap_or(&nothing),
            files,
            planned_folders: folders_above(files),
            known_folders: folders_above(files.iter().chain(last.map_or(&[][..], Manifest::files))),
        };
        let mut found = walk.folder(Path::new(""))?;
        found.foreign.sort();
        walk.refuse_clashes(&found)?;
        Ok(walk.survey(found))
    }
}

/// A folder with nothing but hidden files is as good as empty: `.git` and `.gitignore` stand in many.
fn refuse_unknown(folder: &Path) -> Result<(), WriteError> {
    let mut visible: Vec<String> = list(folder)?
        .into_iter()
        .map(|(name, _)| name.to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.'))
        .collect();
    visible.sort();
    match visible.into_iter().next() {
        Some(found) => Err(WriteError::Unknown {
            folder: folder.to_path_buf(),
            found,
        }),
        None => Ok(()),
    }
}

fn list(folder: &Path) -> Result<Vec<(PathBuf, FileType)>, WriteError> {
    let read = || {
        fs::read_dir(folder)?
            .map(|entry| {
                entry.and_then(|entry| Ok((PathBuf::from(entry.file_name()), entry.file_type()?)))
            })
            .collect::<io::Result<Vec<_>>>()
    };
    read().map_err(Doing::Reading.at(folder))
}

#[derive(Default)]
struct Found {
    /// Paths that the manifest or the plan names, and whether a plain file stands there.
    known: Vec<(String, bool)>,
    foreign: Vec<PathBuf>,
}

impl Found {
    fn join(mut self, other: Found) -> Found {
        self.known.extend(other.known);
        self.foreign.extend(other.foreign);
        self
    }

    fn foreign(path: PathBuf) -> Found {
        Found {
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
    fn folder(&self, below: &Path) -> Result<Found, WriteError> {
        list(&self.root.join(below))?
            .into_par_iter()
            .filter(|(name, _)| {
                below != Path::new("") || (name != Path::new(MANIFEST) && name != Path::new(STAGE))
            })
            .map(|(name, kind)| self.entry(below.join(name), kind))
            .try_reduce(Found::default, |a, b| Ok(a.join(b)))
    }

    /// Symbolic links are never followed: what is behind one is outside the folder.
    fn entry(&self, path: PathBuf, kind: FileType) -> Result<Found, WriteError> {
        let Some(name) = as_planned(&path) else {
            return Ok(Found::foreign(path));
        };
        if kind.is_dir() {
            return if self.known_folders.contains(name.as_str()) {
                self.folder(&path)
            } else {
                Ok(Found::foreign(path))
            };
        }
        if self.last.lists(&name) || position(self.files, &name).is_some() {
            return Ok(Found {
                known: vec![(name, kind.is_file())],
                foreign: Vec::new(),
            });
        }
        Ok(Found::foreign(path))
    }

    fn survey(&self, found: Found) -> Survey {
        let mut survey = Survey {
            foreign: found.foreign,
            ..Survey::default()
        };
        survey.places.resize(self.files.len(), InPlace::Nothing);
        for (name, plain) in found.known {
            let place = position(self.files, &name).and_then(|at| survey.places.get_mut(at));
            match place {
                None => survey.removed.push(name),
                Some(place) if plain && self.last.lists(&name) => *place = InPlace::Ours,
                Some(place) if plain => *place = InPlace::Foreign,
                Some(_) => {}
            }
        }
        survey.removed.sort();
        survey
    }

    fn refuse_clashes(&self, found: &Found) -> Result<(), WriteError> {
        let odd = found
            .known
            .iter()
            .filter(|(name, plain)| !plain && !self.last.lists(name));
        let mut files: Vec<String> = odd.map(|(name, _)| name.clone()).collect();
        files.extend(found.foreign.iter().filter_map(|path| self.clash(path)));
        files.sort();
        if files.is_empty() {
            return Ok(());
        }
        Err(WriteError::InTheWay {
            folder: self.root.to_path_buf(),
            files,
        })
    }

    /// Something foreign is in the way of a planned folder with its name, and of a planned file with
    /// the name of a folder that it stands in.
    fn clash(&self, path: &Path) -> Option<String> {
        let is_file = |above: &Path| {
            as_planned(above).is_some_and(|name| position(self.files, &name).is_some())
        };
        let as_folder =
            as_planned(path).is_some_and(|name| self.planned_folders.contains(name.as_str()));
        (as_folder || path.ancestors().any(is_file)).then(|| path.to_string_lossy().into_owned())
    }
}

/// A path of this system as the plan writes it; `None` where it is no text.
fn as_planned(path: &Path) -> Option<String> {
    let text = path.to_str()?;
    Some(if cfg!(windows) {
        text.replace('\\', "/")
    } else {
        text.to_owned()
    })
}
