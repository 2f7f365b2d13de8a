//! The room tested as a whole, over folders on the disk. What one file does alone is tested there.

mod disk;
mod errors;
mod foreign;
mod killed;
mod recovery;
mod replacing;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::bundle::{Bundle, BundleFile};
use super::cancel_token::CancelToken;
use super::error::WriteError;
use super::staging_folder::StagingPlace;
use super::swap;
use super::write::{KeepGoing, Method, Target, Written, write_with};
use crate::base::{Code, Diagnostic, FilePath, Reported};
use crate::content::disk::Inside;

/// A copy of a file of the site that stands in the folder where it is.
fn copy_of(path: &Path) -> BundleFile {
    let name = path.file_name().unwrap().to_str().unwrap();
    BundleFile::CopyOf(Inside::new(path.parent().unwrap(), &FilePath::new(name)))
}

/// A site held in memory.
#[derive(Clone, Default)]
struct Pages {
    files: Vec<String>,
    made: Vec<Reported<BundleFile>>,
}

impl Pages {
    fn of<'t>(pages: impl IntoIterator<Item = (&'t str, &'t str)>) -> Pages {
        let made = |text: &str| BundleFile::Bytes(text.as_bytes().to_vec());
        Pages::made(
            pages
                .into_iter()
                .map(|(file, text)| (file.to_owned(), made(text))),
        )
    }

    fn made(pages: impl IntoIterator<Item = (String, BundleFile)>) -> Pages {
        let sorted: BTreeMap<String, BundleFile> = pages.into_iter().collect();
        let (files, made) = sorted
            .into_iter()
            .map(|(file, made)| (file, Reported::clean(made)))
            .unzip();
        Pages { files, made }
    }

    /// The same with a diagnostic on one file.
    fn with(mut self, file: &str, code: Code, message: &str) -> Pages {
        let at = self.files.iter().position(|listed| listed == file).unwrap();
        self.made[at]
            .diagnostics
            .push(Diagnostic::new(code, message));
        self
    }
}

impl Bundle for Pages {
    fn files(&self) -> &[String] {
        &self.files
    }

    fn make(&self, index: usize) -> Reported<BundleFile> {
        self.made[index].clone()
    }
}

/// A place for an output folder, and one way to write to it.
struct Sandbox {
    around: TempDir,
    method: Method,
}

/// Every way that a site can get into its folder: swapped, moved file by file because asked to, and
/// moved file by file because the swap was refused at the last moment.
fn every_way() -> [Sandbox; 3] {
    [
        Sandbox::new(StagingPlace::Beside, swap::exchange),
        Sandbox::new(StagingPlace::Inside, swap::exchange),
        Sandbox::new(StagingPlace::Beside, refuse),
    ]
}

fn refuse(_: &Path, _: &Path) -> io::Result<()> {
    Err(ErrorKind::CrossesDevices.into())
}

impl Sandbox {
    fn new(place: StagingPlace, exchange: swap::Exchange) -> Sandbox {
        Sandbox {
            around: tempfile::tempdir().unwrap(),
            method: Method { place, exchange },
        }
    }

    fn swapping() -> Sandbox {
        Sandbox::new(StagingPlace::Beside, swap::exchange)
    }

    fn output(&self) -> PathBuf {
        self.around.path().join("output")
    }

    fn path(&self, file: &str) -> PathBuf {
        self.output().join(file)
    }

    /// Puts a file there that copublish knows nothing of.
    fn foreign(&self, file: &str, text: &str) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn try_write(&self, pages: &dyn Bundle, keep_going: KeepGoing) -> Result<Written, WriteError> {
        let target = Target {
            folder: &self.output(),
            keep_going,
            progress: &|_| {},
            cancel: &CancelToken::default(),
        };
        write_with(&self.method, pages, &target)
    }

    fn write(&self, pages: &Pages) -> Written {
        self.try_write(pages, KeepGoing::No).unwrap()
    }

    fn write_pages<'t>(&self, pages: impl IntoIterator<Item = (&'t str, &'t str)>) -> Written {
        self.write(&Pages::of(pages))
    }

    /// Everything in the output folder but the manifest; folders end with a slash.
    fn tree(&self) -> BTreeMap<String, String> {
        let mut tree = tree(&self.output());
        tree.remove(".copublish-manifest");
        tree
    }

    fn expect<'t>(&self, pages: impl IntoIterator<Item = (&'t str, &'t str)>) {
        let expected: BTreeMap<String, String> = pages
            .into_iter()
            .map(|(file, text)| (file.to_owned(), text.to_owned()))
            .collect();
        assert_eq!(self.tree(), expected);
        assert_eq!(
            self.beside(),
            ["output"],
            "something was left beside the output folder"
        );
    }

    /// What stands in the folder around the output folder.
    fn beside(&self) -> Vec<String> {
        names(self.around.path())
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn tree(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).min_depth(1) {
        let entry = entry.unwrap();
        let name = entry
            .path()
            .strip_prefix(folder)
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned();
        let kind = entry.file_type();
        if kind.is_dir() {
            found.insert(format!("{name}/"), String::new());
        } else if kind.is_symlink() {
            found.insert(
                name,
                format!("-> {}", fs::read_link(entry.path()).unwrap().display()),
            );
        } else {
            found.insert(name, fs::read_to_string(entry.path()).unwrap());
        }
    }
    found
}
