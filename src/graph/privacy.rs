//! The pages on privacy that the site and its kinds name where they ask for comments.

use std::collections::BTreeMap;

use super::finding::Reported;
use super::navigation::Crumb;
use super::resolve::Resolver;
use super::settings_links::{privacy_pages, privacy_target};

/// The page that each kind names, by the kind's name; that of the site by an empty name.
pub(super) fn pages(resolver: &Resolver) -> Reported<BTreeMap<String, Crumb>> {
    let (mut pages, mut diagnostics) = (BTreeMap::new(), Vec::new());
    for (name, privacy) in privacy_pages(resolver.from.names.index) {
        match resolver.of_settings(&privacy.file, privacy.span, &privacy_target(privacy)) {
            Ok(link) => {
                pages.insert(name.to_owned(), Crumb::to(&link));
            }
            Err(found) => diagnostics.extend(found.map(|boxed| *boxed)),
        }
    }
    Reported {
        value: pages,
        diagnostics,
    }
}
