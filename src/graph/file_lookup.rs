//! What the linked site knows of a file, and what is written in files that are no documents: what editors ask.

use super::alias::aliases;
use super::placed_link::PlacedLink;
use super::site::{Node, Site};
use crate::base::{FilePath, Url};

impl Site {
    /// The public document of a file.
    pub fn node_in(&self, file: &FilePath) -> Option<Node<'_>> {
        let documents = &self.documents;
        let id = documents.find_sorted(|document| document.outline.file.cmp(file))?;
        Some(self.node(id))
    }

    /// What site.yaml, the kinds, and other files that no page is made of link to, by the places of the links.
    pub fn settings_links(&self) -> &[PlacedLink] {
        &self.tables.links.settings
    }

    /// The URL of a public file.
    pub fn url_of_file(&self, file: &FilePath) -> Option<&Url> {
        let assets = self.assets();
        let at = assets.binary_search_by(|(asset, _)| asset.file.cmp(file));
        at.ok().map(|at| &assets[at].1)
    }
}

impl Node<'_> {
    /// The URLs that it had before, as addresses of the site if they can be ones, else as written.
    pub fn old_urls(self) -> Vec<String> {
        let aliases = aliases(self.outline(), self.url());
        let urls = aliases.map(|alias| match alias.url {
            Ok(url) => url.to_string(),
            Err(_) => alias.written.to_owned(),
        });
        urls.collect()
    }
}
