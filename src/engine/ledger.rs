//! The addresses of a site compared with its ledger, and the ledger brought up to date. An address is never
//! taken out of it: that is for people to do.

use std::collections::{BTreeMap, HashSet};
use std::hash::BuildHasherDefault;
use std::path::Path;
use std::sync::Arc;

use super::findings::Findings;
use super::missing_urls::{Gone, Homes};
use super::snapshot::Snapshot;
use super::urls::{Public, is_public, public};
use super::{Drafts, Failure, Options};
use crate::base::lookup::TextHasher;
use crate::base::site_layout;
use crate::base::url::ClashKey;
use crate::base::{Diagnostic, Url, refusal};
use crate::config::OldUrls;
use crate::content::ledger::{self, Entry};
use crate::document::Document;
use crate::graph::{Route, Site};
use crate::output;

/// What a comparison says.
#[derive(Default)]
pub(super) struct Compared {
    /// What is wrong with the ledger, and which addresses have gone.
    pub diagnostics: Vec<Diagnostic>,
    /// How many addresses stand on the site and not in the ledger.
    pub unrecorded: usize,
}

/// What was added to a ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// How many addresses are new in it.
    pub new: usize,
    /// How many it holds.
    pub all: usize,
}

/// What hosts tell addresses apart by.
type Keys = HashSet<ClashKey, BuildHasherDefault<TextHasher>>;

/// Compares a site with its ledger; one without a ledger is not compared. `timeless` gives the URLs that the site would
/// have if no document came or went at a moment of its own: what is at one of them is not lost but withheld.
pub(super) fn compare(
    reading: &Snapshot,
    options: &Options,
    graph: &Site,
    timeless: &dyn Fn() -> Vec<Route>,
    findings: &Findings,
) -> Compared {
    let mut compared = Compared {
        diagnostics: reading.of_ledger.clone(),
        unrecorded: 0,
    };
    let Some(ledger) = reading.ledger.as_ref() else {
        return compared;
    };
    let stands = public(graph);
    let now = keys(&stands);
    // With drafts in it, a site has addresses that no reader knows.
    if options.drafts == Drafts::Hide && reading.of_ledger.is_empty() {
        let recorded: Keys = ledger
            .entries
            .iter()
            .map(|entry| entry.url.clash_key())
            .collect();
        compared.unrecorded = now.difference(&recorded).count();
    }
    // What is withheld until its author says what is meant is not lost.
    let is_withheld = |document: &Arc<Document>| document.outline.lifecycle.terms().is_none();
    if findings.hide_urls() || graph.hidden().iter().any(is_withheld) {
        return compared;
    }
    // Whatever site.yaml says of an address, it is not forgotten; a redirect that leads nowhere is reported there.
    let OldUrls { redirects, gone } = &reading.project.site.old_urls;
    let decided = redirects
        .iter()
        .map(|old| &old.url)
        .chain(gone.iter().map(|old| &old.url));
    let decided: Keys = decided.map(Url::clash_key).collect();
    let mut missing: Vec<(&Entry, ClashKey)> = ledger
        .entries
        .iter()
        .map(|entry| (entry, entry.url.clash_key()))
        .collect();
    missing.retain(|(_, key)| !now.contains(key) && !decided.contains(key));
    if missing.is_empty() {
        return compared;
    }
    let timeless = timeless();
    let routes = timeless.iter().filter(|route| is_public(route.item));
    let whenever: Keys = routes.map(|route| route.url.clash_key()).collect();
    missing.retain(|(_, key)| !whenever.contains(key));
    let recorded: Keys = ledger
        .entries
        .iter()
        .map(|entry| entry.url.clash_key())
        .collect();
    let new: Vec<&Public> = stands
        .iter()
        .filter(|public| !recorded.contains(&public.url.clash_key()))
        .collect();
    let homes = Homes::new(graph, &new);
    let site = &reading.project.site;
    let found = missing
        .iter()
        .map(|(entry, _)| Gone { entry, graph, site }.said(&homes));
    compared.diagnostics.extend(found);
    compared
}

/// Adds the addresses of a site to its ledger, which begins with them where there was none. Nothing where
/// the one that is there cannot be read.
///
/// # Errors
/// Where it cannot be written.
pub(super) fn update(root: &Path, graph: &Site) -> Result<Option<Recorded>, Failure> {
    let known = ledger::read(root);
    if !known.diagnostics.is_empty() {
        return Ok(None);
    }
    let known = known.value.unwrap_or_default().entries;
    let stands = public(graph);
    let now = keys(&stands);
    let was: Keys = known.iter().map(|entry| entry.url.clash_key()).collect();
    let mut entries: BTreeMap<Url, String> = known
        .into_iter()
        .filter(|entry| !now.contains(&entry.url.clash_key()))
        .map(|entry| (entry.url, entry.source))
        .collect();
    for public in &stands {
        entries.insert(public.url.clone(), public.source.clone().into_owned());
    }
    output::record(root, site_layout::LEDGER, ledger::text(&entries).as_bytes()).map_err(
        |error| {
            let (why, help) = (refusal::words(&error), refusal::help_to_write(&error));
            Failure::from(format!(
                "{} cannot be written: {why}; {help}",
                site_layout::LEDGER
            ))
        },
    )?;
    Ok(Some(Recorded {
        new: now.difference(&was).count(),
        all: entries.len(),
    }))
}

fn keys(stands: &[Public]) -> Keys {
    stands.iter().map(|public| public.url.clash_key()).collect()
}
