//! Diagnostics as the preview shows them over a page.

use std::path::Path;

use super::source_texts::{SourceTexts, for_each};
use super::terminal::{self, Colour};
use crate::base::Diagnostic;
use crate::engine::{self, Options};
use crate::serve::Problem;

/// The problems as the preview shows them.
pub fn problems(diagnostics: &[Diagnostic], options: &Options) -> Vec<Problem> {
    let ordered: Vec<&Diagnostic> = diagnostics.iter().collect();
    let mut problems = Vec::with_capacity(ordered.len());
    for_each(
        &ordered,
        &|file| engine::source_text(options, file),
        |diagnostic, texts| problems.push(problem(diagnostic, texts, options)),
    );
    problems
}

fn problem(diagnostic: &Diagnostic, texts: &SourceTexts, options: &Options) -> Problem {
    let label = diagnostic.labels.first();
    let place = label.and_then(|label| {
        let text = texts.get(&label.file)?;
        Some(text.position(text.range(label.span?).start))
    });
    Problem {
        severity: diagnostic.severity.word(),
        code: diagnostic.code.id().to_owned(),
        message: diagnostic.message.clone(),
        file: label.map(|label| label.file.to_string()),
        path: label.map(|label| absolute(&options.root, label.file.as_str())),
        line: place.map(|place| to_u32(place.line)),
        column: place.map(|place| to_u32(place.column)),
        drawing: terminal::draw(diagnostic, texts, Colour::Off),
    }
}

fn to_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The absolute path of a file, for an editor.
fn absolute(root: &Path, file: &str) -> String {
    let path = root.join(file);
    std::path::absolute(&path)
        .unwrap_or(path)
        .display()
        .to_string()
}
