//! Hashes of the values that templates see. What is hashed is written out first: that is quicker than to hash each small piece.

use tera::Value as TeraValue;
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

/// A hash of a value and of all in it.
pub fn hash(value: &TeraValue) -> u64 {
    let mut bytes = Vec::new();
    feed(value, &mut bytes);
    xxh3_64(&bytes)
}

/// A hash of values by name, so long that no two will ever share it: it stands for them.
pub fn fingerprint<'v>(values: impl Iterator<Item = (&'v str, &'v TeraValue)>) -> u128 {
    let mut bytes = Vec::with_capacity(1024);
    for (name, value) in values {
        feed_bytes(b'k', name.as_bytes(), &mut bytes);
        feed(value, &mut bytes);
    }
    xxh3_128(&bytes)
}

/// Every value begins with a letter for its sort and, where it has one, with its length: no two can be mistaken
/// for one another.
fn feed(value: &TeraValue, out: &mut Vec<u8>) {
    if let Some(text) = value.as_str() {
        let sort = if value.is_safe() { b'h' } else { b't' };
        feed_bytes(sort, text.as_bytes(), out);
    } else if let Some(items) = value.as_array() {
        feed_head(b'a', items.len(), out);
        items.iter().for_each(|item| feed(item, out));
    } else if let Some(map) = value.as_map() {
        feed_head(b'm', map.len(), out);
        for (key, value) in map {
            feed_bytes(b'k', key.as_str().unwrap_or_default().as_bytes(), out);
            feed(value, out);
        }
    } else if let Some(bytes) = value.as_bytes() {
        feed_bytes(b'b', bytes, out);
    } else {
        // Nothing, flags and numbers.
        let sort = if value.is_number() { b'n' } else { b'o' };
        feed_bytes(sort, value.to_string().as_bytes(), out);
    }
}

fn feed_bytes(sort: u8, bytes: &[u8], out: &mut Vec<u8>) {
    feed_head(sort, bytes.len(), out);
    out.extend_from_slice(bytes);
}

fn feed_head(sort: u8, length: usize, out: &mut Vec<u8>) {
    out.push(sort);
    out.extend_from_slice(&(length as u64).to_le_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use tera::Map;

    #[test]
    fn no_two_values_are_mistaken() {
        let map = |entries: &[(&'static str, TeraValue)]| {
            TeraValue::from(
                entries
                    .iter()
                    .map(|(key, value)| ((*key).into(), value.clone()))
                    .collect::<Map>(),
            )
        };
        let list = |items: &[&str]| {
            TeraValue::from(
                items
                    .iter()
                    .map(|item| TeraValue::from(*item))
                    .collect::<Vec<_>>(),
            )
        };
        let values = [
            TeraValue::none(),
            TeraValue::from(false),
            TeraValue::from("false"),
            TeraValue::from(""),
            TeraValue::safe_string(""),
            TeraValue::from(1),
            TeraValue::from("1"),
            TeraValue::from(1.5),
            list(&[]),
            list(&["a", "b"]),
            list(&["ab"]),
            list(&["a", "", "b"]),
            TeraValue::from(vec![list(&["a"]), list(&["b"])]),
            map(&[]),
            map(&[("a", TeraValue::from("b"))]),
            map(&[("a", TeraValue::none()), ("b", TeraValue::none())]),
            map(&[("b", TeraValue::none()), ("a", TeraValue::none())]),
        ];
        let hashes: std::collections::BTreeSet<u64> = values.iter().map(hash).collect();
        assert_eq!(hashes.len(), values.len());
    }
}
