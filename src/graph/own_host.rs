//! Whether a web address leads to this very site. Read as generously as browsers read it: an address of the own host that
//! passed for another site would not be checked, and would publish nothing, withhold nothing.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::target::is_outside;
use crate::base::url::percent_decoded;
use crate::config::SiteConfig;

/// The site's own host and the path it is below, with the hosts of its languages.
pub struct OwnHost<'s> {
    host: String,
    base_path: &'s str,
    /// The hosts of languages, each with the path that it is at in the site.
    of_languages: Vec<(String, &'s str)>,
}

impl<'s> OwnHost<'s> {
    /// The host of a site.
    pub fn new(site: &'s SiteConfig) -> OwnHost<'s> {
        let languages = site.languages.iter();
        let of_languages = languages.filter_map(|(_, language)| {
            let host = host_of(language.base_url.as_deref()?);
            Some((host, language.base_path.as_str()))
        });
        OwnHost {
            host: host_of(site.origin()),
            base_path: site.base_path(),
            of_languages: of_languages.collect(),
        }
    }

    /// A target without the site's own host: a path with what follows it. `None` for other sites and other programs.
    pub fn on_site<'t>(&self, target: &'t str) -> Option<Cow<'t, str>> {
        if is_outside(target) {
            self.own_path(target).map(Cow::Owned)
        } else {
            Some(Cow::Borrowed(target))
        }
    }

    fn own_path(&self, target: &str) -> Option<String> {
        let after_scheme = match target.split_once(':') {
            Some((scheme, rest)) if is_web(scheme) => rest,
            _ if target.starts_with("//") => target,
            _ => return None,
        };
        // Browsers drop line breaks and tabs, and take a backslash for a slash.
        let plain: Cow<str> = if after_scheme.contains(['\t', '\n', '\r', '\\']) {
            after_scheme
                .replace(['\t', '\n', '\r'], "")
                .replace('\\', "/")
                .into()
        } else {
            after_scheme.into()
        };
        let authority_and_rest = plain.trim_start_matches('/');
        let end = authority_and_rest
            .find(['/', '?', '#'])
            .unwrap_or(authority_and_rest.len());
        let (authority, rest) = authority_and_rest.split_at(end);
        if is_host(&self.host, authority) {
            return from_root(rest.strip_prefix(self.base_path)?);
        }
        let mut of_languages = self.of_languages.iter();
        let (_, folder) = of_languages.find(|(host, _)| is_host(host, authority))?;
        Some(format!("{folder}{}", from_root(rest)?))
    }
}

/// What follows the address of a site, as a path from its root.
fn from_root(rest: &str) -> Option<String> {
    match rest.chars().next() {
        Some('/') => Some(rest.to_owned()),
        None | Some('?' | '#') => Some(format!("/{rest}")),
        Some(_) => None,
    }
}

fn is_host(host: &str, authority: &str) -> bool {
    // A site that does not know its host has no own addresses.
    if host.is_empty() {
        return false;
    }
    // Most links lead to other hosts, and most of these are told apart as they are written.
    authority == host
        || (!authority.bytes().all(is_plain) || authority.ends_with('.'))
            && normalised(authority) == host
}

fn host_of(origin: &str) -> String {
    let (_, authority) = origin.split_once("://").unwrap_or(("", origin));
    normalised(authority)
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'.'
}

fn is_web(scheme: &str) -> bool {
    ["http", "https"]
        .iter()
        .any(|web| scheme.eq_ignore_ascii_case(web))
}

/// A host as browsers compare it: no user, no port that is understood, small letters.
fn normalised(authority: &str) -> String {
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    let host = percent_decoded(host).unwrap_or(Cow::Borrowed(host));
    let host = host.to_lowercase().nfc().collect::<String>();
    let host = host
        .strip_suffix(":80")
        .or_else(|| host.strip_suffix(":443"))
        .unwrap_or(&host);
    host.trim_end_matches([':', '.']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on_site(base_url: &str, target: &str) -> Option<String> {
        let file = crate::base::FilePath::new("site.yaml");
        let site = SiteConfig::parse(&file, Some(&format!("base_url: {base_url}\n"))).value;
        OwnHost::new(&site).on_site(target).map(Cow::into_owned)
    }

    #[test]
    fn the_own_host_is_known_however_it_is_written() {
        for own in [
            "https://example.org/a.csv",
            "http://example.org/a.csv",
            "//example.org/a.csv",
            "HTTPS://Example.ORG/a.csv",
            "https://example.org:443/a.csv",
            "https://example.org./a.csv",
            "https://me@example.org/a.csv",
            "https://%65xample.org/a.csv",
            "https:\\\\example.org\\a.csv",
            "https:///example.org/a.csv",
            "https://exam\nple.org/a.csv",
        ] {
            assert_eq!(
                on_site("https://example.org", own).as_deref(),
                Some("/a.csv"),
                "{own}"
            );
        }
        for other in [
            "https://example.com/a.csv",
            "mailto:a@example.org",
            "https://www.example.org/a",
            "tel:+44",
        ] {
            assert_eq!(on_site("https://example.org", other), None, "{other}");
        }
        assert_eq!(
            on_site("https://example.org", "https://example.org").as_deref(),
            Some("/")
        );
        assert_eq!(
            on_site("https://example.org", "https://example.org#a").as_deref(),
            Some("/#a")
        );
        assert_eq!(
            on_site("https://example.org", "../a.md").as_deref(),
            Some("../a.md")
        );
    }

    #[test]
    fn hosts_of_languages_are_parts_of_the_site() {
        let base_url = "https://example.org/sub\nlanguages: {en: {}, cy: {base_url: \"https://www.cymru.example\"}}";
        let on_site = |target| on_site(base_url, target);
        for (target, expected) in [
            ("https://WWW.cymru.example/a/?b", Some("/cy/a/?b")),
            ("http://www.cymru.example", Some("/cy/")),
            ("https://example.org/sub/cy/a/", Some("/cy/a/")),
            ("https://cymru.example/a/", None),
        ] {
            assert_eq!(on_site(target).as_deref(), expected, "{target}");
        }
    }

    #[test]
    fn a_site_below_a_path_owns_only_that() {
        let on_site = |target| on_site("https://example.org:8080/sub/", target);
        assert_eq!(
            on_site("http://example.org:8080/sub/a?b").as_deref(),
            Some("/a?b")
        );
        assert_eq!(
            on_site("https://example.org:8080/sub").as_deref(),
            Some("/")
        );
        for other in [
            "https://example.org:8080/subway/",
            "https://example.org:8080/",
            "https://example.org/sub/a",
        ] {
            assert_eq!(on_site(other), None, "{other}");
        }
    }
}
