//! Which changes below a root are the author's: not those of the output folder, and not those of the
//! folders in which a site is put together before it takes its place.

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

/// A root, and what below it is not the author's.
pub(super) struct Place {
    root: PathBuf,
    output: PathBuf,
}

impl Place {
    /// Both as the system names them in its events: absolute, with links followed.
    pub fn new(root: &Path, output: &Path) -> Place {
        let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        Place { root: absolute(root), output: absolute(output) }
    }

    /// The folder to watch.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The path below the root of a change that is the author's.
    pub fn of_author(&self, path: &Path) -> Option<PathBuf> {
        let below = path.strip_prefix(&self.root).ok()?;
        let hidden = |part: Component| is_hidden(part.as_os_str());
        let ours = path.starts_with(&self.output) || below.components().any(hidden);
        // A change of the root itself names no file; those in it come by their own names.
        (!ours && !below.as_os_str().is_empty()).then(|| below.to_owned())
    }
}

/// Dot-files are read by no build: editors keep their own there, git its own, and copublish the site
/// that is being put together.
fn is_hidden(name: &OsStr) -> bool {
    name.to_string_lossy().starts_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_authors_changes_count() {
        let place = Place::new(Path::new("/site"), Path::new("/site/output"));
        let of_author = |path: &str| place.of_author(Path::new(path));
        assert_eq!(of_author("/site/content/a.md"), Some(PathBuf::from("content/a.md")));
        assert_eq!(of_author("/site/site.yaml"), Some(PathBuf::from("site.yaml")));
        for ours in [
            "/site/output/a/index.html",
            "/site/output",
            "/site/.output.copublish-12/site/a",
            "/site/content/.a.md.swp",
            "/site/.git/index",
            "/site",
            "/elsewhere/a.md",
        ] {
            assert_eq!(of_author(ours), None, "{ours}");
        }
    }
}
