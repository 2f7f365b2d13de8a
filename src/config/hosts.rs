//! The hosts of a site: its own, and those of languages that have a `base_url`. The files of such a language are below its base
//! path like those of any other, and that folder is the root of its host. So a URL of the site has one place in the output, and
//! belongs to one host; only how pages write it depends on where they are.

use super::languages::{Languages, SiteLanguage};
use crate::base::site_layout::{ASSET_URLS, SEARCH_INDEX};
use crate::base::{LanguageId, Url};

/// A host of a site; the default is its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct HostId(u8);

/// The hosts of a site. One without any language on a host of its own has one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Hosts {
    own: Host,
    others: Vec<Host>,
}

/// One host.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Host {
    /// Its scheme and name, `https://example.org`; empty if they are not known.
    origin: String,
    /// What the site's URLs of what is on it start with: empty, or `/cy`.
    folder: String,
    /// The same as pages of the site's own host would write it: with the base path of the site, and encoded.
    href: String,
}

impl HostId {
    /// The site's own host.
    pub const OWN: HostId = HostId(0);
}

impl Hosts {
    /// The host of a site that is at one address, or at none yet.
    pub fn one(origin: &str, base_path: &str) -> Hosts {
        Hosts {
            own: Host {
                origin: origin.to_owned(),
                folder: String::new(),
                href: base_path.to_owned(),
            },
            others: Vec::new(),
        }
    }

    /// The same with those of its languages.
    pub fn with_languages(self, languages: &Languages) -> Hosts {
        let others = languages.iter().filter_map(|(_, it)| self.of_language(it));
        Hosts {
            others: others.collect(),
            ..self
        }
    }

    fn of_language(&self, language: &SiteLanguage) -> Option<Host> {
        let home = language.home().href(&self.own.href);
        Some(Host {
            origin: language.base_url.clone()?,
            folder: language.base_path.clone(),
            href: home.trim_end_matches('/').to_owned(),
        })
    }

    /// True if some pages are on another host than others.
    pub fn are_several(&self) -> bool {
        !self.others.is_empty()
    }

    /// The hosts, the site's own first.
    pub fn ids(&self) -> impl Iterator<Item = HostId> + use<> {
        (0..=u8::try_from(self.others.len()).unwrap_or(u8::MAX)).map(HostId)
    }

    /// Those of languages.
    pub fn others(&self) -> impl Iterator<Item = HostId> + use<> {
        self.ids().skip(1)
    }

    fn get(&self, id: HostId) -> &Host {
        let other = usize::from(id.0).checked_sub(1);
        let other = other.and_then(|at| self.others.get(at));
        other.unwrap_or(&self.own)
    }

    /// The folder of the output that is the root of a host: empty, or `cy`.
    pub fn folder(&self, id: HostId) -> &str {
        self.get(id).folder.trim_start_matches('/')
    }

    /// A file at the root of a host.
    pub fn url(&self, id: HostId, at_root: &str) -> Option<Url> {
        Url::parse(&format!("{}{at_root}", self.get(id).folder)).ok()
    }

    /// The file of the output that has a name on a host.
    pub fn file(&self, id: HostId, name: &str) -> String {
        match self.folder(id) {
            "" => name.to_owned(),
            folder => format!("{folder}/{name}"),
        }
    }

    /// Scheme and name of a host.
    pub fn origin(&self, id: HostId) -> &str {
        &self.get(id).origin
    }

    /// The whole URL of the root of a host, without a slash at its end; empty if it is not known.
    pub fn base_url(&self, id: HostId) -> String {
        match id {
            HostId::OWN => format!("{}{}", self.own.origin, self.own.href),
            id => self.origin(id).to_owned(),
        }
    }

    /// What URLs of a host start with behind its name: empty, or `/sub`.
    pub fn base_path(&self, id: HostId) -> &str {
        match id {
            HostId::OWN => &self.own.href,
            _ => "",
        }
    }

    /// The host that a URL of the site is on.
    pub fn of_url(&self, url: &Url) -> HostId {
        self.owner(|host| below(&host.folder, url.as_str()).is_some())
    }

