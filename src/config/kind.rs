//! A declared kind: what a report or a work stream *is*. The engine knows only the mechanism.

use super::calendar::Calendar;
use super::collection::{Collection, Selection, Sort, read_collections};
use super::comments::Comments;
use super::deadlines::Deadlines;
use super::editions::Edition;
use super::field::{Field, FieldType, read_fields};
use super::field_path::FieldName;
use super::markdown::RawHtml;
use super::pattern::Pattern;
use super::search::KindSearch;
use super::settings::{Safest, Settings, SettingsFile, replace};
use super::statement::Statement;
use super::timetable::Timetable;
use crate::base::english::capitalised;
use crate::base::foreign_words::{THEME_LANGUAGE, marked};
use crate::base::{FilePath, site_layout};
use crate::yaml::Node;

/// A kind of document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Its name in front matter and file names: `work-stream`.
    pub name: String,
    /// What one is called: "Work stream".
    pub label: String,
    /// What several are called: "Work streams".
    pub plural: String,
    /// What it is for, for authors; may be empty.
    pub about: String,
    /// Both for pages that may be in another language than they are: marked if the theme says them.
    pub shown: KindNames,
    /// The folder below `content/` whose documents are of this kind.
    pub folder: Option<String>,
    /// Where its documents stand; `None` for a kind whose documents have no page of their own.
    pub url: Option<Pattern>,
    /// The template of its pages; `{name}.html` where the theme has one, else `page.html`.
    pub template: Option<String>,
    /// Its list page.
    pub list: Option<List>,
    /// Collections that each of its documents has.
    pub collections: Vec<Collection>,
    /// The schema.org type of its pages.
    pub schema_org: Option<String>,
    /// Its own fields, after the common ones.
    pub fields: Vec<Field>,
    /// Set for kinds whose documents are parts of another: chapters, comments.
    pub part: Option<Part>,
    /// Whether each of its documents has a feed of what names it.
    pub feed: bool,
    /// How many of each list of documents that name one of its documents are on that one's page: a longer list has pages of
    /// its own. 0 for all.
    pub newest: usize,
    /// What the search makes of its documents.
    pub search: KindSearch,
    /// What its documents are offered in besides pages; what the site says if absent.
    pub editions: Option<Vec<Edition>>,
    /// The fields that name a document's authors, in this order; `authors` where it says nothing.
    pub authors: Vec<String>,
    /// What of its documents a calendar shows.
    pub calendar: Option<Calendar>,
    /// How its documents say what is due.
    pub deadlines: Option<Deadlines>,
    /// Set for kinds whose documents are plans for a time.
    pub timetable: Option<Timetable>,
    /// Set for kinds whose documents are accessibility statements.
    pub statement: Option<Statement>,
    /// Set for kinds whose documents have a colour each: the field that may say which.
    pub strand: Option<FieldName>,
    /// Keys that are read over without a word.
    pub ignored: Vec<String>,
    /// What happens to HTML in its Markdown; the site's rule where absent.
    pub raw_html: Option<RawHtml>,
    /// How readers comment on its pages; they do not where absent.
    pub comments: Option<Comments>,
    /// Who looks after its pages where a page does not say.
    pub page_author: Option<String>,
    /// Where its topmost declaration stands.
    pub declared: super::field::Declared,
}

/// What a kind's documents are called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KindNames {
    /// One of them.
    pub label: String,
    /// Several.
    pub plural: String,
}

/// A kind's list page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// Where it stands; `/folder/` where absent.
    pub url: Option<String>,
    /// Its template.
    pub template: String,
    /// Its order.
    pub sort: Sort,
    /// Entries on a page; 0 for all on one.
    pub per_page: usize,
    /// A field whose values group the entries, or `year`.
    pub group_by: Option<String>,
    /// Fields that say when something is over, the first that a document has counting: what is still
    /// to come stands first, soonest first, in a group `upcoming`, all else behind it in a group `past`.
    pub upcoming: Vec<String>,
    /// Other documents that it shows in place of the kind's own.
    pub shows: Option<Selection>,
    /// Whether it has a feed.
    pub feed: bool,
}

