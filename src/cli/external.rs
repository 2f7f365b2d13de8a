//! `check --external`: passes the clock, the network and the cache to the check of links. Judges nothing itself.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use super::args::Check;
use crate::base::Diagnostic;
use crate::base::english::{count, grouped};
use crate::base::site_layout;
use crate::check::CheckedSite;
use crate::check::external::{self, Client, Clock, Environment, Fragments, Timing, VerdictCache};
use crate::content::disk;
use crate::engine::Options;
use crate::output;

/// Checks links to other sites if requested, and keeps a note about it.
pub struct External<'e> {
    args: &'e Check,
    options: &'e Options,
    note: RefCell<Option<String>>,
}

impl<'e> External<'e> {
    /// Sends no request yet.
    ///
    /// # Errors
    /// None, unless copublish was built without this feature.
    pub fn new(args: &'e Check, options: &'e Options) -> Result<External<'e>, String> {
        Ok(External {
            args,
            options,
            note: RefCell::new(None),
        })
    }

    /// Checks all links to other sites with `--external`. `progress` receives the number of finished requests and of all
    /// requests.
    pub fn check(
        &self,
        site: &CheckedSite,
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Vec<Diagnostic> {
        if !self.args.external {
            return Vec::new();
        }
        // The age of responses depends on the clock, not on `--now`.
        let now = super::clock();
        let timeout = self.timeout(site);
        let started = Instant::now();
        let environment = Environment {
            client: &Client::new(timeout, external::proxy()),
            clock: Clock {
                timing: Timing::with_timeout(timeout),
                now,
                elapsed: &|| started.elapsed(),
            },
            fragments: if self.args.fragments {
                Fragments::Check
            } else {
                Fragments::Ignore
            },
            progress,
        };
        let report = self.check_with_cache(site, &environment);
        self.note.replace(Some(sentence(&report)));
        report.diagnostics
    }

    fn check_with_cache(
        &self,
        site: &CheckedSite,
        environment: &Environment,
    ) -> external::LinkReport {
        let kept = disk::read_kept(&self.options.root, VerdictCache::NAME);
        let mut cache = VerdictCache::parse(&kept);
        let report = external::check(site, environment, &mut cache);
        if report.requested > 0 {
            let folder = self.options.root.join(site_layout::CACHE);
            let bytes = cache.to_bytes(environment.clock.now);
            // If the cache cannot be written, the next check only takes longer.
            let _ = output::keep(&folder, VerdictCache::NAME, &bytes);
        }
        report
    }

    fn timeout(&self, site: &CheckedSite) -> Duration {
        match self.args.patience {
            Some(milliseconds) => Duration::from_millis(milliseconds.into()),
            None => site.config.external.timeout,
        }
    }

    /// A sentence on what was checked.
    pub fn note(&self) -> Option<String> {
        self.note.borrow().clone()
    }
}

fn sentence(report: &external::LinkReport) -> String {
    let mut sentence = format!("checked {} to other sites", count(report.requested, "link"));
    if report.cached > 0 {
        sentence.push_str(&format!(
            "; {} were known from an earlier check",
            grouped(report.cached)
        ));
    }
    if report.unclear > 0 {
        sentence.push_str(&format!(
            "; {} refuse automated requests and were not checked",
            grouped(report.unclear)
        ));
    }
    sentence
}
