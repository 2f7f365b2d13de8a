//! What the templates of lists, of tags and of the 404 page see.

use std::borrow::Cow;

use serde::Serialize;

use super::card::{Card, card};
use super::crumb::CrumbView;
use super::feed_links::FollowLinks;
use super::page::PageView;
use super::page_facts::PageFacts;
use super::steps::steps;
use super::value::Html;
use crate::base::{Collation, Diagnostic, Url};
use crate::graph::{HubList, Listing, TagIndex, TagPage, page_url};
use crate::layout::context::RenderContext;
use crate::layout::page_context::PageContext;

/// `page` of a list: that of its introduction, if it has one, with what the list says itself.
#[derive(Serialize)]
pub struct ListView<'l> {
    #[serde(flatten)]
    pub page: PageView<'l>,
    #[serde(flatten)]
    list: ListFacts<'l>,
}

#[derive(Serialize)]
struct ListFacts<'l> {
    kind: &'l str,
    kind_label: &'l str,
    kind_plural: &'l str,
    title: &'l str,
    #[serde(flatten)]
    follow: FollowLinks,
    #[serde(flatten)]
    place: ListPlace<'l>,
}

/// Where a page of a list is, and what it is to programs.
#[derive(Serialize)]
struct ListPlace<'l> {
    permalink: String,
    url: String,
    breadcrumbs: Vec<CrumbView<'l>>,
    schema_org: &'static str,
}

/// `page` of a list of a hub.
#[derive(Serialize)]
pub struct HubListView<'l> {
    #[serde(flatten)]
    pub page: PageView<'l>,
    kind: &'l str,
    kind_label: &'l str,
    kind_plural: &'l str,
    title: String,
    /// The document that the entries name.
    hub: Card,
    #[serde(flatten)]
    follow: FollowLinks,
    #[serde(flatten)]
    place: ListPlace<'l>,
}

/// `page` of a tag, or of the index of all tags of a field.
#[derive(Serialize)]
pub struct TagPageView<'t> {
    #[serde(flatten)]
    pub page: PageView<'t>,
    title: Cow<'t, str>,
    field: &'t str,
    #[serde(skip_serializing_if = "Option::is_none")]
    field_label: Option<String>,
    #[serde(flatten)]
    place: ListPlace<'t>,
}

/// What a list is to schema.org, whatever its entries are.
pub(super) const LIST: &str = "CollectionPage";

impl<'l> ListView<'l> {
    /// Makes the view of a page of a list.
    pub fn new(
        context: &'l PageContext<'l>,
        list: &'l Listing,
        number: usize,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> ListView<'l> {
        let site = context.render.site;
        let page = page_of_list(context, list, number, diagnostics);
        let kind = site.kinds.find(&list.kind);
        let list = ListFacts {
            kind: &list.kind,
            kind_label: kind.map_or("", |kind| context.render.kind_label(kind)),
            kind_plural: kind.map_or("", |kind| context.render.kind_plural(kind)),
            title: context.render.list_title(list),
            follow: FollowLinks::new(
                list.feed.as_ref(),
                list.calendar.as_ref(),
                site.settings.base_path(),
            ),
            place: ListPlace::new(context.render, &list.url, number),
        };
        ListView { page, list }
    }
}

/// What a page of a list has of its introduction: the first page has its text.
fn page_of_list<'l>(
    context: &'l PageContext<'l>,
    list: &'l Listing,
    number: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> PageView<'l> {
    let mut page = match list.introduction {
        Some(id) => PageView::new(context, id, diagnostics),
        None => PageView::without_text(no_document(context.render)),
    };
    if number > 1 {
        page.content = Html::default();
    }
    page
}

impl<'l> HubListView<'l> {
    /// Makes the view of a page of such a list.
    pub fn new(context: &RenderContext<'l>, list: &'l HubList, number: usize) -> HubListView<'l> {
        let kind = context.site.kinds.find(&list.kind);
        let base_path = context.site.settings.base_path();
        HubListView {
            page: PageView::without_text(no_document(context)),
            kind: &list.kind,
            kind_label: kind.map_or("", |kind| context.kind_label(kind)),
            kind_plural: kind.map_or("", |kind| context.kind_plural(kind)),
            title: context.hub_list_title(list),
            hub: card(context, list.hub),
            follow: FollowLinks::new(list.feed.as_ref(), None, base_path),
            place: ListPlace::new(context, &list.url, number),
        }
    }
}

