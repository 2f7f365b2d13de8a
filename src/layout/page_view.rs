//! What the template of one document's page sees as `page`.

use tera::Value as View;
use tera::value::Key;

use super::comment_view;
use super::component::{Blocks, Shown};
use super::language;
use super::prose::Views;
use super::record::Record;
use super::view::{absent, holds_markdown, insert_calendar, insert_feed};
use crate::base::Diagnostic;
use crate::config::FieldType;
use crate::document::{Filling, Fragment, FragmentId, Heading, Outline, Value};
use crate::graph::{Inverse, Node, NodeId};

/// Common fields that every page view holds besides the computed keys.
const COMMON: [&str; 9] = [
    "updated",
    "page_author",
    "status",
    "reason",
    "successor",
    "image",
    "attachments",
    "changes",
    "groups",
];

/// Makes the view of a page. What goes wrong while its Markdown is filled in is added to `diagnostics`.
pub(super) fn page(views: &Views, id: NodeId, diagnostics: &mut Vec<Diagnostic>) -> Record {
    let node = views.graph.node(id);
    let map = Record::with_capacity(72);
    let mut page = PageView {
        views,
        node,
        map,
        shown: Shown::default(),
        diagnostics,
    };
    page.identity();
    page.context(id);
    page.surroundings(id);
    page.fields();
    page.content();
    page.map
}

struct PageView<'p> {
    views: &'p Views<'p>,
    node: Node<'p>,
    map: Record,
    /// What its blocks have shown so far.
    shown: Shown,
    diagnostics: &'p mut Vec<Diagnostic>,
}

