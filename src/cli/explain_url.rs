//! `copublish explain ADDRESS`: what makes the page at an address, and what it is linked with.
//! Builds nothing.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use crate::base::suggest::Candidates;
use crate::base::{FilePath, Moment, SharedText, Url, site_layout};
use crate::content::is_for_templates;
use crate::document::{Outline, Value};
use crate::engine::{Failure, LinkedSite, Options, PlannedSite, Stopwatch, link};
use crate::graph::{AssetId, Item, Listing, Node, NodeId, OwnHost, Site, Target};
use crate::layout::{Plan, Planned};

/// Everything known of what stands at an address.
#[derive(Debug, Default, Serialize)]
pub struct Explained {
    url: String,
    /// The whole address, on a site with several hosts.
    #[serde(skip_serializing_if = "Option::is_none")]
    whole_url: Option<String>,
    /// The file below the output folder.
    file: String,
    /// What it is, in words.
    what: String,
    source: Option<String>,
    kind: Option<String>,
    id: Option<String>,
    template: Option<String>,
    /// Fields that are not its own but those of the document that it translates, with the file of that.
    inherited: BTreeMap<String, String>,
    /// Fields that it states, with something in their groups that is of that document.
    inherited_in_part: BTreeMap<String, String>,
    /// Fields with a value, as words.
    fields: BTreeMap<String, String>,
    /// Documents it names, by field.
    names: BTreeMap<String, Vec<String>>,
    /// Documents that name it, by the inverse's name.
    named_by: BTreeMap<String, Vec<String>>,
    /// Documents whose text links to it.
    linked_from: Vec<String>,
    /// Old addresses that lead to it.
    aliases: Vec<String>,
}

/// Finds what stands at an address of the site.
///
/// # Errors
/// A sentence on why nothing is known of it.
pub fn explain(options: &Options, written: &str) -> Result<Explained, Failure> {
    let stopwatch = &mut Stopwatch::start();
    let site = PlannedSite::of(link(options, stopwatch)?, options, stopwatch);
    let linked = &site.linked;
    let (url, found) = find(written, linked, &site.plan)?;
    let mut explained = Explained {
        url: url.to_string(),
        whole_url: whole_url(&url, linked),
        file: found.file.clone(),
        ..Explained::default()
    };
    explained.item(found, linked);
    Ok(explained)
}

/// Where readers find what is at a URL, if the site has several hosts.
fn whole_url(url: &Url, linked: &LinkedSite) -> Option<String> {
    let site = &linked.project.site;
    let hosts = &site.hosts;
    hosts
        .are_several()
        .then(|| hosts.whole(&url.href(site.base_path())))
}

/// The file of the plan that stands at an address, or that a document's path leads to.
///
/// # Errors
/// A sentence on why there is none.
pub fn find<'p>(
    written: &str,
    linked: &LinkedSite,
    plan: &'p Plan,
) -> Result<(Url, &'p Planned), String> {
    let url = asked_for(written, linked)?;
    // An address without its last slash is still that page to the one who asks.
    let with_slash = url.join("");
    for candidate in [&url, &with_slash] {
        if let Some(found) = plan
            .files
            .iter()
            .find(|planned| planned.file == candidate.file())
        {
            return Ok((candidate.clone(), found));
        }
    }
    Err(nothing_at(&url, plan))
}

/// An address, or the path of a document as its author knows it.
fn asked_for(written: &str, linked: &LinkedSite) -> Result<Url, String> {
    let own_host = OwnHost::new(&linked.project.site);
    let path = own_host.on_site(written);
    let path = path.as_deref().unwrap_or(written);
    let by_path = linked
        .graph
        .nodes()
        .find(|node| node.outline().file.as_str() == path.trim_start_matches("./"));
    if let Some(node) = by_path {
        return node
            .url()
            .cloned()
            .ok_or_else(|| without_page(node, &linked.graph));
    }
    let file = path.trim_start_matches("./");
    let mut assets = linked.graph.assets().iter();
    if let Some((_, url)) = assets.find(|(asset, _)| asset.file.as_str() == file) {
        return Ok(url.clone());
    }
    if site_layout::below(site_layout::CONTENT, file).is_some() {
        return Err(not_published(file, linked));
    }
    Url::parse(path).map_err(|why| format!("`{written}` is not an address: {why}"))
}

/// Why the path of a file leads to no address.
fn not_published(file: &str, linked: &LinkedSite) -> String {
    if is_for_templates(&FilePath::new(file)) {
        return format!(
            "`{file}` has no address: it is there for templates and tables, and is published if a page links to it"
        );
    }
    let documents = linked
        .graph
        .nodes()
        .map(|node| node.outline().file.as_str());
    let assets = linked
        .graph
        .assets()
        .iter()
        .map(|(asset, _)| asset.file.as_str());
    let near = Candidates::new(documents.chain(assets)).did_you_mean(file);
    let near = near.map(|near| format!("; {near}")).unwrap_or_default();
    format!("`{file}` is not published, or there is no such file{near}")
}

