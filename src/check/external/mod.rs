//! Links that leave the site: each address is asked once whether it still leads somewhere. Never part of a build.
//!
//! 1. `web_address`: an address that can be asked; `collect`: those of a site, each with all its places
//! 2. `memory`: what was answered before, and counts as long as it is fresh
//! 3. `answer`: what came back; `client`: the one door to the network
//! 4. `journey`: one address on its way to a verdict, over redirects and further tries; `visit`: all of them at once,
//!    few at each host
//! 5. `anchor`: places on pages of others
//! 6. `report`: verdicts as diagnostics
//!
//! The clock, the stopwatch and what was remembered come in as values; what is to be remembered goes out as one.

mod anchor;
mod answer;
mod client;
mod collect;
mod journey;
mod memory;
mod report;
mod visit;
mod web_url;

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;

use super::Subject;
use crate::base::Diagnostic;

pub use client::{Client, Proxy, proxy};
pub use memory::Memory;

use collect::Outside;
use journey::{Journey, Verdict};

/// Whether places on pages of others are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fragments {
    /// They are not: a page that is there is enough.
    PassOver,
    /// They are: pages with places are read.
    Find,
}

/// How long is waited for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// For an answer as a whole.
    pub timeout: Duration,
    /// Before the second try; four times as long before the third.
    pub back_off: Duration,
    /// At most, where a host asks for a rest.
    pub longest_rest: Duration,
}

impl Pace {
    /// The pace that goes with waiting this long for an answer.
    pub fn of(timeout: Duration) -> Pace {
        Pace {
            timeout,
            back_off: timeout / 20,
            longest_rest: timeout * 3,
        }
    }
}

/// What asking takes besides the site.
pub struct Surroundings<'s> {
    /// The way to other sites.
    pub client: &'s Client,
    /// The pace.
    pub pace: Pace,
    /// Whether places on pages are looked for.
    pub fragments: Fragments,
    /// The moment at which is asked.
    pub now: Timestamp,
    /// The time since then.
    pub elapsed: &'s (dyn Fn() -> Duration + Sync),
    /// Is told how many addresses of how many have a verdict.
    pub progress: &'s (dyn Fn(usize, usize) + Sync),
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Looked {
    /// What was found.
    pub diagnostics: Vec<Diagnostic>,
    /// How many addresses were asked.
    pub asked: usize,
    /// How many were known from before.
    pub known: usize,
    /// How many answered that they do not answer programs: nothing is known of them.
    pub unclear: usize,
}

/// Asks all addresses outside the site that are not remembered, and takes note of the answers in `memory`.
pub fn look(subject: &Subject, surroundings: &Surroundings, memory: &mut Memory) -> Looked {
    let settings = &subject.site.external;
    let outside = collect::outside(subject);
    let mut verdicts: BTreeMap<usize, Verdict> = BTreeMap::new();
    let mut journeys = Vec::new();
    for (at, one) in outside.iter().enumerate() {
        let anchors = anchors(one, surroundings.fragments);
        let fresh = memory.recall(&one.url, surroundings.now, settings.max_age);
        match fresh.filter(|_| anchors.is_empty()) {
            Some(verdict) => drop(verdicts.insert(at, verdict)),
            None => journeys.push((at, Journey::to(one.url.clone(), anchors))),
        }
    }
    let known = verdicts.len();
    let asked = journeys.len();
    let (places, journeys): (Vec<usize>, Vec<Journey>) = journeys.into_iter().unzip();
    let visited = visit::all(journeys, surroundings);
    for (at, verdict) in places.into_iter().zip(visited.verdicts) {
        if let Some((one, verdict)) = outside.get(at).zip(verdict) {
            memory.note(&one.url, surroundings.now, &verdict);
            verdicts.insert(at, verdict);
        }
    }
    let unclear = verdicts
        .values()
        .filter(|verdict| matches!(verdict, Verdict::Unclear))
        .count();
    let judged = verdicts
        .iter()
        .filter_map(|(at, verdict)| Some((outside.get(*at)?, verdict)));
    let mut diagnostics: Vec<Diagnostic> = judged
        .flat_map(|(one, verdict)| report::diagnostics(one, verdict, subject.text_of))
        .collect();
    if visited.is_offline {
        diagnostics.extend(outside.first().map(|one| report::offline(one, asked)));
    }
    Looked {
        diagnostics,
        asked: if visited.is_offline { 0 } else { asked },
        known,
        unclear,
    }
}

/// The places on a page that links lead to, each once.
fn anchors(one: &Outside, fragments: Fragments) -> Vec<String> {
    if fragments == Fragments::PassOver {
        return Vec::new();
    }
    let mut anchors: Vec<String> = one
        .places
        .iter()
        .filter_map(|place| anchor::of(&place.written))
        .collect();
    anchors.sort();
    anchors.dedup();
    anchors
}
