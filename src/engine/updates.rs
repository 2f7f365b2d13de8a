//! One state of a site after the other, and what stays between them.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::changes::Changes;
use super::edited_site::EditedSite;
use super::last_build::LastBuild;
use super::live_site::{LiveSite, NewTexts};
use super::site_state::SiteState;
use super::stopwatch::Stopwatch;
use super::{Failure, Options, Rebuild, site_cache};

/// What is current of a site. Whoever uses it says what has changed: it believes that nothing else has.
#[derive(Default)]
pub struct Engine(Mutex<Current>);

#[derive(Default)]
struct Current {
    changes: Changes,
    texts: NewTexts,
    live: Option<LiveSite>,
    /// What was last written.
    built: Option<LastBuild>,
}

impl Engine {
    /// One for an editor, which asks where in the newest texts things are.
    pub fn for_editor() -> Engine {
        let texts = NewTexts::InGraph;
        Engine(Mutex::new(Current {
            texts,
            ..Current::default()
        }))
    }

    /// The site as it is with what is in an editor.
    ///
    /// # Errors
    /// If there is no site.
    pub fn edited_site(&self, options: &Options) -> Result<EditedSite, Failure> {
        let (state, _) = self.state(options, &mut Stopwatch::start())?;
        let live = &self.lock().live;
        let listing = live.as_ref().map(LiveSite::listing).unwrap_or_default();
        Ok(EditedSite { state, listing })
    }

    /// Forgets files that have changed, given by their paths below the site's root, and all that stands below
    /// them; an empty path stands for everything.
    pub fn forget(&self, changed: &[PathBuf]) {
        self.lock().changes.add(changed);
    }

    /// Forgets what git said: there are new commits, or other ones.
    pub fn forget_history(&self) {
        self.lock().changes.history = true;
    }

    /// The site as it is now, and how much of it is new.
    pub(super) fn state(
        &self,
        options: &Options,
        stopwatch: &mut Stopwatch,
    ) -> Result<(SiteState, Rebuild), Failure> {
        let mut current = self.lock();
        let mut changes = std::mem::take(&mut current.changes);
        let (live, rebuild) = match current
            .live
            .take()
            .filter(|live| live.reads_the_same(options))
        {
            Some(mut live) => {
                // A drive that failed for a moment tells nobody that it is back.
                if live.lacks_files() {
                    changes.add(&[PathBuf::new()]);
                }
                changes.add(&live.edited_in(options));
                let rebuild = live.update(options, &changes, current.texts, stopwatch)?;
                (live, rebuild)
            }
            None => (LiveSite::start(options, stopwatch)?, Rebuild::Everything),
        };
        let state = live.state();
        site_cache::drop_unused(&state);
        current.live = Some(live);
        Ok((state, rebuild))
    }

    /// What was last written to a folder. Whoever takes it says what has become of it.
    pub(super) fn take_last_build(&self, output: &Path) -> Option<LastBuild> {
        self.lock()
            .built
            .take()
            .filter(|built| built.output == output)
    }

    /// Remembers what was written.
    pub(super) fn remember(&self, built: Option<LastBuild>) {
        self.lock().built = built;
    }

    /// A thread that panicked has taken the live with it, and left nothing half done.
    fn lock(&self) -> MutexGuard<'_, Current> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
