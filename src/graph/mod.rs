//! Stage 3: all outlines into one linked site. Reads outlines, never bodies.
//!
//! [`assemble`] is the site in a page: each stage takes the tables it needs and gives a new one, so the order of the
//! stages is how data flows, and the compiler checks it. Links are found before URLs are given: they end at *things* (a
//! document, a file), and get their URLs once `routes` knows who has which.
//!
//! 1. `publication` says which documents are public now; `index` holds what all stages ask about them (`shared_ids`)
//! 2. `family` finds owners and parts, `wanted` the URL that each document asks for, `duplicate_ids` ids used twice
//! 3. `relation` finds the documents that fields name, in both directions; `sibling` those that comments answer;
//!    `near_ids` and `relation_fix` what else may have been meant
//! 4. `extras` finds feeds, calendars and pages with all parts; `listing` the lists of kinds, `tag_index` those of tags,
//!    by `selection` and `sort`; `thread` the threads of comments
//! 5. `names` answers what a link names, by `target` and `own_host`; `targets` asks it for every link, of hidden documents
//!    and settings too (`settings_links`, `alias`); `files` publishes what hidden documents do not keep to themselves
//! 6. `routes` gives every URL once (`route`, `clash`)
//! 7. `resolve` gives targets their URLs, by `anchor` and `file_title`, or says what is wrong: `link_problem`, `near_files`,
//!    `moved_files`; `links` are those of all documents, `navigation`, `privacy` and `redirects` those of settings
//! 8. `collection` gathers what pages show beside their text
//! 9. `site` is the result; `feed`, `translation`, `orphan` and `review` answer questions about it
//!
//! All tables (`table`, `id`) hold ids and never words: what a document is called is looked up.

mod alias;
mod anchor;
mod clash;
mod collection;
mod duplicate_ids;
mod extras;
mod family;
mod feed;
mod file_title;
mod files;
mod id;
mod index;
mod input;
mod link;
mod link_problem;
mod links;
mod listing;
mod moved_files;
mod names;
mod navigation;
mod near_files;
mod near_ids;
mod orphan;
mod own_host;
mod privacy;
mod publication;
mod redirects;
mod relation;
mod relation_fix;
mod resolve;
mod review;
mod route;
mod routes;
mod selection;
mod settings_links;
mod shared_ids;
mod sibling;
mod site;
mod sort;
mod table;
mod tag_index;
mod target;
mod targets;
mod thread;
mod translation;
mod wanted;

use std::sync::Arc;

use crate::base::Reported;

pub use extras::FeedUrls;
pub use id::{AssetId, ListId, NodeId};
pub use input::{Drafts, Input, Moments};
pub use link::{Label, ResolvedLink, Target};
pub use listing::{Listing, page_count, page_url};
pub use navigation::{Crumb, Menu};
pub use orphan::orphans;
pub use publication::PublicationStatus;
pub use redirects::Redirect;
pub use relation::Inverse;
pub use review::overdue;
pub use route::{FeedFormat, Item, Route, Subject};
pub use site::{Node, Site};
pub use tag_index::{FirstUse, TagIndex, TagPage, tag_index_title};
pub use thread::Comment;

use extras::Extras;
use family::Family;
use files::Files;
use index::DocIndex;
use names::Names;
use navigation::Above;
use relation::Relations;
use resolve::{Resolvable, Resolver};
use route::Wishes;
use routes::Claimed;
use selection::Selector;
use targets::Targets;
use wanted::WantedUrls;

