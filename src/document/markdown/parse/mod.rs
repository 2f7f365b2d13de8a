//! Markdown text into a tree. The only place that knows the parser.
//!
//! `builder` puts the tree together, `fence` knows which `:::` blocks are open, `heading` what braces at the end of a
//! heading are, `definitions` which definitions of links are used, `shield` hides signs that are part of a bare URL, and this file says what each event of the parser becomes.

mod builder;
mod definitions;
mod fence;
mod heading;
mod shield;

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{
    self as parser, BlockQuoteKind, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag,
    TagEnd,
};

use self::builder::Builder;
use self::definitions::Definitions;
pub(super) use self::fence::DEEPEST;
use self::shield::Shield;
use super::escape;
use super::quotes::Quotes;
use super::raw_text::RawText;
use super::source::Source;
use super::tree::{Alignment, Callout, Heading, Image, Kind, Link, LinkStyle, Table, Tree};
use crate::base::clean_text;

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_WIKILINKS);

/// Whose text it is: guests cannot call the theme's blocks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Author {
    Site,
    Guest,
}

/// Reads a text. Without `quotes`, quotes and dashes stay as they are typed.
pub(super) fn parse<'t>(
    source: &'t Source<'t>,
    author: Author,
    quotes: Option<Quotes>,
) -> Tree<'t> {
    let text = source.text();
    let mut options = options(text);
    options.set(Options::ENABLE_SMART_PUNCTUATION, quotes.is_some());
    match Shield::new(text) {
        None => {
            let parser = Parser::new_ext(text, options);
            let definitions = Definitions::new(parser.reference_definitions());
            let builder = Builder::new(source, author, quotes, definitions);
            builder.build(parser.into_offset_iter())
        }
        Some(shield) => {
            let parser = Parser::new_ext(&shield.text, options);
            let definitions = Definitions::new(parser.reference_definitions());
            let builder = Builder::new(source, author, quotes, definitions);
            let events = parser.into_offset_iter();
            builder.build(events.map(|(event, range)| (shield.event(event), range)))
        }
    }
}

/// True for `[[toc]]` alone on its line: other programs put a table of contents in its place, and it is no link.
fn is_contents_mark(event: &Event, text: &str, range: &Range<usize>) -> bool {
    let Event::Start(Tag::Link {
        link_type: LinkType::WikiLink { has_pothole: false },
        dest_url,
        ..
    }) = event
    else {
        return false;
    };
    let is_name = |name: &&str| dest_url.trim().eq_ignore_ascii_case(name);
    let before = text.get(..range.start).unwrap_or("");
    let line = before.rsplit('\n').next().unwrap_or("");
    let after = text.get(range.end..).unwrap_or("");
    let rest = after.split('\n').next().unwrap_or("");
    ["toc", "_toc_"].iter().any(is_name)
        && line.trim_matches([' ', '\t', '>']).is_empty()
        && rest.trim().is_empty()
}

/// The options for a text. The parser takes any line that starts with a colon for a definition, also
/// `:evergreen_tree: was the sign`: if no line has the space that a definition needs, none is one.
fn options(text: &str) -> Options {
    let bytes = text.as_bytes();
    if memchr::memchr_iter(b':', bytes).any(|colon| is_definition(bytes, colon)) {
        OPTIONS.union(Options::ENABLE_DEFINITION_LIST)
    } else {
        OPTIONS
    }
}

/// True for a colon that starts a line and has a space after it.
fn is_definition(text: &[u8], colon: usize) -> bool {
    let before = text.get(..colon).unwrap_or(&[]);
    let after = text.get(colon + 1..).unwrap_or(&[]);
    let mut back = before.iter().rev();
    let last = back.find(|byte| !matches!(byte, b' ' | b'>' | b'\t'));
    last.is_none_or(|byte| *byte == b'\n')
        && matches!(after, [] | [b' ' | b'\t' | b'\n', ..] | [b'\r', b'\n', ..])
}

