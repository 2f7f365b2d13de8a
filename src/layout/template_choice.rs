//! Which template makes which page. A template that is asked for and missing is reported.

use std::collections::BTreeSet;

use super::Theme;
use crate::base::site_layout::TEMPLATES;
use crate::base::suggest::did_you_mean;
use crate::base::{Code, Diagnostic, TextMap};
use crate::config::{Kind, Kinds};
use crate::content::ThemeFiles;
use crate::document::{Spot, meta};
use crate::graph::{HubList, Item, Listing, Node, NodeId, Site, ThemePages};

/// The template of pages whose kind has none of its own.
pub const PAGE: &str = "page.html";
/// The template of the home page of a site whose author wrote none.
pub const DEFAULT_HOME: &str = "default-home.html";
/// The template of the site map for readers.
pub const SITE_MAP_TEMPLATE: &str = "site-map.html";
/// The template of a list.
const LIST: &str = "list.html";
/// The template of the page on which readers search.
pub const SEARCH_TEMPLATE: &str = "search.html";
/// The template of a document with all its parts on one page.
const SINGLE_PAGE: &str = "whole.html";
/// The template of what belongs to an edition.
pub const EDITION: &str = "edition.html";

/// The pages that a theme makes if the author wrote none.
pub fn theme_pages(theme: &Theme) -> ThemePages {
    ThemePages {
        home: theme.has_template(DEFAULT_HOME),
        site_map: theme.has_template(SITE_MAP_TEMPLATE),
        search: theme.has_template(SEARCH_TEMPLATE),
        marks: theme.fixed_marks.is_some(),
    }
}

/// Whether a theme has a page on which readers search.
pub fn can_search(theme: &ThemeFiles) -> bool {
    let mut templates = theme.of_part(TEMPLATES);
    templates.any(|(name, _)| name == SEARCH_TEMPLATE)
}

/// Chooses the templates of all pages.
pub(super) struct Templates<'p> {
    graph: &'p Site,
    theme: &'p Theme,
    kinds: &'p Kinds,
    /// The templates of the lists, by their ids.
    lists: Vec<String>,
    /// The templates of kinds, by the kind's name, as far as they were asked for.
    by_kind: TextMap<&'p str, Option<String>>,
    /// Templates that were needed and are missing.
    missed: BTreeSet<String>,
    diagnostics: Vec<Diagnostic>,
}

impl<'p> Templates<'p> {
    /// For the pages of a site.
    pub fn new(graph: &'p Site, theme: &'p Theme, kinds: &'p Kinds) -> Templates<'p> {
        let mut templates = Templates {
            graph,
            theme,
            kinds,
            lists: Vec::new(),
            by_kind: TextMap::default(),
            missed: BTreeSet::new(),
            diagnostics: Vec::new(),
        };
        templates.lists = graph
            .lists()
            .iter()
            .map(|list| templates.of_list(list))
            .collect();
        templates
    }

    /// What was found wrong.
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }

    /// The template of what is at a URL; empty for what no template makes.
    pub fn choose(&mut self, item: Item) -> String {
        match item {
            Item::Page(id) | Item::Fallback(id, _) => self.of_page(self.graph.node(id)),
            Item::SinglePage(id) => self.fixed(SINGLE_PAGE, Some(id)),
            Item::Edition(id, _) => self.fixed(EDITION, Some(id)),
            Item::List(id, _) => self.lists[id.index()].clone(),
            Item::HubList(at, _) => self.of_hub_list(&self.graph.hub_lists()[at]),
            Item::TagIndex(at) => {
                let pages = &self.graph.tags()[at].pages;
                let first = pages.iter().find_map(|page| page.entries.first()).copied();
                // Both are needed; the one that is missing is reported with a document that has a tag.
                self.fixed("tag.html", first);
                self.fixed("tags.html", first)
            }
            item => of_site(item).to_owned(),
        }
    }

    fn fixed(&mut self, name: &str, document: Option<NodeId>) -> String {
        let graph = self.graph;
        self.need(name, |diagnostic| match document {
            Some(id) => diagnostic.in_file(&graph.node(id).outline().file),
            None => diagnostic,
        });
        name.to_owned()
    }

    fn of_list(&mut self, list: &Listing) -> String {
        let kind = self.kinds.find(&list.kind);
        let declared = kind.and_then(|kind| kind.declared.0.as_ref());
        self.need(&list.template, |diagnostic| match declared {
            Some((file, span)) => diagnostic.at(file, *span, "the list of this kind needs it"),
            None => diagnostic,
        });
        self.known(&list.template)
            .unwrap_or_else(|| list.template.clone())
    }

    /// The template of the list of its entries' kind.
    fn of_hub_list(&mut self, list: &HubList) -> String {
        let of_kind = self.kinds.find(&list.kind);
        let declared = of_kind.and_then(|kind| self.known(&kind.list.as_ref()?.template));
        declared.unwrap_or_else(|| self.fixed(LIST, Some(list.hub)))
    }

    /// The document's template, else its kind's, else the one named like the kind, else `page.html`.
    fn of_page(&mut self, node: Node<'p>) -> String {
        let outline = node.outline();
        if let Some(template) = &outline.meta.template {
            if let Some(name) = self.known(template) {
                return name;
            }
            let diagnostic = self.missing(template).at(
                &outline.file,
                outline.spots.find(&Spot::Field(meta::TEMPLATE)),
                "no such template",
            );
            self.diagnostics.push(diagnostic);
        }
        let of_kind = match self.by_kind.get(outline.kind.as_str()) {
            Some(known) => known.clone(),
            None => {
                let of_kind = self
                    .kinds
                    .find(&outline.kind)
                    .and_then(|kind| self.of_kind(kind));
                self.by_kind.insert(&outline.kind, of_kind.clone());
                of_kind
            }
        };
        of_kind.unwrap_or_else(|| {
            self.need(PAGE, |diagnostic| diagnostic.in_file(&outline.file));
            PAGE.to_owned()
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
}

/// The template of what a theme has for each site; empty for what no template makes.
fn of_site(item: Item) -> &'static str {
    match item {
        Item::TagPage(..) => "tag.html",
        Item::NotFound(_) => "404.html",
        Item::DefaultHome(_) => DEFAULT_HOME,
        Item::SiteMap(_) => SITE_MAP_TEMPLATE,
        Item::Search(_) => SEARCH_TEMPLATE,
        _ => "",
    }
}
