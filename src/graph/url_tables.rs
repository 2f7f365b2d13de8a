//! The tables that say what is public, and at which URL.

use super::doc_tables::DocTables;
use super::extras::Extras;
use super::fallback::Fallbacks;
use super::files::{self, Files};
use super::finding::Reported;
use super::names::Names;
use super::route::RouteInput;
use super::routes::{self, Claimed, Routes};
use super::table::Table;
use super::targets::Targets;
use crate::base::Url;

/// What is public, and at which URL.
#[derive(Debug, Default)]
pub(super) struct UrlTables {
    pub files: Files,
    pub routes: Routes,
    /// The URLs of the documents' pages.
    pub pages: Table<Option<Url>>,
    /// Where readers of other languages find these pages if they are not there in theirs.
    pub fallbacks: Fallbacks,
    /// What documents have beside their pages.
    pub extras: Extras,
}

impl UrlTables {
    pub fn new(documents: &DocTables, names: &Names, targets: &Targets) -> Reported<UrlTables> {
        let mut diagnostics = Vec::new();
        let files = files::publish(names, targets).into_value(&mut diagnostics);
        let claimed = routes::claim(RouteInput {
            index: names.index,
            pages: &documents.wanted.public,
            extras: &documents.extras,
            relations: &documents.relations,
            lists: &documents.lists,
            hub_lists: &documents.hub_lists,
            tags: &documents.tags,
            files: &files,
        });
        let Claimed {
            routes,
            pages,
            fallbacks,
            extras,
        } = claimed.into_value(&mut diagnostics);
        let value = UrlTables {
            files,
            routes,
            pages,
            fallbacks,
            extras,
        };
        Reported { value, diagnostics }
    }
}