impl PageView<'_> {
    fn set(&mut self, name: impl Into<Key<'static>>, view: View) {
        self.map.set(name, view);
    }

    /// What a page is, wherever it stands.
    fn identity(&mut self) {
        let (views, node) = (self.views, self.node);
        let (outline, kind, site) = (node.outline(), views.kind(node), views.site);
        let url = views.href(node);
        self.set("kind", kind.name.as_str().into());
        self.set("kind_label", kind.label.as_str().into());
        self.set("kind_plural", kind.plural.as_str().into());
        self.set("id", outline.id.as_str().into());
        self.set("title", outline.title.as_str().into());
        self.set("summary", outline.summary.as_str().into());
        self.set("has_summary", outline.has_summary.into());
        insert_feed(&mut self.map, node.feed(), site.base_path());
        insert_calendar(&mut self.map, node.calendar(), site.base_path());
        self.set("whole_url", views.whole_href(node).into());
        self.set("permalink", format!("{}{url}", site.origin()).into());
        self.set("url", url.as_str().into());
        self.set("source", outline.file.as_str().into());
        self.set("language", views.language(node).into());
        self.set("date", views.date_view(outline));
        self.set("words", views.document(node).words.into());
        self.set("schema_org", {
            kind.schema_org.as_deref().unwrap_or("").into()
        });
        self.set("noindex", outline.meta.noindex.into());
        self.set("has_code", {
            views.document(node).fragments.iter().any(has_code).into()
        });
    }

    /// The fields every page has, and who looks after it.
    fn context(&mut self, id: NodeId) {
        let (views, node) = (self.views, self.node);
        for name in COMMON {
            self.set(name, views.common(node, name));
        }
        let of_kind = views.site.page_author_of(views.kind(node));
        if let (None, Some(author)) = (&node.outline().meta.page_author, of_kind) {
            self.set("page_author", author.into());
        }
        self.set("leave_comment", comment_view::leave(views, node));
        self.set("comment_count", comment_view::count(views, node).into());
        self.set("backlinks", {
            let is_shown =
                |other: &NodeId| *other != id && views.graph.node(*other).url().is_some();
            views.cards(
                &node
                    .backlinks()
                    .iter()
                    .copied()
                    .filter(is_shown)
                    .collect::<Vec<NodeId>>(),
            )
        });
    }

    /// Where the page stands among others.
    fn surroundings(&mut self, id: NodeId) {
        let (views, node) = (self.views, self.node);
        self.set("breadcrumbs", views.breadcrumbs(node));
        self.set("previous", views.card_or_none(node.previous()));
        self.set("next", views.card_or_none(node.next()));
        self.set("owner", views.card_or_none(node.owner()));
        self.set("list", {
            node.list()
                .map_or_else(View::none, |list| views.list_of(list))
        });
        self.set("toc", toc(&node.outline().headings));
        self.set("languages", language::view(views, id));
        // Every list that others may fill is there, if only empty.
        for name in &views.shape(node).lists {
            self.set(name.clone(), View::from(Vec::<View>::new()));
        }
        for (name, parts) in node.parts() {
            if let Some(comments) = node.threads().get(name) {
                let mut content = |part: Node| self.fragment(part, FragmentId(0));
                let threads = comment_view::threads(views, (node, comments), &mut content);
                self.set(name.clone(), threads);
                continue;
            }
            let cards = parts
                .iter()
                .map(|part| self.part(*part))
                .collect::<Vec<View>>();
            self.set(name.clone(), View::from(cards));
        }
        self.inverses();
        for (name, members) in node.collections() {
            self.set(name.clone(), views.cards(members));
        }
    }

    /// A part's card; one without a page of its own brings its text along.
    fn part(&mut self, id: NodeId) -> View {
        let card = self.views.card(id);
        let part = self.views.graph.node(id);
        if part.url().is_some() {
            return card;
        }
        let content = self.fragment(part, FragmentId(0));
        with(&card, "content", content)
    }

    /// Who names this document, by the inverse's name.
    fn inverses(&mut self) {
        for (name, entries) in self.node.inverses() {
            let cards = entries
                .iter()
                .map(|inverse| self.inverse(*inverse))
                .collect::<Vec<View>>();
            self.set(name.clone(), View::from(cards));
        }
    }

    /// The card of a document that names this one; `item` is the group it does so in: a role, a term.
    fn inverse(&self, inverse: Inverse) -> View {
        let other = self.views.graph.node(inverse.from);
        let card = self.views.card(inverse.from);
        let Some(reference) = other.outline().references.get(inverse.reference as usize) else {
            return card;
        };
        let Some(item) = reference.item else {
            return card;
        };
        let name = reference
            .field
            .split('.')
            .next()
            .unwrap_or(&reference.field);
        let declared = self.views.shape(other).field(name);
        let (Some(declared), Some(Value::List(items))) =
            (declared, other.outline().fields.get(name))
        else {
            return card;
        };
        let (Some(item), FieldType::List(ty)) = (items.get(item as usize), &declared.ty) else {
            return card;
        };
        let view = self
            .views
            .value(other, (item, ty), &|id| self.views.card(id));
        with(&card, "item", view)
    }

    fn fields(&mut self) {
        let views = self.views;
        let outline = self.node.outline();
        for (name, field) in &views.shape(self.node).own {
            let view = match outline.fields.find(&field.name) {
                None => absent(&field.ty),
                Some(value) if holds_markdown(&field.ty) => {
                    self.with_markdown(&value.value, &field.ty)
                }
                Some(value) => views.field(self.node, field, Some(value), &|id| views.card(id)),
            };
            self.set(name.clone(), view);
        }
    }

    /// A value that holds Markdown somewhere, with that Markdown as HTML.
    fn with_markdown(&mut self, value: &Value, ty: &FieldType) -> View {
        match (value, ty) {
            (Value::Markdown(id), _) => self.fragment(self.node, *id),
            (Value::List(values), FieldType::List(item)) => {
                let views = values.iter().map(|value| self.with_markdown(value, item));
                // As in lists without Markdown: what is not public is passed over.
                View::from(views.filter(|view| !view.is_none()).collect::<Vec<View>>())
            }
            (Value::Map(entries), FieldType::Map(fields)) => {
                if self.views.lacks(self.node, (entries, fields)) {
                    return View::none();
                }
                let mut map = Record::default();
                for field in fields {
                    let value = entries.iter().find(|(name, _)| *name == field.name);
                    let view = value.map_or_else(
                        || absent(&field.ty),
                        |(_, value)| self.with_markdown(value, &field.ty),
                    );
                    map.set(Key::String(field.name.clone().into()), view);
                }
                View::from(map)
            }
            (value, ty) => self
                .views
                .value(self.node, (value, ty), &|id| self.views.card(id)),
        }
    }

    fn content(&mut self) {
        let groups = self.node.outline().fields.get("groups").cloned();
        let declared = self.views.shape(self.node).field("groups");
        if let (Some(groups), Some(declared)) = (groups, declared) {
            let view = self.with_markdown(&groups, &declared.ty);
            self.set("groups", view);
        }
        let content = self.fragment(self.node, FragmentId(0));
        self.set("content", content);
        self.set("comments_placed", self.shown.comments.is_some().into());
    }

    fn fragment(&mut self, node: Node, id: FragmentId) -> View {
        let Some(fragment) = self.views.document(node).fragments.get(usize::from(id.0)) else {
            return View::safe_string("");
        };
        let file = &node.outline().file;
        let html = crate::html::render(file, fragment, self.views.known(node))
            .into_value(self.diagnostics);
        let Self {
            views,
            map,
            shown,
            diagnostics,
            ..
        } = self;
        let page = &*map;
        View::safe_string(
            &Blocks {
                views,
                node,
                page,
                shown,
                diagnostics,
            }
            .fill(html),
        )
    }
}

