//! A public document in the site: its id, its address, and what it is linked with.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use super::overview::{Brief, Overview};
use super::resolve::ResolvedLink;
use super::thread::Comment;
use super::{Diagnostics, FeedUrls, ListId};
use crate::base::slug::slugify;
use crate::base::{Code, Diagnostic, FilePath, Url};
use crate::config::pattern::Variable;
use crate::config::{Kind, Pattern};
use crate::document::{Document, Outline};
use crate::graph::Crumb;

/// Which node of the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

impl NodeId {
    /// The id of the node at `index`; a site holds fewer than 2^32 documents.
    pub fn new(index: usize) -> NodeId {
        NodeId(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// Its index in `Site::nodes`.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A public document and everything the site knows of it.
#[derive(Debug)]
pub(super) struct NodeData {
    /// The document.
    pub document: Arc<Document>,
    /// Where its page stands; `None` for kinds without pages.
    pub url: Option<Url>,
    /// The document it is a part of.
    pub owner: Option<NodeId>,
    /// Its parts by name (`chapters`), in order.
    pub parts: BTreeMap<String, Vec<NodeId>>,
    /// Those of its parts that are comments, by the same name, as threads.
    pub threads: BTreeMap<String, Vec<Comment>>,
    /// For each reference of its outline, the node it names.
    pub references: Vec<Option<NodeId>>,
    /// Who names it, by the inverse's name, newest first.
    pub inverses: BTreeMap<String, Vec<Inverse>>,
    /// For each link of its outline, where it leads.
    pub links: Arc<[ResolvedLink]>,
    /// Nodes whose text links here, sorted by file.
    pub backlinks: Vec<NodeId>,
    /// Its collections by name.
    pub collections: Vec<(String, Vec<NodeId>)>,
    /// Where the feeds of what names it stand.
    pub feed: Option<FeedUrls>,
    /// Where its calendar stands.
    pub calendar: Option<Url>,
    /// Where the page with all its parts stands.
    pub whole: Option<Url>,
    /// The list of its kind.
    pub list: Option<ListId>,
    /// The one before it in its list or among the parts of its owner.
    pub previous: Option<NodeId>,
    /// The one after it.
    pub next: Option<NodeId>,
    /// The way from the home page here, both ends left out but for the home page; shared by those beside it.
    pub breadcrumbs: Arc<[Crumb]>,
}

/// The other end of a relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inverse {
    /// The node that names this one.
    pub from: NodeId,
    /// Which of its references does.
    pub reference: u32,
}

impl NodeData {
    /// What others may know of the document.
    pub fn outline(&self) -> &Outline {
        &self.document.outline
    }

    fn new(document: Arc<Document>) -> NodeData {
        NodeData {
            document,
            url: None,
            owner: None,
            parts: BTreeMap::new(),
            threads: BTreeMap::new(),
            references: Vec::new(),
            inverses: BTreeMap::new(),
            links: Arc::default(),
            backlinks: Vec::new(),
            collections: Vec::new(),
            feed: None,
            whole: None,
            calendar: None,
            list: None,
            previous: None,
            next: None,
            breadcrumbs: Arc::default(),
        }
    }
}

/// Makes the nodes: ids checked, owners found, addresses given, parts in order.
pub(super) fn make(
    public: &[&Arc<Document>],
    overview: &Overview,
    diagnostics: &mut Diagnostics,
) -> Vec<NodeData> {
    check_ids(overview, diagnostics);
    let owner = |brief: &Brief| overview.in_file(brief.outline.owner.as_ref()?.as_str());
    let owners: Vec<Option<NodeId>> = overview.briefs.iter().map(owner).collect();
    let urls = urls(&owners, overview, diagnostics);
    let known = public.iter().zip(owners).zip(urls);
    let mut nodes: Vec<NodeData> = known
        .map(|((document, owner), url)| NodeData {
            owner,
            url,
            ..NodeData::new(Arc::clone(document))
        })
        .collect();
    gather_parts(&mut nodes, overview);
    nodes
}

fn check_ids(overview: &Overview, diagnostics: &mut Diagnostics) {
    let mut seen: HashMap<(&str, &str), &Outline> = HashMap::new();
    for brief in overview
        .briefs
        .iter()
        .filter(|brief| !brief.introduces_list)
    {
        let outline = brief.outline;
        // Pages are found by their path; two of the same name in different folders are no mistake.
        if outline.kind == "page" && outline.owner.is_none() {
            continue;
        }
        // Comments are known by their anchors, within their own page.
        if brief.kind.is_some_and(|kind| kind.thread().is_some())
            || !overview.ids.is_shared(&outline.id)
        {
            continue;
        }
        let Some(first) = seen.insert((&outline.kind, &outline.id), outline) else {
            continue;
        };
        // That one folder has two indexes has been told.
        if first.file.is_index()
            && outline.file.is_index()
            && first.file.folder() == outline.file.folder()
        {
            continue;
        }
        let kind = &outline.kind;
        diagnostics.push(
            Diagnostic::new(
                Code::DuplicateId,
                format!(
                    "two documents of kind `{kind}` have the id `{}`",
                    outline.id
                ),
            )
            .at(
                &outline.file,
                outline.title_span,
                "its id comes from the name of this file",
            )
            .at(
                &first.file,
                first.title_span,
                "and here from the name of this one",
            )
            .help("rename one of the two files"),
        );
    }
}

/// The address of each document. Owners first, since the address of a part starts with that of its owner.
fn urls(
    owners: &[Option<NodeId>],
    overview: &Overview,
    diagnostics: &mut Diagnostics,
) -> Vec<Option<Url>> {
    let of_whole = |(brief, owner): (&Brief, &Option<NodeId>)| {
        let mut found = Vec::new();
        let url = owner
            .is_none()
            .then(|| url((brief.kind, brief.outline), None, &mut found))
            .flatten();
        (url, found)
    };
    let of_wholes: Vec<(Option<Url>, Diagnostics)> = overview
        .briefs
        .par_iter()
        .zip(owners)
        .map(of_whole)
        .collect();
    let mut urls = Vec::with_capacity(owners.len());
    for (url, found) in of_wholes {
        urls.push(url);
        diagnostics.extend(found);
    }
    for (at, owner) in owners.iter().enumerate() {
        if let Some(owner) = owner {
            let of_owner = urls[owner.index()].clone();
            let brief = &overview.briefs[at];
            urls[at] = url((brief.kind, brief.outline), of_owner.as_ref(), diagnostics);
        }
    }
    urls
}

/// The address that each hidden document would have. What is wrong with it is reported once it is public.
pub(super) fn urls_of_hidden(public: &[Option<Url>], overview: &Overview) -> Vec<Option<Url>> {
    let places: HashMap<&str, usize> = overview
        .hidden
        .iter()
        .enumerate()
        .map(|(at, outline)| (outline.file.as_str(), at))
        .collect();
    let mut urls: Vec<Option<Url>> = vec![None; overview.hidden.len()];
    let (wholes, parts): (Vec<usize>, Vec<usize>) =
        (0..overview.hidden.len()).partition(|at| overview.hidden[*at].owner.is_none());
    // Owners first, as among the public ones.
    for at in wholes.into_iter().chain(parts) {
        let outline = overview.hidden[at];
        let owner = outline.owner.as_ref().map(FilePath::as_str);
        let of_owner = owner.and_then(|owner| match overview.in_file(owner) {
            Some(id) => public[id.index()].clone(),
            None => urls[*places.get(owner)?].clone(),
        });
        let kind = overview.input.kinds.find(&outline.kind);
        urls[at] = url((kind, outline), of_owner.as_ref(), &mut Vec::new());
    }
    urls
}

fn url(
    (kind, outline): (Option<&Kind>, &Outline),
    owner: Option<&Url>,
    diagnostics: &mut Diagnostics,
) -> Option<Url> {
    let kind = kind?;
    let pattern = kind.url.as_ref()?;
    let mut report = |message: String, help: &str| {
        let place = outline
            .fields
            .find("slug")
            .map_or(outline.title_span, |field| field.span);
        diagnostics.push(
            Diagnostic::new(Code::InvalidAddress, message)
                .at(&outline.file, place, "")
                .help(help),
        );
    };
    if pattern.needs_date() && outline.meta.date.is_none() {
        let label = kind.label.to_lowercase();
        report(
            format!("the address of a {label} contains its date, but this one has none"),
            "add `date:`, or put the date at the start of the file's name",
        );
    }
    let filled = fill(pattern, kind, outline, owner);
    match Url::parse(&filled) {
        Ok(url) => Some(url),
        Err(why) => {
            report(
                format!(
                    "`{}` cannot be its address: {why}",
                    filled.replace("//", "/")
                ),
                "write a `slug` of letters, digits and hyphens",
            );
            let instead = slugify(&filled);
            if instead.is_empty() {
                None
            } else {
                Url::parse(&format!("/{instead}/")).ok()
            }
        }
    }
}

fn fill(pattern: &Pattern, kind: &Kind, outline: &Outline, owner: Option<&Url>) -> String {
    let date = outline.meta.date.as_ref().map(crate::base::Moment::day);
    let part = |digits: Option<String>| digits.unwrap_or_else(|| "undated".to_owned());
    let slug = if outline.slug.is_empty() {
        slugify(&outline.title)
    } else {
        outline.slug.clone()
    };
    pattern.fill(|variable| match variable {
        Variable::Year => part(date.map(|date| format!("{:04}", date.year()))),
        Variable::Month => part(date.map(|date| format!("{:02}", date.month()))),
        Variable::Day => part(date.map(|date| format!("{:02}", date.day()))),
        Variable::Slug if kind.name == "home" && outline.location.name == "home" => String::new(),
        Variable::Slug => slug.clone(),
        Variable::Id => slugify(&outline.id),
        Variable::Folder => folder(&outline.location.below),
        Variable::Owner => owner
            .map_or("/", |owner| owner.as_str())
            .trim_end_matches('/')
            .to_owned(),
    })
}

/// Each part of a folder as a part of an address.
fn folder(below: &str) -> String {
    below.split('/').map(slugify).collect::<Vec<_>>().join("/")
}

fn gather_parts(nodes: &mut [NodeData], overview: &Overview) {
    let mut parts: Vec<(NodeId, &str, NodeId)> = Vec::new();
    for ((id, brief), node) in overview.each().zip(&*nodes) {
        if let (Some(owner), Some(part)) =
            (node.owner, brief.kind.and_then(|kind| kind.part.as_ref()))
        {
            parts.push((owner, &part.name, id));
        }
    }
    parts.sort_by_cached_key(|(owner, name, part)| {
        (*owner, *name, part_order(overview.outline(*part)))
    });
    for (owner, name, part) in parts {
        let of_owner = &mut nodes[owner.index()].parts;
        match of_owner.get_mut(name) {
            Some(parts) => parts.push(part),
            None => drop(of_owner.insert(name.to_owned(), vec![part])),
        }
    }
}

/// Parts stand by their number, else by date, else by id.
fn part_order(outline: &Outline) -> (i64, Option<jiff::Timestamp>, &str) {
    (
        outline.meta.order.unwrap_or(i64::MAX),
        outline.meta.date.as_ref().map(|date| date.instant),
        &outline.id,
    )
}
