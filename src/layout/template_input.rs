//! What the template of a page receives: its values, made before it runs. Templates see nothing else, and
//! `explain --view` shows the same.

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::Serialize;
use tera::{Context, Value as TeraValue};

use super::Planned;
use super::context::RenderContext;
use super::editions::edition_views;
use super::lang_attributes::with_lang_attributes;
use super::markup::without_controls;
use super::page_context::PageContext;
use super::template_choice::{DEFAULT_HOME, EDITION, SEARCH_TEMPLATE, SITE_MAP_TEMPLATE};
use super::theme::template_error;
use super::views::card::cards;
use super::views::default_home::{default_home, list_starts};
use super::views::list::{HubListView, ListView, TagPageView, lists, not_found, tags};
use super::views::page::PageView;
use super::views::paginator::{ListSlice, Paginator};
use super::views::search::{Search, search_page};
use super::views::single_page::single_page;
use super::views::site_map::{self, SiteMap};
use super::views::translation::languages;
use super::views::value::to_value;
use crate::base::{Diagnostic, FilePath, Reported, Url};
use crate::graph::{HubList, Item, ListId, NodeId, TagPage};

/// A page before it is rendered.
#[derive(Debug)]
pub struct TemplateInput {
    /// The name of its template: `report.html`.
    pub template: String,
    /// The language of the words in `text`.
    pub language: String,
    /// The values by name, `site` and `page` first; `text` is not among them.
    pub values: Vec<(&'static str, TeraValue)>,
    /// What the page is called in messages.
    pub(super) file: FilePath,
}

/// The values for one file of the plan; `None` for a file that no template makes.
pub fn template_input(planned: &Planned, page: &PageContext) -> Reported<Option<TemplateInput>> {
    let mut diagnostics = Vec::new();
    let context = page.render;
    let template = &planned.template;
    let value = match &planned.item {
        Item::Page(id) | Item::Fallback(id, _) => {
            Some(document(page, *id, template, &mut diagnostics))
        }
        Item::SinglePage(id) => Some(single(page, *id, template)),
        Item::List(id, number) => {
            let slice = ListNumber {
                list: *id,
                number: *number,
            };
            list(page, slice, template, &mut diagnostics)
        }
        Item::HubList(at, number) => hub_list(context, *at, *number, template),
        Item::TagIndex(index) => tag_index(context, *index),
        Item::TagPage(index, tag, number) => tag_page(context, *index, *tag, *number),
        other => of_site(context, *other),
    };
    Reported { value, diagnostics }
}

/// The values for a page that a site has once.
fn of_site(context: &RenderContext, item: Item) -> Option<TemplateInput> {
    match item {
        Item::NotFound(_) => Some(missing_page(context)),
        Item::DefaultHome(_) => Some(home_page(context, item)),
        Item::SiteMap(_) => map_of_site(context, item),
        Item::Search(_) => search(context, item),
        _ => None,
    }
}

/// Which page of which list.
#[derive(Clone, Copy)]
struct ListNumber {
    list: ListId,
    number: usize,
}

/// `site` and `page`.
fn values(context: &RenderContext, page: TeraValue) -> Vec<(&'static str, TeraValue)> {
    vec![("site", context.cache.site.value().clone()), ("page", page)]
}

impl TemplateInput {
    /// The page, as its template makes it. `None` if the template fails: half a page is never taken for a page.
    pub fn render(
        self,
        context: &RenderContext,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<String> {
        let theme = context.theme;
        let mut input = Context::new();
        input.insert_value("text", theme.words_of(&self.language).text.clone());
        for (name, value) in self.values {
            input.insert_value(name, value);
        }
        let file_of = |name: &str| theme.templates.get(name).cloned();
        // A panic of the template engine costs this page and not the others.
        let rendered = catch_unwind(AssertUnwindSafe(|| {
            theme.tera.render(&self.template, &input)
        }));
        match rendered {
            Ok(Ok(html)) => return Some(finished(html, &self.language)),
            Ok(Err(error)) if template_error::is_absent(&error) => {}
            Ok(Err(error)) => {
                diagnostics.push(template_error::of_rendering(&error, file_of, &self.file));
            }
            Err(_) => {
                diagnostics.push(template_error::of_panic(
                    file_of(&self.template).as_ref(),
                    &self.file,
                ));
            }
        }
        None
    }

    /// A page that belongs to no document; `file` is what it is called in messages.
    fn without_document<P: Serialize>(
        context: &RenderContext,
        template: &str,
        file: FilePath,
        page: &P,
    ) -> TemplateInput {
        TemplateInput {
            template: template.to_owned(),
            language: context.readers_language().to_owned(),
            values: values(context, to_value(page)),
            file,
        }
    }

    /// The same with one more value beside `page`.
    fn with<V: Serialize>(mut self, name: &'static str, value: &V) -> TemplateInput {
        self.values.push((name, to_value(value)));
        self
    }
}

/// A page as readers get it.
fn finished(html: String, language: &str) -> String {
    let html = with_lang_attributes(&html, language).unwrap_or(html);
    without_controls(html)
}

fn document(
    page: &PageContext,
    id: NodeId,
    template: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> TemplateInput {
    let mut view = PageView::new(page, id, diagnostics);
    view.facts.add_editions(edition_views(page, id));
    view.add_unnamed(page.render, page.render.node(id), template);
    TemplateInput {
        template: template.to_owned(),
        language: view.facts.language.to_owned(),
        values: values(page.render, to_value(&view)),
        file: page.render.node(id).outline().file.clone(),
    }
}

/// The values for the template of what belongs to an edition.
pub(super) fn edition_input(page: &PageContext, id: NodeId) -> TemplateInput {
    single(page, id, EDITION)
}

fn single(page: &PageContext, id: NodeId, template: &str) -> TemplateInput {
    let context = page.render;
    let node = context.node(id);
    TemplateInput {
        template: template.to_owned(),
        language: context.language(node).to_owned(),
        values: values(context, single_page(page, id)),
        file: node.outline().file.clone(),
    }
}

fn list(
    page: &PageContext,
    which: ListNumber,
    template: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<TemplateInput> {
    let context = page.render;
    let list = context.site.graph.lists().get(which.list.0 as usize)?;
    let slice = ListSlice {
        url: &list.url,
        entries: &list.entries,
        groups: &list.groups,
        per_page: list.per_page,
        number: which.number,
    };
    let mut view = ListView::new(page, list, which.number, diagnostics);
    view.page.facts.languages = languages(context, Item::List(which.list, which.number));
    let input = TemplateInput {
        template: template.to_owned(),
        language: view.page.facts.language.to_owned(),
        values: values(context, to_value(&view)),
        file: of_url("the list at", &list.url),
    };
    Some(input.with("paginator", &Paginator::new(context, slice)))
}

fn hub_list(
    context: &RenderContext,
    at: usize,
    number: usize,
    template: &str,
) -> Option<TemplateInput> {
    let list = context.site.graph.hub_lists().get(at)?;
    let slice = ListSlice {
        url: &list.url,
        entries: &list.entries,
        groups: &[],
        per_page: HubList::PER_PAGE,
        number,
    };
    let mut view = HubListView::new(context, list, number);
    view.page.facts.languages = languages(context, Item::HubList(at, number));
    let file = of_url("the list at", &list.url);
    let input = TemplateInput::without_document(context, template, file, &view);
    Some(input.with("paginator", &Paginator::new(context, slice)))
}

fn tag_index(context: &RenderContext, at: usize) -> Option<TemplateInput> {
    let index = context.site.graph.tags().get(at)?;
    let mut view = TagPageView::index(context, index);
    view.page.facts.languages = languages(context, Item::TagIndex(at));
    let file = of_url("the index at", &index.url);
    let input = TemplateInput::without_document(context, "tags.html", file, &view);
    Some(input.with("tags", &tags(context, index)))
}

fn tag_page(
    context: &RenderContext,
    at: usize,
    place: usize,
    number: usize,
) -> Option<TemplateInput> {
    let index = context.site.graph.tags().get(at)?;
    let tag = index.pages.get(place)?;
    let slice = ListSlice {
        url: &tag.url,
        entries: &tag.entries,
        groups: &[],
        per_page: TagPage::PER_PAGE,
        number,
    };
    let mut view = TagPageView::new(context, index, tag, number);
    view.page.facts.languages = languages(context, Item::TagPage(at, place, number));
    let file = of_url("the list at", &tag.url);
    let input = TemplateInput::without_document(context, "tag.html", file, &view);
    Some(input.with("paginator", &Paginator::new(context, slice)))
}

fn missing_page(context: &RenderContext) -> TemplateInput {
    let file = FilePath::new("the page for addresses that do not exist");
    let view = not_found(context);
    TemplateInput::without_document(context, "404.html", file, &view).with("lists", &lists(context))
}

fn home_page(context: &RenderContext, item: Item) -> TemplateInput {
    let file = FilePath::new("the home page that copublish makes");
    let pages = cards(
        context,
        &context.site.graph.pages_of_default_home(context.language),
    );
    let mut view = default_home(context);
    view.facts.languages = languages(context, item);
    TemplateInput::without_document(context, DEFAULT_HOME, file, &view)
        .with("pages", &pages)
        .with("lists", &list_starts(context))
}

fn map_of_site(context: &RenderContext, item: Item) -> Option<TemplateInput> {
    let mut view = site_map::site_map(context, context.site.graph.site_map(context.language)?);
    view.facts.languages = languages(context, item);
    let file = FilePath::new("the site map");
    let input = TemplateInput::without_document(context, SITE_MAP_TEMPLATE, file, &view);
    Some(input.with("site_map", &SiteMap::new(context)))
}

fn search(context: &RenderContext, item: Item) -> Option<TemplateInput> {
    let mut view = search_page(context, context.site.graph.search(context.language)?);
    view.facts.languages = languages(context, item);
    let file = FilePath::new("the search page");
    let input = TemplateInput::without_document(context, SEARCH_TEMPLATE, file, &view);
    Some(input.with("search", &Search::new(context)))
}

/// What a page that belongs to no document is called in messages.
fn of_url(what: &str, url: &Url) -> FilePath {
    FilePath::new(format!("{what} {url}"))
}