/// A map with one more entry.
fn with(view: &View, key: &'static str, value: View) -> View {
    let mut map = Record::of(view);
    map.set(key, value);
    View::from(map)
}

fn has_code(fragment: &Fragment) -> bool {
    fragment.slots.iter().any(|slot| match &slot.filling {
        Filling::Code(_) => true,
        Filling::Block(call) => has_code(&call.body),
        _ => false,
    })
}

/// Headings as a tree: each under the last one above it in level.
fn toc(headings: &[Heading]) -> View {
    let mut at = 0;
    View::from(below(headings, &mut at, 0))
}

fn below(headings: &[Heading], at: &mut usize, level: u8) -> Vec<View> {
    let mut entries = Vec::new();
    while let Some(heading) = headings.get(*at).filter(|heading| heading.level > level) {
        *at += 1;
        let children = below(headings, at, heading.level);
        let mut map = Record::default();
        map.set("level", u64::from(heading.level));
        map.set("id", heading.id.as_str());
        map.set("title", heading.text.as_str());
        map.set("children", View::from(children));
        entries.push(View::from(map));
    }
    entries
}

/// Keys of every page view with nothing in them, for pages that are no document.
pub(super) fn empty(views: &Views, outline: Option<&Outline>) -> Record {
    let mut map = Record::with_capacity(72);
    for key in [
        "date",
        "updated",
        "page_author",
        "status",
        "reason",
        "successor",
        "image",
        "previous",
        "next",
        "owner",
        "list",
        "leave_comment",
    ] {
        map.set(key, View::none());
    }
    let lists = [
        "toc",
        "breadcrumbs",
        "languages",
        "backlinks",
        "attachments",
        "changes",
        "groups",
    ];
    for key in lists {
        map.set(key, View::from(Vec::<View>::new()));
    }
    let texts = [
        "kind",
        "kind_label",
        "kind_plural",
        "id",
        "summary",
        "content",
        "schema_org",
        "source",
        "whole_url",
    ];
    for key in texts {
        map.set(key, "");
    }
    insert_feed(&mut map, None, "");
    insert_calendar(&mut map, None, "");
    for key in ["words", "comment_count"] {
        map.set(key, 0);
    }
    for key in ["comments_placed", "noindex", "has_code", "has_summary"] {
        map.set(key, false);
    }
    let of_site = views.site.language.as_str();
    let language = outline.map_or(of_site, |outline| outline.meta.language_or(of_site));
    map.set("language", language);
    map
}
