//! A file below `content/` is published, but nothing links to it: no text, front
//! matter, menu, template, style sheet or data file names it. `copublish check` finds
//! this; it is a warning.
//!
//! Files that hosts and browsers request by themselves, such as
//! `content/favicon.ico`, are skipped. So is the data in `content/data/`, which is
//! published only if something links to it.
//!
//! ## Example
//!
//! `content/reports/progress-2012/draft-3.docx` is in the folder of the report.
//!
//! ## What to do
//!
//! Offer it, with a link or in `attachments`:
//!
//! ```text
//! attachments:
//!   - file: progress-2012.pdf
//! ```
//!
//! or delete it. To keep a file that is only for you, list it in `site.yaml`:
//!
//! ```text
//! ignore: ["*.docx"]
//! ```
//!
//! ## Why it matters
//!
//! Everything below `content/` is on the site, and search engines find it. Drafts and
//! address lists have been published this way.

use std::collections::HashSet;

use crate::base::site_layout;
use crate::base::{Code, Diagnostic, FilePath};
use crate::check::checked_site::CheckedSite;
use crate::check::rule::Rule;
use crate::content::Asset;
use crate::graph::{AssetId, Node, Site, Target};

pub(super) const RULE: Rule = Rule::of_site(Code::UnusedAsset, check);

/// Finds files that no page, menu, template, style sheet or data file names.
fn check(site: &CheckedSite, found: &mut Vec<Diagnostic>) {
    let graph = site.graph;
    let (linked, hrefs) = (linked(graph), hrefs(graph));
    let is_linked = |at: usize, href: &str| linked.get(at) == Some(&true) || hrefs.contains(href);
    let base_path = site.config.base_path();
    let assets = graph.assets().iter().enumerate();
    let unlinked: Vec<&Asset> = assets
        .filter(|(at, (_, url))| !is_linked(*at, &url.href(base_path)))
        .map(|(_, (asset, _))| asset)
        .filter(|asset| !is_asked_for_by_name(&asset.file))
        .collect();
    if unlinked.is_empty() {
        return;
    }
    let mentions = site.other_mentions();
    for Asset { file, .. } in unlinked {
        if !mentions.names_file(file) {
            found.push(diagnostic(file));
        }
    }
}

fn diagnostic(file: &FilePath) -> Diagnostic {
    let message = format!("nothing links to `{}`", file.name());
    Diagnostic::new(Code::UnusedAsset, message)
        .in_file(file)
        .help("link to it, or delete it: until then it is published")
        .help("to keep a file off the site, list it under `ignore` in site.yaml")
}

/// For each file, whether something links to it.
fn linked(graph: &Site) -> Vec<bool> {
    let mut linked = vec![false; graph.assets().len()];
    for link in graph.nodes().flat_map(Node::links) {
        if let Target::Asset(AssetId(id)) = link.target
            && let Some(linked) = linked.get_mut(id as usize)
        {
            *linked = true;
        }
    }
    linked
}

/// The targets of menus.
fn hrefs(graph: &Site) -> HashSet<&str> {
    let menus = graph.languages().flat_map(|language| graph.menus(language));
    let entries = menus.flat_map(|menu| &menu.entries);
    let in_menus = entries.map(|entry| entry.href.as_str());
    in_menus
        .map(|href| href.split(['#', '?']).next().unwrap_or_default())
        .collect()
}

/// True for what programs ask for without a link: files of hosts and browsers at the root of the site.
fn is_asked_for_by_name(file: &FilePath) -> bool {
    let below = site_layout::below(site_layout::CONTENT, file.as_str()).unwrap_or_default();
    let start = below.split('/').next().unwrap_or_default();
    if site_layout::PUBLISHED_DOT_NAMES.contains(&start) {
        return true;
    }
    match file.folder() {
        site_layout::CONTENT => {
            let starts = ["android-chrome", "apple-touch-icon", "favicon", "mstile"];
            !file.name().contains('.')
                || matches!(
                    file.extension(),
                    "html" | "ico" | "json" | "txt" | "webmanifest" | "xml"
                )
                || starts.iter().any(|start| file.name().starts_with(start))
        }
        _ => false,
    }
}
