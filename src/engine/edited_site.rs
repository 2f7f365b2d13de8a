//! A site at one moment with what is in an editor: what it is made of, and what is wrong with it. Makes no page.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::findings::Findings;
use super::site_state::SiteState;
use super::{LinkedSite, PlannedSite};
use crate::base::{FilePath, site_layout};
use crate::content::Asset;
use crate::document::Document;
use crate::graph::{self, Drafts, Input, Moments, Node, Site, ThemeAssets};
use crate::layout;

/// A site with the texts of an editor. Cheap to clone.
#[derive(Clone)]
pub struct EditedSite(pub(super) SiteState);

impl EditedSite {
    /// The site with all that its pages would be made of.
    pub fn planned(&self) -> &PlannedSite {
        self.0.ready()
    }

    /// Its documents, linked.
    pub fn linked(&self) -> &LinkedSite {
        &self.planned().linked
    }

    /// The site as it would be with some files at other places; `moved` are the documents among them, read as if they were
    /// there.
    pub fn with_moved(&self, files: &BTreeMap<FilePath, FilePath>, moved: Vec<Document>) -> Site {
        let linked = self.linked();
        let theme = &linked.theme;
        graph::assemble(&Input {
            documents: self.documents_with(files, moved),
            assets: self.assets_with(files),
            leftovers: &[],
            theme_assets: ThemeAssets::new(&theme.asset_urls),
            theme_pages: layout::theme_pages(theme),
            kinds: &linked.project.kinds,
            site: &linked.project.site,
            site_file: FilePath::new(site_layout::SETTINGS),
            editions: self.planned().editions.press.makeable(),
            now: linked.now,
            drafts: Drafts::Show,
            moments: Moments::Count,
        })
        .value
    }

    fn documents_with(
        &self,
        files: &BTreeMap<FilePath, FilePath>,
        moved: Vec<Document>,
    ) -> Vec<Arc<Document>> {
        let graph = &self.linked().graph;
        let known = graph.nodes().map(Node::document).chain(graph.hidden());
        let stay = known.filter(|document| !files.contains_key(&document.outline.file));
        let mut documents: Vec<Arc<Document>> = stay.cloned().collect();
        documents.extend(moved.into_iter().map(Arc::new));
        documents.sort_by(|one, other| one.outline.file.cmp(&other.outline.file));
        documents
    }

    fn assets_with(&self, files: &BTreeMap<FilePath, FilePath>) -> Vec<Asset> {
        let assets = self.linked().graph.assets().iter();
        let mut assets: Vec<Asset> = assets.map(|(asset, _)| asset.clone()).collect();
        for asset in &mut assets {
            if let Some(path) = files.get(&asset.file) {
                asset.file = path.clone();
            }
        }
        assets.sort_by(|one, other| one.file.cmp(&other.file));
        assets
    }

    /// What was found in reading and linking it.
    pub fn findings(&self) -> &Findings {
        &self.0.findings
    }
}
