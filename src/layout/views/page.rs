//! What the template of one document's page sees as `page`.

use serde::Serialize;
use tera::Value as TeraValue;

use super::access_issues::access_issues_view;
use super::card::{Card, card, card_value, cards};
use super::comment;
use super::deadline::deadlines_view;
use super::field::FieldViews;
use super::page_facts::{PageFacts, UnfinishedPage};
use super::timetable::timetable;
use super::unnamed::{UnnamedField, UnnamedList};
use super::value::{Entries, Html, empty_list, to_value};
use crate::base::foreign_words::marked;
use crate::base::{Diagnostic, site_layout};
use crate::config::{FieldType, Kind};
use crate::document::{FragmentId, Value};
use crate::graph::{Inverse, Node, NodeId};
use crate::layout::components::{Blocks, ShownBlocks, shows_page};
use crate::layout::context::RenderContext;
use crate::layout::page_context::PageContext;
use crate::layout::template_choice::PAGE;

/// `page`.
#[derive(Debug, Default, Serialize)]
pub struct PageView<'p> {
    #[serde(flatten)]
    pub facts: PageFacts<'p>,
    /// Fields and lists that its kind has, and those of its fields that hold Markdown.
    #[serde(flatten)]
    own: Entries,
    pub content: Html,
    /// True if an author has put the comments into the text.
    comments_placed: bool,
}

/// The card of a part that has no page of its own, with its text.
#[derive(Serialize)]
struct PartView {
    #[serde(flatten)]
    card: Card,
    content: Html,
}

/// The card of a document that names this one, with the group it does so in: a role, a term.
#[derive(Serialize)]
struct InverseView {
    #[serde(flatten)]
    card: Card,
    item: TeraValue,
}

impl<'p> PageView<'p> {
    /// Makes the view of a page. What goes wrong while its Markdown is filled in is added to `diagnostics`.
    pub fn new(
        page: &'p PageContext<'p>,
        id: NodeId,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> PageView<'p> {
        let Some(of_texts) = page.of_texts() else {
            return PageView::with_texts(page, id, diagnostics, None);
        };
        // What is wrong in the texts is reported where the page itself is made.
        let mut reported_there = Vec::new();
        let facts = PageFacts::new(&of_texts, id);
        let mut texts = PageTexts::new(&of_texts, id, &facts, &mut reported_there);
        texts.add_all();
        let view = PageView::with_texts(page, id, diagnostics, Some(Box::new(texts)));
        page.note(&of_texts.into_versions());
        view
    }

    /// The same with texts in another language than what is around them, if they are.
    fn with_texts(
        page: &'p PageContext<'p>,
        id: NodeId,
        diagnostics: &mut Vec<Diagnostic>,
        other: Option<Box<PageTexts>>,
    ) -> PageView<'p> {
        let facts = PageFacts::new(page, id);
        let mut texts = PageTexts::new(page, id, &facts, diagnostics);
        texts.other = other;
        texts.add_all();
        let content = texts.main_text(texts.node);
        let has_picture = texts.facts.image.as_ref().is_some_and(|it| !it.is_none());
        let content = match fetched_at_once(content.as_str()) {
            Some(html) if !has_picture => Html::new(&html),
            _ => content,
        };
        let comments_placed = texts.shown.comments.is_some();
        PageView {
            own: texts.own,
            facts,
            content,
            comments_placed,
        }
    }

    /// The text of a document alone, without its comments. What is wrong in it is reported where its page is made.
    pub fn text_alone(page: &PageContext, id: NodeId) -> Html {
        let node = page.render.node(id);
        let text = page.document(node).fragments.first();
        // A feed holds many texts, and few of them have a block that sees what else is on the page.
        let sees_page = text.is_some_and(|text| shows_page(page.render, text));
        let facts = if sees_page {
            PageFacts::new(page, id)
        } else {
            PageFacts::without_document(page.render.language(node))
        };
        let mut ignored = Vec::new();
        let mut texts = PageTexts::new(page, id, &facts, &mut ignored);
        texts.shown.leaves_comments_out = true;
        if sees_page {
            texts.add_parts();
            texts.add_related();
            texts.add_fields();
            texts.add_access_issues();
        }
        texts.main_text(node)
    }

    /// Adds what the template of the page does not name: fields of the kind, and lists of documents that name this one.
    /// A template for all kinds means documents by the names that some kind has for documents: whatever else a kind calls so
    /// is shown with its label.
    pub fn add_unnamed(&mut self, context: &RenderContext, node: Node, template: &str) {
        let kind = context.kind(node);
        let names = context.theme.names_in(template);
        let used = kind.used_by_plans(&|name| names.contains(name));
        let misnamed = misnamed(context, node, template);
        let is_shown = |name: &str| {
            let is_named = names.contains(name) && !misnamed.contains(&name);
            !is_named && !is_common(context, name) && !used.contains(&name)
        };
        let fields = self.unnamed_fields(context, kind, &is_shown);
        let lists = unnamed_lists(context, node, &is_shown);
        self.empty_lists(&misnamed);
        self.own.push("other_fields", to_value(&fields));
        self.own.push("other_lists", to_value(&lists));
    }

    fn empty_lists(&mut self, names: &[&str]) {
        for name in names {
            self.own.push((*name).to_owned(), empty_list());
        }
    }

    fn unnamed_fields(
        &self,
        context: &RenderContext,
        kind: &Kind,
        is_shown: &dyn Fn(&str) -> bool,
    ) -> Vec<UnnamedField> {
        let shown = kind.fields.iter().filter(|field| is_shown(&field.name));
        let view = |field| UnnamedField::new(context, field, self.own.get(&field.name)?);
        shown.filter_map(view).collect()
    }

    /// The view of a page that belongs to no document and has no text.
    pub fn without_text(facts: PageFacts<'p>) -> PageView<'p> {
        PageView {
            facts,
            ..PageView::default()
        }
    }
}

