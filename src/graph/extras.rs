//! What a document has beside its page: feeds, a calendar, a page with all its parts, editions.

use super::family::Family;
use super::id::NodeId;
use super::index::DocIndex;
use super::relation::Relations;
use super::table::{Sparse, Table};
use super::wanted_urls;
use crate::base::slug::slugify;
use crate::base::{LanguageId, Url};
use crate::config::Edition;
use crate::config::editions::in_order;
use crate::document::{Structure, Value};

/// The field of a document that says which editions it has.
const EDITIONS: &str = "editions";
/// How many letters of a title are in the name of its editions: file systems take 255 bytes, and people read less.
const LONGEST_NAME: usize = 100;

/// The URLs of a feed in its two forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedUrls {
    /// The feed as Atom.
    pub atom: Url,
    /// The feed as JSON Feed.
    pub json: Url,
}

impl FeedUrls {
    /// The feeds of the page at a URL.
    pub fn of(page: &Url) -> FeedUrls {
        FeedUrls {
            atom: page.beside("feed.xml"),
            json: page.beside("feed.json"),
        }
    }
}

/// The calendar of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarFile {
    /// Where it stands.
    pub url: Url,
    /// What calendar programs know the document by. It does not follow from its address, which may change.
    pub id: String,
}

/// A document as one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionFile {
    /// What sort of file it is.
    pub edition: Edition,
    /// Its URL.
    pub url: Url,
}

/// The URLs that documents ask for beside that of their page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Extras {
    pub feeds: Sparse<FeedUrls>,
    pub calendars: Sparse<CalendarFile>,
    /// Those of pages with all parts, for readers who print or search.
    pub single_pages: Sparse<Url>,
    /// The files that are made of publications.
    pub editions: Sparse<Vec<EditionFile>>,
}

impl Extras {
    /// Those of some documents.
    pub fn only(&self, has_page: impl Fn(NodeId) -> bool) -> Extras {
        Extras {
            feeds: self.feeds.only(&has_page),
            calendars: self.calendars.only(&has_page),
            single_pages: self.single_pages.only(&has_page),
            editions: self.editions.only(&has_page),
        }
    }
}

/// Works out which documents have which.
pub(super) fn ask(
    index: &DocIndex,
    family: &Family,
    wanted: &Table<Option<Url>>,
    relations: &Relations,
) -> Extras {
    let pages = || {
        wanted
            .each()
            .filter_map(|(id, url)| Some((id, url.as_ref()?)))
    };
    let feeds = pages()
        .filter(|(id, _)| has_feed(*id, index, wanted, relations))
        .map(|(id, url)| (id, FeedUrls::of(url)));
    let calendars = pages().filter_map(|(id, url)| Some((id, calendar(url, id, index)?)));
    let editions = pages().map(|(id, url)| (id, editions(url, id, index)));
    let editions = editions.filter(|(_, files)| !files.is_empty());
    Extras {
        feeds: feeds.collect(),
        calendars: calendars.collect(),
        single_pages: single_pages(index, family, wanted),
        editions: editions.collect(),
    }
}

/// The pages of documents with all their parts.
fn single_pages(index: &DocIndex, family: &Family, wanted: &Table<Option<Url>>) -> Sparse<Url> {
    let owners = family.parts.each();
    let pages = owners.filter_map(|(id, parts)| {
        let mut parts = parts.values().flatten();
        let is_asked = parts.any(|part| is_whole(*part, index, wanted));
        let page = wanted[id].as_ref()?;
        is_asked.then(|| (id, single_page(page)))
    });
    pages.collect()
}

/// True for documents of a kind with `feed: true`, as soon as something names them that is in a list with a feed.
/// The feed stays when that is withdrawn, so no subscription breaks; but ten thousand people of whom few are ever in
/// the news would mean three times the files, nearly all of them feeds of nothing, and hosts limit the number of files.
fn has_feed(
    id: NodeId,
    index: &DocIndex,
    wanted: &Table<Option<Url>>,
    relations: &Relations,
) -> bool {
    let summary = index.summary(id);
    let is_asked = summary.kind.is_some_and(|kind| kind.feed);
    if summary.introduces_list || !is_asked || !index.has_feeds {
        return false;
    }
    let is_fed = |from: NodeId| {
        let list = index.summary(from).kind.and_then(|kind| kind.list.as_ref());
        list.is_some_and(|list| list.feed) && wanted[from].is_some()
    };
    let named_by = relations.inverses[id].values().flatten();
    named_by.map(|inverse| inverse.from).any(is_fed)
}

