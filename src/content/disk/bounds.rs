//! How far links may lead: what stands below the site's folder stays in it. Only the folder of a theme may itself be a link
//! that leads elsewhere, so that sites can share it; what is in it stays in the folder that it is. Reads no file.
#![expect(
    clippy::disallowed_methods,
    reason = "a part of the only reader of the disk"
)]

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

use crate::base::file_error::FileError;
use crate::base::site_layout::THEMES;

/// The bounds of one site.
#[derive(Clone, Debug)]
pub(super) struct Bounds {
    root: PathBuf,
    real_root: PathBuf,
}

impl Bounds {
    /// The bounds of the site in `root`.
    ///
    /// # Errors
    /// As the system says where there is no such folder.
    pub fn of(root: &Path) -> io::Result<Bounds> {
        let place = if root.as_os_str().is_empty() {
            Path::new(".")
        } else {
            root
        };
        Ok(Bounds {
            root: root.to_owned(),
            real_root: fs::canonicalize(place)?,
        })
    }

    /// The path without links of what stands at a path.
    ///
    /// # Errors
    /// As the system says; [`FileError::LeadsOut`] where a link leads too far.
    pub fn real_path(&self, path: &Path) -> io::Result<PathBuf> {
        let real = fs::canonicalize(path)?;
        if real.starts_with(&self.real_root) || self.is_in_its_theme(path, &real) {
            Ok(real)
        } else {
            Err(FileError::LeadsOut.into())
        }
    }

    /// True for what stands in the folder of the theme that its path names, wherever that folder is.
    fn is_in_its_theme(&self, path: &Path, real: &Path) -> bool {
        let Some(theme) = self.theme_of(path) else {
            return false;
        };
        let themes = fs::canonicalize(self.root.join(THEMES));
        themes.is_ok_and(|themes| themes.starts_with(&self.real_root))
            && fs::canonicalize(theme).is_ok_and(|theme| real.starts_with(theme))
    }

    /// `themes/mine` of `themes/mine/templates/page.html`, below the root.
    fn theme_of(&self, path: &Path) -> Option<PathBuf> {
        let below = path.strip_prefix(&self.root).ok()?;
        let names = below.components().map(|part| match part {
            Component::Normal(name) => Some(name),
            _ => None,
        });
        let names: Vec<_> = names.collect::<Option<_>>()?;
        match names.as_slice() {
            [first, name, ..] if *first == THEMES => Some(self.root.join(THEMES).join(name)),
            _ => None,
        }
    }
}

/// True where a path below the root leads out of the site by a link, as far as it exists.
pub fn leads_out(root: &Path, path: &Path) -> bool {
    let Ok(bounds) = Bounds::of(root) else {
        return true;
    };
    for part in path.ancestors().take_while(|part| part.starts_with(root)) {
        match bounds.real_path(part) {
            Ok(_) => return false,
            // A link that leads nowhere yet may lead anywhere once something is there.
            Err(error)
                if error.kind() == ErrorKind::NotFound && fs::symlink_metadata(part).is_err() => {}
            Err(_) => return true,
        }
    }
    false
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn only_the_folder_of_a_theme_may_lead_out() {
        let folder = tempfile::tempdir().unwrap();
        let (root, elsewhere) = (folder.path().join("site"), folder.path().join("elsewhere"));
        for path in [
            "site/content",
            "site/themes",
            "elsewhere/mine/templates",
            "elsewhere/other",
        ] {
            fs::create_dir_all(folder.path().join(path)).unwrap();
        }
        symlink(elsewhere.join("mine"), root.join("themes/mine")).unwrap();
        symlink(elsewhere.join("other"), elsewhere.join("mine/assets")).unwrap();
        symlink("templates", elsewhere.join("mine/text")).unwrap();
        symlink(&elsewhere, root.join("content/out")).unwrap();
        symlink("../themes/mine", root.join("content/theme")).unwrap();
        symlink("nowhere", root.join("content/nowhere")).unwrap();
        symlink("../themes", root.join("content/themes")).unwrap();
        for (path, is_out) in [
            ("content", false),
            ("content/new/deeper", false),
            ("content/themes", false),
            ("themes/mine", false),
            ("themes/mine/templates", false),
            ("themes/mine/templates/new", false),
            ("themes/mine/text", false),
            ("themes/mine/assets", true),
            ("themes/mine/../../../elsewhere/other", true),
            ("content/out", true),
            ("content/out/new", true),
            ("content/theme", true),
            ("content/themes/mine", true),
            ("content/nowhere", true),
            ("content/nowhere/new", true),
        ] {
            assert_eq!(leads_out(&root, &root.join(path)), is_out, "{path}");
        }
        fs::remove_dir_all(root.join("themes")).unwrap();
        symlink(&elsewhere, root.join("themes")).unwrap();
        assert!(
            leads_out(&root, &root.join("themes")) && leads_out(&root, &root.join("themes/mine"))
        );
    }
}
