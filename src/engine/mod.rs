//! Beside the pipeline: runs it, from the author's folder to the output folder.
//!
//! 1. `project`: site.yaml, the theme and the kinds, without any content
//! 2. `snapshot`, by `sources`: everything that is read from the disk; updated, it reads only what `changes` name; `inheritance`:
//!    what translations get of their `originals`, `source_kinds`: of which kind they are; `told_places`: where in the files is what something was found about
//! 3. `linked_site`: from there to the graph, with all `findings`; `planned_site`: with a plan, and all that pages are
//!    made of
//! 4. `site_state`: the site at one moment; `live_site`: the next one, which takes over whatever did not change;
//!    `updates` holds it for watches and previews, `rebuild` says how much was rebuilt
//! 5. `build_run`: a site written, by `site_bundle`: each file made when it is asked for, unless the one of the
//!    `last_build` would be the same; `file_change`: what was written, and for which reason
//! 6. `preview`, with its `preview_pages`: a site in memory, for looking at it while it is written; `edited_site`: the same
//!    for an editor, which makes no page
//! 7. `site_check`: a site made in memory, for what is wrong with it; `rendered_links`: those of its pages that lead
//!    nowhere, also to a part of a page (`page_anchors`), and `link_source`: who wrote them
//! 8. `file_facts`: facts about the files that readers download; `pictures`: these in all their sizes, made
//!    once; `site_cache`: facts and highlighted code, kept between builds; `search_index`: the files of the search;
//!    `editions`: publications as one file, by the `press` and its `press_process`; `site_editions`: those of a site, with its pictures
//! 9. `ledger`: the addresses of the site (`urls`) compared with those it had, and what to do about `missing_urls`
//! 10. `findings`: what was found, at the levels that site.yaml sets; `silent_documents`: those whose problems are only counted;
//!     `wrong_folders`: those that explain what else was found
//! 11. `output_place`: where a site may not be written; `skipped_files`: what is not published because of its name;
//!     `defaults`: what was assumed because nobody said it
//! 12. `site_identity`: what parts of one site have in common, and those of two sites have not
//! 13. `schemas`: JSON Schemas for editors, kept up to date
//! 14. `stopwatch`: where the time went

mod build_run;
mod changes;
mod defaults;
mod edited_site;
mod editions;
mod file_change;
mod file_facts;
mod findings;
mod inheritance;
mod last_build;
mod ledger;
mod link_source;
mod linked_site;
mod live_site;
mod missing_urls;
mod originals;
mod output_place;
mod page_anchors;
mod pictures;
mod planned_site;
mod press;
mod press_process;
mod preview;
mod preview_pages;
mod project;
mod rebuild;
mod rendered_links;
mod schemas;
mod search_index;
mod silent_documents;
mod site_bundle;
mod site_cache;
mod site_check;
mod site_editions;
mod site_identity;
mod site_state;
mod skipped_files;
mod snapshot;
mod source_kinds;
mod sources;
mod stopwatch;
mod told_places;
mod updates;
mod urls;
mod wrong_folders;

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use jiff::{Timestamp, Zoned};

use crate::base::english::count;
use crate::base::report::any_error;
use crate::base::{Code, Diagnostic, FilePath, FoundWhile, Severity};
use crate::content::{Folder, History, LastChanges, disk};
use crate::layout::Plan;
use crate::output::LastGood;

pub use crate::content::{NoHistory, Unknown, Unsaved};
pub use crate::graph::Drafts;
pub use crate::layout::UnmadeEditions;
pub use crate::output::{CancelToken, FileContent, Shard};
pub use defaults::{DefaultHome, Defaults};
pub use edited_site::{EditedSite, Moves};
pub use editions::{EditionPress, Need};
pub use file_change::{FileChange, WriteReason};
pub use findings::{Findings, at_levels};
pub use ledger::Recorded;
pub use linked_site::{LinkedSite, link};
pub use planned_site::PlannedSite;
pub use press::PressProgram;
pub use preview::Preview;
pub use project::{Project, base_path, read_project};
pub use rebuild::{Rebuild, RelinkReason};
pub use schemas::{schemas, write_schemas};
pub use silent_documents::{HiddenProblems, HiddenState, StateProblems};
pub use site_check::{CheckResult, check};
pub use skipped_files::SkippedFiles;
pub use stopwatch::{Laps, Stopwatch};
pub use updates::Engine;

