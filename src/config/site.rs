//! site.yaml as a value. Everything but the title has a default.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use super::comments::Comments;
use super::editions::Edition;
use super::external::External;
use super::host_check::{self, SiteAddress};
use super::hosts::Hosts;
use super::images::Images;
use super::kind::Kind;
use super::kinds::Layer;
use super::languages::Languages;
use super::link_schemes::LinkSchemes;
use super::look::Look;
use super::markdown::{AnchorStyle, RawHtml};
use super::menu::{Menu, read_menu};
use super::old_urls::OldUrls;
use super::publishing::{self, PublishTarget};
use super::search::SiteSearch;
use super::settings::{Safest, Settings, SettingsFile, replace};
use super::web_address::check_base_url;
use crate::base::language::is_language_tag;
use crate::base::site_layout;
use crate::base::suggest::did_you_mean;
use crate::base::{Code, Diagnostic, FilePath, LanguageId, Level, Reported};
use crate::yaml::Node;

/// What site.yaml says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteConfig {
    /// The site's name.
    pub title: String,
    /// A sentence on what it is.
    pub description: String,
    /// `https://example.org`, without a slash at its end; may hold a path. Nothing until an author gives it: then nothing
    /// that needs a whole URL, such as a feed, is made.
    pub base_url: Option<String>,
    /// The language of its pages, as in `en`.
    pub language: String,
    /// The languages it is in, that one first.
    pub languages: Languages,
    /// The hosts that these are on.
    pub hosts: Hosts,
    /// The zone of dates without one.
    pub timezone: TimeZone,
    /// The theme's name.
    pub theme: String,
    /// Its menus by name, entries in order.
    pub menus: Vec<Menu>,
    /// Kinds added or overridden, the topmost layer.
    pub kinds: Layer,
    /// Who looks after pages that do not say.
    pub page_author: Option<String>,
    /// Files and folders of `content/` that are not read; `*` stands for any part of a name.
    pub ignore: Vec<String>,
    /// Files and folders of `content/` that are published although they have the name of a hidden, backup or system file;
    /// `*` as above.
    pub include: Vec<String>,
    /// Where `copublish publish` sends it.
    pub publish: Vec<PublishTarget>,
    /// What happens to HTML in Markdown.
    pub raw_html: RawHtml,
    /// Whether quotes and dashes in texts are those of print.
    pub smart_punctuation: bool,
    /// How the anchors of headings are made.
    pub anchors: AnchorStyle,
    /// What its links may start with besides what links of every site may.
    pub link_schemes: LinkSchemes,
    /// What happens to its pictures.
    pub images: Images,
    /// What of the theme's look is the site's own.
    pub look: Look,
    /// Whether a table of headers for hosts is written.
    pub headers: bool,
    /// Whether it has a search.
    pub search: SiteSearch,
    /// What its publications are offered in besides pages, where neither a kind nor a document says it.
    pub editions: Vec<Edition>,
    /// Whether the day of a document's last commit is that of its last change, where it does not say.
    pub git_dates: bool,
    /// How readers leave comments where a kind lets them.
    pub comments: Option<Comments>,
    /// Which addresses of other sites are asked by `check --external`.
    pub external: External,
    /// Levels set for codes: `None` silences one.
    pub levels: BTreeMap<Code, Level>,
    /// Addresses at which no page stands any more.
    pub old_urls: OldUrls,
    /// Anything else a theme wants, as written.
    pub extra: Option<Node>,
    /// False if a setting that protects cannot be understood, and has no value that would be safe.
    pub is_safe: bool,
}

impl SiteConfig {
    /// Where the site lives below its host: empty, or `/sub`.
    pub fn base_path(&self) -> &str {
        // Every link on every page asks: the text is looked through once, many bytes at a time.
        let base_url = self.whole_url();
        let bytes = base_url.as_bytes();
        let colon = memchr::memchr(b':', bytes).filter(|colon| bytes[*colon..].starts_with(b"://"));
        let host = colon.map_or(0, |colon| colon + 3);
        memchr::memchr(b'/', &bytes[host..]).map_or("", |slash| &base_url[host + slash..])
    }

    /// Its scheme and host: `https://example.org`; empty if they are not known.
    pub fn origin(&self) -> &str {
        let base_url = self.whole_url();
        &base_url[..base_url.len() - self.base_path().len()]
    }

    /// The `base_url`; empty if there is none.
    pub fn whole_url(&self) -> &str {
        self.base_url.as_deref().unwrap_or_default()
    }

