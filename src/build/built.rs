//! What the last build of a watch made, file by file: what need not be made again, and why the rest was.

use std::path::PathBuf;

use super::state::State;
use crate::base::{Diagnostic, FilePath};
use crate::content::disk::{self, Stamp};
use crate::layout::{Item, Key, Texts};

/// The files of a build that was written.
pub(super) struct Built {
    /// The folder it was written to.
    pub output: PathBuf,
    /// The state it was made of.
    pub state: State,
    /// What was made, in the order of its plan.
    pub files: Vec<MadeFile>,
}

/// A file that was made.
#[derive(Clone, Debug)]
pub(super) struct MadeFile {
    /// What it was made of, for a page that a template makes.
    pub key: Option<Key>,
    /// The texts that were asked for.
    pub texts: Texts,
    /// The author's file that it is a copy of, as it was.
    pub source: Option<Stamp>,
    /// Its size.
    pub bytes: u64,
    /// As it stands in the output folder.
    pub written: Option<Stamp>,
    /// What was found before its template began, and while it ran.
    pub found: (Vec<Diagnostic>, Vec<Diagnostic>),
}

impl MadeFile {
    /// All that was found.
    pub fn all_found(&self) -> Vec<Diagnostic> {
        [self.found.0.as_slice(), &self.found.1].concat()
    }
}

impl Built {
    /// A file by its name, with what it was made of, where it still stands in the folder as it was written.
    pub fn file(&self, name: &str) -> Option<(&Item, &MadeFile)> {
        let plan = &self.state.ready().plan;
        let at = plan.place(name)?;
        let (planned, made) = (plan.files.get(at)?, self.files.get(at)?);
        let stands = disk::stamp(&self.output, &FilePath::new(name));
        let is_there = stands.zip(made.written).is_some_and(|(is, was)| is.is_same_file_as(&was));
        is_there.then_some((&planned.item, made))
    }
}
