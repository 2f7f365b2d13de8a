//! What a Markdown text is made of, for the rules that judge how it is written. Makes no HTML.
//!
//! 1. `parts`: pictures, headings, links, tables and the author's own HTML, as values
//! 2. `passage`: runs of plain text with the way back to their places
//! 3. `reader`: what is open while a tree is read, with `link` for links and `raw` for HTML
//!
//! This file goes through the tree.

mod link;
mod parts;
mod passage;
mod raw;
mod reader;

pub use self::parts::{
    Attribute, Element, ElementForm, LinkForm, Notation, Picture, WrittenHeading, WrittenLink,
    WrittenTable, WrittenVideo,
};
pub use self::passage::{Passage, Role};

use self::reader::{OpenHeading, Reader};
use super::source::Source;
use super::tree::{Block, Heading, Image, Kind, Node, NodeId, Piece, ROOT, Step, Tree};
use crate::config::RawHtml;

/// The parts of a text, each sort in the order of the text; places are those of the author's file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextFacts {
    /// Its pictures, those of raw HTML and of blocks included.
    pub pictures: Vec<Picture>,
    /// Its films, in blocks and in HTML.
    pub videos: Vec<WrittenVideo>,
    /// Its headings, those of raw HTML included, those in quotations left out.
    pub headings: Vec<WrittenHeading>,
    /// Its links, bare URLs included.
    pub links: Vec<WrittenLink>,
    /// Its tables of Markdown.
    pub tables: Vec<WrittenTable>,
    /// The tags of HTML that reach readers as HTML.
    pub elements: Vec<Element>,
    /// Its runs of text, code left out.
    pub passages: Vec<Passage>,
    /// Abbreviations whose meaning it says.
    pub abbreviations: Vec<String>,
}

/// Reads what a tree is made of.
pub(super) fn read(tree: &Tree, source: &Source, raw_html: RawHtml) -> TextFacts {
    let mut reader = Reader::new(tree, source, raw_html);
    let mut walk = tree.walk(ROOT);
    while let Some(step) = walk.step(tree) {
        match step {
            Step::Enter(id) if reader.whole(id) => walk.skip(tree),
            Step::Enter(id) => reader.enter(id),
            Step::Leave(id) => reader.leave(tree.node(id)),
        }
    }
    reader.finish()
}

/// True for a node inside a line: text goes on before and after it.
fn is_inline(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Emphasis | Kind::Strong | Kind::Strikethrough | Kind::Link(_)
    )
}

/// What the text right inside a node is.
fn role(kind: &Kind) -> Option<Role> {
    match kind {
        Kind::Paragraph => Some(Role::Paragraph),
        Kind::Item | Kind::Definition => Some(Role::Item),
        Kind::Heading(_) | Kind::Term => Some(Role::Heading),
        Kind::TableCell => Some(Role::Cell),
        Kind::HtmlBlock(_) => Some(Role::Html),
        _ => None,
    }
}

/// True for what a passage in it is inside of. Lists and tables say less than their items and cells; blocks are counted
/// apart.
fn is_container(kind: &Kind) -> bool {
    matches!(kind, Kind::Quote | Kind::Callout(_) | Kind::Footnote) || role(kind).is_some()
}

fn is_video(block: &Block) -> bool {
    block.opening.name == "video"
}

/// True if a text may hold a picture or a film that some readers cannot use: only then it is read for them.
pub(super) fn may_shut_out(tree: &Tree) -> bool {
    tree.nodes
        .iter()
        .enumerate()
        .any(|(at, node)| match &node.kind {
            Kind::Image(image) => {
                image.is_named_by_target || tree.plain_text(NodeId(at)).trim().is_empty()
            }
            Kind::InlineHtml(html) | Kind::HtmlBlock(Some(html)) => holds_media(&html.text),
            Kind::Block(block) => is_video(block),
            _ => false,
        })
}

/// True if HTML may hold a picture or a film.
fn holds_media(html: &str) -> bool {
    let starts = |tag: &str| {
        let mut places = html.as_bytes().windows(tag.len());
        places.any(|place| place.eq_ignore_ascii_case(tag.as_bytes()))
    };
    starts("<img") || starts("<video")
}

/// True for a block with somebody else's words.
fn is_quotation(block: &Block) -> bool {
    block.opening.name == "quote"
}

