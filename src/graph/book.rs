//! The book of addresses: every address of the site, each claimed once.

use std::borrow::Cow;

use super::listing::{page_count, page_url};
use super::old_url::aliases;
use super::overview::Overview;
use super::{Diagnostics, FeedUrls, Listing, NodeData, NodeId, TagIndex, TagPage};
use crate::base::lookup::with_room;
use crate::base::url::ClashKey;
use crate::base::{Code, Diagnostic, FilePath, Lookup, Span, Url};
use crate::content::Asset;
use crate::document::Outline;

/// The addresses of the site.
pub(super) struct Book<'i> {
    /// The places of claims, by what a host tells addresses apart by.
    places: Lookup<ClashKey, usize>,
    claims: Vec<Claim<'i>>,
    /// Old addresses that lead to a node, sorted.
    pub aliases: Vec<(Url, NodeId)>,
}

/// What stands at an address.
pub(super) struct Claim<'i> {
    /// The address as published.
    pub url: Url,
    /// The node, where a document stands there.
    pub node: Option<NodeId>,
    /// The title of the page, for breadcrumbs; empty where it has none of its own.
    pub title: Cow<'i, str>,
    /// Who claimed it.
    by: Claimant<'i>,
}

impl Claim<'_> {
    /// True for an address that leads on to another one.
    pub fn leads_on(&self) -> bool {
        matches!(
            self.by,
            Claimant::File(_, Some(_)) | Claimant::Setting(REDIRECTS, ..)
        )
    }

    /// True for the address of a file.
    pub fn is_file(&self) -> bool {
        matches!(self.by, Claimant::File(_, None))
    }

    /// True for an address at which, as site.yaml says, nothing stands any more.
    pub fn is_gone(&self) -> bool {
        matches!(self.by, Claimant::Setting(GONE, ..))
    }
}

/// The setting for addresses that lead on.
pub(super) const REDIRECTS: &str = "redirects";
/// The setting for addresses that are gone on purpose.
pub(super) const GONE: &str = "gone";

/// Who claims an address.
enum Claimant<'i> {
    /// A document, for its page.
    Document(&'i Outline),
    /// Another file, or an old address that stands in a file.
    File(&'i FilePath, Option<Span>),
    /// An old address that site.yaml leads on, or says is gone; the name of the setting.
    Setting(&'static str, &'i FilePath, Span),
    /// A phrase like "the list of blogs".
    Site(String),
}

impl<'i> Book<'i> {
    /// A book with nothing in it, and room for this many addresses.
    fn new(room: usize) -> Book<'i> {
        Book {
            places: with_room(room),
            claims: Vec::with_capacity(room),
            aliases: Vec::new(),
        }
    }

    /// What stands at an address; case and a slash at the end do not count.
    pub fn find(&self, url: &Url) -> Option<&Claim<'i>> {
        self.claims.get(*self.places.get(&url.clash_key())?)
    }

    /// Claims an address for a setting of site.yaml; false where something else stands there, which is reported.
    pub fn claim_for(
        &mut self,
        setting: &'static str,
        (url, file, span): (&Url, &'i FilePath, Span),
        diagnostics: &mut Diagnostics,
    ) -> bool {
        let by = Claimant::Setting(setting, file, span);
        let url = url.clone();
        self.claim(
            Claim {
                url,
                node: None,
                title: Cow::Borrowed(""),
                by,
            },
            diagnostics,
        )
    }

    fn claim(&mut self, claim: Claim<'i>, diagnostics: &mut Diagnostics) -> bool {
        let place = *self
            .places
            .entry(claim.url.clash_key())
            .or_insert(self.claims.len());
        match self.claims.get(place) {
            None => {
                self.claims.push(claim);
                true
            }
            Some(first) => {
                if !are_indexes(first, &claim) {
                    diagnostics.push(clash(first, &claim));
                }
                false
            }
        }
    }
}

type Pages<'p> = (&'p [Listing], &'p [TagIndex], &'p [(Asset, Url)]);

