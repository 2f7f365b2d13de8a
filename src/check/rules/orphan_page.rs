//! No other page links to this one. Readers can find it only through a search engine.
//! `copublish check` finds this; it is a warning. `copublish list --orphans` lists
//! the same pages.
//!
//! A page is not an orphan if another page links to it, names it or lists it, or if
//! it is in a menu, in the list of its kind, on the page of a tag or in a collection.
//! Its own chapters do not count. Addresses in templates, settings and data of the
//! site count too.
//!
//! ## Example
//!
//! `content/about/history.md` is there, and no page links to it.
//!
//! ## What to do
//!
//! Link to it from a related page:
//!
//! ```text
//! Read [how it began](history.md).
//! ```
//!
//! or add it to a menu in `site.yaml`. If it is no longer needed, delete it, or set
//! `expires`.
//!
//! ## Why it matters
//!
//! Nobody reads a page that they cannot find, and nobody notices when it is out of
//! date.

use crate::base::{Code, Diagnostic};
use crate::check::checked_site::CheckedSite;
use crate::check::rule::Rule;
use crate::graph;
use crate::issues::SiteStatement;

pub(super) const RULE: Rule = Rule::of_site(Code::OrphanPage, check);

/// Finds public pages that no page, list or menu links to.
fn check(site: &CheckedSite, found: &mut Vec<Diagnostic>) {
    let (graph, base_path) = (site.graph, site.config.base_path());
    // Most sites have none, and then nothing else has to be read.
    if graph::orphans(graph, base_path, &|_| false).is_empty() {
        return;
    }
    let mentions = site.other_mentions();
    let in_footers = SiteStatement::linked_everywhere(graph, site.kinds);
    for id in graph::orphans(graph, base_path, &|node| {
        in_footers.contains(&node.id()) || mentions.names_page(node, site.config)
    }) {
        let outline = graph.node(id).outline();
        let message = format!("no other page links to `{}`", outline.words.title);
        let diagnostic = Diagnostic::new(Code::OrphanPage, message);
        // A title may come from the name of the file; then it has no place in the text.
        let diagnostic = if outline.spots.title.range().is_empty() {
            diagnostic.in_file(&outline.file)
        } else {
            diagnostic.at(
                &outline.file,
                outline.spots.title,
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
