//! The names that templates know, read off the types of the views: for the theme guide, which explains each of them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::card::CardView;
use super::crumb::CrumbView;
use super::file::{ImageView, LinkView};
use super::leave_comment::LeaveComment;
use super::page::PageView;
use super::page_facts::TocEntry;
use super::paginator::Paginator;
use super::reference::ReferenceView;
use super::site::SiteView;
use super::value::to_value;

/// The names in each sort of view, in the order in which `explain --view` shows them. What only some views of a sort
/// have is not among them.
pub fn view_names() -> BTreeMap<&'static str, Vec<String>> {
    BTreeMap::from([
        ("card", names_in(&CardView::default())),
        ("heading", names_in(&TocEntry::default())),
        ("image", names_in(&ImageView::default())),
        ("leave_comment", names_in(&LeaveComment::default())),
        ("link", names_in(&LinkView::default())),
        ("page", names_in(&PageView::default())),
        ("paginator", names_in(&Paginator::default())),
        ("reference", names_in(&ReferenceView::default())),
        ("site", names_in(&SiteView::default())),
        ("step", names_in(&CrumbView::default())),
    ])
}

fn names_in(view: &impl Serialize) -> Vec<String> {
    let value = to_value(view);
    let names = value.as_map().into_iter().flat_map(|map| map.keys());
    names
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect()
}