/// Claims every address. A node that comes second to its address loses its page, and both files are named.
pub(super) fn claim<'i>(
    nodes: &mut [NodeData],
    pages: Pages<'i>,
    overview: &Overview<'i>,
    diagnostics: &mut Diagnostics,
) -> Book<'i> {
    let mut book = Book::new(nodes.len() + nodes.len() / 2 + pages.2.len());
    claim_fixed(&mut book, diagnostics);
    for ((id, brief), node) in overview.each().zip(&mut *nodes) {
        let (Some(url), outline) = (node.url.clone(), brief.outline) else {
            continue;
        };
        let (title, by) = (
            Cow::Borrowed(outline.title.as_str()),
            Claimant::Document(outline),
        );
        if !book.claim(
            Claim {
                url,
                node: Some(id),
                title,
                by,
            },
            diagnostics,
        ) {
            node.url = None;
            node.feed = None;
            node.calendar = None;
            node.whole = None;
        }
    }
    claim_feeds(&mut book, nodes, diagnostics);
    for node in nodes.iter() {
        if let Some(whole) = &node.whole {
            let what = format!("the page with all of {}", node.outline().file);
            book.claim(site_claim(whole.clone(), what), diagnostics);
        }
    }
    for (url, of) in super::calendar::all(nodes, pages.0) {
        book.claim(
            site_claim(url.clone(), format!("the calendar of {of}")),
            diagnostics,
        );
    }
    claim_lists(&mut book, pages.0, (overview, diagnostics));
    claim_tags(&mut book, pages.1, diagnostics);
    for (asset, url) in pages.2 {
        let by = Claimant::File(&asset.file, None);
        book.claim(
            Claim {
                by,
                ..site_claim(url.clone(), String::new())
            },
            diagnostics,
        );
    }
    claim_aliases(&mut book, (nodes, overview), diagnostics);
    book
}

fn claim_fixed(book: &mut Book, diagnostics: &mut Diagnostics) {
    for (path, what) in [
        ("/404.html", "the page for addresses that do not exist"),
        ("/sitemap.xml", "the sitemap"),
        ("/robots.txt", "the file for search engines"),
        ("/feed.json", "the JSON feed of the site"),
        ("/feed.xml", "the feed of the site"),
        ("/_redirects", "the list of redirects"),
    ] {
        if let Ok(url) = Url::parse(path) {
            book.claim(site_claim(url, what.to_owned()), diagnostics);
        }
    }
}

fn site_claim<'i>(url: Url, what: String) -> Claim<'i> {
    Claim {
        url,
        node: None,
        title: Cow::Borrowed(""),
        by: Claimant::Site(what),
    }
}

fn claim_lists<'i>(
    book: &mut Book<'i>,
    lists: &'i [Listing],
    (overview, diagnostics): (&Overview<'i>, &mut Diagnostics),
) {
    for list in lists {
        let Some(kind) = overview.input.kinds.find(&list.kind) else {
            continue;
        };
        let what = format!("the list of {}", kind.plural.to_lowercase());
        let introduced = book
            .find(&list.url)
            .is_some_and(|claim| claim.node == list.introduction && claim.node.is_some());
        if !introduced {
            let title = list
                .introduction
                .map_or(&kind.plural, |id| &overview.outline(id).title);
            let title = Cow::Borrowed(title.as_str());
            let claim = Claim {
                title,
                ..site_claim(list.url.clone(), what.clone())
            };
            book.claim(claim, diagnostics);
        }
        for number in 2..=page_count(list.entries.len(), list.per_page) {
            book.claim(
                site_claim(
                    page_url(&list.url, number),
                    format!("page {number} of {what}"),
                ),
                diagnostics,
            );
        }
        if let Some(feed) = &list.feed {
            claim_feed(book, feed, &kind.plural.to_lowercase(), diagnostics);
        }
    }
}

fn claim_feeds(book: &mut Book, nodes: &[NodeData], diagnostics: &mut Diagnostics) {
    for node in nodes {
        if let Some(feed) = &node.feed {
            claim_feed(book, feed, node.outline().file.as_str(), diagnostics);
        }
    }
}

fn claim_feed(book: &mut Book, feed: &FeedUrls, of: &str, diagnostics: &mut Diagnostics) {
    book.claim(
        site_claim(feed.atom.clone(), format!("the feed of {of}")),
        diagnostics,
    );
    book.claim(
        site_claim(feed.json.clone(), format!("the JSON feed of {of}")),
        diagnostics,
    );
}

fn claim_tags<'i>(book: &mut Book<'i>, tags: &'i [TagIndex], diagnostics: &mut Diagnostics) {
    for index in tags {
        let what = format!("the index of `{}`", index.field);
        let title = Cow::Owned(super::listing::tag_index_title(&index.field));
        book.claim(
            Claim {
                title,
                ..site_claim(index.url.clone(), what)
            },
            diagnostics,
        );
        for page in &index.pages {
            let what = format!("the page of `{}` in `{}`", page.label, index.field);
            let title = Cow::Borrowed(page.label.as_str());
            let claim = Claim {
                title,
                ..site_claim(page.url.clone(), what.clone())
            };
            book.claim(claim, diagnostics);
            for number in 2..=page_count(page.entries.len(), TagPage::PER_PAGE) {
                book.claim(
                    site_claim(
                        page_url(&page.url, number),
                        format!("page {number} of {what}"),
                    ),
                    diagnostics,
                );
            }
        }
    }
}

