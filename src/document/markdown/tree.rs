//! A Markdown text as a tree: what is written where. Knows neither HTML nor the parser.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::CowStr;

use super::directive::Opening;
use super::raw_text::RawText;
use super::source::TemplateCode;

/// A text as a tree.
///
/// The nodes are in the order of the text, each before the nodes inside it, and each knows the node after its last
/// descendant. So a walk is a loop over a list: no depth of nesting can overflow the stack.
pub(super) struct Tree<'t> {
    pub(super) nodes: Vec<Node<'t>>,
    pub(super) pieces: Vec<Piece<'t>>,
    /// The definitions of footnotes by their label in small letters; of two with one label, the first counts.
    pub(super) footnotes: HashMap<String, NodeId>,
    /// Further definitions with the label of another above.
    pub(super) repeated_footnotes: Vec<(String, NodeId)>,
    /// The definitions of links, in order; of two with one label, the first.
    pub(super) definitions: Vec<LinkDefinition>,
}

/// The definition of a link, such as `[plan]: plan.md`.
pub(super) struct LinkDefinition {
    pub label: String,
    pub target: String,
    /// Its place in the source's text.
    pub range: Range<usize>,
    /// True if something refers to it.
    pub is_used: bool,
}

/// A label as labels are compared.
pub(super) fn normalised_label(label: &str) -> String {
    let words: Vec<&str> = label.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// The position of a node in its tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NodeId(pub(super) usize);

/// The root of every tree.
pub(super) const ROOT: NodeId = NodeId(0);

/// A part of a text.
pub(super) struct Node<'t> {
    pub kind: Kind<'t>,
    /// Its place in the source's text.
    pub range: Range<usize>,
    /// The node after its last descendant.
    pub(super) end: usize,
}

