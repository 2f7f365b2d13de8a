//! The one document that can be meant by a name that is no id: its title, or its id in other letters. Where two
//! may be meant, or one that is not public, none is.

use std::collections::{BTreeSet, HashMap};

use super::index::DocIndex;
use crate::base::slug::slugify;
use crate::document::{Reference, Structure, Words};

/// What all documents are called, as slugs.
pub(super) struct RelationFixes<'n>(HashMap<String, BTreeSet<CalledDocument<'n>>>);

/// A document: its kind, its id, and whether it is public.
type CalledDocument<'n> = (&'n str, &'n str, bool);

impl<'n> RelationFixes<'n> {
    /// Takes the names of all documents; introductions of lists are nobody's relation.
    pub fn new(index: &DocIndex<'n>) -> RelationFixes<'n> {
        let public = index.each().filter(|(_, summary)| !summary.introduces_list);
        let public = public.map(|(id, summary)| NamedDocument {
            structure: summary.structure,
            words: index.words.of(id),
            is_public: true,
        });
        let hidden = index.hidden.iter().enumerate();
        let hidden = hidden.map(|(at, structure)| NamedDocument {
            structure,
            words: index.words.of_hidden(at),
            is_public: false,
        });
        let mut names: HashMap<String, BTreeSet<CalledDocument>> = HashMap::new();
        for document in public.chain(hidden) {
            let id = &document.structure.id;
            for name in [id, &document.words.title] {
                let called = (
                    document.structure.kind.as_str(),
                    id.as_str(),
                    document.is_public,
                );
                names.entry(slugify(name)).or_default().insert(called);
            }
        }
        RelationFixes(names)
    }

    /// The id to write in place of what a reference says.
    pub fn id(&self, reference: &Reference) -> Option<String> {
        let slug = slugify(&reference.target);
        let called = self.called(&slug, reference);
        let [(kind, id, true)] = called.as_slice() else {
            return None;
        };
        if slug.is_empty() || !is_plain(id) {
            return None;
        }
        // Another kind may have the same id: then the kind belongs to the name.
        let of_same_slug = self.called(&slugify(id), reference);
        let same_id = of_same_slug.iter().filter(|(_, other, _)| other == id);
        Some(if same_id.count() == 1 {
            (*id).to_owned()
        } else {
            format!("{kind}/{id}")
        })
    }

    /// The documents with a name that a reference may mean.
    fn called(&self, slug: &str, reference: &Reference) -> Vec<CalledDocument<'n>> {
        let kinds = &reference.ends.to;
        let is_allowed = |kind: &str| kinds.is_empty() || kinds.iter().any(|to| to == kind);
        let called = self.0.get(slug).into_iter().flatten().copied();
        called.filter(|(kind, ..)| is_allowed(kind)).collect()
    }
}

/// A document with its names.
struct NamedDocument<'n> {
    structure: &'n Structure,
    words: &'n Words,
    is_public: bool,
}

/// True for an id that can be written without quotes.
fn is_plain(id: &str) -> bool {
    id.starts_with(char::is_alphanumeric)
        && id
            .chars()
            .all(|c| c.is_alphanumeric() || "-_/.".contains(c))
}
