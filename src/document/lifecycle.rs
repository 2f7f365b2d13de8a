//! Whether a document may be public, decided where it is read. What cannot be understood is never public.

use super::placement::Location;
use super::value::{Fields, Value};
use crate::base::Moment;
use crate::config::lifecycle_key::{DRAFT, EXPIRES, PUBLISH_AT};

/// What a document says of who may see it, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lifecycle {
    /// All of it was understood.
    Known(Terms),
    /// Some of it was not, and that is reported: nobody may see the document.
    Unclear,
    /// The document cannot be read at all, and that is reported: nobody may see it, and nobody knows its fields.
    Unreadable,
    /// Not even its bytes can be read: nobody knows which files it names.
    Lost,
}

/// When readers may see a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Its author says that it is not ready.
    pub is_draft: bool,
    /// Readers may not see it before this moment.
    pub publish_at: Option<Moment>,
    /// Readers may not see it from this moment on.
    pub expires: Option<Moment>,
}

/// Whether every key of front matter that may be about the lifecycle was understood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clarity {
    /// They were.
    #[default]
    Clear,
    /// One of them was not.
    Unclear,
}

impl Lifecycle {
    /// Decides by the fields that could be read, whether all could, and the folder: all in one of drafts is a draft.
    pub(super) fn of(fields: &Fields, clarity: Clarity, location: &Location) -> Lifecycle {
        match (clarity, Terms::of(fields, location)) {
            (Clarity::Clear, Some(terms)) => Lifecycle::Known(terms),
            _ => Lifecycle::Unclear,
        }
    }

    /// When readers may see the document; `None` if they never may.
    pub fn terms(&self) -> Option<&Terms> {
        match self {
            Lifecycle::Known(terms) => Some(terms),
            Lifecycle::Unclear | Lifecycle::Unreadable | Lifecycle::Lost => None,
        }
    }

    /// True for a document that cannot be read at all.
    pub fn is_unreadable(&self) -> bool {
        matches!(self, Lifecycle::Unreadable | Lifecycle::Lost)
    }
}

impl Terms {
    /// `None` if a field has another type than it must have: a kind may have declared it anew.
    fn of(fields: &Fields, location: &Location) -> Option<Terms> {
        let mut terms = Terms::default();
        for field in &fields.0 {
            match (field.name.as_str(), &field.value) {
                (DRAFT, Value::Boolean(is_draft)) => terms.is_draft = *is_draft,
                (PUBLISH_AT, Value::Date(moment)) => terms.publish_at = Some(moment.clone()),
                (EXPIRES, Value::Date(moment)) => terms.expires = Some(moment.clone()),
                (DRAFT | PUBLISH_AT | EXPIRES, _) => return None,
                _ => {}
            }
        }
        terms.is_draft |= location.in_drafts;
        Some(terms)
    }
}
