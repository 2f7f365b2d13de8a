//! Links of a text that its author wrote as such.

use std::ops::Range;

use super::parts::{LinkForm, WrittenLink};
use super::passage::OpenPassage;
use super::reader::{OpenLink, Reader};
use crate::document::markdown::tree::{Link, LinkStyle};

impl Reader<'_> {
    /// A link of Markdown starts.
    pub fn start_link(&mut self, link: &Link, range: Range<usize>) {
        let form = match link.style {
            LinkStyle::Titled => LinkForm::Titled,
            LinkStyle::Address => LinkForm::Bare,
            LinkStyle::Inline | LinkStyle::Bracketed | LinkStyle::Defined | LinkStyle::ById => {
                LinkForm::Worded
            }
        };
        self.open_link(form, link.target.to_string(), range);
    }

    /// The innermost link of Markdown ends, and those of HTML inside it.
    pub fn end_link_of_markdown(&mut self) {
        while self.is_in_html_link() {
            self.end_link();
        }
        self.end_link();
    }

    /// True if the innermost link is one of HTML.
    pub fn is_in_html_link(&self) -> bool {
        let innermost = self.links.last();
        innermost.is_some_and(|open| open.link.form == LinkForm::Html)
    }

    /// A link starts.
    pub fn open_link(&mut self, form: LinkForm, target: String, range: Range<usize>) {
        let passage = self.passage(&range);
        passage.push_other();
        let start = passage.len();
        self.links.push(OpenLink {
            link: WrittenLink {
                text: String::new(),
                has_picture: false,
                target,
                form,
                span: self.source.span(range),
                passage: None,
            },
            passage: self.facts.passages.len(),
            start,
        });
    }

    /// The innermost link ends.
    pub fn end_link(&mut self) {
        let Some(open) = self.links.pop() else {
            return;
        };
        let number = self.facts.passages.len();
        let here = self.passage.as_ref().map_or(0, OpenPassage::len);
        let is_whole = open.passage == number && open.start <= here;
        self.facts.links.push(WrittenLink {
            passage: is_whole.then_some((number, open.start..here)),
            ..open.link
        });
    }
}
