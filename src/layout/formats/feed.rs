//! A feed as values, whatever its form: of the site, of a list, of what names a document.

use std::borrow::Cow;

use super::feed_content::content;
use crate::base::foreign_words::unmarked;
use crate::base::{Moment, Url};
use crate::document::Image;
use crate::graph::{FeedUrls, Node, NodeId, Subject, Target};
use crate::layout::authors::{Author, authors};
use crate::layout::context::RenderContext;
use crate::layout::page_context::PageContext;

/// A feed, ready to be written in one form or the other.
pub struct Feed<'f> {
    /// What it is called.
    pub title: String,
    /// The site's title, which stands for the author of what names none.
    pub author: &'f str,
    /// The language of the site.
    pub language: &'f str,
    /// The whole address of the page it is about.
    pub page: String,
    /// The whole address of its Atom form, which also identifies it.
    pub atom: String,
    /// The whole address of its JSON form.
    pub json: String,
    /// When its newest entry last changed, or without entries the newest document of the site. Nothing if no document has a
    /// date: the time of the build would make other bytes at another hour.
    pub updated: Option<String>,
    /// Its entries, newest first.
    pub entries: Vec<Entry<'f>>,
}

/// A document in a feed. Moments are in RFC 3339.
pub struct Entry<'f> {
    /// Its title.
    pub title: &'f str,
    /// Its whole address, which also identifies it.
    pub url: String,
    /// When it was published.
    pub published: Option<&'f Moment>,
    /// When it last changed: its `updated`, else its date.
    pub updated: Option<&'f Moment>,
    /// Its summary; empty where it has none.
    pub summary: &'f str,
    /// Its whole text as HTML; empty where it has none.
    pub content: String,
    /// Who wrote it.
    pub authors: Vec<Author>,
    /// The words it bears.
    pub tags: Vec<&'f str>,
    /// Its language, where that is not the site's.
    pub language: Option<&'f str>,
    /// Its picture.
    pub picture: Option<Picture>,
}

/// A picture of a document.
pub struct Picture {
    /// Its whole address.
    pub url: String,
    /// Its media type and its bytes, where it is a file of the site.
    pub file: Option<(&'static str, u64)>,
}

/// What a feed is about.
struct FeedSubject {
    title: String,
    page: Url,
}

impl<'f> Feed<'f> {
    /// Gathers a feed.
    pub fn new(page_context: &PageContext<'f>, subject: Subject) -> Feed<'f> {
        let context = page_context.render;
        let settings = context.site.settings;
        let FeedSubject { title, page } = FeedSubject::new(context, subject);
        let urls = FeedUrls::of(&page);
        let absolute = |url: &Url| context.absolute(&url.href(settings.base_path()));
        let ids = context.site.graph.feed_entries(subject).into_iter();
        let entries: Vec<Entry> = ids.map(|id| entry(page_context, id)).collect();
        let changes = entries.iter().filter_map(|entry| entry.updated);
        let newest = changes.max_by_key(|moment| moment.instant);
        Feed {
            title,
            author: context.site_title(),
            language: context.readers_language(),
            page: absolute(&page),
            atom: absolute(&urls.atom),
            json: absolute(&urls.json),
            updated: newest
                .map(Moment::whole_iso)
                .or_else(|| newest_change(context)),
            entries,
        }
    }
}

impl FeedSubject {
    fn new(context: &RenderContext, subject: Subject) -> FeedSubject {
        let site = context.site_title();
        let home = context.site.graph.home(context.language);
        match FeedSubject::find(context, subject) {
            Some((title, page)) => FeedSubject {
                title: format!("{} – {site}", unmarked(&title)),
                page: page.unwrap_or(home).clone(),
            },
            None => FeedSubject {
                title: site.to_owned(),
                page: home.clone(),
            },
        }
    }

    /// The title and the page of what a feed is about, if that is not the whole site.
    fn find<'f>(
        context: &RenderContext<'f>,
        subject: Subject,
    ) -> Option<(Cow<'f, str>, Option<&'f Url>)> {
        let graph = context.site.graph;
        match subject {
            Subject::Site(_) => None,
            Subject::List(id) => {
                let list = graph.list(id)?;
                Some((context.list_title(list).into(), Some(&list.url)))
            }
            Subject::HubList(at) => {
                let list = graph.hub_lists().get(at)?;
                Some((context.hub_list_title(list).into(), Some(&list.url)))
            }
            Subject::Document(id) => {
                let node = graph.node(id);
                Some((Cow::from(&node.outline().words.title), node.url()))
            }
        }
    }
}

/// When the newest document of the site was changed.
fn newest_change(context: &RenderContext) -> Option<String> {
    let newest = || {
        let nodes = context.site.graph.nodes();
        let changes = nodes.filter_map(|node| node.outline().meta.last_changed());
        let newest = changes.max_by_key(|moment| moment.instant);
        newest.map(Moment::whole_iso)
    };
    context.cache.newest_change.get_or_init(newest).clone()
}

/// A moment in the site's zone, so that programs name the day that readers see.
pub fn rfc_3339(moment: Option<&Moment>) -> String {
    moment.map_or_else(String::new, Moment::whole_iso)
}

fn entry<'f>(page: &PageContext<'f>, id: NodeId) -> Entry<'f> {
    let context = page.render;
    let node = context.site.graph.node(id);
    let outline = node.outline();
    let published = outline.meta.date.as_ref();
    let updated = outline.meta.last_changed();
    let language = outline.meta.language_or(&context.site.settings.language);
    Entry {
        title: &outline.words.title,
        url: context.absolute(&context.href(node)),
        updated,
        published,
        summary: &outline.words.summary,
        content: content(page, id),
        authors: authors(context, node),
        tags: outline
            .tags
            .iter()
            .map(|tag| tag.word.label.as_str())
            .collect(),
        language: (language != context.readers_language()).then_some(language),
        picture: outline
            .image()
            .and_then(|image| picture(context, node, image)),
    }
}

fn picture(context: &RenderContext, node: Node, image: &Image) -> Option<Picture> {
    let link = node
        .links()
        .get(image.file.0 as usize)
        .filter(|link| !link.href.is_empty())?;
    let asset = match link.target {
        Target::Asset(asset) => context.site.graph.assets().get(asset.0 as usize),
        _ => None,
    };
    let file = asset.map(|(asset, _)| (asset.file_type().media_type, asset.size));
    Some(Picture {
        url: context.absolute(&link.href),
        file,
    })
}
