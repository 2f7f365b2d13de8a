//! Stage 3: all outlines into one linked site. Reads outlines, never bodies.
//!
//! 1. `publication`: which documents are public at this moment; `overview` and `ids`: what all steps ask of them
//! 2. `node`: each public document with its id and address
//! 3. `listing`: kinds' lists, their order and their pages; `tag_words`: those of words
//! 4. `book`: every address of the site, each claimed once; `old_url`: those that site.yaml leads on, or says are gone
//! 5. `feed`, `calendar`, `whole`: which documents have them, and what is in a feed
//! 6. `relation`: ids in fields to nodes, both ends; `near`: what an unknown one may have meant, and `near_file`: a
//!    path; `meant`, `moved`: the only thing that can be meant
//! 7. `sibling`, `thread`: which comment answers which, and the threads they make
//! 8. `names`, by `target` and `own_host`: what a link leads to; `targets`: that of all links, of hidden documents too;
//!    `files`: which files are public; `resolve`, by `anchor` and `file_title`: the URLs of targets, or `link_problem`;
//!    `links`: those of all documents
//! 9. `collection`, `navigation`, `privacy`, `translation`: what stands beside a page; `selection`, `sort`: what is
//!    wanted, and its order
//! 10. `site`: the result, asked by methods; `orphan`, `review`: what `list` and `check` ask of it
//!
//! One function over all outlines: there is no order of calls to remember, and nothing is filled in later.

mod anchor;
mod book;
mod calendar;
mod collection;
mod feed;
mod file_title;
mod files;
mod ids;
mod link_problem;
mod links;
mod listing;
mod meant;
mod moved;
mod names;
mod navigation;
mod near;
mod near_file;
mod node;
mod old_url;
mod orphan;
mod overview;
mod own_host;
mod privacy;
mod publication;
mod relation;
mod resolve;
mod review;
mod selection;
mod sibling;
mod site;
mod sort;
mod tag_words;
mod target;
mod targets;
mod thread;
mod translation;
mod whole;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::base::{Diagnostic, FilePath, Reported, Url};
use crate::config::{Kinds, SiteConfig};
use crate::content::Asset;
use crate::document::Document;

pub use feed::{FeedUrls, Subject};
pub use listing::{ListId, Listing, TagIndex, TagPage, page_count, page_url, tag_index_title};
pub use navigation::{Crumb, Menu};
pub use node::{Inverse, NodeId};
pub use old_url::Redirect;
pub use orphan::orphans;
pub use publication::{Drafts, Moments, Standing};
pub use resolve::{AssetId, ResolvedLink, Target};
pub use review::overdue;
pub use site::{Node, Site};
pub use thread::Comment;

use files::Files;
use names::Names;
use node::NodeData;
use overview::Overview;
use publication::Publication;
use resolve::Resolver;
use targets::Targets;

/// What the graph is made of.
pub struct Input<'i> {
    /// Every document, sorted by file; those that could not be read too.
    pub documents: Vec<Arc<Document>>,
    /// The files below `content/` that are no sources, sorted.
    pub assets: Vec<Asset>,
    /// Files and folders below `content/` that are not read, since editors and systems left them behind, sorted.
    pub leftovers: &'i [FilePath],
    /// Addresses of the theme's and the site's own assets, as authors write them and as published.
    pub theme_assets: &'i BTreeMap<Url, Url>,
    /// The kinds.
    pub kinds: &'i Kinds,
    /// The site's settings.
    pub site: &'i SiteConfig,
    /// The file the site's settings stand in.
    pub site_file: &'i FilePath,
    /// The moment the site is built for.
    pub now: Timestamp,
    /// Whether drafts are shown.
    pub drafts: Drafts,
    /// Whether documents come and go at their moments.
    pub moments: Moments,
}

/// Links all documents into one site.
pub fn link(input: &Input) -> Reported<Site> {
    let mut diagnostics = Vec::new();
    let publication = Publication::of(input);
    let overview = Overview::new(&publication.public, &publication.hidden, input);
    let mut nodes = node::make(&publication.public, &overview, &mut diagnostics);
    calendar::give(&mut nodes, &overview);
    whole::give(&mut nodes, &overview);
    let lists = listing::of_kinds(&nodes, &overview);
    let tags = tag_words::indexes(&nodes, &overview);
    relation::resolve(&mut nodes, &overview, &mut diagnostics);
    feed::give(&mut nodes, &overview);
    thread::gather(&mut nodes, &overview, &mut diagnostics);
    let names = Names::new(&nodes, &overview);
    let targets = Targets::find(&names, &overview);
    let files = Files::publish((&names, &targets), &overview, &mut diagnostics);
    let mut claimed = book::claim(
        &mut nodes,
        (&lists, &tags, &files.public),
        &overview,
        &mut diagnostics,
    );
    let old = old_url::claim(&mut claimed, &overview, &mut diagnostics);
    let resolver = Resolver::new(&nodes, (&names, &targets, &files), &claimed, &overview);
    let found = links::look_up(&resolver, &mut diagnostics);
    let menus = navigation::menus(&resolver, &overview, &mut diagnostics);
    let redirects = old_url::redirects(&old, &resolver, &mut diagnostics);
    let privacy = privacy::pages(&resolver, &overview, &mut diagnostics);
    let asked_of_theme = resolver.into_asked_of_theme();
    links::give(&mut nodes, found);
    collection::gather(&mut nodes, &overview);
    navigation::place(&mut nodes, &lists, &claimed, &overview);
    let list_crumbs = navigation::of_lists(&lists, &tags, &claimed, input.site.base_path());
    let (aliases, gone) = (claimed.aliases, old.gone);
    let hidden = publication.hidden.into_iter().cloned().collect();
    let next_change = publication.next_change;
    let graph = Site {
        nodes,
        hidden,
        lists,
        tags,
        aliases,
        redirects,
        gone,
        assets: files.public,
        menus,
        privacy,
        list_crumbs,
        next_change,
        asked_of_theme,
    };
    Reported {
        value: graph,
        diagnostics,
    }
}

type Diagnostics = Vec<Diagnostic>;
