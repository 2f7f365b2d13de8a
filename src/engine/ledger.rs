//! The addresses of a site compared with its ledger, and the ledger brought up to date. An address is never
//! taken out of it: that is for people to do.

use std::collections::{BTreeMap, HashSet};
use std::hash::BuildHasherDefault;
use std::path::Path;
use std::sync::Arc;

use super::findings::Findings;
use super::missing_urls::{MissingUrl, MoveCandidates};
use super::snapshot::Snapshot;
use super::urls::{Public, is_public, public};
use super::{Drafts, Failure, Options};
use crate::base::site_layout;
use crate::base::text_map::TextHasher;
use crate::base::url::ClashKey;
use crate::base::{Diagnostic, Url, file_error};
use crate::config::{OldUrls, SiteConfig};
use crate::content::ledger::{self, Entry, Ledger};
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
    snapshot: &Snapshot,
    options: &Options,
    graph: &Site,
    timeless: &dyn Fn() -> Vec<Route>,
    findings: &Findings,
) -> Compared {
    let mut compared = Compared {
        diagnostics: snapshot.of_ledger.clone(),
        unrecorded: 0,
    };
    let Some(ledger) = snapshot.ledger.as_ref() else {
        return compared;
    };
    let urls = public(graph);
    let recorded = keys_of(&ledger.entries);
    // A site with drafts has URLs that no reader knows.
    if options.drafts == Drafts::Hide && snapshot.of_ledger.is_empty() {
        compared.unrecorded = keys(&urls).difference(&recorded).count();
    }
    // What is withheld until its author says what is meant is not lost.
    if findings.hide_urls() || graph.hidden().iter().any(is_withheld) {
        return compared;
    }
    let site = &snapshot.project.site;
    let missing = missing(ledger, &urls, &site.old_urls, timeless);
    if !missing.is_empty() {
        let new = new_urls(&urls, &recorded);
        compared
            .diagnostics
            .extend(report(missing, graph, site, &new));
    }
    compared
}

fn report(
    missing: Vec<&Entry>,
    graph: &Site,
    site: &SiteConfig,
    new: &[&Public],
) -> Vec<Diagnostic> {
    let candidates = MoveCandidates::new(graph, new);
    let missing = missing.into_iter();
    let reports = missing.map(|entry| MissingUrl { entry, graph, site }.report(&candidates));
    reports.collect()
}

/// The URLs that the ledger does not have: what is missing may be there now.
fn new_urls<'u, 'g>(urls: &'u [Public<'g>], recorded: &Keys) -> Vec<&'u Public<'g>> {
    let new = urls.iter();
    new.filter(|public| !recorded.contains(&public.url.clash_key()))
        .collect()
}

fn is_withheld(document: &Arc<Document>) -> bool {
    document.outline.lifecycle.terms().is_none()
}

/// The URLs that site.yaml decides about.
fn decided(old: &OldUrls) -> Keys {
    let redirects = old.redirects.iter().map(|old| &old.url);
    let all = redirects.chain(old.gone.iter().map(|old| &old.url));
    all.map(Url::clash_key).collect()
}

/// The entries whose URLs the site does not have any more, and that site.yaml says nothing about. A URL that it names is
/// not forgotten: a redirect to nowhere is reported at its place.
fn missing<'l>(
    ledger: &'l Ledger,
    urls: &[Public],
    old: &OldUrls,
    timeless: &dyn Fn() -> Vec<Route>,
) -> Vec<&'l Entry> {
    let (now, decided) = (keys(urls), decided(old));
    let mut missing: Vec<&Entry> = ledger.entries.iter().collect();
    missing.retain(|entry| {
        let key = entry.url.clash_key();
        !now.contains(&key) && !decided.contains(&key)
    });
    if missing.is_empty() {
        return missing;
    }
    let timeless = timeless();
    let routes = timeless.iter().filter(|route| is_public(route.item));
    let whenever: Keys = routes.map(|route| route.url.clash_key()).collect();
    missing.retain(|entry| !whenever.contains(&entry.url.clash_key()));
    missing
}

/// Adds the URLs of a site to its ledger, which is made if there is none. Nothing if the ledger cannot be read.
///
/// # Errors
/// If it cannot be written.
pub(super) fn update(root: &Path, graph: &Site) -> Result<Option<Recorded>, Failure> {
    let known = ledger::read(root);
    if !known.diagnostics.is_empty() {
        return Ok(None);
    }
    let known = known.value.unwrap_or_default().entries;
    let urls = public(graph);
    let (now, was) = (keys(&urls), keys_of(&known));
    let mut entries: BTreeMap<Url, String> = known
        .into_iter()
        .filter(|entry| !now.contains(&entry.url.clash_key()))
        .map(|entry| (entry.url, entry.source))
        .collect();
    for public in &urls {
        entries.insert(public.url.clone(), public.source.clone().into_owned());
    }
    write(root, &ledger::text(&entries))?;
    Ok(Some(Recorded {
        new: now.difference(&was).count(),
        all: entries.len(),
    }))
}

fn write(root: &Path, text: &str) -> Result<(), Failure> {
    let file = site_layout::LEDGER;
    output::record(root, file, text.as_bytes()).map_err(|error| {
        let (why, help) = (
            file_error::reason(&error),
            file_error::help_to_write(&error),
        );
        Failure::from(format!("{file} cannot be written: {why}; {help}"))
    })
}

fn keys_of(entries: &[Entry]) -> Keys {
    entries.iter().map(|entry| entry.url.clash_key()).collect()
}

fn keys(urls: &[Public]) -> Keys {
    urls.iter().map(|public| public.url.clash_key()).collect()
}
