//! What every template sees as `site`, and values that nobody declared a type for.

use tera::{Map, Value as View};

use super::view::{crumbs, insert_feed};
use crate::base::{Address, yaml};
use crate::config::Site;
use crate::content::Data;
use crate::graph::{FeedAddresses, Graph, Menu};

/// Makes `site`.
pub(super) fn site_view(site: &Site, graph: &Graph, data: &[Data]) -> View {
    let mut map = Map::new();
    map.insert("title".into(), site.title.as_str().into());
    map.insert("description".into(), site.description.as_str().into());
    map.insert("base_url".into(), site.base_url.as_str().into());
    map.insert("language".into(), site.language.as_str().into());
    map.insert("url".into(), format!("{}/", site.base_path()).into());
    insert_feed(&mut map, Some(&FeedAddresses::of(&Address::home())), site.base_path());
    let mut menus = Map::new();
    for Menu { name, entries } in &graph.menus {
        menus.insert(name.clone().into(), crumbs(entries));
    }
    for name in ["main", "foot"] {
        menus.entry(name.into()).or_insert_with(|| View::from(Vec::<View>::new()));
    }
    map.insert("menus".into(), View::from(menus));
    let mut all = Map::new();
    for data in data {
        all.insert(data.name.clone().into(), data_view(&data.value));
    }
    map.insert("data".into(), View::from(all));
    map.insert("extra".into(), site.extra.as_ref().map_or_else(|| View::from(Map::new()), as_written));
    View::from(map)
}

/// A value of a data file; keys that are no text are written out, tags are read over.
fn data_view(value: &serde_yaml::Value) -> View {
    use serde_yaml::Value;
    match value {
        Value::Null => View::none(),
        Value::Bool(flag) => (*flag).into(),
        Value::Number(number) => {
            let whole = number.as_i64().map(View::from).or_else(|| number.as_u64().map(View::from));
            whole.unwrap_or_else(|| number.as_f64().into())
        }
        Value::String(text) => text.as_str().into(),
        Value::Sequence(items) => View::from(items.iter().map(data_view).collect::<Vec<View>>()),
        Value::Mapping(entries) => {
            let mut map = Map::new();
            for (key, value) in entries {
                let key = data_view(key).to_string();
                map.insert(key.into(), data_view(value));
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
        yaml::Value::Scalar { text, quoted: false } => match text.as_str() {
            "true" => true.into(),
            "false" => false.into(),
            text => text.parse::<i64>().map_or_else(|_| text.into(), View::from),
        },
        yaml::Value::Sequence(items) => View::from(items.iter().map(as_written).collect::<Vec<View>>()),
        yaml::Value::Mapping(entries) => {
            let mut map = Map::new();
            for entry in entries {
                map.insert(entry.key.clone().into(), as_written(&entry.value));
            }
            View::from(map)
        }
    }
}