/// How documents of a kind are parts of another document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The kinds it may be a part of; empty for any.
    pub of: Vec<String>,
    /// The folder inside the owner's folder where parts stand; empty for the owner's folder itself.
    pub folder: String,
    /// The name under which the owner lists its parts: `chapters`.
    pub name: String,
    /// Whether the owner has a page with all its parts on it.
    pub whole: bool,
    /// For parts that readers sent, comments: the field in which one names another that it answers.
    pub thread: Option<String>,
}

/// How a kind says that it has no folder, though the theme's kind of this name has one.
const NO_FOLDER: &str = "none";

impl Kind {
    /// A kind that says nothing but its name.
    pub fn new(name: &str) -> Kind {
        let label = label_of(name);
        Kind {
            name: name.to_owned(),
            plural: format!("{label}s"),
            label,
            about: String::new(),
            shown: KindNames::default(),
            folder: None,
            url: Pattern::parse("/{folder}/{slug}/").ok(),
            template: None,
            list: None,
            collections: Vec::new(),
            schema_org: None,
            fields: Vec::new(),
            part: None,
            feed: false,
            newest: 0,
            search: KindSearch::Found,
            editions: None,
            authors: Vec::new(),
            calendar: None,
            deadlines: None,
            timetable: None,
            statement: None,
            strand: None,
            ignored: Vec::new(),
            raw_html: None,
            comments: None,
            page_author: None,
            declared: super::field::Declared::default(),
        }
    }

    /// The field in which its documents, comments, name another one that they answer.
    pub fn thread(&self) -> Option<&str> {
        self.part.as_ref()?.thread.as_deref()
    }

    /// The field with this name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The field that says when what a date field begins is over.
    pub fn end_of(&self, start: &str) -> Option<&Field> {
        let is_end = |field: &&Field| field.after.as_deref() == Some(start);
        self.fields.iter().find(is_end)
    }

    /// Lays a declaration over this kind: what it says counts, what it leaves out stays.
    pub fn overlay(&mut self, file: &SettingsFile, node: &Node) {
        let settings = Settings::new(file, node, format!("kind `{}`", self.name), "kind");
        let is_new = self.declared.0.is_none();
        self.declared = super::field::Declared(Some((file.file.clone(), node.span)));
        self.overlay_names(&settings);
        self.editions = Edition::read_all(&settings).or(self.editions.take());
        if is_new || node.get("label").is_some() || node.get("plural").is_some() {
            self.shown = self.shown_names(file.file);
        }
        self.overlay_folder(&settings);
        self.overlay_url(&settings, file);
        self.overlay_comments(&settings, file);
        self.overlay_list(&settings, file);
        self.overlay_collections(&settings, file);
        self.overlay_fields(&settings, file);
        self.overlay_part(&settings, file);
        self.overlay_calendar(&settings, file);
        self.overlay_plans(&settings, file);
        settings.done();
    }

    /// Its names as a file gives them: a theme's are in the language of its words, a site's in its own.
    fn shown_names(&self, file: &FilePath) -> KindNames {
        let shown = |name: &str| match file.as_str() {
            site_layout::SETTINGS => name.to_owned(),
            _ => marked(name, THEME_LANGUAGE),
        };
        KindNames {
            label: shown(&self.label),
            plural: shown(&self.plural),
        }
    }

    fn overlay_names(&mut self, settings: &Settings) {
        if let Some(label) = settings.text("label") {
            self.plural = format!("{label}s");
            self.label = label;
        }
        replace(&mut self.plural, settings.text("plural"));
        replace(&mut self.about, settings.text("about"));
        self.template = settings.text("template").or(self.template.take());
        self.schema_org = settings.text("schema_org").or(self.schema_org.take());
        self.page_author = settings.text("page_author").or(self.page_author.take());
        let ignored = settings.texts("ignored").unwrap_or_default();
        self.ignored.extend(ignored);
        self.raw_html = RawHtml::read(settings).or(self.raw_html);
        replace(&mut self.feed, settings.flag("feed"));
        replace(&mut self.newest, settings.number("newest"));
        replace(&mut self.search, KindSearch::read(settings));
        replace(&mut self.authors, settings.texts("authors"));
    }

