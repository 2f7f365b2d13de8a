//! Links of a text, and the bare addresses in it.

use std::ops::Range;

use pulldown_cmark::LinkType;

use super::parts::{Link, LinkForm};
use super::passage::{OpenPassage, Passage};
use super::reader::Reader;
use crate::document::markdown::autolink;

/// A link whose text is being read.
pub(super) struct OpenLink {
    pub link: Link,
    /// The passage it started in, and where in its text.
    pub start: Option<(usize, usize)>,
}

impl Reader<'_> {
    /// A link of Markdown starts.
    pub fn start_link(&mut self, kind: LinkType, target: &str, range: Range<usize>) {
        let form = match kind {
            LinkType::WikiLink { has_pothole: false } => LinkForm::Titled,
            LinkType::Autolink => LinkForm::Bare,
            _ => LinkForm::Worded,
        };
        let written = self.source.restored(target);
        let target = if kind == LinkType::Email {
            format!("mailto:{written}")
        } else {
            written.into_owned()
        };
        self.open_link(form, target, range);
    }

    /// A link starts.
    pub fn open_link(&mut self, form: LinkForm, target: String, range: Range<usize>) {
        let number = self.found.passages.len();
        let span = self.source.span(range.clone());
        let passage = self.passage(&range);
        passage.push_other();
        let start = Some((number, passage.len()));
        let link = Link {
            text: String::new(),
            has_picture: false,
            target,
            form,
            span,
            passage: None,
        };
        self.links.push(OpenLink { link, start });
    }

    /// The innermost link ends.
    pub fn end_link(&mut self) {
        let Some(OpenLink { mut link, start }) = self.links.pop() else {
            return;
        };
        let number = self.found.passages.len();
        let here = self.passage.as_ref().map_or(0, OpenPassage::len);
        link.passage = start
            .filter(|(of, at)| *of == number && *at <= here)
            .map(|(of, at)| (of, at..here));
        self.found.links.push(link);
    }

    /// Addresses in the words of a passage are links too.
    pub fn find_bare(&mut self, passage: &Passage) {
        let number = self.found.passages.len();
        let own = |link: &&Link| link.passage.as_ref().is_some_and(|(of, _)| *of == number);
        let own = self
            .found
            .links
            .iter()
            .rev()
            .take_while(own)
            .filter_map(|link| link.passage.as_ref());
        let mut taken: Vec<Range<usize>> = own.map(|(_, at)| at.clone()).collect();
        taken.sort_by_key(|at| at.start);
        let is_free = |at: &Range<usize>| {
            let before = taken
                .partition_point(|taken| taken.start <= at.start)
                .checked_sub(1);
            before
                .and_then(|before| taken.get(before))
                .is_none_or(|taken| taken.end <= at.start)
        };
        let bare = autolink::all(&passage.text).filter(is_free).map(|at| {
            let text = passage.text.get(at.clone()).unwrap_or("").to_owned();
            let span = passage.place(at.clone());
            let (target, passage) = (text.clone(), Some((number, at)));
            Link {
                text,
                has_picture: false,
                target,
                form: LinkForm::Bare,
                span,
                passage,
            }
        });
        self.found.links.extend(bare.collect::<Vec<_>>());
    }
}