    /// The whole URL of a page, from its `href`; empty if the site's own is not known.
    pub fn permalink(&self, href: &str) -> String {
        self.base_url
            .as_ref()
            .map_or_else(String::new, |_| self.hosts.whole(href))
    }

    /// Puts the whole site at one address, whatever its settings say.
    pub fn move_to(&mut self, base_url: String) {
        self.base_url = Some(base_url);
        self.join_hosts();
    }

    /// Leaves the languages that are on hosts of their own below the address of the site, where one server shows all of it.
    pub fn join_hosts(&mut self) {
        self.hosts = Hosts::one(self.origin(), self.base_path());
    }

    /// Who looks after the pages of a kind that do not say.
    pub fn page_author_of<'s>(&'s self, kind: &'s Kind) -> Option<&'s str> {
        kind.page_author.as_deref().or(self.page_author.as_deref())
    }

    /// Reads the text of site.yaml; `None` and an empty text give a site of defaults.
    pub fn parse(file: &FilePath, text: Option<&str>) -> Reported<SiteConfig> {
        let mut site = SiteConfig::named("Untitled site", file);
        let Some(text) = text else {
            return Reported::clean(site);
        };
        let settings_file = SettingsFile::new(file, Code::InvalidSetting);
        if let Some(root) = settings_file.read(text) {
            site.take(&settings_file, &root);
        }
        site.is_safe = settings_file.is_safe();
        Reported {
            value: site,
            diagnostics: settings_file.diagnostics.into_inner(),
        }
    }

    /// A site of defaults.
    fn named(title: &str, file: &FilePath) -> SiteConfig {
        SiteConfig {
            title: title.to_owned(),
            description: String::new(),
            base_url: None,
            language: "en".to_owned(),
            languages: Languages::only("en"),
            hosts: Hosts::default(),
            timezone: TimeZone::UTC,
            theme: "partnership".to_owned(),
            menus: Vec::new(),
            kinds: Layer {
                file: file.clone(),
                kinds: Vec::new(),
            },
            page_author: None,
            ignore: Vec::new(),
            include: Vec::new(),
            publish: Vec::new(),
            raw_html: RawHtml::Allow,
            smart_punctuation: true,
            anchors: AnchorStyle::Plain,
            link_schemes: LinkSchemes::default(),
            images: Images::Fitted,
            look: Look::default(),
            headers: true,
            search: SiteSearch::On,
            editions: Vec::new(),
            git_dates: true,
            comments: None,
            external: External::default(),
            levels: BTreeMap::new(),
            old_urls: OldUrls::default(),
            extra: None,
            is_safe: true,
        }
    }

    fn take(&mut self, file: &SettingsFile, root: &Node) {
        let settings = Settings::new(file, root, site_layout::SETTINGS, "site");
        self.take_words(&settings);
        self.take_languages(file, &settings);
        self.take_inputs(file, &settings);
        self.take_look(file, &settings);
        self.take_files(&settings);
        self.take_made(&settings);
        self.take_style(&settings);
        self.take_comments(file, &settings);
        self.take_external(file, &settings);
        self.take_targets(file, &settings);
        self.extra = settings.node("extra").cloned();
        self.old_urls = OldUrls::read(file, &settings);
        self.take_base_url(file, &settings);
        self.take_timezone(file, &settings);
        self.take_menus(file, &settings);
        self.take_kinds(&settings);
        self.take_levels(file, &settings);
        settings.done();
    }

    /// How what is not written is made.
    fn take_made(&mut self, settings: &Settings) {
        replace(&mut self.images, Images::read(settings));
        replace(&mut self.search, SiteSearch::read(settings));
        replace(&mut self.git_dates, settings.flag("git_dates"));
    }

    fn take_words(&mut self, settings: &Settings) {
        replace(&mut self.title, settings.text("title"));
        replace(&mut self.description, settings.text("description"));
        self.page_author = settings.text("page_author");
    }

    fn take_look(&mut self, file: &SettingsFile, settings: &Settings) {
        if let Some(look) = settings.group("look") {
            self.look = Look::read(file, look);
        }
    }

    /// What is made besides pages.
    fn take_files(&mut self, settings: &Settings) {
        let headers = settings.choice("headers");
        replace(&mut self.headers, headers.map(|word| word == "on"));
        replace(&mut self.editions, Edition::read_all(settings));
    }

