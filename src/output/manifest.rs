//! The list of files that copublish wrote, kept as one hidden file in the output folder. Holds no
//! hashes and no times: whether a file changed is asked of its bytes, so that no damage stays unseen.

use std::collections::HashSet;
use std::io::ErrorKind;
use std::path::Path;

use super::error::{Doing, WriteError};
use crate::content::disk;

/// The manifest's name in the output folder.
pub(super) const MANIFEST: &str = ".copublish-manifest";
/// The folder for files that wait inside the output folder.
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

    /// Reads the manifest of a folder; `None` where it has none.
    pub fn read(folder: &Path) -> Result<Option<Manifest>, WriteError> {
        let path = folder.join(MANIFEST);
        let bytes = match disk::read_own(folder, &path, disk::most::OF_A_LIST) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Doing::Reading.at(&path)(error)),
        };
        let lines = lines_after(FIRST_LINE, &bytes).map_err(|fault| fault.in_file(&path))?;
        let files: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        match first_misfit(&files) {
            Some(at) => Err(WriteError::Damaged { path, line: at + 2 }),
            None => Ok(Some(Manifest { files })),
        }
    }

    /// The manifest as it stands in the folder.
    pub fn text(&self) -> String {
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

    /// True for a file that copublish wrote.
    pub fn lists(&self, file: &str) -> bool {
        position(&self.files, file).is_some()
    }
}

/// Where `file` stands in a sorted list.
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

/// The first path that may not be one, or that is not sorted after the one before it.
pub(super) fn first_misfit(files: &[String]) -> Option<usize> {
    let sorted = |at: usize| at == 0 || files.get(at - 1) < files.get(at);
    files
        .iter()
        .enumerate()
        .position(|(at, file)| !sorted(at) || !stays_below(file))
}

/// True for a path that names a file below the folder it is joined to, and none of our own there.
///
/// A manifest is a file like any other: somebody may have edited it, and a line `../x` must never
/// make us delete something outside the folder.
pub(super) fn stays_below(path: &str) -> bool {
    let not_a_name = |part: &str| part.is_empty() || part == "." || part == "..";
    let own = path
        .split('/')
        .next()
        .is_some_and(|first| first == MANIFEST || first == STAGE);
    let breaks =
        |c: char| matches!(c, '\n' | '\r' | '\0') || (cfg!(windows) && matches!(c, '\\' | ':'));
    !own && !path.split('/').any(not_a_name) && !path.contains(breaks)
}

/// What is wrong with a file of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// This line, counted from 1.
    Line(usize),
    /// Its version is later than this program knows.
    Later,
}

impl Fault {
    /// The fault as an error about the file it was found in.
    pub fn in_file(self, path: &Path) -> WriteError {
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

/// The lines after the first, which has to be `first`: a name and a version number.
pub(super) fn lines_after<'b>(first: &str, bytes: &'b [u8]) -> Result<Vec<&'b str>, Fault> {
    let text = std::str::from_utf8(bytes)
        .map_err(|error| Fault::Line(line_of(bytes, error.valid_up_to())))?;
    let whole = text
        .strip_suffix('\n')
        .ok_or(Fault::Line(line_of(bytes, bytes.len())))?;
    let mut lines = whole.split('\n');
    match lines.next() {
        Some(line) if line == first => Ok(lines.collect()),
        Some(line) if is_version_of(first, line) => Err(Fault::Later),
        _ => Err(Fault::Line(1)),
    }
}

fn is_version_of(first: &str, line: &str) -> bool {
    let name = first.trim_end_matches(|c: char| c.is_ascii_digit());
    line.strip_prefix(name)
        .is_some_and(|version| version.parse::<u32>().is_ok())
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
