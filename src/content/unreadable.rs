//! The findings that a file of the author's is not read: the system refuses it, or it leads out of the site. Reads nothing
//! itself.

use std::io;
use std::path::Path;

use super::disk::{Obstacle, Trouble};
use crate::base::file_error::FileError;
use crate::base::site_layout;
use crate::base::{Code, Diagnostic, FilePath, file_error};

/// Says of a file or folder why it cannot be read. One that has become a link which leads out is told like one that was.
pub fn unreadable(file: &FilePath, error: &io::Error) -> Diagnostic {
    match FileError::of(error) {
        Some(FileError::LeadsOut) => link_outside(file),
        _ => cannot_be_read(file, error),
    }
}

/// The same of a file that no site can do without: it is always an error.
pub fn cannot_be_read(file: &FilePath, error: &io::Error) -> Diagnostic {
    Diagnostic::new(
        Code::UnreadableFile,
        format!("this cannot be read: {}", file_error::reason(error)),
    )
    .in_file(file)
    .help(file_error::help_to_read(error))
}

/// Says why a walk does not enter something; nothing for hidden files, which no site reads.
pub fn not_entered(root: &Path, trouble: &Trouble) -> Option<Diagnostic> {
    let shown = shown(root, &trouble.path);
    if shown.name().starts_with('.') {
        return None;
    }
    Some(match &trouble.why {
        Obstacle::Refused(why) => Diagnostic::new(
            Code::UnreadableFile,
            format!("this cannot be read: {why}"),
        )
        .in_file(&shown)
        .help(
            "check that you have permission to read it, and that nothing else moves it meanwhile",
        ),
        Obstacle::Loop => {
            let message = "this link points to a folder that contains it, so it is not followed";
            Diagnostic::new(Code::LinkOutside, message)
                .in_file(&shown)
                .help("delete the link")
        }
        Obstacle::LeadsOut => link_outside(&shown),
        Obstacle::NotAFile => {
            let message = "this is neither a file nor a folder, so it is not read";
            Diagnostic::new(Code::UnreadableFile, message)
                .in_file(&shown)
                .help("delete it")
        }
    })
}

fn link_outside(file: &FilePath) -> Diagnostic {
    let (message, help) = match folder_of(file) {
        Some(folder) if site_layout::below(site_layout::THEMES, folder).is_some() => (
            "this link points outside the theme's folder, so it is not followed",
            format!("copy the file into `{folder}/`"),
        ),
        Some(folder) => (
            "this link points outside the site's folder, so it is not followed",
            format!("copy the file into `{folder}/`"),
        ),
        None => (
            "this link points outside the site's folder, so it is not followed",
            "copy its target into the site's folder, in place of the link".to_owned(),
        ),
    };
    Diagnostic::new(Code::LinkOutside, message)
        .in_file(file)
        .help(help)
}

/// The folder that a file belongs into: `content`, or that of its theme; nothing for what is in the site's own folder.
fn folder_of(file: &FilePath) -> Option<&str> {
    let path = file.as_str();
    let (top, rest) = path.split_once('/')?;
    match rest.split_once('/') {
        Some((theme, _)) if top == site_layout::THEMES => path.get(..top.len() + 1 + theme.len()),
        _ => Some(top),
    }
}

/// The path of what a walk does not enter, as it is shown in messages.
pub fn shown(root: &Path, path: &Path) -> FilePath {
    FilePath::new(
        path.strip_prefix(root)
            .unwrap_or(path)
            .to_string_lossy()
            .replace('\\', "/"),
    )
}
