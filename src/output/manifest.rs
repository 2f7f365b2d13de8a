//! The list of files that copublish wrote, kept as a hidden file in the output folder. It holds no hashes and no times:
//! a build compares the bytes of each file, so it notices any damage.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use super::error::{Operation, WriteError};
use crate::content::disk;

/// The manifest's name in the output folder.
pub(super) const MANIFEST: &str = ".copublish-manifest";
/// The name of a staging folder inside the output folder.
pub(super) const STAGE: &str = ".copublish-stage";

const FIRST_LINE: &str = "copublish manifest 1";

/// The files of one build.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    files: Vec<String>,
}

impl Manifest {
    /// The manifest of a build that writes `files`; they are sorted.
    pub fn of(files: Vec<String>) -> Manifest {
        Manifest { files }
    }

    /// Reads the manifest of a folder; `None` if it has none.
    pub fn read(folder: &Path) -> Result<Option<Manifest>, WriteError> {
        Manifest::read_file(folder, &folder.join(MANIFEST))
    }

    /// Reads a manifest from any file below `folder`; `None` if there is no such file.
    pub fn read_file(folder: &Path, path: &Path) -> Result<Option<Manifest>, WriteError> {
        match disk::read_own(folder, path, disk::size_limit::LIST) {
            Ok(bytes) => Manifest::parse(&bytes)
                .map(Some)
                .map_err(|fault| fault.in_file(path)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Operation::Reading.at(path)(error)),
        }
    }

    fn parse(bytes: &[u8]) -> Result<Manifest, Fault> {
        let files: Vec<String> = lines_of(bytes)?.map(str::to_owned).collect();
        match first_misfit(&files) {
            Some(at) => Err(Fault::Line(at + 2)),
            None => Ok(Manifest { files }),
        }
    }

    /// Writes the manifest as a new file, and waits until it is on the disk.
    ///
    /// The other files of a site are not forced onto the disk. A killed program loses nothing that it handed to the
    /// system. Only a power cut does, and the next build repairs each lost file, because it compares bytes; but it
    /// could not repair an empty manifest.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let mut file = File::create(path)?;
        file.write_all(self.text().as_bytes())?;
        file.sync_data()
    }

    fn text(&self) -> String {
        let mut text = String::from(FIRST_LINE);
        text.push('\n');
        for file in &self.files {
            text.push_str(file);
            text.push('\n');
        }
        text
    }

    /// The paths, sorted.
    pub fn files(&self) -> &[String] {
        &self.files
    }

    /// True for a file that the manifest names.
    pub fn lists(&self, file: &str) -> bool {
        position(&self.files, file).is_some()
    }
}

/// The index of `file` in a sorted list.
pub(super) fn position(files: &[String], file: &str) -> Option<usize> {
    files
        .binary_search_by(|listed| listed.as_str().cmp(file))
        .ok()
}

/// The folders above the files, each once, without the output folder itself.
pub(super) fn folders_above<'f>(files: impl IntoIterator<Item = &'f String>) -> HashSet<&'f str> {
    let mut folders = HashSet::new();
    for file in files {
        let mut path = file.as_str();
        while let Some((folder, _)) = path.rsplit_once('/') {
            if !folders.insert(folder) {
                break;
            }
            path = folder;
        }
    }
    folders
}

/// The index of the first path that is invalid, or that does not sort after the one before it.
pub(super) fn first_misfit(files: &[String]) -> Option<usize> {
    let mut previous: Option<&String> = None;
    for (index, file) in files.iter().enumerate() {
        let is_sorted = previous.is_none_or(|previous| previous < file);
        if !is_sorted || !stays_below(file) {
            return Some(index);
        }
        previous = Some(file);
    }
    None
}

