//! Lists: a kind's, and those of words. Their entries in order, grouped, and their pages.

use std::borrow::Cow;
use std::collections::HashSet;

use rayon::prelude::*;

use super::extras::{CalendarFile, FeedUrls};
use super::group::Grouping;
use super::id::NodeId;
use super::index::{DocIndex, DocSummary};
use super::link::Label;
use super::own_host::OwnHost;
use super::selection::Selector;
use super::sort::{self, Order};
use super::table::Sparse;
use super::tag_index::TagIndex;
use super::target::split_behind;
use super::wanted_urls;
use crate::base::url::{ClashKey, percent_decoded};
use crate::base::{IdOrder, LanguageId, Moment, Url};
use crate::config::kind::List;
use crate::config::{Kind, Missing};

/// The list of a kind.
#[derive(Debug, PartialEq, Eq)]
pub struct Listing {
    /// The kind's name.
    pub kind: String,
    /// The language of its readers.
    pub language: LanguageId,
    /// Its first page.
    pub url: Url,
    /// The document that introduces it, a folder's `index.md`.
    pub introduction: Option<NodeId>,
    /// Its documents in order.
    pub entries: Vec<NodeId>,
    /// Groups in order, each with a title and its entries' number; empty where it has no groups.
    pub groups: Vec<(Label, usize)>,
    /// How many entries are not over: in a list that tells them apart, these are the first, in the order in which they begin.
    pub upcoming: usize,
    /// Entries on a page; 0 for all.
    pub per_page: usize,
    /// Where its feeds stand.
    pub feed: Option<FeedUrls>,
    /// Where the calendar of its entries stands.
    pub calendar: Option<Url>,
    /// Its template.
    pub template: String,
    /// Whether the newest or largest comes first.
    pub newest_first: bool,
    /// Whether its entries are other documents than the kind's own.
    pub shows_others: bool,
}

/// The group of what is not over.
const UPCOMING: &str = "upcoming";

impl Listing {
    /// Its entries in the order of time, or in that of the list if it has no other.
    pub(super) fn in_time(&self) -> Vec<NodeId> {
        let (upcoming, rest) = self.entries.split_at(self.upcoming.min(self.entries.len()));
        let mut in_time = rest.to_vec();
        // In a list that starts with the newest, the one before in time comes after.
        if self.newest_first {
            in_time.reverse();
        }
        in_time.extend(upcoming);
        in_time
    }
}

/// The address of a page of a list; page 1 is the list itself.
pub fn page_url(list: &Url, number: usize) -> Url {
    if number <= 1 {
        list.clone()
    } else {
        list.join(&format!("page/{number}/"))
    }
}

/// How many pages a list of `entries` has; an empty one has one.
pub fn page_count(entries: usize, per_page: usize) -> usize {
    if per_page == 0 {
        1
    } else {
        entries.div_ceil(per_page).max(1)
    }
}

/// What lists are made of.
#[derive(Clone, Copy)]
pub(super) struct ListInput<'l> {
    pub selector: Selector<'l>,
    pub calendars: &'l Sparse<CalendarFile>,
    pub tags: &'l [TagIndex],
}

/// The lists of kinds that have documents or an introduction, or are in a menu: that the last document of a kind is
/// gone is no reason for a link on every page to lead nowhere.
pub(super) fn of_kinds(input: ListInput) -> Vec<Listing> {
    let index = input.selector.index;
    let languages = index.languages().tags.ids();
    let kinds: Vec<(LanguageId, &Kind)> = languages
        .flat_map(|language| index.input.kinds.iter().map(move |kind| (language, kind)))
        .collect();
    let in_menus = urls_in_menus(index);
    kinds
        .par_iter()
        .filter_map(|(language, kind)| listing(kind, *language, input, &in_menus))
        .collect()
}

/// The URLs of this site that menus name.
fn urls_in_menus(index: &DocIndex) -> HashSet<ClashKey> {
    let site = index.input.site;
    let host = OwnHost::new(site);
    let languages = index.languages().tags.ids();
    let menus = languages.flat_map(|language| index.menus_in(language));
    let entries = menus.flat_map(|menu| &menu.entries);
    let urls = entries.filter_map(|entry| {
        let path = host.on_site(&entry.link)?;
        let path = split_behind(&path).0;
        let path = percent_decoded(path).unwrap_or(Cow::Borrowed(path));
        Some(Url::parse(&path).ok()?.clash_key())
    });
    urls.collect()
}

fn listing(
    kind: &Kind,
    language: LanguageId,
    input: ListInput,
    in_menus: &HashSet<ClashKey>,
) -> Option<Listing> {
    let selector = input.selector;
    let index = selector.index;
    let list = kind.list.as_ref()?;
    let url = wanted_urls::of_list(kind, index.languages().get(language))?;
    let introduction = wanted_urls::introduction(kind, index, language);
    let entries = entries(kind, list, language, selector);
    if entries.is_empty() && introduction.is_none() && !in_menus.contains(&url.clash_key()) {
        return None;
    }
    let order = order(list, introduction, language, index);
    let mut entries = listed(entries, order, selector);
    let groups = groups(&mut entries, list, language, input);
    Some(Listing {
        kind: kind.name.clone(),
        language,
        feed: feed_of(list, &url, index),
        calendar: calendar(kind, &url, &entries, input.calendars),
        url,
        introduction,
        upcoming: upcoming(list, &groups),
        entries,
        groups,
        ..Listing::of(list)
    })
}

