//! A document with all its parts as one file: its HTML by the theme's `edition.html`, which is handed to who makes the file.

use std::sync::Arc;

use tera::Value as TeraValue;

use super::authors::author_names;
use super::edition_memo::{DocumentEditions, MadeEdition};
use super::page_context::PageContext;
use super::template_input::edition_input;
use super::views::edition::{edition_view, makeable};
use crate::base::english::ticked_and;
use crate::base::{Code, Diagnostic, Moment, Reported};
use crate::config::Edition;
use crate::edition::{
    EditionError, EditionSize, EditionText, FinishedEdition, MakeMoment, PageSource, Publication,
};
use crate::graph::{EditionFile, Node, NodeId};

/// An edition as pages and feeds name it.
pub(super) struct ListedEdition<'n> {
    pub file: &'n EditionFile,
    /// `None` where it is made only when a reader wants it.
    pub size: Option<EditionSize>,
}

/// The editions of a document that can be made, in order. Why one cannot is reported where its file is made.
pub(super) fn listed_editions<'n>(
    page: &PageContext<'n>,
    node: Node<'n>,
) -> Vec<ListedEdition<'n>> {
    let editions = makeable(page.render, node);
    if editions.is_empty() {
        return Vec::new();
    }
    let sizes: Vec<Option<EditionSize>> = match page.render.site.editions.moment() {
        MakeMoment::WhenAsked => return editions.into_iter().map(ListedEdition::unmade).collect(),
        MakeMoment::WithPage => read_made(page, node, |made| {
            let editions = editions.iter();
            editions.map(|file| made.size_of(file.edition)).collect()
        }),
    };
    let made = editions.into_iter().zip(sizes);
    made.filter(|(_, size)| size.is_some())
        .map(|(file, size)| ListedEdition { file, size })
        .collect()
}

