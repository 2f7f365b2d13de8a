//! The pages on privacy that the site and its kinds name where they ask for comments.

use std::collections::BTreeMap;

use super::overview::Overview;
use super::resolve::Resolver;
use super::target::is_outside;
use super::targets::privacy_pages;
use super::{Crumb, Diagnostics, Target};
use crate::config::comments::Privacy;

/// The page that each kind names, by the kind's name; that of the site by an empty name.
pub(super) fn pages(
    resolver: &Resolver,
    overview: &Overview,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<String, Crumb> {
    let mut pages = BTreeMap::new();
    for (name, privacy) in privacy_pages(overview) {
        match resolver.of_settings((&privacy.file, *privacy.span), &target(privacy)) {
            Ok(link) => {
                let title = match link.target {
                    Target::Node(id) => overview.outline(id).title.clone(),
                    _ => link.href.to_string(),
                };
                let outside = link.target == Target::Outside;
                pages.insert(
                    name.to_owned(),
                    Crumb {
                        title,
                        href: link.href.to_string(),
                        outside,
                    },
                );
            }
            Err(diagnostic) => diagnostics.extend(diagnostic.map(|boxed| *boxed)),
        }
    }
    pages
}

/// What is linked to: settings speak of `content/`, wherever their own file is.
pub(super) fn target(privacy: &Privacy) -> String {
    let is_path = !is_outside(&privacy.target) && !privacy.target.starts_with(['/', '#', '?']);
    if is_path {
        format!("/{}", privacy.target)
    } else {
        privacy.target.clone()
    }
}
