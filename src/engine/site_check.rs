//! A site made in memory, for what is wrong with it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::Timestamp;

use super::rendered_links::RenderedLinks;
use super::site_bundle::{Next, SiteBundle};
use super::site_state::SiteState;
use super::stopwatch::{Laps, Stopwatch};
use super::{
    Defaults, Engine, Failure, HiddenProblems, NoHistory, Options, PlannedSite, SkippedFiles,
    findings, in_order, source_text,
};
use crate::base::{Diagnostic, FilePath};
use crate::layout::UnmadeEditions;
use crate::output::BundleFile;

/// What a look at a whole site found.
#[derive(Clone, Debug, Default)]
pub struct CheckResult {
    /// Everything found, in the order of files and places, at the site's own levels.
    pub diagnostics: Vec<Diagnostic>,
    /// Pages for readers.
    pub pages: usize,
    /// Files of the site.
    pub files: usize,
    /// Why the history that some document needs is not known.
    pub no_history: Option<NoHistory>,
    /// Documents whose last commit has a date in the future.
    pub future_commits: BTreeMap<FilePath, Timestamp>,
    /// What is left out of the site because of its name or its folder.
    pub left_out: SkippedFiles,
    /// How much is wrong with documents that are not public.
    pub hidden_problems: HiddenProblems,
    /// The editions that are left out, because the program that makes them is not there.
    pub unmade: UnmadeEditions,
    /// The documents whose PDFs have no date, so that they are no PDF/A.
    pub undated_pdfs: Vec<FilePath>,
    /// What was assumed because nobody said it.
    pub defaults: Defaults,
    /// How many addresses are not in the ledger; 0 where there is none.
    pub unrecorded: usize,
    /// The time of each stage, in their order.
    pub timings: Laps,
}

/// Who looks at a site beyond what its stages find.
pub type Inspection<'l> = &'l dyn Fn(&PlannedSite) -> Vec<Diagnostic>;

/// Makes a whole site and writes nothing. `look` adds what it finds, at the codes' own severities; `progress` is told
/// how many files of how many are made.
///
/// # Errors
/// Where there is no site.
pub fn check(
    options: &Options,
    look: Inspection,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<CheckResult, Failure> {
    let mut stopwatch = Stopwatch::start();
    let (state, _) = Engine::default().state(options, &mut stopwatch)?;
    let ready = state.ready();
    let levels = &ready.linked.project.site.levels;
    let found = findings::at_levels(levels, look(ready));
    stopwatch.lap("rules");
    let found_in_pages = of_pages(&state, options, progress);
    stopwatch.lap("render");
    Ok(CheckResult {
        diagnostics: in_order([state.diagnostics(), found, found_in_pages].concat()),
        timings: stopwatch.laps(),
        ..CheckResult::of_site(&state)
    })
}

impl CheckResult {
    /// What there is to say of a site, whatever was found.
    fn of_site(state: &SiteState) -> CheckResult {
        let PlannedSite { linked, plan, .. } = state.ready();
        CheckResult {
            pages: plan.pages,
            files: plan.files.len(),
            no_history: linked.days.unknown.clone(),
            future_commits: linked.days.future.clone(),
            hidden_problems: state.hidden_problems(),
            unmade: plan.unmade,
            undated_pdfs: plan.undated_pdfs.clone(),
            defaults: linked.defaults,
            left_out: linked.left_out.clone(),
            unrecorded: linked.unrecorded,
            ..CheckResult::default()
        }
    }
}

fn of_pages(
    state: &SiteState,
    options: &Options,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Vec<Diagnostic> {
    let site = state.ready();
    let total = site.plan.files.len();
    let links = RenderedLinks::new(site);
    let bundle = SiteBundle::new(state, &options.root, None, Next::None);
    let done = AtomicUsize::new(0);
    let mut found = bundle.make_all(&|planned, file| {
        match file {
            BundleFile::Bytes(bytes) => links.note(planned, bytes),
            BundleFile::CopyOf(_) => links.note_copy(planned, &|file| source_text(options, file)),
            BundleFile::Unchanged { .. } | BundleFile::Failed(_) => {}
        }
        progress(done.fetch_add(1, Ordering::Relaxed) + 1, total);
    });
    let lost = links.into_findings(&|file| source_text(options, file));
    found.extend(findings::at_levels(&site.linked.project.site.levels, lost));
    found
}