/// What a part of a text is.
pub(super) enum Kind<'t> {
    Document,
    Paragraph,
    Heading(Box<Heading<'t>>),
    Quote,
    Callout(Callout),
    /// A block of code with what its author wrote after the opening fence; its text is a child.
    CodeBlock(CowStr<'t>),
    /// A block of the author's HTML. `None` if it was a line that Markdown does not know, and only the indentation of that
    /// line is left as a child.
    HtmlBlock(Option<RawText<'t>>),
    /// A list; a numbered one knows its first number.
    List(Option<u64>),
    Item,
    DefinitionList,
    Term,
    Definition,
    Table(Table),
    TableHead,
    TableRow,
    TableCell,
    /// The text of a footnote, which readers see at the end of the page.
    Footnote,
    /// A `:::` block.
    Block(Box<Block<'t>>),
    /// A line of colons that opens and closes nothing, by its place in the original.
    StrayFence(Range<usize>),
    /// One that would open a block inside too many others.
    TooDeepFence(Range<usize>),
    /// A line that defines an abbreviation, which is here.
    Abbreviation(&'t str),
    Rule,
    /// Running text without markup, in the pieces that the parser made of it.
    Text(Range<usize>),
    CodeSpan(CowStr<'t>),
    /// Template code of another generator, which stays as it is.
    TemplateCode(TemplateCode<'t>),
    SoftBreak,
    HardBreak,
    Emphasis,
    Strong,
    Strikethrough,
    Link(Box<Link<'t>>),
    Image(Box<Image<'t>>),
    InlineHtml(RawText<'t>),
    /// The use of a footnote, with its label.
    FootnoteReference(CowStr<'t>),
    /// The box of a task, ticked or not.
    TaskBox(bool),
}

/// A part of running text. It is what the author wrote, unless the parser rewrote a quote, a dash or a character reference.
pub(super) struct Piece<'t> {
    pub text: CowStr<'t>,
    pub range: Range<usize>,
}

pub(super) struct Heading<'t> {
    pub level: u8,
    /// The id that its author gave it.
    pub id: Option<CowStr<'t>>,
    /// Classes that its author gave it.
    pub classes: Vec<CowStr<'t>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Callout {
    Note,
    Tip,
    Important,
    Warning,
    Caution,
}

pub(super) struct Table {
    /// One for each column.
    pub alignments: Vec<Alignment>,
    /// True if a `:::` block is right around it, which may draw its values.
    pub is_in_block: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Alignment {
    None,
    Left,
    Center,
    Right,
}

pub(super) struct Block<'t> {
    pub opening: Opening<'t>,
    /// The opening line in the original.
    pub line: Range<usize>,
    /// False if it ends only with what it is in.
    pub is_closed: bool,
}

/// How a link is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum LinkStyle {
    /// `[text](target)` in one of its forms.
    Inline,
    /// `[[text]](target)`, whose text is in square brackets.
    Bracketed,
    /// `[[label]]` with a definition of the label: a link with square brackets around it.
    Defined,
    /// `<https://example.org>`
    Address,
    /// `[[id|text]]`
    ById,
    /// `[[id]]`, whose text is the title of its target.
    Titled,
}

pub(super) struct Link<'t> {
    pub style: LinkStyle,
    pub target: CowStr<'t>,
    /// Where the target is, or the whole link if the parser rewrote it.
    pub target_range: Range<usize>,
    pub title: CowStr<'t>,
}

pub(super) struct Image<'t> {
    pub target: CowStr<'t>,
    /// Where the target is, or the whole picture if the parser rewrote it.
    pub target_range: Range<usize>,
    pub title: CowStr<'t>,
    /// True for `![[plan.png]]`, whose text is its target and says nothing about the picture.
    pub is_named_by_target: bool,
}

impl<'t> Tree<'t> {
    pub fn node(&self, id: NodeId) -> &Node<'t> {
        &self.nodes[id.0]
    }

    /// The pieces of a [`Kind::Text`].
    pub fn pieces(&self, range: &Range<usize>) -> &[Piece<'t>] {
        self.pieces.get(range.clone()).unwrap_or(&[])
    }

    /// The direct children of a node.
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        let end = self.node(id).end;
        let mut at = id.0 + 1;
        std::iter::from_fn(move || {
            let child = (at < end).then_some(NodeId(at))?;
            at = self.node(child).end;
            Some(child)
        })
    }

    /// Everything inside a node, in the order of the text.
    pub fn descendants(&self, id: NodeId) -> &[Node<'t>] {
        self.nodes.get(id.0 + 1..self.node(id).end).unwrap_or(&[])
    }

    /// Goes through everything inside a node.
    pub fn walk(&self, id: NodeId) -> Walk {
        Walk {
            next: id.0 + 1,
            end: self.node(id).end,
            open: Vec::new(),
            childless: None,
        }
    }

    /// The text inside a node, without markup.
    pub fn plain_text(&self, id: NodeId) -> String {
        let mut text = String::new();
        for node in self.descendants(id) {
            match &node.kind {
                Kind::Text(pieces) => {
                    let pieces = self.pieces(pieces).iter();
                    text.extend(pieces.map(|piece| &*piece.text));
                }
                Kind::CodeSpan(code) => text.push_str(code),
                Kind::TemplateCode(code) => text.push_str(code.text),
                Kind::SoftBreak | Kind::HardBreak => text.push(' '),
                _ => {}
            }
        }
        text
    }
}

/// A step of a walk.
#[derive(Clone, Copy)]
pub(super) enum Step {
    Enter(NodeId),
    Leave(NodeId),
}

/// A walk through everything inside a node. It borrows nothing, so that those who walk may change themselves.
pub(super) struct Walk {
    next: usize,
    end: usize,
    /// The nodes that were entered and not left.
    open: Vec<NodeId>,
    /// The node that was entered last, if nothing is inside it.
    childless: Option<NodeId>,
}

impl Walk {
    pub fn step(&mut self, tree: &Tree) -> Option<Step> {
        if let Some(id) = self.childless.take() {
            return Some(Step::Leave(id));
        }
        if let Some(id) = self.open.pop_if(|id| tree.node(*id).end <= self.next) {
            return Some(Step::Leave(id));
        }
        if self.next >= self.end {
            return None;
        }
        let id = NodeId(self.next);
        self.next += 1;
        if tree.node(id).end <= self.next {
            self.childless = Some(id);
        } else {
            self.open.push(id);
        }
        Some(Step::Enter(id))
    }

    /// Goes on after the node that was entered last: nothing inside it is entered, and it is not left.
    pub fn skip(&mut self, tree: &Tree) {
        if self.childless.take().is_some() {
            return;
        }
        if let Some(id) = self.open.pop() {
            self.next = tree.node(id).end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(ends: &[usize]) -> Tree<'static> {
        let node = |end: &usize| Node {
            kind: Kind::Item,
            range: 0..0,
            end: *end,
        };
        Tree {
            nodes: ends.iter().map(node).collect(),
            pieces: Vec::new(),
            footnotes: HashMap::new(),
            repeated_footnotes: Vec::new(),
            definitions: Vec::new(),
        }
    }

    /// The steps of a walk: `+1` for entering the second node, `-1` for leaving it.
    fn steps(tree: &Tree, skipped: usize) -> String {
        let mut walk = tree.walk(ROOT);
        let mut steps = String::new();
        while let Some(step) = walk.step(tree) {
            match step {
                Step::Enter(NodeId(id)) if id == skipped => walk.skip(tree),
                Step::Enter(NodeId(id)) => steps += &format!("+{id}"),
                Step::Leave(NodeId(id)) => steps += &format!("-{id}"),
            }
        }
        steps
    }

    #[test]
    fn walks_enter_and_leave_each_node_once() {
        let tree = tree(&[7, 4, 3, 4, 7, 6, 7]);
        assert_eq!(steps(&tree, 0), "+1+2-2+3-3-1+4+5-5+6-6-4");
        assert_eq!(steps(&tree, 1), "+4+5-5+6-6-4");
        assert_eq!(steps(&tree, 2), "+1+3-3-1+4+5-5+6-6-4");
        let children: Vec<usize> = tree.children(ROOT).map(|id| id.0).collect();
        assert_eq!(children, [1, 4]);
    }
}