/// The fields that a template would take for documents: those of any kind in the template that all kinds may have, and in a
/// kind's own those that the site has added. A template of the site's own means what its kinds say.
fn misnamed<'c>(context: &'c RenderContext, node: Node, template: &str) -> Vec<&'c str> {
    if is_of_site(context, template) {
        return Vec::new();
    }
    let names = context.theme.names_in(template);
    let fields = context.fields_of(node);
    let is_meant = |name: &&str| {
        let field = fields.field(name);
        let is_added = field.is_some_and(|field| field.declared.is_of_site());
        names.contains(*name) && (template == PAGE || is_added)
    };
    let called = fields.called_like_documents.iter().copied();
    called.filter(is_meant).collect()
}

fn is_of_site(context: &RenderContext, template: &str) -> bool {
    let file = context.theme.templates.get(template);
    file.is_some_and(|file| site_layout::below(site_layout::TEMPLATES, file.as_str()).is_some())
}

/// True for a field that every document has.
fn is_common(context: &RenderContext, name: &str) -> bool {
    let mut common = context.site.kinds.common.iter();
    common.any(|field| field.name.as_str() == name)
}

/// What a page shows of its texts, in the order in which blocks on it are counted.
struct PageTexts<'t> {
    page: &'t PageContext<'t>,
    node: Node<'t>,
    facts: &'t PageFacts<'t>,
    own: Entries,
    /// What its blocks have shown so far.
    shown: ShownBlocks,
    diagnostics: &'t mut Vec<Diagnostic>,
    /// The same in the language of the document, if that is another one than that of the page.
    other: Option<Box<PageTexts<'t>>>,
}