/// A text of the parser without the characters that no page may hold. What is borrowed is the author's own text, which
/// has none; only what the parser wrote anew may come from a reference such as `&#xFFFF;`.
fn clean(text: CowStr<'_>) -> CowStr<'_> {
    match text {
        CowStr::Borrowed(_) => text,
        written => match clean_text::replaced(&written) {
            Cow::Borrowed(_) => written,
            Cow::Owned(clean) => clean.into(),
        },
    }
}

impl<'t> Builder<'t> {
    fn build(mut self, events: impl Iterator<Item = (Event<'t>, Range<usize>)>) -> Tree<'t> {
        let source = self.source;
        let mut contents_mark = 0..0;
        for (event, range) in events {
            if contents_mark.contains(&range.start) && range.end <= contents_mark.end {
                continue;
            }
            if is_contents_mark(&event, source.text(), &range) {
                contents_mark = range.clone();
                self.text(CowStr::Borrowed(source.slice(range.clone())), range);
                continue;
            }
            self.definitions.pass(&event);
            self.event(event, range);
        }
        self.finish()
    }

    fn event(&mut self, event: Event<'t>, range: Range<usize>) {
        if let Event::Text(text) = event {
            return self.text(clean(text), range);
        }
        self.end_text();
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Html(html) => self.html_line(html, range.start),
            event => {
                if let Some(kind) = self.leaf_kind(event, range.start) {
                    self.leaf(kind, range);
                }
            }
        }
    }

    /// The kind of a node with nothing inside; `place` is where it starts.
    fn leaf_kind(&self, event: Event<'t>, place: usize) -> Option<Kind<'t>> {
        Some(match event {
            Event::InlineHtml(html) => Kind::InlineHtml(RawText::inline(html, place)),
            Event::Code(code) => Kind::CodeSpan(self.restored(code)),
            Event::FootnoteReference(label) => Kind::FootnoteReference(label),
            Event::SoftBreak => Kind::SoftBreak,
            Event::HardBreak => Kind::HardBreak,
            Event::Rule => Kind::Rule,
            Event::TaskListMarker(is_done) => Kind::TaskBox(is_done),
            // Mathematics is not asked for: its text arrives as text.
            _ => return None,
        })
    }

    fn start(&mut self, tag: Tag<'t>, range: Range<usize>) {
        match tag {
            Tag::CodeBlock(kind) => self.start_code(info(kind), range),
            Tag::HtmlBlock => self.start_html(range),
            Tag::FootnoteDefinition(label) => self.start_footnote(&label, range),
            Tag::Table(alignments) => {
                let table = self.table(alignments);
                self.open(Kind::Table(table), range);
            }
            Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            } => {
                let link = self.link(link_type, dest_url, title, &range);
                self.open(Kind::Link(Box::new(link)), range);
            }
            Tag::Image {
                link_type,
                dest_url,
                title,
                ..
            } => {
                let image = self.image(link_type, dest_url, title, &range);
                self.open(Kind::Image(Box::new(image)), range);
            }
            tag => self.start_other(tag, range),
        }
    }

    fn start_other(&mut self, tag: Tag<'t>, range: Range<usize>) {
        let Some(mut kind) = kind(tag) else {
            return;
        };
        if let Kind::Heading(heading) = &mut kind {
            heading.id = heading.id.take().map(|id| self.restored(id));
        }
        self.open(kind, range);
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::HtmlBlock => self.end_html(),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::Heading(_) => self.end_heading(),
            // Not asked for.
            TagEnd::Superscript | TagEnd::Subscript | TagEnd::MetadataBlock(_) => {}
            _ => self.close(),
        }
    }

    fn table(&self, alignments: Vec<parser::Alignment>) -> Table {
        Table {
            alignments: alignments.into_iter().map(alignment).collect(),
            is_in_block: self.is_in_block(),
        }
    }

    fn link(
        &mut self,
        kind: LinkType,
        target: CowStr<'t>,
        title: CowStr<'t>,
        range: &Range<usize>,
    ) -> Link<'t> {
        let (target, title) = (clean(target), clean(title));
        match kind {
            LinkType::WikiLink { has_pothole: true } => {
                return self.link_by_id(&target, LinkStyle::ById, range);
            }
            LinkType::WikiLink { has_pothole: false } => {
                let link = self.bracketed_link(range);
                let link = link.or_else(|| self.defined_link(&target, range));
                return link.unwrap_or_else(|| self.link_by_id(&target, LinkStyle::Titled, range));
            }
            _ => {}
        }
        let target_range = self.place_of(&target, range);
        let target = self.restored(target);
        let target = match kind {
            LinkType::Email => format!("mailto:{target}").into(),
            _ => target,
        };
        Link {
            style: match kind {
                LinkType::Autolink => LinkStyle::Address,
                _ => LinkStyle::Inline,
            },
            target,
            target_range,
            title: self.restored(title),
        }
    }

    fn link_by_id(&self, target: &str, style: LinkStyle, range: &Range<usize>) -> Link<'t> {
        // In a table the bar before the text is written `\|`.
        let id = target.trim().trim_end_matches('\\').trim_end();
        Link {
            style,
            target_range: self.place_of(id, range),
            target: self.restored(id.to_owned().into()),
            title: CowStr::Borrowed(""),
        }
    }

    /// `[[1]](notes.md)` is an ordinary link whose text is in square brackets, not a link by id. The parser takes what is in
    /// the round brackets for text.
    fn bracketed_link(&mut self, range: &Range<usize>) -> Option<Link<'t>> {
        let target = bracketed_target(self.source.text().get(range.end..)?)?;
        let start = range.end + 1;
        let target_range = start..start + target.len();
        self.skip_text(range.end..target_range.end + 1);
        Some(Link {
            style: LinkStyle::Bracketed,
            target: escape::decoded(target).into(),
            target_range,
            title: CowStr::Borrowed(""),
        })
    }

    /// `[[1]]` is an ordinary link in square brackets if a line such as `[1]: notes.md` says where it leads.
    fn defined_link(&mut self, label: &str, range: &Range<usize>) -> Option<Link<'t>> {
        let (target, title) = self.definitions.refer(label)?;
        Some(Link {
            style: LinkStyle::Defined,
            target: self.restored(target.into()),
            target_range: range.clone(),
            title: self.restored(title.into()),
        })
    }

    fn image(
        &mut self,
        kind: LinkType,
        target: CowStr<'t>,
        title: CowStr<'t>,
        range: &Range<usize>,
    ) -> Image<'t> {
        let (target, title) = (clean(target), clean(title));
        Image {
            target_range: self.place_of(&target, range),
            target: self.restored(target),
            title: self.restored(title),
            is_named_by_target: matches!(kind, LinkType::WikiLink { has_pothole: false }),
        }
    }

    /// The place of a target, or the whole link if the parser had to rewrite it.
    fn place_of(&self, target: &str, whole: &Range<usize>) -> Range<usize> {
        self.source.place_of(target).unwrap_or(whole.clone())
    }
}

