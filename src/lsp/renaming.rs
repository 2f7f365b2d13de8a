//! What has to be written elsewhere when files of a site are moved, or a heading is called something else. Changes nothing
//! itself. Every place that names what has moved is among the edits, so that each link leads to the same thing afterwards.

use std::collections::BTreeMap;

use super::leads::{End, Lead, leads};
use crate::base::file_path::way;
use crate::base::url::percent_decoded;
use crate::base::{Edit, FilePath, Span, Url, site_layout};
use crate::document::Outline;
use crate::graph::{Node, NodeId, Site};

/// A site before and after files are moved.
#[derive(Clone, Copy)]
pub struct Moved<'m> {
    /// As it is.
    pub before: &'m Site,
    /// With its files at their new places, and their texts as they are.
    pub after: &'m Site,
    /// The new path of each file that moves, by its old one.
    pub files: &'m BTreeMap<FilePath, FilePath>,
}

/// A place of a document with what is written there.
struct Written<'w> {
    span: Span,
    text: &'w str,
}

impl Moved<'_> {
    /// Where a file is afterwards.
    fn path<'p>(&'p self, file: &'p FilePath) -> &'p FilePath {
        self.files.get(file).unwrap_or(file)
    }

    /// The same document afterwards.
    pub fn node_after(&self, file: &FilePath) -> Option<Node<'_>> {
        let path = self.path(file);
        let mut nodes = self.after.nodes();
        nodes.find(|node| node.outline().file == *path)
    }

    /// What all documents have to say.
    pub fn edits(&self) -> Vec<Edit> {
        let nodes = self.before.nodes();
        let public = nodes.flat_map(|node| self.edits_in(node));
        let hidden = self.before.hidden().iter();
        let hidden = hidden.flat_map(|document| self.edits_in_hidden(&document.outline));
        public.chain(hidden).collect()
    }

    fn edits_in(&self, node: Node) -> Vec<Edit> {
        let outline = node.outline();
        let leads = leads(node, self.before).into_iter();
        let edits = leads.filter_map(|lead| {
            let written = written(outline, &lead)?;
            let text = self.text_for(outline, &lead.end, written.text)?;
            (text != written.text).then(|| edit(&outline.file, &written, text))
        });
        edits.collect()
    }

    /// The same of a document that nobody sees yet, whose links lead nowhere until then: what it names is told by the text.
    fn edits_in_hidden(&self, outline: &Outline) -> Vec<Edit> {
        let spots = &outline.spots;
        let references = outline.references.iter().zip(&spots.references);
        let named = references.filter_map(|(reference, span)| {
            let (text, span) = (reference.target.as_str(), *span);
            let new = self.named_anew(text)?;
            Some((Written { span, text }, new))
        });
        let links = outline.links.iter().zip(&spots.links);
        let linked = links.filter_map(|(link, span)| {
            let (text, span) = (link.target.as_str(), *span);
            let new = self.linked_anew(outline, text)?;
            Some((Written { span, text }, new))
        });
        let all = named.chain(linked);
        let changed = all.filter(|(written, new)| written.text != *new);
        changed
            .map(|(written, new)| edit(&outline.file, &written, new))
            .collect()
    }

    /// The new id of what a text names, if that is a document that moves.
    fn named_anew(&self, text: &str) -> Option<String> {
        let mut targets = self.documents_moved();
        targets.find_map(|target| self.id_of(target, text))
    }

    /// The new way to what a link leads to, if that is a file that moves.
    fn linked_anew(&self, from: &Outline, text: &str) -> Option<String> {
        let (path, behind) = split_behind(text);
        let mut targets = self.files.keys();
        let new = targets.find_map(|target| self.way_to(from, target, path))?;
        Some(new + behind)
    }

    fn documents_moved(&self) -> impl Iterator<Item = &Outline> {
        let outlines = self.before.nodes().map(Node::outline);
        outlines.filter(|outline| self.files.contains_key(&outline.file))
    }

    /// What has to be written in a document to lead to the same thing; `None` if it can stay.
    fn text_for(&self, from: &Outline, end: &End, text: &str) -> Option<String> {
        let (path, behind) = split_behind(text);
        let new = match end {
            _ if path.is_empty() => None,
            End::Document(id, _) => self.path_for(from, self.before.node(*id), path),
            End::File(id) => self.way_to(from, &self.before.asset(*id)?.file, path),
            End::Outside(_) => None,
        };
        Some(new? + behind)
    }

    fn path_for(&self, from: &Outline, target: Node, path: &str) -> Option<String> {
        let outline = target.outline();
        let moves = |file: &FilePath| self.files.contains_key(file);
        if !moves(&from.file) && !moves(&outline.file) {
            return None;
        }
        let url = self.url_of(target, path);
        let way = url.or_else(|| self.way_to(from, &outline.file, path));
        way.or_else(|| self.id_of(outline, path))
    }

    /// The way to a file, if a path is one.
    fn way_to(&self, from: &Outline, target: &FilePath, path: &str) -> Option<String> {
        let after = self.path(target);
        match path.strip_prefix('/') {
            Some(path) => {
                let new = same_form(path, in_content(target)?, in_content(after)?)?;
                Some(format!("/{new}"))
            }
            None => {
                let old = way(from.file.folder(), target.as_str());
                let new = way(self.path(&from.file).folder(), after.as_str());
                same_form(path.trim_start_matches("./"), &old, &new)
            }
        }
    }

    /// The new address of a page, if a path is its old one.
    fn url_of(&self, node: Node, path: &str) -> Option<String> {
        let old = node.url()?;
        let is_it = |url: &Url| url.as_str().trim_end_matches('/') == path.trim_end_matches('/');
        let new = self.node_after(&node.outline().file)?.url()?;
        (path.starts_with('/') && is_it(old)).then(|| new.to_string())
    }

    /// The new id of a document, if a text ends with its old one.
    fn id_of(&self, target: &Outline, text: &str) -> Option<String> {
        let start = text.strip_suffix(target.id.as_str())?;
        let is_whole = start.is_empty() || start.ends_with('/');
        let new = self.node_after(&target.file)?;
        is_whole.then(|| format!("{start}{}", new.outline().id))
    }
}

