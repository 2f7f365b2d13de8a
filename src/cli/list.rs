//! `copublish list`: the documents of a site, or those that somebody should look at. Builds nothing.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Serialize;

use super::args::{List, ListedDocuments};
use super::digest::{self, Detail};
use super::json::{self, Document};
use super::options::options_for;
use super::shell::Shell;
use super::source_texts::in_order;
use super::summary::Counts;
use super::{Answer, list_table};
use crate::base::suggest::did_you_mean;
use crate::base::{Diagnostic, FilePath, Moment, Severity, Url, site_layout};
use crate::check::{MentionSources, OtherMentions, TranslationSources};
use crate::document::{Outline, PageAuthor};
use crate::engine::{Drafts, Failure, LinkedSite, Options, Stopwatch, link, source_text};
use crate::graph::{Listing, Node, NodeId, PublicationStatus, Reasons, orphan_lists, orphans};
use crate::issues::SiteStatement;

/// A document of a list. Dates are as in front matter, in the site's zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Its kind's name.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its source.
    pub file: String,
    /// Where its page stands, of one that is public and has a page.
    #[serde(rename = "address")]
    pub url: Option<String>,
    /// The same as a whole address, on the host of its language, if the site knows its own.
    pub permalink: Option<String>,
    /// The tag of its language.
    pub language: String,
    /// `public`, `draft`, `scheduled`, `expired`, or `withheld` where that is unclear; a part is what its owner is.
    pub standing: &'static str,
    /// When it was published.
    pub date: Option<String>,
    /// When it becomes public.
    pub publish_at: Option<String>,
    /// When it stops being public.
    pub expires: Option<String>,
    /// When somebody should look at it again.
    pub review_by: Option<String>,
    /// Who looks after it: as it says itself, else its kind, else the site.
    pub page_author: Option<String>,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Filter {
    /// All documents.
    All,
    /// Those that are not ready.
    Drafts,
    /// Those that become public by themselves.
    Scheduled,
    /// Those that are gone.
    Expired,
    /// Those that somebody should have looked at.
    Overdue,
    /// Pages that nothing leads to.
    Orphans,
    /// Translations of an earlier version of their source.
    Stale,
}

/// A list in JSON.
#[derive(Debug, Serialize)]
struct Listed {
    filter: Filter,
    kind: Option<String>,
    count: usize,
    documents: Vec<Row>,
}

impl Listed {
    fn new(filter: Filter, args: &List, documents: Vec<Row>) -> Listed {
        Listed {
            filter,
            kind: args.kind.clone(),
            count: documents.len(),
            documents,
        }
    }
}

/// Lists documents. Files that cannot be read are in no list, so they are reported.
///
/// # Errors
/// A sentence on why there is no list.
pub fn run(shell: Shell, root: &Path, args: &List) -> Result<Answer, Failure> {
    let options = options_for(root, args.now.as_ref(), Drafts::Hide)?;
    let linked = link(&options, &mut Stopwatch::start())?;
    known_kind(&linked, args.kind.as_deref())?;
    let filter = Filter::of(&args.wanted);
    let (linked, options) = (&linked, &options);
    let mut rows = Lister::new(linked, options).rows(filter);
    rows.retain(|row| args.kind.as_ref().is_none_or(|kind| row.kind == *kind));
    show(shell, args, rows, linked, options)
}

fn show(
    shell: Shell,
    args: &List,
    rows: Vec<Row>,
    linked: &LinkedSite,
    options: &Options,
) -> Result<Answer, Failure> {
    let filter = Filter::of(&args.wanted);
    let unread = unread(linked);
    let ordered = in_order(&unread);
    let counts = Counts::of(&ordered);
    if shell.wants_json() {
        let diagnostics = json::found(&ordered, &|file| source_text(options, file));
        shell.document(&Document {
            success: counts.errors == 0,
            diagnostics,
            ..Document::fine(Listed::new(filter, args, rows))
        })?;
    } else {
        complain(shell, &ordered, options);
        shell.show(&list_table::draw(&rows, filter, args.kind.as_deref()))?;
    }
    Ok(if counts.errors == 0 {
        Answer::Fine
    } else {
        Answer::Problems
    })
}

fn complain(shell: Shell, ordered: &[&Diagnostic], options: &Options) {
    shell.on_stderr(|colour, stderr| {
        let text_of = |file: &FilePath| source_text(options, file);
        let report = digest::report(ordered, &text_of, colour, Detail::ELSEWHERE);
        let _ = stderr.write_all(report.text().as_bytes());
    });
}

fn known_kind(linked: &LinkedSite, name: Option<&str>) -> Result<(), String> {
    let kinds = &linked.project.kinds;
    let Some(name) = name.filter(|name| kinds.find(name).is_none()) else {
        return Ok(());
    };
    let near = did_you_mean(name, kinds.iter().map(|kind| kind.name.as_str()));
    Err(format!(
        "there is no kind called `{name}`{}",
        near.map(|near| format!("; {near}")).unwrap_or_default()
    ))
}

