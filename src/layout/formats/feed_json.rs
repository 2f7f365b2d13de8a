//! A feed as JSON Feed 1.1 (jsonfeed.org).

use serde::Serialize;

use super::Format;
use super::feed::{Entry, Feed, rfc_3339};
use crate::base::Moment;
use crate::graph::{FeedFormat, Item};
use crate::layout::authors::Author;
use crate::layout::page_context::PageContext;

#[derive(Serialize)]
struct JsonDocument<'j> {
    version: &'static str,
    title: &'j str,
    home_page_url: &'j str,
    feed_url: &'j str,
    language: &'j str,
    authors: Vec<JsonAuthor<'j>>,
    items: Vec<JsonItem<'j>>,
}

#[derive(Serialize)]
struct JsonAuthor<'j> {
    name: &'j str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'j str>,
}

#[derive(Serialize)]
struct JsonItem<'j> {
    id: &'j str,
    url: &'j str,
    title: &'j str,
    #[serde(skip_serializing_if = "str::is_empty")]
    content_html: &'j str,
    /// The format wants a content of each item: for one without a text, what it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    content_text: Option<&'j str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: &'j str,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'j str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<JsonAuthor<'j>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    tags: &'j [&'j str],
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'j str>,
}

/// A feed as JSON Feed.
pub struct JsonFeed;

impl Format for JsonFeed {
    fn text(&self, item: &Item, page: &PageContext) -> Option<String> {
        match item {
            Item::Feed(subject, FeedFormat::Json) => Some(Feed::new(page, *subject).json()),
            _ => None,
        }
    }
}

impl Feed<'_> {
    /// The feed as a JSON Feed.
    fn json(&self) -> String {
        let feed = JsonDocument {
            version: "https://jsonfeed.org/version/1.1",
            title: &self.title,
            home_page_url: &self.page,
            feed_url: &self.json,
            language: self.language,
            authors: vec![JsonAuthor {
                name: self.author,
                url: None,
            }],
            items: self.entries.iter().map(item).collect(),
        };
        // Text in, text out: there is no key or number here that JSON could not hold.
        let mut text = serde_json::to_string_pretty(&feed).unwrap_or_default();
        text.push('\n');
        text
    }
}

fn item<'j>(entry: &'j Entry) -> JsonItem<'j> {
    let about = match entry.summary {
        "" => entry.title,
        summary => summary,
    };
    JsonItem {
        id: &entry.url,
        url: &entry.url,
        title: entry.title,
        content_html: &entry.content,
        content_text: entry.content.is_empty().then_some(about),
        summary: entry.summary,
        image: entry.picture.as_ref().map(|picture| picture.url.as_str()),
        date_published: entry.published.map(Moment::whole_iso),
        date_modified: entry.published.map(|_| rfc_3339(entry.updated)),
        authors: entry.authors.iter().map(author).collect(),
        tags: &entry.tags,
        language: entry.language,
    }
}

fn author(author: &Author) -> JsonAuthor<'_> {
    JsonAuthor {
        name: &author.name,
        url: author.url.as_deref(),
    }
}
