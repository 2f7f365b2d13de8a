//! Tags that are nested deeper than anybody writes are left out before the parser sees them: it looks through all open
//! elements at each tag, so its time would grow with the square of their depth. Their words are kept.

use std::cell::Cell;

use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};

/// How many elements may be open within one another. Browsers stop at 512, authors come to ten.
const DEPTH: usize = 120;

/// Elements that need no end tag, or have none: an open one may be closed long since. They are no deeper than those
/// around them.
const WITHOUT_END: &[&str] = &[
    "area", "br", "col", "dd", "dt", "hr", "img", "input", "li", "link", "meta", "option", "p",
    "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];

/// Hands on all tokens but tags that are too deep.
pub struct Shallow<S> {
    /// What they are handed on to.
    pub inner: S,
    open: Cell<usize>,
}

impl<S> Shallow<S> {
    /// With nothing open yet.
    pub fn new(inner: S) -> Shallow<S> {
        Shallow {
            inner,
            open: Cell::new(0),
        }
    }

    /// True for a tag that is too deep; counts the others.
    fn is_too_deep(&self, tag: &Tag) -> bool {
        let open = self.open.get();
        if tag.self_closing || WITHOUT_END.contains(&&*tag.name) {
            return open > DEPTH;
        }
        match tag.kind {
            TagKind::StartTag => {
                self.open.set(open + 1);
                open >= DEPTH
            }
            TagKind::EndTag => {
                self.open.set(open.saturating_sub(1));
                open > DEPTH
            }
        }
    }
}

impl<S: TokenSink> TokenSink for Shallow<S> {
    type Handle = S::Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<S::Handle> {
        match &token {
            Token::TagToken(tag) if self.is_too_deep(tag) => TokenSinkResult::Continue,
            _ => self.inner.process_token(token, line),
        }
    }

    fn end(&self) {
        self.inner.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.inner
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
}
