//! Lists: a kind's, and those of words. Their entries in order, grouped, and their pages.

use std::collections::{BTreeMap, HashMap};

use super::{FeedAddresses, Input, Node, NodeId, calendar, selection, sort};
use crate::base::wording::capitalised;
use crate::base::{Address, FilePath, Span};
use crate::config::{Kind, Sort};
use crate::document::{Outline, Value};

/// Entries on a page of a word's list.
const TAG_PAGE: usize = 20;

/// Which list of the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListId(pub u32);

/// The list of a kind.
#[derive(Debug)]
pub struct Listing {
    /// The kind's name.
    pub kind: String,
    /// Its first page.
    pub address: Address,
    /// The document that introduces it, a folder's `index.md`.
    pub introduction: Option<NodeId>,
    /// Its documents in order.
    pub entries: Vec<NodeId>,
    /// Groups in order, each with a title and its entries' number; empty where it has no groups.
    pub groups: Vec<(String, usize)>,
    /// Entries on a page; 0 for all.
    pub per_page: usize,
    /// Where its feeds stand.
    pub feed: Option<FeedAddresses>,
    /// Where the calendar of its entries stands.
    pub calendar: Option<Address>,
    /// Its template.
    pub template: String,
    /// Whether the newest or largest comes first.
    pub newest_first: bool,
    /// Whether its entries are other documents than the kind's own.
    pub shows_others: bool,
}

/// All words of one tag field.
#[derive(Debug)]
pub struct TagIndex {
    /// The field's name.
    pub field: String,
    /// Where the index stands: `/tags/`.
    pub address: Address,
    /// The words, by slug.
    pub pages: Vec<TagPage>,
}

/// The list of one word.
#[derive(Debug)]
pub struct TagPage {
    /// The word as it was first written.
    pub label: String,
    /// Its part of the address.
    pub slug: String,
    /// Its first page.
    pub address: Address,
    /// Documents that bear it, newest first.
    pub entries: Vec<NodeId>,
    /// Where it was first written.
    pub first: (FilePath, Span),
}

impl TagPage {
    /// Entries on a page.
    pub const PER_PAGE: usize = TAG_PAGE;
}

/// The address of a page of a list; page 1 is the list itself.
pub fn page_address(list: &Address, number: usize) -> Address {
    if number <= 1 { list.clone() } else { list.join(&format!("page/{number}/")) }
}

/// The title of a tag field's index: `Tags` for `tags`.
pub fn tag_index_title(field: &str) -> String {
    capitalised(&field.replace(['_', '-'], " "))
}

/// How many pages a list of `entries` has; an empty one has one.
pub fn page_count(entries: usize, per_page: usize) -> usize {
    if per_page == 0 { 1 } else { entries.div_ceil(per_page).max(1) }
}

/// The lists of kinds that have documents or an introduction.
pub(super) fn of_kinds(nodes: &[Node], input: &Input) -> Vec<Listing> {
    let mut by_kind: BTreeMap<&str, Vec<NodeId>> = BTreeMap::new();
    for (at, node) in nodes.iter().enumerate() {
        if node.address.is_some() && !node.outline().location.introduces_list {
            by_kind.entry(&node.outline().kind).or_default().push(NodeId::new(at));
        }
    }
    let list = |kind: &Kind| {
        let ids = by_kind.get(kind.name.as_str()).map_or(&[][..], Vec::as_slice);
        listing(kind, ids, (nodes, input))
    };
    input.kinds.iter().filter_map(list).collect()
}

fn listing(kind: &Kind, ids: &[NodeId], (nodes, input): (&[Node], &Input)) -> Option<Listing> {
    let list = kind.list.as_ref()?;
    let shown: Vec<NodeId>;
    let ids = match &list.shows {
        Some(selection) => {
            shown = selection::all(selection, nodes, input);
            &shown
        }
        None => ids,
    };
    let folder = kind.folder.clone().unwrap_or_else(|| kind.name.clone());
    let address = Address::parse(list.address.as_deref().unwrap_or(&format!("/{folder}/"))).ok()?.join("");
    let introduction = nodes.iter().position(|node| {
        let location = &node.outline().location;
        location.introduces_list && location.own_folder.as_deref() == Some(&format!("content/{folder}"))
    });
    if ids.is_empty() && introduction.is_none() {
        return None;
    }
    let mut entries: Vec<NodeId> =
        ids.iter().copied().filter(|id| is_listed(nodes[id.index()].outline())).collect();
    sort::sort(&mut entries, nodes, &list.sort);
    let groups = match &list.group_by {
        _ if !list.upcoming.is_empty() => by_time(&mut entries, nodes, (&list.upcoming, input)),
        Some(field) => group(&mut entries, nodes, field, &list.sort),
        None => Vec::new(),
    };
    Some(Listing {
        kind: kind.name.clone(),
        feed: list.feed.then(|| FeedAddresses::of(&address)),
        calendar: kind.calendar.as_ref().and_then(|_| calendar::of_list(&address, &entries, nodes)),
        address,
        introduction: introduction.map(NodeId::new),
        entries,
        groups,
        per_page: list.per_page,
        template: list.template.clone(),
        newest_first: list.sort.descending,
        shows_others: list.shows.is_some(),
    })
}

