//! What Tera says of a template, as diagnostics in the template's file.

use crate::base::suggest::did_you_mean;
use crate::base::{Code, Diagnostic, FilePath, Span};

/// A template's name and text.
pub struct TemplateSource<'s> {
    pub name: &'s str,
    pub file: &'s FilePath,
    pub text: &'s str,
}

/// Where a template is, and what it says.
#[derive(Clone, Copy)]
struct Template<'s> {
    file: &'s FilePath,
    text: &'s str,
}

fn find<'s>(name: &str, sources: &[TemplateSource<'s>]) -> Option<Template<'s>> {
    let source = sources.iter().find(|source| source.name == name)?;
    Some(Template {
        file: source.file,
        text: source.text,
    })
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
    match error.kind() {
        tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => {
            vec![of_report(report, sources)]
        }
        tera::ErrorKind::MissingParent { current, parent } => {
            vec![no_parent(parent, find(current, sources), sources)]
        }
        tera::ErrorKind::CircularExtend { tpl, .. }
        | tera::ErrorKind::CircularInclude { tpl, .. } => {
            let message = "this template extends or includes itself";
            let diagnostic = Diagnostic::new(Code::TemplateError, message);
            vec![match find(tpl, sources) {
                Some(template) => diagnostic.in_file(template.file),
                None => diagnostic,
            }]
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
    let diagnostic = match error.kind() {
        tera::ErrorKind::RenderingError(report) => of_report_of_rendering(report, file_of),
        _ => Diagnostic::new(Code::TemplateError, lower(&error.to_string())).in_file(page),
    };
    diagnostic.help(seen_in(page)).while_rendering()
}

fn of_report_of_rendering(
    report: &tera::ReportError,
    file_of: impl Fn(&str) -> Option<FilePath>,
) -> Diagnostic {
    let file = file_of(report.filename()).unwrap_or_else(|| FilePath::new(report.filename()));
    let range = &report.span().range;
    // What went wrong in a component that a function rendered is a report of its own.
    let message = report.message();
    let message = message.strip_prefix("error: ").unwrap_or(message);
    let (message, more) = message.split_once('\n').unwrap_or((message, ""));
    let (message, known) = message.split_once(". Available ").unwrap_or((message, ""));
    let in_our_words = lower(&message.replace("`&str`", "text"));
    Diagnostic::new(Code::TemplateError, in_our_words)
        .at(&file, Span::new(range.start, range.end), "here")
        .help(more.trim().to_owned())
        .help(names_there_are(message, known))
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

fn of_report(report: &tera::ReportError, sources: &[TemplateSource]) -> Diagnostic {
    let file = FilePath::new(report.filename());
    let template = find(report.filename(), sources);
    let Template { file, text } = template.unwrap_or(Template {
        file: &file,
        text: "",
    });
    let range = &report.span().range;
    let span = Span::new(range.start.min(text.len()), range.end.min(text.len()));
    Diagnostic::new(Code::TemplateError, lower(report.message())).at(file, span, "here")
}

fn no_parent(parent: &str, template: Option<Template>, sources: &[TemplateSource]) -> Diagnostic {
    let message = format!("this template extends `{parent}`, which does not exist");
    let diagnostic = Diagnostic::new(Code::TemplateError, message);
    let diagnostic = match template {
        Some(template) => at_text(diagnostic, template, parent),
        None => diagnostic,
    };
    let names = sources.iter().map(|source| source.name);
    diagnostic.help(did_you_mean(parent, names).unwrap_or_default())
}

/// Reads `error: MESSAGE` and `--> FILE:LINE:COLUMN` back from a drawn report.
fn of_text(report: &str, sources: &[TemplateSource]) -> Diagnostic {
    let first = report.lines().next().unwrap_or(report);
    let message = lower(first.trim_start_matches("error: "));
    let diagnostic = Diagnostic::new(Code::TemplateError, message);
    let Some(place) = ReportedPlace::read(report) else {
        return diagnostic;
    };
    match find(place.template, sources) {
        Some(Template { file, text }) => diagnostic.at(file, place.span(text), "here"),
        None => diagnostic,
    }
}

/// Where a drawn report points to: line and column are counted in characters, from 1.
struct ReportedPlace<'r> {
    template: &'r str,
    line: usize,
    column: usize,
    /// The length of its underline.
    width: usize,
}

impl ReportedPlace<'_> {
    fn read(report: &str) -> Option<ReportedPlace<'_>> {
        let mut lines = report.lines();
        let place = lines.find_map(|line| line.trim_start().strip_prefix("--> "))?;
        let mut parts = place.rsplitn(3, ':');
        let column = parts.next()?.parse().ok()?;
        let line = parts.next()?.parse().ok()?;
        let template = parts.next()?;
        let mut drawn = report
            .lines()
            .filter_map(|line| Some(line.rsplit_once("| ")?.1));
        let underline = drawn.find(|line| line.trim().starts_with('^'));
        Some(ReportedPlace {
            template,
            line,
            column,
            width: underline.map_or(1, |line| line.matches('^').count()),
        })
    }

    fn span(&self, text: &str) -> Span {
        let lines = text.split_inclusive('\n').take(self.line.saturating_sub(1));
        let start: usize = lines.map(str::len).sum();
        let rest = &text[start.min(text.len())..];
        let bytes = |count: usize| {
            let mut characters = rest.char_indices();
            characters.nth(count).map_or(rest.len(), |(at, _)| at)
        };
        let before = self.column.saturating_sub(1);
        Span::new(start + bytes(before), start + bytes(before + self.width))
    }
}

fn at_text(diagnostic: Diagnostic, template: Template, wanted: &str) -> Diagnostic {
    let Template { file, text } = template;
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
