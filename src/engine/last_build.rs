//! What the last build of a watch made, file by file: what need not be made again, and why the rest was.

use std::mem::discriminant;
use std::path::PathBuf;

use super::file_change::Cause;
use super::site_state::SiteState;
use crate::base::{Diagnostic, FilePath};
use crate::content::disk::{self, Stamp};
use crate::graph::Item;
use crate::images::Form;
use crate::layout::{Key, Planned, TextVersions};

/// The files of a build that was written.
pub(super) struct LastBuild {
    /// The folder it was written to.
    pub output: PathBuf,
    /// The state it was made of.
    pub state: SiteState,
    /// What came of each file, in the order of its plan.
    pub files: Vec<Attempt>,
}

/// What came of making a file.
#[derive(Clone, Debug)]
pub(super) enum Attempt {
    /// It was made.
    Made(BuiltFile),
    /// It could not be made, for what was found. There is no key: whatever comes next, it is tried again.
    Failed(Vec<Diagnostic>),
}

impl Attempt {
    /// All that was found.
    pub fn found(&self) -> Vec<Diagnostic> {
        match self {
            Attempt::Made(file) => file.found.all(),
            Attempt::Failed(found) => found.clone(),
        }
    }
}

/// A file that was made.
#[derive(Clone, Debug)]
pub(super) struct BuiltFile {
    /// What it was made of, for a page that a template makes.
    pub key: Option<Key>,
    /// The texts that were asked for.
    pub texts: TextVersions,
    /// The author's file that it is made of, as it was.
    pub source: Option<Stamp>,
    /// In which form, for a picture.
    pub form: Option<Form>,
    /// Its size.
    pub bytes: u64,
    /// As it stands in the output folder.
    pub written: Option<Stamp>,
    pub found: FoundInFile,
}

impl BuiltFile {
    /// A file of this size, of which nothing else is known.
    pub fn new(texts: TextVersions, bytes: u64, found: FoundInFile) -> BuiltFile {
        BuiltFile {
            key: None,
            texts,
            source: None,
            form: None,
            bytes,
            written: None,
            found,
        }
    }

    /// The same file, though other texts were asked for and other things found before its template began.
    pub fn with(&self, texts: TextVersions, before: Vec<Diagnostic>) -> BuiltFile {
        let in_template = self.found.in_template.clone();
        BuiltFile {
            texts,
            found: FoundInFile {
                before,
                in_template,
            },
            ..self.clone()
        }
    }
}

/// What was found in making a file.
#[derive(Clone, Debug, Default)]
pub(super) struct FoundInFile {
    /// Before its template began.
    pub before: Vec<Diagnostic>,
    /// While its template ran.
    pub in_template: Vec<Diagnostic>,
}

impl FoundInFile {
    pub fn before(before: Vec<Diagnostic>) -> FoundInFile {
        FoundInFile {
            before,
            in_template: Vec::new(),
        }
    }

    pub fn all(&self) -> Vec<Diagnostic> {
        [self.before.as_slice(), &self.in_template].concat()
    }
}

/// A file of a bundle after it was asked for.
#[derive(Debug)]
pub(super) struct MadeFile {
    pub attempt: Attempt,
    pub cause: Cause,
}

/// A file of the last build, which is still in the folder.
#[derive(Clone, Copy)]
pub(super) struct LastFile<'l> {
    pub build: &'l LastBuild,
    pub item: &'l Item,
    pub made: &'l BuiltFile,
}

impl LastBuild {
    /// A file by its name, if it is still in the folder as it was written.
    pub fn file(&self, name: &str) -> Option<LastFile<'_>> {
        let plan = &self.state.ready().plan;
        let at = plan.place(name)?;
        let planned = plan.files.get(at)?;
        let Attempt::Made(made) = self.files.get(at)? else {
            return None;
        };
        let stands = disk::stamp(&self.output, &FilePath::new(name));
        let is_there = stands
            .zip(made.written)
            .is_some_and(|(is, was)| is.is_same_file_as(&was));
        let last = LastFile {
            build: self,
            item: &planned.item,
            made,
        };
        is_there.then_some(last)
    }

    /// True if the file with this name belonged to the same document, or was the same sort of list.
    pub fn is_of_same(&self, planned: &Planned, state: &SiteState) -> bool {
        let before = self.state.ready().plan.place(&planned.file);
        let before = before.and_then(|at| self.state.ready().plan.files.get(at));
        before.is_some_and(|before| {
            discriminant(&before.item) == discriminant(&planned.item)
                && self.state.ready().document_of(&before.item)
                    == state.ready().document_of(&planned.item)
        })
    }

    /// True if something was public in this build and is not in a later state. A page of this build may show it.
    pub fn shows_withdrawn(&self, state: &SiteState) -> bool {
        !self
            .state
            .ready()
            .public_files()
            .is_subset(&state.ready().public_files())
    }
}
