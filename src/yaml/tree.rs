//! The tree: mappings in the order written, scalars as text.

use crate::base::{SourceSpan, Span};

/// A value with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The bytes of the value, quotes included.
    pub span: SourceSpan,
    /// What stands there.
    pub value: Value,
}

/// What may stand in a YAML file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing after the colon, `~`, `null` or `''`: the same as not writing the key.
    Empty,
    /// Text as written, quotes removed. `quoted` tells `"12"` from `12`.
    Scalar {
        /// The text itself.
        text: String,
        /// Written in quotes or as a block.
        quoted: bool,
    },
    /// A list.
    Sequence(Vec<Node>),
    /// Keys with values; each key once.
    Mapping(Vec<Entry>),
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key's text.
    pub key: String,
    /// The key's bytes.
    pub key_span: SourceSpan,
    /// Its value.
    pub value: Node,
}

impl Node {
    /// An empty value at a place.
    pub fn empty(span: Span) -> Node {
        Node {
            span: span.into(),
            value: Value::Empty,
        }
    }

    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// True for `''` or `""`: an empty text that somebody wrote on purpose.
    pub fn is_empty_text(&self) -> bool {
        self.value == Value::Empty && self.span.end - self.span.start == "''".len() as u32
    }

    /// The entries of a mapping; none for anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Mapping(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list; a single value is a list of one, an empty one a list of none.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::Sequence(items) => items,
            Value::Empty => &[],
            _ => std::slice::from_ref(self),
        }
    }

    /// The value of `key` in a mapping.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries()
            .iter()
            .find(|entry| entry.key == key)
            .map(|entry| &entry.value)
    }

    /// True for the same value at whatever place, with quotes or without.
    pub fn says_the_same_as(&self, other: &Node) -> bool {
        match (&self.value, &other.value) {
            (Value::Empty, Value::Empty) => true,
            (Value::Scalar { text, .. }, Value::Scalar { text: other, .. }) => text == other,
            (Value::Sequence(items), Value::Sequence(others)) => {
                items.len() == others.len()
                    && items.iter().zip(others).all(|(a, b)| a.says_the_same_as(b))
            }
            (Value::Mapping(entries), Value::Mapping(others)) => {
                entries.len() == others.len()
                    && entries
                        .iter()
                        .zip(others)
                        .all(|(a, b)| a.says_the_same_as(b))
            }
            _ => false,
        }
    }

    /// What it is, for messages: "a list", "text", "a group of keys".
    pub fn describe(&self) -> &'static str {
        match &self.value {
            Value::Empty => "empty",
            Value::Scalar { .. } => "text",
            Value::Sequence(_) => "a list",
            Value::Mapping(_) => "a group of keys",
        }
    }
}

impl Entry {
    fn says_the_same_as(&self, other: &Entry) -> bool {
        self.key == other.key && self.value.says_the_same_as(&other.value)
    }
}

/// `true` or `false`, also as `yes` and `no`.
pub fn boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" => Some(true),
        "false" | "no" => Some(false),
        _ => None,
    }
}
