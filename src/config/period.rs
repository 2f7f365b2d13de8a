//! Periods: which date of a kind says when what another one began is over.
//!
//! A field says so with `after`, a calendar by its `start` and `end`, and else its name does: `end` belongs to `start`,
//! `valid_to` to `valid_from`. Whatever compares or orders such dates asks the kind, and no list of fields.

use super::field::{Declared, Field, FieldType};
use super::kind::Kind;
use crate::base::suggest::did_you_mean;
use crate::base::{Code, Diagnostic, SharedText};

/// What names of fields say of a beginning, and what then of its end.
const WORDS: [(&str, &str); 15] = [
    ("start", "end"),
    ("starts", "ends"),
    ("started", "ended"),
    ("begin", "end"),
    ("begins", "ends"),
    ("began", "ended"),
    ("start", "finish"),
    ("starts", "finishes"),
    ("started", "finished"),
    ("from", "to"),
    ("from", "until"),
    ("since", "until"),
    ("open", "close"),
    ("opens", "closes"),
    ("first", "last"),
];

/// Finds the beginning of every end in the fields of a kind.
pub(super) fn pair(kind: &mut Kind) {
    if let Some((start, end)) = of_calendar(kind)
        && let Some(field) = kind.fields.iter_mut().find(|field| *field.name == end)
    {
        field.after.get_or_insert(start.as_str().into());
    }
    pair_fields(&mut kind.fields);
}

/// The dates by which a calendar knows when something begins and ends. If they are none, the calendar's check says so.
fn of_calendar(kind: &Kind) -> Option<(String, String)> {
    let calendar = kind.calendar.as_ref()?;
    let (start, end) = (&calendar.start.name, &calendar.end.as_ref()?.name);
    let is_date = |name: &str| kind.field(name).map(|field| &field.ty) == Some(&FieldType::Date);
    (is_date(start) && is_date(end) && start != end).then(|| (start.clone(), end.clone()))
}

fn pair_fields(fields: &mut [Field]) {
    let dates: Vec<SharedText> = fields
        .iter()
        .filter(|field| field.ty == FieldType::Date)
        .map(|field| field.name.clone())
        .collect();
    for field in fields {
        if field.ty == FieldType::Date && field.after.is_none() {
            field.after = beginning(&field.name, &dates);
        }
        if let Some(inner) = field.ty.inner_fields_mut() {
            pair_fields(inner);
        }
    }
}

/// The field among `dates` whose name says that it begins what `end` ends.
fn beginning(end: &str, dates: &[SharedText]) -> Option<SharedText> {
    let parts: Vec<&str> = end.split_inclusive(['_', '-']).collect();
    for (at, part) in parts.iter().enumerate() {
        let word = part.trim_end_matches(['_', '-']);
        for (start, _) in WORDS.iter().filter(|(_, other)| *other == word) {
            let part = part.replacen(word, start, 1);
            let name = [&parts[..at], &[&part], &parts[at + 1..]].concat().concat();
            if let Some(found) = dates.iter().find(|date| ***date == *name) {
                return Some(found.clone());
            }
        }
    }
    None
}

/// Reports each `after` that names no date beside its field.
pub(super) fn check(fields: &[&Field], diagnostics: &mut Vec<Diagnostic>) {
    for field in fields {
        if let Some(after) = &field.after {
            diagnostics.extend(wrong_after(field, after, fields));
        }
        if let Some(inner) = field.ty.inner_fields() {
            check(&inner.iter().collect::<Vec<_>>(), diagnostics);
        }
    }
}

fn wrong_after(field: &Field, after: &str, siblings: &[&Field]) -> Option<Diagnostic> {
    let name = &field.name;
    if field.ty != FieldType::Date {
        let message = format!("`{name}` has `after`, but holds {}", field.ty.describe());
        return Some(wrong(
            &field.declared,
            message,
            "only a date can be after another one",
        ));
    }
    let is_date = |field: &&&Field| field.ty == FieldType::Date && field.name != *name;
    let mut dates = siblings.iter().filter(is_date).map(|field| &*field.name);
    if dates.clone().any(|date| date == after) {
        return None;
    }
    let message =
        format!("`after` of field `{name}` names `{after}`, which is not a date beside it");
    let help = did_you_mean(after, &mut dates)
        .unwrap_or_else(|| format!("write the name of the date that begins what `{name}` ends"));
    Some(wrong(&field.declared, message, &help))
}

fn wrong(declared: &Declared, message: String, help: &str) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::InvalidKind, message);
    let diagnostic = match &declared.0 {
        Some((file, span)) => diagnostic.at(file, *span, "declared here"),
        None => diagnostic,
    };
    diagnostic.help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_which_date_is_the_end_of_which() {
        let names = [
            "start",
            "valid-from",
            "start_date",
            "from",
            "booking_opens",
            "date",
        ];
        let dates = names.map(SharedText::from);
        for (end, start) in [
            ("end", Some("start")),
            ("finish", Some("start")),
            ("end_date", Some("start_date")),
            ("valid-to", Some("valid-from")),
            ("valid-until", Some("valid-from")),
            ("until", Some("from")),
            ("booking_closes", Some("booking_opens")),
            ("ends", None),
            ("weekend", None),
            ("date", None),
        ] {
            assert_eq!(beginning(end, &dates).as_deref(), start, "{end}");
        }
    }
}