/// Withdrawn and superseded documents keep their pages but leave lists and feeds.
pub(super) fn is_listed(outline: &Outline) -> bool {
    !matches!(outline.fields.text("status"), Some("withdrawn" | "superseded"))
}

/// Brings entries of a group together, groups in the order of their first entry; gives each group's
/// title and size. Entries without the field come last, under no title.
fn group(entries: &mut Vec<NodeId>, nodes: &[Node], field: &str, sort: &Sort) -> Vec<(String, usize)> {
    let mut groups: Vec<(String, Vec<NodeId>)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for id in entries.iter().copied() {
        let title = group_title(nodes[id.index()].outline(), field, sort);
        let place = *places.entry(title.clone()).or_insert(groups.len());
        match groups.get_mut(place) {
            Some((_, members)) => members.push(id),
            None => groups.push((title, vec![id])),
        }
    }
    groups.sort_by_key(|(title, _)| title.is_empty());
    *entries = groups.iter().flat_map(|(_, members)| members.iter().copied()).collect();
    groups.into_iter().map(|(title, members)| (title, members.len())).collect()
}

/// Brings what is still to come to the front, soonest first; the rest stays in its order.
fn by_time(
    entries: &mut Vec<NodeId>,
    nodes: &[Node],
    (fields, input): (&[String], &Input),
) -> Vec<(String, usize)> {
    let over = |id: &NodeId| {
        let values = &nodes[id.index()].outline().fields;
        let moment = fields.iter().find_map(|field| values.moment(field));
        moment.map(|moment| moment.over(&input.site.timezone)).filter(|over| *over > input.now)
    };
    let (mut upcoming, past): (Vec<NodeId>, Vec<NodeId>) =
        entries.iter().copied().partition(|id| over(id).is_some());
    upcoming.sort_by_cached_key(|id| (over(id), nodes[id.index()].outline().id.clone()));
    let groups = [("upcoming", upcoming.len()), ("past", past.len())];
    *entries = upcoming.into_iter().chain(past).collect();
    groups.into_iter().filter(|(_, size)| *size > 0).map(|(title, size)| (title.to_owned(), size)).collect()
}

fn group_title(outline: &Outline, field: &str, sort: &Sort) -> String {
    if field == "year" {
        let by = outline.fields.moment(&sort.field).or(outline.date.as_ref());
        return by.map_or_else(String::new, |moment| moment.date().year().to_string());
    }
    match outline.fields.get(field) {
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Tag(tag)) => tag.label.clone(),
        Some(Value::Integer(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// The indexes of all tag fields in use, by address. A field that several kinds share is one index.
pub(super) fn of_tags(nodes: &[Node]) -> Vec<TagIndex> {
    let mut words: BTreeMap<(&str, &str), TagPage> = BTreeMap::new();
    let mut fields: BTreeMap<&str, &str> = BTreeMap::new();
    for (at, node) in nodes.iter().enumerate().filter(|(_, node)| node.address.is_some()) {
        for tag in &node.outline().tags {
            let Ok(index) = Address::parse(&tag.address) else { continue };
            fields.entry(&tag.address).or_insert(&tag.field);
            let page = words.entry((&tag.address, &tag.slug)).or_insert_with(|| TagPage {
                label: tag.label.clone(),
                slug: tag.slug.clone(),
                address: index.join(&format!("{}/", tag.slug)),
                entries: Vec::new(),
                first: (node.outline().file.clone(), tag.span),
            });
            if is_listed(node.outline()) {
                page.entries.push(NodeId::new(at));
            }
        }
    }
    let mut indexes: Vec<TagIndex> = Vec::new();
    for ((address, _), mut page) in words {
        sort::newest_first(&mut page.entries, nodes);
        let Ok(address_of_index) = Address::parse(address) else { continue };
        match indexes.iter_mut().find(|index| index.address == address_of_index) {
            Some(index) => index.pages.push(page),
            None => indexes.push(TagIndex {
                field: fields.get(address).copied().unwrap_or("").to_owned(),
                address: address_of_index,
                pages: vec![page],
            }),
        }
    }
    indexes
}
