//! What a template is made of: its own text, that of all it extends and includes, and that of every template
//! with components, since any of them may be called from anywhere.

use std::collections::{BTreeMap, BTreeSet};

use super::template_error::TemplateSource;
use crate::base::Hash;

/// A hash for each template, by name: where it is the same, the template makes the same of the same values.
/// Names that only look like templates count as such: too much is redone then, never too little.
pub fn hashes<'s>(sources: &[TemplateSource<'s>]) -> BTreeMap<String, u64> {
    let known: BTreeMap<&str, Known> = sources
        .iter()
        .map(|source| (source.name, Known::of(source)))
        .collect();
    let components = sources
        .iter()
        .map(|source| source.name)
        .filter(|name| known[name].has_component);
    let shared = reached(components.collect(), &known, &BTreeSet::new());
    let hash = |source: &TemplateSource<'s>| {
        let own = reached(vec![source.name], &known, &shared);
        let all: String = shared
            .union(&own)
            .filter_map(|name| Some(format!("{name} {}\n", known.get(name)?.hash)))
            .collect();
        (
            source.name.to_owned(),
            xxhash_rust::xxh3::xxh3_64(all.as_bytes()),
        )
    };
    sources.iter().map(hash).collect()
}

/// What is known of a template by itself.
struct Known<'s> {
    hash: Hash,
    names: Vec<&'s str>,
    has_component: bool,
}

impl<'s> Known<'s> {
    fn of(source: &TemplateSource<'s>) -> Known<'s> {
        let text = source.text;
        Known {
            hash: Hash::of(text.as_bytes()),
            names: names_in(text),
            has_component: has_component(text),
        }
    }
}

/// These templates and all that they lead to, but for those that are `shared` anyway.
fn reached<'s>(
    mut to_see: Vec<&'s str>,
    known: &BTreeMap<&'s str, Known<'s>>,
    shared: &BTreeSet<&str>,
) -> BTreeSet<&'s str> {
    let mut seen = BTreeSet::new();
    while let Some(name) = to_see.pop() {
        if let Some(template) = known.get(name).filter(|_| !shared.contains(name))
            && seen.insert(name)
        {
            to_see.extend(&template.names);
        }
    }
    seen
}

/// True where a template defines components.
fn has_component(text: &str) -> bool {
    text.match_indices("{%").any(|(at, _)| {
        let inside = text[at + 2..].trim_start_matches(['-', ' ', '\t', '\r', '\n']);
        inside.starts_with("component")
    })
}

/// Everything in quotes: the names of templates are among it.
pub fn names_in(text: &str) -> Vec<&str> {
    let of_quote = |quote: char| text.split(quote).skip(1);
    ['"', '\'', '`'].into_iter().flat_map(of_quote).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::FilePath;

    fn hashes_of(texts: &[(&str, &str)]) -> BTreeMap<String, u64> {
        let file = FilePath::new("x");
        let sources: Vec<TemplateSource> = texts
            .iter()
            .map(|(name, text)| TemplateSource {
                name,
                file: &file,
                text,
            })
            .collect();
        hashes(&sources)
    }

    #[test]
    fn what_is_extended_or_included_counts() {
        let before = [
            ("base.html", "{% block main %}{% endblock %}"),
            (
                "page.html",
                "{% extends \"base.html\" %}{% include 'part.html' %}",
            ),
            ("part.html", "{%- include `deep.html` -%}"),
            ("deep.html", "a"),
            ("other.html", "b"),
            (
                "ui.html",
                "{%- component card() %}{% include \"icon.html\" %}{% endcomponent %}",
            ),
            ("icon.html", "c"),
        ];
        let moved_by = |name: &str| {
            let after =
                before.map(|(other, text)| (other, if other == name { "new" } else { text }));
            let (before, after) = (hashes_of(&before), hashes_of(&after));
            let moved = before
                .into_iter()
                .filter(|(name, hash)| after[name] != *hash);
            moved.map(|(name, _)| name).collect::<Vec<_>>()
        };
        assert_eq!(
            moved_by("deep.html"),
            ["deep.html", "page.html", "part.html"]
        );
        assert_eq!(moved_by("base.html"), ["base.html", "page.html"]);
        assert_eq!(moved_by("other.html"), ["other.html"]);
        assert_eq!(moved_by("icon.html").len(), before.len());
        assert_eq!(moved_by("ui.html").len(), before.len());
    }
}
