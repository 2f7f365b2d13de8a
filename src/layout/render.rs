//! One planned file into its bytes.

use tera::{Context, Map, Value as View};

use super::feed::Feed;
use super::listing_view::{self, Slice};
use super::plan::WHOLE;
use super::view::Views;
use super::{FeedFormat, Item, calendar, page_view, redirect, robots, sitemap, template_error, whole_view};
use crate::base::{Address, Diagnostic, FilePath, Reported};
use crate::graph::{Listing, TagPage};

/// A file's content.
pub enum Made {
    /// Its bytes.
    Bytes(Vec<u8>),
    /// The same as a file of the site.
    CopyOf(FilePath),
}

/// Makes one file of the plan.
pub fn render(item: &Item, views: &Views) -> Reported<Made> {
    let mut diagnostics = Vec::new();
    let made = match item {
        Item::Page(id, template) => {
            let page = page_view::page(views, *id, &mut diagnostics);
            let file = &views.graph.node(*id).outline().file;
            Page { views, template, file }.render(page, &[], &mut diagnostics)
        }
        Item::Whole(id) => {
            let file = &views.graph.node(*id).outline().file;
            Page { views, template: WHOLE, file }.render(whole_view::page(views, *id), &[], &mut diagnostics)
        }
        Item::List(id, number, template) => match views.graph.lists.get(id.0 as usize) {
            Some(list) => list_page(views, list, (*number, template), &mut diagnostics),
            None => String::new(),
        },
        Item::TagIndex(index) => tag_index(views, *index, &mut diagnostics),
        Item::TagPage(index, word, number) => tag_page(views, (*index, *word), *number, &mut diagnostics),
        Item::NotFound => {
            let lists = [("lists", listing_view::lists(views))];
            let file = FilePath::new("the page for addresses that do not exist");
            Page { views, template: "404.html", file: &file }.render(
                listing_view::not_found(views),
                &lists,
                &mut diagnostics,
            )
        }
        Item::Feed(subject, FeedFormat::Atom) => Feed::new(views, *subject).atom(),
        Item::Feed(subject, FeedFormat::Json) => Feed::new(views, *subject).json(),
        Item::Event(id) => calendar::of_document(views, *id),
        Item::Calendar(id) => calendar::of_list(views, *id),
        Item::Sitemap => sitemap::whole(views),
        Item::SitemapPart(part) => sitemap::part(views, *part),
        Item::Robots => robots::text(views),
        Item::Redirect(alias) => redirect::page(views, *alias),
        Item::Redirects => redirect::table(views),
        Item::ThemeAsset(asset) => {
            let bytes = views.theme.assets.get(*asset).map(|(_, bytes)| bytes.clone()).unwrap_or_default();
            return Reported::clean(Made::Bytes(bytes));
        }
        Item::ContentAsset(asset) => match views.graph.assets.get(asset.0 as usize) {
            Some((asset, _)) => return Reported::clean(Made::CopyOf(asset.file.clone())),
            None => String::new(),
        },
    };
    Reported { value: Made::Bytes(made.into_bytes()), diagnostics }
}

/// A page to render: with which template, and what it is for messages.
struct Page<'p> {
    views: &'p Views<'p>,
    template: &'p str,
    file: &'p FilePath,
}

impl Page<'_> {
    fn render(&self, page: Map, more: &[(&'static str, View)], diagnostics: &mut Vec<Diagnostic>) -> String {
        let views = self.views;
        let mut context = Context::new();
        let language = page
            .get(&tera::value::Key::Str("language"))
            .and_then(View::as_str)
            .unwrap_or(&views.site.language);
        let text = views.text_of(language);
        context.insert_value("site", views.site_view.clone());
        context.insert_value("text", text);
        context.insert_value("page", View::from(page));
        for (key, value) in more {
            context.insert_value(*key, value.clone());
        }
        match views.theme.tera.render(self.template, &context) {
            Ok(html) => html,
            Err(error) if template_error::is_absent(&error) => String::new(),
            Err(error) => {
                let file_of = |name: &str| views.theme.templates.get(name).cloned();
                diagnostics.push(template_error::of_rendering(&error, file_of, self.file));
                String::new()
            }
        }
    }
}

fn list_page(
    views: &Views,
    list: &Listing,
    (number, template): (usize, &str),
    diagnostics: &mut Vec<Diagnostic>,
) -> String {
    let slice = Slice {
        address: &list.address,
        entries: &list.entries,
        groups: &list.groups,
        per_page: list.per_page,
        number,
    };
    let page = listing_view::list(views, list, number, diagnostics);
    let paginator = [("paginator", listing_view::paginator(views, slice))];
    let file = of_address("the list at", &list.address);
    Page { views, template, file: &file }.render(page, &paginator, diagnostics)
}

fn tag_index(views: &Views, index: usize, diagnostics: &mut Vec<Diagnostic>) -> String {
    let Some(index) = views.graph.tags.get(index) else { return String::new() };
    let tags = [("tags", listing_view::tags(views, index))];
    let file = of_address("the index at", &index.address);
    Page { views, template: "tags.html", file: &file }.render(
        listing_view::tag_index(views, index),
        &tags,
        diagnostics,
    )
}

fn tag_page(
    views: &Views,
    (index, word): (usize, usize),
    number: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> String {
    let Some(index) = views.graph.tags.get(index) else { return String::new() };
    let Some(tag) = index.pages.get(word) else { return String::new() };
    let slice = Slice {
        address: &tag.address,
        entries: &tag.entries,
        groups: &[],
        per_page: TagPage::PER_PAGE,
        number,
    };
    let paginator = [("paginator", listing_view::paginator(views, slice))];
    let file = of_address("the list at", &tag.address);
    let page = listing_view::tag(views, index, tag, number);
    Page { views, template: "tag.html", file: &file }.render(page, &paginator, diagnostics)
}

/// What a page that is no document is called in messages.
fn of_address(what: &str, address: &Address) -> FilePath {
    FilePath::new(format!("{what} {address}"))
}
