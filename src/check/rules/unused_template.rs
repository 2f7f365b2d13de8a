//! A file in the site's own `templates/` is not used: no kind, document or list names
//! it, no other template extends, includes or calls it, and no text uses it as a
//! block. `copublish check` finds this; it is a warning.
//!
//! ## Example
//!
//! `templates/components/map.html` is a block that no text uses:
//!
//! ```text
//! ::: map
//! ```
//!
//! ## What to do
//!
//! Use it: as `template` of a kind, of its list or of a document, or with `::: map`
//! in a text. If it should replace a template of the theme, it needs the same name:
//! compare them. Otherwise delete it.
//!
//! ## Why it matters
//!
//! A template with a misspelt name replaces nothing, and an unused one only costs
//! work.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::site_layout;
use crate::base::{Code, Diagnostic, FilePath};
use crate::check::checked_site::CheckedSite;
use crate::check::rule::Rule;
use crate::graph::Node;
use crate::layout::names_in_template;

pub(super) const RULE: Rule = Rule::of_site(Code::UnusedTemplate, check);

/// Templates that copublish itself asks for.
const ASKED_FOR: [&str; 9] = [
    "404.html",
    "default-home.html",
    "edition.html",
    "list.html",
    "page.html",
    "site-map.html",
    "tag.html",
    "tags.html",
    "whole.html",
];

/// Finds files of `templates/` that no kind, document, list or other template uses, and that are not a block of any text.
fn check(site: &CheckedSite, found: &mut Vec<Diagnostic>) {
    let files = || site.theme_files.of_part(site_layout::TEMPLATES);
    let texts = files().map(|(name, file)| (name, file.text().unwrap_or_default()));
    let texts: BTreeMap<&str, &str> = texts.collect();
    let own = files().filter(|(_, file)| is_own(&file.file));
    let own: Vec<_> = own.collect();
    if own.is_empty() {
        return;
    }
    let asked = asked_for(site);
    let blocks = blocks(site);
    for (name, file) in own {
        let is_block = block_of(name).is_some_and(|block| blocks.contains(block));
        if asked.contains(name) || is_block || is_used_by_others(name, &texts) {
            continue;
        }
        let message = format!("no page uses the template `{name}`");
        let diagnostic = Diagnostic::new(Code::UnusedTemplate, message);
        found.push(diagnostic.in_file(&file.file).help(help(name)));
    }
}

fn is_own(file: &FilePath) -> bool {
    site_layout::below(site_layout::TEMPLATES, file.as_str()).is_some()
}

/// True if another template names this one, or calls a component of it.
fn is_used_by_others(name: &str, texts: &BTreeMap<&str, &str>) -> bool {
    let components = components_of(texts.get(name).copied().unwrap_or_default());
    let mut others = texts.iter().filter(|(other, _)| **other != name);
    others.any(|(_, text)| {
        names_in_template(text).contains(&name)
            || components.iter().any(|component| calls(text, component))
    })
}

fn help(name: &str) -> String {
    match block_of(name) {
        Some(block) => format!("use it in a text with `::: {block}`, or delete it"),
        None => "name it in a kind or a document with `template`, or delete it".to_owned(),
    }
}

/// The name of a template with its ending, which may be left out where it is asked for.
fn whole(name: &str) -> String {
    if name.ends_with(".html") {
        name.to_owned()
    } else {
        format!("{name}.html")
    }
}

/// What copublish, kinds, lists and documents ask for.
fn asked_for(site: &CheckedSite) -> BTreeSet<String> {
    let mut asked: BTreeSet<String> = ASKED_FOR.map(str::to_owned).into();
    for kind in site.kinds.iter() {
        let list = kind.list.as_ref().map(|list| whole(&list.template));
        asked.extend(
            [whole(&kind.name)]
                .into_iter()
                .chain(kind.template.as_deref().map(whole))
                .chain(list),
        );
    }
    let public = site.graph.nodes().map(Node::document);
    let documents = public.chain(site.graph.hidden());
    let templates = documents.filter_map(|document| document.outline.meta.template.as_ref());
    asked.extend(templates.map(|template| whole(template)));
    asked
}

/// The blocks that texts call, in documents that are public or not.
fn blocks<'s>(site: &'s CheckedSite) -> BTreeSet<&'s str> {
    let public = site.graph.nodes().map(Node::document);
    let documents = public.chain(site.graph.hidden());
    documents
        .flat_map(|document| document.calls())
        .map(|call| call.name.as_str())
        .collect()
}

/// The block that a template is: `components/card.html` is `card`.
fn block_of(name: &str) -> Option<&str> {
    site_layout::below(site_layout::COMPONENTS, name)?
        .strip_suffix(".html")
        .filter(|block| !block.contains('/'))
}

/// The components that a template defines.
fn components_of(text: &str) -> Vec<&str> {
    let defined = text.split("{%").skip(1).filter_map(|tag| {
        tag.trim_start_matches(['-', ' ', '\t', '\r', '\n'])
            .strip_prefix("component")
    });
    defined
        .map(|rest| identifier(rest.trim_start()))
        .filter(|name| !name.is_empty())
        .collect()
}

/// True if a template calls a component: `{{<Card` or `{% <Card`.
fn calls(text: &str, component: &str) -> bool {
    text.split('<')
        .skip(1)
        .any(|rest| identifier(rest) == component)
}

fn identifier(text: &str) -> &str {
    let end = text
        .find(|c: char| !c.is_alphanumeric() && c != '_' && c != '.')
        .unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}
