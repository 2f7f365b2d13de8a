//! Where the links of settings lead, each with its place: what editors follow, find and rename.

use std::collections::BTreeMap;

use super::link::ResolvedLink;
use super::resolve::Resolver;
use super::settings_links::all;
use crate::base::{FilePath, SharedText, SourceSpan, Span};

/// A link of a file of settings that leads somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedLink {
    /// The file.
    pub file: FilePath,
    /// Where it is written there.
    pub span: SourceSpan,
    /// What is written.
    pub written: SharedText,
    /// Where it leads.
    pub link: ResolvedLink,
}

/// All of them that lead somewhere, by their places. A menu of all languages is written once.
pub(super) fn resolve(resolver: &Resolver) -> Vec<PlacedLink> {
    let mut found: BTreeMap<(FilePath, Span), PlacedLink> = BTreeMap::new();
    for link in all(resolver.from.names.index) {
        let Ok(resolved) = resolver.of_settings(&link) else {
            continue;
        };
        let place = (link.file.clone(), link.span.into());
        found.entry(place).or_insert_with(|| PlacedLink {
            file: link.file.clone(),
            span: link.span,
            written: link.written.into(),
            link: resolved,
        });
    }
    found.into_values().collect()
}
