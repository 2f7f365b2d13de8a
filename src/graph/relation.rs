//! Ids in fields to nodes, and both ends know of each other.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use rayon::prelude::*;

use super::finding::{Finding, Place, Reported};
use super::id::NodeId;
use super::index::DocIndex;
use super::name_index::NameIndex;
use super::reference::Named;
use super::relation_fix::RelationFixes;
use super::sibling::{Answered, Siblings};
use super::table::Table;
use super::translation::Translations;
use crate::base::english::{excerpt, ticked_or};
use crate::base::slug::slugify;
use crate::base::{Code, Fix, LanguageId};
use crate::config::{FieldType, Kind};
use crate::document::meta::TRANSLATION_OF;
use crate::document::{Reference, ReferenceId, Structure};

/// Which documents name which, in both directions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Relations {
    /// For each reference of each structure, the document it names.
    pub references: Table<Box<[Option<NodeId>]>>,
    /// Who names a document, by the inverse's name, newest first; what is withdrawn or replaced comes last.
    pub inverses: Table<BTreeMap<String, Vec<Inverse>>>,
    /// Which documents say the same in other languages.
    pub translations: Translations,
}

/// The other end of a relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inverse {
    /// The document that names this one.
    pub from: NodeId,
    /// Which of its references does.
    pub reference: u32,
}

impl Relations {
    /// The document that a field of another names.
    pub fn named(&self, id: NodeId, reference: ReferenceId) -> Option<NodeId> {
        let at = usize::try_from(reference.0).ok()?;
        self.references[id].get(at).copied().flatten()
    }
}

/// Resolves all references.
pub(super) fn resolve(index: &DocIndex) -> Reported<Relations> {
    let resolver = References {
        index,
        siblings: Siblings::new(index),
        near: OnceLock::new(),
        fixes: OnceLock::new(),
    };
    let resolved: Vec<Reported<Box<[Option<NodeId>]>>> = index
        .public
        .par_iter()
        .map(|summary| resolver.resolve_all(summary.structure))
        .collect();
    let mut diagnostics = Vec::new();
    let references: Table<Box<[Option<NodeId>]>> = resolved
        .into_iter()
        .map(|of_document| of_document.into_value(&mut diagnostics))
        .collect();
    diagnostics.extend(resolver.problems_to_come());
    let translations = Translations::find(index, &references);
    Reported {
        value: in_languages(references, translations, index),
        diagnostics,
    }
}

/// What documents name, and who names them, as readers of their languages have it.
fn in_languages(
    references: Table<Box<[Option<NodeId>]>>,
    translations: Translations,
    index: &DocIndex,
) -> Relations {
    if !index.languages().tags.are_several() {
        return Relations {
            inverses: inverses(index, &references).into(),
            references,
            translations,
        };
    }
    let references = named_by_writers(&references, &translations, index);
    let inverses = inverses(index, &references);
    Relations {
        inverses: seen_by_readers(&inverses, &translations, index).into(),
        references,
        translations,
    }
}

/// An id means the document of that name in the language of whoever writes it, also if its translation has a name of its own.
fn named_by_writers(
    references: &Table<Box<[Option<NodeId>]>>,
    translations: &Translations,
    index: &DocIndex,
) -> Table<Box<[Option<NodeId>]>> {
    let of_documents = index.each().map(|(id, summary)| {
        let language = index.language(id);
        let named = summary.structure.references.iter().zip(&references[id]);
        let named = named.map(|(reference, target)| match target {
            Some(target) if reference.field != TRANSLATION_OF => {
                Some(translations.version_for(*target, language))
            }
            target => *target,
        });
        named.collect()
    });
    of_documents.collect()
}

/// Who names a document, by the inverse's name.
type Inverses = BTreeMap<String, Vec<Inverse>>;

/// What the readers of each document are shown of who names it: those that name any translation of it, each in the version that
/// they see.
fn seen_by_readers(
    own: &[Inverses],
    translations: &Translations,
    index: &DocIndex,
) -> Vec<Inverses> {
    let seen = (0..own.len()).map(|at| {
        let id = NodeId::new(at);
        let mut found = own[at].clone();
        let others = translations.of(id).filter(|other| *other != id);
        for (name, inverses) in others.flat_map(|other| &own[other.index()]) {
            found.entry(name.clone()).or_default().extend(inverses);
        }
        for inverses in found.values_mut() {
            keep_seen(inverses, translations, index.language(id));
            inverses.sort_unstable_by_key(|inverse| order_of(inverse, index));
        }
        found
    });
    seen.collect()
}

