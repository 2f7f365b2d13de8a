//! The files that documents offer to readers, each once: where a document attaches it, else at the first link to it.

use super::attachment::{Attachment, attachments};
use super::exemption::exemption;
use super::pdf_lacks::{Lack, OfferedPdf, lacks};
use super::{AccessSources, download};
use crate::base::Span;
use crate::document::Exemption;
use crate::graph::{AssetId, Node, Target};

/// A file, and what is said of it where it is offered.
pub struct OfferedFile<'s> {
    /// The file.
    pub id: AssetId,
    /// The document that offers it.
    pub node: Node<'s>,
    /// The place of its path.
    pub span: Span,
    /// What its author calls it.
    pub title: Option<&'s str>,
    /// Whether its author declares that readers with access needs can use it.
    pub accessible: Option<bool>,
    /// True if its author declares that they cannot, and nothing beside it takes its place.
    pub has_no_alternative: bool,
    /// Why it need not be accessible.
    pub exemption: Option<Exemption<'s>>,
    /// What it lacks, as far as can be seen: only PDFs are looked into.
    pub lacks: Vec<Lack>,
}

/// All of them, in the order of the documents, attached ones first.
pub fn offered_files<'s>(site: &AccessSources<'s>) -> Vec<OfferedFile<'s>> {
    let mut all = OfferedFiles {
        site,
        is_known: vec![false; site.graph.assets().len()],
        files: Vec::new(),
    };
    site.graph.nodes().for_each(|node| all.add_attached(node));
    site.graph.nodes().for_each(|node| all.add_linked(node));
    all.files
}

struct OfferedFiles<'a, 's> {
    site: &'a AccessSources<'s>,
    /// By asset.
    is_known: Vec<bool>,
    files: Vec<OfferedFile<'s>>,
}

impl<'s> OfferedFiles<'_, 's> {
    fn add_attached(&mut self, node: Node<'s>) {
        if !node.outline().has_attachments() {
            return;
        }
        let graph = self.site.graph;
        let language = node.outline().meta.language_or(self.site.language);
        let attached = attachments(graph, node);
        let alone: Vec<usize> =
            download::without_alternative(graph, node, &attached, language).collect();
        for (at, attachment) in attached.iter().enumerate() {
            let Some(id) = attachment.id.filter(|id| self.is_new(*id)) else {
                continue;
            };
            self.files.push(OfferedFile {
                has_no_alternative: alone.contains(&at),
                lacks: self.lacks(id, attachment.language.or(Some(language))),
                ..OfferedFile::attached(node, id, attachment)
            });
        }
    }

    fn add_linked(&mut self, node: Node<'s>) {
        for (link, span) in node.links().iter().zip(&node.outline().spots.links) {
            let Target::Asset(id) = link.target else {
                continue;
            };
            if self.is_new(id) {
                self.files.push(OfferedFile {
                    id,
                    node,
                    span: *span,
                    title: None,
                    accessible: None,
                    has_no_alternative: false,
                    exemption: exemption(self.site.graph, node),
                    lacks: self.lacks(id, None),
                });
            }
        }
    }

    fn is_new(&mut self, id: AssetId) -> bool {
        let known = self.is_known.get_mut(id.index());
        known.is_some_and(|known| !std::mem::replace(known, true))
    }

    /// What a PDF lacks that is offered in a language, if somebody says in which.
    fn lacks(&self, id: AssetId, language: Option<&str>) -> Vec<Lack> {
        let facts = self.site.facts.get(id.index());
        let facts = facts.and_then(|facts| facts.pdf.as_deref());
        match (facts, self.site.graph.asset(id)) {
            (Some(facts), Some(asset)) => lacks(&OfferedPdf {
                facts,
                name: asset.file.name(),
                language,
            }),
            _ => Vec::new(),
        }
    }
}

impl<'s> OfferedFile<'s> {
    fn attached(node: Node<'s>, id: AssetId, attachment: &Attachment<'s>) -> OfferedFile<'s> {
        OfferedFile {
            id,
            node,
            span: attachment.span,
            title: attachment.title,
            accessible: attachment.accessible,
            has_no_alternative: false,
            exemption: attachment.exemption,
            lacks: Vec::new(),
        }
    }

    /// True if some readers cannot use it: by what it lacks, or because its author says so and nothing takes its place. A
    /// file that its author marks as inaccessible is judged by that alone.
    pub fn shuts_out(&self) -> bool {
        match self.accessible {
            Some(false) => self.has_no_alternative,
            _ => !self.lacks.is_empty(),
        }
    }
}
