//! The plan: every file the site will have, decided before any is made.

use std::collections::BTreeSet;

use super::Theme;
use super::{redirect, sitemap};
use crate::base::suggest::did_you_mean;
use crate::base::{Code, Diagnostic, Lookup, Reported, Url};
use crate::config::{Kind, Kinds};
use crate::graph::{
    AssetId, FeedUrls, ListId, Node, NodeId, Site, Subject, TagPage, page_count, page_url,
};

/// The files of the site, sorted by name, each name once.
#[derive(Debug, Default)]
pub struct Plan {
    /// The files.
    pub files: Vec<Planned>,
    /// How many of them are pages for readers.
    pub pages: usize,
}

impl Plan {
    /// The place of a file by its name.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.files
            .binary_search_by(|planned| planned.file.as_str().cmp(name))
            .ok()
    }

    /// True for a file that is counted as a page for readers.
    pub fn is_page(&self, name: &str) -> bool {
        let planned = self.place(name).and_then(|at| self.files.get(at));
        planned.is_some_and(|planned| {
            use Item::{List, Page, TagIndex, TagPage, Whole};
            matches!(
                planned.item,
                Page(..) | Whole(_) | List(..) | TagIndex(_) | TagPage(..)
            )
        })
    }
}

/// One file of the site.
#[derive(Debug)]
pub struct Planned {
    /// Its name below the output folder, with forward slashes.
    pub file: String,
    /// What it is made of.
    pub item: Item,
}

/// What a file is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A document's page, with its template.
    Page(NodeId, String),
    /// A document's page with all its parts on it.
    Whole(NodeId),
    /// A page of a kind's list, with its template.
    List(ListId, usize, String),
    /// The index of a tag field, by its place in `Site::tags`.
    TagIndex(usize),
    /// A page of a word's list: index, word, number.
    TagPage(usize, usize, usize),
    /// The page for addresses that do not exist.
    NotFound,
    /// A feed.
    Feed(Subject, FeedFormat),
    /// The calendar of a document.
    Event(NodeId),
    /// The calendar of a list.
    Calendar(ListId),
    /// The sitemap, or the index of its parts.
    Sitemap,
    /// A part of a sitemap that is too long for one file, from 0.
    SitemapPart(usize),
    /// What search engines may read.
    Robots,
    /// A page that leads from an old address to its new one: its place in `Site::aliases`.
    Redirect(usize),
    /// A page that leads from an address in `redirects` of site.yaml: its place in `Site::redirects`.
    SiteRedirect(usize),
    /// All redirects in the form that some hosts read.
    Redirects,
    /// An asset of the theme or the site: its place in `Theme::assets`.
    ThemeAsset(usize),
    /// A file of `content/`.
    ContentAsset(AssetId),
}

/// The template of a document with all its parts on one page.
pub(super) const WHOLE: &str = "whole.html";

/// The form a feed is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedFormat {
    /// Atom, which every reader knows.
    Atom,
    /// JSON Feed, for programs.
    Json,
}

/// Decides the files of the site.
pub fn plan(graph: &Site, theme: &Theme, kinds: &Kinds) -> Reported<Plan> {
    let mut planner = Planner {
        graph,
        theme,
        kinds,
        files: Vec::with_capacity(graph.nodes().len() + graph.nodes().len() / 2),
        settled: 0,
        templates: Lookup::default(),
        missed: BTreeSet::new(),
        diagnostics: Vec::new(),
    };
    planner.pages();
    planner.lists();
    planner.tags();
    planner.settle();
    let pages = planner.settled;
    planner.fixed();
    planner.followed();
    planner.assets();
    planner.settle();
    Reported {
        value: Plan {
            files: planner.files,
            pages,
        },
        diagnostics: planner.diagnostics,
    }
}

struct Planner<'p> {
    graph: &'p Site,
    theme: &'p Theme,
    kinds: &'p Kinds,
    /// The files, in the order in which they are claimed. Sorted at the end: nodes come nearly sorted, and then
    /// that is quicker than keeping them so.
    files: Vec<Planned>,
    /// How many of them, from the start, are sorted by name, each name once.
    settled: usize,
    /// The templates of kinds, by the kind's name, as far as they were asked for.
    templates: Lookup<&'p str, Option<String>>,
    /// Templates that were needed and not there.
    missed: BTreeSet<String>,
    diagnostics: Vec<Diagnostic>,
}

impl<'p> Planner<'p> {
    fn add(&mut self, url: &Url, item: Item) {
        self.files.push(Planned {
            file: url.file(),
            item,
        });
    }

