//! The URL that each document asks for. Who gets it is decided by `routes`.

use std::collections::HashMap;

use rayon::prelude::*;

use super::family::Family;
use super::finding::{Finding, Reported};
use super::id::NodeId;
use super::index::{DocIndex, DocSummary};
use super::table::{Sparse, Table};
use crate::base::slug::slugify;
use crate::base::{Code, FilePath, LanguageId, TextMap, Url};
use crate::config::pattern::Variable;
use crate::config::{Kind, Pattern, SiteLanguage};
use crate::document::{Spot, Structure};

/// Where hosts look for the page that they show for URLs that do not exist.
pub(super) const NOT_FOUND_FILE: &str = "/404.html";
/// What telephones read of the site's icon.
pub(super) const WEB_MANIFEST: &str = "/site.webmanifest";
/// The site map for readers.
pub(super) const SITE_MAP: &str = "/site-map/";
/// The page on which readers search.
pub(super) const SEARCH: &str = "/search/";

/// The URLs that documents ask for; `None` for kinds without pages.
#[derive(Debug, Default)]
pub(super) struct WantedUrls {
    pub public: Table<Option<Url>>,
    /// Those that hidden documents would ask for.
    pub hidden: Vec<Option<Url>>,
    /// For the documents without a page, the page of their owner, on which they are shown.
    of_owners: Sparse<Url>,
    /// The same for hidden documents, by their places.
    of_hidden_owners: HashMap<usize, Url>,
}

impl WantedUrls {
    /// The URL of the page that shows a document: its own, or that of its owner.
    pub fn shown_on(&self, id: NodeId) -> Option<&Url> {
        self.public[id].as_ref().or_else(|| self.of_owners.get(id))
    }

    /// The same for a hidden document.
    pub fn hidden_shown_on(&self, at: usize) -> Option<&Url> {
        let own = self.hidden.get(at).and_then(Option::as_ref);
        own.or_else(|| self.of_hidden_owners.get(&at))
    }
}

/// The URL of a document's page, and what is wrong with it.
type Wanted = (Option<Url>, Vec<Finding>);

/// Works out all URLs. Owners first, since the URL of a part starts with that of its owner.
pub(super) fn urls(index: &DocIndex, family: &Family) -> Reported<WantedUrls> {
    let mut diagnostics = Vec::new();
    let mut urls = of_wholes(index, family).into_value(&mut diagnostics);
    for ((id, summary), owner) in index.each().zip(family.owners.iter()) {
        if let Some(owner) = owner {
            let of_owner = OwnerUrl::new(&urls[owner.index()], index.language(*owner));
            let (url, found) = ask(index, summary.structure, of_owner.as_ref());
            urls[id.index()] = url;
            diagnostics.extend(found);
        }
    }
    let of_owners = pages_of_owners(family, &urls);
    let HiddenUrls {
        urls: hidden,
        of_owners: of_hidden_owners,
    } = of_hidden(index, &urls);
    Reported {
        value: WantedUrls {
            public: urls.into(),
            hidden,
            of_owners,
            of_hidden_owners,
        },
        diagnostics,
    }
}

/// The URLs of documents that are no parts; nothing in the places of parts.
fn of_wholes(index: &DocIndex, family: &Family) -> Reported<Vec<Option<Url>>> {
    let introductions = introductions(index);
    let of_whole = |(at, summary): (usize, &DocSummary)| {
        let id = NodeId::new(at);
        match introductions.get(&id) {
            Some(url) => (Some(url.clone()), Vec::new()),
            None if family.owners[id].is_some() => (None, Vec::new()),
            None => ask(index, summary.structure, None),
        }
    };
    let wanted: Vec<Wanted> = index.public.par_iter().enumerate().map(of_whole).collect();
    let mut urls = Reported::<Vec<Option<Url>>>::default();
    for (url, found) in wanted {
        urls.value.push(url);
        urls.diagnostics.extend(found);
    }
    urls
}

/// For the documents without a page, the page of their owner.
fn pages_of_owners(family: &Family, urls: &[Option<Url>]) -> Sparse<Url> {
    let without_page = family
        .owners
        .each()
        .filter(|(id, _)| urls[id.index()].is_none());
    let owned =
        without_page.filter_map(|(id, owner)| Some((id, urls[owner.as_ref()?.index()].clone()?)));
    owned.collect()
}

