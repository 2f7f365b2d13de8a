//! The files that a document offers, as its front matter lists them. Judges none of them.

use crate::base::Span;
use crate::content::Asset;
use crate::document::{LinkId, Value};
use crate::graph::{AssetId, Node, Site, Target};

/// One of a document's `attachments`.
pub struct Attachment<'a> {
    /// The file, where it is one of the site.
    pub asset: Option<&'a Asset>,
    /// Where its path stands.
    pub span: Span,
    /// What sort of a format it is, as its author says.
    pub format: Option<&'a str>,
    /// Its language, as its author says.
    pub language: Option<&'a str>,
    /// Whether readers with access needs can use it, as its author says.
    pub accessible: Option<bool>,
}

/// The attachments of a document, in the order written.
pub fn attachments<'a>(graph: &'a Site, node: Node<'a>) -> Vec<Attachment<'a>> {
    let Some(Value::List(items)) = node.outline().fields.get("attachments") else {
        return Vec::new();
    };
    items
        .iter()
        .filter_map(|item| Attachment::read(graph, node, item))
        .collect()
}

impl<'a> Attachment<'a> {
    fn read(graph: &'a Site, node: Node<'a>, item: &'a Value) -> Option<Attachment<'a>> {
        let Value::Map(entries) = item else {
            return None;
        };
        let get = |name: &str| {
            entries
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value)
        };
        let text = |name: &str| match get(name) {
            Some(Value::Text(text)) => Some(text.as_str()),
            _ => None,
        };
        let Some(Value::Link(LinkId(link))) = get("file") else {
            return None;
        };
        let at = *link as usize;
        let asset = match node.links().get(at)?.target {
            Target::Asset(AssetId(id)) => graph.assets().get(id as usize).map(|(asset, _)| asset),
            _ => None,
        };
        Some(Attachment {
            asset,
            span: *node.outline().links.get(at)?.span,
            format: text("format"),
            language: text("language"),
            accessible: match get("accessible") {
                Some(Value::Boolean(flag)) => Some(*flag),
                _ => None,
            },
        })
    }

    /// What it is called: the name of its file.
    pub fn name(&self) -> &str {
        self.asset.map_or("file", |asset| asset.file.name())
    }
}
