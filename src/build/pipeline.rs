//! The stages in their order: sources to documents to the graph, and from there to plan and views.

use std::path::Path;
use std::sync::Arc;

use jiff::tz::TimeZone;
use rayon::prelude::*;

use super::memory::{Memory, Read, Remembered};
use super::project::{SETTINGS, declared};
use super::stats::Stopwatch;
use super::{Declared, Failure, Options};
use crate::base::{Code, Diagnostic, FilePath, Hash, Reported};
use crate::config::site::check_base_url;
use crate::content::disk::Stamp;
use crate::content::{Data, History, LastChanges, Listing, Source, Tables, Unknown, csv, data, disk, walk};
use crate::document::{self, Context, Document, Placement};
use crate::graph::{self, Graph};
use crate::layout::{self, Plan, Theme};

/// A site linked, and ready to be planned.
pub struct Linked {
    /// What it declares.
    pub declared: Declared,
    /// Its theme, ready to render.
    pub theme: Theme,
    /// Its documents, linked.
    pub graph: Graph,
    /// Its data files.
    pub data: Vec<Data>,
    /// The CSV files that blocks name.
    pub tables: Tables,
    /// Why the history that some document needs is not known.
    pub no_history: Option<Unknown>,
    /// Everything found on the way.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads and links a site.
///
/// # Errors
/// Where there is no site, or `base_url` of the options is none.
pub fn link(options: &Options, stopwatch: &mut Stopwatch) -> Result<Linked, Failure> {
    link_again(options, None, stopwatch)
}

/// Reads and links a site, taking over what is the same as when `memory` was last used.
///
/// # Errors
/// As for [`link`].
pub fn link_again(
    options: &Options,
    memory: Option<&Memory>,
    stopwatch: &mut Stopwatch,
) -> Result<Linked, Failure> {
    let root = options.root.as_path();
    let mut declared = declared(root)?;
    has_content(root)?;
    if let Some(url) = &options.base_url {
        declared.site.base_url = check_base_url(url).map_err(|why| Failure(format!("--base-url {why}")))?;
    }
    let mut diagnostics = std::mem::take(&mut declared.diagnostics);
    let theme = Theme::new(&declared.theme, &declared.site).into_value(&mut diagnostics);
    stopwatch.lap("settings and theme");
    let listing = walk(root, &declared.site.ignore).into_value(&mut diagnostics);
    stopwatch.lap("list files");
    let history = declared.site.git_dates.then(|| History::of(root));
    let documents =
        documents(root, &listing, (&declared, history.as_ref(), memory)).into_value(&mut diagnostics);
    let data = data::read(root, &listing.assets).into_value(&mut diagnostics);
    stopwatch.lap("read documents");
    let changes = history.map(History::last_changes).unwrap_or_default();
    let documents = dated(documents, &changes, &declared.site.timezone);
    stopwatch.lap("read history");
    let graph = link_documents(documents, listing, (&declared, &theme), options).into_value(&mut diagnostics);
    stopwatch.lap("link");
    let tables = csv::read(root, &layout::tables_named(&graph, &theme)).into_value(&mut diagnostics);
    stopwatch.lap("read tables");
    Ok(Linked { declared, theme, graph, data, tables, no_history: changes.unknown, diagnostics })
}

/// A site without `content/` would be an empty one, and its output would lose every page.
fn has_content(root: &Path) -> Result<(), Failure> {
    let content = root.join("content");
    if !disk::is_folder(&content) {
        let why = "there is no folder `content`; put your Markdown files there, such as `content/index.md`";
        return Err(Failure(format!("{}: {why}", root.display())));
    }
    let inside = disk::real_path(&content).ok().zip(disk::real_path(root).ok());
    if inside.is_some_and(|(content, root)| !content.starts_with(root)) {
        let why = "the folder `content` is a link that leads out of the site's folder, and is not followed";
        return Err(Failure(format!("{}: {why}", root.display())));
    }
    Ok(())
}

impl Linked {
    /// Every file of the site.
    pub fn plan(&self) -> (Plan, Vec<Diagnostic>) {
        let plan = layout::plan(&self.graph, &self.theme, &self.declared.kinds);
        (plan.value, plan.diagnostics)
    }
}

/// Sources, each with its document, or with nothing where it could not be read.
type Documents = Vec<(FilePath, Option<Arc<Document>>)>;

/// Reads all sources, each one's text dropped as soon as its document is made. Those that do not say when they
/// were last changed are asked for in the history, which is read beside them.
fn documents(
    root: &Path,
    listing: &Listing,
    (declared, history, memory): (&Declared, Option<&History>, Option<&Memory>),
) -> Reported<Documents> {
    let (kinds, site) = (&declared.kinds, &declared.site);
    let context = Context { kinds, zone: &site.timezone, raw_html: site.raw_html };
    let placements = document::place(&listing.sources, kinds);
    if let Some(memory) = memory {
        let declared = format!("{:?} {:?} {:?}", kinds.hash(), site.timezone, site.raw_html);
        memory.begin(Hash::of(declared.as_bytes()));
    }
    let read_one = |file: &FilePath, placement: &Placement| {
        // The stamp first: a file that changes while it is read has another one afterwards.
        let stamp = memory.and_then(|_| disk::stamp(root, file));
        let recalled = memory.zip(stamp).and_then(|(memory, stamp)| memory.recall(file, stamp, placement));
        let read = recalled.unwrap_or_else(|| {
            let read = document(root, file, placement, &context);
            Reported { value: read.value.map(Arc::new), diagnostics: read.diagnostics }
        });
        let needs_history = read.value.as_ref().is_some_and(|document| !document.outline.says_updated());
        if let Some(history) = history.filter(|_| needs_history) {
            history.ask(file);
        }
        (stamp, read)
    };
    let read: Vec<(Option<Stamp>, Read)> = listing
        .sources
        .par_iter()
        .zip(placements.par_iter())
        .map(|(file, placement)| read_one(file, placement))
        .collect();
    if let Some(memory) = memory {
        let known = listing.sources.iter().zip(&placements).zip(&read);
        let remembered = known.filter_map(|((file, placement), (stamp, read))| {
            let (stamp, placement, read) = ((*stamp)?, placement.clone(), read.clone());
            Some((file.clone(), Remembered { stamp, placement, read }))
        });
        memory.end(remembered.collect());
    }
    let mut diagnostics = Vec::new();
    let documents = listing
        .sources
        .iter()
        .zip(read)
        .map(|(file, (_, read))| (file.clone(), read.into_value(&mut diagnostics)))
        .collect();
    Reported { value: documents, diagnostics }
}

/// Documents with the days of their last commits.
fn dated(documents: Documents, changes: &LastChanges, zone: &TimeZone) -> Documents {
    let dated = |(file, document): (FilePath, Option<Arc<Document>>)| {
        let document = match (document, changes.at.get(&file)) {
            // One that is remembered stays as it was read: the history may say otherwise next time.
            (Some(document), Some(at)) => {
                Some(Arc::new(Arc::unwrap_or_clone(document).changed_at(*at, zone)))
            }
            (document, _) => document,
        };
        (file, document)
    };
    documents.into_iter().map(dated).collect()
}

fn document(
    root: &Path,
    file: &FilePath,
    placement: &Placement,
    context: &Context,
) -> Reported<Option<Document>> {
    let source = match disk::read(root, file) {
        Ok(bytes) => Source::from_bytes(file.clone(), bytes).map_err(|diagnostic| *diagnostic),
        Err(error) => {
            Err(Diagnostic::new(Code::UnreadableFile, format!("this cannot be read: {error}")).in_file(file))
        }
    };
    match source {
        Ok(source) => document::parse(&source, placement, context),
        Err(diagnostic) => Reported { value: None, diagnostics: vec![diagnostic] },
    }
}

fn link_documents(
    documents: Documents,
    listing: Listing,
    (declared, theme): (&Declared, &Theme),
    options: &Options,
) -> Reported<Graph> {
    let mut unread = Vec::new();
    let mut readable = Vec::with_capacity(documents.len());
    for (file, document) in documents {
        match document {
            Some(document) => readable.push(document),
            None => unread.push(file),
        }
    }
    graph::link(&graph::Input {
        documents: readable,
        unread,
        assets: listing.assets,
        theme_assets: &theme.asset_addresses,
        kinds: &declared.kinds,
        site: &declared.site,
        site_file: &FilePath::new(SETTINGS),
        now: options.now,
        drafts: options.drafts,
    })
}
