//! What there is to say of how a date is written: that it cannot be read, or that not everybody can.

use crate::base::{
    Code, Diagnostic, FilePath, Fix, Moment, Span, date, informal_date, unclear_date,
};

/// The problem with the text of a field at a place, with the moment that was read in it.
pub(super) fn problem(
    field: &str,
    text: &str,
    moment: Option<&Moment>,
    file: &FilePath,
    span: Span,
) -> Option<Diagnostic> {
    let iso = informal_date::iso(text);
    let found = match (moment, &iso) {
        (None, _) => Diagnostic::new(
            Code::UnreadableDate,
            format!("the date in `{field}` cannot be read"),
        )
        .at(file, span, "not a date")
        .help(unclear_date::advice(text).unwrap_or_else(|| format!("write it as {}", date::FORMS))),
        (Some(_), Some(iso)) if informal_date::is_informal(text) => Diagnostic::new(
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

/// What is wrong with the date in the name of a file, or of the folder of an index.
pub(super) fn in_name(file: &FilePath) -> Option<Diagnostic> {
    let folder = file.folder().rsplit('/').next().unwrap_or_default();
    let (name, what) = if file.is_index() {
        (folder, "folder")
    } else {
        (file.stem(), "file")
    };
    let written = date::misread_at_start(name)?;
    let message = format!("the name of this {what} starts with `{written}`, which is not a date");
    Some(
        Diagnostic::new(Code::UnreadableDate, message)
            .in_file(file)
            .help(format!(
                "rename the {what}: a date there has four, two and two figures, as in `2012-08-02-{}`",
                name[written.len()..].trim_start_matches(['-', '_', ' '])
            ))
            .help("or write `date:` in its front matter, if the name is right as it is"),
    )
}
