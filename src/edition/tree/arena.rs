//! What html5ever builds while it reads: nodes that name one another by their place. A parser moves nodes about, as HTML
//! with its tags crossed asks for; afterwards nothing moves.

use std::borrow::Cow;
use std::cell::RefCell;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, Namespace, QualName, TokenizerResult};

use super::nesting::Shallow;

/// The place of a node.
pub type Place = usize;

/// Where the document itself is.
pub const ROOT: Place = 0;

/// All nodes of a document.
#[derive(Debug)]
pub struct Arena {
    nodes: Vec<ArenaNode>,
}

/// A node, with its place among the others.
#[derive(Debug)]
pub struct ArenaNode {
    parent: Option<Place>,
    /// What is in it, in order.
    pub children: Vec<Place>,
    /// What it is.
    pub content: Content,
}

/// What a node is.
#[derive(Debug)]
pub enum Content {
    /// The document, or the contents of a `template`.
    Root,
    /// A run of text.
    Text(String),
    /// An element with its attributes.
    Element(QualName, Vec<Attribute>),
    /// A comment or an instruction: for no reader.
    Silent,
}

/// Reads HTML as a browser does.
pub fn parse(html: &str) -> Arena {
    let sink = Sink {
        nodes: RefCell::new(vec![ArenaNode::new(Content::Root)]),
    };
    let builder = Shallow::new(TreeBuilder::new(sink, TreeBuilderOpts::default()));
    let tokenizer = Tokenizer::new(builder, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    // It stops at the end of each script, which others might want to run.
    while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink.inner.sink.finish()
}

impl Arena {
    /// A node by its place.
    pub fn node(&self, place: Place) -> &ArenaNode {
        &self.nodes[place]
    }
}

impl ArenaNode {
    fn new(content: Content) -> ArenaNode {
        ArenaNode {
            parent: None,
            children: Vec::new(),
            content,
        }
    }
}

/// The nodes while they are made.
struct Sink {
    nodes: RefCell<Vec<ArenaNode>>,
}

/// The name of an element, for the parser.
#[derive(Debug)]
struct Name(QualName);

impl html5ever::interface::ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl Sink {
    fn add(&self, content: Content) -> Place {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(ArenaNode::new(content));
        nodes.len() - 1
    }

    /// Puts something into `parent`, before its child number `at`. Text is added to the text before it.
    fn insert(&self, parent: Place, at: usize, child: NodeOrText<Place>) {
        let child = match child {
            NodeOrText::AppendNode(child) => {
                self.detach(child);
                child
            }
            NodeOrText::AppendText(text) => match self.add_to_text(parent, at, &text) {
                Some(()) => return,
                None => self.add(Content::Text(text.into())),
            },
        };
        let mut nodes = self.nodes.borrow_mut();
        nodes[child].parent = Some(parent);
        let at = at.min(nodes[parent].children.len());
        nodes[parent].children.insert(at, child);
    }

    /// Adds to the text before a place in `parent`, if there is text.
    fn add_to_text(&self, parent: Place, at: usize, more: &str) -> Option<()> {
        let mut nodes = self.nodes.borrow_mut();
        let before = *nodes[parent].children.get(at.checked_sub(1)?)?;
        match &mut nodes[before].content {
            Content::Text(text) => {
                text.push_str(more);
                Some(())
            }
            _ => None,
        }
    }

    fn detach(&self, child: Place) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(parent) = nodes[child].parent.take() {
            nodes[parent].children.retain(|other| *other != child);
        }
    }

    fn count(&self, parent: Place) -> usize {
        self.nodes.borrow()[parent].children.len()
    }

    /// Where a node is: its parent, and its number there.
    fn location(&self, child: Place) -> Option<(Place, usize)> {
        let nodes = self.nodes.borrow();
        let parent = nodes[child].parent?;
        let at = nodes[parent].children.iter().position(|it| *it == child)?;
        Some((parent, at))
    }
}

impl TreeSink for Sink {
    type Handle = Place;
    type Output = Arena;
    type ElemName<'a> = Name;

    fn finish(self) -> Arena {
        Arena {
            nodes: self.nodes.into_inner(),
        }
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Place {
        ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a Place) -> Name {
        match &self.nodes.borrow()[*target].content {
            Content::Element(name, _) => Name(name.clone()),
            // The parser asks for names of elements only.
            _ => Name(QualName::new(
                None,
                Namespace::default(),
                LocalName::default(),
            )),
        }
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> Place {
        self.add(Content::Element(name, attrs))
    }

    fn create_comment(&self, _: StrTendril) -> Place {
        self.add(Content::Silent)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Place {
        self.add(Content::Silent)
    }

    fn append(&self, parent: &Place, child: NodeOrText<Place>) {
        self.insert(*parent, self.count(*parent), child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &Place,
        prev_element: &Place,
        child: NodeOrText<Place>,
    ) {
        if self.location(*element).is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(prev_element, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// What is in a `template` is shown nowhere, so it may be anywhere.
    fn get_template_contents(&self, target: &Place) -> Place {
        *target
    }

    fn same_node(&self, x: &Place, y: &Place) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Place, new_node: NodeOrText<Place>) {
        if let NodeOrText::AppendNode(child) = &new_node {
            self.detach(*child);
        }
        if let Some((parent, at)) = self.location(*sibling) {
            self.insert(parent, at, new_node);
        }
    }

    fn add_attrs_if_missing(&self, target: &Place, attrs: Vec<Attribute>) {
        if let Content::Element(_, own) = &mut self.nodes.borrow_mut()[*target].content {
            for attribute in attrs {
                if !own.iter().any(|known| known.name == attribute.name) {
                    own.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Place) {
        self.detach(*target);
    }

    fn reparent_children(&self, node: &Place, new_parent: &Place) {
        let mut nodes = self.nodes.borrow_mut();
        let moved = std::mem::take(&mut nodes[*node].children);
        for child in &moved {
            nodes[*child].parent = Some(*new_parent);
        }
        nodes[*new_parent].children.extend(moved);
    }
}
