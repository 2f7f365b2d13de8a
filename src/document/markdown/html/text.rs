//! Running text, with abbreviations marked and bare URLs made links: `see https://example.org/a_b.` Mail addresses
//! too.
//!
//! The parser splits text at characters that might be markup and curls quotes, so a URL is measured in the source and
//! gathered from the pieces that cover it.

use std::ops::Range;

use super::writer::Writer;
use crate::document::LinkRole;
use crate::document::markdown::abbreviation::Place;
use crate::document::markdown::autolink::{self, Candidate, Form, LONGEST};
use crate::document::markdown::escape;
use crate::document::markdown::tree::Piece;

/// A URL that has started.
struct OpenUrl {
    form: Form,
    /// Its place in the source.
    range: Range<usize>,
    /// What was gathered so far.
    text: String,
    /// The place up to which it was gathered.
    reached: usize,
}

/// Where a URL starts in a piece, and its place in the source.
struct FoundUrl {
    at: usize,
    form: Form,
    range: Range<usize>,
}

/// A piece of text, or what is left of it.
#[derive(Clone)]
struct Rest<'t> {
    text: &'t str,
    range: Range<usize>,
}

impl<'t> Rest<'t> {
    /// What is left after some bytes of the text.
    fn after(&self, length: usize) -> &'t str {
        self.text.get(length..).unwrap_or("")
    }
}

impl Writer<'_> {
    /// Writes running text.
    pub fn text(&mut self, pieces: &[Piece]) {
        let mut url = None;
        for piece in pieces {
            if self.prose.may_hold_comments {
                self.note_shown_comment(piece);
            }
            if self.prose.may_hold_urls {
                let range = piece.range.clone();
                let text = &*piece.text;
                url = self.text_with_urls(Rest { text, range }, url);
            } else {
                self.write_text(&piece.text);
            }
        }
        if let Some(url) = url {
            self.end_url(&url);
        }
        self.write_held();
    }

    /// Reports the start of a comment that has no end in its paragraph, so that it is text.
    fn note_shown_comment(&mut self, piece: &Piece) {
        for (at, _) in piece.text.match_indices('<') {
            let start = piece.range.start + at;
            let is_escaped = self.source.slice(0..start).ends_with('\\');
            if !is_escaped && self.source.window(start, 4).starts_with("<!--") {
                self.report_open_comment(start..start + 4, "readers see this");
            }
        }
    }

    /// Text in which nothing more is looked for but abbreviations.
    pub fn write_text(&mut self, text: &str) {
        self.prose.words.pass(text);
        self.prose.add_plain(text);
        if self.prose.abbreviations.is_empty() {
            escape::text(&mut self.out.html, text);
        } else {
            self.prose.held.push_str(text);
        }
    }

    /// Writes text held back for its abbreviations.
    fn write_held(&mut self) {
        if self.prose.held.is_empty() {
            return;
        }
        let is_name = self.is_in_heading || self.link.is_inside();
        let place = if is_name { Place::Name } else { Place::Prose };
        let prose = &mut self.prose;
        prose
            .abbreviations
            .write(&mut self.out.html, &prose.held, place);
        prose.held.clear();
    }

    /// Writes text that may hold bare URLs; gives the one that may go on in the next piece.
    fn text_with_urls(&mut self, piece: Rest, url: Option<OpenUrl>) -> Option<OpenUrl> {
        let mut open = url;
        let mut rest = piece;
        loop {
            if let Some(url) = open.take() {
                match self.go_on(url, &rest) {
                    Progress::Open(url) => return Some(url),
                    Progress::Ended(text) => rest.text = text,
                }
            }
            let Some(found) = self.find_url(&rest) else {
                self.write_text(rest.text);
                return None;
            };
            self.write_text(rest.text.get(..found.at).unwrap_or(""));
            rest = Rest {
                text: rest.after(found.at),
                range: found.range.start..rest.range.end,
            };
            open = Some(OpenUrl {
                form: found.form,
                reached: found.range.start,
                range: found.range,
                text: String::new(),
            });
        }
    }

    /// Finds the first URL in a piece. No link may start inside another.
    fn find_url(&self, piece: &Rest) -> Option<FoundUrl> {
        if self.link.is_inside() {
            return None;
        }
        let mut from = 0;
        loop {
            let text = piece.text;
            let before = self.char_before(piece, from);
            let Candidate { at, form, resume } = autolink::next(text, from, before)?;
            // Text that the parser rewrote is a single character, so text that holds a URL is as written.
            let start = piece.range.end - (text.len() - at).min(piece.range.end);
            let length = autolink::length(self.source.window(start, LONGEST + 1), form);
            // Of `first\_last@example.org`, only a part would be a link, to somebody else.
            let is_escaped = self.source.slice(0..start).ends_with('\\');
            if length > 0 && !is_escaped {
                let range = start..start + length;
                return Some(FoundUrl { at, form, range });
            }
            from = resume;
        }
    }

    /// The character before a place in a piece; at its start, the one in the source.
    fn char_before(&self, piece: &Rest, at: usize) -> Option<char> {
        let before = match piece.text.get(..at) {
            None | Some("") => self.source.slice(0..piece.range.start),
            Some(before) => before,
        };
        before.chars().next_back()
    }

    /// Takes from a piece what belongs to a URL.
    fn go_on<'t>(&mut self, mut url: OpenUrl, piece: &Rest<'t>) -> Progress<'t> {
        let written = self.source.slice(piece.range.clone());
        let taken = url
            .range
            .end
            .saturating_sub(piece.range.start)
            .min(written.len());
        if taken == written.len() {
            // A character reference is read; quotes and dashes stay as they were typed.
            let is_reference = written.starts_with('&');
            url.text
                .push_str(if is_reference { piece.text } else { written });
            url.reached = piece.range.end;
            return Progress::Open(url);
        }
        // What the parser rewrote starts with another character. Comparing all of a long text again for each URL in it
        // would cost too much.
        let is_as_written = written.len() == piece.text.len()
            && written.as_bytes().first() == piece.text.as_bytes().first();
        let taken = if is_as_written { taken } else { 0 };
        let (more, rest) = piece
            .text
            .split_at_checked(taken)
            .unwrap_or(("", piece.text));
        url.text.push_str(more);
        url.reached = piece.range.start + more.len();
        self.end_url(&url);
        Progress::Ended(rest)
    }

    /// Writes a URL that has come to its end.
    fn end_url(&mut self, url: &OpenUrl) {
        // It may have ended early, where markup started.
        let length = autolink::length(&url.text, url.form).min(url.text.len());
        let (address, rest) = url.text.split_at(length);
        let after = self.source.slice(url.reached..self.source.text().len());
        if rest.is_empty() && self.source.code_length(after).is_some() {
            // Where it leads, only another generator knows.
            return self.write_text(address);
        }
        if !address.is_empty() {
            self.write_held();
            let end = url.reached.saturating_sub(rest.len()).max(url.range.start);
            let target = autolink::target(address, url.form).into_owned();
            self.write_url(address, target, url.range.start..end);
        }
        self.write_text(rest);
    }

    fn write_url(&mut self, url: &str, target: String, place: Range<usize>) {
        self.prose.words.pass(url);
        self.prose.add_plain(url);
        self.push("<a");
        self.href(target, LinkRole::Target, place);
        self.push(">");
        escape::text(&mut self.out.html, url);
        self.push("</a>");
    }
}

/// What became of a URL with another piece of text.
enum Progress<'t> {
    /// It may go on.
    Open(OpenUrl),
    /// It was written, and this is left of the piece.
    Ended(&'t str),
}
