//! What every template sees as `site`, and values that no kind declares a type for.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;
use tera::Value as TeraValue;

use super::crumb::CrumbView;
use super::feed_links::FeedLinks;
use super::value::{Entries, to_value};
use crate::base::foreign_words::{THEME_LANGUAGE, marked};
use crate::base::language::is_same_language;
use crate::base::{LanguageId, Url};
use crate::config::SiteConfig;
use crate::content::Data;
use crate::graph::{Crumb, Label, Menu};
use crate::issues::SiteStatement;
use crate::layout::kind_names::{NamesOfKind, kind_names};
use crate::layout::site_data::SiteData;
use crate::layout::theme::Theme;
use crate::layout::theme::marks::SiteMarks;
use crate::yaml;

/// The menus that every site has, if only empty ones.
const MENUS: [&str; 2] = ["main", "foot"];

/// `site`.
#[derive(Debug, Default, Serialize)]
pub struct SiteView<'s> {
    title: &'s str,
    description: &'s str,
    /// What readers of this language are told on each page; empty if nothing.
    notice: &'s str,
    #[serde(flatten)]
    address: SiteAddress<'s>,
    language: &'s str,
    url: String,
    site_map_url: String,
    search_url: String,
    /// The address of each kind's list, by the kind's name.
    list_urls: Entries,
    #[serde(flatten)]
    feed: FeedLinks,
    #[serde(flatten)]
    marks: SiteMarks,
    menus: Entries,
    /// The accessibility statement, if the site has one.
    statement: Option<LinkedTitle<'s>>,
    data: Entries,
    extra: Extra,
}

/// Where the pages in a language are.
#[derive(Debug, Default, Serialize)]
struct SiteAddress<'s> {
    base_url: String,
    /// Scheme and host: `https://example.org`.
    origin: &'s str,
}

impl<'s> SiteAddress<'s> {
    fn new(site: &'s SiteConfig, language: LanguageId) -> SiteAddress<'s> {
        let hosts = &site.hosts;
        let host = hosts.of_language_id(&site.languages, language);
        SiteAddress {
            base_url: hosts.base_url(host),
            origin: hosts.origin(host),
        }
    }
}

/// A document by its title.
#[derive(Debug, Serialize)]
struct LinkedTitle<'t> {
    title: Cow<'t, str>,
    url: String,
}

/// What site.yaml says under `extra`; an empty group if it says nothing.
#[derive(Debug, Serialize)]
#[serde(transparent)]
struct Extra(TeraValue);

impl Extra {
    fn of(site: &SiteConfig) -> Extra {
        let written = site.extra.as_ref();
        written.map_or_else(Extra::default, |extra| Extra(as_written(extra)))
    }
}

impl Default for Extra {
    fn default() -> Extra {
        Extra(to_value(&Entries::default()))
    }
}

impl<'s> SiteView<'s> {
    /// Makes `site` for readers of a language.
    pub fn new(
        data: SiteData<'s>,
        theme: &Theme,
        files: &[Data],
        language: LanguageId,
    ) -> SiteView<'s> {
        let (site, graph) = (data.settings, data.graph);
        let said = site.languages.get(language);
        SiteView {
            title: said.title_or(&site.title),
            description: said.description_or(&site.description),
            notice: said.notice(),
            address: SiteAddress::new(site, language),
            language: &said.code,
            url: href_of(Some(graph.home(language)), site),
            site_map_url: href_of(graph.site_map(language), site),
            search_url: href_of(graph.search(language), site),
            list_urls: list_urls(data, language),
            feed: FeedLinks::new(graph.feed(language).as_ref(), site.base_path()),
            marks: theme.marks.clone(),
            menus: menus(data, theme, language),
            statement: statement(data, language),
            data: data_files(files),
            extra: Extra::of(site),
        }
    }
}

fn href_of(url: Option<&Url>, site: &SiteConfig) -> String {
    url.map_or_else(String::new, |url| url.href(site.base_path()))
}

fn data_files(data: &[Data]) -> Entries {
    let mut files = Entries::default();
    for data in data {
        files.push(data.name.clone(), data_value(&data.value));
    }
    files
}

fn statement<'s>(data: SiteData<'s>, language: LanguageId) -> Option<LinkedTitle<'s>> {
    let node = SiteStatement::seen_in(data.graph, data.kinds, language)?.node;
    let outline = node.outline();
    let said = Said::new(
        &outline.words.title,
        outline.meta.language_or(&data.settings.language),
    );
    Some(LinkedTitle {
        title: said.to_readers(data, language),
        url: node.url()?.href(data.settings.base_path()),
    })
}

