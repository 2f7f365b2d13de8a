//! What the system answers where it refuses a file, in plain English, and what to do about it. Asks the system nothing.

use std::io::{Error, ErrorKind};

/// Why it was refused, in a few words.
pub fn words(error: &Error) -> String {
    match error.kind() {
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        ErrorKind::StorageFull => "the disk is full".to_owned(),
        ErrorKind::QuotaExceeded => "the disk quota is used up".to_owned(),
        ErrorKind::FileTooLarge => "the system allows no file as large as this".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "the file system is read-only".to_owned(),
        ErrorKind::IsADirectory => "it is a folder".to_owned(),
        ErrorKind::StaleNetworkFileHandle => "the network drive has lost it".to_owned(),
        ErrorKind::InvalidFilename => {
            "the name is too long for the file system, or not allowed there".to_owned()
        }
        _ => error.to_string().to_lowercase(),
    }
}

/// What to do where a file of the author's cannot be read.
pub fn help_to_read(error: &Error) -> &'static str {
    match error.kind() {
        ErrorKind::PermissionDenied => "check who may read it",
        ErrorKind::NotFound => "check that nothing else moves or deletes files meanwhile",
        _ => "check that the disk or the network drive is all right, and try again",
    }
}

/// What to do where a file of the author's cannot be written.
pub fn help_to_write(error: &Error) -> &'static str {
    match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => "check who may write there",
        ErrorKind::NotFound => "check that nothing else moves or deletes files meanwhile",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "free some space, and run the command again",
        _ => "check that the disk or the network drive is all right, and run the command again",
    }
}
