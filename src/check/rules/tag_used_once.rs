//! Only one document has this tag. The page of the tag has a single entry, and only
//! links back to that document. This is advice; turn it on in `site.yaml`. The names
//! of authors are not checked: many people write once.
//!
//! ```text
//! checks:
//!   tag-used-once: warn
//! ```
//!
//! ## Example
//!
//! ```text
//! tags: [personal-budget]
//! ```
//!
//! where all other documents have `personal-budgets`.
//!
//! ## What to do
//!
//! Use a tag that other documents have too. If more documents with the tag will
//! follow, leave it as it is.
//!
//! ## Why it matters
//!
//! Tags help readers if there are few of them, and the same things have the same tag.

use std::collections::BTreeMap;

use crate::base::{Code, Diagnostic};
use crate::check::checked_site::CheckedSite;
use crate::check::rule::Rule;
use crate::graph::{TagIndex, TagPage};

pub(super) const RULE: Rule = Rule::of_site(Code::TagUsedOnce, check);

/// Finds words with one document, and names one that only differs in its ending or its hyphens.
fn check(site: &CheckedSite, found: &mut Vec<Diagnostic>) {
    for index in site
        .graph
        .tags()
        .iter()
        .filter(|index| !names_authors(site, &index.field))
    {
        let alike = alike(index);
        for page in index.pages.iter().filter(|page| page.entries.len() == 1) {
            let outline = site.graph.node(page.first.node).outline();
            let span = outline.spots.tags[page.first.tag];
            let other = alike
                .get(&plain(page))
                .filter(|other| other.slug != page.slug);
            let help = match other {
                Some(other) => format!("did you mean `{}`?", other.label),
                None => "use a tag that other documents have too, or delete it".to_owned(),
            };
            let message = format!("the tag `{}` is used only here", page.label);
            let label = format!("once in `{}`", index.field);
            found.push(
                Diagnostic::new(Code::TagUsedOnce, message)
                    .at(&outline.file, span, label)
                    .help(help),
            );
        }
    }
}

/// True for a field of people, most of whom write once.
fn names_authors(site: &CheckedSite, field: &str) -> bool {
    site.kinds.iter().any(|kind| match kind.authors.as_slice() {
        [] => field == "authors",
        named => named.iter().any(|name| name == field),
    })
}

/// For each way of reading a word, the one most documents bear.
fn alike(index: &TagIndex) -> BTreeMap<String, &TagPage> {
    let mut most: BTreeMap<String, &TagPage> = BTreeMap::new();
    for page in &index.pages {
        let known = most.entry(plain(page)).or_insert(page);
        if page.entries.len() > known.entries.len() {
            *known = page;
        }
    }
    most
}

/// A word without hyphens and without the ending of several.
fn plain(page: &TagPage) -> String {
    let plain = page.slug.replace('-', "");
    plain.strip_suffix('s').map(str::to_owned).unwrap_or(plain)
}
