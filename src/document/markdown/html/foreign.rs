//! Template code of other generators: stays as it is written, and is reported once for each dialect.

use std::collections::BTreeMap;

use super::writer::Writer;
use crate::base::english::count;
use crate::base::{Code, Diagnostic};
use crate::document::markdown::escape;
use crate::document::markdown::source::{Part, TemplateCode};
use crate::document::markdown::template_advice;
use crate::document::markdown::template_code::Dialect;

/// The template code that was found so far: the length of each piece by where it starts in the original.
#[derive(Default)]
pub(super) struct Foreign(BTreeMap<Dialect, BTreeMap<usize, usize>>);

impl Foreign {
    fn add(&mut self, code: &TemplateCode) {
        let pieces = self.0.entry(Dialect::of(code.text)).or_default();
        pieces.insert(code.start, code.text.len());
    }
}

impl Writer<'_> {
    /// Writes template code as text.
    pub fn template_code(&mut self, code: &TemplateCode) {
        self.prose.foreign.add(code);
        self.prose.words.pass(code.text);
        self.prose.add_plain(code.text);
        escape::text(&mut self.out.html, code.text);
    }

    /// Notes the template code in a text of the parser's; false if there is none.
    pub fn note_template_code(&mut self, text: &str) -> bool {
        let source = self.source;
        if !source.holds_code(text) {
            return false;
        }
        for part in source.parts(text) {
            if let Part::Code(code) = part {
                self.prose.foreign.add(&code);
            }
        }
        true
    }

    /// Says which template code the text contains.
    pub fn report_template_code(&mut self) {
        for (dialect, pieces) in std::mem::take(&mut self.prose.foreign.0) {
            let Some((start, length)) = pieces.first_key_value() else {
                continue;
            };
            let span = self.source.original_span(*start..start + length);
            let label = match pieces.len() {
                1 => "shown as it is".to_owned(),
                many => format!("the first of {}", count(many, "place")),
            };
            let message = format!("the text contains {}", dialect.describe());
            let written = pieces
                .iter()
                .map(|(start, length)| self.source.original(*start..start + length));
            let diagnostic = Diagnostic::new(Code::ForeignTemplateCode, message);
            let diagnostic = diagnostic.at(self.input.file, span, label);
            let advice = template_advice::advice(written).into_iter();
            self.diagnostics
                .push(advice.fold(diagnostic, Diagnostic::help));
        }
    }
}
