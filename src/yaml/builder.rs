//! Events into the tree. Duplicate keys, aliases that stand for too much and too deep nesting are found here, whoever
//! the events come from: `lines` or `libyaml`.

use std::collections::BTreeMap;

use super::parsed::{Duplicate, Parsed};
use super::problem::Problem;
use super::tree::{Entry, Node, Value};
use crate::base::Span;
use crate::base::english::grouped;

/// The most values that the aliases of one text may stand for. What is written out is as long as it is.
const MOST_BY_ALIASES: usize = 100_000;
/// The most values of one text: each takes about a hundred bytes once it is read.
const MOST_VALUES: usize = 1_000_000;
/// The deepest nesting of lists and groups.
const DEEPEST: usize = 64;
/// So many keys of a group are found by comparing each.
const FEW: usize = 16;

/// What a text says, one thing after the other.
pub(super) enum Event {
    /// A key or a value.
    Scalar {
        text: String,
        /// Written in quotes or as a block.
        quoted: bool,
        anchor: Option<String>,
    },
    /// A list begins.
    Sequence { anchor: Option<String> },
    /// A group begins.
    Mapping { anchor: Option<String> },
    /// The innermost list or group ends.
    End,
    /// The value with this name, once more.
    Alias(String),
}

/// A list or a group that is still open.
struct Open {
    span: Span,
    anchor: Option<String>,
    value: Value,
    /// In a group: the key that waits for its value.
    key: Option<Key>,
    /// In a group of many: the places of its keys after the first few.
    places: BTreeMap<String, usize>,
}

struct Key {
    text: String,
    span: Span,
}

/// A value with a name, for aliases.
struct Anchor {
    node: Node,
    size: usize,
    depth: usize,
}

/// Builds the tree of one text.
pub(super) struct Builder<'t> {
    text: &'t str,
    root: Option<Node>,
    open: Vec<Open>,
    anchors: BTreeMap<String, Anchor>,
    /// How many values there are, besides those that aliases have added.
    values: usize,
    /// How many aliases have added.
    by_aliases: usize,
    duplicates: Vec<Duplicate>,
    /// The places of keys and values, in the order of the text.
    pub(super) scalars: Vec<Span>,
}

