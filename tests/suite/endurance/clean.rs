//! What a build from nothing makes of the site as it is: all files, and what is wrong. Knows neither server nor watch.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use copublish::base::english::count;
use copublish::base::{Diagnostic, Severity};
use copublish::engine::{Engine, Failure, FileContent, Options, Preview, source_text};

/// A problem as everybody must tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub code: String,
    pub message: String,
    pub file: Option<String>,
    pub line: Option<u64>,
}

/// A site from nothing.
#[derive(Default)]
pub struct Clean {
    /// The path it lives below.
    pub base: String,
    pub files: BTreeMap<String, Vec<u8>>,
    /// Pages whose template fails. In a folder that is watched their last version may stay.
    pub failed: BTreeSet<String>,
    pub problems: Vec<Found>,
    /// `2 errors, 1 warning`; empty where all is well.
    pub counts: String,
}

impl Clean {
    /// Makes it; where the whole site cannot be read, says why.
    pub fn of(options: &Options) -> Result<Clean, Failure> {
        let preview = Preview::of(options, &Engine::default())?;
        let bytes = |content: FileContent| match content {
            FileContent::Bytes(bytes) => bytes.to_vec(),
            FileContent::CopyOf(copy) => fs::read(copy.path()).expect("a file of the site"),
        };
        let (mut files, mut failed) = (BTreeMap::new(), BTreeSet::new());
        for name in preview.names() {
            match preview.file(name) {
                Some(content) => drop(files.insert(name.to_owned(), bytes(content))),
                None => drop(failed.insert(name.to_owned())),
            }
        }
        let diagnostics = preview.diagnostics();
        let of = |severity| {
            diagnostics
                .iter()
                .filter(|found| found.severity == severity)
                .count()
        };
        let counts = [
            (of(Severity::Error), "error"),
            (of(Severity::Warning), "warning"),
        ];
        let words: Vec<String> = counts
            .iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, noun)| count(*number, noun))
            .collect();
        Ok(Clean {
            base: preview.base_path().to_owned(),
            files,
            failed,
            problems: diagnostics
                .iter()
                .map(|diagnostic| found(diagnostic, options))
                .collect(),
            counts: words.join(", "),
        })
    }
}

fn found(diagnostic: &Diagnostic, options: &Options) -> Found {
    let label = diagnostic.labels.first();
    let line = label.and_then(|label| {
        let (span, text) = (label.span?, source_text(options, &label.file)?);
        let before = text.bytes().take(span.range().start);
        Some(before.filter(|byte| *byte == b'\n').count() as u64 + 1)
    });
    Found {
        code: diagnostic.code.id().to_owned(),
        message: diagnostic.message.clone(),
        file: label.map(|label| label.file.to_string()),
        line,
    }
}