    /// How texts are read.
    fn take_style(&mut self, settings: &Settings) {
        replace(&mut self.raw_html, RawHtml::read(settings));
        self.link_schemes = LinkSchemes::read(settings);
        let smart_punctuation = settings.flag("smart_punctuation");
        replace(&mut self.smart_punctuation, smart_punctuation);
        replace(&mut self.anchors, AnchorStyle::read(settings));
    }

    fn take_comments(&mut self, file: &SettingsFile, settings: &Settings) {
        self.comments = settings.protecting("comments", Safest::Value(Comments::None), |it| {
            Comments::of_site(file, it.node("comments")?)
        });
    }

    fn take_external(&mut self, file: &SettingsFile, settings: &Settings) {
        if let Some(external) = settings.group("external") {
            self.external = External::read(file, external);
        }
    }

    fn take_targets(&mut self, file: &SettingsFile, settings: &Settings) {
        if let Some(targets) = settings.node("publish") {
            self.publish = publishing::read(file, targets);
        }
    }

    fn take_levels(&mut self, file: &SettingsFile, settings: &Settings) {
        if let Some(checks) = settings.group("checks") {
            self.levels = read_levels(file, checks);
        }
    }

    /// What says which files are read. Another theme has other kinds, which may read from other keys what hides a
    /// document.
    fn take_inputs(&mut self, file: &SettingsFile, settings: &Settings) {
        let theme = settings.protecting("theme", Safest::NoSite, |it| it.text("theme"));
        replace(&mut self.theme, theme);
        let ignore = settings.protecting("ignore", Safest::NoSite, |it| read_ignore(file, it));
        replace(&mut self.ignore, ignore);
        replace(&mut self.include, settings.texts("include"));
    }

    fn take_menus(&mut self, file: &SettingsFile, settings: &Settings) {
        let Some(menus) = settings.group("menus") else {
            return;
        };
        let menus = menus.entries().iter();
        self.menus = menus
            .map(|entry| read_menu(file, &entry.key, &entry.value))
            .collect();
    }

    fn take_kinds(&mut self, settings: &Settings) {
        let kinds = settings.protecting("kinds", Safest::NoSite, |it| it.group("kinds"));
        let Some(kinds) = kinds else { return };
        let kinds = kinds.entries().iter();
        self.kinds.kinds = kinds
            .map(|entry| (entry.key.clone(), entry.value.clone()))
            .collect();
    }

    fn take_base_url(&mut self, file: &SettingsFile, settings: &Settings) {
        let read = |settings: &Settings| {
            let url = settings.text("base_url")?;
            let wrong = |why| {
                let place = settings
                    .node("base_url")
                    .map_or(settings.span(), |node| node.span);
                file.wrong(
                    place,
                    format!("`base_url` {why}"),
                    "write it like `https://www.example.org`",
                );
            };
            check_base_url(&url).map_err(wrong).ok()
        };
        // A link by the address of the site may be all that names a file.
        self.base_url = settings.protecting("base_url", Safest::NoSite, read);
        self.take_hosts(file, settings);
    }

    fn take_hosts(&mut self, file: &SettingsFile, settings: &Settings) {
        self.join_hosts();
        host_check::check_targets(file, &self.languages, &self.publish);
        let mut languages = self.languages.iter();
        if !languages.any(|(_, language)| language.base_url.is_some()) {
            return;
        }
        let address = SiteAddress {
            url: self.base_url.as_deref(),
            is_written: settings.node("base_url").is_some(),
        };
        settings.protecting("languages", Safest::NoSite, |_| {
            host_check::check(file, &self.languages, &address);
            Some(())
        });
        let hosts = std::mem::take(&mut self.hosts);
        self.hosts = hosts.with_languages(&self.languages);
    }

    fn take_language(&mut self, file: &SettingsFile, settings: &Settings) {
        let Some(language) = settings.text("language") else {
            return;
        };
        if !is_language_tag(&language) {
            let place = settings
                .node("language")
                .map_or(settings.span(), |node| node.span);
            let message = format!("`{language}` is not a valid language tag");
            file.report(
                Diagnostic::new(Code::InvalidLanguage, message)
                    .at(
                        file.file,
                        place,
                        "screen readers do not know how to pronounce its pages",
                    )
                    .help("write it like `en`, `cy` or `en-GB`"),
            );
        }
        self.language = language;
    }

