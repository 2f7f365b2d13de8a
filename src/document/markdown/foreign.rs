//! Template code of other generators, `{{ … }}` and `{% … %}`: stays text, and is reported once.

use std::ops::Range;

use super::source::{Source, holds};
use super::writer::Writer;
use crate::base::wording::count;
use crate::base::{Code, Diagnostic, Span};

/// What has been seen of it.
#[derive(Default)]
pub(super) struct Foreign {
    /// False where the text holds none at all.
    pub possible: bool,
    found: usize,
    first: Span,
    /// Where the last piece ended; what stands inside it is not counted again.
    until: usize,
}

/// How far the end of a piece is looked for.
const LONGEST: usize = 1000;

impl Foreign {
    /// Looks whether there may be any.
    pub fn new(text: &str) -> Foreign {
        Foreign {
            possible: holds(text, "{{") || holds(text, "{%"),
            ..Foreign::default()
        }
    }

    /// Counts the pieces that start in a text; `place` is where it starts in the source.
    pub fn pass(&mut self, text: &str, place: usize, source: &Source) {
        let mut from = 0;
        while let Some((at, close)) = opening(text, from) {
            from = at + 2;
            let start = place + at;
            if start < self.until {
                continue;
            }
            let window = source
                .window(start, LONGEST)
                .split("\n\n")
                .next()
                .unwrap_or("");
            let Some(length) = window.find(close).map(|end| end + close.len()) else {
                continue;
            };
            self.until = start + length;
            if self.found == 0 {
                self.first = source.span(start..self.until);
            }
            self.found += 1;
        }
    }
}

/// The next opening from `from` on, and what closes it.
fn opening(text: &str, from: usize) -> Option<(usize, &'static str)> {
    let rest = text.get(from..)?;
    rest.match_indices('{')
        .find_map(|(at, _)| match rest.as_bytes().get(at + 1) {
            Some(b'{') => Some((from + at, "}}")),
            Some(b'%') => Some((from + at, "%}")),
            _ => None,
        })
}

/// True for a target with a piece in it. Where such a link leads, only its own generator knows.
fn is_in(target: &str) -> bool {
    opening(target, 0).is_some_and(|(at, close)| target[at..].contains(close))
}

impl Writer<'_> {
    /// True for the target of a link with a piece in it, which is then counted; `place` is where the
    /// target stands in the source.
    pub fn is_foreign(&mut self, target: &str, place: Range<usize>) -> bool {
        let is_foreign = self.prose.foreign.possible && is_in(target);
        if is_foreign {
            let text = self.source.slice(place.clone());
            self.prose.foreign.pass(text, place.start, self.source);
        }
        is_foreign
    }

    /// Reports what was found.
    pub fn report_foreign(&mut self) {
        let foreign = &self.prose.foreign;
        if foreign.found == 0 {
            return;
        }
        let places = if foreign.found == 1 {
            String::new()
        } else {
            format!(", in {}", count(foreign.found, "place"))
        };
        let label = if foreign.found == 1 {
            "shown as it is"
        } else {
            "the first of them"
        };
        self.diagnostics.push(
            Diagnostic::new(
                Code::ForeignTemplateCode,
                format!("the text contains template code of another generator{places}"),
            )
            .at(self.input.file, foreign.first, label)
            .help(
                "replace it with a `:::` block or plain Markdown, or put it in backticks to show it as code",
            ),
        );
    }
}