/// The URLs that hidden documents would ask for, and the pages of the owners of those without one.
struct HiddenUrls {
    urls: Vec<Option<Url>>,
    of_owners: HashMap<usize, Url>,
}

/// The URL of a kind's list in a language.
pub(super) fn of_list(kind: &Kind, language: &SiteLanguage) -> Option<Url> {
    Some(language.url(&of_list_at_root(kind)?))
}

fn of_list_at_root(kind: &Kind) -> Option<Url> {
    let list = kind.list.as_ref()?;
    let url = match &list.url {
        Some(url) => Url::parse(url),
        None => Url::parse(&format!("/{}/", kind.folder.as_ref().unwrap_or(&kind.name))),
    };
    Some(url.ok()?.join(""))
}

/// The document that introduces the list of a kind in a language: the `index.md` of its folder.
pub(super) fn introduction(kind: &Kind, index: &DocIndex, language: LanguageId) -> Option<NodeId> {
    let folder = kind.folder.as_ref().unwrap_or(&kind.name);
    index.introduction(folder, language)
}

/// The documents that introduce lists, with the URLs of these: they are shown there.
fn introductions(index: &DocIndex) -> HashMap<NodeId, Url> {
    let by_folder: TextMap<&str, Url> = index
        .input
        .kinds
        .iter()
        .filter_map(|kind| Some((kind.folder.as_deref()?, of_list_at_root(kind)?)))
        .collect();
    let url = |summary: &DocSummary| {
        let location = &summary.structure.location;
        let at_root = by_folder.get(location.introduces.as_deref()?)?;
        Some(index.languages().get(location.language).url(at_root))
    };
    index
        .each()
        .filter(|(_, summary)| summary.introduces_list)
        .filter_map(|(id, summary)| Some((id, url(summary)?)))
        .collect()
}

/// The places of all documents, parts last.
fn owners_first(documents: &[&Structure]) -> Vec<usize> {
    let places = 0..documents.len();
    let (wholes, parts): (Vec<usize>, Vec<usize>) =
        places.partition(|at| documents[*at].owner.is_none());
    [wholes, parts].concat()
}

/// Where each document is among them, by its file.
fn places<'s>(documents: &[&'s Structure]) -> HashMap<&'s str, usize> {
    let places = documents.iter().enumerate();
    places
        .map(|(at, structure)| (structure.file.as_str(), at))
        .collect()
}

/// The URL that each hidden document would ask for. What is wrong with it is reported once it is public.
fn of_hidden(index: &DocIndex, public: &[Option<Url>]) -> HiddenUrls {
    let places = places(&index.hidden);
    let mut urls: Vec<Option<Url>> = vec![None; index.hidden.len()];
    let mut of_owners = HashMap::new();
    for at in owners_first(&index.hidden) {
        let structure = index.hidden[at];
        let owner = structure.owner.as_ref().map(FilePath::as_str);
        let owner = owner.and_then(|owner| match index.in_file(owner) {
            Some(id) => OwnerUrl::new(&public[id.index()], index.language(id)),
            None => {
                let place = *places.get(owner)?;
                OwnerUrl::new(&urls[place], index.hidden[place].location.language)
            }
        });
        urls[at] = ask(index, structure, owner.as_ref()).0;
        if urls[at].is_none() {
            of_owners.extend(owner.map(|owner| (at, owner.url)));
        }
    }
    HiddenUrls { urls, of_owners }
}

/// The page that hosts show for URLs that do not exist, from its own Markdown file.
const NOT_FOUND: [&str; 2] = ["content/404.md", "content/404/index.md"];
/// The same on a site that names languages.
const NOT_FOUND_NAME: &str = "content/404";

/// True for the document of that page.
pub(super) fn is_not_found(structure: &Structure) -> bool {
    match &structure.location.shared_name {
        Some(name) => name.as_str() == NOT_FOUND_NAME,
        None => NOT_FOUND.contains(&structure.file.as_str()),
    }
}

/// The page of the document that something is a part of.
struct OwnerUrl {
    url: Url,
    language: LanguageId,
}

