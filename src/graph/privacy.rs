//! The pages on privacy that the site and its kinds name where they ask for comments.

use std::collections::BTreeMap;

use super::overview::Overview;
use super::resolve::Resolver;
use super::target::is_outside;
use super::{Crumb, Diagnostics, Target};
use crate::config::Comments;
use crate::config::comments::{Privacy, Way};

/// The page that each kind names, by the kind's name; that of the site by an empty name.
pub(super) fn pages(
    resolver: &Resolver,
    overview: &Overview,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<String, Crumb> {
    let input = overview.input;
    let of_kinds = input.kinds.iter().map(|kind| (kind.name.as_str(), kind.comments.as_ref()));
    let named: Vec<(&str, &Privacy)> = std::iter::once(("", input.site.comments.as_ref()))
        .chain(of_kinds)
        .filter_map(|(name, comments)| Some((name, privacy(comments?)?)))
        .collect();
    let mut pages = BTreeMap::new();
    if named.is_empty() {
        return pages;
    }
    for (name, privacy) in named {
        // Settings speak of `content/`, wherever their own file stands.
        let is_path = !is_outside(&privacy.target) && !privacy.target.starts_with(['/', '#', '?']);
        let target = if is_path { format!("/{}", privacy.target) } else { privacy.target.clone() };
        match resolver.of_settings((&privacy.file, privacy.span), &target) {
            Ok(link) => {
                let title = match link.target {
                    Target::Node(id) => overview.outline(id).title.clone(),
                    _ => link.href.to_string(),
                };
                let outside = link.target == Target::Outside;
                pages.insert(name.to_owned(), Crumb { title, href: link.href.to_string(), outside });
            }
            Err(diagnostic) => diagnostics.extend(diagnostic.map(|boxed| *boxed)),
        }
    }
    pages
}

fn privacy(comments: &Comments) -> Option<&Privacy> {
    match comments {
        Comments::By(Way { privacy, .. }) => privacy.as_ref(),
        _ => None,
    }
}