/// Links all documents into one site.
pub fn assemble(input: &Input) -> Reported<Site> {
    let visible = publication::split(input);
    let index = DocIndex::new(&visible, input);
    let mut diagnostics = duplicate_ids::find(&index);
    let basis = Basis::new(&index).into_value(&mut diagnostics);
    let names = Names::new(&index, &basis.wanted);
    let placed = Placed::new(&basis, &names).into_value(&mut diagnostics);
    let threads = thread::gather(&index, &basis.family, &basis.relations);
    let resolver = Resolver::new(placed.resolvable(&basis, &names));
    let links = links::resolve(&resolver);
    let menus = navigation::menus(&resolver);
    let redirects = redirects::find(&resolver);
    let privacy = privacy::pages(&resolver);
    let breadcrumbs = navigation::breadcrumbs(Above {
        index: &index,
        claimed: &placed.claimed,
        lists: &basis.lists,
        tags: &basis.tags,
    });
    let surroundings = navigation::surroundings(&index, &basis.family, &basis.lists);
    let collections = collection::gather(Selector {
        index: &index,
        relations: &basis.relations,
        pages: &placed.claimed.pages,
    });
    let site = Site {
        threads: threads.into_value(&mut diagnostics),
        links: links.into_value(&mut diagnostics),
        menus: menus.into_value(&mut diagnostics),
        redirects: redirects.into_value(&mut diagnostics),
        privacy: privacy.into_value(&mut diagnostics),
        asked_of_theme: resolver.into_asked_of_theme(),
        documents: visible.public.iter().map(|it| Arc::clone(it)).collect(),
        hidden: visible.hidden.iter().map(|it| Arc::clone(it)).collect(),
        next_change: visible.next_change,
        routes: placed.claimed.routes,
        pages: placed.claimed.pages,
        extras: placed.claimed.extras,
        assets: placed.files.public,
        family: basis.family,
        relations: basis.relations,
        lists: basis.lists,
        tags: basis.tags,
        collections,
        surroundings,
        breadcrumbs,
    };
    Reported {
        value: site,
        diagnostics,
    }
}

/// The URLs of the site alone. Problems are not reported: that is for [`assemble`].
pub fn routes(input: &Input) -> Vec<Route> {
    let visible = publication::split(input);
    let index = DocIndex::new(&visible, input);
    let basis = Basis::new(&index).value;
    let names = Names::new(&index, &basis.wanted);
    Placed::new(&basis, &names).value.claimed.routes.into_all()
}

/// What follows from the documents alone.
struct Basis<'i> {
    index: &'i DocIndex<'i>,
    family: Family,
    wanted: WantedUrls,
    relations: Relations,
    extras: Extras,
    lists: Vec<Listing>,
    tags: Vec<TagIndex>,
}

impl<'i> Basis<'i> {
    fn new(index: &'i DocIndex<'i>) -> Reported<Basis<'i>> {
        let mut diagnostics = Vec::new();
        let family = family::find(index);
        let wanted = wanted::urls(index, &family).into_value(&mut diagnostics);
        let relations = relation::resolve(index).into_value(&mut diagnostics);
        let extras = extras::ask(index, &family, &wanted.public, &relations);
        let selector = Selector {
            index,
            relations: &relations,
            pages: &wanted.public,
        };
        let lists = listing::of_kinds(selector, &extras.calendars);
        let tags = tag_index::find(index, &wanted.public);
        Reported {
            value: Basis {
                index,
                family,
                wanted,
                relations,
                extras,
                lists,
                tags,
            },
            diagnostics,
        }
    }
}

/// What is public, and at which URL.
struct Placed {
    targets: Targets,
    files: Files,
    claimed: Claimed,
}

impl Placed {
    fn new(basis: &Basis, names: &Names) -> Reported<Placed> {
        let mut diagnostics = Vec::new();
        let targets = targets::find(names);
        let files = files::publish(names, &targets).into_value(&mut diagnostics);
        let claimed = routes::claim(Wishes {
            index: basis.index,
            pages: &basis.wanted.public,
            extras: &basis.extras,
            lists: &basis.lists,
            tags: &basis.tags,
            files: &files,
        });
        let value = Placed {
            claimed: claimed.into_value(&mut diagnostics),
            targets,
            files,
        };
        Reported { value, diagnostics }
    }

    fn resolvable<'r>(&'r self, basis: &'r Basis<'r>, names: &'r Names<'r>) -> Resolvable<'r> {
        Resolvable {
            index: basis.index,
            family: &basis.family,
            names,
            targets: &self.targets,
            files: &self.files,
            lists: &basis.lists,
            claimed: &self.claimed,
        }
    }
}