fn claim_aliases<'i>(
    book: &mut Book<'i>,
    (nodes, overview): (&[NodeData], &Overview<'i>),
    diagnostics: &mut Diagnostics,
) {
    for ((id, brief), node) in overview
        .each()
        .zip(nodes)
        .filter(|(_, node)| node.url.is_some())
    {
        let outline = brief.outline;
        for (text, parsed) in aliases(outline) {
            let span = outline
                .fields
                .find("aliases")
                .map_or(outline.title_span, |field| field.span);
            let url = match parsed {
                Ok(url) => url,
                Err(why) => {
                    let message = format!("the alias `{text}` cannot be an address: {why}");
                    diagnostics.push(Diagnostic::new(Code::InvalidAddress, message).at(
                        &outline.file,
                        span,
                        "",
                    ));
                    continue;
                }
            };
            let is_own = node
                .url
                .as_ref()
                .is_some_and(|own| own.clash_key() == url.clash_key());
            let by = Claimant::File(&outline.file, Some(*span));
            let claim = Claim {
                url: url.clone(),
                node: Some(id),
                title: Cow::Borrowed(""),
                by,
            };
            if !is_own && book.claim(claim, diagnostics) {
                book.aliases.push((url, id));
            }
        }
    }
    book.aliases.sort();
}

fn clash(first: &Claim, second: &Claim) -> Diagnostic {
    let both_files = [first, second]
        .iter()
        .all(|claim| !matches!(claim.by, Claimant::Site(_)));
    if let Claimant::Setting(setting, file, span) = &second.by {
        return clash_of_setting(first, (second, setting), (file, *span));
    }
    let what = if both_files {
        "two files have"
    } else {
        "two pages have"
    };
    let mut message = format!("{what} the address `{}`", second.url);
    if first.url != second.url {
        message.push_str(&format!(
            ", which many hosts cannot tell from `{}`",
            first.url
        ));
        // The two look alike in print.
        if first.url.differs_in_accents_only(&second.url) {
            message.push_str(": they differ only in how an accent is encoded");
        }
    }
    let mut diagnostic = Diagnostic::new(Code::AddressClash, message);
    let mut others = Vec::new();
    for claim in [second, first] {
        match &claim.by {
            Claimant::Document(outline) => {
                let place = outline
                    .fields
                    .find("slug")
                    .map_or(outline.title_span, |field| field.span);
                diagnostic = diagnostic.at(&outline.file, place, "has it");
            }
            Claimant::File(file, Some(span)) => diagnostic = diagnostic.at(file, *span, "has it"),
            Claimant::File(file, None) => diagnostic = diagnostic.in_file(file),
            // A setting comes last, so it is never the first of two.
            Claimant::Setting(..) => {}
            Claimant::Site(what) => others.push(format!("{what} has it")),
        }
    }
    if both_files && let Some(label) = diagnostic.labels.get(1) {
        others.push(format!("the other file is {}", label.file));
    }
    others
        .into_iter()
        .fold(diagnostic, Diagnostic::help)
        .help("give one of them another `slug`, or rename its file")
}

/// True for the two names of the index of one folder: that both are there has been said.
fn are_indexes(first: &Claim, second: &Claim) -> bool {
    match (&first.by, &second.by) {
        (Claimant::Document(first), Claimant::Document(second)) => {
            let (first, second) = (&first.file, &second.file);
            first.is_index() && second.is_index() && first.folder() == second.folder()
        }
        _ => false,
    }
}

/// An address in site.yaml at which something stands all the same.
fn clash_of_setting(
    first: &Claim,
    (second, setting): (&Claim, &str),
    (file, span): (&FilePath, Span),
) -> Diagnostic {
    let message = format!(
        "`{}` is listed under `{setting}`, but it is in use",
        second.url
    );
    let diagnostic = Diagnostic::new(Code::AddressClash, message).at(file, span, "listed here");
    let diagnostic = match &first.by {
        Claimant::Document(outline) => {
            diagnostic.at(&outline.file, outline.title_span, "its page is there")
        }
        Claimant::File(of, Some(alias)) => diagnostic.at(of, *alias, "this alias has it"),
        Claimant::File(of, None) => diagnostic.in_file(of).help(format!("{of} is there")),
        Claimant::Setting(_, _, earlier) => diagnostic.at(file, *earlier, "already listed here"),
        Claimant::Site(what) => diagnostic.help(format!("{what} has it")),
    };
    diagnostic.help(format!(
        "remove it from `{setting}`, which is for addresses that nothing else uses"
    ))
}
