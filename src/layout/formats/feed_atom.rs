//! A feed as Atom (RFC 4287).

use std::fmt::Write as _;

use super::Format;
use super::feed::{Entry, Feed, rfc_3339};
use super::feed_page;
use crate::graph::{FeedFormat, Item};
use crate::layout::authors::Author;
use crate::layout::context::RenderContext;
use crate::layout::markup::escaped;
use crate::layout::page_context::PageContext;

/// A feed as Atom.
pub struct AtomFeed;

impl Format for AtomFeed {
    fn text(&self, item: &Item, page: &PageContext) -> Option<String> {
        match item {
            Item::Feed(subject, FeedFormat::Atom) => {
                Some(Feed::new(page, *subject).atom(page.render))
            }
            _ => None,
        }
    }
}

impl Feed<'_> {
    /// The feed as an Atom document.
    fn atom(&self, context: &RenderContext) -> String {
        let texts = self.entries.iter().map(|entry| entry.content.len());
        let mut xml = String::with_capacity(4096 + self.entries.len() * 512 + texts.sum::<usize>());
        let _ = write!(
            xml,
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{}<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
             <title>{}</title>\n<id>{}</id>\n<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n\
             <link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n{}<author><name>{}</name></author>\n",
            feed_page::style_sheets(context),
            escaped(self.language),
            escaped(&self.title),
            escaped(&self.atom),
            escaped(&self.page),
            escaped(&self.atom),
            self.updated.as_deref().map_or_else(String::new, updated),
            escaped(self.author),
        );
        for entry in &self.entries {
            write_entry(entry, &mut xml);
        }
        feed_page::write(context, self, &mut xml);
        xml.push_str("</feed>\n");
        xml
    }
}

fn updated(moment: &str) -> String {
    format!("<updated>{moment}</updated>\n")
}

fn write_entry(entry: &Entry, xml: &mut String) {
    let url = escaped(&entry.url);
    let language = entry
        .language
        .map_or_else(String::new, |tag| format!(" xml:lang=\"{}\"", escaped(tag)));
    let _ = write!(
        xml,
        "<entry{language}>\n<title>{}</title>\n<id>{url}</id>\n<link rel=\"alternate\" type=\"text/html\" href=\"{url}\"/>\n<updated>{}</updated>\n",
        escaped(entry.title),
        rfc_3339(entry.updated),
    );
    if let Some(published) = entry.published {
        let _ = writeln!(xml, "<published>{}</published>", published.whole_iso());
    }
    for author in &entry.authors {
        write_author(author, xml);
    }
    for tag in &entry.tags {
        let _ = writeln!(xml, "<category term=\"{}\"/>", escaped(tag));
    }
    write_picture(entry, xml);
    if !entry.summary.is_empty() {
        let _ = writeln!(xml, "<summary>{}</summary>", escaped(entry.summary));
    }
    if !entry.content.is_empty() {
        let content = escaped(&entry.content);
        let _ = writeln!(xml, "<content type=\"html\">{content}</content>");
    }
    xml.push_str("</entry>\n");
}

/// Links to the picture of an entry.
fn write_picture(entry: &Entry, xml: &mut String) {
    let Some(picture) = &entry.picture else {
        return;
    };
    let file = picture
        .file
        .map(|(media_type, size)| format!(" type=\"{media_type}\" length=\"{size}\""));
    let _ = writeln!(
        xml,
        "<link rel=\"enclosure\"{} href=\"{}\"/>",
        file.unwrap_or_default(),
        escaped(&picture.url)
    );
}

fn write_author(author: &Author, xml: &mut String) {
    let _ = write!(xml, "<author><name>{}</name>", escaped(&author.name));
    if let Some(url) = &author.url {
        let _ = write!(xml, "<uri>{}</uri>", escaped(url));
    }
    xml.push_str("</author>\n");
}
