//! Front matter as a tree that is written out: keys may stand in it twice, which no YAML library would write.

use std::fmt;

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// A scalar.
    Text(String),
    /// A list.
    List(Vec<Written>),
    /// Keys with values, in order.
    Map(Vec<(String, Written)>),
}

impl Written {
    /// A scalar.
    pub fn text(text: &str) -> Written {
        Written::Text(text.to_owned())
    }

    /// A group of keys.
    pub fn map<const N: usize>(entries: [(&str, Written); N]) -> Written {
        Written::Map(
            entries
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect(),
        )
    }

    /// The items of both in the outermost lists that both have; nothing where they have none.
    pub fn joined(&self, other: &Written) -> Option<Written> {
        match (self, other) {
            (Written::List(items), Written::List(others)) => {
                Some(Written::List(items.iter().chain(others).cloned().collect()))
            }
            (Written::Map(entries), Written::Map(others)) => {
                let at = entries.iter().position(|(key, value)| {
                    let other = others.iter().find(|(other, _)| other == key);
                    other.is_some_and(|(_, other)| value.joined(other).is_some())
                })?;
                let (key, value) = &entries[at];
                let (_, other) = others.iter().find(|(other, _)| other == key)?;
                let mut entries = entries.clone();
                entries[at].1 = value.joined(other)?;
                Some(Written::Map(entries))
            }
            _ => None,
        }
    }

    /// The same with the keys of the innermost group in it written twice, the second time with those of `other`.
    pub fn written_twice(&self, other: &Written) -> Written {
        match (self, other) {
            (Written::List(items), Written::List(others))
                if items.len() == 1 && others.len() == 1 =>
            {
                Written::List(vec![items[0].written_twice(&others[0])])
            }
            (Written::Map(entries), Written::Map(others)) => {
                Written::Map(entries.iter().chain(others).cloned().collect())
            }
            _ => self.clone(),
        }
    }
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Written::Text(text) => {
                let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
                if !text.is_empty()
                    && text.starts_with(|c: char| c.is_ascii_alphanumeric())
                    && text.chars().all(is_plain)
                {
                    f.write_str(text)
                } else {
                    write!(f, "{text:?}")
                }
            }
            Written::List(items) => {
                f.write_str("[")?;
                for (at, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if at > 0 { ", " } else { "" })?;
                }
                f.write_str("]")
            }
            Written::Map(entries) => {
                f.write_str("{")?;
                for (at, (key, value)) in entries.iter().enumerate() {
                    write!(f, "{}{key}: {value}", if at > 0 { ", " } else { "" })?;
                }
                f.write_str("}")
            }
        }
    }
}
