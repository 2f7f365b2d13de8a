//! The languages of a site, and what its settings say in each of them.

use super::language_tags::LanguageTags;
use super::menu::{Menu, read_menu};
use super::settings::{Settings, SettingsFile};
use super::web_address::check_base_url;
use crate::base::language::is_language_tag;
use crate::base::{LanguageId, SourceSpan, Url};
use crate::yaml::{Node, Value};

/// The languages of a site; the first is the default. There is always one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Languages {
    /// Their tags.
    pub tags: LanguageTags,
    said: Vec<SiteLanguage>,
}

/// One language, and what the site says in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteLanguage {
    /// Its tag: `cy`.
    pub code: String,
    /// The site's name in it.
    pub title: Option<String>,
    /// A sentence on what the site is.
    pub description: Option<String>,
    /// What its readers are told on each page.
    pub notice: Option<String>,
    /// What the addresses of its pages start with: empty, or `/cy`.
    pub base_path: String,
    /// Its own host, if it has one: `https://www.example.org`.
    pub base_url: Option<String>,
    /// Where that is written.
    pub base_url_span: SourceSpan,
    /// Its menus; it has the others of the site too.
    pub menus: Option<Vec<Menu>>,
    /// What its readers get of pages that are not translated.
    pub missing: Missing,
    /// Where site.yaml names it.
    pub span: SourceSpan,
}

/// What readers of a language get of a page that is not there in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Missing {
    /// Lists and relations link to the page in the default language.
    #[default]
    Link,
    /// The page in the default language, with all around it in theirs, at an address among theirs.
    Fallback,
    /// Nothing in lists.
    Hide,
}

/// The most languages that a site can have.
const MOST: usize = 200;

impl Languages {
    /// The language of a site whose settings name no others.
    pub fn only(tag: &str) -> Languages {
        Languages {
            tags: LanguageTags::only(tag),
            said: vec![SiteLanguage::new(tag, String::new())],
        }
    }

    /// The languages, the default first.
    pub fn iter(&self) -> impl Iterator<Item = (LanguageId, &SiteLanguage)> {
        self.tags.ids().zip(&self.said)
    }

    /// What the site says in a language.
    pub fn get(&self, id: LanguageId) -> &SiteLanguage {
        self.said.get(id.index()).unwrap_or(&self.said[0])
    }

    /// Reads `languages` and `default_at_root`. `None` if no languages are named.
    pub(super) fn read(file: &SettingsFile, settings: &Settings) -> Option<Languages> {
        let at_root = settings.flag("default_at_root").unwrap_or(true);
        let node = settings.node("languages")?;
        let reader = Reader { file, at_root };
        let mut all: Vec<SiteLanguage> = Vec::new();
        for written in written(node) {
            all.extend(reader.language(&written, &all));
        }
        if all.is_empty() {
            file.wrong(
                node.span,
                "`languages` names no language",
                "write it like `languages: [en, cy]`",
            );
            return None;
        }
        let tags = all.iter().map(|language| language.code.clone());
        Some(Languages {
            tags: LanguageTags::named(tags.collect()),
            said: all,
        })
    }
}

impl SiteLanguage {
    /// The site's name in this language, else the one that it has in all.
    pub fn title_or<'s>(&'s self, of_site: &'s str) -> &'s str {
        self.title.as_deref().unwrap_or(of_site)
    }

    /// What the site is, in the same way.
    pub fn description_or<'s>(&'s self, of_site: &'s str) -> &'s str {
        self.description.as_deref().unwrap_or(of_site)
    }

    /// What its readers are told on each page; empty if nothing.
    pub fn notice(&self) -> &str {
        self.notice.as_deref().unwrap_or_default()
    }

    /// The URL of its home page.
    pub fn home(&self) -> Url {
        self.url(&Url::home())
    }

    /// A URL of the default language at the root, as one of this language.
    pub fn url(&self, url: &Url) -> Url {
        if self.base_path.is_empty() {
            return url.clone();
        }
        let path = format!("{}{}", self.base_path, url.as_str());
        // A URL that gets too long this way stays as it is, and so meets the one it is a translation of.
        Url::parse(&path).unwrap_or_else(|_| url.clone())
    }

    /// The URL of a page of another language, as one of this language.
    pub fn url_like(&self, url: &Url, other: &SiteLanguage) -> Url {
        let at_root = url.as_str().strip_prefix(other.base_path.as_str());
        let at_root = at_root.and_then(|path| Url::parse(path).ok());
        self.url(at_root.as_ref().unwrap_or(url))
    }

    fn new(code: &str, base_path: String) -> SiteLanguage {
        SiteLanguage {
            code: code.to_owned(),
            title: None,
            description: None,
            notice: None,
            base_path,
            base_url: None,
            base_url_span: SourceSpan::default(),
            menus: None,
            missing: Missing::default(),
            span: SourceSpan::default(),
        }
    }
}

/// A language as written: its tag, where that is, and what is said of it.
struct Written<'w> {
    code: &'w str,
    span: SourceSpan,
    said: Option<&'w Node>,
}

/// The languages as written, in a list of tags or in a group by tag.
fn written(node: &Node) -> Vec<Written<'_>> {
    let entries = node.entries().iter().map(|entry| Written {
        code: &entry.key,
        span: entry.key_span,
        said: Some(&entry.value),
    });
    if let Value::Mapping(_) = node.value {
        return entries.collect();
    }
    let items = node.items().iter().map(|item| Written {
        code: item.text().unwrap_or_default(),
        span: item.span,
        said: None,
    });
    items.collect()
}

