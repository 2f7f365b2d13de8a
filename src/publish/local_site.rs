//! The site as the last build wrote it: every file with its hash and its headers. Files that copublish did not write are
//! not part of it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use rayon::prelude::*;

use super::file_kind::{Below, FileKind};
use super::headers::{HeaderRules, Headers};
use super::redirects;
use crate::base::Hash;
use crate::base::file_error;
use crate::content::disk;
use crate::output::{PART_FILE, built_files};

/// The largest file that is sent; stores take no larger one in one request.
const LARGEST: u64 = 5 << 30;

/// A built site.
#[derive(Clone, Debug, Default)]
pub struct LocalSite {
    /// The output folder, or those of its parts.
    pub folders: Vec<PathBuf>,
    /// Its files, sorted by path.
    pub files: Vec<SiteFile>,
    /// The text of the table of redirects; empty if there is none.
    pub redirects: String,
}

/// Which of the built files a host has, and where.
#[derive(Clone, Copy, Debug, Default)]
pub struct HostFolder<'h> {
    /// The folder of the output that is the root of the host; empty if that is the output itself.
    pub folder: &'h str,
    /// Folders that are those of other hosts.
    pub others: &'h [&'h str],
    /// What its addresses start with behind its name.
    pub base_path: &'h str,
}

impl HostFolder<'_> {
    /// The name of a built file on the host; `None` if it is on another one.
    fn name<'f>(&self, file: &'f str) -> Option<&'f str> {
        let below = |folder: &str| file.strip_prefix(folder)?.strip_prefix('/');
        if !self.folder.is_empty() {
            return below(self.folder);
        }
        let is_of_other = self.others.iter().any(|other| below(other).is_some());
        (!is_of_other).then_some(file)
    }
}

/// A file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteFile {
    /// Its path below the folder.
    pub path: String,
    /// In which of the folders it is.
    pub folder: usize,
    pub kind: FileKind,
    pub bytes: u64,
    /// The hash of what it holds; `None` for an old address that has no file here.
    pub content: Option<Hash>,
    pub headers: Headers,
}

impl SiteFile {
    /// The hash of all that is sent: a file is sent again if it changed.
    pub fn hash(&self) -> Hash {
        let content = self.content.map(|hash| hash.to_string());
        let text = content.unwrap_or_default() + "\n" + &self.headers.text();
        Hash::of(text.as_bytes())
    }

    /// A file that holds a text.
    #[cfg(test)]
    pub fn of_text(path: &str, text: &str) -> SiteFile {
        let content = Hash::of(text.as_bytes());
        let kind = FileKind::of(path, content, Below::Nothing);
        let bytes = text.len() as u64;
        SiteFile {
            path: path.to_owned(),
            folder: 0,
            kind,
            bytes,
            content: Some(content),
            headers: Headers::of(path, kind, bytes, HeaderRules::default()),
        }
    }
}

impl LocalSite {
    /// Reads what a host has of the folder that a build has just written, or of those of all its parts.
    ///
    /// # Errors
    /// A sentence, if a file cannot be read.
    pub fn read(
        built: &[PathBuf],
        host: HostFolder,
        rules: HeaderRules,
    ) -> Result<LocalSite, String> {
        let paths = paths_in(built, host)?;
        let folders = built.iter().map(|folder| folder.join(host.folder));
        let folders: Vec<PathBuf> = folders.collect();
        let with_pages_below = folders_with_folders(&paths);
        let files = paths.par_iter().map(|(path, at)| {
            let below = below(path, &with_pages_below);
            let file = site_file(path, &read_file(&folders[*at], path)?, below, rules)?;
            Ok(SiteFile {
                folder: *at,
                ..file
            })
        });
        let mut site = LocalSite {
            files: files.collect::<Result<Vec<SiteFile>, String>>()?,
            redirects: redirect_table(&folders, &paths)?,
            folders,
        };
        if rules.redirects {
            site.add_redirects(host.base_path);
        }
        Ok(site)
    }

