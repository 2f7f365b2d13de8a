//! Links that leave the site: requests each URL once to see whether it still works. Never part of a build.
//!
//! 1. `web_url`: a URL that can be requested; `targets`: those of a site, each with every place that mentions it
//! 2. `cache`: earlier verdicts, which count as long as they are fresh
//! 3. `response`: what comes back from a request; `client`: the one file that makes requests; `page_text`: the letters of a page
//! 4. `probe`: one URL on its way to a verdict, over redirects and retries, with its `cookie_jar`; `scheduler`: runs all probes,
//!    with few requests at a time to each host
//! 5. `anchor`: anchors on pages of other sites
//! 6. `report`: verdicts as diagnostics
//!
//! The clock and the cache come in as values; the changed cache is the caller's to keep.

mod anchor;
mod cache;
mod client;
mod cookie_jar;
mod page_text;
mod probe;
mod report;
mod response;
mod scheduler;
mod targets;
mod web_url;

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;

use super::CheckedSite;
use crate::base::Diagnostic;

pub use cache::VerdictCache;
pub use client::{Client, Proxy, proxy};

use probe::{Probe, Verdict};
use targets::{ExternalLink, ExternalLinks};

/// Whether the anchors of links to other sites are checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fragments {
    /// A page that exists is enough.
    Ignore,
    /// Pages are downloaded and searched for the anchor.
    Check,
}

/// How long to wait, and for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    /// For a whole response.
    pub timeout: Duration,
    /// Before the second try; four times as long before the third.
    pub back_off: Duration,
    /// At most, if a host asks for a pause.
    pub longest_rest: Duration,
}

impl Timing {
    /// Back-off and pauses in proportion to the timeout.
    pub fn with_timeout(timeout: Duration) -> Timing {
        Timing {
            timeout,
            back_off: timeout / 20,
            longest_rest: timeout * 3,
        }
    }
}

/// The time, as the caller's clock and stopwatch have it.
pub struct Clock<'c> {
    /// How long to wait.
    pub timing: Timing,
    /// When the check started.
    pub now: Timestamp,
    /// The time since then.
    pub elapsed: &'c (dyn Fn() -> Duration + Sync),
}

/// What a check of external links needs besides the site.
pub struct Environment<'e> {
    /// Makes the requests.
    pub client: &'e Client,
    /// The time.
    pub clock: Clock<'e>,
    /// Whether anchors are checked.
    pub fragments: Fragments,
    /// Called with the number of URLs that have a verdict, and the number of all.
    pub progress: &'e (dyn Fn(usize, usize) + Sync),
}

/// What a check of external links found.
#[derive(Debug, Default)]
pub struct LinkReport {
    /// The links that do not work.
    pub diagnostics: Vec<Diagnostic>,
    /// How many URLs were requested.
    pub requested: usize,
    /// How many were known from the cache.
    pub cached: usize,
    /// How many refused automated requests, so that nothing is known of them.
    pub unclear: usize,
}

/// Requests every external URL that is not in the cache, and adds the verdicts to it.
pub fn check(
    site: &CheckedSite,
    environment: &Environment,
    cache: &mut VerdictCache,
) -> LinkReport {
    let ExternalLinks { links, impossible } = targets::external_links(site);
    let mut report = request(site, &links, environment, cache);
    let impossible = impossible.iter();
    report.diagnostics.extend(
        impossible.map(|(written, (why, mentions))| report::impossible(written, why, mentions)),
    );
    report
}

/// Checks links that can be requested.
fn request(
    site: &CheckedSite,
    links: &[ExternalLink],
    environment: &Environment,
    cache: &mut VerdictCache,
) -> LinkReport {
    let max_age = site.config.external.max_age;
    let CacheSplit {
        mut verdicts,
        probes,
    } = split_by_cache(links, environment, cache, max_age);
    let (cached, requested) = (verdicts.len(), probes.len());
    let outcome = scheduler::run(probes, environment);
    for (index, verdict) in outcome.verdicts {
        if let Some(link) = links.get(index) {
            cache.put(&link.url, environment.clock.now, &verdict);
            verdicts.insert(index, verdict);
        }
    }
    let mut report = LinkReport {
        cached,
        requested,
        ..report_verdicts(site, links, &verdicts)
    };
    if outcome.is_offline {
        report.requested = 0;
        let offline = links.first().map(|link| report::offline(link, requested));
        report.diagnostics.extend(offline);
    }
    report
}

/// The verdicts that the cache has, by the index of their link, and the probes for all other links.
struct CacheSplit {
    verdicts: BTreeMap<usize, Verdict>,
    probes: Vec<Probe>,
}

fn split_by_cache(
    links: &[ExternalLink],
    environment: &Environment,
    cache: &VerdictCache,
    max_age: Duration,
) -> CacheSplit {
    let mut verdicts = BTreeMap::new();
    let mut probes = Vec::new();
    for (index, link) in links.iter().enumerate() {
        let anchors = anchors_to_check(link, environment.fragments);
        match cache.get(&link.url, environment.clock.now, max_age) {
            // The cache says nothing about anchors.
            Some(verdict) if anchors.is_empty() => drop(verdicts.insert(index, verdict)),
            _ => probes.push(Probe::new(index, link.url.clone(), anchors)),
        }
    }
    CacheSplit { verdicts, probes }
}

fn report_verdicts(
    site: &CheckedSite,
    links: &[ExternalLink],
    verdicts: &BTreeMap<usize, Verdict>,
) -> LinkReport {
    let mut report = LinkReport::default();
    for (index, verdict) in verdicts {
        if *verdict == Verdict::Unclear {
            report.unclear += 1;
        }
        if let Some(link) = links.get(*index) {
            let found = report::diagnostics(link, verdict, site.text_of);
            report.diagnostics.extend(found);
        }
    }
    report
}

/// The anchors that a page should have, each once.
fn anchors_to_check(link: &ExternalLink, fragments: Fragments) -> Vec<String> {
    if fragments == Fragments::Ignore {
        return Vec::new();
    }
    let written = link.mentions.iter().map(|mention| &mention.written);
    let mut anchors: Vec<String> = written.filter_map(|url| anchor::anchor_of(url)).collect();
    anchors.sort();
    anchors.dedup();
    anchors
}