struct Reader<'r> {
    file: &'r SettingsFile<'r>,
    at_root: bool,
}

impl Reader<'_> {
    fn language(&self, written: &Written, before: &[SiteLanguage]) -> Option<SiteLanguage> {
        self.check_tag(written, before)?;
        let is_at_root = before.is_empty() && self.at_root;
        let base_path = if is_at_root {
            String::new()
        } else {
            format!("/{}", written.code.to_lowercase())
        };
        let mut language = SiteLanguage {
            span: written.span,
            ..SiteLanguage::new(written.code, base_path)
        };
        if let Some(said) = written.said {
            self.details(&mut language, said);
        }
        self.check_base_path(&language, written.span, before)?;
        Some(language)
    }

    fn check_tag(&self, written: &Written, before: &[SiteLanguage]) -> Option<()> {
        let Written { code, span, .. } = *written;
        let (message, help) = if !is_language_tag(code) {
            let message = format!("`{code}` is not a valid language tag");
            (message, "write it like `en`, `cy` or `en-GB`")
        } else if before.iter().any(|it| it.code.eq_ignore_ascii_case(code)) {
            (
                format!("`languages` names `{code}` twice"),
                "delete one of them",
            )
        } else if before.len() == MOST {
            (format!("`languages` names more than {MOST} languages"), "")
        } else {
            return Some(());
        };
        self.file.wrong(span, message, help);
        None
    }

    fn check_base_path(
        &self,
        language: &SiteLanguage,
        span: SourceSpan,
        before: &[SiteLanguage],
    ) -> Option<()> {
        let path = &language.base_path;
        let Some(other) = before.iter().find(|other| other.base_path == *path) else {
            return Some(());
        };
        let message = format!(
            "the pages in `{}` and in `{}` have the same addresses",
            other.code, language.code
        );
        let help = format!(
            "give one of them `base_path: /{}`",
            language.code.to_lowercase()
        );
        self.file.wrong(span, message, help);
        None
    }

    fn details(&self, language: &mut SiteLanguage, said: &Node) {
        let settings = Settings::new(
            self.file,
            said,
            format!("the language `{}`", language.code),
            "language",
        );
        language.title = settings.text("title");
        language.description = settings.text("description");
        language.notice = settings.text("notice");
        if let Some(menus) = settings.group("menus") {
            let menus = menus.entries().iter();
            let menus = menus.map(|entry| read_menu(self.file, &entry.key, &entry.value));
            language.menus = Some(menus.collect());
        }
        if let Some(path) = self.base_path(&settings) {
            language.base_path = path;
        }
        language.base_url = self.base_url(&settings);
        language.base_url_span = settings.place("base_url");
        language.missing = match settings.choice("missing") {
            Some("fallback") => Missing::Fallback,
            Some("hide") => Missing::Hide,
            _ => Missing::Link,
        };
        settings.done();
    }

    /// The address of its own host, without a slash at its end.
    fn base_url(&self, settings: &Settings) -> Option<String> {
        let written = settings.text("base_url")?;
        let place = settings.place("base_url");
        let checked = check_base_url(&written).and_then(|url| {
            let (_, host) = url.split_once("://").unwrap_or_default();
            match host.split_once('/') {
                Some((host, path)) => Err(format!(
                    "must be a host alone, without `/{path}` after `{host}`"
                )),
                None => Ok(url),
            }
        });
        match checked {
            Ok(url) => Some(url),
            Err(why) => {
                let help = "write it like `https://www.example.org`; to have the language in a folder of the site's own address, write `base_path`";
                self.file.wrong(place, format!("`base_url` {why}"), help);
                None
            }
        }
    }

    /// A path without a slash at its end.
    fn base_path(&self, settings: &Settings) -> Option<String> {
        let written = settings.text("base_path")?;
        let path = written.trim_matches('/');
        if path.is_empty() {
            return Some(String::new());
        }
        match Url::parse(&format!("/{path}/")) {
            Ok(url) => Some(url.as_str().trim_end_matches('/').to_owned()),
            Err(why) => {
                let message = format!("`base_path` cannot be `{written}`: {why}");
                let help = "write it like `/cy`";
                self.file.wrong(settings.place("base_path"), message, help);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::FilePath;
    use crate::config::SiteConfig;

    fn languages(text: &str) -> Languages {
        let site = SiteConfig::parse(&FilePath::new("site.yaml"), Some(text));
        assert!(site.diagnostics.is_empty(), "{:?}", site.diagnostics);
        site.value.languages
    }

    #[test]
    fn the_default_is_at_the_root_unless_it_is_to_have_a_path() {
        let paths = |text| -> Vec<String> {
            let languages = languages(text);
            let all = languages.iter().map(|(_, it)| it.base_path.clone());
            all.collect()
        };
        assert_eq!(paths("languages: [en, cy]\n"), ["", "/cy"]);
        let beside = "languages: [en, cy]\ndefault_at_root: false\n";
        assert_eq!(paths(beside), ["/en", "/cy"]);
        let named = "languages: {en: {}, cy: {base_path: /cymraeg/}}\n";
        assert_eq!(paths(named), ["", "/cymraeg"]);
    }
}
