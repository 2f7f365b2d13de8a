//! `check --external`: brings the clock, the network and what was remembered together. Judges nothing itself.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use super::args::Check;
use crate::base::Diagnostic;
use crate::base::site_layout;
use crate::base::wording::{count, grouped};
use crate::check::CheckedSite;
use crate::check::external::{self, Client, Clock, Environment, Fragments, Timing, VerdictCache};
use crate::content::disk;
use crate::engine::Options;
use crate::output;

/// Asks other sites, where that is wanted, and remembers what it has to say of it.
pub struct External<'e> {
    args: &'e Check,
    options: &'e Options,
    said: RefCell<Option<String>>,
}

impl<'e> External<'e> {
    /// Nothing asked yet.
    ///
    /// # Errors
    /// None; a copublish without this feature has one.
    pub fn new(args: &'e Check, options: &'e Options) -> Result<External<'e>, String> {
        Ok(External {
            args,
            options,
            said: RefCell::new(None),
        })
    }

    /// Asks all addresses that the site leads to; nothing where nobody wants that. `progress` is told how many of
    /// how many have answered.
    pub fn check(
        &self,
        site: &CheckedSite,
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Vec<Diagnostic> {
        if !self.args.external {
            return Vec::new();
        }
        // Answers are as old as the clock says, whatever moment the site is looked at for.
        let now = super::clock();
        let timeout = self
            .args
            .patience
            .map_or(site.config.external.timeout, |patience| {
                Duration::from_millis(patience.into())
            });
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
        let kept = disk::read_kept(&self.options.root, VerdictCache::NAME);
        let mut cache = VerdictCache::parse(&kept);
        let report = external::check(site, &environment, &mut cache);
        if report.requested > 0 {
            let folder = self.options.root.join(site_layout::CACHE);
            // What cannot be kept is asked again: nothing is lost but a moment.
            let _ = output::keep(&folder, VerdictCache::NAME, &cache.to_bytes(now));
        }
        self.said.replace(Some(words(&report)));
        report.diagnostics
    }

    /// What was asked, in a sentence.
    pub fn note(&self) -> Option<String> {
        self.said.borrow().clone()
    }
}

fn words(report: &external::LinkReport) -> String {
    let mut words = format!("checked {} to other sites", count(report.requested, "link"));
    if report.cached > 0 {
        words.push_str(&format!(
            "; {} were known from an earlier check",
            grouped(report.cached)
        ));
    }
    if report.unclear > 0 {
        words.push_str(&format!(
            "; {} refuse automated requests and were not checked",
            grouped(report.unclear)
        ));
    }
    words
}