    /// Without folder and address nobody knows which documents are of the kind, and whether they have pages of their own.
    fn overlay_folder(&mut self, settings: &Settings) {
        let folder = settings.protecting("folder", Safest::NoSite, |it| {
            let is_none = it.is_empty_text("folder");
            it.text("folder").or(is_none.then(|| NO_FOLDER.to_owned()))
        });
        let Some(folder) = folder else { return };
        if folder == NO_FOLDER {
            self.folder = None;
            return;
        }
        let folder = folder.trim_matches('/').to_owned();
        if settings.node("address").is_none() && self.folder.is_none() {
            self.url = Pattern::parse(&format!("/{folder}/{{slug}}/")).ok();
        }
        self.folder = Some(folder);
    }

    fn overlay_comments(&mut self, settings: &Settings, file: &SettingsFile) {
        let comments = settings.protecting("comments", Safest::Value(Comments::None), |it| {
            Comments::read(file, it.node("comments")?)
        });
        self.comments = comments.or(self.comments.take());
    }

    fn overlay_collections(&mut self, settings: &Settings, file: &SettingsFile) {
        let Some(collections) = settings.group("collections") else {
            return;
        };
        for collection in read_collections(file, collections) {
            put(&mut self.collections, collection, |c| &c.name);
        }
    }

    fn overlay_fields(&mut self, settings: &Settings, file: &SettingsFile) {
        let fields = settings.protecting("fields", Safest::NoSite, |it| {
            let fields = it.group("fields")?;
            Some(read_fields(file, fields.entries()))
        });
        for field in fields.unwrap_or_default() {
            let field = match self.field(&field.name) {
                Some(older) => field.over(older),
                None => field,
            };
            put(&mut self.fields, field, |f| &f.name);
        }
    }

    fn overlay_part(&mut self, settings: &Settings, file: &SettingsFile) {
        let part = settings.protecting("part", Safest::NoSite, |it| {
            Some(read_part(file, it.node("part")?, &self.name))
        });
        self.part = part.or(self.part.take());
    }

    fn overlay_calendar(&mut self, settings: &Settings, file: &SettingsFile) {
        let Some(node) = settings.node("calendar") else {
            return;
        };
        self.calendar = match node.text() {
            Some("none") => None,
            _ => Calendar::read(file, node, &self.name),
        };
    }

    fn overlay_plans(&mut self, settings: &Settings, file: &SettingsFile) {
        if let Some(node) = settings.node("deadlines") {
            self.deadlines = match node.text() {
                Some("none") => None,
                _ => Deadlines::read(file, node, &self.name),
            };
        }
        if let Some(node) = settings.node("timetable") {
            self.timetable = match node.text() {
                Some("none") => None,
                _ => Some(Timetable::read(file, node, &self.name)),
            };
        }
        if let Some(node) = settings.node("statement") {
            self.statement = match node.text() {
                Some("none") => None,
                _ => Some(Statement::read(file, node, &self.name)),
            };
        }
        if let Some(strand) = FieldName::read(settings, "strand") {
            self.strand = (strand.name != "none").then_some(strand);
        }
    }

    fn overlay_url(&mut self, settings: &Settings, file: &SettingsFile) {
        let read = |settings: &Settings| {
            let url = settings.text("address")?;
            if url == "none" {
                return Some(None);
            }
            let place = settings
                .node("address")
                .map_or(settings.span(), |node| node.span);
            Pattern::parse(&url)
                .map_err(|why| file.wrong(place, why, ""))
                .ok()
                .map(Some)
        };
        replace(
            &mut self.url,
            settings.protecting("address", Safest::NoSite, read),
        );
    }