use build_run::{BuildResult, BuildRun};
use site_bundle::Next;

/// What to do with the site where something is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnError {
    /// The output folder stays as it was.
    Stop,
    /// What can be made is written.
    KeepGoing,
}

/// What to do with addresses that are not in the ledger yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewUrls {
    /// They are counted.
    Count,
    /// They are added, once the site is written.
    Record,
}

/// What to build, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder that holds site.yaml and content/.
    pub root: PathBuf,
    /// The folder the site goes to.
    pub output: PathBuf,
    /// Another address of the site than site.yaml's.
    pub base_url: Option<String>,
    /// Whether languages are on hosts of their own.
    pub hosts: LanguageHosts,
    /// The moment the site is built for.
    pub now: Timestamp,
    /// Whether drafts are shown.
    pub drafts: Drafts,
    /// What to do where something is wrong.
    pub on_error: OnError,
    /// Texts that stand in place of files.
    pub unsaved: Unsaved,
    /// What to do with addresses that are not in the ledger.
    pub new_urls: NewUrls,
    /// Stops the build early.
    pub stop: CancelToken,
    /// Makes editions.
    pub editions: EditionPress,
    /// The part of the site to make, where several machines make it together.
    pub shard: Option<Shard>,
}

/// Whether languages with a `base_url` are on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LanguageHosts {
    /// They are.
    Own,
    /// They are below the address of the site: one server shows all of it.
    Joined,
}

impl Options {
    /// True if the URLs of a site without errors are added to its ledger.
    fn records_urls(&self) -> bool {
        self.new_urls == NewUrls::Record && self.drafts == Drafts::Hide
    }

    /// The folder as it is to be read.
    fn folder(&self) -> Folder<'_> {
        Folder {
            root: &self.root,
            unsaved: &self.unsaved,
        }
    }
}

/// What a build did.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Everything found, in the order of files and places, at the site's own levels.
    pub diagnostics: Vec<Diagnostic>,
    /// The part of the site that this is, if it is not all of it.
    pub shard: Option<Shard>,
    /// Pages for readers.
    pub pages: usize,
    /// Files of the site.
    pub files: usize,
    /// Files that could not be made and are left out of the site.
    pub failed: usize,
    /// Files that could not be made and stand there in their last good version.
    pub kept_last: usize,
    /// Files that are new or have other bytes than before.
    pub changed: usize,
    /// Files of the last build that are gone.
    pub removed: usize,
    /// The size of all files.
    pub bytes: u64,
    /// Whether the output folder holds this site now.
    pub committed: bool,
    /// Why the output folder could not be written.
    pub not_written: Option<Failure>,
    /// Files of others that could not be moved into the new site; they stand beside the output folder.
    pub kept: Vec<PathBuf>,
    /// The next moment at which the site would change by itself, in its own time zone.
    pub next_change: Option<Zoned>,
    /// The next moment at which any byte of the site changes by itself: the day that a page names may end before.
    pub next_moment: Option<Timestamp>,
    /// Why the history that some document needs is not known.
    pub no_history: Option<NoHistory>,
    /// The editions that are left out, because the program that makes them is not there.
    pub unmade: UnmadeEditions,
    /// The documents whose PDFs have no date, so that they are no PDF/A.
    pub undated_pdfs: Vec<FilePath>,
    /// What was assumed because nobody said it.
    pub defaults: Defaults,
    /// How much is wrong with documents that are not public.
    pub hidden_problems: HiddenProblems,
    /// Documents whose last commit has a date in the future.
    pub future_commits: BTreeMap<FilePath, Timestamp>,
    /// What is left out of the site because of its name or its folder.
    pub left_out: SkippedFiles,
    /// How many addresses are not in the ledger; 0 where there is none.
    pub unrecorded: usize,
    /// What was added to the ledger, where that was asked for and nothing was wrong.
    pub recorded: Option<Recorded>,
    /// How the site came of the state before it.
    pub rebuild: Option<Rebuild>,
    /// How many files were made, the same as before or not.
    pub made_again: usize,
    /// The files that were written or removed, and why.
    pub why: Vec<FileChange>,
    /// The time of each stage, in their order.
    pub timings: Laps,
}

