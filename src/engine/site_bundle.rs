//! The planned files as a bundle: each is made when the writer asks for it, and then forgotten. A file that a
//! build before this one has written, and that would be the same again, is not made.

use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::file_change::Cause;
use super::last_build::{Attempt, BuiltFile, LastBuild};
use super::level;
use super::site_state::SiteState;
use crate::base::{Diagnostic, Reported};
use crate::content::{Asset, disk};
use crate::graph::Item;
use crate::layout::{self, Key, PageContext, Planned};
use crate::output::{Bundle, BundleFile, LastGood};

/// What was found before a template began, and while it ran.
type Found = (Vec<Diagnostic>, Vec<Diagnostic>);

/// A site's files, on demand.
pub struct SiteBundle<'b> {
    names: Vec<String>,
    state: &'b SiteState,
    root: &'b Path,
    last: Option<&'b LastBuild>,
    /// What was made, for the next build; nothing where there is to be none.
    made: Option<Vec<OnceLock<(Attempt, Cause)>>>,
    /// Whether the last build may show what is not public any more, once a page asks for that.
    shows_withdrawn: OnceLock<bool>,
}

/// Whether there will be another build after this one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// There will: what files are made of is remembered.
    Expected,
    /// Nothing is to be known of this one.
    None,
}

impl<'b> SiteBundle<'b> {
    /// The bundle of a state; `root` is where its sources stand, `last` what was written before.
    pub(super) fn new(
        state: &'b SiteState,
        root: &'b Path,
        (last, next): (Option<&'b LastBuild>, Next),
    ) -> SiteBundle<'b> {
        let files = &state.ready().plan.files;
        let names = files.iter().map(|planned| planned.file.clone()).collect();
        let made =
            (next == Next::Expected).then(|| files.iter().map(|_| OnceLock::new()).collect());
        SiteBundle {
            names,
            state,
            root,
            last,
            made,
            shows_withdrawn: OnceLock::new(),
        }
    }

    /// Makes every file for what is wrong with it, and keeps none.
    pub fn make_all(&self, progress: &(dyn Fn(usize) + Sync)) -> Vec<Diagnostic> {
        let done = AtomicUsize::new(0);
        let made: Vec<Vec<Diagnostic>> = (0..self.names.len())
            .into_par_iter()
            .map(|index| {
                let diagnostics = self.make(index).diagnostics;
                progress(done.fetch_add(1, Ordering::Relaxed) + 1);
                diagnostics
            })
            .collect();
        made.concat()
    }

    /// What was made, and why, in the order of the plan; nothing if a file is missing.
    pub(super) fn into_made(self) -> Option<Vec<(Attempt, Cause)>> {
        self.made?.into_iter().map(OnceLock::into_inner).collect()
    }

    /// The author's file that a file is a copy of.
    fn asset(&self, item: &Item) -> Option<&Asset> {
        let Item::ContentAsset(asset) = item else {
            return None;
        };
        self.state
            .ready()
            .linked
            .graph
            .assets()
            .get(asset.0 as usize)
            .map(|(asset, _)| asset)
    }

