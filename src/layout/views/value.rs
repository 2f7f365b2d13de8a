//! What typed views are made of besides numbers and texts: HTML, views that many pages share, and values whose names
//! only a kind or a site knows.

use std::fmt;
use std::marker::PhantomData;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use tera::Value as TeraValue;
use tera::value::Key;

/// A view as a value of the template engine.
pub fn to_value<V: Serialize + ?Sized>(view: &V) -> TeraValue {
    // Serializing fails for a map only whose keys are not texts, and views have no such map.
    TeraValue::try_from_serializable(view).unwrap_or_else(|_| TeraValue::none())
}

/// A list without entries.
pub fn empty_list() -> TeraValue {
    TeraValue::from(Vec::<TeraValue>::new())
}

/// A view that several pages show: serialized once, then only pointed to.
#[derive(Serialize)]
#[serde(transparent)]
pub struct Shared<V: ?Sized> {
    value: TeraValue,
    /// Takes a view and holds none, so whatever the view borrowed from may go.
    #[serde(skip)]
    view: PhantomData<fn(&V)>,
}

impl<V: Serialize + ?Sized> Shared<V> {
    /// Serializes a view.
    pub fn new(view: &V) -> Shared<V> {
        Shared::from_value(to_value(view))
    }
}

impl<V: ?Sized> Shared<V> {
    /// A view that was serialized before.
    pub fn from_value(value: TeraValue) -> Shared<V> {
        Shared {
            value,
            view: PhantomData,
        }
    }

    /// The serialized view.
    pub fn value(&self) -> &TeraValue {
        &self.value
    }

    /// The serialized view.
    pub fn into_value(self) -> TeraValue {
        self.value
    }
}

impl<V: ?Sized> Clone for Shared<V> {
    fn clone(&self) -> Shared<V> {
        Shared::from_value(self.value.clone())
    }
}

impl<V> Default for Shared<[V]> {
    fn default() -> Shared<[V]> {
        Shared::from_value(empty_list())
    }
}

impl<V: ?Sized> fmt::Debug for Shared<V> {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        self.value.fmt(formatter)
    }
}

/// HTML, which templates write as it is.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct Html(TeraValue);

impl Html {
    /// Marks a text as HTML.
    pub fn new(html: &str) -> Html {
        Html(TeraValue::safe_string(html))
    }

    /// The HTML as text.
    pub fn as_str(&self) -> &str {
        self.0.as_str().unwrap_or_default()
    }

    /// The HTML as a value.
    pub fn into_value(self) -> TeraValue {
        self.0
    }
}

impl Default for Html {
    fn default() -> Html {
        Html::new("")
    }
}

/// Values under names that a kind or a site chooses, in order. In all views, if a name comes twice, templates see its last
/// value in the place of the first.
#[derive(Clone, Debug, Default)]
pub struct Entries(Vec<(Key<'static>, TeraValue)>);

impl Entries {
    /// Adds a value.
    pub fn push(&mut self, name: impl Into<Key<'static>>, value: TeraValue) {
        self.0.push((name.into(), value));
    }

    /// The last value with this name.
    pub fn get(&self, name: &str) -> Option<&TeraValue> {
        let mut values = self.0.iter().rev();
        values
            .find(|(key, _)| key.as_str() == Some(name))
            .map(|(_, value)| value)
    }

    /// True if there is a value with this name.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key.as_str() == Some(name))
    }
}

impl Serialize for Entries {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Page {
        title: &'static str,
        url: &'static str,
        #[serde(flatten)]
        own: Entries,
        content: Html,
    }

    #[test]
    fn a_name_that_comes_twice_has_its_last_value_in_the_first_place() {
        let mut own = Entries::default();
        own.push("title".to_owned(), TeraValue::from("B"));
        own.push("level", TeraValue::from(2));
        own.push("content", TeraValue::from("C"));
        let view = to_value(&Page {
            title: "A",
            url: "/a/",
            own,
            content: Html::new("<p>"),
        });
        let shown: Vec<String> = view
            .as_map()
            .unwrap()
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        assert_eq!(shown, ["title=B", "url=/a/", "level=2", "content=<p>"]);
        assert!(view.get_from_path("content").unwrap().is_safe());
    }

    #[test]
    fn shared_views_keep_what_is_html() {
        let shared: Shared<Html> = Shared::new(&Html::new("<b>"));
        let list = to_value(&[shared.clone(), shared]);
        assert!(list.as_array().unwrap().iter().all(TeraValue::is_safe));
    }
}