/// True for a path that names a file below the output folder, and not one of our own files there.
///
/// Anybody can edit a manifest, and a line `../x` must never make us delete something outside the folder.
fn stays_below(path: &str) -> bool {
    let is_reserved =
        |c: char| matches!(c, '\n' | '\r' | '\0') || (cfg!(windows) && matches!(c, '\\' | ':'));
    let mut parts = path.split('/');
    let is_ours = [MANIFEST, STAGE].contains(&path.split('/').next().unwrap_or_default());
    !is_ours && !path.contains(is_reserved) && parts.all(|part| !["", ".", ".."].contains(&part))
}

/// What is wrong with a manifest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// This line, counted from 1.
    Line(usize),
    /// A later version of copublish wrote it.
    Later,
}

impl Fault {
    fn in_file(self, path: &Path) -> WriteError {
        match self {
            Fault::Line(line) => WriteError::Damaged {
                path: path.to_path_buf(),
                line,
            },
            Fault::Later => WriteError::Later {
                path: path.to_path_buf(),
            },
        }
    }
}

/// The lines after the first, which has to name this version of the format.
fn lines_of(bytes: &[u8]) -> Result<impl Iterator<Item = &str>, Fault> {
    let text = std::str::from_utf8(bytes)
        .map_err(|error| Fault::Line(line_of(bytes, error.valid_up_to())))?;
    // A file without its last line end was not written to its end.
    let complete = text
        .strip_suffix('\n')
        .ok_or(Fault::Line(line_of(bytes, bytes.len())))?;
    let mut lines = complete.split('\n');
    match lines.next() {
        Some(FIRST_LINE) => Ok(lines),
        Some(line) if is_other_version(line) => Err(Fault::Later),
        _ => Err(Fault::Line(1)),
    }
}

fn is_other_version(line: &str) -> bool {
    let name = FIRST_LINE.trim_end_matches(|c: char| c.is_ascii_digit());
    let version = line.strip_prefix(name);
    version.is_some_and(|version| version.parse::<u32>().is_ok())
}

fn line_of(bytes: &[u8], offset: usize) -> usize {
    1 + bytes
        .iter()
        .take(offset)
        .filter(|byte| **byte == b'\n')
        .count()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn parse(text: &str) -> Result<Manifest, WriteError> {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(MANIFEST), text).unwrap();
        Manifest::read(folder.path()).map(Option::unwrap)
    }

    #[test]
    fn what_is_written_is_read_again() {
        let manifest = Manifest::of(vec!["a b/ü.html".to_owned(), "index.html".to_owned()]);
        assert_eq!(
            manifest.text(),
            "copublish manifest 1\na b/ü.html\nindex.html\n"
        );
        assert_eq!(parse(&manifest.text()).unwrap(), manifest);
        assert_eq!(
            parse("copublish manifest 1\n").unwrap(),
            Manifest::default()
        );
        assert!(
            Manifest::read(tempfile::tempdir().unwrap().path())
                .unwrap()
                .is_none()
        );
    }

    #[test]
    fn damage_is_named_by_its_line() {
        let line = |text: &str| match parse(text) {
            Err(WriteError::Damaged { line, .. }) => line,
            other => panic!("{other:?}"),
        };
        assert_eq!(line(""), 1);
        assert_eq!(line("hello\n"), 1);
        assert_eq!(line("copublish manifest 1\nb\na\n"), 3);
        assert_eq!(line("copublish manifest 1\na\na\n"), 3);
        assert_eq!(line("copublish manifest 1\nindex.ht"), 2);
        for path in [
            "../x",
            "a/../../x",
            "/etc/passwd",
            "",
            "a//b",
            "./a",
            ".copublish-manifest",
            "a/",
        ] {
            assert_eq!(
                line(&format!("copublish manifest 1\n{path}\n")),
                2,
                "{path}"
            );
        }
        assert!(matches!(
            parse("copublish manifest 2\n"),
            Err(WriteError::Later { .. })
        ));
    }

    #[test]
    fn folders_above_files_are_found_once() {
        let files = ["a/b/c".to_owned(), "a/d".to_owned(), "e".to_owned()];
        assert_eq!(folders_above(&files), HashSet::from(["a", "a/b"]));
    }
}
