//! What is open while a tree is read, and the passages that come of it.

use std::ops::Range;

use super::TextFacts;
use super::parts::{LinkForm, Notation, Picture, WrittenHeading, WrittenLink};
use super::passage::{OpenPassage, Passage, Role, Surroundings};
use crate::base::Span;
use crate::config::RawHtml;
use crate::document::markdown::autolink::{self, BareLink};
use crate::document::markdown::source::Source;
use crate::document::markdown::tree::Tree;

pub(super) struct Reader<'a> {
    pub tree: &'a Tree<'a>,
    pub source: &'a Source<'a>,
    pub raw_html: RawHtml,
    pub facts: TextFacts,
    /// The containers around this place, with what the text right inside each is.
    pub around: Vec<Option<Role>>,
    /// How many `:::` blocks are open.
    pub blocks: usize,
    /// How many quotations are open.
    pub quotations: usize,
    pub passage: Option<OpenPassage>,
    /// Links that are open: one of Markdown may be in one of HTML.
    pub links: Vec<OpenLink>,
    pub heading: Option<OpenHeading>,
    pub is_in_table_head: bool,
    /// The number of the film in HTML that is open.
    pub video: Option<usize>,
    /// How many drawings and formulas are open.
    pub foreign: usize,
    /// The element whose text is not for readers, such as `script`, while it is open.
    pub opaque: Option<&'static str>,
    /// The text of an abbreviation whose meaning HTML says, while it is read.
    pub explained: Option<String>,
}

/// A link whose text is being read.
pub(super) struct OpenLink {
    pub link: WrittenLink,
    /// The passage it started in.
    pub passage: usize,
    /// Where in the text of that passage it started.
    pub start: usize,
}

/// A heading whose text is being read.
pub(super) struct OpenHeading {
    pub level: u8,
    pub text: String,
    pub notation: Notation,
    pub range: Range<usize>,
}

impl<'a> Reader<'a> {
    pub fn new(tree: &'a Tree<'a>, source: &'a Source<'a>, raw_html: RawHtml) -> Reader<'a> {
        Reader {
            tree,
            source,
            raw_html,
            facts: TextFacts::default(),
            around: Vec::new(),
            blocks: 0,
            quotations: 0,
            passage: None,
            links: Vec::new(),
            heading: None,
            is_in_table_head: false,
            video: None,
            foreign: 0,
            opaque: None,
            explained: None,
        }
    }

    /// Closes what is open, and gives all that was found.
    pub fn finish(mut self) -> TextFacts {
        self.close_passage();
        self.facts.links.sort_by_key(|link| link.span);
        self.facts
    }

    /// Words that readers see.
    pub fn say(&mut self, text: &str, range: Range<usize>) {
        if self.opaque.is_some() {
            return;
        }
        self.name(text);
        let span = self.source.span(range.clone());
        self.passage(&range).push(text, span);
    }

    /// Code is part of what names a link or a heading, but not of running text.
    pub fn code(&mut self, code: &str, range: &Range<usize>) {
        self.name(code);
        self.passage(range).push_other();
    }

    /// Code for another program is read like other code.
    pub fn template_code(&mut self, code: &str, range: &Range<usize>) {
        self.code(code, range);
        self.passage(range).push_template();
    }

    /// Adds to the texts of what is open.
    pub fn name(&mut self, text: &str) {
        for open in &mut self.links {
            open.link.text.push_str(text);
        }
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
        }
        if let Some(short) = &mut self.explained {
            short.push_str(text);
        }
        if self.is_in_table_head && !text.trim().is_empty() {
            let table = self.facts.tables.last_mut();
            table
                .into_iter()
                .for_each(|table| table.has_headings = true);
        }
    }

    /// A picture names what it is in.
    pub fn add_picture(&mut self, picture: Picture) {
        self.name(&picture.alt);
        for open in &mut self.links {
            open.link.has_picture = true;
        }
        self.facts.pictures.push(picture);
    }

    /// The passage that is open; if none is, one starts at `range`.
    pub fn passage(&mut self, range: &Range<usize>) -> &mut OpenPassage {
        let passage = match self.passage.take() {
            Some(open) => open,
            None => self.new_passage(self.source.span(range.clone())),
        };
        self.passage.insert(passage)
    }

    /// What follows is another passage.
    pub fn close_passage(&mut self) {
        let Some(passage) = self.passage.take().map(OpenPassage::closed) else {
            return;
        };
        if passage.text.contains("://") {
            let number = self.facts.passages.len();
            let bare = bare_links(&passage, number, &self.facts.links);
            self.facts.links.extend(bare);
        }
        self.facts.passages.push(passage);
    }

    /// A heading ends at a place.
    pub fn end_heading(&mut self, end: usize) {
        let Some(heading) = self.heading.take() else {
            return;
        };
        if self.quotations > 0 {
            return;
        }
        let start = heading.range.start;
        let length = self.source.slice(start..end).trim_end().len();
        self.facts.headings.push(WrittenHeading {
            level: heading.level,
            text: heading.text.trim().to_owned(),
            notation: heading.notation,
            span: self.source.span(start..start + length),
        });
    }

    pub fn end_quotation(&mut self) {
        self.quotations = self.quotations.saturating_sub(1);
    }

    fn new_passage(&self, span: Span) -> OpenPassage {
        let innermost = self.around.iter().rev().find_map(|role| *role);
        let role = innermost.unwrap_or(Role::Html);
        let surroundings = Surroundings {
            role,
            is_quoted: self.quotations > 0,
            is_free: self.around.len() <= 1 && role != Role::Item && self.blocks == 0,
        };
        OpenPassage::new(surroundings, span)
    }
}

/// The bare URLs in the words of a passage, which will have this number; other links are not looked into.
fn bare_links(passage: &Passage, number: usize, links: &[WrittenLink]) -> Vec<WrittenLink> {
    let own = links.iter().rev().map_while(|link| {
        let (of, range) = link.passage.as_ref()?;
        (*of == number).then_some(range)
    });
    let mut taken: Vec<&Range<usize>> = own.collect();
    taken.sort_by_key(|taken| taken.start);
    autolink::all(&passage.text)
        .filter(|link| !is_inside(&link.range, &taken))
        .map(|link| bare_link(passage, number, link))
        .collect()
}

/// True if the last of `taken` that starts at a range or before it goes on after its start.
fn is_inside(range: &Range<usize>, taken: &[&Range<usize>]) -> bool {
    let before = taken.partition_point(|taken| taken.start <= range.start);
    let last = before.checked_sub(1).and_then(|last| taken.get(last));
    last.is_some_and(|last| last.end > range.start)
}

fn bare_link(passage: &Passage, number: usize, link: BareLink) -> WrittenLink {
    let BareLink { range, form } = link;
    let text = passage.text.get(range.clone()).unwrap_or("");
    WrittenLink {
        text: text.to_owned(),
        has_picture: false,
        target: autolink::target(text, form).into_owned(),
        form: LinkForm::Bare,
        span: passage.place(range.clone()),
        passage: Some((number, range)),
    }
}