/// True for a document that could be read: of others nothing is known that a list could say.
fn is_read(outline: &&Outline) -> bool {
    !outline.lifecycle.is_unreadable()
}

/// The errors in documents that could not be read.
fn unread(linked: &LinkedSite) -> Vec<Diagnostic> {
    let graph = &linked.graph;
    let public = graph.nodes().map(|node| &node.outline().file);
    let hidden = graph
        .hidden()
        .iter()
        .map(|hidden| &hidden.outline)
        .filter(is_read);
    let read: BTreeSet<&FilePath> = public.chain(hidden.map(|outline| &outline.file)).collect();
    let is_unread = |found: &Diagnostic| {
        let file = found.labels.first().map(|label| &label.file);
        found.severity == Severity::Error
            && file.is_some_and(|file| is_source(file) && !read.contains(file))
    };
    linked
        .findings
        .all()
        .into_iter()
        .filter(is_unread)
        .collect()
}

fn is_source(file: &FilePath) -> bool {
    matches!(file.extension(), "md" | "markdown")
}

impl Filter {
    fn of(wanted: &ListedDocuments) -> Filter {
        match wanted {
            ListedDocuments { drafts: true, .. } => Filter::Drafts,
            ListedDocuments {
                scheduled: true, ..
            } => Filter::Scheduled,
            ListedDocuments { expired: true, .. } => Filter::Expired,
            ListedDocuments { overdue: true, .. } => Filter::Overdue,
            ListedDocuments { orphans: true, .. } => Filter::Orphans,
            ListedDocuments { stale: true, .. } => Filter::Stale,
            _ => Filter::All,
        }
    }
}

/// A document with its node, where it is public.
type Found<'l> = (&'l Outline, Option<NodeId>);

struct Lister<'l> {
    linked: &'l LinkedSite,
    options: &'l Options,
    hidden_because: Reasons<'l>,
}

