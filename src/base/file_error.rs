//! Why a file cannot be read or written, in plain English, and what to do about it: because the system refuses it, or
//! because copublish itself does. Asks the system nothing.

use std::fmt;
use std::io::{Error, ErrorKind};

/// Why copublish does not read a file that the system would let it read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileError {
    /// A link on the way to it leads out of the site's folder.
    LeadsOut,
    /// It is a link, where only a file can be that copublish wrote itself.
    IsLink,
    /// It is a pipe or a device: reading it may never end.
    NotAFile,
    /// It is larger than so many bytes.
    TooLarge(u64),
    /// It was exchanged whenever it was to be opened.
    Exchanged,
}

impl FileError {
    /// The one that an error is made of, if it is one.
    pub fn of(error: &Error) -> Option<FileError> {
        error.get_ref()?.downcast_ref().copied()
    }

    fn help(self) -> &'static str {
        match self {
            FileError::LeadsOut => {
                "copy the file itself into the site's folder, in place of the link"
            }
            FileError::IsLink | FileError::NotAFile => "delete it",
            FileError::TooLarge(_) => "make it smaller",
            FileError::Exchanged => "check that no other program moves or deletes files meanwhile",
        }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FileError::LeadsOut => {
                f.write_str("it is a link that points outside the site's folder")
            }
            FileError::IsLink => f.write_str("it is a link, not a file that copublish wrote"),
            FileError::NotAFile => f.write_str("it is neither a file nor a folder"),
            FileError::TooLarge(most) => write!(f, "it is larger than {} MB", most >> 20),
            FileError::Exchanged => f.write_str("another program keeps replacing it"),
        }
    }
}

impl std::error::Error for FileError {}

impl From<FileError> for Error {
    fn from(error: FileError) -> Error {
        Error::other(error)
    }
}

/// Why it was refused, in a few words.
pub fn reason(error: &Error) -> String {
    if let Some(why) = FileError::of(error) {
        return why.to_string();
    }
    match error.kind() {
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        ErrorKind::StorageFull => "the disk is full".to_owned(),
        ErrorKind::QuotaExceeded => "the disk quota is used up".to_owned(),
        ErrorKind::FileTooLarge => "the file is larger than the system allows".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "the file system is read-only".to_owned(),
        ErrorKind::IsADirectory => "it is a folder".to_owned(),
        ErrorKind::StaleNetworkFileHandle => "the network drive no longer has it".to_owned(),
        ErrorKind::InvalidFilename => {
            "the name is too long for the file system, or not allowed there".to_owned()
        }
        _ => error.to_string().to_lowercase(),
    }
}

/// What to do where a file of the author's cannot be read.
pub fn help_to_read(error: &Error) -> &'static str {
    if let Some(why) = FileError::of(error) {
        return why.help();
    }
    match error.kind() {
        ErrorKind::PermissionDenied => "check that you have permission to read it",
        ErrorKind::NotFound => "check that no other program moves or deletes files meanwhile",
        _ => "check that the disk or the network drive is all right, and try again",
    }
}

/// What to do where a file of the author's cannot be written.
pub fn help_to_write(error: &Error) -> &'static str {
    if let Some(why) = FileError::of(error) {
        return why.help();
    }
    match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "check that you have permission to write there"
        }
        ErrorKind::NotFound => "check that no other program moves or deletes files meanwhile",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "free some space, and run the command again"
        }
        _ => "check that the disk or the network drive is all right, and run the command again",
    }
}
