//! What the template of a document with all its parts on one page sees: the document's own view, in
//! which each part is the view of its page, with anchors in place of addresses.

use tera::Value as View;

use super::page_view;
use super::prose::Views;
use super::record::Record;
use crate::graph::{Node, NodeId};
use crate::html::{Section, Sections};

/// Makes the view. What is wrong in a text is reported where its own page is made.
pub(super) fn page(views: &Views, id: NodeId) -> Record {
    let node = views.graph.node(id);
    let mut reported = Vec::new();
    let mut map = page_view::page(views, id, &mut reported);
    let parts: Vec<(&str, NodeId, Record)> = parts(views, node)
        .map(|(name, part)| (name, part, page_view::page(views, part, &mut reported)))
        .collect();
    let mut sections = Sections::default();
    sections.add(&views.href(node), "", texts(&map).into_iter());
    let placed: Vec<Section> = parts
        .iter()
        .map(|(_, part, view)| {
            let part = views.graph.node(*part);
            let name = crate::base::slug::slugify(&part.outline().kind);
            sections
                .add(&views.href(part), &name, texts(view).into_iter())
                .clone()
        })
        .collect();
    rewrite(&mut map, &|html| sections.rewrite(0, html));
    let mut lists: Vec<(&str, Vec<View>)> = Vec::new();
    for (place, ((name, _, mut view), section)) in parts.into_iter().zip(placed).enumerate() {
        rewrite(&mut view, &|html| sections.rewrite(place + 1, html));
        if let Some(toc) = view.get("toc") {
            let toc = contents(toc, &section);
            view.set("toc", toc);
        }
        view.set("anchor", section.anchor);
        match lists.iter_mut().find(|(other, _)| *other == name) {
            Some((_, list)) => list.push(View::from(view)),
            None => lists.push((name, vec![View::from(view)])),
        }
    }
    for (name, list) in lists {
        map.set(name.to_owned(), View::from(list));
    }
    place(views, node, &mut map);
    map
}

/// The parts that belong on the page, by the name of their list and in its order.
fn parts<'v>(views: &Views, node: Node<'v>) -> impl Iterator<Item = (&'v str, NodeId)> {
    let all = node
        .parts()
        .iter()
        .flat_map(|(name, parts)| parts.iter().map(move |id| (name.as_str(), *id)));
    all.filter(|(_, id)| {
        let part = views.graph.node(*id);
        part.url().is_some()
            && views
                .kind(part)
                .part
                .as_ref()
                .is_some_and(|part| part.whole)
    })
}

/// The page stands for the document's own, which search engines are to show instead.
fn place(views: &Views, node: Node, map: &mut Record) {
    let mut crumbs = node.breadcrumbs().to_vec();
    let (title, href) = (node.outline().title.clone(), views.href(node));
    crumbs.push(crate::graph::Crumb {
        title,
        href,
        outside: false,
    });
    map.set("breadcrumbs", super::view::crumbs(&crumbs));
    let url = node
        .single_page()
        .map_or_else(String::new, |whole| whole.href(views.site.base_path()));
    map.set("url", url);
    map.set("noindex", true);
    map.set("schema_org", "");
    map.set("languages", View::from(Vec::<View>::new()));
    for key in ["previous", "next"] {
        map.set(key, View::none());
    }
}

/// All HTML in a view.
fn texts(map: &Record) -> Vec<&str> {
    let mut found = Vec::new();
    map.values().for_each(|value| gather(value, &mut found));
    found
}

fn gather<'m>(value: &'m View, found: &mut Vec<&'m str>) {
    if value.is_safe() {
        found.extend(value.as_str());
    } else if let Some(items) = value.as_array() {
        items.iter().for_each(|item| gather(item, found));
    } else if let Some(map) = value.as_map() {
        map.values().for_each(|value| gather(value, found));
    }
}

fn rewrite(map: &mut Record, change: &dyn Fn(&str) -> String) {
    for value in map.values_mut() {
        if let Some(new) = rewritten(value, change) {
            *value = new;
        }
    }
}

/// A value with all HTML in it changed; `None` where there is none.
fn rewritten(value: &View, change: &dyn Fn(&str) -> String) -> Option<View> {
    if value.is_safe() {
        return value.as_str().map(|html| View::safe_string(&change(html)));
    }
    if let Some(items) = value.as_array() {
        let new: Vec<Option<View>> = items.iter().map(|item| rewritten(item, change)).collect();
        let all = || {
            items
                .iter()
                .zip(new.iter())
                .map(|(old, new)| new.clone().unwrap_or_else(|| old.clone()))
        };
        return new
            .iter()
            .any(Option::is_some)
            .then(|| View::from(all().collect::<Vec<View>>()));
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
    Some(View::from(map))
}

/// A list of contents with the anchors of its section, one level down.
fn contents(toc: &View, section: &Section) -> View {
    let entry = |entry: &View| {
        let mut map = Record::of(entry);
        let text = |map: &Record, key: &'static str| {
            map.get(key).and_then(View::as_str).unwrap_or("").to_owned()
        };
        let id = section.id(&text(&map, "id"));
        let level = map.get("level").and_then(View::as_u64).unwrap_or(1);
        map.set("id", id);
        map.set("level", (level + 1).min(6));
        if let Some(children) = map.get("children") {
            let children = contents(children, section);
            map.set("children", children);
        }
        View::from(map)
    };
    View::from(
        toc.as_array()
            .unwrap_or(&[])
            .iter()
            .map(entry)
            .collect::<Vec<View>>(),
    )
}
