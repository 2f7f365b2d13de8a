//! site.yaml, theme.yaml and the kinds of a theme, as `config` declares them; with the names that only the program and the
//! site know: those of checks and of kinds.

use serde_json::{Map, Value, json};

use super::Schema;
use super::definition::{reference, whole, with};
use crate::base::Code;
use crate::config::kind_check::TAKEN;
use crate::config::{Kinds, setting_groups};

/// The schema of site.yaml.
pub(super) fn site(kinds: &Kinds) -> Schema {
    let mut site = group("site");
    let checks = site["properties"]["checks"].take();
    let levels = json!({"properties": levels(), "additionalProperties": false});
    site["properties"]["checks"] = with(checks, levels);
    site["properties"]["kinds"]["properties"] = Value::Object(changes(kinds));
    let own = Map::from_iter([("kind".to_owned(), group("kind"))]);
    Schema {
        name: "site.yaml".to_owned(),
        about: "The settings of the site".to_owned(),
        value: whole(site, &own),
    }
}

/// The level of each check.
fn levels() -> Map<String, Value> {
    let codes = Code::ALL.iter();
    codes
        .map(|code| (code.id().to_owned(), reference("level")))
        .collect()
}

/// Each kind of a site, which it may change.
fn changes(kinds: &Kinds) -> Map<String, Value> {
    let names = kinds.iter().map(|kind| &kind.name);
    names.map(|name| (name.clone(), change(name))).collect()
}

fn change(name: &str) -> Value {
    let about = format!("Changes the kind `{name}`");
    with(reference("kind"), json!({"description": about}))
}

/// The schema of a kind of a theme, which has a file of its own.
pub(super) fn kind() -> Schema {
    Schema {
        name: "kind.yaml".to_owned(),
        about: "A kind of documents, in the folder `kinds` of a theme".to_owned(),
        value: whole(group("kind"), &Map::new()),
    }
}

/// The schema of a theme's settings.
pub(super) fn theme() -> Schema {
    Schema {
        name: "theme.yaml".to_owned(),
        about: "The settings of a theme".to_owned(),
        value: whole(group("theme"), &Map::new()),
    }
}

fn group(name: &str) -> Value {
    let mut group = setting_groups::definitions()
        .get(name)
        .cloned()
        .unwrap_or_default();
    if let Some(fields) = group.pointer_mut("/properties/fields") {
        fields["propertyNames"] = json!({"not": {"enum": TAKEN.as_slice()}});
    }
    group
}
