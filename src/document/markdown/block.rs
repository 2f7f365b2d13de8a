//! `:::` blocks: which are open, what closes them, and the fragment each of them gets.
//!
//! Whether a component of that name exists is not known here.

use std::ops::Range;

use super::directive::{self, Fence, Opening, Written};
use super::draft::Draft;
use super::escape;
use super::scheme::{self, Scheme};
use super::writer::Writer;
use crate::base::wording::count;
use crate::base::{Code, Diagnostic, Severity, Span};
use crate::document::mention::{mention, mentions};
use crate::document::value::LinkId;
use crate::document::{Argument, Call, Filling, Fragment, LinkRole};

/// Blocks stand at most this deep in one another. Those who read fragments do so by recursion.
const DEEPEST: usize = 32;

/// Blocks and what they may stand in.
#[derive(Default)]
pub(super) struct Blocks {
    open: Vec<Open>,
    /// Blocks among the open ones.
    blocks: usize,
    /// Containers among the open ones.
    containers: usize,
    /// Lines of colons that stayed text.
    stray: usize,
    first_stray: Span,
    too_deep: bool,
}

enum Open {
    /// A quote, an item of a list: what opens in it ends with it.
    Container,
    Block(Box<OpenBlock>),
    /// An opening that stayed text. Its closing does so too, and closes no block around it.
    Text {
        colons: usize,
    },
}

struct OpenBlock {
    colons: usize,
    call: Call,
    fence: Span,
    /// What was being written when it opened.
    outer: Draft,
}

impl Open {
    fn closes_with(&self, wanted: usize) -> bool {
        match self {
            Open::Container => false,
            Open::Block(block) => block.colons == wanted,
            Open::Text { colons } => *colons == wanted,
        }
    }
}

impl Blocks {
    /// How many quotes, items and blocks are open.
    pub fn depth(&self) -> usize {
        self.blocks + self.containers
    }

    /// True right inside a block, with no quote or item between.
    pub fn is_in_block(&self) -> bool {
        let innermost = self
            .open
            .iter()
            .rev()
            .find(|open| !matches!(open, Open::Text { .. }));
        matches!(innermost, Some(Open::Block(_)))
    }

    /// The place of what a fence of so many colons closes, within the innermost container.
    fn closed_by(&self, colons: usize) -> Option<usize> {
        let inside = self
            .open
            .iter()
            .enumerate()
            .rev()
            .take_while(|(_, open)| !matches!(open, Open::Container));
        inside
            .into_iter()
            .find(|(_, open)| open.closes_with(colons))
            .map(|(at, _)| at)
    }
}

