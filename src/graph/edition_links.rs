//! Links to editions: by their URL, or by the name of their file.

use super::link::{Label, ResolvedLink, Target};
use super::route::{Item, Route};
use super::routes::Routes;

/// The edition whose file has a name, if no other has it.
pub(super) fn edition_called<'r>(routes: &'r Routes, name: &str) -> Option<&'r Route> {
    let routes = routes.all().iter();
    let editions = routes.filter(|route| matches!(route.item, Item::Edition(..)));
    let mut called = editions.filter(|route| route.url.as_str().rsplit('/').next() == Some(name));
    let first = called.next()?;
    called.next().is_none().then_some(first)
}

/// A link to what is at a route; to an edition, it is called by the title of its document.
pub(super) fn with_edition(link: ResolvedLink, route: &Route) -> ResolvedLink {
    match route.item {
        Item::Edition(id, edition) => ResolvedLink {
            label: Label::Title(id),
            target: Target::Edition(id, edition),
            ..link
        },
        _ => link,
    }
}