/// The edits for headings that have other anchors, by their places in the document.
pub fn anchor_edits(site: &Site, document: NodeId, anchors: &[String]) -> Vec<Edit> {
    let nodes = site.nodes();
    let all = nodes.flat_map(|node| leads(node, site).into_iter().map(move |lead| (node, lead)));
    let edits = all.filter_map(|(node, lead)| {
        let outline = node.outline();
        let End::Document(id, Some(heading)) = lead.end else {
            return None;
        };
        let written = written(outline, &lead)?;
        let (path, old) = written.text.split_once('#')?;
        let new = anchors.get(heading)?;
        let is_changed = id == document && new != old;
        is_changed.then(|| edit(&outline.file, &written, format!("{path}#{new}")))
    });
    edits.collect()
}

/// The path of a file below `content/`.
fn in_content(file: &FilePath) -> Option<&str> {
    site_layout::below(site_layout::CONTENT, file.as_str())
}

/// The new path in the form in which the old one is written: as it is, without `.md`, or as the folder of an index.
fn same_form(written: &str, old: &str, new: &str) -> Option<String> {
    let written = percent_decoded(written)?;
    let endings = ["", ".md", "/index.md"].into_iter();
    let mut forms = endings.filter_map(|end| Some((old.strip_suffix(end)?, end)));
    let (_, end) = forms.find(|(form, _)| *form == written.trim_end_matches('/'))?;
    new.strip_suffix(end).map(str::to_owned)
}

/// What is written at a lead.
fn written<'o>(outline: &'o Outline, lead: &Lead) -> Option<Written<'o>> {
    let spots = &outline.spots;
    let at = |spans: &[Span]| spans.iter().position(|span| *span == lead.span);
    let reference = at(&spots.references).and_then(|at| outline.references.get(at));
    let link = at(&spots.links).and_then(|at| outline.links.get(at));
    let text = reference
        .map(|reference| reference.target.as_str())
        .or_else(|| link.map(|link| link.target.as_str()))?;
    let span = lead.span;
    Some(Written { span, text })
}

fn edit(file: &FilePath, written: &Written, text: String) -> Edit {
    Edit {
        file: file.clone(),
        span: written.span,
        was: Some(written.text.to_owned()),
        text,
    }
}

/// A target's path, and its query and anchor.
fn split_behind(target: &str) -> (&str, &str) {
    target.split_at(target.find(['?', '#']).unwrap_or(target.len()))
}
