//! A site at one moment, and how the next one comes of it: as much as can be is the same value.

use std::sync::Arc;

use self_cell::self_cell;

use super::changes::Changes;
use super::findings::{Findings, hide_urls};
use super::level;
use super::pipeline::Linked;
use super::reading::{Difference, Reading};
use super::ready::Ready;
use super::redone::{Reason, Redone};
use super::stats::Stopwatch;
use super::{Declared, Failure, Keep, Options};
use crate::base::{Diagnostic, FilePath};
use crate::document::Document;
use crate::layout::{self, Prose, Shared, Views};

type SharedOf<'s> = Shared<'s>;

self_cell!(
    /// A site with what the views of its pages share, which borrows from it.
    struct Viewed {
        owner: Ready,
        #[covariant]
        dependent: SharedOf,
    }
);

/// A site at one moment. Cheap to clone.
#[derive(Clone)]
pub(super) struct State {
    viewed: Arc<Viewed>,
    /// The texts that are newer than that.
    pub prose: Arc<Prose>,
    /// What was found before any page was made.
    findings: Arc<Findings>,
}

/// What one state after the other is made of.
pub(super) struct Course {
    options: Options,
    reading: Reading,
    state: State,
    /// The version of the newest text.
    version: u64,
}

impl State {
    fn of(ready: Ready) -> State {
        let findings = Arc::new(ready.linked.findings.clone());
        let viewed = Arc::new(Viewed::new(ready, |ready| ready.shared()));
        State {
            viewed,
            prose: Arc::default(),
            findings,
        }
    }

    /// The site, with its plan.
    pub fn ready(&self) -> &Ready {
        self.viewed.borrow_owner()
    }

    /// What one page is made of.
    pub fn views(&self) -> Views<'_> {
        Views::new(self.viewed.borrow_dependent(), &self.prose)
    }

    /// True where both are the same but for texts: then pages made of the same texts are the same.
    pub fn is_same_but_for_texts(&self, other: &State) -> bool {
        Arc::ptr_eq(&self.viewed, &other.viewed)
    }

    /// Everything found before any page was made, at the site's own levels.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        level::apply(
            &self.ready().linked.declared.site.levels,
            self.findings.all(),
        )
    }

    /// True where the moment makes no difference.
    fn holds_at(&self, then: &Options, now: &Options) -> bool {
        let next_change = self.ready().linked.graph.next_change();
        then.now <= now.now && next_change.is_none_or(|change| now.now < change)
    }
}

impl Course {
    /// Reads a site for the first time.
    ///
    /// # Errors
    /// Where there is no site.
    pub fn start(
        options: &Options,
        keep: Keep,
        stopwatch: &mut Stopwatch,
    ) -> Result<Course, Failure> {
        let reading = Reading::new(options, stopwatch)?;
        let linked = Linked::of(&reading, options, stopwatch);
        let state = State::of(Ready::of(linked, (&options.root, keep), stopwatch));
        Ok(Course {
            options: options.clone(),
            reading,
            state,
            version: 0,
        })
    }

    /// The state of the last reading.
    pub fn state(&self) -> State {
        self.state.clone()
    }

    /// True where some file could not be read.
    pub fn lacks_files(&self) -> bool {
        self.reading.lacks_files()
    }

