//! `:::` blocks, each with a fragment of its own, and lines of colons that stayed text.
//!
//! Whether the theme has a component of that name is not known here.

use std::ops::Range;

use super::state::StraySort;
use super::writer::Writer;
use crate::base::english::count;
use crate::base::{Code, Diagnostic, Severity, Span};
use crate::document::markdown::directive::WrittenArgument;
use crate::document::markdown::escape;
use crate::document::markdown::foreign_fence;
use crate::document::markdown::parse::DEEPEST;
use crate::document::markdown::scheme::Scheme;
use crate::document::markdown::tree::{Block, NodeId};
use crate::document::{Argument, Call, Filling, Fragment, LinkRole};

impl Writer<'_> {
    /// Writes a block of the theme.
    pub fn theme_block(&mut self, id: NodeId, block: &Block) {
        self.block("");
        let call = self.call(block);
        self.depth += 1;
        let body = self.apart(|writer| {
            writer.element(id);
            if !block.is_closed {
                writer.report_unclosed(block);
            }
        });
        self.depth -= 1;
        self.slot(Filling::Block(Box::new(Call {
            body: body.into(),
            ..call
        })));
        self.push("\n");
        self.prose.words.end();
    }

    /// Writes a line of colons that belongs to no block.
    pub fn stray_fence(&mut self, line: &Range<usize>) {
        self.block("<p>");
        escape::text(&mut self.out.html, self.source.original(line.clone()));
        self.push("</p>\n");
        self.note_stray_fence(line);
    }

    /// Notes a line of colons that stayed text.
    pub fn note_stray_fence(&mut self, line: &Range<usize>) {
        if self.is_guest() {
            return;
        }
        let written = self.source.original(line.clone());
        self.strays.note(written, line.clone());
    }

    /// Says which lines of colons stayed text.
    pub fn report_stray_fences(&mut self) {
        for sort in std::mem::take(&mut self.strays.sorts) {
            let line = self.source.original(sort.first.clone());
            let place = self.source.original_span(sort.first.clone());
            let label = match sort.count {
                1 => "",
                _ => "the first of them",
            };
            let mut diagnostic = Diagnostic::new(Code::UnknownBlock, about_strays(&sort)).at(
                self.input.file,
                place,
                label,
            );
            diagnostic = match sort.program {
                Some(_) => diagnostic.help(foreign_fence::advice(line)),
                None => diagnostic
                    .help("a block opens with `::: name` and closes with as many colons on a line of their own"),
            };
            if self.strays.are_too_deep && sort.program.is_none() {
                diagnostic =
                    diagnostic.help(format!("blocks cannot be nested more than {DEEPEST} deep"));
            }
            diagnostic.severity = Severity::Warning;
            self.diagnostics.push(diagnostic);
        }
    }

    fn report_unclosed(&mut self, block: &Block) {
        let colons = ":".repeat(block.opening.colons);
        let message = format!("the block `{}` is never closed", block.opening.name);
        let span = self.source.original_span(block.line.clone());
        self.diagnostics.push(
            Diagnostic::new(Code::UnclosedBlock, message)
                .at(self.input.file, span, "opened here")
                .help(format!("close it with `{colons}` on a line of its own")),
        );
    }

    /// The call of a component, without its body.
    fn call(&mut self, block: &Block) -> Call {
        let Block { opening, line, .. } = block;
        let name = line.start + opening.name_at;
        let arguments = opening.arguments.iter();
        Call {
            name: opening.name.to_owned(),
            name_span: self.source.original_span(name..name + opening.name.len()),
            arguments: arguments
                .map(|written| self.argument(written, line.start))
                .collect(),
            line: self.source.original(line.clone()).trim().to_owned(),
            body: Fragment::default(),
        }
    }

    /// An argument; `line` is where its line starts in the original.
    fn argument(&mut self, written: &WrittenArgument, line: usize) -> Argument {
        let Range { start, end } = written.range;
        let span = self.source.original_span(line + start..line + end);
        if !written.closed {
            self.report_open_quote(written.name, span);
        }
        let argument = Argument {
            name: written.name.to_owned(),
            value: written.value.map(str::to_owned),
            link: None,
            span,
        };
        let target = written.value.unwrap_or_default();
        match role(written.name) {
            Some(_) if target.is_empty() => argument,
            Some(role) => {
                let start = line + written.value_at;
                let place = self.source.original_span(start..start + target.len());
                self.argument_with_link(argument, target, role, place)
            }
            None => {
                self.add_mentions(target, span);
                argument
            }
        }
    }

    /// An argument with the link that its value is.
    fn argument_with_link(
        &mut self,
        argument: Argument,
        target: &str,
        role: LinkRole,
        place: Span,
    ) -> Argument {
        match self.scheme_of(target) {
            Scheme::Web => Argument {
                link: Some(self.add_link(target.to_owned(), role, place)),
                ..argument
            },
            Scheme::Contact => argument,
            Scheme::Unsafe | Scheme::Unknown => {
                self.refuse(target, place);
                Argument {
                    value: Some(String::new()),
                    ..argument
                }
            }
        }
    }

    fn report_open_quote(&mut self, name: &str, span: Span) {
        let message = format!("the value of `{name}` has no closing quote");
        self.diagnostics.push(
            Diagnostic::new(Code::WrongArgument, message)
                .at(self.input.file, span, "the quote opens here")
                .help("close the value with the quote it opens with"),
        );
    }
}

/// What lines of colons that stayed text are.
fn about_strays(sort: &StraySort) -> String {
    match (sort.program, sort.count) {
        (Some(program), 1) => {
            let name = program.name();
            format!("this line of colons is one of {name}, and is shown as text")
        }
        (Some(program), many) => {
            let (lines, name) = (count(many, "line"), program.name());
            format!("{lines} of colons are those of {name}, and are shown as text")
        }
        (None, 1) => {
            "this line of colons does not belong to a block and is shown as text".to_owned()
        }
        (None, many) => {
            let lines = count(many, "line");
            format!("{lines} of colons do not belong to a block and are shown as text")
        }
    }
}

/// The role of the link in an argument that leads somewhere.
fn role(argument: &str) -> Option<LinkRole> {
    match argument {
        "src" | "image" => Some(LinkRole::Picture),
        "file" => Some(LinkRole::File),
        "href" | "link" => Some(LinkRole::Target),
        _ => None,
    }
}
