//! From what was read to a linked site: documents to the graph, and the tables that blocks name.

use std::sync::Arc;

use jiff::{Timestamp, Zoned};

use super::defaults::Defaults;
use super::editions::EditionPress;
use super::findings::Findings;
use super::ledger;
use super::silent_documents::SilentDocuments;
use super::skipped_files::SkippedFiles;
use super::snapshot::Snapshot;
use super::stopwatch::Stopwatch;
use super::wrong_folders::WrongFolders;
use super::{Failure, Options, Project};
use crate::base::date::day_of;
use crate::base::english::count;
use crate::base::site_layout;
use crate::base::{Code, Diagnostic, FilePath, Moment};
use crate::config::Images;
use crate::content::{Data, Facts, LastChanges, Tables, csv};
use crate::graph::{self, Finding, Moments, Place, Reported, Site, ThemeAssets};
use crate::html::Pictures;
use crate::layout::{self, Plan, Theme};

/// A site linked, and ready to be planned.
pub struct LinkedSite {
    /// What it declares.
    pub project: Arc<Project>,
    /// Its theme, ready to render.
    pub theme: Arc<Theme>,
    /// Its documents, linked.
    pub graph: Arc<Site>,
    /// What was found in linking them.
    pub(super) of_graph: Vec<Finding>,
    /// Its data files.
    pub data: Arc<Vec<Data>>,
    /// The CSV files that blocks name.
    pub tables: Tables,
    /// What was assumed because nobody said it.
    pub defaults: Defaults,
    /// The days of the last commits that some document needs.
    pub days: Arc<LastChanges>,
    /// What is left out of it because of its name or its folder.
    pub left_out: SkippedFiles,
    /// How many addresses stand on the site and not in its ledger; 0 where it has none.
    pub unrecorded: usize,
    /// Everything found on the way.
    pub findings: Findings,
    /// The documents of which nothing is said.
    pub silent: SilentDocuments,
    /// The folders that are nearly those of kinds.
    pub wrong_folders: WrongFolders,
    /// The moment for which it was linked.
    pub now: Timestamp,
}

/// Reads and links a site.
///
/// # Errors
/// Where there is no site, or `base_url` of the options is none.
pub fn link(options: &Options, stopwatch: &mut Stopwatch) -> Result<LinkedSite, Failure> {
    let snapshot = Snapshot::new(options, stopwatch)?;
    Ok(LinkedSite::of(&snapshot, options, stopwatch))
}

impl LinkedSite {
    /// Links what was read.
    pub(super) fn of(
        snapshot: &Snapshot,
        options: &Options,
        stopwatch: &mut Stopwatch,
    ) -> LinkedSite {
        let graph = graph::assemble(&input(snapshot, options, Moments::Count));
        stopwatch.lap("link");
        let graph = Reported {
            value: Arc::new(graph.value),
            diagnostics: graph.diagnostics,
        };
        LinkedSite::assemble(snapshot, options, graph, stopwatch)
    }

    /// The same documents under another theme, or other settings, that make no difference to the graph.
    pub(super) fn again(
        &self,
        snapshot: &Snapshot,
        options: &Options,
        stopwatch: &mut Stopwatch,
    ) -> LinkedSite {
        let graph = Reported {
            value: Arc::clone(&self.graph),
            diagnostics: self.of_graph.clone(),
        };
        LinkedSite::assemble(snapshot, options, graph, stopwatch)
    }

    /// The same site with other words in some documents.
    pub(super) fn reworded(
        &self,
        graph: Site,
        snapshot: &Snapshot,
        options: &Options,
        stopwatch: &mut Stopwatch,
    ) -> LinkedSite {
        let graph = Reported {
            value: Arc::new(graph),
            diagnostics: self.of_graph.clone(),
        };
        LinkedSite::assemble(snapshot, options, graph, stopwatch)
    }

