//! Answers to an editor about what is written in a document and leads somewhere.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};

use super::lsp_files::uri_of;
use crate::base::{FilePath, Span};
use crate::engine::LinkedSite;
use crate::lsp::leads::{End, Lead, leads};
use crate::lsp::moved::moved;
use crate::lsp::position::at_byte;

/// A document that something is asked about, and the site that it is in.
pub struct Asked<'a> {
    pub root: &'a Path,
    pub linked: &'a LinkedSite,
    /// What was in the editor when the site was linked.
    pub texts: &'a BTreeMap<FilePath, Arc<str>>,
    /// The text of the document now.
    pub text: &'a str,
    pub file: FilePath,
}

impl Asked<'_> {
    /// What in the text can be followed.
    pub fn document_links(&self) -> Vec<Value> {
        let shown = |lead: Lead| {
            let range = range(self.text, lead.span);
            let tooltip = self.name_of(&lead.end);
            json!({"range": range, "target": self.uri_of(&lead.end), "tooltip": tooltip})
        };
        self.leads().into_iter().map(shown).collect()
    }

    /// What leads somewhere, where it stands now.
    fn leads(&self) -> Vec<Lead> {
        let graph = &self.linked.graph;
        let node = graph.nodes().find(|node| node.outline().file == self.file);
        let (Some(node), Some(old)) = (node, self.texts.get(&self.file)) else {
            return Vec::new();
        };
        let now = |lead: Lead| {
            let span = moved(lead.span, old, self.text)?;
            Some(Lead { span, ..lead })
        };
        leads(node, graph).into_iter().filter_map(now).collect()
    }

    fn uri_of(&self, end: &End) -> String {
        let graph = &self.linked.graph;
        match end {
            End::Document(id, _) => uri_of(self.root, &graph.node(*id).outline().file),
            End::File(id) => graph
                .asset(*id)
                .map_or_else(String::new, |asset| uri_of(self.root, &asset.file)),
            End::Outside(url) => url.to_string(),
        }
    }

    /// What readers call the end of a link.
    fn name_of(&self, end: &End) -> String {
        let graph = &self.linked.graph;
        match end {
            End::Document(id, _) => graph.node(*id).outline().words.title.clone(),
            End::File(id) => graph
                .asset(*id)
                .map_or_else(String::new, |asset| asset.file.name().to_owned()),
            End::Outside(url) => url.to_string(),
        }
    }
}

/// A place of a text as editors name it.
pub fn range(text: &str, span: Span) -> Value {
    let place = |byte: u32| {
        let position = at_byte(text, byte as usize);
        json!({"line": position.line, "character": position.column})
    };
    json!({"start": place(span.start), "end": place(span.end)})
}
