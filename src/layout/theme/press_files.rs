//! What a theme brings to the look of PDFs: its folder `press`, and assets as they are published.

use super::Theme;
use super::asset::AssetContent;
use crate::base::site_layout::{ASSET_URLS, PRESS};
use crate::base::{Code, Diagnostic, Url};
use crate::content::ThemeFiles;
use crate::edition::LookSource;

impl Theme {
    /// What is at the URL of an asset; nothing for one that is drawn.
    pub fn asset_at(&self, url: &Url) -> Option<&[u8]> {
        let found = self.assets.iter().find(|asset| asset.url == *url);
        match &found?.content {
            AssetContent::Read(bytes) => Some(bytes),
            AssetContent::Drawn(_) => None,
        }
    }

    /// What is in an asset, by its name in the folder `assets`.
    pub fn asset_named(&self, name: &str) -> Option<&[u8]> {
        let plain = Url::parse(&format!("{ASSET_URLS}{name}")).ok()?;
        self.asset_at(self.asset_urls.get(&plain)?)
    }
}

/// Reads the Typst files of a theme.
pub fn read(files: &ThemeFiles, diagnostics: &mut Vec<Diagnostic>) -> Vec<LookSource> {
    let mut sources = Vec::new();
    for (name, file) in files
        .of_part(PRESS)
        .filter(|(name, _)| name.ends_with(".typ"))
    {
        match file.text() {
            Ok(text) => sources.push(LookSource {
                name: name.to_owned(),
                text: text.to_owned(),
            }),
            Err(_) => {
                let message = "this file of the look of PDFs is not UTF-8";
                diagnostics.push(Diagnostic::new(Code::NotUtf8, message).in_file(&file.file));
            }
        }
    }
    sources
}
