//! The theme's assets. What was asked of them is noted with the answers: as long as these stay, so do the tables.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::base::Url;
use crate::base::site_layout;

/// URLs of the theme's and the site's own assets, as authors write them, with those under which they are published.
type Assets = BTreeMap<Url, Url>;

/// Says under which URL an asset of the theme is published, and takes note of it.
pub struct ThemeAssets<'i> {
    all: &'i Assets,
    read: Mutex<AssetsRead>,
}

/// What was asked, with the answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct AssetsRead(BTreeMap<Url, Option<Url>>);

impl<'i> ThemeAssets<'i> {
    /// Answers by these URLs.
    pub fn new(all: &'i Assets) -> ThemeAssets<'i> {
        ThemeAssets {
            all,
            read: Mutex::default(),
        }
    }

    /// The URL under which the asset with this URL is published; nothing if there is none.
    pub(super) fn published(&self, url: &Url) -> Option<&'i Url> {
        // All assets of a theme are below this one: most links need not be noted.
        if !url.as_str().starts_with(site_layout::ASSET_URLS) {
            return None;
        }
        let published = self.all.get(url);
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        read.0.insert(url.clone(), published.cloned());
        published
    }

    /// What was asked so far.
    pub(super) fn read(&self) -> AssetsRead {
        let read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        read.clone()
    }
}

impl AssetsRead {
    /// True if these assets would have given the same answers.
    pub fn holds_with(&self, all: &Assets) -> bool {
        self.0
            .iter()
            .all(|(url, published)| all.get(url) == published.as_ref())
    }
}
