//! The stages in their order: sources to documents to the graph, and from there to plan and views.

use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::project::{SETTINGS, declared};
use super::stats::Stopwatch;
use super::{Declared, Failure, Options};
use crate::base::{Code, Diagnostic, FilePath, Reported};
use crate::config::site::check_base_url;
use crate::content::{Data, Facts, Listing, Source, Tables, csv, data, disk, walk};
use crate::document::{self, Context, Document, Placement};
use crate::graph::{self, Graph};
use crate::layout::{self, Plan, Theme, Views};

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
    /// Everything found on the way.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads and links a site.
///
/// # Errors
/// Where there is no site, or `base_url` of the options is none.
pub fn link(options: &Options, stopwatch: &mut Stopwatch) -> Result<Linked, Failure> {
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
    let documents = documents(root, &listing, &declared).into_value(&mut diagnostics);
    let data = data::read(root, &listing.assets).into_value(&mut diagnostics);
    stopwatch.lap("read documents");
    let graph = link_documents(documents, listing, (&declared, &theme), options).into_value(&mut diagnostics);
    stopwatch.lap("link");
    let tables = csv::read(root, &layout::tables_named(&graph, &theme)).into_value(&mut diagnostics);
    stopwatch.lap("read tables");
    Ok(Linked { declared, theme, graph, data, tables, diagnostics })
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

    /// The values that templates see; `facts` are those about the public files, in their order.
    pub fn views<'v>(&'v self, facts: &'v [Facts]) -> Views<'v> {
        let (declared, given) = (&self.declared, (self.data.as_slice(), &self.tables));
        layout::prepare((&self.graph, facts), &declared.kinds, (&declared.site, &self.theme), given)
    }
}

/// What came of each source: its document, or nothing where it could not be read.
type Read = (FilePath, Reported<Option<Document>>);

/// Reads all sources, each one's text dropped as soon as its document is made.
fn documents(
    root: &Path,
    listing: &Listing,
    declared: &Declared,
) -> Reported<Vec<(FilePath, Option<Arc<Document>>)>> {
    let context =
        Context { kinds: &declared.kinds, zone: &declared.site.timezone, raw_html: declared.site.raw_html };
    let placements = document::place(&listing.sources, &declared.kinds);
    let read: Vec<Read> = listing
        .sources
        .par_iter()
        .zip(placements.par_iter())
        .map(|(file, placement)| (file.clone(), document(root, file, placement, &context)))
        .collect();
    let mut diagnostics = Vec::new();
    let documents = read
        .into_iter()
        .map(|(file, read)| (file, read.into_value(&mut diagnostics).map(Arc::new)))
        .collect();
    Reported { value: documents, diagnostics }
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
    documents: Vec<(FilePath, Option<Arc<Document>>)>,
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
