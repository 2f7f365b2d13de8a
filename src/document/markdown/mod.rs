//! Markdown into a fragment, in one pass over pulldown-cmark's events.
//!
//! 1. `source`: lines of colons and abbreviations put out of the parser's way, places kept
//! 2. `writer`: each event to the part that knows it; lists, quotes and emphasis written there, into a `draft`
//! 3. `prose`: runs of text, with `autolink`, `abbreviation` and `foreign`
//! 4. `heading`, `table`, `link`, `image`, `code`, `footnote`: what their names say
//! 5. `raw_html`, by `sanitise`: HTML that the author wrote
//! 6. `guest`: what is different in a reader's comment
//! 7. `block`, by `directive`: `:::` blocks, each with a fragment of its own
//! 8. `anatomy`: what a text is made of, for those who judge how it is written
//!
//! Knows no other document and no theme: what depends on them is left as a slot.

mod abbreviation;
mod anatomy;
mod autolink;
mod block;
mod code;
mod directive;
mod draft;
pub mod escape;
mod footnote;
mod foreign;
mod guest;
mod heading;
mod image;
mod link;
mod prose;
mod raw_html;
mod sanitise;
mod scheme;
mod source;
mod table;
mod writer;

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag};

pub use self::anatomy::{
    Anatomy, Attribute, Element, ElementForm, Heading as WrittenHeading, Link as WrittenLink,
    LinkForm, Passage, Picture, Role, Table, Written, anatomy,
};
pub use self::scheme::{is_refused, refusal};

use self::source::Source;
use self::writer::Writer;
use super::fragment::Fragment;
use super::outline::{Heading, Link};
use crate::base::clean_text::{self, CleanText};
use crate::base::{Diagnostic, FilePath};
use crate::config::RawHtml;

/// A Markdown text to read.
pub struct Input<'a> {
    /// The file it stands in, for places.
    pub file: &'a FilePath,
    /// The Markdown, without the characters that no page may hold.
    pub text: &'a CleanText<'a>,
    /// The byte of the file at which `text` starts.
    pub offset: usize,
    /// What happens to HTML in it.
    pub raw_html: RawHtml,
    /// For a text that a reader sent: what all ids in it start with.
    pub guest: Option<&'a str>,
}

/// What a Markdown text holds besides its HTML.
#[derive(Debug, Default)]
pub struct Body {
    /// The HTML with slots.
    pub fragment: Fragment,
    /// Its headings.
    pub headings: Vec<Heading>,
    /// Anchors other than those of headings.
    pub anchors: Vec<String>,
    /// Words in it.
    pub words: usize,
    /// Its first paragraph as plain text.
    pub first_paragraph: String,
}

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_SMART_PUNCTUATION)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_WIKILINKS);

/// Reads Markdown. Links found are added to `links`, and slots name them by their index there.
pub fn read(input: &Input, links: &mut Vec<Link>, diagnostics: &mut Vec<Diagnostic>) -> Body {
    let source = Source::new(input);
    let mut writer = Writer::new(input, &source, links, diagnostics);
    for (event, range) in events(source.text()) {
        writer.event(event, range);
    }
    writer.finish()
}

/// What the parser finds in a text, with its places.
fn events(text: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let events = Parser::new_ext(text, options(text)).into_offset_iter();
    events.map(|(event, range)| (clean(event), range))
}

/// An event without the characters that no page may hold: the text has none, but a reference such as `&#xFFFF;` may stand
/// for one.
fn clean(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Text(text) => Event::Text(decoded(text)),
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Link {
            link_type,
            dest_url: decoded(dest_url),
            title: decoded(title),
            id,
        }),
        Event::Start(Tag::Image {
            link_type,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Image {
            link_type,
            dest_url: decoded(dest_url),
            title: decoded(title),
            id,
        }),
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(decoded(info))))
        }
        event => event,
    }
}

/// What is borrowed is the author's own text; only what the parser wrote anew may hold a decoded reference.
fn decoded(text: CowStr<'_>) -> CowStr<'_> {
    match text {
        CowStr::Borrowed(_) => text,
        written => match clean_text::replaced(&written) {
            Cow::Borrowed(_) => written,
            Cow::Owned(clean) => clean.into(),
        },
    }
}

/// The options for a text. The parser takes any line that starts with a colon for a definition, also
/// `:evergreen_tree: was the sign`: where no line has the space that a definition needs, none is one.
fn options(text: &str) -> Options {
    let bytes = text.as_bytes();
    let is_definition = |colon: usize| {
        let before = bytes.get(..colon).unwrap_or(&[]);
        let first = before
            .iter()
            .rev()
            .find(|byte| !matches!(byte, b' ' | b'>' | b'\t'));
        let behind = bytes.get(colon + 1..).unwrap_or(&[]);
        first.is_none_or(|byte| *byte == b'\n')
            && (matches!(behind, [] | [b' ' | b'\t' | b'\n', ..] | [b'\r', b'\n', ..]))
    };
    let is_any = memchr::memchr_iter(b':', bytes).any(is_definition);
    if is_any {
        OPTIONS.union(Options::ENABLE_DEFINITION_LIST)
    } else {
        OPTIONS
    }
}

#[cfg(test)]
mod tests;