    /// A file that every site has: it stands whoever else claims its name.
    fn put(&mut self, file: &str, item: Item) {
        let settled = self.files.get_mut(..self.settled).unwrap_or_default();
        let known = settled
            .binary_search_by(|planned| planned.file.as_str().cmp(file))
            .ok();
        match known.and_then(|at| settled.get_mut(at)) {
            Some(planned) => planned.item = item,
            None => self.files.push(Planned {
                file: file.to_owned(),
                item,
            }),
        }
    }

    /// Sorts the files by name. The graph's book has reported every clash; the first claim stands.
    fn settle(&mut self) {
        self.files.sort_by(|a, b| a.file.cmp(&b.file));
        self.files.dedup_by(|later, first| later.file == first.file);
        self.settled = self.files.len();
    }

    fn pages(&mut self) {
        let graph = self.graph;
        let introductions: BTreeSet<NodeId> = graph
            .lists()
            .iter()
            .filter_map(|list| list.introduction)
            .collect();
        for (at, node) in graph.nodes().enumerate() {
            let id = NodeId::new(at);
            let Some(url) = node.url().filter(|_| !introductions.contains(&id)) else {
                continue;
            };
            let template = self.template(node);
            self.add(url, Item::Page(id, template));
            if let Some(whole) = node.single_page() {
                self.need(WHOLE, |diagnostic| diagnostic.in_file(&node.outline().file));
                self.add(whole, Item::Whole(id));
            }
        }
    }

    /// The document's template, else its kind's, else the one named like the kind, else `page.html`.
    fn template(&mut self, node: Node<'p>) -> String {
        let outline = node.outline();
        if let Some(template) = &outline.meta.template {
            if let Some(name) = self.known(&template.value) {
                return name;
            }
            let diagnostic =
                self.missing(&template.value)
                    .at(&outline.file, template.span, "no such template");
            self.diagnostics.push(diagnostic);
        }
        let of_kind = match self.templates.get(outline.kind.as_str()) {
            Some(known) => known.clone(),
            None => {
                let of_kind = self
                    .kinds
                    .find(&outline.kind)
                    .and_then(|kind| self.of_kind(kind));
                self.templates.insert(&outline.kind, of_kind.clone());
                of_kind
            }
        };
        of_kind.unwrap_or_else(|| {
            self.need("page.html", |diagnostic| diagnostic.in_file(&outline.file));
            "page.html".to_owned()
        })
    }

    fn of_kind(&mut self, kind: &Kind) -> Option<String> {
        let Some(name) = &kind.template else {
            return self.named_like(kind);
        };
        self.known(name).or_else(|| {
            let diagnostic = self.missing(name);
            let diagnostic = match &kind.declared.0 {
                Some((file, span)) => {
                    diagnostic.at(file, *span, format!("needed by kind `{}`", kind.name))
                }
                None => diagnostic,
            };
            if !self.diagnostics.contains(&diagnostic) {
                self.diagnostics.push(diagnostic);
            }
            self.named_like(kind)
        })
    }

    /// The template with the kind's name; one that receives another page's values, such as the kind's list, is none
    /// for it.
    fn named_like(&self, kind: &Kind) -> Option<String> {
        let serves_others = ["404", "base", "list", "tag", "tags"].contains(&kind.name.as_str());
        let of_list = kind
            .list
            .as_ref()
            .and_then(|list| self.known(&list.template));
        self.known(&kind.name)
            .filter(|own| !serves_others && of_list.as_ref() != Some(own))
    }

    /// A template of the theme, with or without `.html`.
    fn known(&self, name: &str) -> Option<String> {
        let full = if name.ends_with(".html") {
            name.to_owned()
        } else {
            format!("{name}.html")
        };
        self.theme.has_template(&full).then_some(full)
    }

    fn missing(&self, name: &str) -> Diagnostic {
        let near = did_you_mean(name, self.theme.templates.keys().map(String::as_str));
        Diagnostic::new(
            Code::MissingTemplate,
            format!("there is no template called `{name}`"),
        )
        .help(near.unwrap_or_default())
    }

    /// Reports a template that every theme with such pages has to have, once.
    fn need(&mut self, name: &str, place: impl FnOnce(Diagnostic) -> Diagnostic) {
        if self.theme.has_template(name) || self.missed.contains(name) {
            return;
        }
        self.missed.insert(name.to_owned());
        let help = format!(
            "add `templates/{name}` to the site or its theme, or let the theme extend another"
        );
        let message = format!("there is no template called `{name}`");
        self.diagnostics
            .push(place(Diagnostic::new(Code::MissingTemplate, message)).help(help));
    }