    fn assemble(
        snapshot: &Snapshot,
        options: &Options,
        graph: Reported<Arc<Site>>,
        stopwatch: &mut Stopwatch,
    ) -> LinkedSite {
        let named = layout::tables_named(&graph.value, &snapshot.theme);
        let tables = csv::read(&options.root, &named);
        stopwatch.lap("read tables");
        let found = FoundInSite::new(snapshot, options, &graph, &tables.diagnostics);
        stopwatch.lap("compare addresses");
        let (graph, of_graph) = (graph.value, graph.diagnostics);
        LinkedSite {
            project: Arc::clone(&snapshot.project),
            theme: Arc::clone(&snapshot.theme),
            defaults: Defaults::of(&snapshot.project.site, &graph),
            silent: SilentDocuments::of(&graph, options),
            wrong_folders: found.wrong_folders,
            left_out: SkippedFiles::of(&snapshot.listing, &graph, options.drafts),
            graph,
            of_graph,
            data: Arc::clone(&snapshot.data),
            tables: tables.value,
            days: Arc::clone(&snapshot.days),
            unrecorded: found.unrecorded,
            findings: found.findings,
            now: options.now,
        }
    }

    /// The next moment at which what the site says is no longer so, in its own time zone.
    pub(super) fn next_change(&self) -> Option<Zoned> {
        let zone = &self.project.site.timezone;
        Some(self.next_event()?.to_zoned(zone.clone()))
    }

    /// The next moment at which any byte of the site changes by itself.
    pub(super) fn next_moment(&self) -> Option<Timestamp> {
        let moments = [self.next_event(), self.end_of_day()];
        moments.into_iter().flatten().min()
    }

    /// The next moment at which what the site says is no longer so. A page that says for which day it was made stays true.
    fn next_event(&self) -> Option<Timestamp> {
        let moments = [self.graph.next_change(), self.days.next_change()];
        moments.into_iter().flatten().min()
    }

    /// When the day ends, if a page says which day it is.
    fn end_of_day(&self) -> Option<Timestamp> {
        let plans: Vec<&str> = self
            .project
            .kinds
            .iter()
            .filter(|kind| kind.timetable.is_some())
            .map(|kind| kind.name.as_str())
            .collect();
        let mut nodes = self.graph.nodes();
        let zone = &self.project.site.timezone;
        nodes
            .any(|node| plans.contains(&&*node.outline().kind))
            .then(|| Moment::on(day_of(self.now, zone), zone).over())
    }

    /// True if something found in linking points into the settings.
    pub(super) fn has_problems_in_settings(&self) -> bool {
        let labels = self.of_graph.iter().flat_map(|found| &found.labels);
        labels
            .into_iter()
            .any(|label| matches!(label.span, Some(Place::Setting(_))))
    }

    /// How the site's pictures are published.
    pub(super) fn pictures(&self, facts: &[Facts]) -> Pictures {
        match self.project.site.images {
            Images::Fitted => Pictures::new(&self.graph, facts, &self.theme.pictures),
            Images::AsTheyAre => Pictures::default(),
        }
    }

    /// Every file of the site.
    pub fn plan(&self, pictures: &Pictures, editions: &EditionPress) -> (Plan, Vec<Diagnostic>) {
        let mut plan = layout::plan(
            &self.graph,
            &self.theme,
            &self.project.kinds,
            pictures,
            &self.project.site.hosts,
        );
        if plan.value.unmade.editions > 0 && editions.are_required() {
            plan.diagnostics.push(no_press(plan.value.unmade.editions));
        }
        // What keeps documents from readers by mistake is told where they stand.
        if plan.value.pages == 0
            && !self.findings.hide_urls()
            && !self.findings.have_errors_in_documents()
        {
            plan.diagnostics.push(no_pages(&self.graph));
        }
        let site_file = FilePath::new(site_layout::SETTINGS);
        let missing =
            layout::missing_names(&self.graph, &self.theme, &self.project.site, &site_file);
        plan.diagnostics.extend(missing);
        (plan.value, plan.diagnostics)
    }
}

