//! The one document that can be meant by a name that is no id: its title, or its id in other letters. Where two
//! may be meant, or one that is not public, none is.

use std::collections::{BTreeSet, HashMap};

use super::index::DocIndex;
use crate::base::slug::slugify;
use crate::document::{Reference, Structure, Words};

/// What all documents are called, as slugs.
pub(super) struct RelationFixes<'n>(HashMap<String, BTreeSet<Called<'n>>>);

/// A document: its kind, its id, and whether it is public.
type Called<'n> = (&'n str, &'n str, bool);

impl<'n> RelationFixes<'n> {
    /// Takes the names of all documents; introductions of lists are nobody's relation.
    pub fn new(index: &DocIndex<'n>) -> RelationFixes<'n> {
        let public = index.each().filter(|(_, summary)| !summary.introduces_list);
        let public = public.map(|(id, summary)| (summary.structure, index.words.of(id)));
        let hidden = index.hidden.iter().enumerate();
        let hidden = hidden.map(|(at, structure)| (*structure, index.words.of_hidden(at)));
        let mut names: HashMap<String, BTreeSet<Called>> = HashMap::new();
        let mut take = |structure: &'n Structure, words: &'n Words, is_public: bool| {
            for name in [&structure.id, &words.title] {
                let called = (structure.kind.as_str(), structure.id.as_str(), is_public);
                names.entry(slugify(name)).or_default().insert(called);
            }
        };
        public.for_each(|(structure, words)| take(structure, words, true));
        hidden.for_each(|(structure, words)| take(structure, words, false));
        RelationFixes(names)
    }

    /// The id to write in place of what a reference says.
    pub fn id(&self, reference: &Reference) -> Option<String> {
        let slug = slugify(&reference.target);
        let is_allowed = |kind: &str| {
            reference.ends.to.is_empty() || reference.ends.to.iter().any(|allowed| allowed == kind)
        };
        let of_kinds = |name: &str| {
            let called = self.0.get(name).into_iter().flatten();
            called
                .filter(|(kind, ..)| is_allowed(kind))
                .collect::<Vec<_>>()
        };
        let [(kind, id, true)] = of_kinds(&slug).as_slice() else {
            return None;
        };
        let is_plain = |c: char| c.is_alphanumeric() || "-_/.".contains(c);
        if slug.is_empty() || !id.starts_with(char::is_alphanumeric) || !id.chars().all(is_plain) {
            return None;
        }
        // Another kind may have the same id: then the kind belongs to the name.
        let same_id = of_kinds(&slugify(id))
            .iter()
            .filter(|(_, other, _)| other == id)
            .count();
        Some(if same_id == 1 {
            (*id).to_owned()
        } else {
            format!("{kind}/{id}")
        })
    }
}
