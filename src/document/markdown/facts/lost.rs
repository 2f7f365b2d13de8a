//! Text that Markdown takes for something that readers do not see.

use std::collections::HashSet;
use std::ops::Range;

use super::parts::{LostCells, UnusedDefinition};
use super::reader::Reader;
use crate::document::markdown::source::Source;
use crate::document::markdown::tree::{Kind, LinkDefinition, Node, NodeId, ROOT, Table, Tree};

/// What marks a definition as a comment: it goes nowhere.
const NOWHERE: [&str; 3] = ["", "#", "/"];

/// The definitions of footnotes and links that nothing refers to.
pub(super) fn unused_definitions(tree: &Tree, source: &Source) -> Vec<UnusedDefinition> {
    let mut unused = unused_links(tree, source);
    unused.extend(unused_footnotes(tree, source));
    unused.sort_by_key(|definition| definition.span);
    unused
}

fn unused_links(tree: &Tree, source: &Source) -> Vec<UnusedDefinition> {
    if tree.unused_links.is_empty() {
        return Vec::new();
    }
    let items = empty_items(tree);
    let mut unused = Vec::new();
    for LinkDefinition {
        label,
        target,
        range,
    } in &tree.unused_links
    {
        let empties_item = items.iter().any(|item| item.contains(&range.start));
        if empties_item || !NOWHERE.contains(&target.as_str()) {
            unused.push(UnusedDefinition {
                label: label.clone(),
                target: target.clone(),
                is_footnote: false,
                empties_item,
                span: source.span(first_line(source, range)),
            });
        }
    }
    unused
}

/// The places of items without anything inside.
fn empty_items(tree: &Tree) -> Vec<Range<usize>> {
    let mut items = Vec::new();
    for (at, node) in tree.nodes.iter().enumerate() {
        if matches!(node.kind, Kind::Item) && node.end == at + 1 {
            items.push(node.range.clone());
        }
    }
    items
}

fn unused_footnotes(tree: &Tree, source: &Source) -> Vec<UnusedDefinition> {
    if tree.footnotes.is_empty() {
        return Vec::new();
    }
    let used: HashSet<String> = tree
        .descendants(ROOT)
        .iter()
        .filter_map(used_label)
        .collect();
    let unused = tree.footnotes.iter();
    let unused = unused.filter(|(label, _)| !used.contains(*label));
    unused
        .map(|(label, id)| UnusedDefinition {
            label: label.clone(),
            target: String::new(),
            is_footnote: true,
            empties_item: false,
            span: source.span(first_line(source, &tree.node(*id).range)),
        })
        .collect()
}

fn used_label(node: &Node) -> Option<String> {
    match &node.kind {
        Kind::FootnoteReference(label) => Some(label.to_lowercase()),
        _ => None,
    }
}

/// The place of the first line of a part.
pub(super) fn first_line(source: &Source, range: &Range<usize>) -> Range<usize> {
    let text = source.slice(range.clone());
    let length = text.find(['\n', '\r']).unwrap_or(text.len());
    range.start..range.start + length
}

impl Reader<'_> {
    /// Notes what a row holds after its last column.
    pub fn lost_cells(&mut self, row: NodeId, table: &Table) {
        let node = self.tree.node(row);
        let last = self.tree.children(row).last();
        let end = last.map_or(node.range.start, |cell| self.tree.node(cell).range.end);
        let rest = self.source.slice(end..node.range.end);
        let lost = rest.trim_matches(|c: char| c == '|' || c.is_whitespace());
        if lost.is_empty() {
            return;
        }
        let start = end + rest.find(lost).unwrap_or(0);
        self.facts.lost_cells.push(LostCells {
            columns: table.alignments.len(),
            span: self.source.span(start..start + lost.len()),
        });
    }

    /// Notes a block of code that is never closed.
    pub fn open_fence(&mut self, range: &Range<usize>) {
        self.close_passage();
        let text = self.source.slice(range.clone()).trim_end();
        let Some(sign @ ('`' | '~')) = text.chars().next() else {
            return;
        };
        let length = text.len() - text.trim_start_matches(sign).len();
        let last = text.lines().skip(1).last().unwrap_or("");
        let last = last.trim_start_matches(|c: char| c == '>' || c.is_whitespace());
        let closes = last.len() >= length && last.chars().all(|c| c == sign);
        if length >= 3 && !closes {
            let line = first_line(self.source, range);
            self.facts.open_fences.push(self.source.span(line));
        }
    }
}
