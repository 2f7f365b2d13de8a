//! Lists: a kind's, and those of words. Their entries in order, grouped, and their pages.

use std::collections::HashMap;

use rayon::prelude::*;

use super::overview::Overview;
use super::{FeedUrls, NodeData, NodeId, calendar, selection, sort};
use crate::base::site_layout;
use crate::base::wording::capitalised;
use crate::base::{FilePath, Moment, Span, Url};
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
    pub url: Url,
    /// The document that introduces it, a folder's `index.md`.
    pub introduction: Option<NodeId>,
    /// Its documents in order.
    pub entries: Vec<NodeId>,
    /// Groups in order, each with a title and its entries' number; empty where it has no groups.
    pub groups: Vec<(String, usize)>,
    /// Entries on a page; 0 for all.
    pub per_page: usize,
    /// Where its feeds stand.
    pub feed: Option<FeedUrls>,
    /// Where the calendar of its entries stands.
    pub calendar: Option<Url>,
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
    pub url: Url,
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
    pub url: Url,
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
pub fn page_url(list: &Url, number: usize) -> Url {
    if number <= 1 {
        list.clone()
    } else {
        list.join(&format!("page/{number}/"))
    }
}

/// The title of a tag field's index: `Tags` for `tags`.
pub fn tag_index_title(field: &str) -> String {
    capitalised(&field.replace(['_', '-'], " "))
}

/// How many pages a list of `entries` has; an empty one has one.
pub fn page_count(entries: usize, per_page: usize) -> usize {
    if per_page == 0 {
        1
    } else {
        entries.div_ceil(per_page).max(1)
    }
}

/// The lists of kinds that have documents or an introduction.
pub(super) fn of_kinds(nodes: &[NodeData], overview: &Overview) -> Vec<Listing> {
    let introductions: Vec<NodeId> = overview
        .each()
        .filter(|(_, brief)| brief.introduces_list)
        .map(|(id, _)| id)
        .collect();
    let kinds: Vec<&Kind> = overview.input.kinds.iter().collect();
    kinds
        .par_iter()
        .filter_map(|kind| listing(kind, &introductions, (nodes, overview)))
        .collect()
}

fn listing(
    kind: &Kind,
    introductions: &[NodeId],
    (nodes, overview): (&[NodeData], &Overview),
) -> Option<Listing> {
    let list = kind.list.as_ref()?;
    let ids = match &list.shows {
        Some(selection) => selection::all(selection, nodes, overview),
        None => {
            let is_own = |id: &NodeId| {
                nodes[id.index()].url.is_some() && !overview.brief(*id).introduces_list
            };
            overview
                .of_kind(&kind.name)
                .iter()
                .copied()
                .filter(is_own)
                .collect()
        }
    };
    let folder = kind.folder.clone().unwrap_or_else(|| kind.name.clone());
    let url = Url::parse(list.url.as_deref().unwrap_or(&format!("/{folder}/")))
        .ok()?
        .join("");
    let own_folder = site_layout::in_content(&folder);
    let introduces = |id: &NodeId| {
        overview
            .outline(*id)
            .location
            .own_folder
            .as_ref()
            .is_some_and(|folder| *folder == own_folder)
    };
    let introduction = introductions.iter().copied().find(introduces);
    if ids.is_empty() && introduction.is_none() {
        return None;
    }
    let mut entries = ids;
    entries.retain(|id| overview.brief(*id).is_listed);
    sort::sort(&mut entries, overview, &list.sort);
    let groups = match &list.group_by {
        _ if !list.upcoming.is_empty() => by_time(&mut entries, &list.upcoming, overview),
        Some(field) => group(&mut entries, (field, &list.sort), overview),
        None => Vec::new(),
    };
    Some(Listing {
        kind: kind.name.clone(),
        feed: list.feed.then(|| FeedUrls::of(&url)),
        calendar: kind
            .calendar
            .as_ref()
            .and_then(|_| calendar::of_list(&url, &entries, nodes)),
        url,
        introduction,
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
    outline.meta.status.is_listed()
}

/// Brings entries of a group together, groups in the order of their first entry; gives each group's
/// title and size. Entries without the field come last, under no title.
fn group(
    entries: &mut Vec<NodeId>,
    (field, sort): (&str, &Sort),
    overview: &Overview,
) -> Vec<(String, usize)> {
    let mut groups: Vec<(String, Vec<NodeId>)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    // Neighbours are mostly of one group: its title is written and looked for once.
    let mut last: Option<(Group, usize)> = None;
    for id in entries.iter().copied() {
        let group = Group::of(overview.outline(id), field, sort);
        let place = last.filter(|(last, _)| *last == group).map_or_else(
            || {
                let title = group.title();
                *places.entry(title.clone()).or_insert_with(|| {
                    groups.push((title, Vec::new()));
                    groups.len() - 1
                })
            },
            |(_, place)| place,
        );
        last = Some((group, place));
        if let Some((_, members)) = groups.get_mut(place) {
            members.push(id);
        }
    }
    groups.sort_by_key(|(title, _)| title.is_empty());
    *entries = groups
        .iter()
        .flat_map(|(_, members)| members.iter().copied())
        .collect();
    groups
        .into_iter()
        .map(|(title, members)| (title, members.len()))
        .collect()
}

/// Brings what is still to come to the front, soonest first; the rest stays in its order.
fn by_time(
    entries: &mut Vec<NodeId>,
    fields: &[String],
    overview: &Overview,
) -> Vec<(String, usize)> {
    let input = overview.input;
    let over = |id: &NodeId| {
        let values = &overview.outline(*id).fields;
        let moment = fields.iter().find_map(|field| values.moment(field));
        moment.map(Moment::over).filter(|over| *over > input.now)
    };
    let (mut upcoming, past): (Vec<NodeId>, Vec<NodeId>) =
        entries.iter().copied().partition(|id| over(id).is_some());
    upcoming.sort_by_cached_key(|id| (over(id), &overview.outline(*id).id));
    let groups = [("upcoming", upcoming.len()), ("past", past.len())];
    *entries = upcoming.into_iter().chain(past).collect();
    groups
        .into_iter()
        .filter(|(_, size)| *size > 0)
        .map(|(title, size)| (title.to_owned(), size))
        .collect()
}

/// What an entry is grouped by.
#[derive(Clone, Copy, PartialEq)]
enum Group<'i> {
    Text(&'i str),
    Number(i64),
}

impl<'i> Group<'i> {
    fn of(outline: &'i Outline, field: &str, sort: &Sort) -> Group<'i> {
        if field == "year" {
            let by = outline
                .fields
                .moment(&sort.field)
                .or(outline.meta.date.as_ref());
            return by.map_or(Group::Text(""), |moment| {
                Group::Number(moment.day().year().into())
            });
        }
        match outline.fields.get(field) {
            Some(Value::Text(text)) => Group::Text(text),
            Some(Value::Tag(tag)) => Group::Text(&tag.label),
            Some(Value::Integer(number)) => Group::Number(*number),
            _ => Group::Text(""),
        }
    }

    fn title(self) -> String {
        match self {
            Group::Text(text) => text.to_owned(),
            Group::Number(number) => number.to_string(),
        }
    }
}