    fn read_shows(&self, file: &SettingsFile, node: &Node) -> Selection {
        let what = format!("`shows` of the list of `{}`", self.name);
        let settings = Settings::new(file, node, what, "selection");
        let shows = Selection::read(&settings);
        settings.done();
        shows
    }

    fn overlay_list(&mut self, settings: &Settings, file: &SettingsFile) {
        let Some(node) = settings.node("list") else {
            return;
        };
        if node.text() == Some("none") || node.text() == Some("false") {
            self.list = None;
            return;
        }
        let mut list = self.list.take().unwrap_or_default();
        let inner = Settings::new(file, node, format!("the list of `{}`", self.name), "list");
        list.overlay(&inner);
        if let Some(shows) = inner.node("shows") {
            list.shows = Some(self.read_shows(file, shows));
        }
        inner.done();
        self.list = Some(list);
    }
}

impl List {
    /// Takes over what a later declaration says of it, but for the documents that it shows.
    fn overlay(&mut self, settings: &Settings) {
        let sort = settings.text("sort").map(|text| Sort::read(&text));
        if let Some(url) = settings.text("address") {
            self.url = Some(url);
        }
        if let Some(group_by) = settings.text("group_by") {
            self.group_by = Some(group_by);
        }
        replace(&mut self.template, settings.text("template"));
        replace(&mut self.sort, sort);
        replace(&mut self.per_page, settings.number("per_page"));
        replace(&mut self.upcoming, settings.texts("upcoming"));
        replace(&mut self.feed, settings.flag("feed"));
    }
}

impl Default for List {
    fn default() -> List {
        List {
            url: None,
            template: "list.html".to_owned(),
            sort: Sort::default(),
            per_page: 20,
            group_by: None,
            upcoming: Vec::new(),
            shows: None,
            feed: false,
        }
    }
}

impl Kind {
    /// The fields and lists that a template shows if it shows what is computed of them: `deadlines`, `timetable`. The
    /// field of a colour is never shown by itself.
    pub fn used_by_plans(&self, shows: &dyn Fn(&str) -> bool) -> Vec<&str> {
        let mut used: Vec<&str> = Vec::new();
        used.extend(self.strand.iter().map(|strand| strand.name.as_str()));
        if shows("deadlines") {
            used.extend(self.deadlines.iter().map(Deadlines::list));
        }
        if shows("timetable") {
            used.extend(self.timetable.iter().flat_map(Timetable::used));
        }
        used
    }

    /// All tag fields with the address of their pages.
    pub fn tags(&self) -> impl Iterator<Item = (&Field, &str)> {
        self.fields.iter().filter_map(|field| match &field.ty {
            FieldType::Tag { url } => Some((field, url.as_str())),
            FieldType::List(item) => match item.as_ref() {
                FieldType::Tag { url } => Some((field, url.as_str())),
                _ => None,
            },
            _ => None,
        })
    }
}

fn read_part(file: &SettingsFile, node: &Node, kind: &str) -> Part {
    let settings = Settings::new(file, node, format!("`part` of kind `{kind}`"), "part");
    let part = Part {
        of: settings.texts("of").unwrap_or_default(),
        folder: settings.text("folder").unwrap_or_default(),
        name: settings.text("name").unwrap_or_else(|| format!("{kind}s")),
        whole: settings.flag("whole").unwrap_or(false),
        thread: settings.text("thread"),
    };
    settings.done();
    part
}

/// `work-stream` → `Work stream`.
fn label_of(name: &str) -> String {
    capitalised(&name.replace('-', " "))
}

/// Puts an item in the place of the one with its name, else at the end.
fn put<T>(items: &mut Vec<T>, item: T, name: impl Fn(&T) -> &str) {
    match items.iter().position(|old| name(old) == name(&item)) {
        Some(at) => items[at] = item,
        None => items.push(item),
    }
}
