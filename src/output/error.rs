//! Why a site could not be written, and what its author can do. Content has diagnostics; this is for
//! the disk, where there is no line to point at.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::base::english::count;
use crate::base::file_error;
use crate::base::file_error::FileError;

/// What stopped a site from being written. The site that was there before is whole, unless it says otherwise.
#[derive(Debug)]
pub enum WriteError {
    /// The disk refused something.
    Disk {
        /// What was tried.
        doing: Operation,
        /// On which file or folder.
        path: PathBuf,
        /// What the system answered.
        error: io::Error,
    },
    /// The folder holds files and no manifest, so it is somebody else's.
    Unknown {
        /// The folder.
        folder: PathBuf,
        /// One thing that stands in it.
        found: String,
    },
    /// Files that copublish did not write stand where the site needs to write.
    InTheWay {
        /// The output folder.
        folder: PathBuf,
        /// The paths below it, sorted, at least one.
        files: Vec<String>,
    },
    /// The manifest or the journal cannot be understood.
    Damaged {
        /// Which file.
        path: PathBuf,
        /// The first line that is wrong, counted from 1.
        line: usize,
    },
    /// The manifest or the journal was written by a later version of copublish.
    Later {
        /// Which file.
        path: PathBuf,
    },
    /// Another build is writing to the folder.
    Busy {
        /// The folder.
        folder: PathBuf,
    },
    /// The output is something else than a folder.
    NotAFolder {
        /// What stands there.
        path: PathBuf,
    },
    /// A planned path that no folder can hold, or a list that is not sorted.
    Plan {
        /// The path.
        file: String,
    },
    /// The build was cancelled.
    Cancelled,
    /// The new site was complete and could not be moved into its folder to the end.
    HalfWay {
        /// What stopped it.
        cause: Box<WriteError>,
    },
}

/// What was tried when the disk refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Making a file or folder.
    Creating,
    /// Reading a file or listing a folder.
    Reading,
    /// Writing to a file or folder.
    Writing,
    /// Copying an asset.
    Copying,
    /// Moving a finished file to its place.
    Moving,
    /// Removing a file of the last build.
    Removing,
}

impl Operation {
    fn verb(self) -> &'static str {
        match self {
            Operation::Creating => "create",
            Operation::Reading => "read",
            Operation::Writing => "write to",
            Operation::Copying => "copy an asset to",
            Operation::Moving => "move a finished file to",
            Operation::Removing => "remove",
        }
    }

    /// Wraps what the system answered.
    pub(super) fn at(self, path: &Path) -> impl Fn(io::Error) -> WriteError {
        move |error| WriteError::Disk {
            doing: self,
            path: path.to_path_buf(),
            error,
        }
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WriteError::Disk { doing, path, error } => {
                write!(
                    f,
                    "cannot {} `{}`: {}",
                    doing.verb(),
                    path.display(),
                    file_error::reason(error)
                )
            }
            WriteError::Unknown { folder, found } => {
                write!(
                    f,
                    "`{}` is not empty and was not made by copublish: it contains `{found}`",
                    folder.display()
                )
            }
            WriteError::InTheWay { folder, files } => in_the_way(f, folder, files),
            WriteError::Damaged { path, line } => {
                write!(
                    f,
                    "`{}` is damaged: line {line} is not what copublish wrote",
                    path.display()
                )
            }
            WriteError::Later { path } => {
                write!(
                    f,
                    "`{}` was written by a later version of copublish",
                    path.display()
                )
            }
            WriteError::Busy { folder } => {
                write!(
                    f,
                    "another build is writing to this folder: `{}`",
                    folder.display()
                )
            }
            WriteError::NotAFolder { path } => {
                write!(
                    f,
                    "`{}` is a file or a broken link, not a folder",
                    path.display()
                )
            }
            WriteError::Plan { file } => {
                write!(f, "`{file}` cannot be the path of a file of the site")
            }
            WriteError::Cancelled => write!(f, "the build was stopped"),
            WriteError::HalfWay { cause } => {
                write!(f, "the new site is only partly in its folder: {cause}")
            }
        }
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            WriteError::Disk { error, .. } => Some(error),
            WriteError::HalfWay { cause } => Some(cause),
            _ => None,
        }
    }
}

impl WriteError {
    /// What to do about it, in a sentence.
    pub fn help(&self) -> String {
        match self {
            WriteError::Disk { error, .. } => remedy(error).to_owned(),
            WriteError::Unknown { .. } => {
                "choose another folder with `--output`, or empty this one".to_owned()
            }
            WriteError::InTheWay { .. } => {
                "move that file, or give the page of the site another address".to_owned()
            }
            WriteError::Damaged { .. } | WriteError::Later { .. } => format!(
                "{}choose another folder with `--output`, or empty this one",
                if matches!(self, WriteError::Later { .. }) {
                    "update copublish, "
                } else {
                    ""
                }
            ),
            WriteError::Busy { .. } => {
                "wait until it has ended, or choose another folder with `--output`".to_owned()
            }
            WriteError::NotAFolder { .. } => {
                "choose another folder with `--output`, or remove it".to_owned()
            }
            WriteError::Plan { .. } => "give the page or the asset another address".to_owned(),
            WriteError::Cancelled => "the last site was kept; build again".to_owned(),
            WriteError::HalfWay { cause } => {
                format!(
                    "{}; the next build finishes what this one started",
                    cause.help()
                )
            }
        }
    }
}

fn in_the_way(f: &mut fmt::Formatter<'_>, folder: &Path, files: &[String]) -> fmt::Result {
    let first = files.first().map_or("", String::as_str);
    write!(
        f,
        "the site needs the name `{first}` in `{}`, but copublish did not write the file that has it",
        folder.display()
    )?;
    match files.len() {
        0 | 1 => Ok(()),
        more => write!(f, " (and {} like it)", count(more - 1, "file")),
    }
}

fn remedy(error: &io::Error) -> &'static str {
    if FileError::of(error).is_some() {
        return file_error::help_to_read(error);
    }
    match error.kind() {
        ErrorKind::PermissionDenied => {
            "check that you have permission to write there, or choose another folder with `--output`"
        }
        ErrorKind::NotFound => {
            "check that no other program moves or deletes files while the site is built"
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "free some space, or choose a folder on another disk with `--output`"
        }
        ErrorKind::ReadOnlyFilesystem => "choose a folder on another disk with `--output`",
        ErrorKind::FileTooLarge => "allow larger files (`ulimit -f`), or offer this one elsewhere",
        ErrorKind::ResourceBusy => "wait until no other program writes to it, and build again",
        ErrorKind::InvalidFilename => "give the page or the asset a shorter address",
        _ => "try again, or choose another folder with `--output`",
    }
}