/// A document that is shown on the page of another one, or only named by others.
fn without_page(node: Node, graph: &Site) -> String {
    let file = &node.outline().file;
    let owner = node.owner().and_then(|id| graph.node(id).url());
    let shown = owner
        .map(|url| format!("; it is shown on {url}"))
        .unwrap_or_default();
    format!("`{file}` has no page of its own{shown}")
}

fn nothing_at(url: &Url, plan: &Plan) -> String {
    let urls: Vec<String> = plan
        .files
        .iter()
        .map(|planned| {
            format!(
                "/{}",
                planned
                    .file
                    .strip_suffix("index.html")
                    .unwrap_or(&planned.file)
            )
        })
        .collect();
    let near = Candidates::new(urls.iter().map(String::as_str)).did_you_mean(url.as_str());
    format!(
        "there is nothing at {url}{}",
        near.map(|near| format!("; {near}")).unwrap_or_default()
    )
}

/// What a file of the plan is, in words.
pub fn words_for(item: &Item, graph: &Site) -> String {
    match item {
        Item::Alias(id) => redirect(graph.node(*id)),
        Item::SiteRedirect(at) => graph.redirect(*at).map_or_else(String::new, |old| {
            format!("an old address that site.yaml redirects to {}", old.href)
        }),
        Item::ContentAsset(_) => "a file of content/, copied as it is".to_owned(),
        Item::PictureVariant(_, width) => format!("a picture of content/, {width} pixels wide"),
        item => plain(item).to_owned(),
    }
}

fn redirect(to: Node) -> String {
    to.url().map_or_else(String::new, |url| {
        format!("an old address that redirects to {url}")
    })
}

fn plain(item: &Item) -> &'static str {
    match item {
        Item::HubList(..) => "the list of all documents of a kind that name a document",
        Item::TagIndex(_) => "the index of all tags of a field",
        Item::TagPage(..) => "the page of one tag",
        Item::NotFound(_) => "the page for addresses that do not exist",
        Item::Root => "a page that leads to the home page of the default language",
        Item::DefaultHome(_) => {
            "the home page that copublish makes for a site without content/index.md"
        }
        Item::SiteMap(_) => "the site map",
        Item::Search(_) => "the search page",
        Item::SearchIndex => "the index of the search",
        Item::Feed(..) => "a feed",
        Item::Edition(..) => "an edition of a document",
        Item::Event(_) | Item::Calendar(_) => "a calendar",
        Item::Sitemap(_) | Item::SitemapPart(..) => "the sitemap",
        Item::Robots(_) => "the file for search engines",
        Item::Redirects(_) => "the table of redirects",
        Item::Headers(_) => "the table of headers that some hosts send",
        Item::Favicon => "the icon of the site, as browsers and feed readers ask for it",
        Item::WebManifest(_) => "the manifest that names the site's icons for home screens",
        Item::ThemeAsset(_) => "an asset of the theme",
        _ => "a file",
    }
}

impl Explained {
    fn page(&mut self, id: NodeId, found: &Planned, linked: &LinkedSite) {
        self.what = match found.item {
            Item::Fallback(..) => "the page of a document that is not translated".to_owned(),
            _ => "the page of a document".to_owned(),
        };
        let template = &found.template;
        let file = linked.theme.templates.get(template);
        self.template = Some(file.map_or_else(|| template.clone(), ToString::to_string));
        self.document(linked.graph.node(id), id, &linked.graph);
    }

    /// A file that is copied, with the documents that link to it.
    fn asset(&mut self, id: AssetId, graph: &Site) {
        let asset = graph.asset(id);
        self.source = asset.map(|asset| asset.file.to_string());
        let links_here = |node: &Node| {
            let mut links = node.links().iter();
            links.any(|link| link.target == Target::Asset(id))
        };
        let linking = graph.nodes().filter(links_here);
        self.linked_from = linking
            .map(|node| node.outline().file.to_string())
            .collect();
    }

    fn item(&mut self, found: &Planned, linked: &LinkedSite) {
        let graph = &linked.graph;
        match &found.item {
            Item::Page(id) | Item::Fallback(id, _) => self.page(*id, found, linked),
            Item::List(id, number) => {
                let template = linked.theme.templates.get(&found.template);
                self.template = template.map(ToString::to_string);
                if let Some(list) = graph.lists().get(id.0 as usize) {
                    self.list(list, *number, graph);
                }
            }
            Item::SinglePage(id) => {
                self.document(graph.node(*id), *id, graph);
                self.what = "a document with all its parts on one page".to_owned();
            }
            Item::ContentAsset(id) | Item::PictureVariant(id, _) => {
                self.what = words_for(&found.item, graph);
                self.asset(*id, graph);
            }
            item => self.what = words_for(item, graph),
        }
    }

    fn fields(&mut self, outline: &Outline) {
        if let Some(inherited) = &outline.inherited {
            let fields = inherited.fields.iter();
            let fields = fields.map(|name| (name.to_string(), inherited.from.to_string()));
            self.inherited = fields.collect();
            let parts = inherited.completed.iter();
            let parts = parts.map(|name| (name.to_string(), inherited.from.to_string()));
            self.inherited_in_part = parts.collect();
        }
        let title = outline.words.title.clone();
        self.fields.insert("title".to_owned(), title);
        for (field, _) in outline.located_fields() {
            if let Some(words) = words(&field.value) {
                self.fields.insert(field.name.to_string(), words);
            }
        }
    }