    /// The host that a file of the output is on.
    pub fn of_file(&self, file: &str) -> HostId {
        self.owner(|host| below(host.folder.trim_start_matches('/'), file).is_some())
    }

    /// The host of the pages in a language.
    pub fn of_language_id(&self, languages: &Languages, id: LanguageId) -> HostId {
        self.of_url(&languages.get(id).home())
    }

    fn of_href(&self, href: &str) -> HostId {
        self.owner(|host| below(&host.href, href).is_some())
    }

    fn owner(&self, owns: impl Fn(&Host) -> bool) -> HostId {
        let mut others = self.others().zip(&self.others);
        let owner = others.find(|(_, host)| owns(host));
        owner.map_or(HostId::OWN, |(id, _)| id)
    }

    /// A link of the site with the name of its host in front; others, and all on a site without a name, are as they were.
    pub fn whole(&self, href: &str) -> String {
        if !is_path(href) {
            return href.to_owned();
        }
        let id = self.of_href(href);
        let host = self.get(id);
        match below(&host.href, href) {
            Some(path) if id != HostId::OWN => format!("{}{}", host.origin, from_root(path)),
            _ => format!("{}{href}", host.origin),
        }
    }

    /// A link of the site as what is on a host has to write it. `None` if that is how it is.
    pub fn seen_from(&self, host: HostId, href: &str) -> Option<String> {
        if self.others.is_empty() || !is_path(href) {
            return None;
        }
        let owner = self.of_href(href);
        if owner != host {
            let own_copy = self.own_copy(host, href);
            return Some(own_copy.unwrap_or_else(|| self.whole(href)));
        }
        let path = below(&self.get(host).href, href)?;
        (host != HostId::OWN).then(|| from_root(path).into_owned())
    }

    /// How links of the site start, as regular expressions, and what they start with on a host. One after the other, each is for
    /// links that none before it has changed.
    pub fn starts_seen_from(&self, host: HostId) -> Vec<(String, String)> {
        let of_own = (host != HostId::OWN).then(|| self.start_of_own());
        let others = self.others().filter(|id| *id != host);
        let of_page = self.others().filter(|id| *id == host);
        let starts = others.chain(of_page).map(|id| {
            let href = format!("{}/", self.get(id).href);
            let seen = self.seen_from(host, &href);
            (format!("^{}", pattern(&href)), seen.unwrap_or_default())
        });
        of_own.into_iter().chain(starts).collect()
    }

    /// The same for links to the site's own host, which do not go on as those to others.
    fn start_of_own(&self) -> (String, String) {
        let own = format!("{}/", self.own.href);
        let others = self.others.iter();
        let others = others.filter_map(|host| host.href.strip_prefix(&own));
        let others: Vec<String> = others.map(|rest| pattern(rest) + "/").collect();
        let start = format!("^{}(?!{})", pattern(&own), others.join("|"));
        (start, format!("{}{own}", self.own.origin))
    }

    /// The name that a file has on the site's own host, if it is a copy on another one.
    pub fn original<'f>(&self, file: &'f str) -> &'f str {
        let folder = self.folder(self.of_file(file));
        below(folder, file).map_or(file, |rest| rest.trim_start_matches('/'))
    }

    /// What each host has a copy of, at the same path: a link to the copy.
    fn own_copy(&self, host: HostId, href: &str) -> Option<String> {
        let path = href.strip_prefix(self.own.href.as_str())?;
        let is_copied = host != HostId::OWN && is_on_each_host(path);
        is_copied.then(|| path.to_owned())
    }
}

/// True for a URL of the site's own host whose file every host has: style sheets, scripts and fonts, which browsers take from the
/// host of the page alone, or sooner; subtitles, for the same reason; and what the script of the search reads.
pub fn is_on_each_host(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let index = SEARCH_INDEX.trim_end_matches("bin").trim_end_matches('.');
    let is_index = path == SEARCH_INDEX || below(index, path).is_some();
    path.starts_with(ASSET_URLS) || is_index || path == "/favicon.ico" || path.ends_with(".vtt")
}

/// What follows a folder in a path that is in it.
fn below<'p>(folder: &str, path: &'p str) -> Option<&'p str> {
    let rest = path.strip_prefix(folder)?;
    let is_end = rest.is_empty() || rest.starts_with(['/', '?', '#']);
    is_end.then_some(rest)
}

