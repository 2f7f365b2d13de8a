//! What every template sees as `site`, and values that no kind declares a type for.

use serde::Serialize;
use tera::Value as TeraValue;

use super::crumb::crumbs;
use super::feed_links::FeedLinks;
use super::value::{Entries, to_value};
use crate::config::SiteConfig;
use crate::content::Data;
use crate::graph::{Menu, Site};
use crate::layout::theme::Theme;
use crate::layout::theme::marks::SiteMarks;
use crate::yaml;

/// The menus that every site has, if only empty ones.
const MENUS: [&str; 2] = ["main", "foot"];

/// `site`.
#[derive(Debug, Default, Serialize)]
pub struct SiteView<'s> {
    title: &'s str,
    description: &'s str,
    base_url: &'s str,
    language: &'s str,
    url: String,
    site_map_url: String,
    search_url: String,
    /// The address of each kind's list, by the kind's name.
    list_urls: Entries,
    #[serde(flatten)]
    feed: FeedLinks,
    #[serde(flatten)]
    marks: SiteMarks,
    menus: Entries,
    data: Entries,
    extra: Extra,
}

/// What site.yaml says under `extra`; an empty group if it says nothing.
#[derive(Debug, Serialize)]
#[serde(transparent)]
struct Extra(TeraValue);

impl Default for Extra {
    fn default() -> Extra {
        Extra(to_value(&Entries::default()))
    }
}

impl<'s> SiteView<'s> {
    /// Makes `site`.
    pub fn new(site: &'s SiteConfig, graph: &Site, theme: &Theme, data: &[Data]) -> SiteView<'s> {
        SiteView {
            title: &site.title,
            description: &site.description,
            base_url: site.whole_url(),
            language: &site.language,
            url: format!("{}/", site.base_path()),
            site_map_url: graph
                .site_map()
                .map_or_else(String::new, |url| url.href(site.base_path())),
            search_url: graph
                .search()
                .map_or_else(String::new, |url| url.href(site.base_path())),
            list_urls: list_urls(site, graph),
            feed: FeedLinks::new(graph.feed().as_ref(), site.base_path()),
            marks: theme.marks.clone(),
            menus: menus(graph),
            data: data_files(data),
            extra: site
                .extra
                .as_ref()
                .map_or_else(Extra::default, |extra| Extra(as_written(extra))),
        }
    }
}

fn data_files(data: &[Data]) -> Entries {
    let mut files = Entries::default();
    for data in data {
        files.push(data.name.clone(), data_value(&data.value));
    }
    files
}

fn list_urls(site: &SiteConfig, graph: &Site) -> Entries {
    let mut urls = Entries::default();
    for list in graph.lists() {
        let url = list.url.href(site.base_path());
        urls.push(list.kind.clone(), url.into());
    }
    urls
}

fn menus(graph: &Site) -> Entries {
    let mut views = Entries::default();
    for Menu { name, entries } in graph.menus() {
        views.push(name.clone(), to_value(&crumbs(graph, entries)));
    }
    for name in MENUS {
        if !views.has(name) {
            views.push(name, to_value(&crumbs(graph, &[])));
        }
    }
    views
}

/// A value of a data file; keys that are not texts are written out, tags are ignored.
fn data_value(value: &serde_yaml::Value) -> TeraValue {
    use serde_yaml::Value;
    match value {
        Value::Null => TeraValue::none(),
        Value::Bool(flag) => (*flag).into(),
        Value::Number(number) => {
            let whole = number
                .as_i64()
                .map(TeraValue::from)
                .or_else(|| number.as_u64().map(TeraValue::from));
            whole.unwrap_or_else(|| number.as_f64().into())
        }
        Value::String(text) => text.as_str().into(),
        Value::Sequence(items) => items.iter().map(data_value).collect::<Vec<_>>().into(),
        Value::Mapping(entries) => {
            let mut group = Entries::default();
            for (key, value) in entries {
                group.push(data_value(key).to_string(), data_value(value));
            }
            to_value(&group)
        }
        Value::Tagged(tagged) => data_value(&tagged.value),
    }
}

/// A value as written: text, lists and groups; `true`, `false` and numbers if they are not quoted.
pub fn as_written(node: &yaml::Node) -> TeraValue {
    match &node.value {
        yaml::Value::Empty => TeraValue::none(),
        yaml::Value::Scalar { text, quoted: true } => text.as_str().into(),
        yaml::Value::Scalar {
            text,
            quoted: false,
        } => match text.as_str() {
            "true" => true.into(),
            "false" => false.into(),
            text => text
                .parse::<i64>()
                .map_or_else(|_| text.into(), TeraValue::from),
        },
        yaml::Value::Sequence(items) => items.iter().map(as_written).collect::<Vec<_>>().into(),
        yaml::Value::Mapping(entries) => {
            let mut group = Entries::default();
            for entry in entries {
                group.push(entry.key.clone(), as_written(&entry.value));
            }
            to_value(&group)
        }
    }
}
