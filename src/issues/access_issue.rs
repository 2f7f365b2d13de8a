//! All of a site that some readers cannot use, or that need not be accessible, document by document.

use std::collections::HashSet;

use super::AccessSources;
use super::exemption::exemption;
use super::offered_file::{OfferedFile, offered_files};
use super::silent_image::silent_images;
use crate::document::{Exemption, VideoIssue};
use crate::graph::{Node, NodeId};

/// Something that some readers cannot use, or that need not be accessible.
pub struct AccessIssue<'s> {
    /// The document that it is in.
    pub node: Node<'s>,
    /// What it is.
    pub subject: Subject<'s>,
    /// Why it need not be accessible.
    pub exemption: Option<Exemption<'s>>,
}

/// What some readers cannot use.
pub enum Subject<'s> {
    /// A file that the document offers.
    File(OfferedFile<'s>),
    /// So many pictures that say nothing to readers who cannot see them.
    Pictures(usize),
    /// A film whose words some readers cannot follow.
    Video(&'s VideoIssue),
    /// Nothing that a check sees: its author says that the document need not be accessible.
    Document,
}

/// All of them: files first, then what is in the documents, in their order. What is not public is not among them.
pub fn access_issues<'s>(site: &AccessSources<'s>) -> Vec<AccessIssue<'s>> {
    let files = offered_files(site).into_iter();
    let files = files.filter(|file| file.shuts_out() || file.exemption.is_some());
    let mut issues: Vec<AccessIssue> = files.filter_map(|file| of_file(site, file)).collect();
    let files: HashSet<NodeId> = issues.iter().filter_map(exempt_with_document).collect();
    for node in site.graph.nodes() {
        let before = issues.len();
        add_text(site, node, &mut issues);
        let is_named = issues.len() > before || files.contains(&node.id());
        if let (false, Some(own)) = (is_named, node.outline().exemption()) {
            issues.push(AccessIssue {
                node,
                subject: Subject::Document,
                exemption: Some(own),
            });
        }
    }
    issues
}

/// The document of something that is exempt with all of it.
fn exempt_with_document(issue: &AccessIssue) -> Option<NodeId> {
    let own = issue.node.outline().exemption()?;
    (issue.exemption == Some(own)).then(|| issue.node.id())
}

/// A file that is exempt with all of its document is named only if something is wrong with it.
fn of_file<'s>(site: &AccessSources<'s>, file: OfferedFile<'s>) -> Option<AccessIssue<'s>> {
    let is_of_document = file.exemption == exemption(site.graph, file.node);
    if is_of_document && !file.shuts_out() {
        return None;
    }
    Some(AccessIssue {
        node: file.node,
        exemption: file.exemption,
        subject: Subject::File(file),
    })
}

/// Pictures and films of a document. What readers sent is left alone: no author of the site can improve it.
fn add_text<'s>(site: &AccessSources<'s>, node: Node<'s>, issues: &mut Vec<AccessIssue<'s>>) {
    let outline = node.outline();
    let kind = site.kinds.find(&outline.kind);
    if kind.is_some_and(|kind| kind.thread().is_some()) {
        return;
    }
    let of_text = &outline.words.issues;
    let pictures = of_text.silent_pictures + silent_images(outline).len();
    let pictures = (pictures > 0).then_some(Subject::Pictures(pictures));
    let videos = of_text.videos.iter().map(Subject::Video);
    issues.extend(
        pictures
            .into_iter()
            .chain(videos)
            .map(|subject| AccessIssue {
                node,
                subject,
                exemption: exemption(site.graph, node),
            }),
    );
}
