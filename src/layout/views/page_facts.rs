//! What the template of a page sees of it besides texts: known before any Markdown is filled in.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::Serialize;
use tera::Value as TeraValue;

use super::card::{Card, card};
use super::comment_setting;
use super::crumb::CrumbView;
use super::edition::with_editions;
use super::feed_links::{FeedLinks, FollowLinks};
use super::field::common_field;
use super::leave_comment::LeaveComment;
use super::steps::steps as step_views;
use super::translation::{self, TranslationView, languages, languages_of_fallback};
use super::value::{Entries, Shared, empty_list};
use crate::base::Moment;
use crate::document::{Filling, Fragment, Heading, Slot};
use crate::graph::{Crumb, HubList, Item, ListId, Listing, Node, NodeId};
use crate::layout::context::RenderContext;
use crate::layout::page_context::PageContext;

/// What is known of a page. The order of the fields is that of `explain --view`.
#[derive(Debug, Default, Serialize)]
pub struct PageFacts<'p> {
    pub kind: &'p str,
    pub kind_label: &'p str,
    pub kind_plural: &'p str,
    pub id: &'p str,
    pub title: Cow<'p, str>,
    pub summary: Cow<'p, str>,
    pub has_summary: bool,
    #[serde(flatten)]
    pub follow: FollowLinks,
    pub whole_url: String,
    pub permalink: String,
    pub url: String,
    pub source: &'p str,
    pub language: &'p str,
    pub date: Option<String>,
    pub words: usize,
    pub schema_org: &'p str,
    pub noindex: bool,
    pub has_code: bool,
    /// The names of the blocks in its texts.
    pub blocks: BTreeSet<&'p str>,
    pub updated: Option<TeraValue>,
    pub page_author: Option<TeraValue>,
    pub status: Option<TeraValue>,
    pub reason: Option<TeraValue>,
    pub successor: Option<TeraValue>,
    pub image: Option<TeraValue>,
    pub attachments: Option<TeraValue>,
    pub changes: Option<TeraValue>,
    pub groups: Option<TeraValue>,
    pub leave_comment: Option<LeaveComment<'p>>,
    pub comment_count: usize,
    pub backlinks: Vec<Card>,
    pub breadcrumbs: Shared<[CrumbView<'static>]>,
    pub previous: Option<Card>,
    pub next: Option<Card>,
    pub owner: Option<Card>,
    pub siblings: Vec<Card>,
    /// How many of each list of documents that name it its page shows; 0 for all.
    pub newest_shown: usize,
    pub hub_lists: Vec<HubListLink<'p>>,
    pub list: Option<Shared<ListLink<'static>>>,
    pub toc: Vec<TocEntry<'p>>,
    pub languages: Vec<TranslationView<'p>>,
    /// True for a translation whose source has changed since it was made.
    pub stale: bool,
    /// The page itself, if this one shows it to readers of a language in which it is not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original: Option<TranslationView<'p>>,
}

/// The list that documents of a kind are in, as their pages name it.
#[derive(Debug, Default, Serialize)]
pub struct ListLink<'l> {
    title: &'l str,
    url: String,
    #[serde(flatten)]
    follow: FollowLinks,
}

/// The list of all documents of a kind that name a document, as that one's page names it.
#[derive(Debug, Default, Serialize)]
pub struct HubListLink<'l> {
    kind: &'l str,
    title: &'l str,
    count: usize,
    url: String,
    #[serde(flatten)]
    feed: FeedLinks,
}

/// A heading with those below it.
#[derive(Debug, Default, Serialize)]
pub struct TocEntry<'t> {
    pub level: u8,
    pub id: Cow<'t, str>,
    pub title: Cow<'t, str>,
    pub children: Vec<TocEntry<'t>>,
}

/// A page as far as it is made: what the blocks of its texts see of it.
#[derive(Clone, Copy, Serialize)]
pub struct UnfinishedPage<'p> {
    #[serde(flatten)]
    pub facts: &'p PageFacts<'p>,
    #[serde(flatten)]
    pub own: &'p Entries,
}