impl OwnerUrl {
    fn new(url: &Option<Url>, language: LanguageId) -> Option<OwnerUrl> {
        let url = url.clone()?;
        Some(OwnerUrl { url, language })
    }
}

/// The URL that a document asks for, in its language.
fn ask(index: &DocIndex, structure: &Structure, owner: Option<&OwnerUrl>) -> Wanted {
    let own = structure.location.language;
    let language = index.languages().get(own);
    if is_not_found(structure) {
        let url = Url::parse(NOT_FOUND_FILE);
        return (url.ok().map(|url| language.url(&url)), Vec::new());
    }
    let kind = index.input.kinds.find(&structure.kind);
    let (url, found) = ask_at_root(kind, structure, owner.map(|owner| &owner.url));
    // The address of the owner starts with that of its language already.
    let is_below_owner = owner.is_some_and(|owner| owner.language == own)
        && kind
            .and_then(|kind| kind.url.as_ref())
            .is_some_and(Pattern::is_below_owner);
    if is_below_owner {
        return (url, found);
    }
    (url.map(|url| language.url(&url)), found)
}

fn ask_at_root(kind: Option<&Kind>, structure: &Structure, owner: Option<&Url>) -> Wanted {
    let Some(kind) = kind else {
        return (None, Vec::new());
    };
    let Some(pattern) = &kind.url else {
        return (None, Vec::new());
    };
    let undated = pattern.needs_date() && structure.meta.date.is_none();
    let mut found: Vec<Finding> = undated
        .then(|| no_date(kind, structure))
        .into_iter()
        .collect();
    let filled = fill(pattern, kind, structure, owner);
    match Url::parse(&filled) {
        Ok(url) => (Some(url), found),
        Err(why) => {
            found.push(unusable(&filled, &why, structure));
            (instead_of(&filled), found)
        }
    }
}

/// A URL in place of one that cannot be used, so that the rest of the site can still be checked.
fn instead_of(unusable: &str) -> Option<Url> {
    let slug = slugify(unusable);
    if slug.is_empty() {
        return None;
    }
    Url::parse(&format!("/{slug}/")).ok()
}

fn no_date(kind: &Kind, structure: &Structure) -> Finding {
    let label = kind.label.to_lowercase();
    let message = format!("the address of a {label} contains its date, but this one has none");
    Finding::new(Code::InvalidAddress, message)
        .at(&structure.file, PLACE, "")
        .help("add `date:`, or put the date at the start of the file's name")
}

fn unusable(filled: &str, why: &str, structure: &Structure) -> Finding {
    let shown = filled.replace("//", "/");
    let message = format!("`{shown}` cannot be its address: {why}");
    Finding::new(Code::InvalidAddress, message)
        .at(&structure.file, PLACE, "")
        .help("write a `slug` of letters, digits and hyphens")
}

/// The place that decides about a document's URL: its slug, else its title.
pub(super) const PLACE: Spot = Spot::Field("slug");

fn fill(pattern: &Pattern, kind: &Kind, structure: &Structure, owner: Option<&Url>) -> String {
    let date = structure.meta.date.as_ref().map(crate::base::Moment::day);
    pattern.fill(|variable| match variable {
        Variable::Year => digits(date.map(|date| format!("{:04}", date.year()))),
        Variable::Month => digits(date.map(|date| format!("{:02}", date.month()))),
        Variable::Day => digits(date.map(|date| format!("{:02}", date.day()))),
        Variable::Slug if kind.name == "home" && structure.location.name == "home" => String::new(),
        Variable::Slug => structure.slug.clone(),
        Variable::Id => slugify(&structure.id),
        Variable::Folder => folder(&structure.location.below),
        Variable::Owner => owner
            .map_or("/", |owner| owner.as_str())
            .trim_end_matches('/')
            .to_owned(),
    })
}

/// A part of a date in a URL.
fn digits(digits: Option<String>) -> String {
    digits.unwrap_or_else(|| "undated".to_owned())
}

/// Each part of a folder as a part of a URL.
pub(super) fn folder(below: &str) -> String {
    below.split('/').map(slugify).collect::<Vec<_>>().join("/")
}
