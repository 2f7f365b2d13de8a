//! What a page is made of, as hashes: where they are the same, its template would make the same page.
//!
//! Templates receive and never fetch, so a page depends on the values it receives, on its template with all that
//! this one extends and includes, on the words of its language, and on the settings that filters know.

use std::collections::BTreeMap;

use super::context::RenderContext;
use super::template_input::TemplateInput;
use super::value_hash::hash;

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
