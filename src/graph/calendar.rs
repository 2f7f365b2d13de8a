//! Calendars: one for each document of a kind with `calendar`, and one for the kind's list.

use super::overview::Overview;
use super::{Listing, NodeData, NodeId};
use crate::base::Url;
use crate::config::Kind;
use crate::document::Value;

/// Gives each document that says when it begins the address of its calendar. Its name is that of its
/// kind, since it ends in a folder of downloads among others.
pub(super) fn give(nodes: &mut [NodeData], overview: &Overview) {
    for (node, brief) in nodes.iter_mut().zip(&overview.briefs) {
        if let Some(kind) = brief.kind.filter(|kind| kind.calendar.is_some()) {
            node.calendar = of_document(node, kind);
        }
    }
}

fn of_document(node: &NodeData, kind: &Kind) -> Option<Url> {
    let outline = node.outline();
    let start = outline.fields.get(&kind.calendar.as_ref()?.start.name);
    let begins = matches!(start, Some(Value::Date(_))) && !outline.location.introduces_list;
    Some(
        node.url
            .as_ref()
            .filter(|_| begins)?
            .beside(&format!("{}.ics", kind.name)),
    )
}

/// Where the calendar of a list stands; there is none without anything in it, since programs refuse
/// an empty one.
pub(super) fn of_list(list: &Url, entries: &[NodeId], nodes: &[NodeData]) -> Option<Url> {
    let filled = entries
        .iter()
        .any(|id| nodes[id.index()].calendar.is_some());
    filled.then(|| list.beside("calendar.ics"))
}

/// All calendars with what each is of, for the book of addresses.
pub(super) fn all<'a>(
    nodes: &'a [NodeData],
    lists: &'a [Listing],
) -> impl Iterator<Item = (&'a Url, &'a str)> {
    let of_nodes = nodes
        .iter()
        .filter_map(|node| Some((node.calendar.as_ref()?, node.outline().file.as_str())));
    let of_lists = lists
        .iter()
        .filter_map(|list| Some((list.calendar.as_ref()?, list.url.as_str())));
    of_nodes.chain(of_lists)
}