/// Of documents that say the same, keeps the one that readers of a language see, if it is among them.
fn keep_seen(inverses: &mut Vec<Inverse>, translations: &Translations, language: LanguageId) {
    let all: BTreeSet<NodeId> = inverses.iter().map(|inverse| inverse.from).collect();
    inverses.retain(|inverse| {
        let seen = translations.seen_in(inverse.from, language);
        if all.contains(&seen) {
            return seen == inverse.from;
        }
        // None of them is the one that is seen: the first stands for all.
        let mut versions = translations.of(inverse.from);
        let first = versions.find(|version| all.contains(version));
        first.is_none_or(|first| first == inverse.from)
    });
}

fn inverses(index: &DocIndex, references: &Table<Box<[Option<NodeId>]>>) -> Vec<Inverses> {
    let mut all: Vec<Inverses> = vec![BTreeMap::new(); index.public.len()];
    for (from, targets) in references.each() {
        let written = index.structure(from).references.iter();
        for (number, (reference, target)) in (0..).zip(written.zip(targets)) {
            let (Some(target), Some(name)) = (target, &reference.ends.inverse) else {
                continue;
            };
            let inverse = Inverse {
                from,
                reference: number,
            };
            let of_target = &mut all[target.index()];
            if reference.item.is_some() || !names_it_already(of_target, name, from) {
                add_inverse(of_target, name, inverse);
            }
        }
    }
    for entries in all.iter_mut().flat_map(BTreeMap::values_mut) {
        entries.sort_unstable_by_key(|inverse| order_of(inverse, index));
    }
    all
}

/// Newest first, and after them what is withdrawn or replaced; those of one document in the order written.
fn order_of(inverse: &Inverse, index: &DocIndex) -> impl Ord + use<> {
    let is_over = !index.summary(inverse.from).is_listed;
    (is_over, index.rank(inverse.from), inverse.reference)
}

struct References<'i> {
    index: &'i DocIndex<'i>,
    /// Comments, which name one another within their own page.
    siblings: Siblings<'i>,
    /// The names of all documents, prepared when the first reference finds nothing.
    near: OnceLock<NameIndex<'i>>,
    /// The same, for references that have only one possible correction.
    fixes: OnceLock<RelationFixes<'i>>,
}

