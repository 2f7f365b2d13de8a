//! A site that is read again and again: each state takes over from the one before it whatever did not change.

use std::sync::Arc;

use super::changes::Changes;
use super::findings::{Findings, hide_urls};
use super::linked_site::LinkedSite;
use super::planned_site::{KnownFiles, PlannedSite};
use super::rebuild::{Rebuild, RelinkReason};
use super::site_state::SiteState;
use super::snapshot::{Difference, Snapshot};
use super::stopwatch::Stopwatch;
use super::{Failure, Options, Project};
use crate::base::FilePath;
use crate::document::Document;
use crate::graph::Site;
use crate::layout::{self, TextEdits};

/// The site as it was last read, and the state that was made of it.
pub(super) struct LiveSite {
    options: Options,
    snapshot: Snapshot,
    state: SiteState,
    /// The version of the newest text.
    version: u64,
}

impl LiveSite {
    /// Reads a site for the first time.
    ///
    /// # Errors
    /// Where there is no site.
    pub fn start(options: &Options, stopwatch: &mut Stopwatch) -> Result<LiveSite, Failure> {
        let snapshot = Snapshot::new(options, stopwatch)?;
        let linked = LinkedSite::of(&snapshot, options, stopwatch);
        let state = SiteState::of(PlannedSite::of(linked, &options.root, stopwatch));
        Ok(LiveSite {
            options: options.clone(),
            snapshot,
            state,
            version: 0,
        })
    }

    /// The state of the last reading.
    pub fn state(&self) -> SiteState {
        self.state.clone()
    }

    /// True where some file could not be read.
    pub fn lacks_files(&self) -> bool {
        self.snapshot.lacks_files()
    }

    /// True where a site is read in the same way: what was read under other options is of no use.
    pub fn reads_the_same(&self, options: &Options) -> bool {
        // Taken apart in full: whoever adds an option has to say here whether it changes what is read.
        let Options {
            root,
            base_url,
            drafts,
            unsaved,
            output: _,
            now: _,
            on_error: _,
            new_urls: _,
            stop: _,
        } = options;
        let before = &self.options;
        (root, base_url, drafts, unsaved)
            == (
                &before.root,
                &before.base_url,
                &before.drafts,
                &before.unsaved,
            )
    }

    /// Reads what has changed, and makes the next state.
    ///
    /// # Errors
    /// Where there is no site any more; then all has to be read again.
    pub fn update(
        &mut self,
        options: &Options,
        changes: &Changes,
        stopwatch: &mut Stopwatch,
    ) -> Result<Rebuild, Failure> {
        let before = Arc::clone(&self.snapshot.project);
        let mut difference = self.snapshot.again(options, changes, stopwatch)?;
        // What is wrong in site.yaml or a template is shown with its lines, and these may be others.
        difference.settings |= changes.in_settings() && self.state.findings.point_outside_content();
        let reason = self.reason(&difference, (options, &before));
        let known = &self.state.ready().linked;
        let linked = match reason {
            None if !difference.settings => return Ok(self.edit(&difference)),
            None => known.again(&self.snapshot, options, stopwatch),
            Some(RelinkReason::Part(..)) => match self.reworded(&difference, options) {
                Some(graph) => known.reworded(graph, &self.snapshot, options, stopwatch),
                None => LinkedSite::of(&self.snapshot, options, stopwatch),
            },
            Some(_) => LinkedSite::of(&self.snapshot, options, stopwatch),
        };
        let is_sure = !self.snapshot.listing.has_links;
        let seen = &self.state.ready().seen;
        let is_known = |file: &FilePath| is_sure && !changes.touch(file);
        let known = KnownFiles {
            root: &options.root,
            cache: Arc::clone(&self.state.ready().cache),
            seen: &|file| {
                if is_known(file) {
                    seen.get(file).copied()
                } else {
                    None
                }
            },
        };
        let ready = PlannedSite::new(linked, known, stopwatch);
        self.state = SiteState::of(ready);
        self.options = options.clone();
        Ok(reason.map_or(Rebuild::Theme, Rebuild::Links))
    }

