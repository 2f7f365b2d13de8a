//! What an author may have meant by an id that nobody has: another slip of the pen, a title, a path.

use std::collections::{BTreeMap, HashMap};

use super::index::DocIndex;
use crate::base::english::ticked_or;
use crate::base::slug::slugify;
use crate::base::suggest::Candidates;
use crate::config::Kinds;
use crate::document::Reference;

/// The names of all documents, made ready for many questions.
pub(super) struct NameIndex<'n> {
    by_kind: BTreeMap<&'n str, NamesOfKind<'n>>,
}

/// What the documents of one kind are called.
struct NamesOfKind<'n> {
    /// Ids by what they, and the titles, are as slugs.
    by_slug: HashMap<String, &'n str>,
    by_title: HashMap<&'n str, &'n str>,
    ids: Candidates<'n>,
    titles: Candidates<'n>,
}

/// What a document is called.
struct Names<'n> {
    id: &'n str,
    title: &'n str,
}

/// An id with its kind.
type Id<'n> = (&'n str, &'n str);

impl<'n> NameIndex<'n> {
    /// Makes the names of all documents ready; introductions of lists are nobody's relation.
    pub fn new(index: &DocIndex<'n>) -> NameIndex<'n> {
        let mut names: BTreeMap<&str, Vec<Names>> = BTreeMap::new();
        for (id, summary) in index.each().filter(|(_, summary)| !summary.introduces_list) {
            let of_document = Names {
                id: &summary.structure.id,
                title: &index.words.of(id).title,
            };
            let of_kind = names.entry(&summary.structure.kind);
            of_kind.or_default().push(of_document);
        }
        NameIndex {
            by_kind: names
                .into_iter()
                .map(|(kind, names)| (kind, NamesOfKind::new(&names)))
                .collect(),
        }
    }

    /// "did you mean `sam-lee`?", in the form in which the field would take it.
    pub fn suggest(&self, reference: &Reference, kinds: &Kinds) -> Option<String> {
        let target = reference.target.as_str();
        let written = target.strip_suffix(".md").unwrap_or(target);
        let (before, last) = written.rsplit_once('/').unwrap_or(("", written));
        let meant = self.meant_kinds(reference, before, kinds);
        let near = [written, last].map(|target| nearest(target, &meant));
        let near = near.into_iter().find(|near| !near.is_empty())?;
        let of_one_kind = reference.ends.to.len() == 1;
        let near = near.into_iter().map(|(kind, id)| {
            if of_one_kind || before.is_empty() && is_of_one_kind(id, &meant) {
                id.to_owned()
            } else {
                format!("{kind}/{id}")
            }
        });
        let near: Vec<String> = near.collect();
        Some(format!("did you mean {}?", ticked_or(&near)))
    }

    /// The kinds that a reference may name; if `before`, which stands before its slash, is a kind or the folder of one,
    /// these alone.
    fn meant_kinds(
        &self,
        reference: &Reference,
        before: &str,
        kinds: &Kinds,
    ) -> Vec<(&'n str, &NamesOfKind<'n>)> {
        let may_name = &reference.ends.to;
        let is_allowed = |kind: &str| may_name.is_empty() || may_name.iter().any(|to| to == kind);
        let is_meant = |kind: &str| {
            before == kind
                || kinds.find(kind).and_then(|kind| kind.folder.as_deref()) == Some(before)
        };
        let all = self.by_kind.iter().map(|(kind, known)| (*kind, known));
        let allowed = all.filter(|(kind, _)| is_allowed(kind));
        let (named, others): (Vec<_>, Vec<_>) = allowed.partition(|(kind, _)| is_meant(kind));
        if named.is_empty() { others } else { named }
    }
}

impl NameIndex<'_> {
    /// "did you mean `sam-lee`?" among the ids of one kind, or of all.
    pub fn id_like(&self, id: &str, kind: Option<&str>) -> Option<String> {
        let kinds: Vec<_> = self
            .by_kind
            .iter()
            .filter(|(name, _)| kind.is_none_or(|kind| kind == **name))
            .map(|(kind, known)| (*kind, known))
            .collect();
        let found = of_all(&kinds, |known| known.ids.nearest(id));
        Candidates::new(found.iter().map(|(_, id)| *id)).did_you_mean(id)
    }
}

impl<'n> NamesOfKind<'n> {
    fn new(names: &[Names<'n>]) -> NamesOfKind<'n> {
        let mut known = NamesOfKind {
            by_slug: HashMap::new(),
            by_title: HashMap::new(),
            ids: Candidates::new(names.iter().map(|names| names.id)),
            titles: Candidates::new(names.iter().map(|names| names.title)),
        };
        for Names { id, title } in names {
            known.by_slug.entry(slugify(id)).or_insert(id);
            known.by_title.entry(title).or_insert(id);
        }
        // An id that is meant goes before a title that happens to read the same.
        for Names { id, title } in names {
            known.by_slug.entry(slugify(title)).or_insert(id);
        }
        known
    }

    fn has(&self, id: &str) -> bool {
        self.by_slug
            .get(&slugify(id))
            .is_some_and(|known| *known == id)
    }
}

/// True if only one of these kinds has a document with this id.
fn is_of_one_kind(id: &str, kinds: &[(&str, &NamesOfKind)]) -> bool {
    kinds.iter().filter(|(_, known)| known.has(id)).count() == 1
}

/// The same name written another way, else the nearest ids, else the nearest title's id.
fn nearest<'n>(target: &str, kinds: &[(&'n str, &NamesOfKind<'n>)]) -> Vec<Id<'n>> {
    let slug = slugify(target);
    let same = kinds
        .iter()
        .find_map(|(kind, known)| Some((*kind, *known.by_slug.get(&slug)?)));
    if let Some(same) = same
        && !slug.is_empty()
    {
        return vec![same];
    }
    let ids = of_all(kinds, |known| known.ids.nearest(target));
    let near = best(target, &ids);
    if near.is_empty() {
        with_near_title(target, kinds).into_iter().collect()
    } else {
        near
    }
}

/// The id of the document with the nearest title.
fn with_near_title<'n>(target: &str, kinds: &[(&'n str, &NamesOfKind<'n>)]) -> Option<Id<'n>> {
    let titles = of_all(kinds, |known| known.titles.nearest(target));
    let (kind, title) = best(target, &titles).into_iter().next()?;
    let (_, known) = kinds.iter().find(|(other, _)| *other == kind)?;
    Some((kind, *known.by_title.get(title)?))
}

fn of_all<'n>(
    kinds: &[(&'n str, &NamesOfKind<'n>)],
    near: impl Fn(&NamesOfKind<'n>) -> Vec<&'n str>,
) -> Vec<Id<'n>> {
    kinds
        .iter()
        .flat_map(|(kind, known)| near(known).into_iter().map(|name| (*kind, name)))
        .collect()
}

/// The nearest of what several kinds found near.
fn best<'n>(target: &str, found: &[Id<'n>]) -> Vec<Id<'n>> {
    let near = Candidates::new(found.iter().map(|(_, name)| *name)).nearest(target);
    near.iter()
        .filter_map(|name| found.iter().find(|(_, other)| other == name).copied())
        .collect()
}