impl References<'_> {
    /// What is wrong with the relations of documents that are to be public one day.
    fn problems_to_come(&self) -> Vec<Finding> {
        let hidden = |at: &usize| self.resolve_all(self.index.hidden[*at]).diagnostics;
        self.index.to_come().iter().flat_map(hidden).collect()
    }

    fn resolve_all(&self, structure: &Structure) -> Reported<Box<[Option<NodeId>]>> {
        let mut diagnostics = Vec::new();
        let thread = self.siblings.field_of(structure);
        let resolve = |named: Named| match self.resolve_one(named, thread) {
            Resolved::Node(id) => Some(id),
            Resolved::NotPublic => None,
            Resolved::Several(ids) => {
                diagnostics.push(several(named, &ids));
                None
            }
            Resolved::Nothing(diagnostic) => {
                diagnostics.push(*diagnostic);
                None
            }
        };
        let mut value: Box<[Option<NodeId>]> = Named::all(structure).map(resolve).collect();
        diagnostics.extend(drop_repeated(structure, &mut value));
        Reported { value, diagnostics }
    }

    fn resolve_one(&self, named: Named, thread: Option<&str>) -> Resolved {
        if thread == Some(named.reference.field.as_str()) {
            return match self.siblings.answered(named) {
                Answered::Node(id) => Resolved::Node(id),
                Answered::Quiet => Resolved::NotPublic,
                Answered::Unknown(diagnostic) => Resolved::Nothing(diagnostic),
            };
        }
        self.find(named)
            .unwrap_or_else(|| Resolved::Nothing(Box::new(self.unknown(named))))
    }

    fn find(&self, named: Named) -> Option<Resolved> {
        let reference = named.reference;
        let target = reference.target.as_str();
        let language = language_of(named);
        let allowed = |kind: &str| {
            reference.ends.to.is_empty() || reference.ends.to.iter().any(|to| to == kind)
        };
        let called = self.called(target, language);
        let fitting = called.filter(|id| allowed(self.kind_of(*id)));
        let fitting: Vec<NodeId> = fitting.collect();
        match fitting.as_slice() {
            [] => {}
            [one] => return Some(Resolved::Node(*one)),
            several => return Some(self.several(several, target)),
        }
        if let Some((kind, id)) = target.split_once('/')
            && allowed(kind)
            && let Some(resolved) = self.find_of_kind(kind, id, language)
        {
            return Some(resolved);
        }
        self.find_hidden(target, &allowed)
    }

    fn find_hidden(&self, id: &str, allowed: &dyn Fn(&str) -> bool) -> Option<Resolved> {
        let mut hidden = self.index.ids.hidden(id).iter();
        let is_hidden = hidden.any(|structure| allowed(&structure.kind));
        is_hidden.then_some(Resolved::NotPublic)
    }

    fn kind_of(&self, id: NodeId) -> &str {
        &self.index.structure(id).kind
    }

    /// Several documents with the same id. Those of one kind are reported as `duplicate_ids`.
    fn several(&self, documents: &[NodeId], id: &str) -> Resolved {
        let ids = documents
            .iter()
            .map(|node| format!("{}/{id}", self.kind_of(*node)));
        let ids: BTreeSet<String> = ids.collect();
        if ids.len() < 2 {
            Resolved::NotPublic
        } else {
            Resolved::Several(ids.into_iter().collect())
        }
    }

    fn find_of_kind(&self, kind: &str, id: &str, language: LanguageId) -> Option<Resolved> {
        let mut called = self.called(id, language);
        let public = called.find(|node| self.kind_of(*node) == kind);
        if let Some(node) = public {
            return Some(Resolved::Node(node));
        }
        self.find_hidden(id, &|hidden| hidden == kind)
    }

    /// The documents that an id means in a language; no relation names the introduction of a list.
    fn called(&self, id: &str, language: LanguageId) -> impl Iterator<Item = NodeId> {
        self.index
            .called(id, language)
            .filter(|id| !self.index.summary(*id).introduces_list)
    }

    /// The list to write, if several are named in one text; else the ids that come near.
    fn meant_by(&self, named: Named) -> Option<String> {
        let reference = named.reference;
        let names = joined_names(&reference.target);
        if names.len() < 2 || reference.field.contains('.') {
            let near = self.near.get_or_init(|| NameIndex::new(self.index));
            return near.suggest(reference, self.index.input.kinds);
        }
        let fixes = self.fixes.get_or_init(|| RelationFixes::new(self.index));
        let id = |name: &str| {
            let target = name.into();
            let one = Reference {
                target,
                ..reference.clone()
            };
            fixes.id(&one).unwrap_or_else(|| slugify(name))
        };
        let ids: Vec<String> = names.into_iter().map(id).collect();
        let field = &reference.field;
        Some(match ids.first() {
            Some(id) if !self.holds_list(named) => {
                format!("only one belongs here: write `{field}: {id}`.")
            }
            _ => format!("write a list: `{field}: [{}]`.", ids.join(", ")),
        })
    }

    /// True if the field of a reference may name several documents.
    fn holds_list(&self, named: Named) -> bool {
        let kinds = self.index.input.kinds;
        let Some(kind) = kinds.find(&named.by.kind) else {
            return true;
        };
        let mut fields = kinds.fields(kind);
        let field = fields.find(|field| field.name == named.reference.field);
        field.is_none_or(|field| matches!(field.ty, FieldType::List(_)))
    }

    fn unknown(&self, named: Named) -> Finding {
        let reference = named.reference;
        let kinds = reference.ends.to.iter();
        let kinds = kinds.filter_map(|name| self.index.input.kinds.find(name));
        let kinds: Vec<&Kind> = kinds.collect();
        let what = one_of(&kinds);
        let message = format!(
            "`{}` names an unknown {what}, `{}`",
            reference.field,
            excerpt(&reference.target, 60)
        );
        let help = [self.meant_by(named), where_from(&kinds)];
        let help: Vec<String> = help.into_iter().flatten().collect();
        let found = Finding::new(Code::UnknownRelation, message)
            .at(&named.by.file, named.spot(), format!("no such {what}"))
            .help(help.join(" "));
        match self.fix(named) {
            Some(fix) => found.fixed_by(fix),
            None => found,
        }
    }

    /// Writes the id that can only be meant.
    fn fix(&self, named: Named) -> Option<Fix<Place>> {
        let reference = named.reference;
        let fixes = self.fixes.get_or_init(|| RelationFixes::new(self.index));
        let id = fixes.id(reference)?;
        if reference.target == id {
            return None;
        }
        let words = format!("write `{id}` in `{}`", reference.field);
        let (file, spot) = (&named.by.file, named.spot());
        Some(Fix::replacing(words, file, spot, &reference.target, &id))
    }
}