impl<'l> ListPlace<'l> {
    fn new(context: &RenderContext<'l>, first: &Url, number: usize) -> ListPlace<'l> {
        let settings = context.site.settings;
        let url = page_url(first, number).href(settings.base_path());
        let above = context.site.graph.list_crumbs().get(first);
        ListPlace {
            permalink: settings.permalink(&url),
            url,
            breadcrumbs: above.map_or_else(Vec::new, |above| steps(context, above)),
            schema_org: LIST,
        }
    }
}

impl<'t> TagPageView<'t> {
    /// Makes the view of the index of all tags of a field.
    pub fn index(context: &RenderContext<'t>, index: &'t TagIndex) -> TagPageView<'t> {
        TagPageView {
            page: PageView::without_text(no_document(context)),
            title: Cow::from(context.field_label(&index.field)),
            field: &index.field,
            field_label: None,
            place: ListPlace::new(context, &index.url, 1),
        }
    }

    /// Makes the view of a page of a tag.
    pub fn new(
        context: &RenderContext<'t>,
        index: &'t TagIndex,
        tag: &'t TagPage,
        number: usize,
    ) -> TagPageView<'t> {
        TagPageView {
            page: PageView::without_text(no_document(context)),
            title: context.tag_label(&tag.label),
            field: &index.field,
            field_label: Some(context.field_label(&index.field)),
            place: ListPlace::new(context, &tag.url, number),
        }
    }
}

/// `page` of the page for URLs that do not exist.
pub fn not_found<'p>(context: &RenderContext<'p>) -> PageView<'p> {
    let settings = context.site.settings;
    let home = context.site.graph.home(context.language);
    let url = home.join("404.html").href(settings.base_path());
    PageView::without_text(PageFacts {
        title: "404".into(),
        noindex: true,
        permalink: settings.permalink(&url),
        url,
        ..no_document(context)
    })
}

pub(super) fn no_document<'p>(context: &RenderContext<'p>) -> PageFacts<'p> {
    PageFacts::without_document(context.readers_language())
}

/// A page that the theme makes at a URL; `title` is the key of the word that it is called by.
pub(super) fn page_of_theme<'p>(
    context: &RenderContext<'p>,
    url: &Url,
    title: &'static str,
) -> PageFacts<'p> {
    let settings = context.site.settings;
    let url = url.href(settings.base_path());
    let words = &context.theme.words_of(context.readers_language()).shown;
    PageFacts {
        title: words.get(title).into(),
        schema_org: LIST,
        permalink: settings.permalink(&url),
        url,
        ..no_document(context)
    }
}

/// A tag in the index of its field.
#[derive(Debug, Default, Serialize)]
pub struct TagCount<'t> {
    title: Cow<'t, str>,
    url: String,
    count: usize,
}

/// The tags of an index, by title.
pub fn tags<'t>(context: &RenderContext<'t>, index: &'t TagIndex) -> Vec<TagCount<'t>> {
    let mut pages: Vec<&TagPage> = index.pages.iter().collect();
    let order = Collation::of(context.readers_language());
    pages.sort_by_cached_key(|page| (order.key(&context.tag_label(&page.label)), &page.slug));
    let tag = |page: &'t TagPage| TagCount {
        title: context.tag_label(&page.label),
        url: page.url.href(context.site.settings.base_path()),
        count: page.entries.len(),
    };
    pages.into_iter().map(tag).collect()
}

/// A list of the site, for pages that offer ways on.
#[derive(Debug, Default, Serialize)]
pub struct SiteList<'l> {
    title: &'l str,
    url: String,
}

/// All lists of the site.
pub fn lists<'l>(context: &RenderContext<'l>) -> Vec<SiteList<'l>> {
    let list = |list: &'l Listing| SiteList {
        title: context.list_title(list),
        url: list.url.href(context.site.settings.base_path()),
    };
    context.lists().map(list).collect()
}
