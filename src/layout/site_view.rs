//! What every template sees as `site`, and values that nobody declared a type for.

use tera::Value as View;

use super::record::Record;
use super::view::{crumbs, insert_feed};
use crate::base::{Url, yaml};
use crate::config::SiteConfig;
use crate::content::Data;
use crate::graph::{FeedUrls, Menu, Site};

/// Makes `site`.
pub(super) fn site_view(site: &SiteConfig, graph: &Site, data: &[Data]) -> View {
    let mut map = Record::default();
    map.set("title", site.title.as_str());
    map.set("description", site.description.as_str());
    map.set("base_url", site.base_url.as_str());
    map.set("language", site.language.as_str());
    map.set("url", format!("{}/", site.base_path()));
    insert_feed(
        &mut map,
        Some(&FeedUrls::of(&Url::home())),
        site.base_path(),
    );
    let mut menus = Record::default();
    for Menu { name, entries } in graph.menus() {
        menus.set(name.clone(), crumbs(entries));
    }
    for name in ["main", "foot"] {
        if menus.get(name).is_none() {
            menus.set(name, View::from(Vec::<View>::new()));
        }
    }
    map.set("menus", View::from(menus));
    let mut all = Record::default();
    for data in data {
        all.set(data.name.clone(), data_view(&data.value));
    }
    map.set("data", View::from(all));
    map.set(
        "extra",
        site.extra
            .as_ref()
            .map_or_else(|| View::from(Record::default()), as_written),
    );
    View::from(map)
}

/// A value of a data file; keys that are no text are written out, tags are read over.
fn data_view(value: &serde_yaml::Value) -> View {
    use serde_yaml::Value;
    match value {
        Value::Null => View::none(),
        Value::Bool(flag) => (*flag).into(),
        Value::Number(number) => {
            let whole = number
                .as_i64()
                .map(View::from)
                .or_else(|| number.as_u64().map(View::from));
            whole.unwrap_or_else(|| number.as_f64().into())
        }
        Value::String(text) => text.as_str().into(),
        Value::Sequence(items) => View::from(items.iter().map(data_view).collect::<Vec<View>>()),
        Value::Mapping(entries) => {
            let mut map = Record::default();
            for (key, value) in entries {
                let key = data_view(key).to_string();
                map.set(key, data_view(value));
            }
            View::from(map)
        }
        Value::Tagged(tagged) => data_view(&tagged.value),
    }
}

/// A value as written: text, lists and groups; `true`, `false` and numbers where they are not quoted.
pub(super) fn as_written(node: &yaml::Node) -> View {
    match &node.value {
        yaml::Value::Empty => View::none(),
        yaml::Value::Scalar { text, quoted: true } => text.as_str().into(),
        yaml::Value::Scalar {
            text,
            quoted: false,
        } => match text.as_str() {
            "true" => true.into(),
            "false" => false.into(),
            text => text.parse::<i64>().map_or_else(|_| text.into(), View::from),
        },
        yaml::Value::Sequence(items) => {
            View::from(items.iter().map(as_written).collect::<Vec<View>>())
        }
        yaml::Value::Mapping(entries) => {
            let mut map = Record::default();
            for entry in entries {
                map.set(entry.key.clone(), as_written(&entry.value));
            }
            View::from(map)
        }
    }
}