    fn lists(&mut self) {
        for (at, list) in self.graph.lists().iter().enumerate() {
            let id = list_id(at);
            let declared = self
                .kinds
                .find(&list.kind)
                .and_then(|kind| kind.declared.0.as_ref());
            self.need(&list.template, |diagnostic| match declared {
                Some((file, span)) => diagnostic.at(file, *span, "the list of this kind needs it"),
                None => diagnostic,
            });
            let template = self
                .known(&list.template)
                .unwrap_or_else(|| list.template.clone());
            for number in 1..=page_count(list.entries.len(), list.per_page) {
                self.add(
                    &page_url(&list.url, number),
                    Item::List(id, number, template.clone()),
                );
            }
        }
    }

    fn tags(&mut self) {
        for (at, index) in self.graph.tags().iter().enumerate() {
            let first = index.pages.iter().find_map(|page| page.entries.first());
            let graph = self.graph;
            for name in ["tag.html", "tags.html"] {
                self.need(name, |diagnostic| match first {
                    Some(id) => diagnostic.in_file(&graph.node(*id).outline().file),
                    None => diagnostic,
                });
            }
            self.add(&index.url, Item::TagIndex(at));
            for (word, page) in index.pages.iter().enumerate() {
                for number in 1..=page_count(page.entries.len(), TagPage::PER_PAGE) {
                    self.add(
                        &page_url(&page.url, number),
                        Item::TagPage(at, word, number),
                    );
                }
            }
        }
    }

    fn fixed(&mut self) {
        if self.theme.has_template("404.html") {
            self.put("404.html", Item::NotFound);
        }
        self.put("robots.txt", Item::Robots);
        self.put("sitemap.xml", Item::Sitemap);
        for part in 0..sitemap::parts(self.graph) {
            self.put(&sitemap::part_file(part), Item::SitemapPart(part));
        }
        let (aliases, redirects) = (self.graph.aliases(), self.graph.redirects());
        let aliases = aliases
            .iter()
            .enumerate()
            .map(|(at, (old, _))| (old, Item::Redirect(at)));
        let redirects = redirects
            .iter()
            .enumerate()
            .map(|(at, old)| (&old.from, Item::SiteRedirect(at)));
        let old: Vec<(&Url, Item)> = aliases.chain(redirects).collect();
        if !(old.is_empty() && self.graph.gone().is_empty()) {
            self.put("_redirects", Item::Redirects);
        }
        let pages = old
            .into_iter()
            .filter_map(|(url, item)| Some((redirect::file(url)?, item)));
        self.files
            .extend(pages.map(|(file, item)| Planned { file, item }));
    }

    /// Feeds and calendars.
    fn followed(&mut self) {
        let graph = self.graph;
        self.feed(&FeedUrls::of(&Url::home()), Subject::Site);
        for (at, list) in graph.lists().iter().enumerate() {
            if let Some(feed) = &list.feed {
                self.feed(feed, Subject::List(list_id(at)));
            }
            if let Some(calendar) = &list.calendar {
                self.add(calendar, Item::Calendar(list_id(at)));
            }
        }
        for (at, node) in graph.nodes().enumerate() {
            if let Some(feed) = node.feed() {
                self.feed(feed, Subject::Document(NodeId::new(at)));
            }
            if let Some(calendar) = node.calendar() {
                self.add(calendar, Item::Event(NodeId::new(at)));
            }
        }
    }

    fn feed(&mut self, feed: &FeedUrls, subject: Subject) {
        self.add(&feed.atom, Item::Feed(subject, FeedFormat::Atom));
        self.add(&feed.json, Item::Feed(subject, FeedFormat::Json));
    }

    fn assets(&mut self) {
        for (at, (url, _)) in self.theme.assets.iter().enumerate() {
            self.add(url, Item::ThemeAsset(at));
        }
        for (at, (_, url)) in self.graph.assets().iter().enumerate() {
            self.add(
                url,
                Item::ContentAsset(AssetId(u32::try_from(at).unwrap_or(u32::MAX))),
            );
        }
    }
}

/// The list at a place of `Site::lists`; a site holds fewer than 2^32 of them.
fn list_id(at: usize) -> ListId {
    ListId(u32::try_from(at).unwrap_or(u32::MAX))
}
