//! A site with all that its pages are made of: linked, planned, its files looked into. Makes no page itself.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::file_facts::{self, Keep};
use super::stopwatch::Stopwatch;
use super::{LinkedSite, highlighted_code};
use crate::base::FilePath;
use crate::content::{Facts, Seen, SeenBefore};
use crate::graph::Item;
use crate::html::KeptCode;
use crate::layout::{Plan, RenderContext, SiteData};

/// A site whose pages can be made.
pub struct PlannedSite {
    /// The site; its findings are all that are known before any page is made.
    pub linked: LinkedSite,
    /// Every file it will have.
    pub plan: Plan,
    /// What is known of its public files, in their order.
    facts: Vec<Facts>,
    /// What was seen of each file that has facts.
    pub(super) seen: BTreeMap<FilePath, Seen>,
    /// What is known of its highlighted code.
    pub(super) code: Arc<KeptCode>,
}

impl PlannedSite {
    /// Plans a site and looks into its files.
    pub fn of(
        linked: LinkedSite,
        (root, keep): (&Path, Keep),
        stopwatch: &mut Stopwatch,
    ) -> PlannedSite {
        PlannedSite::again(
            linked,
            (root, keep),
            (&|_| None, highlighted_code::kept(root)),
            stopwatch,
        )
    }

    /// The same, where `known` says what an earlier look has seen of files that are still the same, and `code` what
    /// was highlighted.
    pub(super) fn again(
        mut linked: LinkedSite,
        (root, keep): (&Path, Keep),
        (known, code): (&SeenBefore, Arc<KeptCode>),
        stopwatch: &mut Stopwatch,
    ) -> PlannedSite {
        let (plan, of_plan) = linked.plan();
        linked.findings.after.extend(of_plan);
        stopwatch.lap("plan");
        let looked = file_facts::look_into(root, &linked.graph, (keep, known));
        linked.findings.after.extend(looked.diagnostics);
        stopwatch.lap("look into files");
        PlannedSite {
            linked,
            plan,
            facts: looked.value.facts,
            seen: looked.value.seen,
            code,
        }
    }

    /// The source of the document that a page belongs to; `None` for lists and files that no document owns.
    pub(super) fn document_of(&self, item: &Item) -> Option<&FilePath> {
        let (Item::Page(id) | Item::SinglePage(id)) = item else {
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

    /// What all its pages are made of.
    pub fn render_context(&self) -> RenderContext<'_> {
        let LinkedSite {
            project,
            graph,
            data,
            tables,
            theme,
            ..
        } = &self.linked;
        let site = SiteData {
            graph,
            facts: &self.facts,
            code: &self.code,
            kinds: &project.kinds,
            settings: &project.site,
            tables,
        };
        RenderContext::new(site, theme, data)
    }
}
