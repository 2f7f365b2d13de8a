//! What an author may have meant by a path that leads to nothing: the same name elsewhere, or nearly
//! the same name in that folder. Only what is public is ever named.

use std::collections::HashMap;

use super::index::DocIndex;
use super::target::{candidates, written_from};
use crate::base::suggest::Candidates;
use crate::base::wording::ticked_or;
use crate::base::{FilePath, Url};
use crate::content::Asset;
use crate::document::LinkRole;

/// The public files, made ready for many questions.
pub(super) struct NearFiles<'n> {
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

impl<'n> NearFiles<'n> {
    /// Takes the files of all public documents, and all public assets.
    pub fn new(index: &DocIndex<'n>, assets: &'n [(Asset, Url)]) -> NearFiles<'n> {
        let sources = index.public.iter().map(|summary| File {
            path: summary.structure.file.as_str(),
            is_asset: false,
        });
        let others = assets.iter().map(|(asset, _)| File {
            path: asset.file.as_str(),
            is_asset: true,
        });
        let mut near = NearFiles {
            by_stem: HashMap::new(),
            by_folder: HashMap::new(),
        };
        let mut folders: HashMap<&str, Vec<File>> = HashMap::new();
        for file in sources.chain(others) {
            let (folder, name) = file.path.rsplit_once('/').unwrap_or(("", file.path));
            let stem = match name {
                "index.md" | "_index.md" => folder.rsplit('/').next().unwrap_or(folder),
                _ => name.strip_suffix(".md").unwrap_or(name),
            };
            near.by_stem.entry(stem).or_default().push(file);
            folders.entry(folder).or_default().push(file);
        }
        near.by_folder = folders
            .into_iter()
            .map(|(folder, files)| (folder, Folder::new(&files)))
            .collect();
        near
    }

    /// "did you mean `plan.pdf`?", as it would be written in the file `from`.
    pub fn suggest(&self, from: &FilePath, path: &str, role: LinkRole) -> Option<String> {
        let mut candidates = candidates(from, path)?;
        let named = FilePath::new(candidates.first()?.as_str())
            .name()
            .contains('.');
        // An address names no file; the last candidate is the file that would stand there.
        let wanted = if named {
            candidates.swap_remove(0)
        } else {
            candidates.pop()?
        };
        let wanted = FilePath::new(wanted);
        let fits = |file: &&File| file.is_asset || role != LinkRole::File;
        let elsewhere = self
            .by_stem
            .get(wanted.stem())
            .or_else(|| self.by_stem.get(wanted.name()));
        let elsewhere: Vec<&File> = elsewhere
            .into_iter()
            .flatten()
            .filter(fits)
            .take(4)
            .collect();
        let files: Vec<String> = if (1..=3).contains(&elsewhere.len()) {
            elsewhere
                .iter()
                .map(|file| written_from(from, file.path))
                .collect()
        } else {
            let folder = self.by_folder.get(wanted.folder())?;
            let names = if role == LinkRole::File {
                &folder.assets
            } else {
                &folder.all
            };
            let near = names.nearest(wanted.name());
            near.iter()
                .map(|name| written_from(from, &format!("{}/{name}", wanted.folder())))
                .collect()
        };
        (!files.is_empty()).then(|| format!("did you mean {}?", ticked_or(&files)))
    }
}

impl<'n> Folder<'n> {
    fn new(files: &[File<'n>]) -> Folder<'n> {
        let names = |wanted: &dyn Fn(&File) -> bool| {
            let names = files.iter().filter(|file| wanted(file));
            Candidates::new(names.map(|file| file.path.rsplit('/').next().unwrap_or(file.path)))
        };
        Folder {
            all: names(&|_| true),
            assets: names(&|file| file.is_asset),
        }
    }
}
