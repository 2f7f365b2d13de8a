//! What the templates of lists, of words and of the 404 page see.

use std::collections::BTreeSet;

use tera::Value as View;

use super::page_view;
use super::prose::Views;
use super::record::Record;
use super::view::{crumbs, insert_calendar, insert_feed};
use crate::base::{Diagnostic, Url};
use crate::graph::{Listing, NodeId, TagIndex, TagPage, page_count, page_url};

/// Which page of which list.
#[derive(Clone, Copy)]
pub(super) struct Slice<'s> {
    /// The list's first page.
    pub url: &'s Url,
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
pub(super) fn list(
    views: &Views,
    list: &Listing,
    number: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Record {
    let mut map = match list.introduction {
        Some(id) => page_view::page(views, id, diagnostics),
        None => page_view::empty(views, None),
    };
    let kind = views.kinds.find(&list.kind);
    map.set("kind", list.kind.as_str());
    map.set("kind_label", kind.map_or("", |kind| &kind.label));
    map.set("kind_plural", kind.map_or("", |kind| &kind.plural));
    map.set("title", views.list_title(list));
    insert_feed(&mut map, list.feed.as_ref(), views.site.base_path());
    insert_calendar(&mut map, list.calendar.as_ref(), views.site.base_path());
    if number > 1 {
        map.set("content", "");
        map.set("languages", View::from(Vec::<View>::new()));
    }
    place(views, &mut map, &list.url, number);
    map
}

/// What a list is to schema.org, whatever its entries are.
const LIST: &str = "CollectionPage";

/// `page` of the index of all tags of a field.
pub(super) fn tag_index(views: &Views, index: &TagIndex) -> Record {
    let mut map = page_view::empty(views, None);
    map.set("title", field_title(&index.field));
    map.set("field", index.field.as_str());
    place(views, &mut map, &index.url, 1);
    map
}

/// The words of an index, by title.
pub(super) fn tags(views: &Views, index: &TagIndex) -> View {
    let mut pages: Vec<&TagPage> = index.pages.iter().collect();
    pages.sort_by_cached_key(|page| (page.label.to_lowercase(), page.slug.clone()));
    let view = |page: &&TagPage| {
        let mut map = Record::default();
        map.set("title", page.label.as_str());
        map.set("url", page.url.href(views.site.base_path()));
        map.set("count", page.entries.len());
        View::from(map)
    };
    View::from(pages.iter().map(view).collect::<Vec<View>>())
}

/// `page` of one word.
pub(super) fn tag(views: &Views, index: &TagIndex, tag: &TagPage, number: usize) -> Record {
    let mut map = page_view::empty(views, None);
    map.set("title", tag.label.as_str());
    map.set("field", index.field.as_str());
    map.set("field_label", field_title(&index.field));
    place(views, &mut map, &tag.url, number);
    map
}

/// `page` of the page for addresses that do not exist.
pub(super) fn not_found(views: &Views) -> Record {
    let mut map = page_view::empty(views, None);
    map.set("title", "404");
    map.set("noindex", true);
    let url = format!("{}/404.html", views.site.base_path());
    map.set("permalink", format!("{}{url}", views.site.origin()));
    map.set("url", url);
    map
}

/// The lists of the site, for pages that offer ways on.
pub(super) fn lists(views: &Views) -> View {
    let view = |list: &Listing| {
        let mut map = Record::default();
        map.set("title", views.list_title(list));
        map.set("url", list.url.href(views.site.base_path()));
        View::from(map)
    };
    View::from(views.graph.lists().iter().map(view).collect::<Vec<View>>())
}

/// `paginator`: the entries of one page, and the way to the others.
pub(super) fn paginator(views: &Views, slice: Slice) -> View {
    let total_pages = page_count(slice.entries.len(), slice.per_page);
    let url = |number: usize| page_url(slice.url, number).href(views.site.base_path());
    let (from, to) = match slice.per_page {
        0 => (0, slice.entries.len()),
        size => (
            (slice.number - 1) * size,
            (slice.number * size).min(slice.entries.len()),
        ),
    };
    let mut before = 0;
    let page = |number: usize| {
        let mut map = Record::default();
        map.set("number", number);
        map.set("url", url(number));
        map.set("current", number == slice.number);
        map.set("gap", number > before + 1);
        before = number;
        View::from(map)
    };
    let offered = offered(slice.number, total_pages).into_iter();
    let mut map = Record::default();
    map.set(
        "pages",
        View::from(offered.map(page).collect::<Vec<View>>()),
    );
    map.set("current", slice.number);
    map.set("total_pages", total_pages);
    map.set("total", slice.entries.len());
    map.set(
        "previous",
        (slice.number > 1).then(|| url(slice.number - 1)),
    );
    map.set(
        "next",
        (slice.number < total_pages).then(|| url(slice.number + 1)),
    );
    map.set(
        "entries",
        views.cards(slice.entries.get(from..to).unwrap_or(&[])),
    );
    map.set("groups", groups(views, slice, (from, to)));
    View::from(map)
}

/// The pages that one of so many leads to: the first, the last and two on each side, and a page that would
/// be the only one left out between. All of them on each page of a long list would be a list of their own.
fn offered(current: usize, total: usize) -> BTreeSet<usize> {
    const BESIDE: usize = 2;
    let near = current.saturating_sub(BESIDE).max(1)..=(current + BESIDE).min(total);
    let (first, last) = (*near.start(), *near.end());
    let mut offered: BTreeSet<usize> = near.collect();
    offered.extend([1, total]);
    if first == 3 {
        offered.insert(2);
    }
    if last + 2 == total {
        offered.insert(last + 1);
    }
    offered
}

/// The parts of groups that fall on one page.
fn groups(views: &Views, slice: Slice, (from, to): (usize, usize)) -> View {
    let mut start = 0;
    let mut shown = Vec::new();
    for (title, size) in slice.groups {
        let (first, last) = (start.max(from), (start + size).min(to));
        start += size;
        if first < last {
            let mut map = Record::default();
            map.set("title", title.as_str());
            map.set(
                "entries",
                views.cards(slice.entries.get(first..last).unwrap_or(&[])),
            );
            shown.push(View::from(map));
        }
    }
    View::from(shown)
}

fn place(views: &Views, map: &mut Record, url: &Url, number: usize) {
    let href = page_url(url, number).href(views.site.base_path());
    map.set("permalink", format!("{}{href}", views.site.origin()));
    map.set("url", href);
    let above = views
        .graph
        .list_crumbs()
        .get(url)
        .map_or(&[][..], Vec::as_slice);
    map.set("breadcrumbs", crumbs(above));
    map.set("schema_org", LIST);
}

fn field_title(field: &str) -> String {
    crate::graph::tag_index_title(field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_leads_to_those_near_it_and_to_both_ends() {
        let of = |current, total| offered(current, total).into_iter().collect::<Vec<usize>>();
        assert_eq!(of(1, 1), [1]);
        assert_eq!(of(1, 3), [1, 2, 3]);
        assert_eq!(of(1, 5), [1, 2, 3, 4, 5]);
        assert_eq!(of(1, 6), [1, 2, 3, 6]);
        assert_eq!(of(5, 9), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
        assert_eq!(of(6, 5000), [1, 4, 5, 6, 7, 8, 5000]);
        assert_eq!(of(5000, 5000), [1, 4998, 4999, 5000]);
    }
}
