//! Runs of text: the words of a paragraph, an item or a heading without markup, and the place of each of them.

use std::ops::Range;

use crate::base::Span;

/// What a passage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A paragraph, also one in a quotation or a footnote.
    Paragraph,
    /// The text of an item in a list, or of a definition.
    Item,
    /// A heading, or a term that is defined.
    Heading,
    /// A cell of a table.
    Cell,
    /// Text between the author's own tags.
    Html,
}

/// A run of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// What its words are part of.
    pub role: Role,
    /// Its words; code is left out.
    pub text: String,
    /// True in a quotation, where the words are not the author's.
    pub is_quoted: bool,
    /// True if it is not inside a list, a quotation, a block or a footnote.
    pub is_free: bool,
    /// True if it is nothing but one strong emphasis, without a link, a picture or code.
    pub is_strong: bool,
    /// True if it holds what looks like an instruction to another program, such as double curly brackets.
    pub is_template: bool,
    /// Its place, markup included.
    pub span: Span,
    /// The pieces of the text, in order.
    pieces: Vec<TextPiece>,
}

impl Passage {
    /// The place of a part of the text.
    pub fn place(&self, range: Range<usize>) -> Span {
        let start = self.place_of(range.start, Side::After);
        let end = self.place_of(range.end, Side::Before);
        Span {
            start,
            end: end.max(start),
        }
    }

    /// The place of a byte of the text; at the seam of two pieces, in the one after or before it.
    fn place_of(&self, at: usize, side: Side) -> u32 {
        let number = self.pieces.partition_point(|piece| match side {
            Side::After => piece.start <= at,
            Side::Before => piece.start < at,
        });
        let piece = number.checked_sub(1).and_then(|last| self.pieces.get(last));
        let Some(TextPiece { start, span }) = piece else {
            return self.span.start;
        };
        let next = self.pieces.get(number);
        let end = next.map_or(self.text.len(), |next| next.start);
        if end - start == span.range().len() {
            return span.start + u32::try_from(at - start).unwrap_or(0);
        }
        // What the parser rewrote, such as a dash, has one place as a whole.
        match side {
            Side::After => span.start,
            Side::Before => span.end,
        }
    }
}

/// A part of a passage's text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct TextPiece {
    /// Where it starts in the text.
    start: usize,
    /// Its place in the file.
    span: Span,
}

#[derive(Clone, Copy)]
enum Side {
    After,
    Before,
}

/// What a passage is inside of.
#[derive(Clone, Copy)]
pub(super) struct Surroundings {
    pub role: Role,
    pub is_quoted: bool,
    pub is_free: bool,
}

/// A passage whose text is being read.
pub(super) struct OpenPassage {
    passage: Passage,
    /// How many strong emphases are open.
    strong: usize,
    /// How many there were that are not in another.
    strongs: usize,
    /// True if something is outside of them, or is more than words.
    is_more: bool,
}

impl OpenPassage {
    /// One without text.
    pub fn new(surroundings: Surroundings, span: Span) -> OpenPassage {
        let Surroundings {
            role,
            is_quoted,
            is_free,
        } = surroundings;
        let passage = Passage {
            role,
            text: String::new(),
            is_quoted,
            is_free,
            is_strong: false,
            is_template: false,
            span,
            pieces: Vec::new(),
        };
        OpenPassage {
            passage,
            strong: 0,
            strongs: 0,
            is_more: false,
        }
    }

    /// Adds words; `span` is their place.
    pub fn push(&mut self, text: &str, span: Span) {
        self.is_more |= self.strong == 0 && !text.trim().is_empty();
        let start = self.passage.text.len();
        self.passage.pieces.push(TextPiece { start, span });
        self.passage.text.push_str(text);
        self.passage.span.end = self.passage.span.end.max(span.end);
    }

    /// Notes something that is not plain text, such as code.
    pub fn push_other(&mut self) {
        self.is_more = true;
    }

    /// Notes an instruction to another program.
    pub fn push_template(&mut self) {
        self.passage.is_template = true;
    }

    /// A strong emphasis starts.
    pub fn enter_strong(&mut self) {
        self.strongs += usize::from(self.strong == 0);
        self.strong += 1;
    }

    /// A strong emphasis ends; `span` is the place of all of it.
    pub fn leave_strong(&mut self, span: Span) {
        self.strong = self.strong.saturating_sub(1);
        self.passage.span.end = self.passage.span.end.max(span.end);
    }

    /// The length of its text so far.
    pub fn len(&self) -> usize {
        self.passage.text.len()
    }

    /// The passage as it was read.
    pub fn closed(self) -> Passage {
        let text = &self.passage.text;
        let is_template = text.contains("{{") || text.contains("{%") || self.passage.is_template;
        Passage {
            is_strong: self.strongs == 1 && !self.is_more,
            is_template,
            ..self.passage
        }
    }
}
