//! A site that is read again and again: each state takes over from the one before it whatever did not change.

use std::path::PathBuf;
use std::sync::Arc;

use super::changes::Changes;
use super::findings::{Findings, hide_urls};
use super::linked_site::LinkedSite;
use super::planned_site::{KnownFiles, PlannedSite};
use super::rebuild::{Rebuild, RelinkReason};
use super::site_state::SiteState;
use super::snapshot::{Difference, Snapshot};
use super::sources::ChangedDocument;
use super::sources::ReadSource;
use super::stopwatch::Stopwatch;
use super::{Failure, Options, Project, Unsaved};
use crate::base::{FilePath, Hash};
use crate::content::Listing;
use crate::document::Document;
use crate::graph::Site;
use crate::layout::{self, TextEdits};

/// Where texts go that are newer than the graph and would not change it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum NewTexts {
    /// Beside it: their pages are made of them.
    #[default]
    BesideGraph,
    /// Into it: who asks it for the place of something gets the place in the newest text.
    InGraph,
}

/// The site as it was last read, and the state that was made of it.
pub(super) struct LiveSite {
    options: Options,
    /// The texts that were over its files when it was last read.
    unsaved: Unsaved,
    snapshot: Snapshot,
    state: SiteState,
}

impl LiveSite {
    /// Reads a site for the first time.
    ///
    /// # Errors
    /// Where there is no site.
    pub fn start(options: &Options, stopwatch: &mut Stopwatch) -> Result<LiveSite, Failure> {
        let snapshot = Snapshot::new(options, stopwatch)?;
        let linked = LinkedSite::of(&snapshot, options, stopwatch);
        let state = SiteState::of(PlannedSite::of(linked, options, stopwatch));
        Ok(LiveSite {
            options: options.clone(),
            unsaved: options.unsaved.clone(),
            snapshot,
            state,
        })
    }

    /// The state of the last reading.
    pub fn state(&self) -> SiteState {
        self.state.clone()
    }

