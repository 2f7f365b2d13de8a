//! What the templates of lists see as `paginator`: the entries of one page, and the way to the others.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use serde::Serialize;

use super::card::{Card, cards};
use crate::base::Url;
use crate::graph::{Label, NodeId, page_count, page_url};
use crate::layout::context::RenderContext;

/// Which page of which list.
#[derive(Clone, Copy)]
pub struct ListSlice<'s> {
    /// The list's first page.
    pub url: &'s Url,
    /// All entries.
    pub entries: &'s [NodeId],
    /// Groups with their sizes; none for a list without groups.
    pub groups: &'s [(Label, usize)],
    /// Entries on a page; 0 for all.
    pub per_page: usize,
    /// Which page, from 1.
    pub number: usize,
}

/// `paginator`.
#[derive(Debug, Default, Serialize)]
pub struct Paginator<'s> {
    pages: Vec<PageLink>,
    current: usize,
    total_pages: usize,
    total: usize,
    previous: Option<String>,
    next: Option<String>,
    entries: Vec<Card>,
    groups: Vec<GroupView<'s>>,
    all_groups: Vec<GroupLink<'s>>,
}

/// A group of the list, and the page where it begins.
#[derive(Debug, Default, Serialize)]
struct GroupLink<'s> {
    title: Cow<'s, str>,
    count: usize,
    url: String,
}

/// A page of the list.
#[derive(Debug, Default, Serialize)]
struct PageLink {
    number: usize,
    url: String,
    current: bool,
    /// True if pages are left out before this one.
    gap: bool,
}

/// The part of a group that is on this page.
#[derive(Debug, Default, Serialize)]
struct GroupView<'s> {
    title: Cow<'s, str>,
    entries: Vec<Card>,
}

impl<'s> Paginator<'s> {
    /// Makes the view of one page of a list.
    pub fn new(context: &RenderContext<'s>, slice: ListSlice<'s>) -> Paginator<'s> {
        let total_pages = page_count(slice.entries.len(), slice.per_page);
        let base_path = context.site.settings.base_path();
        let url = |number: usize| page_url(slice.url, number).href(base_path);
        let shown = slice.range();
        Paginator {
            pages: page_links(slice.number, total_pages, url),
            current: slice.number,
            total_pages,
            total: slice.entries.len(),
            previous: (slice.number > 1).then(|| url(slice.number - 1)),
            next: (slice.number < total_pages).then(|| url(slice.number + 1)),
            entries: slice.cards(context, shown.clone()),
            groups: groups(context, slice, shown),
            all_groups: all_groups(context, slice),
        }
    }
}

impl ListSlice<'_> {
    /// The places of the entries on this page.
    fn range(&self) -> Range<usize> {
        match self.per_page {
            0 => 0..self.entries.len(),
            size => (self.number - 1) * size..(self.number * size).min(self.entries.len()),
        }
    }

    fn cards(&self, context: &RenderContext, range: Range<usize>) -> Vec<Card> {
        cards(context, self.entries.get(range).unwrap_or_default())
    }
}

fn page_links(current: usize, total: usize, url: impl Fn(usize) -> String) -> Vec<PageLink> {
    let mut before = 0;
    let link = |number: usize| {
        let gap = number > before + 1;
        before = number;
        PageLink {
            number,
            url: url(number),
            current: number == current,
            gap,
        }
    };
    offered(current, total).into_iter().map(link).collect()
}

/// The pages that one of so many links to: the first, the last and two on each side, and a page that would
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
fn groups<'s>(
    context: &RenderContext<'s>,
    slice: ListSlice<'s>,
    shown: Range<usize>,
) -> Vec<GroupView<'s>> {
    let mut start = 0;
    let mut groups = Vec::new();
    for (title, size) in slice.groups {
        let (first, last) = (start.max(shown.start), (start + size).min(shown.end));
        start += size;
        if first < last {
            groups.push(GroupView {
                title: context.label(title),
                entries: slice.cards(context, first..last),
            });
        }
    }
    groups
}

/// All groups of the list. The places of groups on a page are counted from 1, as the theme's anchors are.
fn all_groups<'s>(context: &RenderContext<'s>, slice: ListSlice<'s>) -> Vec<GroupLink<'s>> {
    let base_path = context.site.settings.base_path();
    let page_of = |entry: usize| entry.checked_div(slice.per_page).unwrap_or(0) + 1;
    let (mut start, mut page, mut place) = (0, 0, 0);
    let mut links = Vec::with_capacity(slice.groups.len());
    for (title, size) in slice.groups {
        if page_of(start) == page {
            place += 1;
        } else {
            page = page_of(start);
            // A group that began on an earlier page is continued first.
            let is_continued = page > 1 && start > (page - 1) * slice.per_page;
            place = if is_continued { 2 } else { 1 };
        }
        links.push(GroupLink {
            title: context.label(title),
            count: *size,
            url: format!(
                "{}#_group-{place}",
                page_url(slice.url, page).href(base_path)
            ),
        });
        start += size;
    }
    links
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_links_to_those_near_it_and_to_both_ends() {
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
