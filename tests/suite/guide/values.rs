//! The tables of values: `site`, `page`, cards, lists, kinds. Their names are those of the types that templates see;
//! types and examples are those that were seen.

use std::collections::{BTreeMap, BTreeSet};

use copublish::layout::view_names;
use serde_json::{Map, Value};

use super::kinds::{Declared, Kinds};
use super::page::{Last, Piece, Row, Table, code};
use super::value::{Type, example};
use super::views::{Views, is_document, page};

/// The columns of all tables of values.
const COLUMNS: [&str; 4] = ["Name", "Type", "Example", "What it is"];
/// Groups whose names a site chooses itself.
const FREE: [&str; 3] = ["menus", "data", "extra"];

/// A generated part of the guide.
pub type Part = (&'static str, Vec<Piece>);

/// All parts that come from views.
pub fn parts(views: &Views, kinds: &Kinds) -> Vec<Part> {
    let all: Vec<&Map<String, Value>> = views.those(|_| true).into_iter().map(page).collect();
    let documents: Vec<&Map<String, Value>> =
        views.those(is_document).into_iter().map(page).collect();
    let names = view_names();
    let every: BTreeSet<String> = names["page"].iter().cloned().collect();
    assert_eq!(every, shared(&all), "what all pages have");
    let common: BTreeSet<String> = shared(&documents).difference(&every).cloned().collect();
    let sites: Vec<&Map<String, Value>> = views
        .those(|_| true)
        .into_iter()
        .filter_map(|view| view["site"].as_object())
        .collect();
    let known = |name: &str| kinds.common(name);
    let own = |holds: fn(&Value) -> bool| {
        let pages: Vec<&Map<String, Value>> = views.those(holds).into_iter().map(page).collect();
        let names = united(&pages)
            .difference(&every)
            .filter(|name| !common.contains(*name))
            .cloned()
            .collect();
        (pages, names)
    };
    let (tags, of_tags): (_, BTreeSet<String>) = own(|view| {
        ["tag.html", "tags.html"]
            .iter()
            .any(|name| view["template"] == *name)
    });
    let placed = views.groups(&["anchor", "content", "toc"]);
    let of_placed = shared(&placed)
        .into_iter()
        .filter(|name| !every.contains(name) && !common.contains(name));
    let of_placed: BTreeSet<String> = of_placed
        .filter(|name| !declared_names(kinds).contains(name))
        .collect();
    vec![
        (
            "site",
            vec![known_table("site.", &sites, &names["site"], &|_| None)],
        ),
        (
            "every page",
            vec![known_table("page.", &all, &names["page"], &known)],
        ),
        (
            "documents",
            vec![table("page.", &documents, &common, &known)],
        ),
        (
            "kinds",
            of_kinds(views, kinds, &every.union(&common).cloned().collect()),
        ),
        ("paginator", vec![paginator(views, &names["paginator"])]),
        (
            "tag pages",
            vec![
                table("page.", &tags, &of_tags, &|_| None),
                beside(views, "tags"),
            ],
        ),
        (
            "whole pages",
            vec![table("", &placed, &of_placed, &|_| None)],
        ),
        (
            "leaving a comment",
            vec![shape(views, &names["leave_comment"], &[], &|_| None)],
        ),
        ("missing address", vec![beside(views, "lists")]),
        ("cards", vec![shape(views, &names["card"], &[], &known)]),
        (
            "references",
            vec![shape(views, &names["reference"], &["kind_label"], &|_| {
                None
            })],
        ),
        ("links", vec![shape(views, &names["link"], &[], &|_| None)]),
        (
            "images",
            vec![shape(views, &names["image"], &[], &|_| None)],
        ),
        (
            "attachments",
            vec![seen_shape(views, &["file", "format", "accessible"])],
        ),
        (
            "headings",
            vec![shape(views, &names["heading"], &[], &|_| None)],
        ),
        (
            "steps",
            vec![shape(views, &names["step"], &["media_type"], &|_| None)],
        ),
    ]
}

/// The names that some kind declares.
fn declared_names(kinds: &Kinds) -> BTreeSet<String> {
    kinds
        .names()
        .flat_map(|kind| kinds.own(kind).into_keys())
        .collect()
}

/// Names that all of some groups have.
fn shared(groups: &[&Map<String, Value>]) -> BTreeSet<String> {
    united(groups)
        .into_iter()
        .filter(|name| groups.iter().all(|group| group.contains_key(name)))
        .collect()
}

/// Names that any of some groups has.
fn united(groups: &[&Map<String, Value>]) -> BTreeSet<String> {
    groups
        .iter()
        .flat_map(|group| group.keys().cloned())
        .collect()
}

/// A table of names that were seen in some groups, by the alphabet.
fn table(
    prefix: &str,
    groups: &[&Map<String, Value>],
    names: &BTreeSet<String>,
    declared: &dyn Fn(&str) -> Option<Declared>,
) -> Piece {
    let names: Vec<String> = names.iter().cloned().collect();
    known_table(prefix, groups, &names, declared)
}

/// A table of some names in some groups. What is declared of a name counts where nothing else is known, and
/// must agree with what was seen.
fn known_table(
    prefix: &str,
    groups: &[&Map<String, Value>],
    names: &[String],
    declared: &dyn Fn(&str) -> Option<Declared>,
) -> Piece {
    let rows = names.iter().map(|name| {
        let values: Vec<&Value> = groups.iter().filter_map(|group| group.get(name)).collect();
        let words = match declared(name) {
            _ if FREE.contains(&name.as_str()) => "group".to_owned(),
            Some(declared) if Type::of(values.iter().copied()).is_unknown() => declared.words,
            _ => Type::of(values.iter().copied()).words(),
        };
        let cells = vec![code(&format!("{prefix}{name}")), words, example(values)];
        Row {
            cells,
            last: Last::Kept,
        }
    });
    Piece::Table(Table {
        columns: COLUMNS.to_vec(),
        rows: rows.collect(),
    })
}

/// The names in `paginator`, which is beside `page`.
fn paginator(views: &Views, names: &[String]) -> Piece {
    let groups: Vec<&Map<String, Value>> = views
        .those(|view| view.get("paginator").is_some())
        .into_iter()
        .filter_map(|view| view["paginator"].as_object())
        .collect();
    known_table("paginator.", &groups, names, &|_| None)
}

/// A list that stands beside `page`: `tags`, `lists`.
fn beside(views: &Views, name: &'static str) -> Piece {
    let groups: Vec<&Map<String, Value>> = views
        .those(|view| view.get("page").is_some())
        .into_iter()
        .filter(|view| view.get(name).is_some())
        .filter_map(Value::as_object)
        .collect();
    table("", &groups, &BTreeSet::from([name.to_owned()]), &|_| None)
}

/// The names of one sort of group, wherever such groups are. A group with one of `others` is of another sort.
fn shape(
    views: &Views,
    names: &[String],
    others: &[&str],
    declared: &dyn Fn(&str) -> Option<Declared>,
) -> Piece {
    let all: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut groups = views.groups(&all);
    groups.retain(|group| !others.iter().any(|other| group.contains_key(*other)));
    assert!(!groups.is_empty(), "no group with {names:?} was seen");
    known_table("", &groups, names, declared)
}

/// The names that all groups of one sort share, told by some of them.
fn seen_shape(views: &Views, names: &[&str]) -> Piece {
    let groups = views.groups(names);
    table("", &groups, &shared(&groups), &|_| None)
}

/// For each kind a table of what only its pages have.
fn of_kinds(views: &Views, kinds: &Kinds, common: &BTreeSet<String>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for kind in kinds.names() {
        let of_kind = |group: &&Map<String, Value>| group["kind"] == *kind;
        let pages: Vec<&Map<String, Value>> = views
            .those(is_document)
            .into_iter()
            .map(page)
            .filter(of_kind)
            .collect();
        let mut groups = pages.clone();
        let own = kinds.own(kind);
        let mut names: BTreeSet<String> = united(&pages).difference(common).cloned().collect();
        // A kind without pages of its own is seen in cards only.
        if pages.is_empty() {
            let cards = views.groups(&["kind_label", "kind", "id"]);
            groups.extend(cards.iter().filter(|card| of_kind(card)));
            names.extend(united(&groups).difference(&shared(&cards)).cloned());
        }
        names.extend(own.keys().cloned());
        pieces.push(Piece::Heading(format!(
            "{} ({})",
            kinds.label(kind),
            code(kind)
        )));
        if names.is_empty() {
            pieces.push(Piece::Text(
                "Nothing besides what all documents have.".to_owned(),
            ));
        } else {
            if pages.is_empty() {
                pieces.push(Piece::Text(
                    "It has no page of its own; these are names of its cards.".to_owned(),
                ));
            }
            let prefix = if pages.is_empty() { "" } else { "page." };
            pieces.push(of_kind_table((kind, prefix), &groups, &names, own));
        }
    }
    pieces
}

fn of_kind_table(
    (kind, prefix): (&str, &str),
    groups: &[&Map<String, Value>],
    names: &BTreeSet<String>,
    mut own: BTreeMap<String, Declared>,
) -> Piece {
    let rows = names.iter().map(|name| {
        let values: Vec<&Value> = groups.iter().filter_map(|group| group.get(name)).collect();
        let seen = Type::of(values.iter().copied());
        let declared = own.remove(name);
        // What a card names is no card itself, but a reference.
        let in_card = |words: &str| {
            if prefix.is_empty() {
                words.replace("card", "reference")
            } else {
                words.to_owned()
            }
        };
        let words = declared
            .as_ref()
            .map_or_else(|| seen.words(), |declared| in_card(&declared.words));
        let agrees = seen.is_unknown() || sort_of(&seen.words()) == sort_of(&words);
        assert!(
            agrees,
            "`{name}` of {kind} is declared as {words}, but templates receive {}",
            seen.words()
        );
        let about = declared.and_then(|declared| declared.about);
        let cells = vec![code(&format!("{prefix}{name}")), words, example(values)];
        Row {
            cells,
            last: about.map_or(Last::Kept, Last::Made),
        }
    });
    Piece::Table(Table {
        columns: COLUMNS.to_vec(),
        rows: rows.collect(),
    })
}

/// A type without the names of groups, without "or none": enough to compare what is declared with what is seen.
fn sort_of(words: &str) -> String {
    let words = words.split(" of `").next().unwrap_or(words);
    let words = words.strip_suffix(" or none").unwrap_or(words);
    if words == "date" {
        "text".to_owned()
    } else {
        words.to_owned()
    }
}
