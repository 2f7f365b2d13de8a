//! What is known to have changed on the disk since a site was last read. Looks at no file itself.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::base::FilePath;
use crate::base::site_layout;

/// Paths that have changed, each below the site's root; what stands below one of them may have changed too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Changes {
    paths: BTreeSet<PathBuf>,
    /// True where nobody knows what has changed.
    is_everything: bool,
    /// True where the history has new commits, or other ones.
    pub history: bool,
}

impl Changes {
    /// Takes note of some more; an empty path stands for everything.
    pub fn add(&mut self, paths: &[PathBuf]) {
        self.is_everything |= paths.iter().any(|path| path.as_os_str().is_empty());
        self.paths.extend(paths.iter().cloned());
    }

    /// True where nobody knows what has changed.
    pub fn is_everything(&self) -> bool {
        self.is_everything
    }

    /// True where site.yaml or the theme may say something else.
    pub fn in_settings(&self) -> bool {
        self.is_everything
            || self
                .paths
                .iter()
                .any(|path| !path.starts_with(site_layout::CONTENT))
    }

    /// The files of `content/` that have changed; `None` where it may be more than certain files.
    pub fn in_content(&self) -> Option<Vec<FilePath>> {
        if self.is_everything || self.paths.contains(Path::new(site_layout::CONTENT)) {
            return None;
        }
        let inside = self
            .paths
            .iter()
            .filter(|path| path.starts_with(site_layout::CONTENT));
        inside
            .map(|path| Some(FilePath::new(path.to_str()?.replace('\\', "/"))))
            .collect()
    }

    /// True where a file, or a folder above it, has changed.
    pub fn touch(&self, file: &FilePath) -> bool {
        let file = Path::new(file.as_str());
        self.is_everything || file.ancestors().any(|path| self.paths.contains(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changes(paths: &[&str]) -> Changes {
        let mut changes = Changes::default();
        changes.add(&paths.iter().map(PathBuf::from).collect::<Vec<_>>());
        changes
    }

    #[test]
    fn a_change_touches_all_below_it() {
        let files = ["content/a.md", "content/b/c.md", "content/bc.md"].map(FilePath::new);
        let touched = |paths: &[&str]| {
            let changes = changes(paths);
            files
                .iter()
                .map(|file| changes.touch(file))
                .collect::<Vec<_>>()
        };
        assert_eq!(touched(&[]), [false, false, false]);
        assert_eq!(
            touched(&["content/a.md", "site.yaml"]),
            [true, false, false]
        );
        assert_eq!(touched(&["content/b"]), [false, true, false]);
        assert_eq!(touched(&[""]), [true, true, true]);
        assert_eq!(touched(&["content"]), [true, true, true]);
    }

    #[test]
    fn settings_and_content_are_told_apart() {
        let of = |paths: &[&str]| {
            let changes = changes(paths);
            (
                changes.in_settings(),
                changes.in_content().map(|files| files.len()),
            )
        };
        assert_eq!(of(&[]), (false, Some(0)));
        assert_eq!(of(&["content/a.md"]), (false, Some(1)));
        assert_eq!(of(&["themes/x/a.html", "content/a.md"]), (true, Some(1)));
        assert_eq!(of(&["content"]), (false, None));
        assert_eq!(of(&["contents/a.md"]), (true, Some(0)));
        assert_eq!(of(&[""]), (true, None));
    }
}
