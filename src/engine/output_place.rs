//! Where a site may not be written: over its own sources, or among them, nor among what git or copublish keep. What else
//! is in a folder is looked at by `output`, which refuses one it does not know.

use std::path::{Component, Path, PathBuf};

use super::Failure;
use crate::base::site_layout;
use crate::content::disk;

/// Folders in which programs keep what is theirs, of whatever project.
const KEPT: [&str; 2] = [".git", site_layout::CACHE];

/// Refuses an output folder that holds the site, or is in a folder that the next build would read, or in one that git or
/// copublish keep.
///
/// # Errors
/// Which folder of the site is in the way.
pub fn check(root: &Path, output: &Path) -> Result<(), Failure> {
    let Some(why) = refusal(root, output) else {
        return Ok(());
    };
    let help = "choose a folder that contains nothing else, like `output`";
    Err(Failure::from(format!(
        "the website cannot be written to `{}`: {why}; {help}",
        output.display()
    )))
}

/// Why a site may not be written to a folder.
fn refusal(root: &Path, output: &Path) -> Option<String> {
    let (real_root, real_output) = (real(root), real(output));
    if real_root.starts_with(&real_output) {
        return Some("it contains the site's own files".to_owned());
    }
    for name in site_layout::INPUT_FOLDERS {
        let input = real(&root.join(name));
        if real_output.starts_with(&input) || input.starts_with(&real_output) {
            return Some(format!(
                "the build reads `{name}`, so it cannot write there"
            ));
        }
    }
    // Some file systems know only one of `.git` and `.GIT`.
    let is_kept = |part: &&str| KEPT.iter().any(|kept| part.eq_ignore_ascii_case(kept));
    let mut parts = real_output
        .components()
        .filter_map(|part| part.as_os_str().to_str());
    if let Some(kept) = parts.find(is_kept) {
        let is_ours = kept.eq_ignore_ascii_case(site_layout::CACHE);
        let who = if is_ours { "copublish" } else { "git" };
        return Some(format!("{who} keeps its own files in `{kept}`"));
    }
    let repository = real_output
        .ancestors()
        .find(|folder| is_repository(folder))?;
    Some(format!(
        "git keeps its own files in `{}`",
        repository.display()
    ))
}

/// True for the folder of a repository, whatever its name.
fn is_repository(folder: &Path) -> bool {
    ["HEAD", "objects", "refs"]
        .iter()
        .all(|name| disk::has_entry(&folder.join(name)).unwrap_or(false))
}

/// A path with all links followed as far as it exists; the rest of it is worked out by its words.
fn real(path: &Path) -> PathBuf {
    let known = path.ancestors().find_map(|start| {
        let start = if start.as_os_str().is_empty() {
            Path::new(".")
        } else {
            start
        };
        Some((
            disk::real_path(start).ok()?,
            path.strip_prefix(start).unwrap_or(path),
        ))
    });
    let Some((mut real, rest)) = known else {
        return path.to_owned();
    };
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
        std::os::unix::fs::symlink(".git/site", root.join("looks-safe-too")).unwrap();
        for path in [
            ".git/site",
            "repository/objects",
            "repository/refs",
            "repository/HEAD",
        ] {
            std::fs::create_dir_all(root.join(path)).unwrap();
        }
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
            ".git",
            ".git/site",
            ".git/new/deeper",
            ".GIT/new",
            "looks-safe-too",
            "output/.git",
            ".copublish",
            ".copublish/site",
            "repository",
            "repository/new",
        ] {
            let failure = check(&root, &root.join(refused)).unwrap_err();
            assert!(
                failure.why.contains("cannot be written to"),
                "{refused}: {failure}"
            );
        }
        for fine in [
            "output",
            "output/sub",
            "public",
            "contents",
            "../elsewhere",
            "content/../output",
            ".output",
        ] {
            assert!(check(&root, &root.join(fine)).is_ok(), "{fine}");
        }
        assert!(check(&root, Path::new("/")).is_err());
    }
}