    /// Why the site has to be linked again; `None` where the graph is still the same. `before` is what was declared then.
    fn reason(
        &self,
        difference: &Difference,
        (options, before): (&Options, &Project),
    ) -> Option<RelinkReason> {
        if difference.files {
            return Some(RelinkReason::Files);
        }
        if !self.declares_the_same_links(before) {
            return Some(RelinkReason::Settings);
        }
        if difference.settings && self.state.ready().linked.has_problems_outside_content() {
            return Some(RelinkReason::Problems);
        }
        let of_document = difference
            .documents
            .iter()
            .find_map(|(at, before)| self.moved(*at, before));
        if of_document.is_some() {
            return of_document;
        }
        if !self.state.holds_at(&self.options, options) {
            return Some(RelinkReason::Moment);
        }
        // A theme that is made anew is laid over the graph, which has to have the newest texts.
        let is_both = difference.settings
            && !(difference.documents.is_empty() && self.state.prose.is_empty());
        is_both.then_some(RelinkReason::Settings)
    }

    /// True if the graph would be made of equal kinds, settings and assets of the theme.
    fn declares_the_same_links(&self, before: &Project) -> bool {
        let (linked, now) = (&self.state.ready().linked, &self.snapshot.project);
        let assets = (&linked.theme.asset_urls, &self.snapshot.theme.asset_urls);
        before.site == now.site
            && before.kinds == now.kinds
            && linked.graph.is_same_with(assets.0, assets.1)
    }

    /// The graph with the newest words, if nothing but words for readers has changed in any document.
    fn reworded(&self, difference: &Difference, options: &Options) -> Option<Site> {
        let mut documents = difference.documents.iter();
        let is_more = difference.settings
            || !self.state.holds_at(&self.options, options)
            || documents.any(|(at, before)| self.moved_elsewhere(*at, before).is_some());
        if is_more {
            return None;
        }
        let sources = self.snapshot.sources.iter();
        let newest: Vec<&Arc<Document>> = sources.map(|source| source.shown()).collect();
        self.state.ready().linked.graph.reworded(&newest)
    }

    /// What others may know of a document and is another now; nothing where only its own pages can tell.
    fn moved(&self, at: usize, before: &Document) -> Option<RelinkReason> {
        let file = &self.snapshot.listing.sources[at];
        let now = self.snapshot.sources[at].shown();
        if now.outline.lifecycle.is_unreadable() != before.outline.lifecycle.is_unreadable() {
            return Some(RelinkReason::Readable(file.clone()));
        }
        if let Some(part) = now.outline.changed_part(&before.outline) {
            return Some(RelinkReason::Part(file.clone(), part));
        }
        self.moved_elsewhere(at, before)
    }

    /// What else may have changed with a document than what others know of it.
    fn moved_elsewhere(&self, at: usize, before: &Document) -> Option<RelinkReason> {
        let file = &self.snapshot.listing.sources[at];
        let now = self.snapshot.sources[at].shown();
        let theme = &self.state.ready().linked.theme;
        if layout::tables_of(before, theme) != layout::tables_of(now, theme) {
            return Some(RelinkReason::Part(file.clone(), "tables".to_owned()));
        }
        let findings = &self.state.findings;
        let hid_urls = findings.hide_urls_of(file);
        let hides_urls = hide_urls(self.snapshot.sources[at].diagnostics.iter());
        (findings.point_into(file) || hid_urls != hides_urls).then_some(RelinkReason::Problems)
    }

    /// Takes over other texts, where nothing but texts is another one.
    fn edit(&mut self, difference: &Difference) -> Rebuild {
        if difference.documents.is_empty() {
            return Rebuild::Nothing;
        }
        let (mut prose, mut findings) = (
            TextEdits::clone(&self.state.prose),
            Findings::clone(&self.state.findings),
        );
        for (at, _) in &difference.documents {
            let source = &self.snapshot.sources[*at];
            findings.set(&self.snapshot.listing.sources[*at], &source.diagnostics);
            self.version += 1;
            prose.set(Arc::clone(source.shown()), self.version);
        }
        (self.state.prose, self.state.findings) = (Arc::new(prose), Arc::new(findings));
        Rebuild::Texts(difference.documents.len())
    }
}
