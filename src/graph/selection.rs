//! Which documents meet the conditions of a collection or a list.

use std::collections::BTreeSet;

use super::extras::has_editions;
use super::id::NodeId;
use super::index::{DocIndex, DocSummary};
use super::relation::Relations;
use super::table::Table;
use crate::base::{Moment, Number, Url};
use crate::config::{Condition, Selection, Wanted};
use crate::document::{Reference, Structure, Value};

/// What conditions ask about documents.
#[derive(Clone, Copy)]
pub(super) struct Selector<'s> {
    pub index: &'s DocIndex<'s>,
    pub relations: &'s Relations,
    /// The URLs of the documents' pages.
    pub pages: &'s Table<Option<Url>>,
}

impl<'s> Selector<'s> {
    /// All documents that are selected, whichever page asks.
    pub fn all(self, selection: &Selection) -> Vec<NodeId> {
        if selection.kinds.is_empty() {
            let ids = self.index.each().map(|(id, _)| id);
            return ids.filter(|id| self.fits(selection, *id, None)).collect();
        }
        let kinds: BTreeSet<&String> = selection.kinds.iter().collect();
        let of_kinds = kinds
            .into_iter()
            .flat_map(|kind| self.index.of_kind(kind))
            .copied();
        of_kinds
            .filter(|id| self.meets(selection, *id, None))
            .collect()
    }

    /// True if a document is selected by the page of `this`. Conditions on what both name are not checked here.
    pub fn fits(self, selection: &Selection, id: NodeId, this: Option<NodeId>) -> bool {
        let summary = self.index.summary(id);
        let is_of_kind = if selection.kinds.is_empty() {
            self.pages[id].is_some() && !summary.introduces_list
        } else {
            selection.kinds.contains(&summary.structure.kind)
        };
        is_of_kind && self.meets(selection, id, this)
    }

    /// True if a document meets the conditions, whatever its kind.
    fn meets(self, selection: &Selection, id: NodeId, this: Option<NodeId>) -> bool {
        let meets_one = |condition: &Condition, wanted: &Wanted| match wanted {
            Wanted::This => self.is_about(id, &condition.field, this),
            Wanted::Same => true,
            wanted => self.holds(id, &condition.field, wanted),
        };
        self.index.summary(id).is_listed
            && selection.conditions.iter().all(|condition| {
                let mut wanted = condition.wanted.iter();
                wanted.any(|wanted| meets_one(condition, wanted))
            })
    }

    /// True if a document names another one, or a translation of it, in a field.
    fn is_about(self, id: NodeId, field: &str, this: Option<NodeId>) -> bool {
        let this = this.map(|this| self.relations.translations.first_of(this));
        let mut subjects = self.subjects(id, field);
        subjects.any(|subject| Some(subject) == this)
    }

    /// What a document names in a field, whatever the language: each thing once.
    pub fn subjects<'n>(
        self,
        id: NodeId,
        field: &'n str,
    ) -> impl Iterator<Item = NodeId> + use<'n, 's> {
        let named = self.names(id, field);
        named.map(move |target| self.relations.translations.first_of(target))
    }

    /// The documents that one names in a field, or in a field of its groups: `people.person`.
    pub fn names<'n>(
        self,
        id: NodeId,
        field: &'n str,
    ) -> impl Iterator<Item = NodeId> + use<'n, 's> {
        let is_group = !field.contains('.');
        let in_field = move |reference: &Reference| {
            let rest = reference.field.strip_prefix(field);
            rest.is_some_and(|rest| rest.is_empty() || (is_group && rest.starts_with('.')))
        };
        let references = self.index.structure(id).references.iter();
        references
            .zip(&self.relations.references[id])
            .filter(move |(reference, _)| in_field(reference))
            .filter_map(|(_, target)| *target)
    }
}

impl Selector<'_> {
    /// True if a field of a document has the wanted value.
    fn holds(self, id: NodeId, field: &str, wanted: &Wanted) -> bool {
        let summary = self.index.summary(id);
        if let ("kind", Wanted::Word(word)) = (field, wanted) {
            return summary.structure.kind == word.text;
        }
        let Some(value) = self.index.field(id, field) else {
            return self.is_made_as_file(id, field) && *wanted == Wanted::Any;
        };
        match (wanted, value) {
            (Wanted::Any, value) => !is_empty(value),
            (Wanted::Future, Value::Date(moment)) => !self.is_over(moment),
            (Wanted::Past, Value::Date(moment)) => self.is_over(moment),
            (Wanted::Upcoming, Value::Date(start)) => {
                !self.is_over(end_of(summary, field).unwrap_or(start))
            }
            (Wanted::Upcoming, value) => is(value, summary.structure, "upcoming"),
            (Wanted::Word(word), value) => is(value, summary.structure, &word.text),
            _ => false,
        }
    }

    /// True for a document whose only attachments are made of it.
    fn is_made_as_file(self, id: NodeId, field: &str) -> bool {
        field == "attachments" && self.pages[id].is_some() && has_editions(id, self.index)
    }

    fn is_over(self, moment: &Moment) -> bool {
        moment.over() <= self.index.input.now
    }
}

fn is_empty(value: &Value) -> bool {
    matches!(value, Value::List(values) if values.is_empty())
}

/// When what a field begins is over, if the document says so.
fn end_of<'i>(summary: &DocSummary<'i>, field: &str) -> Option<&'i Moment> {
    let end = summary.kind?.end_of(field)?;
    summary.structure.fields.moment(&end.name)
}

fn is(value: &Value, structure: &Structure, word: &str) -> bool {
    match value {
        Value::Text(text) | Value::SourceText(text) => {
            text == word || text.to_lowercase() == word.to_lowercase()
        }
        Value::Tag(tag) => tag.is_called(word),
        Value::Integer(number) => is_number(i128::from(*number).into(), word),
        Value::Number(number) => is_number(*number, word),
        Value::Boolean(flag) => word == if *flag { "true" } else { "false" },
        Value::Date(moment) => moment.day().to_string() == word,
        Value::Relation(id) => structure
            .references
            .get(id.0 as usize)
            .is_some_and(|reference| reference.target == word),
        Value::List(values) => values.iter().any(|value| is(value, structure, word)),
        _ => false,
    }
}

fn is_number(number: Number, word: &str) -> bool {
    Number::read(word).is_some_and(|wanted| wanted.shortest() == number.shortest())
}
