//! All sources of a site, each with the document that came of it. One that is known to be the same as when
//! it was last read is not read again.

use std::io;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rayon::prelude::*;

use super::changes::Changes;
use super::inheritance::InheritedSource;
use super::source_kinds::other_kinds;
use crate::base::{Diagnostic, FilePath, Hash, Reported};
use crate::content::disk::Stamp;
use crate::content::{Folder, History, Listing, Source, any_reading, cannot_be_read, disk};
use crate::document::{self, Context, Document, Placement};

/// A source as it was read.
#[derive(Clone, Debug)]
pub(super) struct ReadSource {
    /// The file as it was; nothing where it could not be looked at.
    pub stamp: Option<Stamp>,
    /// Of the bytes that were read; nothing where there were none to read.
    pub hash: Option<Hash>,
    /// Its document: an unreadable one if it could not be read.
    pub document: Arc<Document>,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
    /// The document with the day of its last commit, where it does not say itself when it was changed.
    pub dated: Option<(Timestamp, Arc<Document>)>,
    /// The document with what it gets of the one that it translates.
    pub inherited: Option<InheritedSource>,
}

/// A source whose document changed.
#[derive(Debug)]
pub(super) struct ChangedDocument {
    /// Its place in the listing.
    pub at: usize,
    /// What it was.
    pub before: Arc<Document>,
}

/// What may be taken over from the last time.
pub(super) struct PreviousSources<'f> {
    pub listing: &'f Listing,
    pub placements: &'f [Placement],
    pub sources: &'f [ReadSource],
    /// What has changed since then.
    pub changes: &'f Changes,
    /// Whether it is sure that nothing else has. Where one file has several names, it is not.
    pub is_sure: bool,
}

impl ReadSource {
    /// The document as the site is to show it.
    pub fn shown(&self) -> &Arc<Document> {
        let inherited = self.inherited.as_ref();
        inherited.map_or_else(|| self.own(), |inherited| &inherited.document)
    }

    /// What is to be said of its file.
    pub fn told(&self) -> &[Diagnostic] {
        let inherited = self.inherited.as_ref();
        inherited.map_or(&self.diagnostics, |inherited| &inherited.diagnostics)
    }

    /// The document without what it gets of others.
    pub fn own(&self) -> &Arc<Document> {
        self.dated
            .as_ref()
            .map_or(&self.document, |(_, document)| document)
    }

    /// True where only the history knows when it was last changed.
    pub fn needs_history(&self) -> bool {
        let outline = &self.document.outline;
        !outline.lifecycle.is_unreadable() && !outline.says_updated()
    }

    /// Takes the day of the last commit.
    pub fn date(&mut self, at: Option<Timestamp>, zone: &TimeZone) {
        if self.dated.as_ref().map(|(dated, _)| *dated) == at {
            return;
        }
        self.dated = at.map(|at| {
            let dated = Document::clone(&self.document).changed_at(at, zone);
            (at, Arc::new(dated))
        });
    }
}

impl PreviousSources<'_> {
    /// A source that is still the same at the same place; `at` is its place in the new listing.
    fn recall(
        &self,
        at: usize,
        placement: &Placement,
        reader: &SourceReader,
    ) -> Option<ReadSource> {
        let file = reader.listing.sources.get(at)?;
        if self.changes.touch(file) {
            return None;
        }
        let is_there = self.listing.sources.get(at) == Some(file);
        let before = if is_there {
            at
        } else {
            self.listing.sources.binary_search(file).ok()?
        };
        let source = self.sources.get(before)?;
        if self.placements.get(before) != Some(placement) {
            return None;
        }
        let is_same = self.is_sure
            || source.stamp.is_some() && source.stamp == disk::stamp(reader.folder.root, file);
        is_same.then(|| source.clone())
    }
}

/// Reads all sources of a listing.
pub(super) struct SourceReader<'r> {
    pub folder: Folder<'r>,
    pub listing: &'r Listing,
    pub context: &'r Context<'r>,
    /// Is asked for the sources that do not say when they were last changed, and read beside them.
    pub history: Option<&'r History>,
    pub previous: Option<PreviousSources<'r>>,
}

impl SourceReader<'_> {
    /// All sources, each one's text dropped as soon as its document is made.
    pub fn read_all(&self, placements: &mut [Placement]) -> Vec<ReadSource> {
        let files = self.listing.sources.par_iter();
        let mut sources: Vec<ReadSource> = files
            .zip(placements.par_iter())
            .enumerate()
            .map(|(at, (file, placement))| self.read_one(at, file, placement))
            .collect();
        if self.context.languages.are_several() {
            self.read_as_their_sources(&mut sources, placements);
        }
        sources
    }

    /// Reads translations again that are of another kind than their places say: of that of their sources.
    fn read_as_their_sources(&self, sources: &mut [ReadSource], placements: &mut [Placement]) {
        for (at, kind) in of_other_kinds(sources, placements) {
            if let Some(file) = self.listing.sources.get(at) {
                placements[at].kind = kind;
                sources[at] = read(self.folder, file, &placements[at], self.context);
            }
        }
    }

    fn read_one(&self, at: usize, file: &FilePath, placement: &Placement) -> ReadSource {
        let previous = self.previous.as_ref();
        let source = previous
            .and_then(|previous| previous.recall(at, placement, self))
            .unwrap_or_else(|| read(self.folder, file, placement, self.context));
        if let Some(history) = self.history
            && source.needs_history()
        {
            history.ask(file);
        }
        source
    }
}

/// Translations whose sources are of another kind, which they do not say, by their places.
pub(super) fn of_other_kinds(
    sources: &[ReadSource],
    placements: &[Placement],
) -> Vec<(usize, String)> {
    let documents: Vec<&Arc<Document>> = sources.iter().map(ReadSource::own).collect();
    other_kinds(&documents, placements)
}

/// Reads one source.
pub(super) fn read(
    folder: Folder,
    file: &FilePath,
    placement: &Placement,
    context: &Context,
) -> ReadSource {
    // The stamp first: a file that changes while it is read has another one afterwards.
    let stamp = disk::stamp(folder.root, file);
    let bytes = folder.read(file, disk::size_limit::DOCUMENT);
    let hash = bytes.as_ref().ok().map(|bytes| Hash::of(bytes));
    let Reported { value, diagnostics } = document(file, bytes, placement, context);
    ReadSource {
        stamp,
        hash,
        document: Arc::new(value),
        diagnostics,
        dated: None,
        inherited: None,
    }
}

fn document(
    file: &FilePath,
    bytes: io::Result<Vec<u8>>,
    placement: &Placement,
    context: &Context,
) -> Reported<Document> {
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) => {
            let value = document::lost(file, placement, context);
            return Reported {
                value,
                diagnostics: vec![cannot_be_read(file, &error)],
            };
        }
    };
    // A page of another program: that it is one is told of the listing.
    if !file.is_source() {
        return Reported::clean(document::unreadable(
            file,
            &any_reading(&bytes),
            placement,
            context,
        ));
    }
    match Source::from_bytes(file.clone(), bytes) {
        Ok(source) => document::parse(&source, placement, context),
        Err(not_utf8) => {
            let value =
                document::unreadable(file, &any_reading(&not_utf8.bytes), placement, context);
            Reported {
                value,
                diagnostics: vec![*not_utf8.diagnostic],
            }
        }
    }
}
