//! Where readers of a language find pages that are not there in it, if the language shows those of the default one instead.

use std::collections::BTreeMap;

use crate::base::{LanguageId, Url};

/// The addresses of such pages by language, and by the address of the page in the default language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Fallbacks(BTreeMap<LanguageId, BTreeMap<Url, Url>>);

impl Fallbacks {
    /// Adds the address at which readers of a language find a page.
    pub fn add(&mut self, readers: LanguageId, page: Url, shown_at: Url) {
        self.0.entry(readers).or_default().insert(page, shown_at);
    }

    /// The address at which readers of a language find a page: its own, unless there is one for them.
    pub fn url_for<'u>(&'u self, page: &'u Url, readers: LanguageId) -> &'u Url {
        self.find(page, readers).unwrap_or(page)
    }

    /// The address that a page has for readers of a language, besides its own.
    pub fn find(&self, page: &Url, readers: LanguageId) -> Option<&Url> {
        self.0.get(&readers)?.get(page)
    }

    /// All addresses of such pages.
    pub fn urls(&self) -> impl Iterator<Item = &Url> {
        self.0.values().flat_map(BTreeMap::values)
    }
}
