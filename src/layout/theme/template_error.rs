//! What Tera says of a template, as diagnostics in the template's file.

use crate::base::suggest::did_you_mean;
use crate::base::{Code, Diagnostic, FilePath, Span};

/// A template's name and text.
pub struct TemplateSource<'s> {
    pub name: &'s str,
    pub file: &'s FilePath,
    pub text: &'s str,
}

/// True for an error that lies in one template alone.
pub fn is_syntax(error: &tera::Error) -> bool {
    matches!(error.kind(), tera::ErrorKind::SyntaxError(_))
}

/// True where a template is not there: either it could not be compiled, or the plan missed it. Both
/// are reported already.
pub fn is_absent(error: &tera::Error) -> bool {
    matches!(error.kind(), tera::ErrorKind::TemplateNotFound(_))
}

/// The diagnostics of an error found while templates are compiled, in Tera's words.
pub fn diagnostics(error: &tera::Error, sources: &[TemplateSource]) -> Vec<Diagnostic> {
    let file_of = |name: &str| {
        sources
            .iter()
            .find(|source| source.name == name)
            .map(|source| (source.file, source.text))
    };
    match error.kind() {
        tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => {
            let (file, text) = match file_of(report.filename()) {
                Some((file, text)) => (file.clone(), text),
                None => (FilePath::new(report.filename()), ""),
            };
            vec![of_report(report, &file, text)]
        }
        tera::ErrorKind::MissingParent { current, parent } => {
            let names = sources.iter().map(|source| source.name);
            let message = format!("this template extends `{parent}`, which does not exist");
            let diagnostic = Diagnostic::new(Code::TemplateError, message);
            let diagnostic = match file_of(current) {
                Some((file, text)) => at_text(diagnostic, file, text, parent),
                None => diagnostic,
            };
            vec![diagnostic.help(did_you_mean(parent, names).unwrap_or_default())]
        }
        tera::ErrorKind::CircularExtend { tpl, .. }
        | tera::ErrorKind::CircularInclude { tpl, .. } => {
            let diagnostic = Diagnostic::new(
                Code::TemplateError,
                "this template extends or includes itself",
            );
            vec![file_of(tpl).map_or(diagnostic.clone(), |(file, _)| diagnostic.in_file(file))]
        }
        // Unknown names arrive as one text of several reports, with a blank line between.
        _ => error
            .to_string()
            .split("\n\n")
            .map(|report| of_text(report, sources))
            .collect(),
    }
}

/// The diagnostic of an error found while a page is rendered; `page` is what was being rendered.
pub fn of_rendering(
    error: &tera::Error,
    file_of: impl Fn(&str) -> Option<FilePath>,
    page: &FilePath,
) -> Diagnostic {
    let tera::ErrorKind::RenderingError(report) = error.kind() else {
        return Diagnostic::new(Code::TemplateError, lower(&error.to_string()))
            .in_file(page)
            .help(seen_in(page))
            .while_rendering();
    };
    let file = file_of(report.filename()).unwrap_or_else(|| FilePath::new(report.filename()));
    let span = report.span();
    let (message, more) = report
        .message()
        .split_once('\n')
        .unwrap_or((report.message(), ""));
    let (message, known) = message.split_once(". Available ").unwrap_or((message, ""));
    Diagnostic::new(
        Code::TemplateError,
        lower(&message.replace("`&str`", "text")),
    )
    .at(&file, Span::new(span.range.start, span.range.end), "here")
    .help(more.trim().to_owned())
    .help(names_there_are(message, known))
    .help(seen_in(page))
    .while_rendering()
}

/// The diagnostic of a template that stopped the template engine; `page` is what was being rendered.
pub fn of_panic(template: Option<&FilePath>, page: &FilePath) -> Diagnostic {
    let message = "the template engine failed on this template";
    Diagnostic::new(Code::TemplateError, message)
        .in_file(template.unwrap_or(page))
        .help(seen_in(page))
        .while_rendering()
}

/// Where a template failed, and what becomes of that page.
fn seen_in(page: &FilePath) -> String {
    format!(
        "seen while {page} was rendered; until this is fixed, a build leaves that page out, and a watch keeps its last version"
    )
}

/// The nearest of the names that Tera lists, else all of them: "fields: date, title".
fn names_there_are(message: &str, known: &str) -> String {
    let Some((what, names)) = known.split_once(": ") else {
        return String::new();
    };
    let names: Vec<&str> = names.trim_end_matches('.').split(", ").collect();
    let wrong = message.split('`').nth(1).unwrap_or("");
    did_you_mean(wrong, names.iter().copied())
        .unwrap_or_else(|| format!("the {what} are {}", names.join(", ")))
}

fn of_report(report: &tera::ReportError, file: &FilePath, text: &str) -> Diagnostic {
    let span = report.span();
    let range = span.range.start.min(text.len())..span.range.end.min(text.len());
    Diagnostic::new(Code::TemplateError, lower(report.message())).at(
        file,
        Span::new(range.start, range.end),
        "here",
    )
}

/// Reads `error: MESSAGE` and `--> FILE:LINE:COLUMN` back from a drawn report.
fn of_text(report: &str, sources: &[TemplateSource]) -> Diagnostic {
    let message = report
        .lines()
        .next()
        .unwrap_or(report)
        .trim_start_matches("error: ");
    let diagnostic = Diagnostic::new(Code::TemplateError, lower(message));
    let place = report
        .lines()
        .find_map(|line| line.trim_start().strip_prefix("--> "));
    let parsed = place.and_then(|place| {
        let mut parts = place.rsplitn(3, ':');
        let column: usize = parts.next()?.parse().ok()?;
        let line: usize = parts.next()?.parse().ok()?;
        let name = parts.next()?;
        let source = sources.iter().find(|source| source.name == name)?;
        Some((source, line, column))
    });
    let Some((source, line, column)) = parsed else {
        return diagnostic;
    };
    let underline = report
        .lines()
        .filter_map(|line| line.rsplit_once("| "))
        .find(|(_, rest)| rest.trim().starts_with('^'));
    let width = underline.map_or(1, |(_, rest)| rest.matches('^').count());
    let span = span_of(source.text, (line, column), width);
    diagnostic.at(source.file, span, "here")
}

/// A line and a column in characters, both from 1, as bytes.
fn span_of(text: &str, (line, column): (usize, usize), width: usize) -> Span {
    let start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let rest = &text[start.min(text.len())..];
    let bytes = |count: usize| {
        rest.char_indices()
            .nth(count)
            .map_or(rest.len(), |(at, _)| at)
    };
    Span::new(
        start + bytes(column.saturating_sub(1)),
        start + bytes(column.saturating_sub(1) + width),
    )
}

fn at_text(diagnostic: Diagnostic, file: &FilePath, text: &str, wanted: &str) -> Diagnostic {
    match text.find(wanted) {
        Some(at) => diagnostic.at(file, Span::new(at, at + wanted.len()), "no such template"),
        None => diagnostic.in_file(file),
    }
}

/// Tera's sentences start with a capital and may end with a full stop; ours do not.
fn lower(message: &str) -> String {
    let message = message.trim().trim_end_matches('.');
    let mut letters = message.chars();
    let first = letters
        .next()
        .map(|first| first.to_lowercase().to_string())
        .unwrap_or_default();
    let rest = letters.as_str();
    if rest.starts_with(|c: char| c.is_uppercase()) {
        message.to_owned()
    } else {
        first + rest
    }
}
