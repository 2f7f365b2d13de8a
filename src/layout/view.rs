//! The values that templates see of documents: references, cards and pages.
//!
//! References and cards are made once, when the first page shows them, and shared by all pages that do;
//! a page's own view is made when the page is rendered.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use tera::Value as View;
use tera::value::Key;

use super::record::Record;
use super::shape::Shape;
use super::site_view::{as_written, site_view};
use super::sitemap::Division;
use super::tag_view::{tag_view, tags};
use super::{Theme, comment_view, key};
use crate::base::{SharedText, Url};
use crate::config::{Field, FieldType, Kind, Kinds, SiteConfig};
use crate::content::{Data, Facts, Tables};
use crate::document::{FieldValue, Outline, ReferenceId, Value};
use crate::graph::{Crumb, FeedUrls, ListId, Listing, Node, NodeId, Site};
use crate::html::{KeptCode, Known};

/// What the views of all pages are made of. It knows outlines, and no texts: those are for [`super::Views`].
pub struct Shared<'v> {
    /// The linked site.
    pub graph: &'v Site,
    /// The facts about its public files, in their order.
    pub facts: &'v [Facts],
    /// What is known of highlighted code.
    pub code: &'v KeptCode,
    /// Its kinds.
    pub kinds: &'v Kinds,
    /// Its settings.
    pub site: &'v SiteConfig,
    /// Its theme.
    pub theme: &'v Theme,
    /// What every page sees as `site`.
    pub site_view: View,
    site_parts: OnceLock<Vec<(String, u64)>>,
    sitemap: OnceLock<Division>,
    /// The CSV files that blocks name.
    pub tables: &'v Tables,
    /// Each made when the first page shows it, and shared by all that do.
    references: Vec<OnceLock<View>>,
    cards: Vec<OnceLock<View>>,
    lists: Vec<OnceLock<View>>,
    /// By where the steps stand in memory: pages of one folder share theirs.
    breadcrumbs: HashMap<usize, OnceLock<View>>,
    /// Words that have a page, by the address of their index and their slug: a site bears each many times.
    tags: HashMap<(&'v str, &'v str), View>,
    shapes: BTreeMap<&'v str, Shape<'v>>,
}

/// What all pages share.
pub fn prepare<'v>(
    (graph, facts, code): (&'v Site, &'v [Facts], &'v KeptCode),
    kinds: &'v Kinds,
    (site, theme): (&'v SiteConfig, &'v Theme),
    (data, tables): (&[Data], &'v Tables),
) -> Shared<'v> {
    Shared {
        graph,
        facts,
        code,
        kinds,
        site,
        theme,
        site_view: site_view(site, graph, data),
        site_parts: OnceLock::new(),
        sitemap: OnceLock::new(),
        tables,
        references: none_yet(graph),
        cards: none_yet(graph),
        lists: graph.lists().iter().map(|_| OnceLock::new()).collect(),
        breadcrumbs: graph
            .nodes()
            .map(|node| (node.breadcrumbs().as_ptr().addr(), OnceLock::new()))
            .collect(),
        tags: tags(graph, site),
        shapes: Shape::of_all(kinds),
    }
}

fn none_yet(graph: &Site) -> Vec<OnceLock<View>> {
    graph.nodes().map(|_| OnceLock::new()).collect()
}

impl<'v> Shared<'v> {
    /// The hashes of what every page sees as `site`.
    pub(super) fn site_parts(&self) -> &[(String, u64)] {
        self.site_parts
            .get_or_init(|| key::parts_of_site(&self.site_view))
    }

    /// The pages of the sitemap, and which file each of them stands in.
    pub(super) fn sitemap(&self) -> &Division {
        self.sitemap.get_or_init(|| Division::of(self.graph))
    }

    /// The theme's words in a language.
    pub fn text_of(&self, language: &str) -> View {
        self.theme.words_of(language).text.clone()
    }

    /// A node's card: what lists show of it.
    pub fn card(&self, id: NodeId) -> View {
        let make = || View::from(self.card_map(self.graph.node(id)));
        self.cards[id.index()].get_or_init(make).clone()
    }

    /// The least of a node, as others name it: `kind`, `id`, `title`, `url`.
    fn reference(&self, id: NodeId) -> View {
        let make = || View::from(self.reference_map(self.graph.node(id), Record::default()));
        self.references[id.index()].get_or_init(make).clone()
    }

    /// The steps that lead to a node.
    pub fn breadcrumbs(&self, node: Node) -> View {
        let make = || crumbs(node.breadcrumbs());
        let known = self.breadcrumbs.get(&node.breadcrumbs().as_ptr().addr());
        known.map_or_else(make, |known| known.get_or_init(make).clone())
    }

    /// The list that documents of a kind stand in, as their pages name it.
    pub fn list_of(&self, id: ListId) -> View {
        let (Some(list), Some(known)) = (
            self.graph.lists().get(id.0 as usize),
            self.lists.get(id.0 as usize),
        ) else {
            return View::none();
        };
        known
            .get_or_init(|| View::from(self.list_record(list)))
            .clone()
    }

