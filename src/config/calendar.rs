//! What of a kind's documents a calendar shows: which of their fields say when and where.

use super::field::{Declared, Field, FieldType};
use super::settings::{Settings, SettingsFile};
use crate::base::suggest::did_you_mean;
use crate::base::{Code, Diagnostic};
use crate::yaml::Node;

/// The fields that a calendar reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// When it begins; a document without it is in no calendar.
    pub start: FieldName,
    /// When it ends.
    pub end: Option<FieldName>,
    /// Where it is.
    pub location: Option<FieldName>,
    /// Where to join it or to learn more; its page where absent.
    pub url: Option<FieldName>,
    /// Whether it will not take place.
    pub cancelled: Option<FieldName>,
}

/// A field by its name, with the place where it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldName {
    /// The name.
    pub name: String,
    declared: Declared,
}

/// A key, the field asked for, what it may hold, and that in words.
type Asked<'a> = (
    &'static str,
    Option<&'a FieldName>,
    fn(&FieldType) -> bool,
    &'static str,
);

impl Calendar {
    /// Reads `calendar:` of a kind; one that does not say when things begin is reported.
    pub fn read(file: &SettingsFile, node: &Node, kind: &str) -> Option<Calendar> {
        let settings = Settings::new(file, node, format!("`calendar` of kind `{kind}`"));
        let field = |key: &'static str| {
            let name = settings.text(key)?;
            let span = settings.node(key).map_or(settings.span(), |node| node.span);
            Some(FieldName {
                name,
                declared: Declared(Some((file.file.clone(), span))),
            })
        };
        let start = field("start");
        let (end, location) = (field("end"), field("location"));
        let (url, cancelled) = (field("url"), field("cancelled"));
        settings.done();
        if start.is_none() && !node.entries().is_empty() {
            let message = format!("`calendar` of kind `{kind}` does not say when things begin");
            file.wrong(
                node.span,
                message,
                "add `start:` with the name of a field that holds a date",
            );
        }
        Some(Calendar {
            start: start?,
            end,
            location,
            url,
            cancelled,
        })
    }

    /// Reports fields that are not there or hold something else.
    pub(super) fn check(&self, kind: &str, fields: &[&Field]) -> Vec<Diagnostic> {
        let asked: [Asked; 5] = [
            ("start", Some(&self.start), is_date, "a date"),
            ("end", self.end.as_ref(), is_date, "a date"),
            ("location", self.location.as_ref(), is_place, "text"),
            ("url", self.url.as_ref(), is_link, "a link"),
            (
                "cancelled",
                self.cancelled.as_ref(),
                is_flag,
                "`true` or `false`",
            ),
        ];
        let mut found = Vec::new();
        for (key, asked, fits, wanted) in asked {
            let Some(asked) = asked else { continue };
            let what = format!("`{key}` in `calendar` of kind `{kind}`");
            let name = &asked.name;
            let field = fields.iter().find(|field| field.name == *name);
            let (message, help) = match field {
                Some(field) if fits(&field.ty) => continue,
                Some(field) => (about_type(&what, wanted, field), None),
                None => {
                    let names = fields.iter().map(|field| field.name.as_str());
                    let message = format!("{what} names `{name}`, which is not a field");
                    (message, did_you_mean(name, names))
                }
            };
            // Where a site declares a field anew, the calendar of its theme is right.
            let place = field
                .filter(|field| field.declared.is_over(&asked.declared))
                .map_or(&asked.declared, |field| &field.declared);
            found.push(place.diagnostic(message).help(help.unwrap_or_default()));
        }
        found
    }
}

fn about_type(what: &str, wanted: &str, field: &Field) -> String {
    format!(
        "{what} needs a field that holds {wanted}, but `{}` holds {}",
        field.name,
        field.ty.describe()
    )
}

fn is_date(ty: &FieldType) -> bool {
    *ty == FieldType::Date
}

fn is_place(ty: &FieldType) -> bool {
    matches!(
        ty,
        FieldType::Text | FieldType::Choice(_) | FieldType::Relation { .. }
    )
}

fn is_link(ty: &FieldType) -> bool {
    *ty == FieldType::Url
}

fn is_flag(ty: &FieldType) -> bool {
    *ty == FieldType::Boolean
}

impl Declared {
    /// What is wrong with a declaration, at its place.
    fn diagnostic(&self, message: String) -> Diagnostic {
        let diagnostic = Diagnostic::new(Code::InvalidKind, message);
        match &self.0 {
            Some((file, span)) => diagnostic.at(file, *span, ""),
            None => diagnostic,
        }
    }
}
