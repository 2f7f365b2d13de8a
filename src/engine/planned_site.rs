//! A site with all that its pages are made of: linked, planned, its files looked into. Makes no page itself.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::editions::{EditionPress, SiteEditions};
use super::pictures::PictureError;
use super::stopwatch::Stopwatch;
use super::{LinkedSite, Options, file_facts, site_cache};
use crate::base::{Cache, FilePath, Reported, Url};
use crate::content::{Facts, Seen, SeenBefore};
use crate::graph::{AssetId, Item, Site};
use crate::html::Pictures;
use crate::images::Form;
use crate::layout::{Frames, Plan, Planned, SiteData};
use crate::output::Shard;

/// A site whose pages can be made.
pub struct PlannedSite {
    /// The site; its findings are all that are known before any page is made.
    pub linked: LinkedSite,
    /// Every file it will have.
    pub plan: Plan,
    /// What is known of its public files, in their order.
    pub facts: Vec<Facts>,
    /// How its pictures are published.
    pub pictures: Pictures,
    /// What was seen of each file that has facts.
    pub(super) seen: BTreeMap<FilePath, Seen>,
    /// Holds what was expensive to make.
    pub(super) cache: Arc<Cache>,
    /// Makes its editions.
    pub(super) editions: SiteEditions,
}

/// The author's file that a file of the site is made of.
pub(super) fn file_of(item: &Item) -> Option<AssetId> {
    match item {
        Item::ContentAsset(id) | Item::PictureVariant(id, _) => Some(*id),
        _ => None,
    }
}

/// What is known of a site's files before they are looked into.
pub(super) struct KnownFiles<'k> {
    pub root: &'k Path,
    /// Holds what is expensive to find out.
    pub cache: Arc<Cache>,
    /// What an earlier look has seen of files that are still the same.
    pub seen: &'k SeenBefore<'k>,
    pub editions: EditionPress,
    /// The part of its files that is to be made; all of them where there is none.
    pub shard: Option<Shard>,
}

/// What decides in which part of a site a file is. The widths of a picture are made of one decoded picture, and the editions of
/// a document in one pass: each is together.
fn source_name(planned: &Planned, graph: &Site) -> String {
    let source = match planned.item {
        Item::Edition(id, _) => Some(format!("{} editions", graph.node(id).outline().file)),
        // The part that has the index on one host has it on all.
        Item::SearchIndex => graph.search_index().map(Url::file),
        item => file_of(&item).and_then(|id| Some(graph.asset(id)?.file.to_string())),
    };
    source.unwrap_or_else(|| planned.file.clone())
}

impl PlannedSite {
    /// Plans a site of which nothing is known, and looks into its files.
    pub fn of(linked: LinkedSite, options: &Options, stopwatch: &mut Stopwatch) -> PlannedSite {
        let known = KnownFiles {
            root: &options.root,
            cache: site_cache::open(&options.root),
            seen: &|_| None,
            editions: options.editions.clone(),
            shard: options.shard,
        };
        PlannedSite::new(linked, known, stopwatch)
    }

    /// Plans a site, and looks into those of its files that are not known.
    pub(super) fn new(
        mut linked: LinkedSite,
        known: KnownFiles,
        stopwatch: &mut Stopwatch,
    ) -> PlannedSite {
        let KnownFiles {
            root,
            cache,
            seen,
            editions,
            shard,
        } = known;
        let looked = file_facts::look_into(root, &linked.graph, &cache, seen);
        let pictures = linked.pictures(&looked.value.facts);
        stopwatch.lap("look into files");
        let (mut plan, of_plan) = linked.plan(&pictures, &editions);
        if let Some(shard) = shard {
            plan.keep(|planned| shard.holds(&source_name(planned, &linked.graph)));
        }
        linked.findings.after.extend(of_plan);
        linked.findings.after.extend(looked.diagnostics);
        stopwatch.lap("plan");
        PlannedSite {
            linked,
            plan,
            facts: looked.value.facts,
            pictures,
            seen: looked.value.seen,
            cache,
            editions: SiteEditions {
                root: root.to_owned(),
                press: editions,
            },
        }
    }

    /// The source of the document that a page belongs to; `None` for lists and files that no document owns.
    pub(super) fn document_of(&self, item: &Item) -> Option<&FilePath> {
        let (Item::Page(id) | Item::Fallback(id, _) | Item::SinglePage(id) | Item::Edition(id, _)) =
            item
        else {
            return None;
        };
        Some(&self.linked.graph.node(*id).outline().file)
    }

    /// The sources of everything that readers may see.
    pub(super) fn public_files(&self) -> BTreeSet<&FilePath> {
        let graph = &self.linked.graph;
        let documents = graph.nodes().map(|node| &node.outline().file);
        documents
            .chain(graph.assets().iter().map(|(asset, _)| &asset.file))
            .collect()
    }

    /// All forms in which the picture at a URL is published; empty for what is no picture.
    pub(super) fn forms_of(&self, item: &Item) -> Vec<Form> {
        let picture = file_of(item).and_then(|id| self.pictures.get(id));
        picture.map_or_else(Vec::new, |picture| {
            let widths = picture.widths.iter().map(|width| Form::WebP(*width));
            std::iter::once(picture.own.into()).chain(widths).collect()
        })
    }

    /// What comes of making the picture at a URL.
    pub(super) fn picture(
        &self,
        planned: &Planned,
        outcome: Result<Vec<u8>, PictureError>,
    ) -> Reported<Option<Vec<u8>>> {
        match file_of(&planned.item) {
            Some(id) => file_facts::picture(&self.linked.graph, id, outcome),
            None => Reported::default(),
        }
    }

    /// What all its pages are made of.
    pub fn frames(&self) -> Frames<'_> {
        let LinkedSite {
            project,
            graph,
            data,
            tables,
            theme,
            now,
            ..
        } = &self.linked;
        let site = SiteData {
            graph,
            facts: &self.facts,
            pictures: &self.pictures,
            cache: &self.cache,
            kinds: &project.kinds,
            settings: &project.site,
            now: *now,
            tables,
            editions: self,
        };
        Frames::new(site, theme, data)
    }
}
