//! The finding that a file of the author's cannot be read. Reads nothing itself.

use std::io;
use std::path::Path;

use super::disk::Trouble;
use crate::base::{Code, Diagnostic, FilePath, refusal};

/// Says of a file or folder why it cannot be read.
pub fn unreadable(file: &FilePath, error: &io::Error) -> Diagnostic {
    Diagnostic::new(Code::UnreadableFile, format!("this cannot be read: {}", refusal::words(error)))
        .in_file(file)
        .help(refusal::help_to_read(error))
}

/// The same of something that a walk could not enter; nothing for hidden files, which are none of ours, and for links
/// that lead round in circles.
pub fn unreadable_entry(root: &Path, trouble: &Trouble) -> Option<Diagnostic> {
    let (why, shown) = (trouble.why.as_ref()?, shown(root, trouble));
    if shown.name().starts_with('.') {
        return None;
    }
    let diagnostic = Diagnostic::new(Code::UnreadableFile, format!("this cannot be read: {why}"));
    Some(diagnostic.in_file(&shown).help("check who may read it, and that nothing else moves it meanwhile"))
}

/// The path of what a walk could not enter, as it stands in messages.
pub fn shown(root: &Path, trouble: &Trouble) -> FilePath {
    let path = &trouble.path;
    FilePath::new(path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/"))
}
