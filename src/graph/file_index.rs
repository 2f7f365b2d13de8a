//! What an author may have meant by a path that leads to nothing: the same name elsewhere, or nearly
//! the same name in that folder. Only what is public is ever named.

use std::collections::HashMap;

use super::index::DocIndex;
use super::target::{candidates, written_from};
use crate::base::english::ticked_or;
use crate::base::suggest::Candidates;
use crate::base::{FilePath, Url};
use crate::content::Asset;
use crate::document::LinkRole;

/// The public files, made ready for many questions.
pub(super) struct FileIndex<'n> {
    /// Files by stem; an `index.md` by its folder's name.
    by_stem: HashMap<&'n str, Vec<File<'n>>>,
    by_folder: HashMap<&'n str, Folder<'n>>,
}

#[derive(Clone, Copy)]
struct File<'n> {
    path: &'n str,
    is_asset: bool,
}

/// The names of the files right in a folder; pages cannot stand where a file is wanted.
#[derive(Default)]
struct Folder<'n> {
    all: Candidates<'n>,
    assets: Candidates<'n>,
}

impl<'n> FileIndex<'n> {
    /// Takes the files of all public documents, and all public assets.
    pub fn new(index: &DocIndex<'n>, assets: &'n [(Asset, Url)]) -> FileIndex<'n> {
        let sources = index.public.iter().map(|summary| File {
            path: summary.structure.file.as_str(),
            is_asset: false,
        });
        let others = assets.iter().map(|(asset, _)| File {
            path: asset.file.as_str(),
            is_asset: true,
        });
        let mut by_stem: HashMap<&str, Vec<File>> = HashMap::new();
        let mut folders: HashMap<&str, Vec<File>> = HashMap::new();
        for file in sources.chain(others) {
            by_stem.entry(file.stem()).or_default().push(file);
            folders.entry(file.parts().0).or_default().push(file);
        }
        let folders = folders.into_iter();
        FileIndex {
            by_stem,
            by_folder: folders
                .map(|(folder, files)| (folder, Folder::new(&files)))
                .collect(),
        }
    }

    /// "did you mean `plan.pdf`?", as it would be written in the file `from`.
    pub fn suggest(&self, from: &FilePath, path: &str, role: LinkRole) -> Option<String> {
        let wanted = wanted(from, path)?;
        let elsewhere = self.elsewhere(&wanted, role);
        let files: Vec<String> = if (1..=3).contains(&elsewhere.len()) {
            let files = elsewhere.iter();
            files.map(|file| written_from(from, file.path)).collect()
        } else {
            let near = self.in_folder(&wanted, role)?.into_iter();
            near.map(|name| written_from(from, &format!("{}/{name}", wanted.folder())))
                .collect()
        };
        (!files.is_empty()).then(|| format!("did you mean {}?", ticked_or(&files)))
    }

    /// Files with the wanted name in other folders, no more than are looked at.
    fn elsewhere(&self, wanted: &FilePath, role: LinkRole) -> Vec<&File<'n>> {
        let found = self.by_stem.get(wanted.stem());
        let found = found.or_else(|| self.by_stem.get(wanted.name()));
        let fits = |file: &&File| file.is_asset || !role.is_file();
        found.into_iter().flatten().filter(fits).take(4).collect()
    }

    /// Files in the wanted folder with names that are near.
    fn in_folder(&self, wanted: &FilePath, role: LinkRole) -> Option<Vec<&'n str>> {
        let folder = self.by_folder.get(wanted.folder())?;
        let names = if role.is_file() {
            &folder.assets
        } else {
            &folder.all
        };
        Some(names.nearest(wanted.name()))
    }
}

/// The file that a path names. An address names none; then it is the file that would be there.
fn wanted(from: &FilePath, path: &str) -> Option<FilePath> {
    let mut candidates = candidates(from, path)?;
    let is_named = FilePath::new(candidates.first()?.as_str())
        .name()
        .contains('.');
    let wanted = if is_named {
        candidates.swap_remove(0)
    } else {
        candidates.pop()?
    };
    Some(FilePath::new(wanted))
}

impl<'n> File<'n> {
    /// Its folder and its name.
    fn parts(self) -> (&'n str, &'n str) {
        self.path.rsplit_once('/').unwrap_or(("", self.path))
    }

    /// The name by which it is looked for; that of its folder for an index.
    fn stem(self) -> &'n str {
        match self.parts() {
            (folder, "index.md" | "_index.md") => folder.rsplit('/').next().unwrap_or(folder),
            (_, name) => name.strip_suffix(".md").unwrap_or(name),
        }
    }
}

impl<'n> Folder<'n> {
    fn new(files: &[File<'n>]) -> Folder<'n> {
        let names = |wanted: &dyn Fn(&File) -> bool| {
            let names = files.iter().filter(|file| wanted(file));
            Candidates::new(names.map(|file| file.parts().1))
        };
        Folder {
            all: names(&|_| true),
            assets: names(&|file| file.is_asset),
        }
    }
}