/// The language in which a reference looks for what it names. What something is a translation of is in another language than
/// itself.
fn language_of(named: Named) -> LanguageId {
    if named.reference.field == TRANSLATION_OF {
        LanguageId::DEFAULT
    } else {
        named.by.location.language
    }
}

/// The names in a text that joins several: `ann, ben`, `Ann and Ben`.
fn joined_names(text: &str) -> Vec<&str> {
    let parts = text
        .split([',', ';', '&'])
        .flat_map(|part| part.split(" and "));
    parts
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect()
}

/// Reports documents that one field names twice, and keeps the first mention. In a list of groups each counts, since it says
/// more: another role, another term.
fn drop_repeated(structure: &Structure, targets: &mut [Option<NodeId>]) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut known: BTreeSet<(&str, NodeId)> = BTreeSet::new();
    for (named, target) in Named::all(structure).zip(targets) {
        let Reference { field, item, .. } = named.reference;
        if let Some(id) = *target
            && item.is_none()
            && !known.insert((field.as_str(), id))
        {
            *target = None;
            found.push(repeated(named));
        }
    }
    found
}

fn repeated(named: Named) -> Finding {
    let Reference { field, target, .. } = named.reference;
    let message = format!("`{field}` names `{target}` twice; it is shown once");
    Finding::new(Code::RepeatedRelation, message)
        .at(&named.by.file, named.spot(), "named before")
        .help("delete it, or correct it if you meant another one")
}

enum Resolved {
    Node(NodeId),
    /// A draft, under embargo or expired: as if it were not written, until it is public.
    NotPublic,
    /// The ids to choose from.
    Several(Vec<String>),
    /// What is wrong.
    Nothing(Box<Finding>),
}

fn several(named: Named, ids: &[String]) -> Finding {
    let Reference { field, target, .. } = named.reference;
    let message = format!("`{field}` names several documents called `{target}`");
    Finding::new(Code::UnknownRelation, message)
        .at(&named.by.file, named.spot(), "which one?")
        .help(format!("write {}", ticked_or(ids)))
}

/// Adds a document to those that name another. The same document named twice in one plain list is one entry; with a role
/// each counts.
fn add_inverse(of_target: &mut BTreeMap<String, Vec<Inverse>>, name: &str, inverse: Inverse) {
    let known = match of_target.get_mut(name) {
        Some(known) => known,
        None => of_target.entry(name.to_owned()).or_default(),
    };
    known.push(inverse);
}

/// True if the document that is read now is among those that name another one: it was added last.
fn names_it_already(of_target: &BTreeMap<String, Vec<Inverse>>, name: &str, from: NodeId) -> bool {
    let last = of_target.get(name).and_then(|known| known.last());
    last.is_some_and(|last| last.from == from)
}

/// "person or group": what a field may name.
fn one_of(kinds: &[&Kind]) -> String {
    if kinds.is_empty() {
        return "document".to_owned();
    }
    let labels = kinds.iter().map(|kind| kind.label.to_lowercase());
    labels.collect::<Vec<_>>().join(" or ")
}

/// "People are the files in `content/people/`, regions those in `content/regions/`".
fn where_from(kinds: &[&Kind]) -> Option<String> {
    let stored = kinds
        .iter()
        .filter_map(|kind| Some((kind.plural.as_str(), kind.folder.as_deref()?)));
    let stored: Vec<(&str, &str)> = stored.take(3).collect();
    let [(plural, folder), others @ ..] = stored.as_slice() else {
        return None;
    };
    let mut text = format!("{plural} are the files in content/{folder}/");
    for (plural, folder) in others {
        text.push_str(&format!(
            ", {} those in content/{folder}/",
            plural.to_lowercase()
        ));
    }
    Some(text)
}
