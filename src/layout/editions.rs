//! A document with all its parts as one file: its HTML by the theme's `edition.html`, which is handed to who makes the file.

use std::sync::Arc;

use serde::Serialize;
use tera::Value as TeraValue;

use super::authors::author_names;
use super::page_context::PageContext;
use super::template_input::edition_input;
use super::views::file::LinkView;
use super::views::value::to_value;
use crate::base::{Code, Diagnostic, Moment, Reported};
use crate::config::Edition;
use crate::edition::{EditionError, EditionText, FinishedEdition, Publication};
use crate::graph::{Node, NodeId};

/// An edition as templates see it: the same as a file that an author attached.
#[derive(Serialize)]
struct EditionView<'e> {
    file: LinkView<'e>,
    title: &'e str,
    format: &'static str,
    language: &'e str,
    reference: Option<()>,
    accessible: bool,
}

/// The editions of a document that can be made, in order. Why one cannot is reported where its file is made.
pub(super) fn edition_views(page: &PageContext, id: NodeId) -> Vec<TeraValue> {
    let context = page.render;
    let node = context.node(id);
    let made = node.editions().iter().filter_map(|file| {
        let finished = edition(page, id, file.edition).value?;
        let url = file.url.href(context.site.settings.base_path());
        Some(to_value(&EditionView {
            file: LinkView::to_edition(context, node, &url, &finished),
            title: &node.outline().words.title,
            format: file.edition.format(),
            language: context.language(node),
            reference: None,
            accessible: true,
        }))
    });
    made.collect()
}

/// Makes an edition of a document; `None` if it cannot be made here, or if that was reported.
pub(super) fn edition(
    page: &PageContext,
    id: NodeId,
    edition: Edition,
) -> Reported<Option<Arc<FinishedEdition>>> {
    let maker = page.render.site.editions;
    if !maker.can_make(edition) {
        return Reported::clean(None);
    }
    let mut diagnostics = Vec::new();
    let html = edition_input(page, id).render(page.render, &mut diagnostics);
    let node = page.render.node(id);
    let made = html.map(|html| {
        let publication = publication(page, node);
        maker.make(edition, &EditionText { html, publication })
    });
    let value = match made {
        Some(Ok(file)) => Some(file),
        Some(Err(error)) => {
            diagnostics.push(not_made(node, edition, error));
            None
        }
        None => None,
    };
    Reported { value, diagnostics }
}

fn not_made(node: Node, edition: Edition, error: EditionError) -> Diagnostic {
    let message = format!(
        "the `{}` edition of this page cannot be made: {}",
        edition.word(),
        error.message
    );
    let found = Diagnostic::new(Code::FailedEdition, message);
    found.in_file(&node.outline().file).help(error.help)
}

/// What the file says of itself.
fn publication(page: &PageContext, node: Node) -> Publication {
    let context = page.render;
    let (outline, settings) = (node.outline(), context.site.settings);
    let path = context.href(node);
    Publication {
        title: outline.words.title.clone(),
        summary: outline.words.summary.clone(),
        language: context.language(node).to_owned(),
        authors: author_names(context, node),
        publisher: settings.title.clone(),
        published: outline.meta.date.as_ref().map(Moment::day),
        changed: outline.meta.updated.as_ref().map(Moment::day),
        url: settings.permalink(&path),
        origin: settings.origin().to_owned(),
        path,
        contents: context.words(node).get("contents").to_owned(),
        brand: brand(page),
    }
}

/// The colour of the site's own, if it has chosen one.
fn brand(page: &PageContext) -> String {
    let chosen = page.render.site.settings.look.colours.iter();
    let mut brand = chosen.filter(|colour| colour.role == "brand");
    let light = brand.next().and_then(|colour| colour.light);
    light.map_or_else(String::new, |placed| placed.colour.to_string())
}
