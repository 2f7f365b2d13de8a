//! Which documents a template wants, and in what order: collections, and lists of other kinds.

use super::settings::{Settings, SettingsFile};
use crate::base::{FilePath, SourceSpan};
use crate::yaml::{Entry, Node};

/// The order of a list. Ties are broken by id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The field sorted by.
    pub field: String,
    /// Largest or newest first.
    pub descending: bool,
}

/// An ordered set of documents that a template wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collection {
    /// Its name in templates.
    pub name: String,
    /// Which documents it holds.
    pub selection: Selection,
    /// Its order.
    pub sort: Sort,
    /// The most documents it holds; 0 for any number.
    pub limit: usize,
}

/// A word in a condition, which may be the id of a document, and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word.
    pub text: String,
    /// The file.
    pub file: FilePath,
    /// Its place there.
    pub span: SourceSpan,
}

/// What documents have in common.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The kinds they are of; empty for all that have a page.
    pub kinds: Vec<String>,
    /// What their fields hold; every condition has to be met.
    pub conditions: Vec<Condition>,
}

/// A field that holds one of some values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The field looked at.
    pub field: String,
    /// What it may hold.
    pub wanted: Vec<Wanted>,
}

/// What a field may hold to meet a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Anything at all: `any`.
    Any,
    /// The document that the collection belongs to: `this`.
    This,
    /// A document that the same field of the collection's own document names too: `same`.
    Same,
    /// A moment that is still to come, or a day that is not over: `future`.
    Future,
    /// A moment or a day that is over: `past`.
    Past,
    /// A moment whose end, or which itself if it has no end, is still to come: `upcoming`. A text may be that word.
    Upcoming,
    /// This word, number, date or id.
    Word(Word),
}

impl Default for Sort {
    fn default() -> Sort {
        Sort {
            field: "date".to_owned(),
            descending: true,
        }
    }
}

impl Sort {
    /// Reads `date`, `date desc` or `-date`.
    pub fn read(text: &str) -> Sort {
        let text = text.trim();
        if let Some(field) = text.strip_prefix('-') {
            return Sort {
                field: field.to_owned(),
                descending: true,
            };
        }
        let (field, direction) = text.split_once(' ').unwrap_or((text, ""));
        Sort {
            field: field.to_owned(),
            descending: direction.trim().starts_with("desc"),
        }
    }
}

impl Condition {
    /// True where some of what is wanted is this.
    pub fn wants(&self, wanted: &Wanted) -> bool {
        self.wanted.contains(wanted)
    }
}

impl Selection {
    /// Reads `kind` and `where`.
    pub(super) fn read(settings: &Settings) -> Selection {
        let conditions = settings
            .group("where")
            .map(|node| read_conditions(settings.file.file, node))
            .unwrap_or_default();
        Selection {
            kinds: settings.texts("kind").unwrap_or_default(),
            conditions,
        }
    }

    /// The condition that asks for this, where there is one.
    pub fn asking_for(&self, wanted: &Wanted) -> Option<&Condition> {
        self.conditions
            .iter()
            .find(|condition| condition.wants(wanted))
    }

    /// The fields whose moments decide, so that what is selected changes as time goes by.
    pub fn timed_fields(&self) -> impl Iterator<Item = &str> {
        let of_time = [Wanted::Future, Wanted::Past, Wanted::Upcoming];
        let timed = move |condition: &&Condition| of_time.iter().any(|one| condition.wants(one));
        self.conditions
            .iter()
            .filter(timed)
            .map(|condition| condition.field.as_str())
    }
}

/// Reads `collections:` of a kind or of a document.
pub fn read_collections(file: &SettingsFile, node: &Node) -> Vec<Collection> {
    let read = |entry: &Entry| {
        let settings = Settings::new(
            file,
            &entry.value,
            format!("collection `{}`", entry.key),
            "collection",
        );
        let collection = Collection {
            name: entry.key.clone(),
            selection: Selection::read(&settings),
            sort: settings
                .text("sort")
                .map(|text| Sort::read(&text))
                .unwrap_or_default(),
            limit: settings.number("limit").unwrap_or(0),
        };
        settings.done();
        collection
    };
    node.entries().iter().map(read).collect()
}

fn read_conditions(file: &FilePath, node: &Node) -> Vec<Condition> {
    let wanted = |item: &Node| {
        item.text().map(|text| match text {
            "any" => Wanted::Any,
            "this" => Wanted::This,
            "same" => Wanted::Same,
            "future" => Wanted::Future,
            "past" => Wanted::Past,
            "upcoming" => Wanted::Upcoming,
            text => Wanted::Word(Word {
                text: text.to_owned(),
                file: file.clone(),
                span: item.span,
            }),
        })
    };
    let read = |entry: &Entry| Condition {
        field: entry.key.clone(),
        wanted: entry.value.items().iter().filter_map(wanted).collect(),
    };
    node.entries().iter().map(read).collect()
}
