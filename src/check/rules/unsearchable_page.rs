//! A page has no word that the search of the site could find it by: its title, its
//! summary and its text hold no letter and no digit. `copublish check` finds this; it
//! is a warning.
//!
//! A page that the search leaves out, with `search: off` or `noindex: true`, is not
//! reported.
//!
//! ## Example
//!
//! ```text
//! ---
//! title: "???"
//! ---
//! ![](poster.jpg)
//! ```
//!
//! ## What to do
//!
//! Give it a title in words, and describe its pictures. If it is not to be found, add
//! `search: off`.
//!
//! ## Why it matters
//!
//! Readers who search do not find it, and a list or a browser tab does not say what it
//! is.

use crate::base::terms::Terms;
use crate::base::{Code, Diagnostic};
use crate::check::checked_site::CheckedSite;
use crate::check::rule::Rule;
use crate::config::KindSearch;
use crate::graph::Node;

pub(super) const RULE: Rule = Rule::of_site(Code::UnsearchablePage, check);

/// Finds pages without a word, if the site has a search.
fn check(site: &CheckedSite, found: &mut Vec<Diagnostic>) {
    if site.graph.search_index().is_none() {
        return;
    }
    let nodes = site.graph.nodes();
    for node in nodes.filter(|node| is_searched(site, *node) && !has_words(*node)) {
        let outline = node.outline();
        let message = format!(
            "`{}` has no word that readers could search for",
            outline.words.title
        );
        found.push(
            Diagnostic::new(Code::UnsearchablePage, message)
                .at(&outline.file, outline.spots.title, "no letter and no digit")
                .help("write a title in words")
                .help("if it is not to be found, add `search: off`"),
        );
    }
}

fn is_searched(site: &CheckedSite, node: Node) -> bool {
    let outline = node.outline();
    let kind = site.kinds.find(&outline.kind);
    let is_left_out = outline.meta.no_search
        || node.is_kept_from_search()
        || kind.is_some_and(|kind| kind.search == KindSearch::Off);
    node.url().is_some() && !is_left_out
}

fn has_words(node: Node) -> bool {
    let words = &node.outline().words;
    let mut has_word = node.document().vocabulary.iter().next().is_some();
    for text in [&words.title, &words.summary] {
        Terms::default().each(text, |_| has_word = true);
    }
    has_word
}
