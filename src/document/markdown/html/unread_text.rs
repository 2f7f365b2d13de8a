//! Text that Markdown takes for something that readers do not see, or not as what it is: definitions that nothing refers to or
//! that come too late, cells beyond the last column, and blocks of code without an end.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::writer::Writer;
use crate::base::english::{count, excerpt};
use crate::base::{Code, Diagnostic};
use crate::document::markdown::source::{Source, holds};
use crate::document::markdown::tree::{
    Kind, LinkDefinition, Node, NodeId, Table, Tree, normalised_label,
};

/// What marks a definition as a comment: it goes nowhere.
const NOWHERE: [&str; 3] = ["", "#", "/"];
/// Longer labels are no labels.
const LONGEST_LABEL: usize = 1000;

impl Writer<'_> {
    /// Reports definitions that readers do not see.
    pub fn report_definitions(&mut self) {
        if self.is_guest() {
            return;
        }
        let mut found = self.unused_links();
        found.extend(self.unused_footnotes());
        found.extend(self.repeated_links());
        found.extend(self.repeated_footnotes());
        found.sort_by_key(|it| it.place.start);
        for lost in found {
            let place = first_line(self.source, &lost.place);
            let span = self.source.span(place);
            let diagnostic = Diagnostic::new(Code::UnusedDefinition, lost.message)
                .at(self.input.file, span, "readers do not see this")
                .help(lost.help);
            self.diagnostics.push(diagnostic);
        }
    }

    fn unused_links(&self) -> Vec<Lost> {
        let definitions = self.tree.definitions.iter();
        let unused: Vec<&LinkDefinition> = definitions.filter(|it| !it.is_used).collect();
        if unused.is_empty() {
            return Vec::new();
        }
        let items = empty_items(self.tree);
        let mut found = Vec::new();
        for definition in unused {
            let is_in_item = holds_place(&items, definition.range.start);
            if is_in_item || !NOWHERE.contains(&definition.target.as_str()) {
                let effect = if is_in_item {
                    "this item is empty: "
                } else {
                    ""
                };
                found.push(unused_link(definition, effect));
            }
        }
        found
    }

    fn unused_footnotes(&self) -> Vec<Lost> {
        let tree = self.tree;
        let definitions = tree.footnotes.iter();
        let unused = definitions.filter(|(label, _)| !self.footnotes.is_used(label));
        let lost = unused.map(|(label, id)| {
            let label = excerpt(label, 40);
            Lost {
                place: tree.node(*id).range.clone(),
                message: format!("nothing refers to the footnote `[^{label}]`"),
                help: format!("write `[^{label}]` where the footnote belongs, or delete it"),
            }
        });
        lost.collect()
    }

    /// Footnotes of which the text has another with the same label above.
    fn repeated_footnotes(&self) -> Vec<Lost> {
        let repeated = self.tree.repeated_footnotes.iter();
        let lost = repeated.map(|(label, id)| {
            let label = excerpt(label, 40);
            Lost {
                place: self.tree.node(*id).range.clone(),
                message: format!("the footnote `[^{label}]` is written above already"),
                help: "give it a label of its own, or delete it".to_owned(),
            }
        });
        lost.collect()
    }

    /// Definitions of links whose label has another target above. The parser says nothing of them.
    fn repeated_links(&self) -> Vec<Lost> {
        let definitions = &self.tree.definitions;
        if definitions.is_empty() {
            return Vec::new();
        }
        let own = definitions
            .iter()
            .map(|it| (normalised_label(&it.label), it));
        let own: HashMap<String, &LinkDefinition> = own.collect();
        let written = written_definitions(self.source.text());
        let mut found: Vec<Lost> = written
            .filter_map(|written| repeated_link(&written, &own))
            .collect();
        if !found.is_empty() {
            let shown = shown_places(self.tree, &found);
            found.retain(|it| !shown.contains(&it.place.start));
        }
        found
    }

    /// Reports what a row holds after its last column.
    pub fn report_lost_cells(&mut self, row: NodeId, table: &Table) {
        let node = self.tree.node(row);
        let last = self.tree.children(row).last();
        let end = last.map_or(node.range.start, |cell| self.tree.node(cell).range.end);
        let rest = self.source.slice(end..node.range.end);
        let lost = rest.trim_matches(|c: char| c == '|' || c.is_whitespace());
        if lost.is_empty() || self.is_guest() {
            return;
        }
        let start = end + rest.find(lost).unwrap_or(0);
        let columns = count(table.alignments.len(), "column");
        let message = format!("this row has more cells than the table, which has {columns}");
        let span = self.source.span(start..start + lost.len());
        self.diagnostics.push(
            Diagnostic::new(Code::UnevenTable, message)
                .at(self.input.file, span, "readers do not see this")
                .help("add a column to the first two lines of the table")
                .help("if the bar is part of the text, write `\\|`, also between backticks"),
        );
    }

    /// Reports a block of code that is never closed.
    pub fn report_open_fence(&mut self, range: &Range<usize>) {
        let text = self.source.slice(range.clone()).trim_end();
        let Some(sign @ ('`' | '~')) = text.chars().next() else {
            return;
        };
        let length = text.len() - text.trim_start_matches(sign).len();
        let last = text.rsplit_once('\n').map_or("", |(_, last)| last);
        let last = last.trim_start_matches(|c: char| c == '>' || c.is_whitespace());
        let closes = last.len() >= length && last.chars().all(|c| c == sign);
        if length < 3 || closes || self.is_guest() {
            return;
        }
        let signs = text.get(..length).unwrap_or("");
        let span = self.source.span(first_line(self.source, range));
        self.diagnostics.push(
            Diagnostic::new(Code::UnclosedCode, "this block of code is never closed")
                .at(self.input.file, span, "all below is shown as code")
                .help(format!("close it with a line of {signs} where it ends")),
        );
    }
}

