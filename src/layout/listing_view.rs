//! What the templates of lists, of words and of the 404 page see.

use tera::{Map, Value as View};

use super::page_view;
use super::prose::Views;
use super::view::{crumbs, insert_calendar, insert_feed};
use crate::base::{Address, Diagnostic};
use crate::graph::{Listing, NodeId, TagIndex, TagPage, page_address, page_count};

/// Which page of which list.
#[derive(Clone, Copy)]
pub(super) struct Slice<'s> {
    /// The list's first page.
    pub address: &'s Address,
    /// All entries.
    pub entries: &'s [NodeId],
    /// Groups with their sizes; none for a list without groups.
    pub groups: &'s [(String, usize)],
    /// Entries on a page; 0 for all.
    pub per_page: usize,
    /// Which page, from 1.
    pub number: usize,
}

/// `page` of a kind's list.
pub(super) fn list(views: &Views, list: &Listing, number: usize, diagnostics: &mut Vec<Diagnostic>) -> Map {
    let mut map = match list.introduction {
        Some(id) => page_view::page(views, id, diagnostics),
        None => page_view::empty(views, None),
    };
    let kind = views.kinds.find(&list.kind);
    map.insert("kind".into(), list.kind.as_str().into());
    map.insert("kind_label".into(), kind.map_or("", |kind| &kind.label).into());
    map.insert("kind_plural".into(), kind.map_or("", |kind| &kind.plural).into());
    map.insert("title".into(), views.list_title(list).into());
    insert_feed(&mut map, list.feed.as_ref(), views.site.base_path());
    insert_calendar(&mut map, list.calendar.as_ref(), views.site.base_path());
    if number > 1 {
        map.insert("content".into(), "".into());
        map.insert("languages".into(), View::from(Vec::<View>::new()));
    }
    place(views, &mut map, &list.address, number);
    map
}

/// What a list is to schema.org, whatever its entries are.
const LIST: &str = "CollectionPage";

/// `page` of the index of all words of a field.
pub(super) fn tag_index(views: &Views, index: &TagIndex) -> Map {
    let mut map = page_view::empty(views, None);
    map.insert("title".into(), field_title(&index.field).into());
    map.insert("field".into(), index.field.as_str().into());
    place(views, &mut map, &index.address, 1);
    map
}

/// The words of an index, by title.
pub(super) fn tags(views: &Views, index: &TagIndex) -> View {
    let mut pages: Vec<&TagPage> = index.pages.iter().collect();
    pages.sort_by_cached_key(|page| (page.label.to_lowercase(), page.slug.clone()));
    let view = |page: &&TagPage| {
        let mut map = Map::new();
        map.insert("title".into(), page.label.as_str().into());
        map.insert("url".into(), page.address.href(views.site.base_path()).into());
        map.insert("count".into(), page.entries.len().into());
        View::from(map)
    };
    View::from(pages.iter().map(view).collect::<Vec<View>>())
}

/// `page` of one word.
pub(super) fn tag(views: &Views, index: &TagIndex, tag: &TagPage, number: usize) -> Map {
    let mut map = page_view::empty(views, None);
    map.insert("title".into(), tag.label.as_str().into());
    map.insert("field".into(), index.field.as_str().into());
    map.insert("field_label".into(), field_title(&index.field).into());
    place(views, &mut map, &tag.address, number);
    map
}

/// `page` of the page for addresses that do not exist.
pub(super) fn not_found(views: &Views) -> Map {
    let mut map = page_view::empty(views, None);
    map.insert("title".into(), "404".into());
    map.insert("noindex".into(), true.into());
    let url = format!("{}/404.html", views.site.base_path());
    map.insert("permalink".into(), format!("{}{url}", views.site.origin()).into());
    map.insert("url".into(), url.into());
    map
}

/// The lists of the site, for pages that offer ways on.
pub(super) fn lists(views: &Views) -> View {
    let view = |list: &Listing| {
        let mut map = Map::new();
        map.insert("title".into(), views.list_title(list).into());
        map.insert("url".into(), list.address.href(views.site.base_path()).into());
        View::from(map)
    };
    View::from(views.graph.lists.iter().map(view).collect::<Vec<View>>())
}

/// `paginator`: the entries of one page, and the way to the others.
pub(super) fn paginator(views: &Views, slice: Slice) -> View {
    let total_pages = page_count(slice.entries.len(), slice.per_page);
    let url = |number: usize| page_address(slice.address, number).href(views.site.base_path());
    let (from, to) = match slice.per_page {
        0 => (0, slice.entries.len()),
        size => ((slice.number - 1) * size, (slice.number * size).min(slice.entries.len())),
    };
    let page = |number: usize| {
        let mut map = Map::new();
        map.insert("number".into(), number.into());
        map.insert("url".into(), url(number).into());
        map.insert("current".into(), (number == slice.number).into());
        View::from(map)
    };
    let mut map = Map::new();
    map.insert("pages".into(), View::from((1..=total_pages).map(page).collect::<Vec<View>>()));
    map.insert("current".into(), slice.number.into());
    map.insert("total_pages".into(), total_pages.into());
    map.insert("total".into(), slice.entries.len().into());
    map.insert("previous".into(), (slice.number > 1).then(|| url(slice.number - 1)).into());
    map.insert("next".into(), (slice.number < total_pages).then(|| url(slice.number + 1)).into());
    map.insert("entries".into(), views.cards(slice.entries.get(from..to).unwrap_or(&[])));
    map.insert("groups".into(), groups(views, slice, (from, to)));
    View::from(map)
}

/// The parts of groups that fall on one page.
fn groups(views: &Views, slice: Slice, (from, to): (usize, usize)) -> View {
    let mut start = 0;
    let mut shown = Vec::new();
    for (title, size) in slice.groups {
        let (first, last) = (start.max(from), (start + size).min(to));
        start += size;
        if first < last {
            let mut map = Map::new();
            map.insert("title".into(), title.as_str().into());
            map.insert("entries".into(), views.cards(slice.entries.get(first..last).unwrap_or(&[])));
            shown.push(View::from(map));
        }
    }
    View::from(shown)
}

fn place(views: &Views, map: &mut Map, address: &Address, number: usize) {
    let url = page_address(address, number).href(views.site.base_path());
    map.insert("permalink".into(), format!("{}{url}", views.site.origin()).into());
    map.insert("url".into(), url.into());
    let above = views.graph.list_crumbs.get(address).map_or(&[][..], Vec::as_slice);
    map.insert("breadcrumbs".into(), crumbs(above));
    map.insert("schema_org".into(), LIST.into());
}

fn field_title(field: &str) -> String {
    crate::graph::tag_index_title(field)
}
