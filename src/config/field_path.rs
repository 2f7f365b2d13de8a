//! The name of a field that a kind's declaration asks for: `start`, or `period.from` for one inside a group or a list of
//! groups.

use super::field::{Declared, Field, FieldType};
use super::settings::Settings;
use crate::base::suggest::did_you_mean;
use crate::base::{Code, Diagnostic};

/// A field by its name, with the place where it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldName {
    /// The name; with a dot before that of a field in a group.
    pub name: String,
    declared: Declared,
}

/// What a declaration needs of a field.
#[derive(Clone, Copy)]
pub(super) struct Need {
    /// True for a type that will do.
    pub fits: fn(&FieldType) -> bool,
    /// The same in words: "a date".
    pub wanted: &'static str,
}

impl FieldName {
    /// Reads the name of a field below a key.
    pub(super) fn read(settings: &Settings, key: &'static str) -> Option<FieldName> {
        let name = settings.text(key)?;
        let span = settings.node(key).map_or(settings.span(), |node| node.span);
        Some(FieldName {
            name,
            declared: Declared(Some((settings.file.file.clone(), span))),
        })
    }

    /// Reads the names of several fields below a key.
    pub(super) fn read_all(settings: &Settings, key: &'static str) -> Vec<FieldName> {
        let span = settings.node(key).map_or(settings.span(), |node| node.span);
        let names = settings.texts(key).unwrap_or_default().into_iter();
        let field = |name| FieldName {
            name,
            declared: Declared(Some((settings.file.file.clone(), span))),
        };
        names.map(field).collect()
    }

    /// The field itself, and the one inside it, if the name has a dot.
    pub fn parts(&self) -> (&str, Option<&str>) {
        match self.name.split_once('.') {
            Some((outer, inner)) => (outer, Some(inner)),
            None => (&self.name, None),
        }
    }

    /// Reports a field that is not there or holds something else. `what` asks for it.
    pub(super) fn check(&self, what: &str, need: Need, fields: &[&Field]) -> Option<Diagnostic> {
        let Some(field) = self.find(fields) else {
            let names = fields.iter().map(|field| field.name.as_str());
            let message = format!("{what} names `{}`, which is not a field", self.name);
            let help = did_you_mean(&self.name, names).unwrap_or_default();
            return Some(self.declared.diagnostic(message).help(help));
        };
        if (need.fits)(&field.ty) {
            return None;
        }
        let message = format!(
            "{what} needs a field that holds {}, but `{}` holds {}",
            need.wanted,
            self.name,
            field.ty.describe()
        );
        // Where a site declares a field anew, the declaration of its theme is right.
        let is_over = field.declared.is_over(&self.declared);
        let place = if is_over {
            &field.declared
        } else {
            &self.declared
        };
        Some(place.diagnostic(message))
    }

    fn find<'f>(&self, fields: &[&'f Field]) -> Option<&'f Field> {
        let (outer, inner) = self.parts();
        let field = fields.iter().find(|field| *field.name == *outer)?;
        match inner {
            Some(inner) => field
                .ty
                .inner_fields()?
                .iter()
                .find(|field| *field.name == *inner),
            None => Some(field),
        }
    }
}

impl Declared {
    /// What is wrong with a declaration, at its place.
    pub(super) fn diagnostic(&self, message: String) -> Diagnostic {
        let diagnostic = Diagnostic::new(Code::InvalidKind, message);
        match &self.0 {
            Some((file, span)) => diagnostic.at(file, *span, ""),
            None => diagnostic,
        }
    }
}

/// The needs that several declarations have.
pub(super) mod needs {
    use super::{FieldType, Need};

    pub const DATE: Need = Need {
        fits: |ty| *ty == FieldType::Date,
        wanted: "a date",
    };
    pub const CHOICE: Need = Need {
        fits: |ty| matches!(ty, FieldType::Choice(_)),
        wanted: "one of some words",
    };
    pub const NUMBER: Need = Need {
        fits: |ty| *ty == FieldType::Number,
        wanted: "a number",
    };
    pub const RELATION: Need = Need {
        fits: |ty| matches!(ty, FieldType::Relation(_)),
        wanted: "the id of a document",
    };
    pub const RELATIONS: Need = Need {
        fits: |ty| match ty {
            FieldType::List(item) => matches!(**item, FieldType::Relation(_)),
            _ => false,
        },
        wanted: "a list of ids of documents",
    };
}