impl<'l> Lister<'l> {
    fn new(linked: &'l LinkedSite, options: &'l Options) -> Lister<'l> {
        Lister {
            linked,
            options,
            hidden_because: linked.graph.hidden_because(options.now),
        }
    }

    fn rows(&self, filter: Filter) -> Vec<Row> {
        let (wanted, lists) = match filter {
            Filter::Orphans => self.orphans(),
            Filter::Stale => (self.stale(), Vec::new()),
            _ => (BTreeSet::new(), Vec::new()),
        };
        let is_wanted = |found: &Found| match filter {
            Filter::Orphans | Filter::Stale => found.1.is_some_and(|id| wanted.contains(&id)),
            filter => self.is_wanted(found.0, filter),
        };
        let mut found: Vec<Found> = self.all().filter(is_wanted).collect();
        found.sort_by_cached_key(|found| self.order(*found, filter));
        let documents = found.into_iter().map(|found| self.row(found));
        documents.chain(lists).collect()
    }

    /// All documents that can be read, public or not.
    fn all(&self) -> impl Iterator<Item = Found<'l>> + use<'l> {
        let graph = &self.linked.graph;
        let public = graph.nodes();
        let public = public.map(|node| (node.outline(), Some(node.id())));
        let hidden = graph.hidden().iter().map(|document| &document.outline);
        let hidden = hidden.filter(is_read).map(|outline| (outline, None));
        public.chain(hidden)
    }

    fn is_wanted(&self, outline: &Outline, filter: Filter) -> bool {
        let (now, meta) = (self.options.now, &outline.meta);
        let is_after = |at: &Moment| at.instant > now;
        match filter {
            Filter::All | Filter::Orphans | Filter::Stale => true,
            Filter::Drafts => outline.is_draft(),
            Filter::Scheduled => meta.publish_at.as_ref().is_some_and(is_after),
            Filter::Expired => meta.expires.as_ref().is_some_and(|at| !is_after(at)),
            Filter::Overdue => outline.overdue_review(now).is_some(),
        }
    }

    /// What a list is ordered by: the page author, no author last; the moment; kind and file.
    fn order(&self, found: Found, filter: Filter) -> impl Ord + use<> {
        let outline = found.0;
        let meta = &outline.meta;
        let moment = match filter {
            Filter::Scheduled => seconds(meta.publish_at.as_ref()),
            Filter::Expired => -seconds(meta.expires.as_ref()),
            Filter::Overdue => seconds(meta.review_by.as_ref()),
            Filter::All | Filter::Drafts | Filter::Orphans | Filter::Stale => 0,
        };
        let author = (filter == Filter::Overdue)
            .then(|| self.page_author(found))
            .map(|author| {
                let name = author.unwrap_or_default();
                (name.is_empty(), name.to_lowercase(), name)
            });
        (author, moment, outline.kind.clone(), outline.file.clone())
    }

    fn row(&self, found: Found) -> Row {
        let (outline, id) = found;
        let meta = &outline.meta;
        let url = id.and_then(|id| self.linked.graph.node(id).url());
        Row {
            kind: outline.kind.clone(),
            id: outline.id.clone(),
            title: outline.words.title.clone(),
            file: outline.file.to_string(),
            permalink: url.and_then(|url| self.permalink(url)),
            language: meta
                .language_or(&self.linked.project.site.language)
                .to_owned(),
            url: url.map(ToString::to_string),
            standing: self.standing(outline),
            date: meta.date.as_ref().map(Moment::iso),
            publish_at: iso(meta.publish_at.as_ref()),
            expires: iso(meta.expires.as_ref()),
            review_by: iso(meta.review_by.as_ref()),
            page_author: self.page_author(found),
        }
    }

    fn standing(&self, outline: &Outline) -> &'static str {
        let reason = self.hidden_because.get(&outline.file);
        match reason.map(|reason| PublicationStatus::at(reason, self.options.now)) {
            Some(PublicationStatus::Withheld) => "withheld",
            Some(PublicationStatus::Draft) => "draft",
            Some(PublicationStatus::Scheduled) => "scheduled",
            Some(PublicationStatus::Expired) => "expired",
            Some(PublicationStatus::Public) | None => "public",
        }
    }

    /// The translations of an earlier version of their source.
    fn stale(&self) -> BTreeSet<NodeId> {
        let sources = TranslationSources {
            graph: &self.linked.graph,
            languages: &self.linked.project.site.languages.tags,
        };
        sources.stale()
    }

    /// The documents and the lists that nobody finds.
    fn orphans(&self) -> (BTreeSet<NodeId>, Vec<Row>) {
        let (graph, declared) = (&self.linked.graph, &self.linked.project);
        let mentions = OtherMentions::collect(&MentionSources {
            graph,
            data: &self.linked.data,
            theme: &declared.theme,
            suspects: &self.linked.findings.files(),
            text_of: &|file: &FilePath| source_text(self.options, file),
        });
        let in_footers = SiteStatement::linked_everywhere(graph, &declared.kinds);
        let is_named = |node: Node| {
            in_footers.contains(&node.id()) || mentions.names_page(node, &declared.site)
        };
        let base_path = declared.site.base_path();
        let documents = orphans(graph, base_path, &is_named);
        let is_named = |url: &Url| mentions.names_url(url, &declared.site);
        let lists = orphan_lists(graph, base_path, &is_named);
        (
            documents.into_iter().collect(),
            lists.into_iter().map(|list| self.list_row(list)).collect(),
        )
    }

    /// A list has no file of its own, but the folder of its documents.
    fn list_row(&self, list: &Listing) -> Row {
        let kind = self.linked.project.kinds.find(&list.kind);
        let folder = kind
            .and_then(|kind| kind.folder.as_deref())
            .unwrap_or_default();
        Row {
            kind: list.kind.clone(),
            id: String::new(),
            title: kind.map_or_else(String::new, |kind| kind.plural.clone()),
            file: site_layout::in_content(folder),
            url: Some(list.url.to_string()),
            permalink: self.permalink(&list.url),
            language: self
                .linked
                .project
                .site
                .languages
                .get(list.language)
                .code
                .clone(),
            standing: "public",
            date: None,
            publish_at: None,
            expires: None,
            review_by: None,
            page_author: None,
        }
    }

    fn permalink(&self, url: &Url) -> Option<String> {
        let site = &self.linked.project.site;
        let whole = site.permalink(&url.href(site.base_path()));
        (!whole.is_empty()).then_some(whole)
    }

    /// The page author of a document, else that of its kind, else that of the site.
    fn page_author(&self, found: Found) -> Option<String> {
        let (outline, id) = found;
        let declared = &self.linked.project;
        match &outline.meta.page_author {
            Some(PageAuthor::Name(name)) => Some(name.clone()),
            Some(PageAuthor::Document(reference)) => {
                let node = id.map(|id| self.linked.graph.node(id));
                let target = node.and_then(|node| {
                    node.references()
                        .get(reference.0 as usize)
                        .copied()
                        .flatten()
                });
                let written = outline
                    .references
                    .get(reference.0 as usize)
                    .map(|reference| reference.target.to_string());
                target
                    .map(|target| self.linked.graph.node(target).outline().words.title.clone())
                    .or(written)
            }
            Some(PageAuthor::Other) | None => {
                let kind = declared.kinds.find(&outline.kind)?;
                declared.site.page_author_of(kind).map(str::to_owned)
            }
        }
    }
}

fn seconds(moment: Option<&Moment>) -> i64 {
    moment.map_or(0, |at| at.instant.as_second())
}

fn iso(moment: Option<&Moment>) -> Option<String> {
    moment.map(Moment::iso)
}