/// A path from the root of a host.
fn from_root(rest: &str) -> std::borrow::Cow<'_, str> {
    if rest.starts_with('/') {
        rest.into()
    } else {
        format!("/{rest}").into()
    }
}

/// A regular expression of the text itself.
fn pattern(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for c in text.chars() {
        if !(c.is_alphanumeric() || c == '/') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}

fn is_path(href: &str) -> bool {
    href.starts_with('/') && !href.starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::FilePath;
    use crate::config::SiteConfig;

    fn hosts(base_url: &str) -> Hosts {
        let text = format!(
            "base_url: {base_url}\nlanguages: {{en: {{}}, cy: {{base_url: \"https://cymru.example/\"}}, de: {{}}}}\n"
        );
        let site = SiteConfig::parse(&FilePath::new("site.yaml"), Some(&text));
        assert!(site.diagnostics.is_empty(), "{:?}", site.diagnostics);
        site.value.hosts
    }

    #[test]
    fn a_link_is_written_as_the_host_of_its_page_has_to() {
        let [own, welsh] = [HostId(0), HostId(1)];
        for (base_url, host, href, expected) in [
            ("https://a.example", own, "/about/", None),
            ("https://a.example", own, "/de/", None),
            ("https://a.example", own, "/cyder/", None),
            (
                "https://a.example",
                own,
                "/cy/a/#b",
                Some("https://cymru.example/a/#b"),
            ),
            (
                "https://a.example",
                own,
                "/cy",
                Some("https://cymru.example/"),
            ),
            ("https://a.example", welsh, "/cy/a/?b", Some("/a/?b")),
            ("https://a.example", welsh, "/cy?b", Some("/?b")),
            (
                "https://a.example",
                welsh,
                "/de/",
                Some("https://a.example/de/"),
            ),
            (
                "https://a.example",
                welsh,
                "/assets/a.css",
                Some("/assets/a.css"),
            ),
            ("https://a.example", welsh, "a/", None),
            ("https://a.example", welsh, "//b.example/cy/", None),
            (
                "https://a.example/sub",
                own,
                "/sub/cy/",
                Some("https://cymru.example/"),
            ),
            ("https://a.example/sub", own, "/cy/", None),
            ("https://a.example/sub", welsh, "/sub/cy/a/", Some("/a/")),
            (
                "https://a.example/sub",
                welsh,
                "/sub/search/index.bin",
                Some("/search/index.bin"),
            ),
            (
                "https://a.example/sub",
                welsh,
                "/sub/a/",
                Some("https://a.example/sub/a/"),
            ),
            (
                "https://a.example/sub",
                welsh,
                "/elsewhere/",
                Some("https://a.example/elsewhere/"),
            ),
        ] {
            let seen = hosts(base_url).seen_from(host, href);
            assert_eq!(seen.as_deref(), expected, "{base_url} {host:?} {href}");
        }
    }

    #[test]
    fn results_of_a_search_lead_to_their_hosts() {
        let hosts = hosts("https://a.example/sub");
        let starts = |host| hosts.starts_seen_from(HostId(host));
        let of = |from: &str, to: &str| (from.to_owned(), to.to_owned());
        assert_eq!(starts(0), [of("^/sub/cy/", "https://cymru.example/")]);
        let own = of("^/sub/(?!cy/)", "https://a.example/sub/");
        assert_eq!(starts(1), [own, of("^/sub/cy/", "/")]);
        assert_eq!(pattern("/a-b.c/"), "/a\\-b\\.c/");
    }

    #[test]
    fn a_whole_url_has_the_name_of_its_host() {
        let whole = |href| hosts("https://a.example/sub").whole(href);
        assert_eq!(whole("/sub/a/"), "https://a.example/sub/a/");
        assert_eq!(whole("/sub/cy/a/#b"), "https://cymru.example/a/#b");
        assert_eq!(whole("/sub/cy"), "https://cymru.example/");
        assert_eq!(whole("https://b.example/"), "https://b.example/");
        assert_eq!(Hosts::default().whole("/a/"), "/a/");
    }
}
