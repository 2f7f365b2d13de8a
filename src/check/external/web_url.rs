//! A URL that can be requested: of `http` or `https`, encoded as it is sent.

use core::net::Ipv6Addr;
use std::borrow::Cow;
use std::fmt;

use idna::AsciiDenyList;

use crate::base::english::excerpt;

/// `https://www.example.org/a?b`, without the anchor.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WebUrl {
    scheme: &'static str,
    /// As name servers know it, in small letters, with the port if it is not the default one.
    host: String,
    /// The path, which starts with a slash, and the query.
    rest: String,
}

/// Why a URL cannot be requested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotRequested {
    /// It is for another program: `mailto:`, `tel:`.
    OtherScheme,
    /// It can work for nobody; what is wrong, to follow the URL in a message.
    Impossible(String),
}

impl WebUrl {
    /// Parses a URL as authors write it.
    ///
    /// # Errors
    /// With what keeps it from being requested.
    pub fn parse(text: &str) -> Result<WebUrl, NotRequested> {
        let (scheme, after) = text.split_once("://").ok_or(NotRequested::OtherScheme)?;
        let mut schemes = ["http", "https"].into_iter();
        let scheme = schemes.find(|known| known.eq_ignore_ascii_case(scheme));
        let scheme = scheme.ok_or(NotRequested::OtherScheme)?;
        let (host, rest) = after.split_at(after.find(['/', '?', '#']).unwrap_or(after.len()));
        let rest = rest.split('#').next().unwrap_or_default();
        let slash = if rest.starts_with('/') { "" } else { "/" };
        Ok(WebUrl {
            scheme,
            host: normalize_host(host, scheme).map_err(NotRequested::Impossible)?,
            rest: encode(&format!("{slash}{rest}")),
        })
    }

    /// The URL that a redirect from here points to.
    pub fn join(&self, location: &str) -> Option<WebUrl> {
        let location = location.trim();
        let path = self.path();
        let below =
            |path: &str| WebUrl::parse(&format!("{}://{}{path}", self.scheme, self.host)).ok();
        if location.contains("://") && !location.starts_with(['/', '?', '.']) {
            WebUrl::parse(location).ok()
        } else if location.starts_with("//") {
            WebUrl::parse(&format!("{}:{location}", self.scheme)).ok()
        } else if location.starts_with('/') {
            below(location)
        } else if location.starts_with('?') {
            below(&format!("{path}{location}"))
        } else {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            below(&without_dots(&format!("{folder}/{location}")))
        }
    }

    /// The host with its port: requests are counted by it.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The URL for messages, its host as people write it.
    pub fn shown(&self) -> String {
        let (host, port) = split_port(&self.host);
        let (host, _) = idna::domain_to_unicode(host);
        format!("{}://{host}{port}{}", self.scheme, self.rest)
    }

    /// The path without the query.
    pub fn path(&self) -> &str {
        self.rest.split('?').next().unwrap_or_default()
    }

    /// True if both are certainly the same page, and `newer` is not less safe: `http` became `https`, or `www.` or a
    /// slash at the end was added or removed.
    pub fn is_same_page_as(&self, newer: &WebUrl) -> bool {
        let is_as_safe = self.scheme == newer.scheme || newer.scheme == "https";
        is_as_safe && self.page() == newer.page()
    }

    /// What tells one page from another.
    fn page(&self) -> (&str, &str, &str) {
        let host = self.host.strip_prefix("www.").unwrap_or(&self.host);
        let (path, query) = self.rest.split_once('?').unwrap_or((&self.rest, ""));
        (host, path.trim_end_matches('/'), query)
    }
}

impl fmt::Display for WebUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}{}", self.scheme, self.host, self.rest)
    }
}

/// The name and the port of a host as name servers know it.
///
/// # Errors
/// With what is wrong.
fn normalize_host(written: &str, scheme: &str) -> Result<String, String> {
    // A name and a password for the host are nobody's business.
    let host = written.rsplit('@').next().unwrap_or_default();
    let (name, port) = split_port(host);
    let port = port.strip_prefix(':').unwrap_or_default();
    let is_port = port.is_empty() || port.parse::<u16>().is_ok_and(|port| port > 0);
    if !is_port {
        return Err(format!("`{port}` is not a port"));
    }
    let name = normalize_name(name)?;
    let is_default = port.is_empty() || port == if scheme == "http" { "80" } else { "443" };
    Ok(match is_default {
        true => name.into_owned(),
        false => format!("{name}:{port}"),
    })
}

/// The name of a host, and its port with the colon before it. An IPv6 address has colons of its own, in brackets.
fn split_port(host: &str) -> (&str, &str) {
    let after_brackets = host.rfind(']').unwrap_or_default();
    match host.rfind(':').filter(|colon| *colon >= after_brackets) {
        Some(colon) => host.split_at(colon),
        None => (host, ""),
    }
}