/// The calendar of a document that says when it begins. It is called like its kind, since it ends up in a folder of
/// downloads among others.
fn calendar(page: &Url, id: NodeId, index: &DocIndex) -> Option<CalendarFile> {
    let summary = index.summary(id);
    let (kind, structure) = (summary.kind?, summary.structure);
    let start = structure.fields.get(&kind.calendar.as_ref()?.start.name);
    let begins = matches!(start, Some(Value::Date(_))) && !structure.location.introduces_list();
    begins.then(|| CalendarFile {
        url: page.beside(&format!("{}.ics", kind.name)),
        id: calendar_id(structure, index),
    })
}

/// The kind and the id of a document; the path of its file if another one of its kind has the same id.
fn calendar_id(structure: &Structure, index: &DocIndex) -> String {
    let Structure { kind, id, file, .. } = structure;
    let of_same_kind = |other: &NodeId| index.structure(*other).kind == *kind;
    let language = structure.location.language;
    let mut called = index.called(id, language).filter(of_same_kind);
    if called.nth(1).is_some() {
        format!("{kind}/{file}")
    } else if language == LanguageId::DEFAULT {
        format!("{kind}/{id}")
    } else {
        format!("{kind}/{id}/{}", index.languages().tags.get(language))
    }
}

/// True for a part with a page of its own whose kind asks for a page with all parts.
fn is_whole(part: NodeId, index: &DocIndex, wanted: &Table<Option<Url>>) -> bool {
    let of_kind = index.summary(part).kind.and_then(|kind| kind.part.as_ref());
    of_kind.is_some_and(|part| part.whole) && wanted[part].is_some()
}

fn single_page(own: &Url) -> Url {
    if own.is_page() {
        own.join("whole/")
    } else {
        own.beside("whole.html")
    }
}

/// The editions of a document. What it says goes before what its kind says, and that before the site. A list has none, and a
/// part is in that of its owner, unless it asks for its own.
fn editions(page: &Url, id: NodeId, index: &DocIndex) -> Vec<EditionFile> {
    let file = |edition| EditionFile {
        edition,
        url: page.beside(&edition_name(edition, id, index)),
    };
    let asked = asked_editions(id, index).into_iter();
    asked.map(file).collect()
}

/// True for a document that is offered as a file too.
pub(super) fn has_editions(id: NodeId, index: &DocIndex) -> bool {
    !asked_editions(id, index).is_empty()
}

fn asked_editions(id: NodeId, index: &DocIndex) -> Vec<Edition> {
    let summary = index.summary(id);
    let structure = summary.structure;
    if structure.fields.get(EDITIONS).is_some() {
        let words = structure
            .fields
            .list(EDITIONS)
            .iter()
            .filter_map(Value::text);
        return in_order(words.filter_map(Edition::read).collect());
    }
    let is_part = summary.kind.is_some_and(|kind| kind.part.is_some());
    if structure.location.introduces_list() || is_part || wanted_urls::is_not_found(structure) {
        return Vec::new();
    }
    let of_kind = summary.kind.and_then(|kind| kind.editions.clone());
    of_kind.unwrap_or_else(|| index.input.site.editions.clone())
}

/// The name of an edition, which tells it from others in a folder of downloads: title and day.
fn edition_name(edition: Edition, id: NodeId, index: &DocIndex) -> String {
    let structure = index.structure(id);
    let title = slugify(&index.words.of(id).title);
    let name = if title.is_empty() {
        &structure.id
    } else {
        &title
    };
    let day = structure
        .meta
        .date
        .as_ref()
        .map(|date| format!("-{}", date.day()));
    let name = whole_words(name);
    format!("{name}{}{}", day.unwrap_or_default(), edition.suffix())
}

/// As many words of a slug as a name of a file has room for.
fn whole_words(slug: &str) -> &str {
    let Some((room, _)) = slug.split_at_checked(LONGEST_NAME + 1) else {
        return slug;
    };
    match room.rsplit_once('-') {
        Some((words, _)) => words,
        None => room.get(..LONGEST_NAME).unwrap_or(room),
    }
}