impl<'p> PageFacts<'p> {
    /// What is known of a document's page.
    pub fn new(page: &PageContext<'p>, id: NodeId) -> PageFacts<'p> {
        let context = page.render;
        let node = context.node(id);
        let (settings, document) = (context.site.settings, page.document(node));
        PageFacts {
            follow: FollowLinks::new(
                node.feed(),
                node.calendar().map(|calendar| &calendar.url),
                settings.base_path(),
            ),
            whole_url: whole_href(context, node),
            permalink: settings.permalink(&context.own_href(node)),
            url: context.href(node),
            words: document.words,
            has_code: document.fragments.iter().any(has_code),
            blocks: document.fragments.iter().flat_map(blocks).collect(),
            leave_comment: LeaveComment::new(context, node),
            comment_count: comment_setting::count(context, node),
            ..PageFacts::in_languages(page, id)
        }
    }

    /// In which languages a page is there, besides what its outline says.
    fn in_languages(page: &PageContext<'p>, id: NodeId) -> PageFacts<'p> {
        let context = page.render;
        let node = context.node(id);
        let is_fallback = page.is_fallback();
        PageFacts {
            language: language_of_page(page, node),
            languages: languages_of_page(page, id),
            stale: translation::is_stale(page, node),
            original: is_fallback.then(|| TranslationView::of_original(context, id)),
            ..PageFacts::of_outline(context, node)
        }
    }

    /// Adds the files that are made of the document to those that its author attached.
    pub fn add_editions(&mut self, made: Vec<TeraValue>) {
        self.attachments = with_editions(self.attachments.take(), made);
    }

    /// What its outline and its kind say.
    fn of_outline(context: &RenderContext<'p>, node: Node<'p>) -> PageFacts<'p> {
        let (outline, kind) = (node.outline(), context.kind(node));
        PageFacts {
            kind: &kind.name,
            kind_label: context.kind_label(kind),
            kind_plural: context.kind_plural(kind),
            id: &outline.id,
            title: context.title_of(node),
            summary: context.shown_to_readers(node, &outline.words.summary),
            has_summary: outline.words.has_summary(),
            source: outline.file.as_str(),
            date: outline.meta.date.as_ref().map(Moment::iso),
            schema_org: kind.schema_org.as_deref().unwrap_or_default(),
            noindex: node.is_kept_from_search(),
            toc: Toc { context, node }.entries(),
            ..PageFacts::among_others(context, node)
        }
    }

    /// Where a document is among others, besides its fields.
    fn among_others(context: &RenderContext<'p>, node: Node<'p>) -> PageFacts<'p> {
        let card_of = |id: NodeId| card(context, context.seen_from(node, id));
        let steps = steps_to(context, node);
        let make_steps = || Shared::new(step_views(context, steps).as_slice());
        PageFacts {
            backlinks: backlinks(context, node),
            breadcrumbs: context.cache.breadcrumbs(steps, make_steps),
            previous: node.previous().map(card_of),
            next: node.next().map(card_of),
            owner: node.owner().map(card_of),
            siblings: siblings(context, node),
            newest_shown: context.kind(node).newest,
            hub_lists: hub_lists(context, node),
            list: context
                .list_of(node)
                .and_then(|list| list_link(context, list)),
            ..PageFacts::common_fields(context, node)
        }
    }

    /// The fields that every document may have, whatever its kind.
    fn common_fields(context: &RenderContext<'p>, node: Node<'p>) -> PageFacts<'p> {
        let common = |name: &str| common_field(context, node, name);
        PageFacts {
            updated: common("updated"),
            page_author: page_author(context, node),
            status: common("status"),
            reason: common("reason"),
            successor: common("successor"),
            image: common("image"),
            attachments: common("attachments"),
            changes: common("changes"),
            groups: common("groups"),
            ..PageFacts::default()
        }
    }

    /// What a page says that belongs to no document.
    pub fn without_document(language: &'p str) -> PageFacts<'p> {
        PageFacts {
            language,
            attachments: Some(empty_list()),
            changes: Some(empty_list()),
            groups: Some(empty_list()),
            ..PageFacts::default()
        }
    }
}

/// The URL of the page that holds a node with all its parts, or all that it is a part of; empty if there is none.
fn whole_href(context: &RenderContext, node: Node) -> String {
    let part = context.kind(node).part.as_ref();
    let owner = match node.owner() {
        Some(owner) if part.is_some_and(|part| part.whole) => Some(context.node(owner)),
        _ => None,
    };
    let whole = node.single_page().or_else(|| owner?.single_page());
    let base_path = context.site.settings.base_path();
    whole.map_or_else(String::new, |whole| whole.href(base_path))
}

fn page_author(context: &RenderContext, node: Node) -> Option<TeraValue> {
    let of_kind = context.site.settings.page_author_of(context.kind(node));
    match (&node.outline().meta.page_author, of_kind) {
        (None, Some(author)) => Some(author.into()),
        _ => common_field(context, node, "page_author"),
    }
}

fn backlinks(context: &RenderContext, node: Node) -> Vec<Card> {
    let backlinks = context.all_seen_from(node, node.backlinks()).into_iter();
    let shown =
        backlinks.filter(|other| *other != node.id() && context.node(*other).url().is_some());
    shown.map(|other| card(context, other)).collect()
}