impl<'t> PageTexts<'t> {
    fn new(
        page: &'t PageContext<'t>,
        id: NodeId,
        facts: &'t PageFacts<'t>,
        diagnostics: &'t mut Vec<Diagnostic>,
    ) -> PageTexts<'t> {
        PageTexts {
            page,
            node: page.render.node(id),
            facts,
            own: Entries::default(),
            shown: ShownBlocks::default(),
            diagnostics,
            other: None,
        }
    }

    fn add_all(&mut self) {
        self.add_parts();
        self.add_related();
        self.add_fields();
        self.add_plans();
        self.add_access_issues();
    }

    /// The lists of its parts, and every list that others may fill, if only empty.
    fn add_parts(&mut self) {
        let (context, node) = (self.page.render, self.node);
        for name in &context.fields_of(node).lists {
            self.own.push(name.clone(), empty_list());
        }
        for (name, parts) in node.parts() {
            let list = match node.threads().get(name) {
                Some(comments) => {
                    let mut fill = |part: Node| self.fragment(part, FragmentId(0));
                    to_value(&comment::threads(context, node, comments, &mut fill))
                }
                None => self.parts(parts),
            };
            self.own.push(name.clone(), list);
        }
    }

    /// The lists of documents that name it or are collected.
    fn add_related(&mut self) {
        let (context, node) = (self.page.render, self.node);
        for name in node.inverses().keys() {
            let cards = named_by(context, node, name);
            self.own.push(name.clone(), cards);
        }
        for (name, members) in node.collections() {
            let cards = cards(context, &context.all_seen_from(node, members));
            self.own.push(name.clone(), to_value(&cards));
        }
    }

    fn parts(&mut self, parts: &[NodeId]) -> TeraValue {
        let parts = self.page.render.all_seen_from(self.node, parts).into_iter();
        let views: Vec<TeraValue> = parts.map(|part| self.part(part)).collect();
        views.into()
    }

    /// A part's card; one without a page of its own brings its text along.
    fn part(&mut self, id: NodeId) -> TeraValue {
        let context = self.page.render;
        let (card, part) = (card(context, id), context.node(id));
        if part.url().is_some() {
            return card.into_value();
        }
        to_value(&PartView {
            card,
            content: self.main_text(part),
        })
    }

    /// The fields of its kind, and of the common ones that which holds Markdown.
    fn add_fields(&mut self) {
        let kind = self.page.render.fields_of(self.node);
        for (name, field) in &kind.own {
            let value = self.fields(|fields| fields.field(field));
            self.own.push(name.clone(), value);
        }
        if let (Some(groups), Some(declared)) = (
            self.node.outline().fields.get("groups"),
            kind.field("groups"),
        ) {
            let value = self.fields(|fields| fields.value(groups, &declared.ty));
            self.own.push("groups", value);
        }
    }

    /// What is due of it, its colour, and what it plans.
    fn add_plans(&mut self) {
        let (context, node) = (self.page.render, self.node);
        if let Some(deadlines) = deadlines_view(context, node) {
            self.own.push("deadlines", to_value(&deadlines));
        }
        if let Some(is_over) = is_over(context, node) {
            self.own.push("is_over", to_value(&is_over));
        }
        if let Some(strand) = context.cache.strands.get(&node.id()) {
            self.own.push("strand", to_value(strand));
        }
        if let Some(timetable) = timetable(context, node, &self.own) {
            self.own.push("timetable", to_value(&timetable));
        }
    }

    /// What some readers cannot use, on the page of an accessibility statement.
    fn add_access_issues(&mut self) {
        if let Some(issues) = access_issues_view(self.page.render, self.node) {
            self.own.push("access_issues", to_value(&issues));
        }
    }

    /// Makes a view of a field, with the HTML of Markdown in it.
    fn fields(&mut self, make: impl FnOnce(&mut FieldViews) -> TeraValue) -> TeraValue {
        let (context, node) = (self.page.render, self.node);
        let mut markdown = |id: FragmentId| self.fragment(node, id).into_value();
        make(&mut FieldViews {
            context,
            node,
            language: None,
            related: card_value,
            markdown: Some(&mut markdown),
        })
    }

    /// The text of a document, with the abbreviations of the site's glossary explained.
    fn main_text(&mut self, node: Node) -> Html {
        if let Some(other) = &mut self.other {
            let html = other.main_text(node);
            return self.in_own_language(node, &html);
        }
        let html = self.fragment(node, FragmentId(0));
        match self.page.render.explained(html.as_str()) {
            Some(explained) => Html::new(&explained),
            None => html,
        }
    }

    /// A text that was made in the language of its document, on a page in another one.
    fn in_own_language(&self, node: Node, html: &Html) -> Html {
        let language = self.page.render.language(node);
        Html::new(&marked(html.as_str(), language))
    }

    /// A text of the page, with the theme's blocks in it.
    fn fragment(&mut self, node: Node, id: FragmentId) -> Html {
        if let Some(other) = &mut self.other {
            let html = other.fragment(node, id);
            return self.in_own_language(node, &html);
        }
        let document = self.page.document(node);
        let Some(fragment) = document.fragments.get(usize::from(id.0)) else {
            return Html::default();
        };
        let file = &node.outline().file;
        let slots = self.page.render.slots(node);
        let html = crate::html::render(file, fragment, slots).into_value(self.diagnostics);
        let mut blocks = Blocks {
            context: self.page.render,
            node,
            page: UnfinishedPage {
                facts: self.facts,
                own: &self.own,
            },
            shown: &mut self.shown,
            diagnostics: self.diagnostics,
        };
        Html::new(&blocks.fill(html))
    }
}

