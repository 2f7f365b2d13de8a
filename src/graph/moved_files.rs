//! Where a file stands now that a link still looks for at its old place: the only one with its name. Files that
//! are not public count too, since one of them may be meant.

use std::collections::HashMap;

use super::index::DocIndex;
use super::target::{candidates, split_behind};
use crate::base::FilePath;
use crate::base::file_path::{INDEX, way};
use crate::base::site_layout;
use crate::document::LinkRole;

/// All files of `content/`, by what tells them apart from others.
pub(super) struct MovedFiles<'n>(HashMap<&'n str, Vec<&'n str>>);

impl<'n> MovedFiles<'n> {
    /// Takes all files, public or not, readable or not.
    pub fn new(index: &DocIndex<'n>) -> MovedFiles<'n> {
        let input = index.input;
        let public = index.public.iter().map(|summary| &summary.structure.file);
        let hidden = index.hidden.iter().map(|structure| &structure.file);
        let others = input.assets.iter().map(|asset| &asset.file);
        let mut files: HashMap<&str, Vec<&str>> = HashMap::new();
        for file in public.chain(hidden).chain(others) {
            files
                .entry(told_apart_by(file.as_str()))
                .or_default()
                .push(file.as_str());
        }
        MovedFiles(files)
    }

    /// What to write in `from` in place of a target that leads nowhere: the new path, with what stood behind the
    /// old one. `path` is that of the target, decoded.
    pub fn target(
        &self,
        from: &FilePath,
        target: &str,
        path: &str,
        role: LinkRole,
    ) -> Option<String> {
        let (written, behind) = split_behind(target);
        let wanted = candidates(from, path)?.swap_remove(0);
        let name = told_apart_by(&wanted);
        if written != path || !name.contains('.') {
            return None;
        }
        let [file] = self.0.get(name)?.as_slice() else {
            return None;
        };
        if role.is_file() && file.ends_with(".md") || !file.chars().all(is_plain) {
            return None;
        }
        let new = if written.starts_with('/') {
            file.strip_prefix(site_layout::CONTENT)?.to_owned()
        } else if from.folder().is_empty() {
            site_layout::below(site_layout::CONTENT, file)?.to_owned()
        } else {
            way(from.folder(), file)
        };
        Some(new + behind)
    }
}

/// The name of a file; that of an `index.md` with its folder, since many files are called so.
fn told_apart_by(path: &str) -> &str {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let start = if INDEX.contains(&name) {
        folder.rfind('/').map_or(0, |slash| slash + 1)
    } else {
        path.len() - name.len()
    };
    path.get(start..).unwrap_or(path)
}

fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || "-_./".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_is_told_apart_by_its_folder() {
        assert_eq!(told_apart_by("content/reports/a/index.md"), "a/index.md");
        assert_eq!(told_apart_by("content/a.md"), "a.md");
        assert_eq!(told_apart_by("index.md"), "index.md");
    }
}
