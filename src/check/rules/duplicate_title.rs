//! Two pages of one kind have the same title. `copublish check` finds this; it is a
//! warning.
//!
//! ## Example
//!
//! Two news items are called the same:
//!
//! ```text
//! content/news/2011-10-03-annual-report.md   title: Our annual report
//! content/news/2012-10-01-annual-report.md   title: Our annual report
//! ```
//!
//! ## What to do
//!
//! Say in each title what is different: the year, the place, the people.
//!
//! ```text
//! title: Our annual report for 2012
//! ```
//!
//! ## Why it matters
//!
//! In lists, search results and browser tabs, readers see only titles. If two are the
//! same, every second reader opens the wrong page.

use std::collections::BTreeMap;

use crate::base::{Code, Diagnostic};
use crate::check::checked_site::CheckedSite;
use crate::check::rule::Rule;
use crate::document::{Outline, Status};
use crate::graph::Node;

pub(super) const RULE: Rule = Rule::of_site(Code::DuplicateTitle, check);

/// The most places that one diagnostic points to.
const MOST_SHOWN: usize = 5;

/// Finds titles that several pages of one kind and one language have. Parts are told apart by what they are parts
/// of, introductions by standing at the head of their list; a former edition says itself that it is one.
fn check(site: &CheckedSite, found: &mut Vec<Diagnostic>) {
    let mut titled: BTreeMap<(&str, String, String), Vec<&Outline>> = BTreeMap::new();
    let nodes = site.graph.nodes();
    for node in nodes.filter(|node| stands_for_itself(*node)) {
        let outline = node.outline();
        let language = outline.meta.language_or(&site.config.language);
        let language = language.to_ascii_lowercase();
        titled
            .entry((&outline.kind, language, plain(&outline.words.title)))
            .or_default()
            .push(outline);
    }
    found.extend(
        titled
            .values()
            .filter(|same| same.len() > 1)
            .filter_map(|same| judge(same)),
    );
}

fn stands_for_itself(node: Node) -> bool {
    let outline = node.outline();
    let is_current = outline.meta.status == Status::Current;
    node.url().is_some()
        && node.owner().is_none()
        && !outline.location.introduces_list()
        && is_current
}

/// A title as readers tell it from another one: case and white space make no difference.
fn plain(title: &str) -> String {
    title
        .to_lowercase()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn judge(same: &[&Outline]) -> Option<Diagnostic> {
    let (first, later) = same.split_first()?;
    let (second, more) = later.split_first()?;
    let pages = if more.is_empty() {
        "two".to_owned()
    } else {
        same.len().to_string()
    };
    let message = format!("`{}` is the title of {pages} pages", second.words.title);
    let diagnostic = Diagnostic::new(Code::DuplicateTitle, message)
        .at(&second.file, second.spots.title, "the same title")
        .at(&first.file, first.spots.title, "and here");
    let shown = more.iter().take(MOST_SHOWN.saturating_sub(2));
    let diagnostic = shown.fold(diagnostic, |all, outline| {
        all.at(&outline.file, outline.spots.title, "and here")
    });
    Some(diagnostic.help("say in each title what is different: the year, the place, the people"))
}
