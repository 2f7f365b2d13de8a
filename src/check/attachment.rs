//! The files that a document offers, as its front matter lists them. Judges none of them.

use crate::base::Span;
use crate::content::Asset;
use crate::document::{AttachedFile, LinkId};
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
    let attached = node.outline().attachments();
    attached
        .filter_map(|attached| Attachment::find(graph, node, attached))
        .collect()
}

impl<'a> Attachment<'a> {
    fn find(graph: &'a Site, node: Node<'a>, attached: AttachedFile<'a>) -> Option<Attachment<'a>> {
        let LinkId(link) = attached.file;
        let at = link as usize;
        let asset = match node.links().get(at)?.target {
            Target::Asset(AssetId(id)) => graph.assets().get(id as usize).map(|(asset, _)| asset),
            _ => None,
        };
        Some(Attachment {
            asset,
            span: *node.outline().links.get(at)?.span,
            format: attached.format,
            language: attached.language,
            accessible: attached.accessible,
        })
    }

    /// What it is called: the name of its file.
    pub fn name(&self) -> &str {
        self.asset.map_or("file", |asset| asset.file.name())
    }
}
