//! Pipeline: all documents into one linked site. Reads their outlines, never their bodies.
//!
//! [`assemble`] is the site in a page. Each stage takes the tables it needs and gives new ones, so the order of the stages
//! is how data flows, and the compiler checks it. Links are found before URLs are given: they end at *things* (a document,
//! a file), and get their URLs once it is decided who has which.
//!
//! 1. `input` is what comes in. `publication`, with `hidden_sources`, says which documents are public now; `index` answers what all stages ask
//!    about them, with `shared_ids` and `unclear_folders`
//! 2. `doc_tables` follow from the documents alone: `family`, owners and parts; `wanted_urls`, the URLs that documents ask for;
//!    `relation`, the documents that fields name (`reference`), in both directions, and `translation`, those that say the same, with `sibling`, `name_index` and `relation_fix`;
//!    `extras`, their feeds, calendars, editions and pages with all parts; `listing`, `hub_list` and `tag_index`, by `selection`,
//!    `sort` and `group`. `duplicate_ids` finds names that several documents have
//! 3. `names` answers what a link names, by `target`, `own_host` and `claimed_urls`; `targets` asks it for every link, of
//!    hidden documents and settings too (`settings_links`, `alias`)
//! 4. `url_tables` say what is public: `files`, all but those that hidden documents keep to themselves; `routes`, every URL
//!    of the site, each given once (`route`, `clash`; `fallback`, where readers find what is not translated)
//! 5. `link_tables` say where links lead: `links`, `navigation`, `redirects`, by `resolve`, `page_link`, `edition_links`, `anchor` and
//!    `file_title`, or what is wrong: `not_found`, `link_problem`, `two_readings`, `outside`, `file_index`, `moved_files`;
//!    `made_page` knows what pages of lists are called, and which of them readers of a language have;
//!    `thread`, the threads of comments; `collection`, what pages show beside their text
//! 6. `site` is the result; `file_lookup` finds what is in a file, and `placed_link` what settings link to; `feed`, `orphan`, `unmade_editions`, `followed_link` and
//!    `translation_source` answer questions about it
//!
//! Stages get the structure of documents. All tables (`table`, `id`, `link`) hold ids, and neither words nor places: what a
//! document is called is looked up when it is shown, and a [`Finding`] (`finding`) names a thing whose place is looked up when it is
//! told. A stage that needs words or assets of the theme asks `words` and `theme_assets`, which take note of it. So a site
//! keeps its tables until something changes that they were made with.

mod alias;
mod anchor;
mod claimed_urls;
mod clash;
mod collection;
mod doc_tables;
mod duplicate_ids;
mod edition_links;
mod extras;
mod fallback;
mod family;
mod feed;
mod file_index;
mod file_lookup;
mod file_title;
mod files;
mod finding;
mod followed_link;
mod group;
mod hidden_sources;
mod hub_list;
mod id;
mod index;
mod input;
mod link;
mod link_problem;
mod link_tables;
mod links;
mod listing;
mod made_page;
mod moved_files;
mod name_index;
mod names;
mod navigation;
mod not_found;
mod orphan;
mod outside;
mod own_host;
mod page_link;
mod placed_link;
mod publication;
mod redirects;
mod reference;
mod relation;
mod relation_fix;
mod resolve;
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
mod theme_assets;
mod thread;
mod translation;
mod translation_source;
mod two_readings;
mod unclear_folders;
mod unmade_editions;
mod url_tables;
mod wanted_urls;
mod words;

use std::sync::Arc;

pub use extras::{CalendarFile, EditionFile, FeedUrls};
pub use finding::{Finding, Place, Reported};
pub use hub_list::HubList;
pub use id::{AssetId, ListId, NodeId};
pub use input::{Drafts, Input, Moments, OtherLink, ThemePages};
pub use link::{Label, ResolvedLink, Target};
pub use listing::{Listing, page_count, page_url};
pub use navigation::{Crumb, Menu};
pub use orphan::{orphan_lists, orphans};
pub use own_host::OwnHost;
pub use placed_link::PlacedLink;
pub use publication::{PublicationStatus, Reasons};
pub use redirects::Redirect;
pub use relation::Inverse;
pub use route::{FeedFormat, Item, Route, Subject};
pub use site::{Node, Site};
pub use tag_index::{FirstUse, TagIndex, TagPage, tag_index_title};
pub use theme_assets::ThemeAssets;
pub use thread::Comment;

use crate::document::Document;
use doc_tables::DocTables;
use index::DocIndex;
use link_tables::LinkTables;
use names::Names;
use site::{Home, Tables};
use url_tables::UrlTables;

/// Links all documents into one site.
pub fn assemble(input: &Input) -> Reported<Site> {
    let visible = publication::split(input);
    let index = DocIndex::new(&visible, input);
    let mut diagnostics = duplicate_ids::find(&index);
    let documents = DocTables::new(&index).into_value(&mut diagnostics);
    let names = Names::new(&index, &documents);
    let targets = targets::find(&names);
    let urls = UrlTables::new(&documents, &names, &targets).into_value(&mut diagnostics);
    let links = LinkTables::new(&documents, &urls, &names, &targets).into_value(&mut diagnostics);
    let tables = Tables {
        homes: homes(input),
        next_change: visible.next_change,
        editions: input.editions,
        words_read: index.words.read(),
        assets_read: input.theme_assets.read(),
        documents,
        urls,
        links,
    };
    let value = Site {
        documents: shared(visible.public),
        hidden: shared(visible.hidden),
        tables: Arc::new(tables),
    };
    Reported { value, diagnostics }
}

fn shared<C: FromIterator<Arc<Document>>>(documents: Vec<&Arc<Document>>) -> C {
    documents.into_iter().cloned().collect()
}

/// The home pages of the languages of a site.
fn homes(input: &Input) -> Vec<Home> {
    let languages = &input.site.languages;
    let homes = languages.tags.ids().map(|language| Home {
        language,
        url: languages.get(language).home(),
    });
    homes.collect()
}

/// The URLs of the site alone. Problems are not reported: that is for [`assemble`].
pub fn routes(input: &Input) -> Vec<Route> {
    let visible = publication::split(input);
    let index = DocIndex::new(&visible, input);
    let documents = DocTables::new(&index).value;
    let names = Names::new(&index, &documents);
    let targets = targets::find(&names);
    let urls = UrlTables::new(&documents, &names, &targets);
    urls.value.routes.into_all()
}
