//! Links to editions by the name of their file.

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
