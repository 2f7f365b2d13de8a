//! A site at one moment with what is in an editor: what it is made of, and what is wrong with it. Makes no page.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::findings::Findings;
use super::originals::Originals;
use super::site_state::SiteState;
use super::{LinkedSite, PlannedSite};
use crate::base::{FilePath, site_layout};
use crate::content::{Asset, Listing};
use crate::document::{Document, Lifecycle, Terms, inherit};
use crate::graph::{self, Drafts, Input, Moments, Node, OtherLink, Site, ThemeAssets};
use crate::layout;

/// A site with the texts of an editor. Cheap to clone.
#[derive(Clone)]
pub struct EditedSite {
    pub(super) state: SiteState,
    /// All its files.
    pub(super) listing: Arc<Listing>,
}

/// Files that are to be at other places.
#[derive(Clone, Copy)]
pub struct Moves<'m> {
    /// The new path of each file that moves, by its old one.
    pub files: &'m BTreeMap<FilePath, FilePath>,
    /// The documents among them, read as if they were there.
    pub documents: &'m [Document],
}

impl EditedSite {
    /// The site with all that its pages would be made of.
    pub fn planned(&self) -> &PlannedSite {
        self.state.ready()
    }

    /// Its documents, linked.
    pub fn linked(&self) -> &LinkedSite {
        &self.planned().linked
    }

    /// The site as if readers could see all its documents, with some files at other places and links of other files. So
    /// whoever renames something is told of every place that names it, whoever may see that today.
    pub fn with_all(&self, moves: Moves, other_links: Vec<OtherLink>) -> Site {
        let linked = self.linked();
        let theme = &linked.theme;
        graph::assemble(&Input {
            documents: self.documents_with(moves),
            assets: self.assets_with(moves.files),
            leftovers: &[],
            theme_assets: ThemeAssets::new(&theme.asset_urls),
            theme_pages: layout::theme_pages(theme),
            kinds: &linked.project.kinds,
            site: &linked.project.site,
            site_file: FilePath::new(site_layout::SETTINGS),
            editions: self.planned().editions.press.makeable(),
            other_links,
            now: linked.now,
            drafts: Drafts::Show,
            moments: Moments::Ignored,
        })
        .value
    }

    fn documents_with(&self, moves: Moves) -> Vec<Arc<Document>> {
        let graph = &self.linked().graph;
        let known = graph.nodes().map(Node::document).chain(graph.hidden());
        let stay = known.filter(|document| !moves.files.contains_key(&document.outline.file));
        let mut documents: Vec<Arc<Document>> = stay.cloned().collect();
        let moved = moves.documents.iter().cloned().map(Arc::new);
        let moved: Vec<Arc<Document>> = moved.collect();
        documents.extend(self.inherited(&moved, &documents));
        let documents = documents.into_iter().map(shown_to_all);
        let mut documents: Vec<Arc<Document>> = documents.collect();
        documents.sort_by(|one, other| one.outline.file.cmp(&other.outline.file));
        documents
    }

    /// Documents with what they get of those that they translate.
    fn inherited(&self, moved: &[Arc<Document>], others: &[Arc<Document>]) -> Vec<Arc<Document>> {
        let project = &self.linked().project;
        let originals = Originals::of(others.iter().chain(moved));
        let with_source = moved.iter().map(|document| {
            let source = originals.source_of(&document.outline.structure);
            let language = &project.site.language;
            let together =
                source.and_then(|source| inherit(document, source, &project.kinds, language));
            together.map_or_else(|| Arc::clone(document), Arc::new)
        });
        with_source.collect()
    }

    fn assets_with(&self, files: &BTreeMap<FilePath, FilePath>) -> Vec<Asset> {
        let mut assets = self.listing.assets.clone();
        for asset in &mut assets {
            if let Some(path) = files.get(&asset.file) {
                asset.file = path.clone();
            }
        }
        assets.sort_by(|one, other| one.file.cmp(&other.file));
        assets
    }

    /// The files of the site below `content/`: documents, and others.
    pub fn files(&self) -> impl Iterator<Item = &FilePath> {
        let others = self.listing.assets.iter().map(|asset| &asset.file);
        self.listing.sources.iter().chain(others)
    }

    /// What was found in reading and linking it.
    pub fn findings(&self) -> &Findings {
        &self.state.findings
    }
}

/// A document as if readers could see it. One that cannot be read says nothing, whoever sees it.
fn shown_to_all(document: Arc<Document>) -> Arc<Document> {
    let lifecycle = &document.outline.lifecycle;
    if lifecycle.is_unreadable() || lifecycle.terms() == Some(&Terms::default()) {
        return document;
    }
    let mut shown = Document::clone(&document);
    Arc::make_mut(&mut shown.outline.structure).lifecycle = Lifecycle::Known(Terms::default());
    Arc::new(shown)
}
