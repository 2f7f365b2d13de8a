//! The groups of a list: what its entries have in common in one field.

use std::collections::HashMap;

use super::id::NodeId;
use super::link::Label;
use super::selection::Selector;
use super::tag_index::TagIndex;
use crate::base::{LanguageId, Number};
use crate::config::{Field, FieldType, Sort};
use crate::document::{Structure, Value};

/// What lists are grouped by.
#[derive(Clone, Copy)]
pub(super) struct Grouping<'g> {
    pub selector: Selector<'g>,
    /// The tags of the site, which know how each is called.
    pub tags: &'g [TagIndex],
    /// A field, or `year`.
    pub field: &'g str,
    pub sort: &'g Sort,
    /// The language of the readers of the list.
    pub language: LanguageId,
}

/// What the entries of a group have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Group<'i> {
    Year(i16),
    Text(&'i str),
    Number(Number),
    /// A tag, by what is equal for all ways of writing it.
    Tag(&'i str),
    Document(NodeId),
    Nothing,
}

impl<'g> Grouping<'g> {
    /// Brings entries of a group together, groups in the order of the choices of the field or else of their first entry;
    /// gives each group's title and size. Entries without the field come last, under no title.
    pub fn bring_together(self, entries: &mut Vec<NodeId>) -> Vec<(Label, usize)> {
        let mut groups: Vec<(Group, Vec<NodeId>)> = Vec::new();
        let mut places: HashMap<Group, usize> = HashMap::new();
        for id in entries.iter().copied() {
            let group = self.group_of(id);
            let place = *places.entry(group).or_insert(groups.len());
            match groups.get_mut(place) {
                Some((_, members)) => members.push(id),
                None => groups.push((group, vec![id])),
            }
        }
        groups.sort_by_key(|(group, members)| self.place_of(*group, members));
        *entries = groups
            .iter()
            .flat_map(|(_, members)| members.iter().copied())
            .collect();
        groups
            .into_iter()
            .map(|(group, members)| (self.title(group, &members), members.len()))
            .collect()
    }

    fn group_of(self, id: NodeId) -> Group<'g> {
        let index = self.selector.index;
        if self.field == "year" {
            return self.year_of(index.structure(id));
        }
        match index.field(id, self.field) {
            Some(Value::Text(text)) if !text.is_empty() => Group::Text(text),
            Some(Value::Tag(tag)) => Group::Tag(&tag.slug),
            Some(Value::Integer(number)) => Group::Number(i128::from(*number).into()),
            Some(Value::Number(number)) => Group::Number(number.shortest()),
            Some(Value::Relation(reference)) => {
                let relations = self.selector.relations;
                let named = relations.named(id, *reference);
                let seen = named.map(|named| relations.translations.seen_in(named, self.language));
                seen.map_or(Group::Nothing, Group::Document)
            }
            _ => Group::Nothing,
        }
    }

    fn year_of(self, structure: &Structure) -> Group<'g> {
        let sorted_by = structure.fields.moment(&self.sort.field);
        match sorted_by.or(structure.meta.date.as_ref()) {
            Some(moment) => Group::Year(moment.day().year()),
            None => Group::Nothing,
        }
    }

    /// Where a group comes: by the place of its word among the choices of the field, 0 for other fields; last if its entries
    /// have nothing in common.
    fn place_of(self, group: Group, members: &[NodeId]) -> usize {
        let index = self.selector.index;
        let kind = members.first().and_then(|id| index.summary(*id).kind);
        match (group, kind.and_then(|kind| kind.field(self.field))) {
            (
                Group::Text(text),
                Some(Field {
                    ty: FieldType::Choice(words),
                    ..
                }),
            ) => words
                .iter()
                .position(|word| word == text)
                .unwrap_or(words.len()),
            (Group::Nothing, _) => usize::MAX,
            _ => 0,
        }
    }

    fn title(self, group: Group, members: &[NodeId]) -> Label {
        let text = match group {
            Group::Document(id) => return Label::Title(id),
            Group::Year(year) => year.to_string(),
            Group::Text(text) => text.to_owned(),
            Group::Number(number) => number.to_string(),
            Group::Tag(slug) => return Label::Tag(self.tag_label(slug, members).into()),
            Group::Nothing => String::new(),
        };
        Label::Text(text.into())
    }

    /// A tag as its own page is called; else as the first entry writes it.
    fn tag_label(self, slug: &str, members: &[NodeId]) -> String {
        let indexes = self.tags.iter().filter(|index| index.field == self.field);
        let mut pages = indexes.flat_map(|index| &index.pages);
        if let Some(page) = pages.find(|page| page.slug == slug) {
            return page.label.clone();
        }
        let index = self.selector.index;
        match members.first().and_then(|id| index.field(*id, self.field)) {
            Some(Value::Tag(tag)) => tag.label.to_string(),
            _ => slug.to_owned(),
        }
    }
}
