//! What the template of a document with all its parts on one page sees: the document's own view, in
//! which each part is the view of its page, with anchors in place of URLs.

use std::borrow::Cow;

use serde::Serialize;
use tera::Value as TeraValue;

use super::crumb::CrumbView;
use super::page::PageView;
use super::page_facts::TocEntry;
use super::steps::steps;
use super::value::{Entries, Html, to_value};
use crate::base::slug::slugify;
use crate::graph::{Crumb, Label, Node, NodeId};
use crate::html::{Section, Sections};
use crate::layout::page_context::PageContext;

/// `page`.
#[derive(Serialize)]
struct SinglePageView<'p> {
    /// That of the document's own page.
    #[serde(flatten)]
    page: TeraValue,
    /// The lists of its parts.
    #[serde(flatten)]
    parts: Entries,
    #[serde(flatten)]
    place: SinglePlace<'p>,
}

/// The page stands for the document's own, which search engines are to show instead.
#[derive(Serialize)]
struct SinglePlace<'p> {
    breadcrumbs: Vec<CrumbView<'p>>,
    url: String,
    noindex: bool,
    schema_org: &'static str,
    languages: [(); 0],
    previous: Option<()>,
    next: Option<()>,
}

/// A part of the document.
#[derive(Serialize)]
struct SinglePart<'p> {
    /// The view of its own page.
    #[serde(flatten)]
    page: TeraValue,
    toc: Vec<TocEntry<'p>>,
    anchor: String,
}

/// A part before its HTML is rewritten.
struct PartPage<'p> {
    /// The name of its list.
    list: &'p str,
    node: Node<'p>,
    toc: Vec<TocEntry<'p>>,
    page: TeraValue,
}

/// Makes the view. What is wrong in a text is reported where its own page is made.
pub fn single_page(context: &PageContext, id: NodeId) -> TeraValue {
    let render = context.render;
    let node = render.node(id);
    let page = to_value(&PageView::new(context, id, &mut Vec::new()));
    let parts = parts(context, node);
    let mut sections = Sections::default();
    sections.add(&render.href(node), "", html_in(&page).into_iter());
    let placed: Vec<Section> = parts
        .iter()
        .map(|part| part.add_to(&mut sections, &render.href(part.node)))
        .collect();
    let above = crumbs_of_page(context, node);
    let rewrite = |html: &str| sections.rewrite(0, html);
    to_value(&SinglePageView {
        page: rewritten(&page, &rewrite).unwrap_or(page),
        parts: lists_of(parts, placed, &sections),
        place: SinglePlace::new(context, node, &above),
    })
}

impl PartPage<'_> {
    fn add_to(&self, sections: &mut Sections, href: &str) -> Section {
        let name = slugify(&self.node.outline().kind);
        let html = html_in(&self.page).into_iter();
        sections.add(href, &name, html).clone()
    }
}

/// The lists of parts, each part with its HTML rewritten for its place among the sections.
fn lists_of(parts: Vec<PartPage>, placed: Vec<Section>, sections: &Sections) -> Entries {
    let mut lists: Vec<(&str, Vec<TeraValue>)> = Vec::new();
    for (place, (part, section)) in parts.into_iter().zip(placed).enumerate() {
        let rewrite = |html: &str| sections.rewrite(place + 1, html);
        let view = to_value(&SinglePart {
            page: rewritten(&part.page, &rewrite).unwrap_or(part.page),
            toc: contents(part.toc, &section),
            anchor: section.anchor,
        });
        match lists.iter_mut().find(|(name, _)| *name == part.list) {
            Some((_, list)) => list.push(view),
            None => lists.push((part.list, vec![view])),
        }
    }
    let mut entries = Entries::default();
    for (name, list) in lists {
        entries.push(name.to_owned(), list.into());
    }
    entries
}

/// The parts that belong on the page, in the order of their lists.
fn parts<'p>(context: &'p PageContext, node: Node<'p>) -> Vec<PartPage<'p>> {
    let mut pages = Vec::new();
    for (list, ids) in node.parts() {
        for id in ids {
            let part = context.render.node(*id);
            let of_kind = context.render.kind(part).part.as_ref();
            if part.url().is_some() && of_kind.is_some_and(|of_kind| of_kind.whole) {
                let mut view = PageView::new(context, *id, &mut Vec::new());
                // They are all on this page.
                view.facts.siblings.clear();
                let page = to_value(&view);
                pages.push(PartPage {
                    list,
                    node: part,
                    toc: view.facts.toc,
                    page,
                });
            }
        }
    }
    pages
}

fn crumbs_of_page(context: &PageContext, node: Node) -> Vec<Crumb> {
    let mut crumbs = node.breadcrumbs().to_vec();
    crumbs.push(Crumb {
        label: Label::Title(node.id()),
        href: context.render.href(node),
        outside: false,
    });
    crumbs
}

impl<'p> SinglePlace<'p> {
    fn new(context: &PageContext<'p>, node: Node, above: &'p [Crumb]) -> SinglePlace<'p> {
        let base_path = context.render.site.settings.base_path();
        let url = node.single_page();
        SinglePlace {
            breadcrumbs: steps(context.render, above),
            url: url.map_or_else(String::new, |url| url.href(base_path)),
            noindex: true,
            schema_org: "",
            languages: [],
            previous: None,
            next: None,
        }
    }
}

/// All HTML in a value.
fn html_in(value: &TeraValue) -> Vec<&str> {
    let mut found = Vec::new();
    gather_html(value, &mut found);
    found
}

fn gather_html<'v>(value: &'v TeraValue, found: &mut Vec<&'v str>) {
    if value.is_safe() {
        found.extend(value.as_str());
    } else if let Some(items) = value.as_array() {
        items.iter().for_each(|item| gather_html(item, found));
    } else if let Some(map) = value.as_map() {
        map.values().for_each(|value| gather_html(value, found));
    }
}

/// A value with all HTML in it changed; `None` if there is none in it.
fn rewritten(value: &TeraValue, change: &dyn Fn(&str) -> String) -> Option<TeraValue> {
    if value.is_safe() {
        return Some(Html::new(&change(value.as_str()?)).into_value());
    }
    if let Some(items) = value.as_array() {
        return rewritten_list(items, change);
    }
    let old = value.as_map()?;
    let new: Vec<_> = old
        .iter()
        .filter_map(|(key, value)| Some((key.clone(), rewritten(value, change)?)))
        .collect();
    if new.is_empty() {
        return None;
    }
    let mut map = old.clone();
    map.extend(new);
    Some(map.into())
}

fn rewritten_list(items: &[TeraValue], change: &dyn Fn(&str) -> String) -> Option<TeraValue> {
    let new: Vec<Option<TeraValue>> = items.iter().map(|item| rewritten(item, change)).collect();
    if new.iter().all(Option::is_none) {
        return None;
    }
    let all = items.iter().zip(new);
    let all = all.map(|(old, new)| new.unwrap_or_else(|| old.clone()));
    Some(all.collect::<Vec<TeraValue>>().into())
}

/// A list of contents with the anchors of its section, one level down.
fn contents<'t>(toc: Vec<TocEntry<'t>>, section: &Section) -> Vec<TocEntry<'t>> {
    let entry = |entry: TocEntry<'t>| TocEntry {
        level: (entry.level + 1).min(6),
        id: Cow::from(section.id(&entry.id)),
        title: entry.title,
        children: contents(entry.children, section),
    };
    toc.into_iter().map(entry).collect()
}