/// A definition that readers do not see.
struct Lost {
    place: Range<usize>,
    message: String,
    help: String,
}

/// `effect` is what comes of it around the definition.
fn unused_link(definition: &LinkDefinition, effect: &str) -> Lost {
    let label = excerpt(&definition.label, 40);
    let target = excerpt(&definition.target, 80);
    let message = format!("{effect}`[{label}]:` defines a link, and nothing refers to it");
    Lost {
        place: definition.range.clone(),
        message,
        help: format!(
            "write `[{label}]({target})` for a link, `\\[{label}]: …` for a text, or delete the line"
        ),
    }
}

/// True for a place in one of these parts, which are in order and apart.
fn holds_place(parts: &[Range<usize>], place: usize) -> bool {
    let count = parts.partition_point(|it| it.start <= place);
    let last = count.checked_sub(1).and_then(|last| parts.get(last));
    last.is_some_and(|it| it.contains(&place))
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

/// The place of the first line of a part.
fn first_line(source: &Source, range: &Range<usize>) -> Range<usize> {
    let text = source.slice(range.clone());
    let length = text.find(['\n', '\r']).unwrap_or(text.len());
    range.start..range.start + length
}

/// What may be a definition of a link.
struct WrittenDefinition<'t> {
    label: &'t str,
    target: &'t str,
    place: Range<usize>,
}

/// The lines of a text that look like definitions of links, in quotations and lists too.
fn written_definitions(text: &str) -> impl Iterator<Item = WrittenDefinition<'_>> {
    let text = if holds(text, "]:") { text } else { "" };
    let mut start = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let line_start = start;
        start += line.len();
        let inside = line.trim_start_matches(may_be_before).strip_prefix('[')?;
        let end = inside.find("]:").filter(|end| *end <= LONGEST_LABEL)?;
        let at = line_start + line.len() - inside.len() - 1;
        Some(WrittenDefinition {
            label: inside.get(..end)?,
            target: inside.get(end + 2..)?.trim(),
            place: at..at + line.trim_end().len() - (at - line_start),
        })
    })
}

/// True for what lists and quotations write before a line.
fn may_be_before(c: char) -> bool {
    c.is_whitespace() || c.is_ascii_digit() || ">-*+.)".contains(c)
}

fn repeated_link(
    written: &WrittenDefinition,
    own: &HashMap<String, &LinkDefinition>,
) -> Option<Lost> {
    let first = own.get(&normalised_label(written.label))?;
    let target = written.target.split_whitespace().next()?;
    let target = target.trim_start_matches('<').trim_end_matches('>');
    let is_below = written.place.start >= first.range.end;
    if !is_below || target == first.target || NOWHERE.contains(&first.target.as_str()) {
        return None;
    }
    let label = excerpt(written.label, 40);
    let counts = excerpt(&first.target, 80);
    Some(Lost {
        place: written.place.clone(),
        message: format!("`[{label}]:` is defined above already, as `{counts}`, and that counts"),
        help: "give one of the two another label, or delete it".to_owned(),
    })
}

/// The starts of those that are shown, as text or code.
fn shown_places(tree: &Tree, lost: &[Lost]) -> HashSet<usize> {
    let mut shown = HashSet::new();
    for node in &tree.nodes {
        let Some(range) = shown_part(node) else {
            continue;
        };
        let from = lost.partition_point(|it| it.place.start < range.start);
        let inside = lost.get(from..).unwrap_or(&[]).iter();
        let inside = inside.take_while(|it| it.place.start < range.end);
        shown.extend(inside.map(|it| it.place.start));
    }
    shown
}

/// The part of a node that readers see as it is written; of a link only its bracket, since its text is a node as well.
fn shown_part(node: &Node) -> Option<Range<usize>> {
    match node.kind {
        Kind::Text(_)
        | Kind::CodeBlock(_)
        | Kind::HtmlBlock(_)
        | Kind::CodeSpan(_)
        | Kind::InlineHtml(_) => Some(node.range.clone()),
        Kind::Link(_) | Kind::Image(_) => Some(node.range.start..node.range.start + 1),
        _ => None,
    }
}