/// Whether what the document tells of is over, for kinds that look at the time: the moment that sorts it into past and to come
/// in the list of its kind. Nothing if the document does not say when.
fn is_over(context: &RenderContext, node: Node) -> Option<bool> {
    let list = context.kind(node).list.as_ref()?;
    let moment = node.outline().fields.first_moment(&list.upcoming)?;
    Some(moment.over() <= context.site.now)
}

/// What writers of texts and themes put into the tag of a picture that can wait.
const WAITING: &str = " loading=\"lazy\"";
/// What the first has in its place.
const AT_ONCE: &str = " fetchpriority=\"high\"";

/// The HTML with its first picture fetched at once, since it is on the first screen or soon after; nothing if there is none that could wait.
fn fetched_at_once(html: &str) -> Option<String> {
    let start = html.find("<img ")?;
    let tag = &html[start..start + html[start..].find('>')?];
    let at = start + tag.find(WAITING)?;
    let (before, after) = (&html[..at], &html[at + WAITING.len()..]);
    Some([before, AT_ONCE, after].concat())
}

fn unnamed_lists(
    context: &RenderContext,
    node: Node,
    is_shown: &dyn Fn(&str) -> bool,
) -> Vec<UnnamedList> {
    let kind = context.kind(node);
    // A field of that name leaves a list no other place.
    let is_hidden = |name: &str| kind.field(name).is_some();
    let names = node.inverses().keys();
    let unnamed = names.filter(|name| is_shown(name) || is_hidden(name));
    let lists = unnamed.map(|name| UnnamedList::new(context, name, &named_by(context, node, name)));
    lists.collect()
}

/// The cards of the documents that name another one, by the inverse's name.
fn named_by(context: &RenderContext, node: Node, name: &str) -> TeraValue {
    let inverses = node.inverses().get(name).into_iter().flatten();
    let cards: Vec<TeraValue> = inverses
        .map(|inverse| naming_card(context, node, *inverse))
        .collect();
    cards.into()
}

/// The card of a document that names another one.
fn naming_card(context: &RenderContext, node: Node, inverse: Inverse) -> TeraValue {
    let card = card(context, context.seen_from(node, inverse.from));
    match naming_item(context, inverse) {
        Some(item) => to_value(&InverseView { card, item }),
        None => card.into_value(),
    }
}

/// The group in which it names the other one.
fn naming_item(context: &RenderContext, inverse: Inverse) -> Option<TeraValue> {
    let other = context.node(inverse.from);
    let outline = other.outline();
    let reference = outline.references.get(inverse.reference as usize)?;
    let field = &reference.field;
    let name = field.split('.').next().unwrap_or(field);
    let declared = context.fields_of(other).field(name)?;
    let (Value::List(items), FieldType::List(ty)) = (outline.fields.get(name)?, &declared.ty)
    else {
        return None;
    };
    let item = items.get(reference.item? as usize)?;
    let fields = FieldViews {
        context,
        node: other,
        language: None,
        related: card_value,
        markdown: None,
    };
    let mut fields = fields.within(name);
    Some(fields.value(item, ty))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_picture_is_fetched_at_once() {
        let lazy = "<img src=\"a.png\" alt=\"a\" loading=\"lazy\">";
        let high = "<img src=\"a.png\" alt=\"a\" fetchpriority=\"high\">";
        let text = format!("<p>a loading=\"lazy\"</p>{lazy}{lazy}");
        let expected = format!("<p>a loading=\"lazy\"</p>{high}{lazy}");
        assert_eq!(fetched_at_once(&text), Some(expected));
        assert_eq!(fetched_at_once(&format!("<img src=\"b.png\">{lazy}")), None);
        assert_eq!(fetched_at_once("<p>none</p>"), None);
    }
}
