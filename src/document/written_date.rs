//! What there is to say of how a date is written: that it cannot be read, or that not everybody can.

use crate::base::{Code, Diagnostic, FilePath, Fix, Moment, Span, date, odd_date};

/// The problem with the text of a field at a place, with the moment that was read in it.
pub(super) fn problem(
    field: &str,
    text: &str,
    moment: Option<&Moment>,
    file: &FilePath,
    span: Span,
) -> Option<Diagnostic> {
    let iso = odd_date::iso(text);
    let found = match (moment, &iso) {
        (None, _) => Diagnostic::new(
            Code::UnreadableDate,
            format!("the date in `{field}` cannot be read"),
        )
        .at(file, span, "not a date")
        .help(format!("write it as {}", date::FORMS)),
        (Some(_), Some(iso)) if odd_date::is_odd(text) => Diagnostic::new(
            Code::OddDate,
            format!("some programs cannot read the date in `{field}`"),
        )
        .at(file, span, "in words")
        .help(format!("write `{iso}`")),
        _ => return None,
    };
    Some(match &iso {
        Some(iso) => found.fixed_by(Fix::replacing(
            format!("write `{iso}`"),
            file,
            span,
            text,
            iso,
        )),
        None => found,
    })
}