impl<'t> Builder<'t> {
    pub(super) fn new(text: &'t str) -> Builder<'t> {
        Builder {
            text,
            root: None,
            open: Vec::new(),
            anchors: BTreeMap::new(),
            values: 0,
            by_aliases: 0,
            duplicates: Vec::new(),
            scalars: Vec::new(),
        }
    }

    fn add_scalar(&mut self, value: Value, span: Span, anchor: Option<String>) {
        let span = self.trimmed(span).into();
        let node = Node { span, value };
        self.scalars.push(*node.span);
        self.add(node, anchor);
    }

    /// Takes the next event.
    pub(super) fn take(&mut self, event: Event, span: Span) -> Result<(), Problem> {
        self.values += usize::from(!matches!(event, Event::End));
        if self.values > MOST_VALUES {
            let message = format!("this text holds more than {} values", grouped(MOST_VALUES));
            let help = "move some of them to other files";
            return Err(Problem::new(message, span, help));
        }
        match event {
            Event::Scalar {
                text,
                quoted,
                anchor,
            } => {
                let value = if quoted {
                    quoted_scalar(text)
                } else {
                    plain_scalar(text)
                };
                self.add_scalar(value, span, anchor);
                Ok(())
            }
            Event::Sequence { anchor } => self.begin(Value::Sequence(Vec::new()), anchor, span),
            Event::Mapping { anchor } => self.begin(Value::Mapping(Vec::new()), anchor, span),
            Event::End => {
                self.end(span);
                Ok(())
            }
            Event::Alias(name) => self.repeat(&name, span),
        }
    }

    /// What was built.
    pub(super) fn finish(self) -> Parsed {
        Parsed {
            root: self.root,
            duplicates: self.duplicates,
            ..Parsed::default()
        }
    }

    /// True if a value has this name.
    pub(super) fn knows(&self, anchor: &str) -> bool {
        self.anchors.contains_key(anchor)
    }

    fn begin(&mut self, value: Value, anchor: Option<String>, span: Span) -> Result<(), Problem> {
        if self.open.len() >= DEEPEST {
            return Err(too_deep(span));
        }
        self.open.push(Open {
            span,
            anchor,
            value,
            key: None,
            places: BTreeMap::new(),
        });
        Ok(())
    }

    fn end(&mut self, span: Span) {
        let Some(open) = self.open.pop() else { return };
        let all = Span {
            start: open.span.start,
            end: span.end.max(open.span.end),
        };
        let node = Node {
            span: self.trimmed(all).into(),
            value: open.value,
        };
        self.add(node, open.anchor);
    }

    fn repeat(&mut self, name: &str, span: Span) -> Result<(), Problem> {
        let Some(anchor) = self.anchors.get(name) else {
            return Ok(());
        };
        if self.open.len() + anchor.depth > DEEPEST {
            return Err(too_deep(span));
        }
        self.by_aliases += anchor.size;
        if self.by_aliases > MOST_BY_ALIASES {
            let most = grouped(MOST_BY_ALIASES);
            let message = format!("the aliases here stand for more than {most} values");
            return Err(Problem::new(message, span, WRITE_OUT));
        }
        let node = Node {
            span: span.into(),
            value: anchor.node.value.clone(),
        };
        self.add(node, None);
        Ok(())
    }

    fn add(&mut self, node: Node, anchor: Option<String>) {
        if let Some(name) = anchor {
            let anchor = Anchor {
                size: size_of(&node.value),
                depth: depth_of(&node.value),
                node: node.clone(),
            };
            self.anchors.insert(name, anchor);
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        if let Value::Sequence(items) = &mut open.value {
            items.push(node);
        } else if let Some(key) = open.key.take() {
            self.duplicates.extend(open.add_entry(key, node));
        } else {
            open.key = Some(Key {
                text: key_text(&node),
                span: *node.span,
            });
        }
    }

    /// libyaml ends a plain value or a block after the white space that follows it; a place should not.
    fn trimmed(&self, span: Span) -> Span {
        let words = self.text.get(span.range()).unwrap_or("").trim_end();
        Span::new(span.start as usize, span.start as usize + words.len())
    }
}

impl Open {
    /// Adds an entry to a group, unless it has the key already.
    fn add_entry(&mut self, key: Key, value: Node) -> Option<Duplicate> {
        let Value::Mapping(entries) = &mut self.value else {
            return None;
        };
        let among_few = entries.iter().take(FEW).find(|entry| entry.key == key.text);
        let first = among_few.or_else(|| entries.get(*self.places.get(&key.text)?));
        if let Some(first) = first {
            return Some(Duplicate {
                key: key.text,
                first: *first.key_span,
                second: key.span,
                end: value.span.end,
                says_the_same: first.value.says_the_same_as(&value),
            });
        }
        if entries.len() >= FEW {
            self.places.insert(key.text.clone(), entries.len());
        }
        entries.push(Entry {
            key: key.text,
            key_span: key.span.into(),
            value,
        });
        None
    }
}

fn plain_scalar(text: String) -> Value {
    match text.trim() {
        "" | "~" | "null" | "Null" | "NULL" => Value::Empty,
        _ => Value::Scalar {
            text,
            quoted: false,
        },
    }
}

fn quoted_scalar(text: String) -> Value {
    if text.trim().is_empty() {
        Value::Empty
    } else {
        Value::Scalar { text, quoted: true }
    }
}

/// A key is text; one that is itself a list or a group (`? [a, b]`) is named by what it is.
fn key_text(node: &Node) -> String {
    match node.text() {
        Some(text) => text.trim().to_owned(),
        None => node.describe().to_owned(),
    }
}

/// What an alias adds.
fn size_of(value: &Value) -> usize {
    match value {
        Value::Sequence(items) => 1 + items.iter().map(|item| size_of(&item.value)).sum::<usize>(),
        Value::Mapping(entries) => 1 + entries.iter().map(size_of_entry).sum::<usize>(),
        Value::Scalar { text, .. } => size_of_text(text),
        Value::Empty => 1,
    }
}

fn size_of_entry(entry: &Entry) -> usize {
    size_of_text(&entry.key) + size_of(&entry.value.value)
}

/// A long text counts as several values.
fn size_of_text(text: &str) -> usize {
    1 + text.len() / 64
}

/// How deep a value is nested.
fn depth_of(value: &Value) -> usize {
    let deepest = match value {
        Value::Sequence(items) => items.iter().map(|item| depth_of(&item.value)).max(),
        Value::Mapping(entries) => entries
            .iter()
            .map(|entry| depth_of(&entry.value.value))
            .max(),
        Value::Empty | Value::Scalar { .. } => return 0,
    };
    1 + deepest.unwrap_or(0)
}

const WRITE_OUT: &str = "write the values out instead";

fn too_deep(span: Span) -> Problem {
    let message = format!("lists and groups are nested more than {DEEPEST} deep");
    Problem::new(message, span, WRITE_OUT)
}