impl Listing {
    /// What the kind says of its list.
    fn of(list: &List) -> Listing {
        Listing {
            kind: String::new(),
            language: LanguageId::DEFAULT,
            url: Url::home(),
            introduction: None,
            entries: Vec::new(),
            groups: Vec::new(),
            upcoming: 0,
            feed: None,
            calendar: None,
            per_page: list.per_page,
            template: list.template.clone(),
            newest_first: list.sort.descending,
            shows_others: list.shows.is_some(),
        }
    }
}

/// The documents that lists show, in the order of the list.
fn listed(mut entries: Vec<NodeId>, order: Order, selector: Selector) -> Vec<NodeId> {
    entries.retain(|id| selector.index.summary(*id).is_listed);
    sort::sort(&mut entries, selector, order);
    entries
}

/// The order of a list: in the language of the document which introduces it, else in that of its readers.
fn order<'i>(
    list: &'i List,
    introduction: Option<NodeId>,
    readers: LanguageId,
    index: &DocIndex<'i>,
) -> Order<'i> {
    let of_readers = index.languages().tags.get(readers);
    let language = match introduction {
        Some(id) => index.structure(id).meta.language_or(of_readers),
        None => of_readers,
    };
    Order {
        sort: &list.sort,
        language,
    }
}

/// Keeps what readers of a language see in lists: each document in their language, and what is not translated in the
/// default one, unless that is to be hidden from them.
fn keep_for_readers(entries: &mut Vec<NodeId>, language: LanguageId, selector: Selector) {
    let index = selector.index;
    if !index.languages().tags.are_several() {
        return;
    }
    let shows_default = index.languages().get(language).missing != Missing::Hide;
    let translations = &selector.relations.translations;
    translations.all_seen_in(entries, language);
    entries.retain(|id| {
        let own = index.language(*id);
        own == language || shows_default && own == LanguageId::DEFAULT
    });
}

fn groups(
    entries: &mut Vec<NodeId>,
    list: &List,
    language: LanguageId,
    input: ListInput,
) -> Vec<(Label, usize)> {
    if !list.upcoming.is_empty() {
        return by_time(entries, &list.upcoming, input.selector.index);
    }
    let Some(field) = &list.group_by else {
        return Vec::new();
    };
    let grouping = Grouping {
        selector: input.selector,
        tags: input.tags,
        field,
        sort: &list.sort,
        language,
    };
    grouping.bring_together(entries)
}

/// The feeds of a list, if it asks for them and the site has feeds at all.
fn feed_of(list: &List, url: &Url, index: &DocIndex) -> Option<FeedUrls> {
    (list.feed && index.has_feeds).then(|| FeedUrls::of(url))
}

/// The documents of a list for readers of a language: those it selects, else those of its kind.
fn entries(kind: &Kind, list: &List, language: LanguageId, selector: Selector) -> Vec<NodeId> {
    let mut entries = match &list.shows {
        Some(selection) => selector.all(selection),
        None => own_entries(kind, selector),
    };
    keep_for_readers(&mut entries, language, selector);
    entries
}

/// The documents of a kind that have pages, newest first.
fn own_entries(kind: &Kind, selector: Selector) -> Vec<NodeId> {
    let has_page =
        |id: &NodeId| selector.pages[*id].is_some() && !selector.index.summary(*id).introduces_list;
    let all = selector.index.of_kind(&kind.name).iter().copied();
    all.filter(has_page).collect()
}

/// The calendar of a list whose kind has one; an empty one would be refused by programs, so there is none then.
fn calendar(
    kind: &Kind,
    list: &Url,
    entries: &[NodeId],
    calendars: &Sparse<CalendarFile>,
) -> Option<Url> {
    let is_filled = entries.iter().any(|id| calendars.get(*id).is_some());
    (kind.calendar.is_some() && is_filled).then(|| list.beside("calendar.ics"))
}

/// Brings what is not over to the front: what is under way, then what begins next. The rest stays in its order.
fn by_time(entries: &mut Vec<NodeId>, fields: &[String], index: &DocIndex) -> Vec<(Label, usize)> {
    let all = entries.iter().copied();
    let (mut upcoming, past): (Vec<NodeId>, Vec<NodeId>) =
        all.partition(|id| !is_over(*id, fields, index));
    upcoming.sort_by_cached_key(|id| {
        let start = start(index.summary(*id), fields);
        let begins = start.map(|start| (start.instant, start.has_time));
        (begins, IdOrder(&index.structure(*id).id))
    });
    let mut groups = vec![
        (Label::Text(UPCOMING.into()), upcoming.len()),
        (Label::Text("past".into()), past.len()),
    ];
    groups.retain(|(_, size)| *size > 0);
    *entries = upcoming.into_iter().chain(past).collect();
    groups
}

/// True for a document whose moment is past, or that has none.
fn is_over(id: NodeId, fields: &[String], index: &DocIndex) -> bool {
    let moment = index.structure(id).fields.first_moment(fields);
    moment.is_none_or(|moment| moment.over() <= index.input.now)
}

/// How many documents of a list are not over.
fn upcoming(list: &List, groups: &[(Label, usize)]) -> usize {
    match groups.first() {
        Some((title, size)) if !list.upcoming.is_empty() && title.is(UPCOMING) => *size,
        _ => 0,
    }
}

/// When a document begins: the beginning that belongs to the first of `fields` that it has, else that field itself.
fn start<'i>(summary: &DocSummary<'i>, fields: &[String]) -> Option<&'i Moment> {
    let values = &summary.structure.fields;
    let field = fields.iter().find(|field| values.moment(field).is_some())?;
    let declared = summary.kind.and_then(|kind| kind.field(field));
    let beginning = declared.and_then(|field| values.moment(field.after.as_deref()?));
    beginning.or_else(|| values.moment(field))
}