/// Why a build could not run: one sentence, and what to do.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// The sentence.
    pub why: String,
    /// What was found before, at its places: settings that cannot be understood.
    pub found: Vec<Diagnostic>,
}

impl Failure {
    /// No site can be made of settings in which this was found.
    fn of_settings(found: Vec<Diagnostic>) -> Failure {
        let why = "nothing is built until the settings can be read".to_owned();
        Failure {
            why,
            found: in_order(at_levels(&BTreeMap::new(), found)),
        }
    }
}

impl From<String> for Failure {
    fn from(why: String) -> Failure {
        Failure {
            why,
            found: Vec::new(),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.why)
    }
}

impl std::error::Error for Failure {}

/// Builds a site, and takes over what `engine` knows of it. `progress` is told how many files of how many are made.
///
/// # Errors
/// If there is no site to build.
pub fn build(
    options: &Options,
    engine: Option<&Engine>,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Outcome, Failure> {
    output_place::check(&options.root, &options.output)?;
    let mut stopwatch = Stopwatch::start();
    let outcome = match engine {
        Some(engine) => build_next(options, engine, progress, &mut stopwatch)?,
        None => build_once(options, progress, &mut stopwatch)?,
    };
    Ok(Outcome {
        timings: stopwatch.laps(),
        ..outcome
    })
}

/// A build that no other follows in this program.
fn build_once(
    options: &Options,
    progress: &(dyn Fn(usize, usize) + Sync),
    stopwatch: &mut Stopwatch,
) -> Result<Outcome, Failure> {
    let engine = Engine::default();
    let (state, rebuild) = engine.state(options, stopwatch)?;
    let run = BuildRun {
        options,
        state: &state,
        next: Next::None,
        progress,
    };
    let outcome = outcome(&run, rebuild, run.run(None), stopwatch)?;
    // The program ends after a single build. The system takes its memory back at once; piece by piece, in the order
    // of the graph, that takes a twentieth of the time of the whole build.
    std::mem::forget((state, engine));
    Ok(outcome)
}

/// A build of a watch.
fn build_next(
    options: &Options,
    engine: &Engine,
    progress: &(dyn Fn(usize, usize) + Sync),
    stopwatch: &mut Stopwatch,
) -> Result<Outcome, Failure> {
    let (state, rebuild) = engine.state(options, stopwatch)?;
    let run = BuildRun {
        options,
        state: &state,
        next: Next::Expected,
        progress,
    };
    let mut result = run.run(engine.take_last_build(&options.output));
    engine.remember(result.last.take());
    outcome(&run, rebuild, result, stopwatch)
}

/// What a build that is finished comes to; new URLs are added to the ledger if that was asked for.
fn outcome(
    run: &BuildRun,
    rebuild: Rebuild,
    result: BuildResult,
    stopwatch: &mut Stopwatch,
) -> Result<Outcome, Failure> {
    save_caches(run, stopwatch);
    let state = run.state;
    let plan = &state.ready().plan;
    let written = result.written;
    let diagnostics = in_order([state.diagnostics(), written.diagnostics].concat());
    let is_good = written.committed && !any_error(&diagnostics);
    let recorded = if is_good { record_urls(run)? } else { None };
    let failed = FailedFiles::count(&written.failed_files, plan);
    Ok(Outcome {
        diagnostics,
        pages: plan.pages - failed.lost_pages,
        files: plan.files.len() - failed.lost,
        failed: failed.lost,
        kept_last: failed.kept_last,
        changed: written.changed,
        removed: written.removed,
        bytes: written.bytes,
        committed: written.committed,
        not_written: result.not_written,
        kept: written.kept,
        rebuild: Some(rebuild),
        made_again: result.made_again,
        why: result.changes,
        ..Outcome::of_site(run, recorded)
    })
}

impl Outcome {
    /// What there is to say of a site, whatever became of its files.
    fn of_site(run: &BuildRun, recorded: Option<Recorded>) -> Outcome {
        let state = run.state;
        let PlannedSite { linked, plan, .. } = state.ready();
        Outcome {
            shard: run.options.shard,
            unmade: plan.unmade,
            undated_pdfs: plan.undated_pdfs.clone(),
            hidden_problems: state.hidden_problems(),
            unrecorded: recorded.as_ref().map_or(linked.unrecorded, |_| 0),
            recorded,
            next_change: linked.next_change(),
            next_moment: linked.next_moment(),
            defaults: linked.defaults,
            no_history: linked.days.unknown.clone(),
            future_commits: linked.days.future.clone(),
            left_out: linked.left_out.clone(),
            ..Outcome::default()
        }
    }
}

/// How many files could not be made.
#[derive(Default)]
struct FailedFiles {
    /// Those that the site does not have now.
    lost: usize,
    lost_pages: usize,
    /// Those that are still there as they were.
    kept_last: usize,
}

impl FailedFiles {
    fn count(failed: &[(String, LastGood)], plan: &Plan) -> FailedFiles {
        let mut counts = FailedFiles::default();
        for (file, became) in failed {
            match became {
                LastGood::Stays => counts.kept_last += 1,
                LastGood::Goes => {
                    counts.lost += 1;
                    counts.lost_pages += usize::from(plan.is_page(file));
                }
            }
        }
        counts
    }
}

/// The text of a file as it is now, for showing a place in it.
pub fn source_text(options: &Options, file: &FilePath) -> Option<String> {
    let unsaved = options
        .unsaved
        .0
        .get(file)
        .map(|text| text.as_ref().to_owned());
    unsaved.or_else(|| disk::read_to_show(&options.root, file))
}

/// When files of `content/` were last changed, as the site's history has it; a build asks only for what it needs.
pub fn last_changes(options: &Options, files: &[&FilePath]) -> LastChanges {
    let history = History::of(&options.root, options.now);
    files.iter().for_each(|file| history.ask(file));
    history.last_changes()
}

/// By file and place; what was said twice is said once.
fn in_order(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by(Diagnostic::order);
    diagnostics.dedup();
    name_causes(&mut diagnostics);
    said_once(diagnostics)
}

/// What a template failed on may be the wrong field of a document that the page shows.
fn name_causes(diagnostics: &mut [Diagnostic]) {
    let cause = diagnostics.iter().find(|found| is_wrong_field(found));
    let Some(file) = cause.and_then(|cause| Some(cause.labels.first()?.file.clone())) else {
        return;
    };
    for found in diagnostics {
        if found.found_while == FoundWhile::Rendering {
            let help = "first fix the fields that are wrong, such as those of";
            found
                .help
                .push(format!("{help} {file}: this may follow from them"));
        }
    }
}

fn is_wrong_field(found: &Diagnostic) -> bool {
    found.found_while == FoundWhile::ReadingFields && found.severity == Severity::Error
}

/// A slip in a template shows on every page made with it. It is said of the first, and the others are counted.
fn said_once(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut kept: Vec<(Diagnostic, usize)> = Vec::with_capacity(diagnostics.len());
    for diagnostic in diagnostics {
        match kept.last_mut() {
            Some((last, more)) if is_same_slip(last, &diagnostic) => *more += 1,
            _ => kept.push((diagnostic, 0)),
        }
    }
    kept.into_iter()
        .map(|(diagnostic, more)| match more {
            0 => diagnostic,
            more => diagnostic.help(format!("the same applies to {}", count(more, "other page"))),
        })
        .collect()
}

fn is_same_slip(one: &Diagnostic, other: &Diagnostic) -> bool {
    one.code == Code::TemplateError
        && other.code == one.code
        && one.message == other.message
        && one.labels == other.labels
}

/// Adds new URLs to the ledger, if that is asked for. Returns what was added.
fn record_urls(run: &BuildRun) -> Result<Option<Recorded>, Failure> {
    if !run.options.records_urls() {
        return Ok(None);
    }
    let graph = &run.state.ready().linked.graph;
    ledger::update(&run.options.root, graph)
}

/// Writes what later builds may take over.
fn save_caches(run: &BuildRun, stopwatch: &mut Stopwatch) {
    site_cache::save(&run.options.root, run.state);
    schemas::refresh(&run.options.root, &run.state.ready().linked.project);
    stopwatch.lap("render and write");
}
