//! Which document is a part of which.

use std::collections::BTreeMap;

use super::id::NodeId;
use super::index::DocIndex;
use super::table::{Sparse, Table};
use crate::base::IdOrder;
use crate::document::Structure;

/// Parts by their name (`chapters`), in order.
pub(super) type Parts = BTreeMap<String, Vec<NodeId>>;

/// The documents that others are parts of, and their parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Family {
    pub owners: Table<Option<NodeId>>,
    pub parts: Sparse<Parts>,
}

/// Finds the owner of each part, and the parts of each owner. A part whose owner is not translated is no part of the original.
pub(super) fn find(index: &DocIndex) -> Family {
    let owner = |structure: &Structure| index.in_file(structure.owner.as_ref()?.as_str());
    let owners: Table<Option<NodeId>> = index
        .public
        .iter()
        .map(|summary| owner(summary.structure))
        .collect();
    let parts = parts(index, &owners);
    Family { owners, parts }
}

fn parts(index: &DocIndex, owners: &Table<Option<NodeId>>) -> Sparse<Parts> {
    let mut found: BTreeMap<NodeId, Parts> = BTreeMap::new();
    for (id, summary) in index.each() {
        let part = summary.kind.and_then(|kind| kind.part.as_ref());
        if let (Some(owner), Some(part)) = (owners[id], part)
            && index.language(owner) == index.language(id)
        {
            let of_owner = found.entry(owner).or_default();
            of_owner.entry(part.name.clone()).or_default().push(id);
        }
    }
    for parts in found.values_mut().flat_map(BTreeMap::values_mut) {
        parts.sort_by_cached_key(|part| order(index.structure(*part)));
    }
    found.into_iter().collect()
}

/// Parts are ordered by their number, else by date, else by id.
fn order(structure: &Structure) -> (i64, Option<jiff::Timestamp>, IdOrder<'_>) {
    (
        structure.meta.order.unwrap_or(i64::MAX),
        structure.meta.date.as_ref().map(|date| date.instant),
        IdOrder(&structure.id),
    )
}