    fn list_record(&self, list: &Listing) -> Record {
        let base_path = self.site.base_path();
        let mut map = Record::default();
        map.set("title", self.list_title(list));
        map.set("url", list.url.href(base_path));
        insert_feed(&mut map, list.feed.as_ref(), base_path);
        insert_calendar(&mut map, list.calendar.as_ref(), base_path);
        map
    }

    /// The cards of several nodes.
    pub fn cards(&self, ids: &[NodeId]) -> View {
        View::from(ids.iter().map(|id| self.card(*id)).collect::<Vec<View>>())
    }

    /// The card of a node that is perhaps there.
    pub fn card_or_none(&self, id: Option<NodeId>) -> View {
        id.map_or_else(View::none, |id| self.card(id))
    }

    /// A node's kind.
    pub fn kind(&self, node: Node) -> &'v Kind {
        self.shape(node).kind
    }

    /// The shape of a node's pages.
    pub(super) fn shape(&self, node: Node) -> &Shape<'v> {
        let shape = self.shapes.get(node.outline().kind.as_str());
        shape.unwrap_or_else(|| unreachable!("a document is of a kind that its site has"))
    }

    /// The address of a node for `href`; empty for one without a page.
    pub fn href(&self, node: Node) -> String {
        node.url()
            .map_or_else(String::new, |url| url.href(self.site.base_path()))
    }

    /// The address of the page that holds a node with all its parts, or all that it is a part of;
    /// empty where there is none.
    pub fn whole_href(&self, node: Node) -> String {
        let is_on_it = self.kind(node).part.as_ref().is_some_and(|part| part.whole);
        let owner = node
            .owner()
            .filter(|_| is_on_it)
            .map(|owner| self.graph.node(owner));
        let whole = node.single_page().or_else(|| owner?.single_page());
        whole.map_or_else(String::new, |whole| whole.href(self.site.base_path()))
    }

    /// A link with the host in front, where it leads to a place on this site.
    pub fn absolute(&self, href: &str) -> String {
        if href.starts_with('/') && !href.starts_with("//") {
            format!("{}{href}", self.site.origin())
        } else {
            href.to_owned()
        }
    }

    /// The title of a kind's list: that of its introduction, else the kind's plural.
    pub fn list_title(&self, list: &Listing) -> String {
        let plural = || {
            self.kinds
                .find(&list.kind)
                .map_or_else(|| list.kind.clone(), |kind| kind.plural.clone())
        };
        list.introduction
            .map_or_else(plural, |id| self.graph.node(id).outline().title.clone())
    }

    fn reference_map(&self, node: Node, mut map: Record) -> Record {
        let outline = node.outline();
        map.set("kind", outline.kind.as_str());
        map.set("id", outline.id.as_str());
        map.set("title", outline.title.as_str());
        map.set("url", self.href(node));
        map
    }

    fn card_map(&self, node: Node) -> Record {
        let outline = node.outline();
        let kind = self.kind(node);
        let mut map = self.reference_map(node, Record::with_capacity(24));
        map.set("kind_label", kind.label.as_str());
        map.set("summary", outline.summary.as_str());
        map.set("date", self.date_view(outline));
        for name in ["updated", "status", "language", "image"] {
            map.set(name, self.common(node, name));
        }
        if outline.has_attachments() {
            map.set("attachments", self.common(node, "attachments"));
        }
        let comments = comment_view::count(self, node);
        if comments > 0 {
            map.set("comment_count", comments);
        }
        for (name, field) in &self.shape(node).own {
            if !holds_markdown(&field.ty) {
                let value = outline.fields.find(&field.name);
                map.set(
                    name.clone(),
                    self.field(node, field, value, &|id| self.reference(id)),
                );
            }
        }
        map
    }

    /// The document's date as ISO text.
    pub fn date_view(&self, outline: &Outline) -> View {
        outline
            .meta
            .date
            .as_ref()
            .map_or_else(View::none, |date| date.iso().into())
    }

    /// A common field as a view.
    pub fn common(&self, node: Node, name: &str) -> View {
        let declared = self.shape(node).field(name);
        let value = node.outline().fields.find(name);
        declared.map_or_else(View::none, |field| {
            self.field(node, field, value, &|id| self.reference(id))
        })
    }

    /// A field as a view; `show` makes the view of a document it names. Markdown is left out.
    pub fn field(
        &self,
        node: Node,
        field: &Field,
        value: Option<&FieldValue>,
        show: &dyn Fn(NodeId) -> View,
    ) -> View {
        match value {
            Some(value) => self.value(node, (&value.value, &field.ty), show),
            None => absent(&field.ty),
        }
    }

    /// One value as a view.
    pub fn value(
        &self,
        node: Node,
        (value, ty): (&Value, &FieldType),
        show: &dyn Fn(NodeId) -> View,
    ) -> View {
        match value {
            Value::Text(text) => text.as_str().into(),
            Value::Integer(number) => (*number).into(),
            Value::Number(number) => number.get().into(),
            Value::Boolean(flag) => (*flag).into(),
            Value::Date(moment) => moment.iso().into(),
            Value::Markdown(_) => View::none(),
            Value::Link(id) => self.link(node, *id),
            Value::Image(image) => self.image(node, image),
            Value::Tag(tag) => self.tag(ty, &tag.label, &tag.slug),
            Value::Relation(id) => self.relation(node, *id).map_or_else(View::none, show),
            Value::List(values) => self.list(node, (values, ty), show),
            Value::Map(entries) => self.map(node, (entries, ty), show),
            Value::Any(tree) => as_written(tree),
        }
    }

    fn list(
        &self,
        node: Node,
        (values, ty): (&[Value], &FieldType),
        show: &dyn Fn(NodeId) -> View,
    ) -> View {
        let item = match ty {
            FieldType::List(item) => item,
            other => other,
        };
        let views = values
            .iter()
            .map(|value| self.value(node, (value, item), show));
        // A relation that leads nowhere was reported, or is not public: the list goes on without it.
        let kept = |view: &View| !view.is_none();
        View::from(views.filter(kept).collect::<Vec<View>>())
    }

    fn map(
        &self,
        node: Node,
        (entries, ty): (&[(SharedText, Value)], &FieldType),
        show: &dyn Fn(NodeId) -> View,
    ) -> View {
        let FieldType::Map(fields) = ty else {
            return View::none();
        };
        if self.lacks(node, (entries, fields)) {
            return View::none();
        }
        let mut map = Record::default();
        for field in fields {
            let value = entries
                .iter()
                .find(|(name, _)| *name == field.name)
                .map(|(_, value)| value);
            let view = value.map_or_else(
                || absent(&field.ty),
                |value| self.value(node, (value, &field.ty), show),
            );
            map.set(Key::String(field.name.clone().into()), view);
        }
        View::from(map)
    }

    /// True for a group that is about a document which no reader can see, or which is not there: what it says of
    /// that document, such as a role, is not shown either.
    pub fn lacks(&self, node: Node, (entries, fields): (&[(SharedText, Value)], &[Field])) -> bool {
        fields.iter().filter(|field| field.required).any(|field| {
            let value = entries
                .iter()
                .find(|(name, _)| *name == field.name)
                .map(|(_, value)| value);
            matches!(value, Some(Value::Relation(id)) if self.relation(node, *id).is_none())
        })
    }

    /// The node a reference names.
    pub fn relation(&self, node: Node, id: ReferenceId) -> Option<NodeId> {
        node.references().get(id.0 as usize).copied().flatten()
    }

    fn tag(&self, ty: &FieldType, label: &str, slug: &str) -> View {
        let url = match ty {
            FieldType::Tag { url } => url.as_str(),
            _ => "/",
        };
        self.tags
            .get(&(url, slug))
            .map_or_else(|| tag_view(label, String::new()), View::clone)
    }

    /// What the slots of a document's text are filled with.
    pub fn known<'k>(&'k self, node: Node<'k>) -> Known<'k> {
        let words = &self.theme.words_of(self.language(node)).words;
        Known {
            links: node.links(),
            assets: self.graph.assets(),
            facts: self.facts,
            words,
            code: self.code,
        }
    }

    /// The language of a document.
    pub fn language<'k>(&'k self, node: Node<'k>) -> &'k str {
        node.outline()
            .fields
            .text("language")
            .unwrap_or(&self.site.language)
    }
}

