//! What a template is made of: its own text, that of all it extends and includes, and that of every template
//! with components, since any of them may be called from anywhere.

use std::collections::{BTreeMap, BTreeSet};

use super::template_error::TemplateSource;
use crate::base::Hash;

/// What the templates of a theme are made of, by their names.
pub struct MadeOf {
    /// For each a hash of it and of all it is made of.
    pub hashes: BTreeMap<String, u64>,
    /// For each the names of `page` that it, and all it is made of, mentions.
    pub page_names: BTreeMap<String, BTreeSet<String>>,
}

impl MadeOf {
    /// Looks into all templates.
    pub fn new(sources: &[TemplateSource]) -> MadeOf {
        MadeOf {
            hashes: hashes(sources),
            page_names: page_names(sources),
        }
    }
}

/// A hash for each template, by name: where it is the same, the template makes the same of the same values.
/// Names that only look like templates count as such: too much is redone then, never too little.
fn hashes<'s>(sources: &[TemplateSource<'s>]) -> BTreeMap<String, u64> {
    let known: BTreeMap<&str, Known> = sources
        .iter()
        .map(|source| (source.name, Known::of(source.text)))
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

/// For each template, by name, the names of `page` that it shows: `blogs` for `page.blogs`. What only machines read does not
/// count, and components show what they are given. A mention in a comment counts: so a template says that it leaves a name
/// out on purpose.
fn page_names<'s>(sources: &[TemplateSource<'s>]) -> BTreeMap<String, BTreeSet<String>> {
    let texts: BTreeMap<&str, String> = sources
        .iter()
        .map(|source| (source.name, for_readers(source.text)))
        .collect();
    let known: BTreeMap<&str, Known> = texts
        .iter()
        .map(|(name, text)| (*name, Known::of(text)))
        .collect();
    let names = |source: &TemplateSource<'s>| {
        let all = reached(vec![source.name], &known, &BTreeSet::new());
        let texts = all.iter().filter_map(|name| texts.get(name));
        let names = texts.flat_map(|text| names_of_page(text));
        (source.name.to_owned(), names.map(str::to_owned).collect())
    };
    sources.iter().map(names).collect()
}

/// A template without what it writes for machines: the head of a page, and scripts.
fn for_readers(text: &str) -> String {
    let mut kept = text.to_owned();
    for element in ["head", "script"] {
        kept = without_element(&kept, element);
    }
    kept
}

fn without_element(text: &str, element: &str) -> String {
    let (open, close) = (format!("<{element}"), format!("</{element}>"));
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(&open) {
        let (before, inside) = rest.split_at(at);
        kept.push_str(before);
        // `<header>` is no head; and an element that another template closes is kept whole.
        let is_element = !inside[open.len()..].starts_with(is_of_name);
        let end = if is_element {
            inside.find(&close)
        } else {
            None
        };
        let next = end.map_or(open.len(), |end| end + close.len());
        if end.is_none() {
            kept.push_str(&open);
        }
        rest = &inside[next..];
    }
    kept + rest
}

/// The names in `page.name`, `page?.name` and `page["name"]`.
fn names_of_page(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("page").filter_map(|(at, page)| {
        let before = text[..at].chars().next_back();
        let rest = &text[at + page.len()..];
        let rest = rest.strip_prefix('?').unwrap_or(rest);
        let name = match rest.strip_prefix(['.', '[']) {
            Some(quoted) if rest.starts_with('[') => in_quotes(quoted)?,
            plain => plain?.split(|c: char| !is_of_name(c)).next()?,
        };
        (!before.is_some_and(is_of_name)).then_some(name)
    })
}

fn in_quotes(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|c| "\"'`".contains(*c))?;
    text[1..].split(quote).next()
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// What is known of a template by itself.
struct Known<'s> {
    hash: Hash,
    names: Vec<&'s str>,
    has_component: bool,
}

impl<'s> Known<'s> {
    fn of(text: &'s str) -> Known<'s> {
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
        if !shared.contains(name)
            && let Some(template) = known.get(name)
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
    fn names_of_page_are_those_that_readers_see() {
        let texts = [
            (
                "base.html",
                "<head>{{ page.price }}{% include 'meta.html' %}</head><header>{{ page.title }}</header>",
            ),
            ("meta.html", "{{ page.venue }}"),
            (
                "page.html",
                "{% extends \"base.html\" %}{# page.left_out #}{{ page?.cook?.name }}{{ page[\"time-of-year\"] }}{% include 'foot.html' %}",
            ),
            (
                "foot.html",
                "<script>{{ page.start }}</script>{{ webpage.no }} {{ page.end }}",
            ),
            (
                "ui.html",
                "{% component ui.X(page: map) %}{{ page.contact }}{% endcomponent %}",
            ),
        ];
        let file = FilePath::new("x");
        let sources = texts.map(|(name, text)| TemplateSource {
            name,
            file: &file,
            text,
        });
        let names = page_names(&sources);
        let of_page: Vec<&str> = names["page.html"].iter().map(String::as_str).collect();
        assert_eq!(
            of_page,
            ["cook", "end", "left_out", "time-of-year", "title"]
        );
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