fn normalize_name(name: &str) -> Result<Cow<'_, str>, String> {
    if name.is_empty() {
        return Err("it names no host".to_owned());
    }
    if let Some(address) = name.strip_prefix('[') {
        let address = address.strip_suffix(']').unwrap_or_default();
        let is_address = address.parse::<Ipv6Addr>().is_ok();
        return is_address
            .then(|| name.to_ascii_lowercase().into())
            .ok_or_else(|| no_host(name));
    }
    let name = name.strip_suffix('.').unwrap_or(name);
    let ascii = idna::domain_to_ascii_cow(name.as_bytes(), AsciiDenyList::URL);
    let ascii = ascii.map_err(|_| no_host(name))?;
    let is_name = ascii.len() <= 253 && ascii.split('.').all(|part| (1..=63).contains(&part.len()));
    is_name.then_some(ascii).ok_or_else(|| no_host(name))
}

fn no_host(name: &str) -> String {
    format!("no host can be called `{}`", excerpt(name, 60))
}

/// Percent-encodes everything that may not be sent as it is.
fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// A path with `.` and `..` resolved.
fn without_dots(path: &str) -> String {
    let (path, query) = path.split_at(path.find('?').unwrap_or(path.len()));
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/').skip(1) {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    format!("/{}{query}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        WebUrl::parse(text).map_or_else(|why| format!("{why:?}"), |url| url.to_string())
    }

    #[test]
    fn urls_are_read_as_browsers_do() {
        for (text, expected) in [
            ("https://A.org", "https://a.org/"),
            ("HTTP://a.org:80/x y#z", "http://a.org/x%20y"),
            ("https://a.org:443/é?q=ü", "https://a.org/%C3%A9?q=%C3%BC"),
            ("http://a.org?x", "http://a.org/?x"),
            ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/"),
            ("http://[::1]:80/%20", "http://[::1]/%20"),
            ("http://[::1]:81", "http://[::1]:81/"),
            ("http://MÜNCHEN.example./", "http://xn--mnchen-3ya.example/"),
            (
                "https://例え.テスト:8080/ü",
                "https://xn--r8jz45g.xn--zckzah:8080/%C3%BC",
            ),
            (
                "https://xn--mnchen-3ya.example",
                "https://xn--mnchen-3ya.example/",
            ),
            ("https://sam:secret@a.org:443/", "https://a.org/"),
            ("http://a_b.org/", "http://a_b.org/"),
        ] {
            assert_eq!(read(text), expected);
        }
        for other in ["mailto:a@b.org", "ftp://a.org/", ""] {
            assert_eq!(
                WebUrl::parse(other),
                Err(NotRequested::OtherScheme),
                "{other}"
            );
        }
    }

    #[test]
    fn what_cannot_be_requested_is_said() {
        let long = format!("http://{}.org/", "a".repeat(64));
        for (text, expected) in [
            ("https://", "it names no host"),
            ("https:///x", "it names no host"),
            ("https://sam@/", "it names no host"),
            ("https://a b/", "no host can be called `a b`"),
            ("https://a..b/", "no host can be called `a..b`"),
            ("https://a%b/", "no host can be called `a%b`"),
            ("https://[::1/", "no host can be called `[:`"),
            ("https://[x]/", "no host can be called `[x]`"),
            ("http://xn--a.org/", "no host can be called `xn--a.org`"),
            ("http://a.org:x/", "`x` is not a port"),
            ("http://a.org:99999/", "`99999` is not a port"),
            (
                &long,
                &format!("no host can be called `{}…`", "a".repeat(60)),
            ),
        ] {
            let expected = NotRequested::Impossible(expected.to_owned());
            assert_eq!(WebUrl::parse(text), Err(expected), "{text}");
        }
    }

    #[test]
    fn people_see_the_letters_of_a_host() {
        let url = WebUrl::parse("http://MÜNCHEN.example:81/a").unwrap();
        assert_eq!(url.shown(), "http://münchen.example:81/a");
    }

    #[test]
    fn redirects_are_relative_to_their_page() {
        let from = WebUrl::parse("https://a.org/b/c?d").unwrap();
        for (location, expected) in [
            ("https://x.org/y", "https://x.org/y"),
            ("//x.org", "https://x.org/"),
            ("/y", "https://a.org/y"),
            ("y", "https://a.org/b/y"),
            ("../y?u=http://v", "https://a.org/y?u=http://v"),
            ("?e", "https://a.org/b/c?e"),
            (
                "/login?from=http://a.org/",
                "https://a.org/login?from=http://a.org/",
            ),
        ] {
            assert_eq!(from.join(location).unwrap().to_string(), expected);
        }
        assert!(from.join("javascript://x").is_none());
    }

    #[test]
    fn the_same_page_differs_from_another_one() {
        let same = |old: &str, new: &str| {
            WebUrl::parse(old)
                .unwrap()
                .is_same_page_as(&WebUrl::parse(new).unwrap())
        };
        assert!(same("http://a.org/b", "https://www.a.org/b/"));
        assert!(!same("https://a.org/b", "http://a.org/b"));
        assert!(!same("http://a.org/b", "https://a.org/"));
        assert!(!same("http://a.org/b?c", "https://a.org/b"));
    }
}