    fn document(&mut self, node: Node, id: NodeId, graph: &Site) {
        let outline = node.outline();
        self.source = Some(outline.file.to_string());
        self.kind = Some(outline.kind.clone());
        self.id = Some(outline.id.clone());
        self.fields(outline);
        self.relations(node, graph);
        let backlinks = node.backlinks().iter();
        let backlinks = backlinks.map(|id| graph.node(*id).outline().file.to_string());
        self.linked_from = backlinks.collect();
        let own = graph.aliases().filter(|(_, node)| *node == id);
        self.aliases = own.map(|(alias, _)| alias.to_string()).collect();
        self.aliases.sort();
    }

    fn list(&mut self, list: &Listing, number: usize, graph: &Site) {
        self.what = format!("page {number} of the list of kind `{}`", list.kind);
        if let Some(introduction) = list.introduction {
            self.document(graph.node(introduction), introduction, graph);
        }
    }

    /// What a document names, and what names it.
    fn relations(&mut self, node: Node, graph: &Site) {
        let references = node.outline().references.iter();
        for (reference, target) in references.zip(node.references()) {
            let target = match target {
                Some(id) => name(*id, graph),
                None => format!("{} (nothing public)", reference.target),
            };
            let of_field = self.names.entry(reference.field.to_string());
            of_field.or_default().push(target);
        }
        for (inverse, entries) in node.inverses() {
            let names = entries.iter().map(|entry| name(entry.from, graph));
            self.named_by.insert(inverse.clone(), names.collect());
        }
    }

    /// The page for a terminal.
    pub fn for_terminal(&self) -> String {
        let mut out = format!("{}\n", self.url);
        let rows = [
            ("on the web", self.whole_url.as_ref()),
            ("what", Some(&self.what)),
            ("file", Some(&self.file)),
            ("source", self.source.as_ref()),
            ("kind", self.kind.as_ref()),
            ("id", self.id.as_ref()),
            ("template", self.template.as_ref()),
        ];
        for (label, value) in rows {
            if let Some(value) = value {
                let _ = writeln!(out, "  {label:<12} {value}");
            }
        }
        let fields = self.fields.iter();
        let fields = fields.map(|(name, value)| format!("{name}: {value}"));
        group(&mut out, "fields", fields);
        self.inherited_for_terminal(&mut out);
        self.relations_for_terminal(&mut out);
        out
    }

    fn inherited_for_terminal(&self, out: &mut String) {
        let inherited = self.inherited.iter();
        let inherited = inherited.map(|(name, file)| format!("{name}: from {file}"));
        let in_part = self.inherited_in_part.iter();
        let in_part = in_part.map(|(name, file)| format!("{name}: in part from {file}"));
        group(out, "inherited", inherited.chain(in_part));
    }

    fn relations_for_terminal(&self, out: &mut String) {
        group(out, "names", lists(&self.names));
        group(out, "named by", lists(&self.named_by));
        group(out, "linked from", self.linked_from.iter().cloned());
        group(out, "old addresses", self.aliases.iter().cloned());
    }
}

fn group(out: &mut String, label: &str, rows: impl Iterator<Item = String>) {
    for (at, row) in rows.enumerate() {
        if at == 0 {
            let _ = writeln!(out, "  {label}");
        }
        let _ = writeln!(out, "    {row}");
    }
}

fn name(id: NodeId, graph: &Site) -> String {
    let outline = graph.node(id).outline();
    format!("{}/{}", outline.kind, outline.id)
}

fn day_or_time(moment: &Moment) -> String {
    if moment.has_time {
        moment.local().to_string()
    } else {
        moment.day().to_string()
    }
}

/// Words with commas between; `None` if there are none.
fn joined(words: impl Iterator<Item = String>) -> Option<String> {
    let words: Vec<String> = words.collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// A value in a few words; relations are shown apart.
fn words(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) | Value::SourceText(text) => {
            Some(crate::base::english::excerpt(text, 80))
        }
        Value::Integer(number) => Some(number.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::Boolean(flag) => Some(flag.to_string()),
        Value::Date(moment) => Some(day_or_time(moment)),
        Value::Tag(tag) => Some(tag.label.to_string()),
        Value::List(values) => joined(values.iter().filter_map(words)),
        Value::Map(entries) => {
            let words = entries.iter().filter_map(named_words);
            Some(format!("({})", joined(words)?))
        }
        Value::Markdown(_)
        | Value::Link(_)
        | Value::Image(_)
        | Value::Relation(_)
        | Value::Any(_) => None,
    }
}

fn lists(map: &BTreeMap<String, Vec<String>>) -> impl Iterator<Item = String> {
    map.iter()
        .map(|(name, targets)| format!("{name}: {}", targets.join(", ")))
}

fn named_words(entry: &(SharedText, Value)) -> Option<String> {
    let (name, value) = entry;
    Some(format!("{name} {}", words(value)?))
}
