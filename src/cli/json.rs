//! What was found and done, as one JSON document for programs. Lines and columns count from 1, columns in
//! characters; an end is the place just behind the last character. Prints nothing itself.

use serde::Serialize;

use super::source_texts::{SourceTexts, TextOf, for_each};
use crate::base::{Diagnostic, Edit, Fix, Label};

/// The document. Fields may be added to it; where one changes its meaning, `version` grows.
#[derive(Debug, Serialize)]
pub struct Document<S> {
    /// Of this form.
    pub version: u32,
    /// True where the exit code is 0.
    pub success: bool,
    /// Why copublish could not run at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    /// What was found, in order of place, each once.
    pub diagnostics: Vec<Found>,
    /// What was done; its fields depend on the verb.
    pub summary: S,
}

/// A diagnostic.
#[derive(Debug, Serialize)]
pub struct Found {
    code: &'static str,
    severity: &'static str,
    message: String,
    #[serde(flatten)]
    place: Place,
    related: Vec<Place>,
    help: Vec<String>,
    fix: Option<Repair>,
}

/// How a problem is put right mechanically: all of these edits, or none.
#[derive(Debug, Serialize)]
struct Repair {
    words: String,
    edits: Vec<Change>,
}

/// Other text for a place; where the place is empty, the text is put in there.
#[derive(Debug, Serialize)]
struct Change {
    file: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    text: String,
}

/// Where something stands; `null` where there is no such place.
#[derive(Debug, Default, Serialize)]
struct Place {
    file: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    label: String,
}

/// What is written where nothing was found or built.
#[derive(Debug, Serialize)]
pub struct Nothing {}

impl<S> Document<S> {
    /// A verb that went well, with nothing to complain of.
    pub fn fine(summary: S) -> Document<S> {
        Document {
            version: 1,
            success: true,
            failure: None,
            diagnostics: Vec::new(),
            summary,
        }
    }
}

impl Document<Nothing> {
    /// A verb that could not run.
    pub fn failed(why: &str) -> Document<Nothing> {
        let failure = Some(why.to_owned());
        Document {
            version: 1,
            success: false,
            failure,
            diagnostics: Vec::new(),
            summary: Nothing {},
        }
    }
}

/// Diagnostics, already in order, as they stand in the document.
pub fn found(ordered: &[&Diagnostic], text_of: &TextOf) -> Vec<Found> {
    let mut found = Vec::with_capacity(ordered.len());
    for_each(ordered, text_of, |diagnostic, texts| {
        let mut places = diagnostic.labels.iter().map(|label| place(label, texts));
        found.push(Found {
            code: diagnostic.code.id(),
            severity: diagnostic.severity.word(),
            message: diagnostic.message.clone(),
            place: places.next().unwrap_or_default(),
            related: places.collect(),
            help: diagnostic.help.clone(),
            fix: diagnostic.fix.as_ref().and_then(|fix| repair(fix, texts)),
        });
    });
    found
}

/// A fix with its places; nothing where the files are no longer as they were when it was found.
fn repair(fix: &Fix, texts: &SourceTexts) -> Option<Repair> {
    let change = |edit: &Edit| {
        let text = texts.get(&edit.file)?;
        let range = edit.place(text.text)?.range();
        let (start, end) = (text.position(range.start), text.position(range.end));
        Some(Change {
            file: edit.file.to_string(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            text: edit.text.clone(),
        })
    };
    let edits = fix
        .edits
        .iter()
        .map(change)
        .collect::<Option<Vec<Change>>>()?;
    Some(Repair {
        words: fix.words.clone(),
        edits,
    })
}

fn place(label: &Label, texts: &SourceTexts) -> Place {
    let file = Some(label.file.to_string());
    let named = Place {
        file,
        label: label.text.clone(),
        ..Place::default()
    };
    let (Some(span), Some(text)) = (label.span, texts.get(&label.file)) else {
        return named;
    };
    let range = text.range(span);
    let (start, end) = (text.position(range.start), text.position(range.end));
    Place {
        line: Some(start.line),
        column: Some(start.column),
        end_line: Some(end.line),
        end_column: Some(end.column),
        ..named
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::base::{Code, FilePath, Span};

    #[test]
    fn places_are_counted_as_people_count() {
        let (a, b) = (FilePath::new("a.md"), FilePath::new("b.md"));
        let diagnostic = Diagnostic::new(Code::BrokenLink, "no such page")
            .at(&a, Span::new(3, 8), "here")
            .in_file(&b)
            .help("write it")
            .fixed_by(Fix::replacing(
                "write `due`",
                &a,
                Span::new(4, 7),
                "two",
                "due",
            ));
        let text_of = |_: &FilePath| Some("é\r\ntwo\r\nx".to_owned());
        let mut document = Document::fine(json!({"pages": 1}));
        document.diagnostics = found(&[&diagnostic], &text_of);
        let expected = json!({
            "version": 1,
            "success": true,
            "diagnostics": [{
                "code": "broken-link",
                "severity": "error",
                "message": "no such page",
                "file": "a.md", "line": 1, "column": 3, "end_line": 2, "end_column": 5, "label": "here",
                "related": [{
                    "file": "b.md", "line": null, "column": null, "end_line": null, "end_column": null, "label": "",
                }],
                "help": ["write it"],
                "fix": {
                    "words": "write `due`",
                    "edits": [{
                        "file": "a.md", "line": 2, "column": 1, "end_line": 2, "end_column": 4, "text": "due",
                    }],
                },
            }],
            "summary": {"pages": 1},
        });
        assert_eq!(serde_json::to_value(document).unwrap(), expected);
    }

    #[test]
    fn a_run_that_could_not_start_says_why() {
        let document = serde_json::to_value(Document::failed("no site.yaml")).unwrap();
        let expected = json!({
            "version": 1, "success": false, "failure": "no site.yaml", "diagnostics": [], "summary": {},
        });
        assert_eq!(document, expected);
    }
}