    /// True where a site is read in the same way: what was read under other options is of no use.
    pub fn goes_on_with(&self, options: &Options) -> bool {
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
    pub fn go_on(
        &mut self,
        (options, keep): (&Options, Keep),
        changes: &Changes,
        stopwatch: &mut Stopwatch,
    ) -> Result<Redone, Failure> {
        let before = Arc::clone(&self.reading.declared);
        let mut difference = self.reading.again(options, changes, stopwatch)?;
        // What is wrong in site.yaml or a template is shown with its lines, and these may be others.
        difference.settings |= changes.in_settings() && self.state.findings.point_outside_content();
        let reason = self.reason(&difference, (options, &before));
        let linked = match reason {
            None if !difference.settings => return Ok(self.edit(&difference)),
            None => self
                .state
                .ready()
                .linked
                .again(&self.reading, options, stopwatch),
            Some(_) => Linked::of(&self.reading, options, stopwatch),
        };
        let is_sure = !self.reading.listing.has_links;
        let seen = &self.state.ready().seen;
        let known = |file: &FilePath| {
            seen.get(file)
                .filter(|_| is_sure && !changes.touch(file))
                .copied()
        };
        let code = Arc::clone(&self.state.ready().code);
        let ready = Ready::again(linked, (&options.root, keep), (&known, code), stopwatch);
        self.state = State::of(ready);
        self.options = options.clone();
        Ok(reason.map_or(Redone::Theme, Redone::Links))
    }

    /// Why the site has to be linked again; `None` where the graph is still the same. `before` is what was declared then.
    fn reason(
        &self,
        difference: &Difference,
        (options, before): (&Options, &Declared),
    ) -> Option<Reason> {
        if difference.files {
            return Some(Reason::Files);
        }
        if !self.declares_the_same_links(before) {
            return Some(Reason::Settings);
        }
        if difference.settings && self.state.ready().linked.has_problems_outside_content() {
            return Some(Reason::Problems);
        }
        let of_document = difference
            .documents
            .iter()
            .find_map(|(at, before)| self.moved(*at, before));
        if of_document.is_some() {
            return of_document;
        }
        if !self.state.holds_at(&self.options, options) {
            return Some(Reason::Moment);
        }
        // A theme that is made anew is laid over the graph, which has to have the newest texts.
        let is_both = difference.settings
            && !(difference.documents.is_empty() && self.state.prose.is_empty());
        is_both.then_some(Reason::Settings)
    }

    /// True if the graph would be made of equal kinds, settings and assets of the theme.
    fn declares_the_same_links(&self, before: &Declared) -> bool {
        let (linked, now) = (&self.state.ready().linked, &self.reading.declared);
        let assets = (&linked.theme.asset_urls, &self.reading.theme.asset_urls);
        before.site == now.site
            && before.kinds == now.kinds
            && linked.graph.is_same_with(assets.0, assets.1)
    }

    /// What others may know of a document and is another now; nothing where only its own pages can tell.
    fn moved(&self, at: usize, before: &Document) -> Option<Reason> {
        let file = &self.reading.listing.sources[at];
        let now = self.reading.sources[at].shown();
        if now.outline.lifecycle.is_unreadable() != before.outline.lifecycle.is_unreadable() {
            return Some(Reason::Readable(file.clone()));
        }
        if let Some(part) = now.outline.changed_part(&before.outline) {
            return Some(Reason::Part(file.clone(), part));
        }
        let theme = &self.state.ready().linked.theme;
        if layout::tables_of(before, theme) != layout::tables_of(now, theme) {
            return Some(Reason::Part(file.clone(), "tables".to_owned()));
        }
        let findings = &self.state.findings;
        let hid_urls = findings.hide_urls_of(file);
        let hides_urls = hide_urls(self.reading.sources[at].diagnostics.iter());
        (findings.point_into(file) || hid_urls != hides_urls).then_some(Reason::Problems)
    }

    /// Takes over other texts, where nothing but texts is another one.
    fn edit(&mut self, difference: &Difference) -> Redone {
        if difference.documents.is_empty() {
            return Redone::Nothing;
        }
        let (mut prose, mut findings) = (
            Prose::clone(&self.state.prose),
            Findings::clone(&self.state.findings),
        );
        for (at, _) in &difference.documents {
            let source = &self.reading.sources[*at];
            findings.set(&self.reading.listing.sources[*at], &source.diagnostics);
            self.version += 1;
            prose.set(Arc::clone(source.shown()), self.version);
        }
        (self.state.prose, self.state.findings) = (Arc::new(prose), Arc::new(findings));
        Redone::Texts(difference.documents.len())
    }
}
