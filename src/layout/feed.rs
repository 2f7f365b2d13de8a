//! Atom feeds (RFC 4287): of a list, and of the site.

use std::fmt::Write as _;

use super::markup::escaped;
use super::view::Views;
use crate::base::Address;
use crate::document::{Outline, Value};
use crate::graph::{Listing, NodeId};

/// The most entries of a feed.
const MOST: usize = 50;

/// The feed of a list, or of all lists that have one. Its `updated` is that of its newest entry, so
/// that a build at another hour makes the same bytes.
pub(super) fn atom(views: &Views, list: Option<&Listing>) -> String {
    let site = views.site;
    let (title, page, own) = match list {
        Some(list) => {
            let own = list.feed.clone().unwrap_or_else(|| list.address.join("feed.xml"));
            (format!("{} – {}", views.list_title(list), site.title), list.address.clone(), own)
        }
        None => (site.title.clone(), Address::home(), Address::home().join("feed.xml")),
    };
    let entries = entries(views, list);
    let newest = entries.iter().map(|id| updated(views, *id)).max();
    let absolute = |address: &Address| format!("{}{}", site.origin(), address.href(site.base_path()));
    let mut xml = String::with_capacity(1024 + entries.len() * 512);
    let _ = write!(
        xml,
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
         <title>{}</title>\n<id>{}</id>\n<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n<updated>{}</updated>\n<author><name>{}</name></author>\n",
        escaped(&site.language),
        escaped(&title),
        escaped(&absolute(&own)),
        escaped(&absolute(&page)),
        escaped(&absolute(&own)),
        newest.unwrap_or_else(|| "1970-01-01T00:00:00Z".to_owned()),
        escaped(&site.title),
    );
    for id in entries {
        entry(views, id, &mut xml);
    }
    xml.push_str("</feed>\n");
    xml
}

/// The newest entries of a list, or of all lists with a feed; those that ask to stay out are left out.
fn entries(views: &Views, list: Option<&Listing>) -> Vec<NodeId> {
    let lists: Vec<&Listing> = match list {
        Some(list) => vec![list],
        None => views.graph.lists.iter().filter(|list| list.feed.is_some()).collect(),
    };
    let wanted = |id: &NodeId| views.graph.node(*id).outline().fields.flag("feed") != Some(false);
    let mut ids: Vec<NodeId> =
        lists.iter().flat_map(|list| list.entries.iter().copied()).filter(wanted).collect();
    ids.sort_by_cached_key(|id| {
        let outline = views.graph.node(*id).outline();
        (
            std::cmp::Reverse(outline.date.as_ref().map(|date| date.instant)),
            outline.id.clone(),
            outline.file.clone(),
        )
    });
    ids.truncate(MOST);
    ids
}

fn entry(views: &Views, id: NodeId, xml: &mut String) {
    let node = views.graph.node(id);
    let outline = node.outline();
    let url = escaped(&format!("{}{}", views.site.origin(), views.href(node))).into_owned();
    let _ = write!(
        xml,
        "<entry>\n<title>{}</title>\n<id>{url}</id>\n<link rel=\"alternate\" type=\"text/html\" href=\"{url}\"/>\n<updated>{}</updated>\n",
        escaped(&outline.title),
        updated(views, id),
    );
    if let Some(date) = &outline.date {
        let _ = writeln!(xml, "<published>{}</published>", date.instant);
    }
    for author in authors(views, id) {
        let _ = writeln!(xml, "<author><name>{}</name></author>", escaped(&author));
    }
    if !outline.summary.is_empty() {
        let _ = writeln!(xml, "<summary>{}</summary>", escaped(&outline.summary));
    }
    xml.push_str("</entry>\n");
}

/// When an entry last changed: its `updated`, else its date, in RFC 3339.
fn updated(views: &Views, id: NodeId) -> String {
    let outline = views.graph.node(id).outline();
    let moment = outline.fields.moment("updated").or(outline.date.as_ref());
    moment.map_or_else(|| "1970-01-01T00:00:00Z".to_owned(), |moment| moment.instant.to_string())
}

/// The names in a document's `authors`: titles of documents it names, words, or plain text.
fn authors(views: &Views, id: NodeId) -> Vec<String> {
    let node = views.graph.node(id);
    let outline: &Outline = node.outline();
    let Some(value) = outline.fields.get("authors").or_else(|| outline.fields.get("author")) else {
        return Vec::new();
    };
    let values = match value {
        Value::List(values) => values.as_slice(),
        other => std::slice::from_ref(other),
    };
    let name = |value: &Value| match value {
        Value::Text(text) => Some(text.clone()),
        Value::Tag(tag) => Some(tag.label.clone()),
        Value::Relation(reference) => {
            views.relation(node, *reference).map(|id| views.graph.node(id).outline().title.clone())
        }
        _ => None,
    };
    values.iter().filter_map(name).collect()
}