impl<'n> ListedEdition<'n> {
    fn unmade(file: &'n EditionFile) -> ListedEdition<'n> {
        ListedEdition { file, size: None }
    }
}

/// What templates see of the editions of a document.
pub(super) fn edition_views(page: &PageContext, id: NodeId) -> Vec<TeraValue> {
    let context = page.render;
    let node = context.node(id);
    let listed = listed_editions(page, node).into_iter();
    let views = listed.map(|listed| edition_view(context, node, listed.file, listed.size));
    views.collect()
}

/// Makes an edition of a document; `None` if it cannot be made here, or if that was reported.
pub(super) fn edition(
    page: &PageContext,
    id: NodeId,
    edition: Edition,
) -> Reported<Option<Arc<FinishedEdition>>> {
    let node = page.render.node(id);
    let is_first = is_first(page, node, edition);
    let take = |made: &mut DocumentEditions| Reported {
        diagnostics: match made.found.as_slice() {
            [] => problems_of(made, edition, node),
            // What is wrong with their text is wrong with all of them.
            found if is_first => found.to_vec(),
            _ => Vec::new(),
        },
        value: made.take(edition),
    };
    if page.render.site.editions.moment() == MakeMoment::WhenAsked {
        let mut made = make(page, node, &[edition]);
        page.note(&made.texts);
        return take(&mut made);
    }
    let (mut taken, size) = read_made(page, node, |made| (take(made), made.size_of(edition)));
    if taken.value.is_none() && size.is_some() {
        // There was no room for it.
        taken.value = make(page, node, &[edition]).take(edition);
    }
    taken
}

/// What is wrong with the editions of a document as far as it is known without making them. It is told with the first.
pub fn examine_editions(page: &PageContext, id: NodeId, edition: Edition) -> Vec<Diagnostic> {
    let node = page.render.node(id);
    if !is_first(page, node, edition) {
        return Vec::new();
    }
    let mut made = DocumentEditions::default();
    let _ = text(page, node, &mut made.found);
    made.found
}

/// True for the first of the editions of a document that can be made here.
fn is_first(page: &PageContext, node: Node, edition: Edition) -> bool {
    let first = makeable(page.render, node).first().map(|file| file.edition);
    first == Some(edition)
}

/// Reads what became of all editions of a document, which are made at once.
fn read_made<T>(
    page: &PageContext,
    node: Node,
    read: impl FnOnce(&mut DocumentEditions) -> T,
) -> T {
    let make_all = || {
        let wanted = makeable(page.render, node)
            .into_iter()
            .map(|file| file.edition);
        make(page, node, &wanted.collect::<Vec<_>>())
    };
    let memo = &page.render.cache.editions;
    memo.read(node.id(), page.edits(), make_all, |made| {
        page.note(&made.texts);
        read(made)
    })
}

fn make(page: &PageContext, node: Node, wanted: &[Edition]) -> DocumentEditions {
    // What an edition is made of is noted apart: the page may have asked for more.
    let apart = PageContext::new(page.render, page.edits());
    let mut made = DocumentEditions::default();
    if let Some(text) = text(&apart, node, &mut made.found) {
        let outcomes = page.render.site.editions.make(wanted, &text);
        let files = wanted.iter().zip(outcomes);
        made.files = files
            .map(|(edition, outcome)| MadeEdition::new(*edition, outcome))
            .collect();
    }
    made.texts = apart.into_versions();
    made
}

/// What the editions of a document are made of; `None` if the template fails.
fn text(page: &PageContext, node: Node, found: &mut Vec<Diagnostic>) -> Option<EditionText> {
    let html = edition_input(page, node.id()).render(page.render, found)?;
    let own = &node.outline().file;
    let mut sources = vec![own.clone()];
    sources.extend(page.files_read().into_iter().filter(|file| file != own));
    Some(EditionText {
        html,
        publication: publication(page, node),
        sources,
        page_source: page_source(page, node),
    })
}

/// The edition whose pages the e-book of a document tells: its PDF, or that in large print where it has no other.
fn page_source(page: &PageContext, node: Node) -> Option<PageSource> {
    let context = page.render;
    let files = makeable(context, node);
    let of = |edition| files.iter().find(|file| file.edition == edition);
    let file = of(Edition::Pdf).or_else(|| of(Edition::LargePrint))?;
    let settings = context.site.settings;
    let url = settings.permalink(&file.url.href(settings.base_path()));
    let title = format!("{} ({})", node.outline().words.title, file.edition.format());
    Some(PageSource {
        edition: file.edition,
        name: if url.is_empty() { title } else { url },
    })
}

/// What is told where an edition is made: each cause once, with the first edition that it costs.
fn problems_of(made: &DocumentEditions, edition: Edition, node: Node) -> Vec<Diagnostic> {
    let Some(own) = made.find(edition) else {
        return Vec::new();
    };
    let told = own.errors().filter_map(|error| {
        let same = made.files.iter();
        let same = same.filter(|it| it.errors().any(|other| other == error));
        let same: Vec<&MadeEdition> = same.collect();
        let is_first = same.first().map(|it| it.edition) == Some(edition);
        is_first.then(|| problem(node, &same, error))?
    });
    told.collect()
}

/// What is wrong with some editions; `None` if it follows from what was told.
fn problem(node: Node, editions: &[&MadeEdition], error: &EditionError) -> Option<Diagnostic> {
    let severity = error.severity?;
    let words: Vec<&str> = editions.iter().map(|made| made.edition.word()).collect();
    let noun = if words.len() == 1 {
        "edition"
    } else {
        "editions"
    };
    let which = format!("the {} {noun} of this page", ticked_and(&words));
    let message = match editions.iter().all(|made| made.size.is_err()) {
        true => format!("{which} cannot be made: {}", error.message),
        false => format!("in {which}, {}", error.message),
    };
    let mut found = Diagnostic::new(Code::FailedEdition, message);
    for (file, span) in &error.places {
        found = found.at(file, *span, "");
    }
    if error.places.is_empty() {
        found = found.in_file(&node.outline().file);
    }
    found.severity = severity;
    Some(found.help(error.help.as_str()))
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
        publisher: context.site_title().to_owned(),
        published: outline.meta.date.as_ref().map(Moment::day),
        changed: outline.meta.updated.as_ref().map(Moment::day),
        url: settings.permalink(&path),
        hosts: settings.hosts.clone(),
        path,
        contents: context.words(node).get("contents").to_owned(),
        abbreviations: context.words(node).get("abbreviations").to_owned(),
        brand: brand(page),
    }
}

/// The colour of the site's brand, which is its own or its theme's; nothing for a theme that says none.
fn brand(page: &PageContext) -> String {
    let marks = page.render.theme.fixed_marks.as_ref();
    marks.map_or_else(String::new, |marks| marks.brand.to_string())
}
