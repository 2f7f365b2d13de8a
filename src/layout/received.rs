//! What the template of a page receives: its values, made before it runs. Templates see nothing else, and
//! `explain --view` shows the same.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tera::{Context, Value as View};

use super::listing_view::{self, Slice};
use super::markup::without_controls;
use super::plan::WHOLE;
use super::prose::Views;
use super::record::Record;
use super::{Item, page_view, template_error, whole_view};
use crate::base::{Diagnostic, FilePath, Reported, Url};
use crate::graph::{Listing, TagPage};

/// A page before it is rendered.
#[derive(Debug)]
pub struct Received {
    /// The name of its template: `report.html`.
    pub template: String,
    /// The language of the words in `text`.
    pub language: String,
    /// The values by name, `site` and `page` first; `text` is not among them.
    pub values: Vec<(&'static str, View)>,
    /// What the page is for messages.
    pub(super) file: FilePath,
}

/// The values for one file of the plan; `None` for a file that no template makes.
pub fn received(item: &Item, views: &Views) -> Reported<Option<Received>> {
    let mut diagnostics = Vec::new();
    let value = match item {
        Item::Page(id, template) => {
            let page = page_view::page(views, *id, &mut diagnostics);
            let file = views.graph.node(*id).outline().file.clone();
            Some(Received::new(views, (template, file), page, None))
        }
        Item::Whole(id) => {
            let file = views.graph.node(*id).outline().file.clone();
            Some(Received::new(
                views,
                (WHOLE, file),
                whole_view::page(views, *id),
                None,
            ))
        }
        Item::List(id, number, template) => {
            let list = views.graph.lists().get(id.0 as usize);
            list.map(|list| list_page(views, list, (*number, template), &mut diagnostics))
        }
        Item::TagIndex(index) => tag_index(views, *index),
        Item::TagPage(index, word, number) => tag_page(views, (*index, *word), *number),
        Item::NotFound => {
            let file = FilePath::new("the page for addresses that do not exist");
            let lists = Some(("lists", listing_view::lists(views)));
            Some(Received::new(
                views,
                ("404.html", file),
                listing_view::not_found(views),
                lists,
            ))
        }
        _ => None,
    };
    Reported { value, diagnostics }
}

impl Received {
    fn new(
        views: &Views,
        (template, file): (&str, FilePath),
        page: Record,
        more: Option<(&'static str, View)>,
    ) -> Received {
        let language = page.get("language").and_then(View::as_str);
        let language = language.unwrap_or(&views.site.language).to_owned();
        let mut values = vec![
            ("site", views.site_view.clone()),
            ("page", View::from(page)),
        ];
        values.extend(more);
        Received {
            template: template.to_owned(),
            language,
            values,
            file,
        }
    }

    /// The page, as its template makes it. `None` if the template fails: half a page is never taken for a page.
    pub fn render(self, views: &Views, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
        let mut context = Context::new();
        context.insert_value("text", views.text_of(&self.language));
        for (name, value) in self.values {
            context.insert_value(name, value);
        }
        let file_of = |name: &str| views.theme.templates.get(name).cloned();
        // A panic of the template engine costs this page and not the others.
        let rendered = catch_unwind(AssertUnwindSafe(|| {
            views.theme.tera.render(&self.template, &context)
        }));
        match rendered {
            Ok(Ok(html)) => return Some(without_controls(html)),
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
}

fn list_page(
    views: &Views,
    list: &Listing,
    (number, template): (usize, &str),
    diagnostics: &mut Vec<Diagnostic>,
) -> Received {
    let slice = Slice {
        url: &list.url,
        entries: &list.entries,
        groups: &list.groups,
        per_page: list.per_page,
        number,
    };
    let page = listing_view::list(views, list, number, diagnostics);
    let paginator = Some(("paginator", listing_view::paginator(views, slice)));
    Received::new(
        views,
        (template, of_url("the list at", &list.url)),
        page,
        paginator,
    )
}

fn tag_index(views: &Views, index: usize) -> Option<Received> {
    let index = views.graph.tags().get(index)?;
    let tags = Some(("tags", listing_view::tags(views, index)));
    let file = of_url("the index at", &index.url);
    Some(Received::new(
        views,
        ("tags.html", file),
        listing_view::tag_index(views, index),
        tags,
    ))
}

fn tag_page(views: &Views, (index, word): (usize, usize), number: usize) -> Option<Received> {
    let index = views.graph.tags().get(index)?;
    let tag = index.pages.get(word)?;
    let slice = Slice {
        url: &tag.url,
        entries: &tag.entries,
        groups: &[],
        per_page: TagPage::PER_PAGE,
        number,
    };
    let paginator = Some(("paginator", listing_view::paginator(views, slice)));
    let page = listing_view::tag(views, index, tag, number);
    Some(Received::new(
        views,
        ("tag.html", of_url("the list at", &tag.url)),
        page,
        paginator,
    ))
}

/// What a page that is no document is called in messages.
fn of_url(what: &str, url: &Url) -> FilePath {
    FilePath::new(format!("{what} {url}"))
}