    /// Its languages. Where a file belongs, and by which keys its author hides it, may depend on them.
    fn take_languages(&mut self, file: &SettingsFile, settings: &Settings) {
        self.take_language(file, settings);
        let read = |it: &Settings| Languages::read(file, it);
        let named = settings.protecting("languages", Safest::NoSite, read);
        let Some(languages) = named else {
            self.languages = Languages::only(&self.language);
            return;
        };
        let default = &languages.get(LanguageId::DEFAULT).code;
        if settings.node("language").is_some() && self.language != *default {
            let message = format!(
                "the first of `languages` is `{default}`, but `language` is `{}`",
                self.language
            );
            let help = "delete `language`: the first of `languages` is the default";
            file.wrong(settings.place("language"), message, help);
        }
        self.language.clone_from(default);
        self.languages = languages;
    }

    fn take_timezone(&mut self, file: &SettingsFile, settings: &Settings) {
        let read = |settings: &Settings| {
            let name = settings.text("timezone")?;
            let zone = TimeZone::get(&name).ok();
            if zone.is_none() {
                let place = settings
                    .node("timezone")
                    .map_or(settings.span(), |node| node.span);
                let message = format!("there is no time zone called `{name}`");
                file.wrong(place, message, "write it like `Europe/London`");
            }
            zone
        };
        // In another zone, what is to appear later may be public by now.
        replace(
            &mut self.timezone,
            settings.protecting("timezone", Safest::NoSite, read),
        );
    }
}

/// The patterns of files that are not read. In other programs, `!` makes an exception: taken for a name, it would ignore
/// nothing, so it is refused.
fn read_ignore(file: &SettingsFile, settings: &Settings) -> Option<Vec<String>> {
    let items = settings.node("ignore")?.items();
    let is_exception = |item: &&Node| item.text().is_some_and(|text| text.starts_with('!'));
    let Some(exception) = items.iter().find(is_exception) else {
        return settings.texts("ignore");
    };
    let text = exception.text().unwrap_or_default();
    let message = format!("`{text}` under `ignore` has no meaning");
    let name = text.trim_start_matches('!');
    let help = format!(
        "`ignore` has no exceptions; `include: [\"{name}\"]` is for files with the name of a hidden or backup file"
    );
    file.wrong(exception.span, message, help);
    None
}

fn read_levels(file: &SettingsFile, node: &Node) -> BTreeMap<Code, Level> {
    let mut levels = BTreeMap::new();
    for entry in node.entries() {
        let level = match entry.value.text() {
            Some("allow") => Level::Allow,
            Some("warn") => Level::Warn,
            Some("deny") => Level::Deny,
            _ => {
                let found = entry.value.text().map_or_else(
                    || entry.value.describe().to_owned(),
                    |text| format!("`{text}`"),
                );
                let message = format!(
                    "`{}` must be `allow`, `warn` or `deny`, but is {found}",
                    entry.key
                );
                file.wrong(entry.value.span, message, "");
                continue;
            }
        };
        match Code::find(&entry.key) {
            Some(code) => {
                levels.insert(code, level);
            }
            None => {
                let near = did_you_mean(&entry.key, Code::ALL.iter().map(|code| code.id()));
                file.wrong(
                    entry.key_span,
                    format!("there is no check called `{}`", entry.key),
                    near.unwrap_or_default(),
                );
            }
        }
    }
    levels
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Reported<SiteConfig> {
        SiteConfig::parse(&FilePath::new("site.yaml"), Some(text))
    }

    #[test]
    fn reads_what_is_there_and_defaults_the_rest() {
        let site = parse(
            "title: A\nbase_url: https://a.org/sub/\ntimezone: Europe/London\nmenus:\n  main:\n  - about.md\n  - {title: B, link: /b/}\n",
        );
        assert!(site.diagnostics.is_empty(), "{:?}", site.diagnostics);
        let site = site.value;
        assert_eq!(
            (site.base_path(), site.origin(), site.theme.as_str()),
            ("/sub", "https://a.org", "partnership")
        );
        assert_eq!(site.menus[0].entries[1].title.as_deref(), Some("B"));
    }

    #[test]
    fn says_what_it_does_not_know() {
        let site =
            parse("titel: A\nbase_url: a.org\nchecks: {broken-links: warn, broken-link: maybe}\n");
        let messages: Vec<_> = site
            .diagnostics
            .iter()
            .map(|d| d.message.as_str())
            .collect();
        assert_eq!(
            messages,
            [
                "`base_url` must start with `http://` or `https://`, but is `a.org`",
                "there is no check called `broken-links`",
                "`broken-link` must be `allow`, `warn` or `deny`, but is `maybe`",
                "site.yaml has no setting called `titel`",
            ]
        );
    }
}
