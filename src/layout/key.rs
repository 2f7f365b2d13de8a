//! What a page is made of, as hashes: where they are the same, its template would make the same page.
//!
//! Templates receive and never fetch, so a page depends on the values it receives, on its template with all that
//! this one extends and includes, on the words of its language, and on the settings that filters know.

use std::collections::BTreeMap;

use tera::Value as TeraValue;
use xxhash_rust::xxh3::Xxh3;

use super::context::RenderContext;
use super::template_input::TemplateInput;

/// The parts of a page, each by a hash of its name and one of its value; sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Key(Box<[(u64, u64)]>);

impl Key {
    /// The key of a page that a template will make of `input`.
    pub fn of(input: &TemplateInput, context: &RenderContext) -> Key {
        let mut parts = Vec::with_capacity(64);
        each_part(input, context, &mut |name, value| {
            parts.push((hash_name(name), value));
        });
        parts.sort_unstable();
        Key(parts.into())
    }

    /// The names of the parts that are other than in `before`: `page.content`, `site.menus`, `template`, `text`,
    /// `settings`. `input` is what this key was made of.
    pub fn moved_since(
        &self,
        before: &Key,
        input: &TemplateInput,
        context: &RenderContext,
    ) -> Vec<String> {
        let known: BTreeMap<u64, u64> = before.0.iter().copied().collect();
        let mut moved = Vec::new();
        each_part(input, context, &mut |name, value| {
            if known.get(&hash_name(name)) != Some(&value) {
                moved.push(name.to_owned());
            }
        });
        moved
    }
}

fn each_part(input: &TemplateInput, context: &RenderContext, found: &mut dyn FnMut(&str, u64)) {
    let theme = context.theme;
    // Taken apart in full: what is added to it counts. The file is told by the values as well, as `page.source`; pages that
    // are no documents are called by their address.
    let TemplateInput {
        template,
        language,
        values,
        file: _,
    } = input;
    found("template", theme.templates_below(template));
    found("text", hash(&theme.words_of(language).text));
    found("settings", theme.surroundings);
    for (name, value) in values {
        match (*name, value.as_map()) {
            ("site", _) => hashes_of_site(context)
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

/// The hashes of what is in `site`, by name; the same for all pages.
fn hashes_of_site<'c>(context: &'c RenderContext) -> &'c [(String, u64)] {
    let site = context.cache.site.value().as_map();
    context.cache.site_hashes.get_or_init(|| {
        let entries = site.into_iter().flatten();
        let hashes = entries.map(|(key, value)| {
            let name = key.as_str().unwrap_or_default();
            (format!("site.{name}"), hash(value))
        });
        hashes.collect()
    })
}

fn hash_name(name: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64(name.as_bytes())
}

fn hash(value: &TeraValue) -> u64 {
    let mut hasher = Xxh3::new();
    feed(value, &mut hasher);
    hasher.digest()
}

/// Every value begins with a letter for its sort and, where it has one, with its length: no two can be mistaken
/// for one another.
fn feed(value: &TeraValue, hasher: &mut Xxh3) {
    if let Some(text) = value.as_str() {
        let sort = if value.is_safe() { b'h' } else { b't' };
        feed_bytes(sort, text.as_bytes(), hasher);
    } else if let Some(items) = value.as_array() {
        feed_head(b'a', items.len(), hasher);
        items.iter().for_each(|item| feed(item, hasher));
    } else if let Some(map) = value.as_map() {
        feed_head(b'm', map.len(), hasher);
        for (key, value) in map {
            feed_bytes(b'k', key.as_str().unwrap_or_default().as_bytes(), hasher);
            feed(value, hasher);
        }
    } else if let Some(bytes) = value.as_bytes() {
        feed_bytes(b'b', bytes, hasher);
    } else {
        // Nothing, flags and numbers.
        let sort = if value.is_number() { b'n' } else { b'o' };
        feed_bytes(sort, value.to_string().as_bytes(), hasher);
    }
}

fn feed_bytes(sort: u8, bytes: &[u8], hasher: &mut Xxh3) {
    feed_head(sort, bytes.len(), hasher);
    hasher.update(bytes);
}

fn feed_head(sort: u8, length: usize, hasher: &mut Xxh3) {
    let mut head = [sort; 9];
    head[1..].copy_from_slice(&(length as u64).to_le_bytes());
    hasher.update(&head);
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
