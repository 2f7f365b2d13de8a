//! How much a YAML text comes to, without making anything of it: whoever reads it may need hundreds of bytes for each
//! value, and an alias of four bytes may stand for as many values as there are before it.

use std::collections::BTreeMap;

use libyaml_safer::{EventData, Parser};

/// As much text behind an alias counts as one value more.
const TEXT: usize = 64;

/// False for a text that holds more than `most` values, keys included, once its aliases are written out. A text that
/// cannot be parsed counts as far as it can be.
pub fn holds_at_most(text: &[u8], most: usize) -> bool {
    let mut bytes = text;
    let mut parser = Parser::new();
    parser.set_input_string(&mut bytes);
    let mut counter = Counter::default();
    loop {
        let Ok(event) = parser.parse() else {
            return true;
        };
        if matches!(event.data, EventData::StreamEnd) {
            return true;
        }
        counter.add(event.data);
        if counter.values > most {
            return false;
        }
    }
}

#[derive(Default)]
struct Counter {
    values: usize,
    /// The text of all values, as far as an alias may repeat it.
    text: usize,
    /// How much there was before each list and group that is open.
    open: Vec<(Option<String>, usize)>,
    anchors: BTreeMap<String, usize>,
}

impl Counter {
    fn all(&self) -> usize {
        self.values + self.text / TEXT
    }

    fn add(&mut self, event: EventData) {
        let before = self.all();
        match event {
            EventData::Scalar { anchor, value, .. } => {
                self.values += 1;
                self.text += value.len();
                self.name(anchor, before);
            }
            EventData::SequenceStart { anchor, .. } | EventData::MappingStart { anchor, .. } => {
                self.values += 1;
                self.open.push((anchor, before));
            }
            EventData::SequenceEnd | EventData::MappingEnd => {
                if let Some((anchor, before)) = self.open.pop() {
                    self.name(anchor, before);
                }
            }
            EventData::Alias { anchor } => {
                self.values += self
                    .anchors
                    .get(&anchor)
                    .copied()
                    .unwrap_or_default()
                    .max(1);
            }
            _ => {}
        }
    }

    fn name(&mut self, anchor: Option<String>, before: usize) {
        if let Some(anchor) = anchor {
            self.anchors.insert(anchor, self.all() - before);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_counted_with_what_aliases_add() {
        for (text, values) in [
            ("", 0),
            ("a", 1),
            ("a: b", 3),
            ("[a, b]", 3),
            ("a: &a [b, c]\nd: *a\n", 9),
            ("- &a b\n- *a\n", 3),
            ("a: [", 3),
            ("- *lost\n", 2),
        ] {
            assert!(holds_at_most(text.as_bytes(), values), "{text}");
            assert!(
                values == 0 || !holds_at_most(text.as_bytes(), values - 1),
                "{text}"
            );
        }
        let long = format!(
            "a: &a {}\nb: [{}]\n",
            "x".repeat(64_000),
            "*a, ".repeat(100)
        );
        assert!(!holds_at_most(long.as_bytes(), 100_000));
    }
}
