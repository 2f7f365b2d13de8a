//! The filter `group_by`. Tera's own gives its groups in an order that differs from run to run; here they stand in the
//! order in which the list first has one of them.

use std::sync::Arc;

use tera::value::{Key, ValueKind};
use tera::{Error, Kwargs, Map, TeraResult, Value};

use crate::base::TextMap;

/// The items of a list by what they hold at the path `attribute`; those that hold none are left out.
pub fn filter(items: &[Value], arguments: &Kwargs) -> TeraResult<Value> {
    let path = arguments.must_get::<&str>("attribute")?;
    let mut groups = Groups::default();
    for (place, item) in items.iter().enumerate() {
        let held = item
            .get_from_path(path)
            .ok_or_else(|| lacks(place, item, path))?;
        if !held.is_none() {
            groups.add(key(held)?, item.clone());
        }
    }
    Ok(groups.into_value())
}

/// Groups in the order in which their first items came.
#[derive(Default)]
struct Groups {
    groups: Vec<(Key<'static>, Vec<Value>)>,
    places: TextMap<Key<'static>, usize>,
}

impl Groups {
    fn add(&mut self, key: Key<'static>, item: Value) {
        let next = self.groups.len();
        let at = *self.places.entry(key.clone()).or_insert(next);
        match self.groups.get_mut(at) {
            Some((_, group)) => group.push(item),
            None => self.groups.push((key, vec![item])),
        }
    }

    fn into_value(self) -> Value {
        let groups = self.groups.into_iter();
        let groups = groups.map(|(key, group)| (key, Value::from(group)));
        Value::from(groups.collect::<Map>())
    }
}

fn lacks(place: usize, item: &Value, path: &str) -> Error {
    let what = item.name();
    Error::message(format!(
        "Value at index {place} (a {what}) does not have an attribute at path: {path}"
    ))
}

/// What a group is known by.
fn key(value: &Value) -> TeraResult<Key<'static>> {
    let number = || {
        value
            .as_i128()
            .map(Key::I128)
            .or_else(|| value.as_u128().map(Key::U128))
    };
    let key = match value.kind() {
        ValueKind::String => value.as_str().map(|text| Key::String(Arc::from(text))),
        ValueKind::Bool => value.as_bool().map(Key::Bool),
        ValueKind::F64 => None,
        _ => number(),
    };
    key.ok_or_else(|| Error::message(format!("a {} cannot be the name of a group", value.name())))
}

#[cfg(test)]
mod tests {
    use tera::{Context, Tera};

    use super::*;

    fn shown(template: &str) -> Result<String, String> {
        let mut tera = Tera::new();
        tera.register_filter(
            "group_by",
            |items: &[Value], arguments: Kwargs, _: &tera::State| filter(items, &arguments),
        );
        let item = |name: String, of: Value| {
            Value::from(Map::from_iter([
                ("name".into(), Value::from(name)),
                ("of".into(), of),
            ]))
        };
        let years =
            (0..40).map(|number| item(format!("{number},"), Value::from(2040 - number / 2)));
        let mut context = Context::new();
        context.insert_value("years", Value::from(years.collect::<Vec<Value>>()));
        let others = [
            Value::from("b"),
            Value::none(),
            Value::from(true),
            Value::from("a"),
            Value::from("b"),
        ];
        let others = (0..)
            .zip(others)
            .map(|(number, of)| item(format!("{number},"), of));
        context.insert_value("others", Value::from(others.collect::<Vec<Value>>()));
        context.insert_value(
            "lists",
            Value::from(vec![item(String::new(), Value::from(vec![1]))]),
        );
        tera.add_raw_template("a", template).unwrap();
        tera.render("a", &context)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn groups_stand_in_the_order_of_the_list() {
        let all = |list: &str| {
            format!(
                "{{% for key, items in {list} | group_by(attribute=\"of\") %}}{{{{ key }}}}:\
                 {{% for item in items %}}{{{{ item.name }}}}{{% endfor %}} {{% endfor %}}"
            )
        };
        let years: String = (0..20)
            .map(|group| format!("{}:{},{}, ", 2040 - group, 2 * group, 2 * group + 1))
            .collect();
        assert_eq!(shown(&all("years")), Ok(years));
        assert_eq!(shown(&all("others")).as_deref(), Ok("b:0,4, true:2, a:3, "));
        assert_eq!(
            shown("{% set years = years | group_by(attribute=\"of\") %}{{ years[2040] | length }}")
                .as_deref(),
            Ok("2")
        );
        assert_eq!(
            shown("{{ [] | group_by(attribute=\"of\") }}").as_deref(),
            Ok("{}")
        );
    }

    #[test]
    fn what_cannot_be_grouped_is_said() {
        let said = |list: &str, path: &str| {
            shown(&format!(
                "{{{{ {list} | group_by(attribute=\"{path}\") }}}}"
            ))
            .unwrap_err()
        };
        let said_of_nothing = said("years", "nothing");
        let expected =
            "Value at index 0 (a map/struct) does not have an attribute at path: nothing";
        assert!(said_of_nothing.contains(expected), "{said_of_nothing}");
        let said_of_list = said("lists", "of");
        assert!(
            said_of_list.contains("a array cannot be the name of a group"),
            "{said_of_list}"
        );
    }
}
