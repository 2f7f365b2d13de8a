//! What a page is made of, as hashes: where they are the same, its template would make the same page.
//!
//! Templates receive and never fetch, so a page depends on the values it receives, on its template with all that
//! this one extends and includes, on the words of its language, and on the settings that filters know.

use std::collections::BTreeMap;

use tera::Value as View;
use xxhash_rust::xxh3::Xxh3;

use super::received::Received;
use super::view::Shared;

/// The parts of a page, each by a hash of its name and one of its value; sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Key(Box<[(u64, u64)]>);

impl Key {
    /// The key of a page that a template will make of `received`.
    pub fn of(received: &Received, shared: &Shared) -> Key {
        let mut parts = Vec::with_capacity(64);
        each_part(received, shared, &mut |name, value| {
            parts.push((hash_name(name), value))
        });
        parts.sort_unstable();
        Key(parts.into())
    }

    /// The names of the parts that are other than in `before`: `page.content`, `site.menus`, `template`, `text`,
    /// `settings`. `received` is what this key was made of.
    pub fn moved_since(
        &self,
        before: &Key,
        (received, shared): (&Received, &Shared),
    ) -> Vec<String> {
        let known: BTreeMap<u64, u64> = before.0.iter().copied().collect();
        let mut moved = Vec::new();
        each_part(received, shared, &mut |name, value| {
            if known.get(&hash_name(name)) != Some(&value) {
                moved.push(name.to_owned());
            }
        });
        moved
    }
}

fn each_part(received: &Received, shared: &Shared, found: &mut dyn FnMut(&str, u64)) {
    let Shared { theme, .. } = shared;
    // Taken apart in full: what is added to it counts. The file is told by the values as well, as `page.source`; pages that
    // are no documents are called by their address.
    let Received {
        template,
        language,
        values,
        file: _,
    } = received;
    found("template", theme.templates_below(template));
    found("text", hash(&shared.text_of(language)));
    found("settings", theme.surroundings);
    for (name, value) in values {
        match (*name, value.as_map()) {
            ("site", _) => shared
                .site_parts()
                .iter()
                .for_each(|(name, value)| found(name, *value)),
            ("page", Some(page)) => {
                let mut full = String::from("page.");
                for (key, value) in page {
                    full.truncate("page.".len());
                    full.push_str(key.as_str().unwrap_or_default());
                    found(&full, hash(value));
                }
            }
            _ => found(name, hash(value)),
        }
    }
}

/// The parts of `site`, which are the same for all pages.
pub(super) fn parts_of_site(site: &View) -> Vec<(String, u64)> {
    let Some(map) = site.as_map() else {
        return Vec::new();
    };
    map.iter()
        .map(|(key, value)| {
            (
                format!("site.{}", key.as_str().unwrap_or_default()),
                hash(value),
            )
        })
        .collect()
}

fn hash_name(name: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64(name.as_bytes())
}

fn hash(value: &View) -> u64 {
    let mut hasher = Xxh3::new();
    feed(value, &mut hasher);
    hasher.digest()
}

/// Every value begins with a letter for its sort and, where it has one, with its length: no two can be mistaken
/// for one another.
fn feed(value: &View, hasher: &mut Xxh3) {
    let mut sized = |sort: u8, length: usize| {
        let mut head = [sort; 9];
        head[1..].copy_from_slice(&(length as u64).to_le_bytes());
        hasher.update(&head);
    };
    if let Some(text) = value.as_str() {
        sized(if value.is_safe() { b'h' } else { b't' }, text.len());
        hasher.update(text.as_bytes());
    } else if let Some(items) = value.as_array() {
        sized(b'a', items.len());
        items.iter().for_each(|item| feed(item, hasher));
    } else if let Some(map) = value.as_map() {
        sized(b'm', map.len());
        for (key, value) in map {
            let key = key.as_str().unwrap_or_default();
            hasher.update(&(key.len() as u64).to_le_bytes());
            hasher.update(key.as_bytes());
            feed(value, hasher);
        }
    } else if let Some(bytes) = value.as_bytes() {
        sized(b'b', bytes.len());
        hasher.update(bytes);
    } else {
        // Nothing, flags and numbers.
        let text = value.to_string();
        sized(if value.is_number() { b'n' } else { b'o' }, text.len());
        hasher.update(text.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tera::Map;

    #[test]
    fn no_two_values_are_mistaken() {
        let map = |entries: &[(&'static str, View)]| {
            View::from(
                entries
                    .iter()
                    .map(|(key, value)| ((*key).into(), value.clone()))
                    .collect::<Map>(),
            )
        };
        let list = |items: &[&str]| {
            View::from(
                items
                    .iter()
                    .map(|item| View::from(*item))
                    .collect::<Vec<_>>(),
            )
        };
        let values = [
            View::none(),
            View::from(false),
            View::from("false"),
            View::from(""),
            View::safe_string(""),
            View::from(1),
            View::from("1"),
            View::from(1.5),
            list(&[]),
            list(&["a", "b"]),
            list(&["ab"]),
            list(&["a", "", "b"]),
            View::from(vec![list(&["a"]), list(&["b"])]),
            map(&[]),
            map(&[("a", View::from("b"))]),
            map(&[("a", View::none()), ("b", View::none())]),
            map(&[("b", View::none()), ("a", View::none())]),
        ];
        let hashes: std::collections::BTreeSet<u64> = values.iter().map(hash).collect();
        assert_eq!(hashes.len(), values.len());
    }
}