/// Steps or menu entries as views.
pub(super) fn crumbs(crumbs: &[Crumb]) -> View {
    let view = |crumb: &Crumb| {
        let mut map = Record::default();
        map.set("title", crumb.title.as_str());
        map.set("url", crumb.href.as_str());
        map.set("external", crumb.outside);
        View::from(map)
    };
    View::from(crumbs.iter().map(view).collect::<Vec<View>>())
}

/// `feed_url` and `json_feed_url`, empty where there is no feed.
pub(super) fn insert_feed(map: &mut Record, feed: Option<&FeedUrls>, base_path: &str) {
    let href = |url: Option<&Url>| url.map_or_else(String::new, |url| url.href(base_path));
    map.set("feed_url", href(feed.map(|feed| &feed.atom)));
    map.set("json_feed_url", href(feed.map(|feed| &feed.json)));
}

/// `calendar_url`, empty where there is no calendar.
pub(super) fn insert_calendar(map: &mut Record, calendar: Option<&Url>, base_path: &str) {
    let href = calendar.map_or_else(String::new, |url| url.href(base_path));
    map.set("calendar_url", href);
}

/// What templates see of a field without a value: an empty list, or none.
pub(super) fn absent(ty: &FieldType) -> View {
    if let FieldType::List(_) = ty {
        View::from(Vec::<View>::new())
    } else {
        View::none()
    }
}

pub(super) fn holds_markdown(ty: &FieldType) -> bool {
    match ty {
        FieldType::Markdown => true,
        FieldType::List(item) => holds_markdown(item),
        FieldType::Map(fields) => fields.iter().any(|field| holds_markdown(&field.ty)),
        _ => false,
    }
}
