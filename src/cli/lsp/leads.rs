//! Answers to an editor about what is written in a document and leads somewhere.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};

use super::analysis::{Texts, View};
use super::files::uri_of;
use crate::base::{FilePath, Fix, Span, Words, site_layout};
use crate::content::{disk, glossary};
use crate::engine::{self, LinkedSite};
use crate::graph::{AssetId, Node, NodeId, OtherLink, Site};
use crate::lsp::file_sort::counts_unsaved;
use crate::lsp::leads::{End, Lead, PlacedLead, all, leads, leads_of_settings};
use crate::lsp::moved::moved;
use crate::lsp::position::at_byte;

/// A document that something is asked about, and the site that it is in.
pub struct Asked<'a> {
    pub root: &'a Path,
    /// The site, with what was in the editor when it was linked.
    pub view: &'a View,
    /// What is in the editor now.
    pub open: &'a Texts,
    /// True if the editor can rename files when it is told to.
    pub takes_moves: bool,
    /// True if the editor can put the cursor into what it inserts.
    pub takes_snippets: bool,
    /// The text of the document now.
    pub text: &'a str,
    pub file: FilePath,
}

impl Asked<'_> {
    /// The site.
    pub fn linked(&self) -> &LinkedSite {
        self.view.site.linked()
    }

    /// Its documents.
    pub fn graph(&self) -> &Site {
        &self.linked().graph
    }

    /// What in the text can be followed.
    pub fn document_links(&self) -> Vec<Value> {
        let shown = |lead: Lead| {
            let range = range(self.text, lead.span);
            let tooltip = self.name_of(&lead.end);
            json!({"range": range, "target": self.uri_of(&lead.end), "tooltip": tooltip})
        };
        self.leads().into_iter().map(shown).collect()
    }

    /// Where the thing at a byte is defined: the title of a document, a heading, or a file.
    pub fn definition(&self, byte: usize) -> Option<Value> {
        match self.end_at(byte)? {
            End::Document(id, heading) => self.place_of(id, heading),
            End::File(id) => {
                let asset = self.graph().asset(id)?;
                let uri = uri_of(self.root, &asset.file);
                Some(json!({"uri": uri, "range": range("", Span::default())}))
            }
            End::Made(_) | End::Outside(_) => None,
        }
    }

    /// What the thing at a byte leads to: its title, its kind and its date.
    pub fn about_end(&self, byte: usize) -> Option<String> {
        match self.end_at(byte)? {
            End::Document(id, heading) => Some(self.about_document(id, heading)),
            End::File(id) => self.about_file(id),
            End::Made(_) | End::Outside(_) => None,
        }
    }

    /// The type of a file, its size, and its pages or its width and height.
    fn about_file(&self, id: AssetId) -> Option<String> {
        let asset = self.graph().asset(id)?;
        // As all that editors are told, in English.
        let words = Words::default();
        let mut about = vec![asset.file_type().label.to_owned(), words.size(asset.size)];
        if let Some(facts) = self.view.site.planned().facts.get(id.index()) {
            let pages = facts.pages().map(|pages| words.pages(pages));
            let size = facts.picture.size;
            let size = size.map(|(width, height)| format!("{width} × {height} pixels"));
            about.extend(pages.into_iter().chain(size));
        }
        let name = asset.file.name();
        Some(format!("**{name}**\n\n{}", about.join(", ")))
    }

    fn about_document(&self, id: NodeId, heading: Option<usize>) -> String {
        let outline = self.graph().node(id).outline();
        let heading = heading.and_then(|at| outline.words.headings.get(at));
        let heading = heading.map(|heading| format!(" › {}", heading.text));
        let kind = self.linked().project.kinds.find(&outline.kind);
        let kind = kind.map_or(&*outline.kind, |kind| &*kind.label);
        let date = outline.meta.date.as_ref();
        let date = date.map(|date| format!(", {}", date.iso()));
        let title = &outline.words.title;
        let [heading, date] = [heading, date].map(Option::unwrap_or_default);
        format!("**{title}{heading}**\n\n{kind}{date}")
    }

    /// Everything that leads to the document that the thing at a byte leads to; else to the heading that is there, else to
    /// this document. Whether readers can see today who says it makes no difference.
    pub fn references(&self, byte: usize) -> Option<Vec<Value>> {
        let (id, heading) = match self.end_at(byte) {
            Some(End::Document(id, heading)) => (id, heading),
            Some(End::File(_) | End::Made(_) | End::Outside(_)) => return None,
            None => self.own(byte)?,
        };
        let with_all = self.with_all();
        let site = with_all.as_ref().unwrap_or(self.graph());
        let wanted = site.node_in(&self.graph().node(id).outline().file)?.id();
        let mut by_file: BTreeMap<&FilePath, Vec<Span>> = BTreeMap::new();
        for PlacedLead { file, lead } in all(site) {
            if lead.leads_to(wanted, heading) {
                by_file.entry(file).or_default().push(lead.span);
            }
        }
        let by_file = by_file.into_iter();
        Some(
            by_file
                .flat_map(|(file, spans)| self.places(file, &spans))
                .collect(),
        )
    }

    /// The site with all that readers cannot see today, and what the glossary links to; nothing if it is as it is.
    pub fn with_all(&self) -> Option<Site> {
        let links = self.glossary_links();
        let has_more = !self.graph().hidden().is_empty() || !links.is_empty();
        let (files, documents) = (BTreeMap::new(), &[]);
        let moves = engine::Moves {
            files: &files,
            documents,
        };
        has_more.then(|| self.view.site.with_all(moves, links))
    }

    /// The links of the site's glossary.
    pub fn glossary_links(&self) -> Vec<OtherLink> {
        let file = FilePath::new(site_layout::GLOSSARY);
        let links = glossary::links(&self.now(&file)).into_iter();
        let links = links.map(|link| OtherLink {
            file: file.clone(),
            span: link.span,
            target: link.target,
        });
        links.collect()
    }

    /// This document, and the heading that is at a byte of it.
    pub fn own(&self, byte: usize) -> Option<(NodeId, Option<usize>)> {
        let node = self.node()?;
        let old = self.view.texts.get(&self.file)?;
        let is_here =
            |span: &Span| moved(*span, old, self.text).is_some_and(|span| is_at(span, byte));
        let heading = node.outline().spots.headings.iter().position(is_here);
        Some((node.id(), heading))
    }

    /// The place of the title of a document, or of one of its headings.
    fn place_of(&self, id: NodeId, heading: Option<usize>) -> Option<Value> {
        let outline = self.graph().node(id).outline();
        let heading = heading.and_then(|at| outline.spots.headings.get(at));
        let span = heading.copied().unwrap_or(outline.spots.title);
        self.places(&outline.file, &[span]).pop()
    }

    /// Places of a file as editors name them, where they are now.
    fn places(&self, file: &FilePath, spans: &[Span]) -> Vec<Value> {
        if spans.is_empty() {
            return Vec::new();
        }
        let now = self.now(file);
        let old = self.view.texts.get(file).map_or(&*now, |text| text);
        let uri = uri_of(self.root, file);
        let spans = spans.iter().filter_map(|span| moved(*span, old, &now));
        spans
            .map(|span| json!({"uri": uri, "range": range(&now, span)}))
            .collect()
    }

    /// The edits of a fix by file; `None` if something else stands at one of its places now.
    pub fn changes(&self, fix: &Fix) -> Option<Value> {
        let mut changes: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for edit in &fix.edits {
            let now = self.now(&edit.file);
            let span = edit.place(&now)?;
            let change = json!({"range": range(&now, span), "newText": edit.text});
            let uri = uri_of(self.root, &edit.file);
            changes.entry(uri).or_default().push(change);
        }
        Some(json!(changes))
    }

    /// The text of a file, as it is in the editor if it is there.
    pub fn now(&self, file: &FilePath) -> String {
        match self.open.get(file) {
            Some(text) => text.to_string(),
            None => disk::read_to_show(self.root, file).unwrap_or_default(),
        }
    }

    /// The place of the thing at a byte that leads somewhere.
    pub fn span_at(&self, byte: usize) -> Option<Span> {
        let mut leads = self.leads().into_iter();
        leads
            .find(|lead| is_at(lead.span, byte))
            .map(|lead| lead.span)
    }

    /// What the thing at a byte leads to.
    pub fn end_at(&self, byte: usize) -> Option<End> {
        let leads = self.leads().into_iter();
        let mut here = leads.filter(|lead| is_at(lead.span, byte));
        here.next().map(|lead| lead.end)
    }

    /// The document itself, as it was linked.
    pub fn node(&self) -> Option<Node<'_>> {
        self.graph().node_in(&self.file)
    }

    /// What leads somewhere that an editor can open, where it stands now.
    pub fn leads(&self) -> Vec<Lead> {
        let Some(old) = self.linked_text() else {
            return Vec::new();
        };
        let graph = self.graph();
        let mut found: Vec<Lead> = match self.node() {
            Some(node) => leads(node, graph),
            None => Vec::new(),
        };
        let of_settings = leads_of_settings(graph).filter(|placed| *placed.file == self.file);
        found.extend(of_settings.map(|placed| placed.lead));
        found.retain(|lead| !matches!(lead.end, End::Made(_)));
        let now = |lead: Lead| {
            let span = moved(lead.span, &old, self.text)?;
            Some(Lead { span, ..lead })
        };
        found.into_iter().filter_map(now).collect()
    }

    /// The text with which the site was linked: that of the editor, or of the disk for files that count when they are saved.
    fn linked_text(&self) -> Option<Arc<str>> {
        let in_editor = self.view.texts.get(&self.file)?;
        if counts_unsaved(&self.file) {
            return Some(Arc::clone(in_editor));
        }
        disk::read_to_show(self.root, &self.file).map(Into::into)
    }

    fn uri_of(&self, end: &End) -> String {
        let graph = self.graph();
        match end {
            End::Document(id, _) => uri_of(self.root, &graph.node(*id).outline().file),
            End::File(id) => graph
                .asset(*id)
                .map_or_else(String::new, |asset| uri_of(self.root, &asset.file)),
            End::Made(url) | End::Outside(url) => url.to_string(),
        }
    }

    /// What readers call the end of a link.
    fn name_of(&self, end: &End) -> String {
        let graph = self.graph();
        match end {
            End::Document(id, _) => graph.node(*id).outline().words.title.clone(),
            End::File(id) => graph
                .asset(*id)
                .map_or_else(String::new, |asset| asset.file.name().to_owned()),
            End::Made(url) | End::Outside(url) => url.to_string(),
        }
    }
}

/// True for a place that a byte is in, or right behind.
fn is_at(span: Span, byte: usize) -> bool {
    (span.start as usize..=span.end as usize).contains(&byte)
}

/// A place of a text as editors name it.
pub fn range(text: &str, span: Span) -> Value {
    let place = |byte: u32| {
        let position = at_byte(text, byte as usize);
        json!({"line": position.line, "character": position.column})
    };
    json!({"start": place(span.start), "end": place(span.end)})
}