    fn make_planned(&self, planned: &Planned) -> (BundleFile, Attempt, Cause) {
        let last = self
            .last
            .and_then(|last| Some((last, last.file(&planned.file)?)));
        if let Some((built, (item, file))) = last
            && *item == planned.item
            && built.state.is_same_but_for_texts(self.state)
            && file.texts.are_in(&self.state.prose)
        {
            return (
                BundleFile::Unchanged { bytes: file.bytes },
                Attempt::Made(file.clone()),
                Cause::Same,
            );
        }
        let page = self.state.page_context();
        let input = layout::template_input(planned, &page);
        let found_before = input.diagnostics;
        let Some(input) = input.value else {
            return self.make_other(planned, page, last.map(|(_, (_, file))| file));
        };
        let key = self.made.is_some().then(|| Key::of(&input, page.render));
        let before = last.and_then(|(_, (_, file))| Some((file, file.key.as_ref()?)));
        if let Some((file, _)) = before.filter(|(_, before)| Some(*before) == key.as_ref()) {
            let made = BundleFile::Unchanged { bytes: file.bytes };
            let found = (found_before, file.found.1.clone());
            let file = BuiltFile {
                texts: page.into_versions(),
                found,
                ..file.clone()
            };
            return (made, Attempt::Made(file), Cause::Same);
        }
        let cause = match (&key, before) {
            (Some(key), Some((_, before))) => {
                Cause::Moved(key.moved_since(before, &input, page.render))
            }
            _ => Cause::Unknown,
        };
        let mut found = (found_before, Vec::new());
        let Some(html) = input.render(page.render, &mut found.1) else {
            return self.failed(planned, found);
        };
        let (bytes, texts) = (html.len() as u64, page.into_versions());
        let file = BuiltFile {
            key,
            texts,
            source: None,
            bytes,
            written: None,
            found,
        };
        (
            BundleFile::Bytes(html.into_bytes()),
            Attempt::Made(file),
            cause,
        )
    }

    /// What comes of a file that could not be made. The last good version stays only if this watch has made it, of the
    /// same document, and nothing has been withdrawn since: that version may show it.
    fn failed(&self, planned: &Planned, found: Found) -> (BundleFile, Attempt, Cause) {
        let is_still_good = self.last.is_some_and(|last| {
            let shows_withdrawn = || last.shows_withdrawn(self.state);
            last.is_of_same(planned, self.state)
                && !self.shows_withdrawn.get_or_init(shows_withdrawn)
        });
        let last_good = if is_still_good {
            LastGood::Stays
        } else {
            LastGood::Goes
        };
        let found = [found.0, found.1].concat();
        (
            BundleFile::Failed(last_good),
            Attempt::Failed(found),
            Cause::Unknown,
        )
    }

    /// Makes what no template makes.
    fn make_other(
        &self,
        planned: &Planned,
        page: PageContext,
        last: Option<&BuiltFile>,
    ) -> (BundleFile, Attempt, Cause) {
        let source = self.source(&planned.item);
        if let Some(file) = last.filter(|file| source.is_some() && file.source == source) {
            return (
                BundleFile::Unchanged { bytes: file.bytes },
                Attempt::Made(file.clone()),
                Cause::Same,
            );
        }
        let Reported { value, diagnostics } = layout::render(planned, &page);
        let found = (diagnostics, Vec::new());
        let (made, bytes) = match value {
            layout::Made::Failed => return self.failed(planned, found),
            layout::Made::Bytes(bytes) => {
                let size = bytes.len() as u64;
                (BundleFile::Bytes(bytes), size)
            }
            layout::Made::CopyOf(file) => (
                BundleFile::CopyOf(disk::Inside::new(self.root, &file)),
                source.map_or(0, |stamp| stamp.size()),
            ),
        };
        let texts = page.into_versions();
        let file = BuiltFile {
            key: None,
            texts,
            source,
            bytes,
            written: None,
            found,
        };
        (made, Attempt::Made(file), Cause::Unknown)
    }

    /// The author's file that a file is a copy of, as it is now.
    fn source(&self, item: &Item) -> Option<disk::Stamp> {
        disk::stamp(self.root, &self.asset(item)?.file)
    }
}

impl Bundle for SiteBundle<'_> {
    fn files(&self) -> &[String] {
        &self.names
    }

    fn make(&self, index: usize) -> Reported<BundleFile> {
        let Some(planned) = self.state.ready().plan.files.get(index) else {
            return Reported::clean(BundleFile::Failed(LastGood::Goes));
        };
        let (made, file, cause) = self.make_planned(planned);
        let levels = &self.state.ready().linked.project.site.levels;
        let diagnostics = level::apply(levels, file.found());
        if let Some(place) = self.made.as_ref().and_then(|made| made.get(index)) {
            // Asked for a second time, it was made of the same.
            let _ = place.set((file, cause));
        }
        Reported {
            value: made,
            diagnostics,
        }
    }
}