fn list_urls(data: SiteData, language: LanguageId) -> Entries {
    let mut urls = Entries::default();
    let lists = data.graph.lists().iter();
    for list in lists.filter(|list| list.language == language) {
        let url = list.url.href(data.settings.base_path());
        urls.push(list.kind.clone(), url.into());
    }
    urls
}

fn menus(data: SiteData, theme: &Theme, language: LanguageId) -> Entries {
    let names = kind_names(data, theme, language);
    let mut views = Entries::default();
    for Menu { name, entries } in data.graph.menus(language) {
        let shown: Vec<CrumbView> = entries
            .iter()
            .map(|entry| {
                let said = Said::of(entry, data, &names, language);
                CrumbView::new(said.to_readers(data, language), entry)
            })
            .collect();
        views.push(name.clone(), to_value(&shown));
    }
    for name in MENUS {
        if !views.has(name) {
            let none: [CrumbView; 0] = [];
            views.push(name, to_value(&none));
        }
    }
    views
}

/// What an entry of a menu says, and in which language.
struct Said<'c> {
    words: &'c str,
    language: &'c str,
}

impl<'c> Said<'c> {
    fn of(
        entry: &'c Crumb,
        data: SiteData<'c>,
        names: &BTreeMap<&str, NamesOfKind<'c>>,
        readers: LanguageId,
    ) -> Said<'c> {
        let tags = &data.settings.languages.tags;
        let has_own_menus = data.settings.languages.get(readers).menus.is_some();
        match &entry.label {
            Label::Title(id) => {
                let outline = data.graph.node(*id).outline();
                let of_site = tags.get(LanguageId::DEFAULT);
                Said::new(&outline.words.title, outline.meta.language_or(of_site))
            }
            Label::Plural(kind) => match names.get(&**kind).and_then(|names| names.plural) {
                Some(plural) => Said::new(plural, tags.get(readers)),
                None => Said::plural_of_theme(kind, data),
            },
            Label::Text(text) if has_own_menus => Said::new(text, tags.get(readers)),
            Label::Field(text) | Label::Tag(text) | Label::Text(text) => {
                Said::new(text, tags.get(LanguageId::DEFAULT))
            }
        }
    }

    fn new(words: &'c str, language: &'c str) -> Said<'c> {
        Said { words, language }
    }

    fn plural_of_theme(kind: &str, data: SiteData<'c>) -> Said<'c> {
        let kind = data.kinds.find(kind);
        Said::new(kind.map_or("", |kind| &kind.plural), THEME_LANGUAGE)
    }

    /// What is in another language than that of the readers is marked.
    fn to_readers(&self, data: SiteData, readers: LanguageId) -> Cow<'c, str> {
        let tags = &data.settings.languages.tags;
        if tags.are_several() && !is_same_language(self.language, tags.get(readers)) {
            Cow::Owned(marked(self.words, self.language))
        } else {
            Cow::Borrowed(self.words)
        }
    }
}

/// A value of a data file; keys that are not texts are written out, tags are ignored.
fn data_value(value: &serde_yaml::Value) -> TeraValue {
    use serde_yaml::Value;
    match value {
        Value::Null => TeraValue::none(),
        Value::Bool(flag) => (*flag).into(),
        Value::Number(number) => {
            let whole = number
                .as_i64()
                .map(TeraValue::from)
                .or_else(|| number.as_u64().map(TeraValue::from));
            whole.unwrap_or_else(|| number.as_f64().into())
        }
        Value::String(text) => text.as_str().into(),
        Value::Sequence(items) => items.iter().map(data_value).collect::<Vec<_>>().into(),
        Value::Mapping(entries) => {
            let mut group = Entries::default();
            for (key, value) in entries {
                group.push(data_value(key).to_string(), data_value(value));
            }
            to_value(&group)
        }
        Value::Tagged(tagged) => data_value(&tagged.value),
    }
}

/// A value as written: text, lists and groups; `true`, `false` and numbers if they are not quoted.
pub fn as_written(node: &yaml::Node) -> TeraValue {
    match &node.value {
        yaml::Value::Empty => TeraValue::none(),
        yaml::Value::Scalar { text, quoted: true } => text.as_str().into(),
        yaml::Value::Scalar {
            text,
            quoted: false,
        } => match text.as_str() {
            "true" => true.into(),
            "false" => false.into(),
            text => text
                .parse::<i64>()
                .map_or_else(|_| text.into(), TeraValue::from),
        },
        yaml::Value::Sequence(items) => items.iter().map(as_written).collect::<Vec<_>>().into(),
        yaml::Value::Mapping(entries) => {
            let mut group = Entries::default();
            for entry in entries {
                group.push(entry.key.clone(), as_written(&entry.value));
            }
            to_value(&group)
        }
    }
}
