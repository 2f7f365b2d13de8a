//! What is open while a text is written.

use std::borrow::Cow;
use std::ops::Range;

use crate::document::LinkId;
use crate::document::markdown::foreign_fence::{self, Program};

/// The link that is open; links of Markdown are never inside one another.
#[derive(Default)]
pub(super) struct OpenLink {
    /// True inside a link of Markdown.
    pub is_open: bool,
    /// The file that it may lead to, about which readers are told something after its text.
    pub download: Option<LinkId>,
    /// What it leads to, if that may be a page of this site, whose language readers are told after its text.
    pub page: Option<LinkId>,
    /// How many links of the author's HTML are open.
    pub raw: usize,
}

impl OpenLink {
    /// True if no other link may start.
    pub fn is_inside(&self) -> bool {
        self.is_open || self.raw > 0
    }
}

/// Lines of colons that stayed text.
#[derive(Default)]
pub(super) struct StrayFences {
    /// Those of one program each, and those that no program is known to write, in order of their first lines.
    pub sorts: Vec<StraySort>,
    /// True if one of them would have opened a block inside too many others.
    pub are_too_deep: bool,
    /// Whose line the last one was: lines of nothing but colons belong to it.
    last: Option<Program>,
}

/// Lines of colons of one program.
pub(super) struct StraySort {
    pub program: Option<Program>,
    pub count: usize,
    /// The place of the first in the original.
    pub first: Range<usize>,
}

impl StrayFences {
    /// Counts a line that is at a place of the original.
    pub fn note(&mut self, line: &str, place: Range<usize>) {
        let is_end = line.trim().bytes().all(|byte| byte == b':');
        if !is_end {
            self.last = foreign_fence::program(line);
        }
        let program = self.last;
        match self.sorts.iter_mut().find(|sort| sort.program == program) {
            Some(sort) => sort.count += 1,
            None => self.sorts.push(StraySort {
                program,
                count: 1,
                first: place,
            }),
        }
    }
}

/// The author's own elements that are open. None reaches beyond the element of Markdown that it opened in.
#[derive(Default)]
pub(super) struct OpenElements {
    pub open: Vec<OpenElement>,
    /// How many elements of Markdown are open.
    pub depth: usize,
}

pub(super) struct OpenElement {
    pub name: Cow<'static, str>,
    /// How many elements of Markdown were open around it.
    pub depth: usize,
}

impl OpenElements {
    /// An element of Markdown starts.
    pub fn enter(&mut self) {
        self.depth += 1;
    }

    pub fn push(&mut self, name: impl Into<Cow<'static, str>>) {
        self.open.push(OpenElement {
            name: name.into(),
            depth: self.depth,
        });
    }

    /// The innermost open element with this name that opened in the same element of Markdown.
    pub fn position(&self, name: &str) -> Option<usize> {
        let here = |element: &OpenElement| element.depth == self.depth;
        let at = self
            .open
            .iter()
            .rposition(|it| !here(it) || it.name == name)?;
        self.open.get(at).is_some_and(here).then_some(at)
    }
}
