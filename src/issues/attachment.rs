//! The files that a document offers, as its front matter lists them.

use super::exemption::exemption;
use crate::base::Span;
use crate::content::Asset;
use crate::document::{AttachedFile, Exemption, LinkId};
use crate::graph::{AssetId, Node, Site, Target};

/// One of a document's `attachments`.
pub struct Attachment<'a> {
    /// `None` if it is not a file of the site.
    pub asset: Option<&'a Asset>,
    /// Its place among the files of the site.
    pub id: Option<AssetId>,
    /// The place of its path.
    pub span: Span,
    /// The sort of format that its author declares.
    pub format: Option<&'a str>,
    /// The language that its author declares.
    pub language: Option<&'a str>,
    /// Whether its author declares that readers with access needs can use it.
    pub accessible: Option<bool>,
    /// What its author calls it.
    pub title: Option<&'a str>,
    /// Why it need not be accessible: as its author says of it, or of the whole document.
    pub exemption: Option<Exemption<'a>>,
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
        let id = match node.links().get(at)?.target {
            Target::Asset(id) => Some(id),
            _ => None,
        };
        Some(Attachment {
            asset: id.and_then(|id| graph.asset(id)),
            id,
            span: *node.outline().spots.links.get(at)?,
            format: attached.format,
            language: attached.language,
            accessible: attached.accessible,
            title: attached.title,
            exemption: attached.exemption.or_else(|| exemption(graph, node)),
        })
    }

    /// The name of the file.
    pub fn name(&self) -> &str {
        self.asset.map_or("file", |asset| asset.file.name())
    }
}
