//! What is open while a tree is built, and what a line of colons closes.

use crate::document::markdown::tree::NodeId;

/// Blocks are at most this deep inside one another. Those who read fragments do so by recursion.
pub(in crate::document::markdown) const DEEPEST: usize = 32;

/// What is open, the innermost last.
#[derive(Default)]
pub(super) struct Nesting {
    open: Vec<Open>,
    count: Count,
}

/// How many blocks and lines are open in the text or in the footnote that is read.
#[derive(Clone, Copy, Default)]
struct Count {
    blocks: usize,
    lines: usize,
}

pub(super) enum Open {
    /// A node that the parser opens and closes. What opens in it ends with it.
    Node(NodeId),
    Footnote(Footnote),
    Block {
        id: NodeId,
        colons: usize,
    },
    /// A line of colons that stayed text. The line that would close it stays text too, and closes no block around it.
    Line {
        colons: usize,
    },
}

pub(super) struct Footnote {
    pub id: NodeId,
    pub label: String,
    /// What was open around it: readers see it elsewhere.
    around: Count,
}

impl Open {
    /// True for what the parser closes.
    pub fn is_parsers(&self) -> bool {
        matches!(self, Open::Node(_) | Open::Footnote(_))
    }

    fn closes_with(&self, wanted: usize) -> bool {
        match self {
            Open::Node(_) | Open::Footnote(_) => false,
            Open::Block { colons, .. } | Open::Line { colons } => *colons == wanted,
        }
    }
}

impl Nesting {
    pub fn enter(&mut self, id: NodeId) {
        self.open.push(Open::Node(id));
    }

    pub fn enter_footnote(&mut self, id: NodeId, label: String) {
        let around = std::mem::take(&mut self.count);
        self.open
            .push(Open::Footnote(Footnote { id, label, around }));
    }

    /// True if one more block may open.
    pub fn has_room(&self) -> bool {
        self.count.blocks < DEEPEST
    }

    pub fn enter_block(&mut self, id: NodeId, colons: usize) {
        self.count.blocks += 1;
        self.open.push(Open::Block { id, colons });
    }

    pub fn enter_line(&mut self, colons: usize) {
        // More of them would make each closing line a long search.
        if self.count.lines < DEEPEST {
            self.count.lines += 1;
            self.open.push(Open::Line { colons });
        }
    }

    /// True right inside a block.
    pub fn is_in_block(&self) -> bool {
        let mut open = self.open.iter().rev();
        let innermost = open.find(|open| !matches!(open, Open::Line { .. }));
        matches!(innermost, Some(Open::Block { .. }))
    }

    /// The innermost node of the parser's, if nothing opened in it is still open.
    pub fn innermost(&self) -> Option<NodeId> {
        match self.open.last() {
            Some(Open::Node(id)) => Some(*id),
            _ => None,
        }
    }

    /// Leaves the innermost.
    pub fn leave(&mut self) -> Option<Open> {
        let open = self.open.pop()?;
        match &open {
            Open::Node(_) => {}
            Open::Footnote(footnote) => self.count = footnote.around,
            Open::Block { .. } => self.count.blocks -= 1,
            Open::Line { .. } => self.count.lines -= 1,
        }
        Some(open)
    }

    /// How many are open inside what a line of so many colons closes.
    pub fn inside_closed_by(&self, colons: usize) -> Option<usize> {
        let own = self.open.iter().rev().take_while(|open| !open.is_parsers());
        own.into_iter().position(|open| open.closes_with(colons))
    }
}
