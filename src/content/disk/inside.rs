//! Files of the site, which never lead out of its folder. The listing has looked at each; but a file, or a folder above
//! it, may have been exchanged for a link since then, so each is looked at once more when it is opened.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::door::LinkPolicy;
use crate::base::FilePath;

/// A file of the site on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inside {
    root: PathBuf,
    path: PathBuf,
}

impl Inside {
    /// The file at a path below the site's folder.
    pub fn new(root: &Path, file: &FilePath) -> Inside {
        Inside {
            root: root.to_owned(),
            path: super::path_of(root, file),
        }
    }

    /// Where it stands on the disk.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Opens it for reading, wherever its path leads to now, but for places outside the site's folder.
    ///
    /// # Errors
    /// As the system says; in words for what is no file any more, or leads out.
    pub fn open(&self) -> io::Result<File> {
        LinkPolicy::Inside(&self.root)
            .open(&self.path)
            .map(|(file, _)| file)
    }
}

/// Reads a whole file of the site, of at most `most` bytes.
///
/// # Errors
/// As the system says; in words for what leads out of the site, is not a file, or is too large.
pub fn read(root: &Path, file: &FilePath, most: u64) -> io::Result<Vec<u8>> {
    LinkPolicy::Inside(root).read(&super::path_of(root, file), most)
}

/// Reads the start of a file of the site: `most` bytes, or all of a shorter one.
///
/// # Errors
/// The same.
pub fn read_start(root: &Path, file: &FilePath, most: u64) -> io::Result<Vec<u8>> {
    // Room for all of a short start, so that it is read at once.
    let mut bytes = Vec::with_capacity(usize::try_from(most).unwrap_or(usize::MAX).min(8 << 10));
    let (open, _) = LinkPolicy::Inside(root).open(&super::path_of(root, file))?;
    open.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "the tests make sites")]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    /// A site with a file, and a folder beside it with another one of the same name.
    fn places() -> (tempfile::TempDir, PathBuf, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let [root, outside] = ["site", "outside"].map(|name| folder.path().join(name));
        for place in [&root.join("content/a"), &outside] {
            fs::create_dir_all(place).unwrap();
        }
        fs::write(root.join("content/a/b.txt"), "inside").unwrap();
        fs::write(outside.join("b.txt"), "outside").unwrap();
        (folder, root, outside)
    }

    fn said(root: &Path, file: &str) -> String {
        let file = FilePath::new(file);
        let opened = Inside::new(root, &file)
            .open()
            .map(drop)
            .map_err(|error| error.to_string());
        let read = read(root, &file, 100).map_err(|error| error.to_string());
        let start = read_start(root, &file, 100).map_err(|error| error.to_string());
        assert_eq!(read, start);
        assert_eq!(opened.err(), read.clone().err());
        read.map_or_else(|said| said, |bytes| String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn what_became_a_link_that_leads_out_is_not_read() {
        let leads_out = "it is a link that points outside the site's folder";
        let (_folder, root, outside) = places();
        assert_eq!(said(&root, "content/a/b.txt"), "inside");
        fs::remove_file(root.join("content/a/b.txt")).unwrap();
        symlink(outside.join("b.txt"), root.join("content/a/b.txt")).unwrap();
        assert_eq!(said(&root, "content/a/b.txt"), leads_out);
        fs::remove_dir_all(root.join("content/a")).unwrap();
        symlink(&outside, root.join("content/a")).unwrap();
        assert_eq!(said(&root, "content/a/b.txt"), leads_out);
        fs::remove_file(root.join("content/a")).unwrap();
        symlink("../../outside", root.join("content/a")).unwrap();
        assert_eq!(said(&root, "content/a/b.txt"), leads_out);
    }

    #[test]
    fn links_within_the_site_are_followed_also_where_it_is_reached_by_one() {
        let (folder, root, _) = places();
        symlink("a", root.join("content/c")).unwrap();
        symlink(root.join("content/a/b.txt"), root.join("content/d.txt")).unwrap();
        symlink(&root, folder.path().join("way")).unwrap();
        for root in [root, folder.path().join("way")] {
            for file in ["content/a/b.txt", "content/c/b.txt", "content/d.txt"] {
                assert_eq!(said(&root, file), "inside", "{file}");
            }
        }
    }
}