    /// Old addresses lead on by a header; those that have no page get an empty file for it.
    fn add_redirects(&mut self, base_path: &str) {
        let mut redirects: BTreeMap<String, String> =
            redirects::by_file(&self.redirects, base_path);
        for file in &mut self.files {
            file.headers.redirect = redirects.remove(&file.path);
        }
        for (path, to) in redirects {
            let kind = FileKind::Asset;
            let mut headers = Headers::of(&path, kind, 0, HeaderRules::default());
            headers.redirect = Some(to);
            self.files.push(SiteFile {
                path,
                folder: 0,
                kind,
                bytes: 0,
                content: None,
                headers,
            });
        }
        self.files.sort_by(|one, other| one.path.cmp(&other.path));
    }

    /// What is sent for a file, packed if its headers say so.
    ///
    /// # Errors
    /// A sentence, if the file cannot be read or has changed since the site was read.
    pub fn body(&self, file: &SiteFile) -> Result<Vec<u8>, String> {
        let Some(content) = file.content else {
            return Ok(Vec::new());
        };
        let bytes = read_file(&self.folders[file.folder], &file.path)?;
        if Hash::of(&bytes) != content {
            let path = &file.path;
            return Err(format!(
                "`{path}` was changed by another build while the site was sent; publish again"
            ));
        }
        if file.headers.is_packed {
            return packed(&bytes).map_err(|error| error.to_string());
        }
        Ok(bytes)
    }
}

/// The files of a host in all folders, each with the place of its folder; sorted. What a part says of itself is for nobody else.
fn paths_in(folders: &[PathBuf], host: HostFolder) -> Result<Vec<(String, usize)>, String> {
    let mut paths = Vec::new();
    for (at, folder) in folders.iter().enumerate() {
        let files = built_files(folder).map_err(|error| error.to_string())?;
        let files = files.unwrap_or_default().into_iter();
        let files = files.filter(|file| file != PART_FILE);
        paths.extend(files.filter_map(|file| Some((host.name(&file)?.to_owned(), at))));
    }
    paths.sort();
    Ok(paths)
}

/// What is below a page, by the folders that have folders.
fn below(path: &str, with_pages_below: &BTreeSet<&str>) -> Below {
    let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
    let is_list = path.ends_with("/index.html") && with_pages_below.contains(parent);
    if is_list {
        Below::Pages
    } else {
        Below::Nothing
    }
}

fn site_file(
    path: &str,
    bytes: &[u8],
    below: Below,
    rules: HeaderRules,
) -> Result<SiteFile, String> {
    let content = Hash::of(bytes);
    let kind = FileKind::of(path, content, below);
    let size = bytes.len() as u64;
    Ok(SiteFile {
        path: path.to_owned(),
        folder: 0,
        kind,
        bytes: size,
        content: Some(content),
        headers: Headers::of(path, kind, size, rules),
    })
}

/// The text of the table of redirects; empty if there is none.
fn redirect_table(folders: &[PathBuf], paths: &[(String, usize)]) -> Result<String, String> {
    if let Some((_, at)) = paths.iter().find(|(path, _)| path == redirects::TABLE) {
        let table = read_file(&folders[*at], redirects::TABLE)?;
        return Ok(String::from_utf8_lossy(&table).into_owned());
    }
    Ok(String::new())
}

fn read_file(folder: &Path, path: &str) -> Result<Vec<u8>, String> {
    let bytes = disk::read_own(folder, &folder.join(path), LARGEST);
    bytes.map_err(|error| {
        let reason = file_error::reason(&error);
        format!("`{path}` of the built site cannot be read: {reason}; publish again")
    })
}

fn packed(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// The folders that have other folders with pages in them.
fn folders_with_folders(paths: &[(String, usize)]) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for (path, _) in paths {
        let Some(mut folder) = path.strip_suffix("/index.html") else {
            continue;
        };
        while let Some((above, _)) = folder.rsplit_once('/') {
            found.insert(above);
            folder = above;
        }
    }
    found
}