/// The parts among which this one is, with itself, in order; nothing for a document that is no part.
fn siblings(context: &RenderContext, node: Node) -> Vec<Card> {
    let owner = node.owner().map(|owner| context.node(owner));
    let mut lists = owner.iter().flat_map(|owner| owner.parts().values());
    let Some(parts) = lists.find(|parts| parts.contains(&node.id())) else {
        return Vec::new();
    };
    let has_page = |part: &NodeId| context.node(*part).url().is_some();
    let parts = context.all_seen_from(node, parts).into_iter();
    let shown = parts.filter(has_page);
    shown.map(|part| card(context, part)).collect()
}

fn hub_lists<'p>(context: &RenderContext<'p>, node: Node<'p>) -> Vec<HubListLink<'p>> {
    let base_path = context.site.settings.base_path();
    let link = |list: &'p HubList| HubListLink {
        kind: &list.kind,
        title: match context.site.kinds.find(&list.kind) {
            Some(kind) => context.kind_plural(kind),
            None => &list.kind,
        },
        count: list.entries.len(),
        url: list.url.href(base_path),
        feed: FeedLinks::new(list.feed.as_ref(), base_path),
    };
    node.hub_lists().iter().map(link).collect()
}

fn list_link(context: &RenderContext, id: ListId) -> Option<Shared<ListLink<'static>>> {
    let place = id.0 as usize;
    let list = context.site.graph.lists().get(place)?;
    let make = || Shared::new(&ListLink::new(context, list));
    Some(context.cache.lists.get_or_make(place, make))
}

impl<'l> ListLink<'l> {
    fn new(context: &RenderContext<'l>, list: &'l Listing) -> ListLink<'l> {
        let base_path = context.site.settings.base_path();
        ListLink {
            title: context.list_title(list),
            url: list.url.href(base_path),
            follow: FollowLinks::new(list.feed.as_ref(), list.calendar.as_ref(), base_path),
        }
    }
}

fn blocks(fragment: &Fragment) -> Vec<&str> {
    fragment.slots.iter().flat_map(blocks_in_slot).collect()
}

fn blocks_in_slot(slot: &Slot) -> Vec<&str> {
    match &slot.filling {
        Filling::Block(call) => [vec![call.name.as_str()], blocks(&call.body)].concat(),
        _ => Vec::new(),
    }
}

fn has_code(fragment: &Fragment) -> bool {
    fragment.slots.iter().any(|slot| match &slot.filling {
        Filling::Code(_) => true,
        Filling::Block(call) => has_code(&call.body),
        _ => false,
    })
}

fn languages_of_page<'p>(page: &PageContext<'p>, id: NodeId) -> Vec<TranslationView<'p>> {
    if page.is_fallback() {
        languages_of_fallback(page.render, id)
    } else {
        languages(page.render, Item::Page(id))
    }
}

/// The language of what is around the texts of a page.
fn language_of_page<'p>(page: &PageContext<'p>, node: Node<'p>) -> &'p str {
    if page.is_fallback() {
        page.render.readers_language()
    } else {
        page.render.language(node)
    }
}

/// The steps to a page, among the pages of its readers.
fn steps_to<'p>(context: &RenderContext<'p>, node: Node<'p>) -> &'p [Crumb] {
    let graph = context.site.graph;
    let for_readers = node.url().map(|url| graph.url_for(url, context.readers));
    match for_readers.and_then(|url| graph.list_crumbs().get(url)) {
        Some(steps) if for_readers != node.url() => steps,
        _ => node.breadcrumbs(),
    }
}

/// The headings of a document.
#[derive(Clone, Copy)]
struct Toc<'t, 'p> {
    context: &'t RenderContext<'p>,
    node: Node<'p>,
}

impl<'p> Toc<'_, 'p> {
    /// Headings as a tree: each under the last one above it in level.
    fn entries(self) -> Vec<TocEntry<'p>> {
        let headings = &self.node.outline().words.headings;
        self.entries_below(0, &mut headings.iter().peekable())
    }

    fn entries_below(
        self,
        level: u8,
        headings: &mut std::iter::Peekable<std::slice::Iter<'p, Heading>>,
    ) -> Vec<TocEntry<'p>> {
        let mut entries = Vec::new();
        while let Some(heading) = headings.next_if(|heading| heading.level > level) {
            entries.push(TocEntry {
                level: heading.level,
                id: Cow::from(heading.id.as_str()),
                title: self.context.shown_to_readers(self.node, &heading.text),
                children: self.entries_below(heading.level, headings),
            });
        }
        entries
    }
}
