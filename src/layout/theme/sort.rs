//! The filter `sort`. Tera's own puts `É` after `Z` and "Part 10" before "Part 2"; here words are in the order of the page's
//! language, as in lists.

use tera::{Error, Kwargs, State, TeraResult, Value};

use crate::base::{Collation, Number, SortKey};
use crate::layout::number::of_view;

/// What an item is sorted by; those without a value come last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Flag(bool),
    Number(Number),
    Words(SortKey),
    Nothing,
}

impl Key {
    fn new(value: &Value, order: &Collation) -> Option<Key> {
        if value.is_none() {
            return Some(Key::Nothing);
        }
        if let Some(text) = value.as_str() {
            return Some(Key::Words(order.key(text)));
        }
        let number = || of_view(value).map(|number| Key::Number(number.shortest()));
        value.as_bool().map(Key::Flag).or_else(number)
    }

    fn is_like(&self, other: &Key) -> bool {
        let are_alike = std::mem::discriminant(self) == std::mem::discriminant(other);
        are_alike || [self, other].contains(&&Key::Nothing)
    }
}

/// The items of a list by what they hold at the path `attribute`, or by themselves. `language` is that of pages that do
/// not say theirs.
pub fn filter(
    items: &[Value],
    arguments: &Kwargs,
    state: &State,
    language: &str,
) -> TeraResult<Value> {
    let order = order_of_page(state, language)?;
    let path = arguments.get::<&str>("attribute")?;
    let mut sorted = Vec::with_capacity(items.len());
    for (place, item) in items.iter().enumerate() {
        let key = key(item, path, &order);
        let key =
            key.map_err(|what| Error::message(format!("the value at index {place} {what}")))?;
        sorted.push(Keyed { key, item });
    }
    sorted.sort_by(|one, other| one.key.cmp(&other.key));
    let mut pairs = sorted.windows(2);
    if !pairs.all(|pair| pair[0].key.is_like(&pair[1].key)) {
        return Err(Error::message(
            "the values to sort by are not all of one type",
        ));
    }
    let items = sorted.into_iter().map(|keyed| keyed.item.clone());
    Ok(items.collect::<Vec<Value>>().into())
}

/// The order of words on the page that is rendered.
fn order_of_page(state: &State, language: &str) -> TeraResult<Collation> {
    let page: Option<Value> = state.get("page")?;
    let of_page = page
        .as_ref()
        .and_then(|page| page.get_from_path("language"));
    let of_page = of_page.and_then(Value::as_str);
    Ok(Collation::of(of_page.unwrap_or(language)))
}

struct Keyed<'v> {
    key: Key,
    item: &'v Value,
}

/// What an item is sorted by, or why it cannot be.
fn key(item: &Value, path: Option<&str>, order: &Collation) -> Result<Key, String> {
    let held = match path {
        Some(path) => item
            .get_from_path(path)
            .ok_or_else(|| format!("has no `{path}`"))?,
        None => item,
    };
    Key::new(held, order).ok_or_else(|| format!("is a {}, which has no order", held.name()))
}

#[cfg(test)]
mod tests {
    use tera::{Context, Tera};

    use super::*;

    fn shown(language: &str, template: &str) -> Result<String, String> {
        let mut tera = Tera::new();
        tera.register_filter(
            "sort",
            |items: &[Value], arguments: Kwargs, state: &State| {
                filter(items, &arguments, state, "en")
            },
        );
        tera.add_raw_template("a", template)
            .map_err(|error| error.to_string())?;
        let mut context = Context::new();
        let page = std::collections::BTreeMap::from([("language".to_owned(), language)]);
        context.insert_value("page", Value::from(page));
        tera.render("a", &context)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn words_are_in_the_order_of_the_page() {
        let template = "{{ [\"Z\", \"Å\", \"Part 10\", \"Part 2\"] | sort | join(sep=\" \") }}";
        assert_eq!(shown("en", template).as_deref(), Ok("Å Part 2 Part 10 Z"));
        assert_eq!(shown("sv", template).as_deref(), Ok("Part 2 Part 10 Z Å"));
    }

    #[test]
    fn numbers_are_sorted_and_what_says_nothing_is_last() {
        let template = "{% set items = [{\"a\": none, \"b\": 1}, {\"a\": 10, \"b\": 2}, {\"a\": 9.5, \"b\": 3}] \
                        | sort(attribute=\"a\") %}{{ [item.b for item in items] | join(sep=\" \") }}";
        assert_eq!(shown("en", template).as_deref(), Ok("3 2 1"));
    }

    #[test]
    fn what_cannot_be_sorted_is_said() {
        assert!(
            shown("en", "{{ [1, \"a\"] | sort }}")
                .unwrap_err()
                .contains("not all of one type")
        );
        assert!(
            shown("en", "{{ [[1]] | sort }}")
                .unwrap_err()
                .contains("has no order")
        );
        assert!(
            shown("en", "{{ [{\"a\": 1}] | sort(attribute=\"b\") }}")
                .unwrap_err()
                .contains("has no `b`")
        );
    }
}
