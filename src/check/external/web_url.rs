//! A URL that can be requested: of `http` or `https`, encoded as it is sent.

use std::fmt;

/// `https://www.example.org/a?b`, without the anchor.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WebUrl {
    scheme: &'static str,
    /// In small letters, with the port if it is not the default one.
    host: String,
    /// The path, which starts with a slash, and the query.
    rest: String,
}

impl WebUrl {
    /// Parses a URL as authors write it; `None` if it cannot be requested.
    pub fn parse(text: &str) -> Option<WebUrl> {
        let (scheme, after) = text.split_once("://")?;
        let mut schemes = ["http", "https"].into_iter();
        let scheme = schemes.find(|known| known.eq_ignore_ascii_case(scheme))?;
        let (host, rest) = after.split_at(after.find(['/', '?', '#']).unwrap_or(after.len()));
        let rest = rest.split('#').next().unwrap_or_default();
        let slash = if rest.starts_with('/') { "" } else { "/" };
        Some(WebUrl {
            scheme,
            host: normalize_host(host, scheme)?,
            rest: encode(&format!("{slash}{rest}")),
        })
    }

    /// The URL that a redirect from here points to.
    pub fn join(&self, location: &str) -> Option<WebUrl> {
        let location = location.trim();
        let path = self.path();
        let below = |path: &str| WebUrl::parse(&format!("{}://{}{path}", self.scheme, self.host));
        if location.contains("://") && !location.starts_with(['/', '?', '.']) {
            WebUrl::parse(location)
        } else if location.starts_with("//") {
            WebUrl::parse(&format!("{}:{location}", self.scheme))
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

fn may_be_in_host(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._:[]".contains(c)
}

/// `None` for a name that no host can have.
fn normalize_host(host: &str, scheme: &str) -> Option<String> {
    let host = host.to_ascii_lowercase();
    let default_port = if scheme == "http" { ":80" } else { ":443" };
    let host = host.strip_suffix(default_port).unwrap_or(&host);
    let host = host.trim_end_matches('.');
    let is_host =
        !host.is_empty() && !host.starts_with([':', '.']) && host.chars().all(may_be_in_host);
    is_host.then(|| host.to_owned())
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
        WebUrl::parse(text).map_or_else(|| "none".to_owned(), |url| url.to_string())
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
        ] {
            assert_eq!(read(text), expected);
        }
        for text in [
            "mailto:a@b.org",
            "ftp://a.org/",
            "https://",
            "https:///x",
            "https://a b/",
            "https://u@a.org/",
            "https://ä.org",
            "",
        ] {
            assert_eq!(read(text), "none", "{text}");
        }
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