    /// The files of the last reading.
    pub fn listing(&self) -> Arc<Listing> {
        Arc::clone(&self.snapshot.listing)
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
            hosts,
            drafts,
            unsaved: _,
            output: _,
            now: _,
            on_error: _,
            new_urls: _,
            stop: _,
            editions: _,
            shard: _,
        } = options;
        let before = &self.options;
        (root, base_url, hosts, drafts)
            == (
                &before.root,
                &before.base_url,
                &before.hosts,
                &before.drafts,
            )
    }

    /// The files over which there is another text than when the site was last read, or none any more.
    pub fn edited_in(&self, options: &Options) -> Vec<PathBuf> {
        let (before, now) = (&self.unsaved.0, &options.unsaved.0);
        let files = before.keys().chain(now.keys());
        let edited = files.filter(|file| before.get(*file) != now.get(*file));
        edited.map(|file| PathBuf::from(file.as_str())).collect()
    }

    /// Reads what has changed, and makes the next state.
    ///
    /// # Errors
    /// If there is no site any more; then all has to be read again.
    pub fn update(
        &mut self,
        options: &Options,
        changes: &Changes,
        texts: NewTexts,
        stopwatch: &mut Stopwatch,
    ) -> Result<Rebuild, Failure> {
        self.unsaved = options.unsaved.clone();
        let before = Arc::clone(&self.snapshot.project);
        let mut difference = self.snapshot.update(options, changes, stopwatch)?;
        // What is wrong in site.yaml or a template is shown with its lines, which may have moved.
        difference.settings |= changes.in_settings() && self.state.findings.point_outside_content();
        let reason = self.relink_reason(&difference, options, &before);
        let reason = reason.or_else(|| self.moved_places(&difference, texts));
        if reason.is_none() && !difference.settings {
            return Ok(self.edit_texts(&difference));
        }
        let (linked, rebuild) = self.link_again(reason, &difference, options, stopwatch);
        let planned = self.plan(linked, changes, stopwatch);
        self.state = self.state.after(planned);
        self.options = options.clone();
        Ok(rebuild)
    }

    /// Links the site again, with all tables that are the same; says how far that reached.
    fn link_again(
        &self,
        reason: Option<RelinkReason>,
        difference: &Difference,
        options: &Options,
        stopwatch: &mut Stopwatch,
    ) -> (LinkedSite, Rebuild) {
        let (known, snapshot) = (&self.state.ready().linked, &self.snapshot);
        let Some(reason) = reason else {
            return (known.again(snapshot, options, stopwatch), Rebuild::Theme);
        };
        if let RelinkReason::Part(..) = reason
            && let Some(graph) = self.reworded(difference, options)
        {
            let linked = known.reworded(graph, snapshot, options, stopwatch);
            return (linked, Rebuild::Words(reason));
        }
        let linked = LinkedSite::of(snapshot, options, stopwatch);
        (linked, Rebuild::Links(reason))
    }

    /// Plans the next state; files that did not change are not looked into again.
    fn plan(
        &self,
        linked: LinkedSite,
        changes: &Changes,
        stopwatch: &mut Stopwatch,
    ) -> PlannedSite {
        let before = self.state.ready();
        let is_sure = !self.snapshot.listing.has_links;
        let seen = |file: &FilePath| {
            if is_sure && !changes.touch(file) {
                before.seen.get(file).cloned()
            } else {
                None
            }
        };
        let known = KnownFiles {
            root: &self.options.root,
            cache: Arc::clone(&before.cache),
            seen: &seen,
            editions: before.editions.press.clone(),
            shard: self.options.shard,
        };
        PlannedSite::new(linked, known, stopwatch)
    }

    /// Why the site has to be linked again; `None` if the graph is still the same. `before` is what was declared then.
    fn relink_reason(
        &self,
        difference: &Difference,
        options: &Options,
        before: &Project,
    ) -> Option<RelinkReason> {
        if difference.files {
            return Some(RelinkReason::Files);
        }
        if !self.declares_the_same_links(before) {
            return Some(RelinkReason::Settings);
        }
        if difference.settings && self.state.ready().linked.has_problems_in_settings() {
            return Some(RelinkReason::Problems);
        }
        let mut documents = difference.documents.iter();
        if let Some(reason) = documents.find_map(|was| self.changed_part(was)) {
            return Some(reason);
        }
        if !self.state.holds_at(&self.options, options) {
            return Some(RelinkReason::Moment);
        }
        // A new theme is applied to the graph, which has to have the newest texts.
        let has_newest_texts = difference.documents.is_empty() && self.state.prose.is_empty();
        (difference.settings && !has_newest_texts).then_some(RelinkReason::Settings)
    }

    /// A text that changed, if the graph is to have the places of all things in it.
    fn moved_places(&self, difference: &Difference, texts: NewTexts) -> Option<RelinkReason> {
        let first = difference.documents.first()?;
        let file = &self.snapshot.listing.sources[first.at];
        let is_wanted = texts == NewTexts::InGraph;
        is_wanted.then(|| RelinkReason::Part(file.clone(), "text".to_owned()))
    }

    /// True if the graph would be made of equal kinds, settings, assets and pages of the theme.
    fn declares_the_same_links(&self, before: &Project) -> bool {
        let (linked, now) = (&self.state.ready().linked, &self.snapshot.project);
        before.site == now.site
            && before.kinds == now.kinds
            && layout::theme_pages(&linked.theme) == layout::theme_pages(&self.snapshot.theme)
            && linked.graph.holds_with(&self.snapshot.theme.asset_urls)
    }

    /// The graph with the newest words, if nothing but words for readers has changed in any document.
    fn reworded(&self, difference: &Difference, options: &Options) -> Option<Site> {
        let mut documents = difference.documents.iter();
        let is_more = difference.settings
            || !self.state.holds_at(&self.options, options)
            || documents.any(|was| self.changed_elsewhere(was).is_some());
        if is_more {
            return None;
        }
        let sources = self.snapshot.sources.iter();
        let newest: Vec<&Arc<Document>> = sources.map(ReadSource::shown).collect();
        self.state.ready().linked.graph.reworded(&newest)
    }

    /// What changed of what others may know of a document; `None` if only its own pages can show the change.
    fn changed_part(&self, was: &ChangedDocument) -> Option<RelinkReason> {
        let ChangedDocument { at, before } = was;
        let file = &self.snapshot.listing.sources[*at];
        let now = self.snapshot.sources[*at].shown();
        if now.outline.lifecycle.is_unreadable() != before.outline.lifecycle.is_unreadable() {
            return Some(RelinkReason::Readable(file.clone()));
        }
        let (now, before) = (&now.outline, &before.outline);
        if now.structure != before.structure || now.words != before.words {
            let part = now.changed_part(before);
            return Some(RelinkReason::Part(file.clone(), part.to_owned()));
        }
        self.changed_elsewhere(was)
    }

    /// What else may have changed with a document than what others know of it.
    fn changed_elsewhere(&self, was: &ChangedDocument) -> Option<RelinkReason> {
        let ChangedDocument { at, before } = was;
        let file = &self.snapshot.listing.sources[*at];
        let source = &self.snapshot.sources[*at];
        let now = source.shown();
        let theme = &self.state.ready().linked.theme;
        if layout::tables_of(before, theme) != layout::tables_of(now, theme) {
            return Some(RelinkReason::Part(file.clone(), "tables".to_owned()));
        }
        let findings = &self.state.findings;
        let hid_urls = findings.hide_urls_of(file);
        let hides_urls = hide_urls(source.told().iter());
        (findings.point_into(file) || hid_urls != hides_urls).then_some(RelinkReason::Problems)
    }

    /// Takes over the texts that changed, if nothing else did.
    fn edit_texts(&mut self, difference: &Difference) -> Rebuild {
        if difference.documents.is_empty() {
            return Rebuild::Nothing;
        }
        let mut prose = TextEdits::clone(&self.state.prose);
        let mut findings = Findings::clone(&self.state.findings);
        for ChangedDocument { at, .. } in &difference.documents {
            let source = &self.snapshot.sources[*at];
            findings.set(&self.snapshot.listing.sources[*at], source.told());
            // No page shows a file that could not be read.
            let hash = source.hash.unwrap_or(Hash::of(b""));
            prose.set(Arc::clone(source.shown()), hash);
        }
        findings.of_graph = self.snapshot.tell(&self.state.ready().linked.of_graph);
        self.state.set_texts(prose);
        self.state.findings = Arc::new(findings);
        Rebuild::Texts(difference.documents.len())
    }
}