/// The kind of a node about which its tag says everything; nothing for tags that were not asked for.
fn kind(tag: Tag<'_>) -> Option<Kind<'_>> {
    Some(match tag {
        Tag::Paragraph => Kind::Paragraph,
        Tag::Heading {
            level, id, classes, ..
        } => Kind::Heading(Box::new(Heading {
            level: level as u8,
            id,
            classes,
        })),
        Tag::BlockQuote(None) => Kind::Quote,
        Tag::BlockQuote(Some(kind)) => Kind::Callout(callout(kind)),
        Tag::List(start) => Kind::List(start),
        Tag::Item => Kind::Item,
        Tag::DefinitionList => Kind::DefinitionList,
        Tag::DefinitionListTitle => Kind::Term,
        Tag::DefinitionListDefinition => Kind::Definition,
        Tag::TableHead => Kind::TableHead,
        Tag::TableRow => Kind::TableRow,
        Tag::TableCell => Kind::TableCell,
        Tag::Emphasis => Kind::Emphasis,
        Tag::Strong => Kind::Strong,
        Tag::Strikethrough => Kind::Strikethrough,
        _ => return None,
    })
}

/// The target in the round brackets that a text starts with.
fn bracketed_target(text: &str) -> Option<&str> {
    let text = text.strip_prefix('(')?;
    let end = text.find(|c: char| matches!(c, ')' | '(' | '<') || c.is_whitespace())?;
    let (target, rest) = text.split_at(end);
    (!target.is_empty() && rest.starts_with(')')).then_some(target)
}

/// What an author wrote after the fence of a block of code.
fn info(kind: CodeBlockKind<'_>) -> CowStr<'_> {
    match kind {
        CodeBlockKind::Fenced(info) => clean(info),
        CodeBlockKind::Indented => CowStr::Borrowed(""),
    }
}

fn callout(kind: BlockQuoteKind) -> Callout {
    match kind {
        BlockQuoteKind::Note => Callout::Note,
        BlockQuoteKind::Tip => Callout::Tip,
        BlockQuoteKind::Important => Callout::Important,
        BlockQuoteKind::Warning => Callout::Warning,
        BlockQuoteKind::Caution => Callout::Caution,
    }
}

fn alignment(alignment: parser::Alignment) -> Alignment {
    match alignment {
        parser::Alignment::None => Alignment::None,
        parser::Alignment::Left => Alignment::Left,
        parser::Alignment::Center => Alignment::Center,
        parser::Alignment::Right => Alignment::Right,
    }
}