impl Writer<'_> {
    /// Something starts whose end is the end of all that opens in it.
    pub fn enter_container(&mut self) {
        self.blocks.containers += 1;
        self.blocks.open.push(Open::Container);
    }

    /// Ends what [`Writer::enter_container`] started.
    pub fn leave_container(&mut self) {
        let at = self
            .blocks
            .open
            .iter()
            .rposition(|open| matches!(open, Open::Container));
        self.unwind(at.unwrap_or(0));
        self.blocks.containers = self.blocks.containers.saturating_sub(1);
    }

    /// A masked line that stands by itself.
    pub fn fence(&mut self, line: Range<usize>) {
        // The site's own parts are not for its guests.
        if self.is_guest() {
            return self.stray(line);
        }
        match directive::read(self.source.original(line.clone())) {
            Fence::Open(opening) if self.blocks.blocks < DEEPEST => self.open_block(&opening, line),
            Fence::Open(Opening { colons, .. }) => {
                self.blocks.too_deep = true;
                self.open_text(colons, line);
            }
            Fence::Text { colons } => self.open_text(colons, line),
            Fence::Close { colons } => self.close(colons, line),
        }
    }

    /// Notes a masked line that stays text.
    pub fn note_stray(&mut self, line: Range<usize>) {
        if self.is_guest() {
            return;
        }
        if self.blocks.stray == 0 {
            self.blocks.first_stray = self.source.original_span(line);
        }
        self.blocks.stray += 1;
    }

    /// Closes what is still open and says what stayed text.
    pub fn finish_blocks(&mut self) {
        self.unwind(0);
        let message = match self.blocks.stray {
            0 => return,
            1 => "this line of colons does not belong to a block and is shown as text".to_owned(),
            many => format!(
                "{} of colons do not belong to a block and are shown as text",
                count(many, "line")
            ),
        };
        let label = if self.blocks.stray > 1 {
            "the first of them"
        } else {
            ""
        };
        let deep = format!("blocks cannot be nested more than {DEEPEST} deep");
        let mut diagnostic = Diagnostic::new(Code::UnknownBlock, message)
            .at(self.input.file, self.blocks.first_stray, label)
            .help("a block opens with `::: name` and closes with as many colons on a line of their own")
            .help(if self.blocks.too_deep { deep } else { String::new() });
        diagnostic.severity = Severity::Warning;
        self.diagnostics.push(diagnostic);
    }

    fn stray(&mut self, line: Range<usize>) {
        self.block("<p>");
        escape::text(&mut self.out.html, self.source.original(line.clone()));
        self.out.html.push_str("</p>\n");
        self.note_stray(line);
    }

    fn open_text(&mut self, colons: usize, line: Range<usize>) {
        // More of them would make each closing line a long search.
        let texts = self.blocks.open.len() - self.blocks.depth().min(self.blocks.open.len());
        if texts < DEEPEST {
            self.blocks.open.push(Open::Text { colons });
        }
        self.stray(line);
    }

    fn open_block(&mut self, opening: &Opening, line: Range<usize>) {
        self.block("");
        let at = |range: Range<usize>| line.start + range.start..line.start + range.end;
        let name = opening.name_at..opening.name_at + opening.name.len();
        let arguments = opening
            .arguments
            .iter()
            .map(|written| self.argument(written, line.start))
            .collect();
        let call = Call {
            name: opening.name.to_owned(),
            name_span: self.source.original_span(at(name)),
            arguments,
            line: self.source.original(line.clone()).trim().to_owned(),
            body: Fragment::default(),
        };
        let outer = std::mem::take(&mut self.out);
        let fence = self.source.original_span(line);
        self.blocks.open.push(Open::Block(Box::new(OpenBlock {
            colons: opening.colons,
            call,
            fence,
            outer,
        })));
        self.blocks.blocks += 1;
        self.sanitised.enter();
    }

    fn argument(&mut self, written: &Written, line: usize) -> Argument {
        let span = self
            .source
            .original_span(line + written.range.start..line + written.range.end);
        if !written.closed {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::WrongArgument,
                    format!("the value of `{}` has no closing quote", written.name),
                )
                .at(self.input.file, span, "the quote opens here")
                .help("close the value with the quote it opens with"),
            );
        }
        let mut value = written.value.map(str::to_owned);
        let role = match written.name {
            "src" | "file" | "image" => Some(LinkRole::File),
            "href" | "link" => Some(LinkRole::Target),
            _ => None,
        };
        let mut link = None;
        if role.is_none() {
            self.add_mentions(written.value.unwrap_or_default(), span);
        }
        if let (Some(role), Some(target)) =
            (role, written.value.filter(|target| !target.is_empty()))
        {
            let start = line + written.value_at;
            let place = self.source.original_span(start..start + target.len());
            match scheme::of(target) {
                Scheme::Web => link = Some(self.add_link(target.to_owned(), role, place)),
                Scheme::Contact => {}
                Scheme::Unsafe | Scheme::Unknown => {
                    self.refuse(target, place);
                    value = Some(String::new());
                }
            }
        }
        Argument {
            name: written.name.to_owned(),
            value,
            link,
            span,
        }
    }

    fn close(&mut self, colons: usize, line: Range<usize>) {
        let Some(at) = self.blocks.closed_by(colons) else {
            return self.stray(line);
        };
        self.unwind(at + 1);
        match self.blocks.open.pop() {
            Some(Open::Block(block)) => self.close_block(*block),
            _ => self.stray(line),
        }
    }

    /// Closes what opened after the first `keep`, and reports the blocks among it.
    fn unwind(&mut self, keep: usize) {
        while self.blocks.open.len() > keep {
            let Some(Open::Block(block)) = self.blocks.open.pop() else {
                continue;
            };
            let colons = ":".repeat(block.colons);
            self.diagnostics.push(
                Diagnostic::new(
                    Code::UnclosedBlock,
                    format!("the block `{}` is never closed", block.call.name),
                )
                .at(self.input.file, block.fence, "opened here")
                .help(format!("close it with `{colons}` on a line of its own")),
            );
            self.close_block(*block);
        }
    }

    fn close_block(&mut self, block: OpenBlock) {
        self.leave_sanitised();
        self.blocks.blocks -= 1;
        let body = std::mem::replace(&mut self.out, block.outer);
        self.slot(Filling::Block(Box::new(Call {
            body: body.into(),
            ..block.call
        })));
        self.out.html.push('\n');
        self.prose.words.end();
    }

    /// Adds the files that a text mentions.
    pub fn add_mentions(&mut self, text: &str, span: Span) {
        self.links
            .extend(mentions(text).map(|target| mention(target, span)));
    }

    /// Adds a link to those of the document.
    pub fn add_link(&mut self, target: String, role: LinkRole, span: Span) -> LinkId {
        let id = LinkId(u32::try_from(self.links.len()).unwrap_or(u32::MAX));
        self.links.push(crate::document::Link {
            target: target.into(),
            role,
            span: span.into(),
        });
        id
    }
}