impl Reader<'_> {
    fn say_all(&mut self, pieces: &[Piece]) {
        for piece in pieces {
            self.say(&piece.text, piece.range.clone());
        }
    }

    /// Reads a node with all that is inside it; false if it is read step by step.
    fn whole(&mut self, id: NodeId) -> bool {
        let tree = self.tree;
        let Node { kind, range, .. } = tree.node(id);
        match kind {
            Kind::Text(pieces) => self.say_all(tree.pieces(pieces)),
            Kind::CodeSpan(code) => self.code(code, range),
            Kind::TemplateCode(code) => self.template_code(code.text, range),
            Kind::SoftBreak | Kind::HardBreak => self.say(" ", range.clone()),
            Kind::Image(image) => self.picture(id, image),
            Kind::InlineHtml(html) => self.raw(html),
            Kind::FootnoteReference(_) | Kind::TaskBox(_) => {}
            Kind::CodeBlock(_) | Kind::StrayFence(_) | Kind::TooDeepFence(_) | Kind::Rule => {
                self.close_passage();
            }
            Kind::Abbreviation(short) => {
                self.close_passage();
                self.facts.abbreviations.push((*short).to_owned());
            }
            _ => return false,
        }
        true
    }

    fn enter(&mut self, id: NodeId) {
        let node = self.tree.node(id);
        if !is_inline(&node.kind) {
            self.close_passage();
        }
        match &node.kind {
            Kind::Strong => self.passage(&node.range).enter_strong(),
            Kind::Link(link) => self.start_link(link, node.range.clone()),
            Kind::Heading(heading) => self.start_heading(heading, node),
            Kind::TableHead => self.start_table(node),
            Kind::Quote => self.quotations += 1,
            Kind::Block(block) => {
                self.figure(block);
                self.video(id, block);
                self.blocks += 1;
                self.quotations += usize::from(is_quotation(block));
            }
            _ => {}
        }
        if is_container(&node.kind) {
            self.around.push(role(&node.kind));
        }
    }

    fn leave(&mut self, node: &Node) {
        if !is_inline(&node.kind) {
            self.close_passage();
        }
        match &node.kind {
            Kind::Strong => {
                let span = self.source.span(node.range.clone());
                self.passage(&node.range).leave_strong(span);
            }
            Kind::Link(_) => self.end_link_of_markdown(),
            Kind::Heading(_) => self.end_heading(node.range.end),
            Kind::TableHead => self.is_in_table_head = false,
            Kind::HtmlBlock(Some(html)) => {
                self.raw(html);
                self.close_passage();
            }
            Kind::Quote => self.end_quotation(),
            Kind::Block(block) => {
                self.blocks -= 1;
                if is_quotation(block) {
                    self.end_quotation();
                }
            }
            _ => {}
        }
        if is_container(&node.kind) {
            self.around.pop();
        }
    }

    fn start_heading(&mut self, heading: &Heading, node: &Node) {
        self.heading = Some(OpenHeading {
            level: heading.level,
            text: String::new(),
            notation: Notation::Markdown,
            range: node.range.clone(),
        });
    }

    fn start_table(&mut self, head: &Node) {
        let length = self.source.slice(head.range.clone()).trim_end().len();
        let start = head.range.start;
        self.is_in_table_head = true;
        self.facts.tables.push(WrittenTable {
            has_headings: false,
            span: self.source.span(start..start + length),
        });
    }

    fn picture(&mut self, id: NodeId, image: &Image) {
        let range = self.tree.node(id).range.clone();
        self.passage(&range).push_other();
        self.add_picture(Picture {
            alt: if image.is_named_by_target {
                String::new()
            } else {
                self.tree.plain_text(id)
            },
            is_decorative: false,
            target: image.target.to_string(),
            notation: Notation::Markdown,
            span: self.source.span(range),
        });
    }

    fn video(&mut self, id: NodeId, block: &Block) {
        let Block { opening, line, .. } = block;
        if !is_video(block) {
            return;
        }
        let find = |name: &str| opening.arguments.iter().find(|it| it.name == name);
        let title = find("title").and_then(|title| title.value);
        let start = line.start + opening.name_at;
        self.facts.videos.push(WrittenVideo {
            title: title.unwrap_or("").trim().to_owned(),
            lacks_transcript: self.tree.descendants(id).is_empty(),
            lacks_captions: find("src").is_some() && find("file").is_none(),
            notation: Notation::Block,
            span: self.source.original_span(start..start + opening.name.len()),
        });
    }

    /// A `figure` without `alt` is reported by the build, so only one that has it is a picture here.
    fn figure(&mut self, block: &Block) {
        let Block { opening, line, .. } = block;
        if opening.name != "figure" {
            return;
        }
        let find = |name: &str| opening.arguments.iter().find(|it| it.name == name);
        let Some(alt) = find("alt") else { return };
        let image = find("image").and_then(|image| image.value);
        let start = line.start + alt.range.start;
        let words = alt.value.unwrap_or("").trim();
        self.facts.pictures.push(Picture {
            alt: words.to_owned(),
            is_decorative: words.is_empty(),
            target: image.unwrap_or("").to_owned(),
            notation: Notation::Block,
            span: self.source.original_span(start..start + alt.range.len()),
        });
    }
}

#[cfg(test)]
mod tests;
