//! What is open while a text is written.

use std::borrow::Cow;

use crate::base::Span;
use crate::document::LinkId;

/// The link that is open; links of Markdown are never inside one another.
#[derive(Default)]
pub(super) struct OpenLink {
    /// True inside a link of Markdown.
    pub is_open: bool,
    /// The file that it may lead to, about which readers are told something after its text.
    pub download: Option<LinkId>,
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
    pub count: usize,
    pub first: Span,
    /// True if one of them would have opened a block inside too many others.
    pub are_too_deep: bool,
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
