//! No other page leads to this one. Readers reach it by a search engine at best.
//! `copublish check` finds this; it is a warning. `copublish list --orphans` lists the
//! same pages.
//!
//! A page is found where another one links to it or names it, where the other end of
//! a relation lists it, in a menu, on the list of its kind, on the page of a word or
//! in a collection. Its own chapters do not count. Addresses in templates, settings
//! and data of the site are looked at too.
//!
//! ## Example
//!
//! `content/about/history.md` is there, and no page links to it.
//!
//! ## What to do
//!
//! Link to it from a page that its readers come from:
//!
//! ```text
//! Read [how it began](history.md).
//! ```
//!
//! or put it into a menu in `site.yaml`. If nobody needs it any more, delete it, or
//! give it a date on which it `expires`.
//!
//! ## Why it matters
//!
//! What nobody finds, nobody reads, and nobody notices when it is no longer true.

use crate::base::{Code, Diagnostic};
use crate::check::checked_site::CheckedSite;
use crate::check::rule::Rule;
use crate::graph;

pub(super) const RULE: Rule = Rule::of_site(Code::OrphanPage, check);

/// Finds pages that nobody finds.
fn check(site: &CheckedSite, found: &mut Vec<Diagnostic>) {
    let (graph, base_path) = (site.graph, site.config.base_path());
    // Most sites have none, and then nothing else has to be read.
    if graph::orphans(graph, base_path, &|_| false).is_empty() {
        return;
    }
    let mentions = site.other_mentions();
    for id in graph::orphans(graph, base_path, &|node| {
        mentions.names_page(node, site.config)
    }) {
        let outline = graph.node(id).outline();
        let message = format!("no other page links to `{}`", outline.title);
        let diagnostic = Diagnostic::new(Code::OrphanPage, message);
        // A title may come from the name of the file, and then stands nowhere in it.
        let diagnostic = if outline.title_span.range().is_empty() {
            diagnostic.in_file(&outline.file)
        } else {
            diagnostic.at(
                &outline.file,
                outline.title_span,
                "not linked to, and in no list or menu",
            )
        };
        found.push(
            diagnostic
                .help("link to it from a related page, or add it to a menu")
                .help("if it is no longer needed, delete it, or set `expires`"),
        );
    }
}
