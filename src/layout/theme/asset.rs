//! The published assets of a theme: each has a hash of its content in its name. Pictures that are drawn get a hash of all that
//! they are made of, and are drawn when somebody asks for them.

use std::collections::BTreeMap;

use crate::base::site_layout::ASSET_URLS;
use crate::base::{Hash, Url};
use crate::images::Mark;

/// An asset at its published URL.
pub struct ThemeAsset {
    /// The URL.
    pub url: Url,
    /// What is there.
    pub content: AssetContent,
}

/// What an asset is.
#[derive(Clone)]
pub enum AssetContent {
    /// Bytes that are there.
    Read(Vec<u8>),
    /// A picture to draw.
    Drawn(Mark),
}

impl AssetContent {
    fn hash(&self) -> Hash {
        match self {
            AssetContent::Read(bytes) => Hash::of(bytes),
            AssetContent::Drawn(mark) => mark.made_of(),
        }
    }
}

/// Assets while their URLs are decided.
#[derive(Default)]
pub(super) struct PublishedAssets {
    pub assets: Vec<ThemeAsset>,
    /// The published URL of each, by the one that authors write.
    pub asset_urls: BTreeMap<Url, Url>,
}

impl PublishedAssets {
    /// The same in the order of their URLs.
    pub fn in_order(mut self) -> PublishedAssets {
        self.assets.sort_by(|one, other| one.url.cmp(&other.url));
        self
    }

    /// Names an asset by its content.
    pub fn add(&mut self, name: &str, content: AssetContent) {
        let Ok(plain) = Url::parse(&format!("{ASSET_URLS}{name}")) else {
            return;
        };
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        let hash = content.hash().short();
        let hashed = if extension.is_empty() {
            format!("{ASSET_URLS}{stem}.{hash}")
        } else {
            format!("{ASSET_URLS}{stem}.{hash}.{extension}")
        };
        let Ok(url) = Url::parse(&hashed) else {
            return;
        };
        self.asset_urls.insert(plain, url.clone());
        self.assets.push(ThemeAsset { url, content });
    }
}
