//! Where a site may not be written: over its own sources, or among them. What else stands in a folder
//! is looked at by `output`, which refuses one it does not know.

use std::path::{Component, Path, PathBuf};

use super::Failure;
use crate::content::disk;

/// The folders of a site that a build reads.
const INPUTS: [&str; 5] = ["content", "templates", "assets", "text", "themes"];

/// Refuses an output folder that holds the site, or stands in a folder that the next build would read.
///
/// # Errors
/// Which folder of the site is in the way.
pub fn check(root: &Path, output: &Path) -> Result<(), Failure> {
    let (real_root, real_output) = (real(root), real(output));
    let refused = |why: String| {
        let help = "choose a folder that holds nothing else, like `output`";
        Err(Failure::from(format!("the website cannot be written to `{}`: {why}; {help}", output.display())))
    };
    if real_root.starts_with(&real_output) {
        return refused("the site's own files stand in it".to_owned());
    }
    for name in INPUTS {
        let input = real(&root.join(name));
        if real_output.starts_with(&input) || input.starts_with(&real_output) {
            return refused(format!("`{name}` is read by the build, and cannot hold what it writes"));
        }
    }
    Ok(())
}

/// A path with all links followed as far as it exists; the rest of it is worked out by its words.
fn real(path: &Path) -> PathBuf {
    let known = path.ancestors().find_map(|start| {
        let start = if start.as_os_str().is_empty() { Path::new(".") } else { start };
        Some((disk::real_path(start).ok()?, path.strip_prefix(start).unwrap_or(path)))
    });
    let Some((mut real, rest)) = known else { return path.to_owned() };
    for part in rest.components() {
        match part {
            Component::Normal(name) => real.push(name),
            Component::ParentDir => {
                real.pop();
            }
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    real
}

#[cfg(all(test, unix))]
#[expect(clippy::disallowed_methods, reason = "the test makes a site to refuse")]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_not_written_over_itself() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("site");
        std::fs::create_dir_all(root.join("content/blogs")).unwrap();
        std::os::unix::fs::symlink("content", root.join("looks-safe")).unwrap();
        for refused in [
            "",
            ".",
            "..",
            "content",
            "content/",
            "content/new/deeper",
            "new/../content",
            "templates",
            "assets/x",
            "themes/mine",
            "looks-safe/new",
        ] {
            let failure = check(&root, &root.join(refused)).unwrap_err();
            assert!(failure.0.contains("cannot be written to"), "{refused}: {failure}");
        }
        for fine in ["output", "output/sub", "public", "contents", "../elsewhere", "content/../output"] {
            assert!(check(&root, &root.join(fine)).is_ok(), "{fine}");
        }
        assert!(check(&root, Path::new("/")).is_err());
    }
}