/// What the site is assembled from.
fn input<'r>(snapshot: &'r Snapshot, options: &Options, moments: Moments) -> graph::Input<'r> {
    graph::Input {
        documents: snapshot
            .sources
            .iter()
            .map(|source| Arc::clone(source.shown()))
            .collect(),
        assets: snapshot.listing.assets.clone(),
        leftovers: &snapshot.listing.leftovers,
        theme_assets: ThemeAssets::new(&snapshot.theme.asset_urls),
        theme_pages: layout::theme_pages(&snapshot.theme),
        kinds: &snapshot.project.kinds,
        site: &snapshot.project.site,
        site_file: FilePath::new(site_layout::SETTINGS),
        editions: options.editions.makeable(),
        other_links: Vec::new(),
        now: options.now,
        drafts: options.drafts,
        moments,
    }
}

/// Editions are required, and the program that makes them is not there.
fn no_press(editions: usize) -> Diagnostic {
    let editions = count(editions, "edition");
    let message = format!("{editions} cannot be made: `copublish-press` is not installed");
    Diagnostic::new(Code::FailedEdition, message)
        .in_file(&FilePath::new(site_layout::SETTINGS))
        .help("put it beside `copublish`, or build without `--editions required`")
}

/// What there is to say of a site without a single page: hardly anybody wants one, and it would take the place of
/// the last one.
fn no_pages(graph: &Site) -> Diagnostic {
    let (message, help) = match (graph.nodes().len(), graph.hidden().len()) {
        (0, 0) => (
            "this site has no page: there is no Markdown file in `content`".to_owned(),
            "add one, such as `content/index.md`; its name must end in `.md`",
        ),
        (0, hidden) => (
            format!(
                "this site has no page: {} hidden from readers",
                all_are(hidden)
            ),
            "`copublish list` says why each is hidden; `copublish serve --drafts` shows drafts",
        ),
        (shown, _) => (
            format!(
                "this site has no page: {} of a kind that has no pages",
                all_are(shown)
            ),
            "add a page that shows them, such as `content/index.md`",
        ),
    };
    Diagnostic::new(Code::NoPages, message)
        .in_file(&FilePath::new(site_layout::CONTENT))
        .help(help)
}

/// `the only document in … is`, `all 3 documents in … are`.
fn all_are(documents: usize) -> String {
    match documents {
        1 => "the only document in `content` is".to_owned(),
        documents => format!("all {} in `content` are", count(documents, "document")),
    }
}

/// Adds what is found in comparing the site with its ledger. Returns how many of its URLs are not in it.
fn compare_with_ledger(
    snapshot: &Snapshot,
    options: &Options,
    graph: &Site,
    findings: &mut Findings,
) -> usize {
    let timeless = || graph::routes(&input(snapshot, options, Moments::Ignored));
    let compared = ledger::compare(snapshot, options, graph, &timeless, findings);
    findings.after.extend(compared.diagnostics);
    compared.unrecorded
}

/// What is found until the site is linked.
struct FoundInSite {
    findings: Findings,
    wrong_folders: WrongFolders,
    /// How many URLs are not in the ledger.
    unrecorded: usize,
}

impl FoundInSite {
    fn new(
        snapshot: &Snapshot,
        options: &Options,
        graph: &Reported<Arc<Site>>,
        in_tables: &[Diagnostic],
    ) -> FoundInSite {
        let wrong_folders = WrongFolders::of(&graph.value, &snapshot.project);
        let in_folders = wrong_folders.diagnostics;
        let mut findings = Findings {
            before: snapshot.found_before(),
            of_documents: snapshot.found_in_documents(),
            of_graph: snapshot.tell(&graph.diagnostics),
            after: [snapshot.found_in_data(), in_tables, &in_folders].concat(),
        };
        let unrecorded = compare_with_ledger(snapshot, options, &graph.value, &mut findings);
        FoundInSite {
            findings,
            wrong_folders: wrong_folders.value,
            unrecorded,
        }
    }
}
