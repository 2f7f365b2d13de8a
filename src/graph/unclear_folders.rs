//! Folders that are called nearly as one of drafts, such as `drafts`: what their files are is unclear, unless a kind has the
//! folder. Documents in them say themselves whether they are public, and a file has only them.

use std::collections::{HashMap, HashSet};

use super::index::{DocSummary, own_folder};
use super::input::Input;
use crate::base::{FilePath, site_layout};
use crate::content::folder_like_drafts;

/// The folders.
#[derive(Default)]
pub(super) struct UnclearFolders<'i> {
    by_company: HashMap<&'i str, Company>,
    /// The folders of public documents in them that have one of their own.
    of_public: HashSet<&'i str>,
}

/// The documents in the folder of a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Company {
    /// One of them is public: so may be a file that something public links to.
    Public,
    /// None of them is public, or there are none.
    NotPublic,
}

impl<'i> UnclearFolders<'i> {
    /// Looks for them above all files.
    pub fn new(input: &'i Input, public: &[DocSummary<'i>]) -> UnclearFolders<'i> {
        let assets = input.assets.iter();
        let folders = assets.filter_map(|asset| folder_like_drafts(&asset.file));
        let is_claimed = |folder: &str| {
            let below = site_layout::below(site_layout::CONTENT, folder);
            input.kinds.claiming(below.unwrap_or(folder)).is_some()
        };
        let unclear = folders.filter(|folder| !is_claimed(folder));
        let mut found: HashMap<&str, Company> =
            unclear.map(|folder| (folder, Company::NotPublic)).collect();
        let mut of_public = HashSet::new();
        if found.is_empty() {
            return UnclearFolders::default();
        }
        for summary in public {
            let folder = folder_like_drafts(&summary.structure.file);
            if let Some(company) = folder.and_then(|folder| found.get_mut(folder)) {
                *company = Company::Public;
                of_public.extend(own_folder(summary.structure));
            }
        }
        UnclearFolders {
            by_company: found,
            of_public,
        }
    }

    /// The folder of a file that may not be public.
    pub fn around<'f>(&self, file: &'f FilePath) -> Option<&'f str> {
        if self.by_company.is_empty() {
            return None;
        }
        folder_like_drafts(file).filter(|folder| self.by_company.contains_key(folder))
    }

    /// True for a file that is not public, whoever links to it.
    pub fn withhold(&self, file: &FilePath) -> bool {
        let folder = self.around(file);
        let company = folder.and_then(|folder| self.by_company.get(folder));
        company == Some(&Company::NotPublic)
    }

    /// True for a file that is public only if something public links to it: it is in no folder of a public document.
    pub fn delay(&self, file: &FilePath) -> bool {
        let path = file.as_str();
        let mut above = path.match_indices('/').map(|(end, _)| &path[..end]);
        self.around(file).is_some() && !above.any(|folder| self.of_public.contains(folder))
    }
}
