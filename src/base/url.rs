//! Where something stands on the site. Never a path on the disk; see `output` for that.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

/// An absolute address without the site's host and base path: `/blogs/regional-initiatives/`.
///
/// Always starts with `/`, holds no `//`, `.` or `..` parts, no `?`, `#`, backslash or control
/// character; characters are as read, not percent-encoded. One that ends in `/` is a page.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Url(Arc<str>);

/// The longest part of an address in bytes. File systems take 255, with what is put behind a name while it is written.
pub const LONGEST_PART: usize = 240;
/// The longest address in bytes. Systems take paths of 4,096, and browsers and hosts of little more than this.
const LONGEST: usize = 2_000;

/// True for what names a site or a disk, also if it is mistyped: `https://…`, `//e.org/x`, `http:/x`, `www.e.org/x`.
fn is_of_other_site(text: &str) -> bool {
    let scheme = text.split(['/', '\\']).next().unwrap_or_default();
    let is_scheme = scheme.ends_with(':') && scheme.len() > 1 && text.len() > scheme.len();
    is_scheme || text.contains("://") || text.starts_with("//") || text.starts_with("www.")
}

impl Url {
    /// The site's home, `/`.
    pub fn home() -> Url {
        Url(Arc::from("/"))
    }

    /// Reads an address as an author writes it: a missing `/` at the start is added.
    ///
    /// # Errors
    /// A few words on what an address may not hold.
    pub fn parse(text: &str) -> Result<Url, String> {
        let text = text.trim();
        if is_plain(text) {
            return Ok(Url(Arc::from(text)));
        }
        check_characters(text)?;
        let mut url = String::with_capacity(text.len() + 1);
        for part in text.split('/').filter(|part| !part.is_empty()) {
            if part == "." || part == ".." {
                return Err(format!("an address cannot contain a `{part}` part"));
            }
            if part.len() > LONGEST_PART {
                return Err("a part of an address cannot be longer than 240 bytes".to_owned());
            }
            if url.len() + part.len() > LONGEST {
                return Err("an address cannot be longer than 2,000 bytes".to_owned());
            }
            url.push('/');
            url.push_str(part);
        }
        if url.is_empty() || text.ends_with('/') {
            url.push('/');
        }
        Ok(Url(Arc::from(url)))
    }

    /// Reads an address at which something was before, which a table for hosts will hold. Hosts read such a table as
    /// patterns, and one old address must not redirect others.
    ///
    /// # Errors
    /// A few words on what an old address may not hold.
    pub fn parse_old(text: &str) -> Result<Url, String> {
        if is_of_other_site(text) {
            return Err(
                "it must be the part after the site's own address, as in `/old/`".to_owned(),
            );
        }
        match placeholder(text) {
            Some(found) => Err(format!(
                "`{found}` would match many addresses; list each old address separately"
            )),
            None => Url::parse(text),
        }
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True for the address of a page, which ends in a slash.
    pub fn is_page(&self) -> bool {
        self.0.ends_with('/')
    }

    /// The file that a static host serves here, relative to the output folder.
    pub fn file(&self) -> String {
        let file = self.0.trim_start_matches('/');
        let ending = if self.is_page() { "index.html" } else { "" };
        let mut name = String::with_capacity(file.len() + ending.len());
        name.push_str(file);
        name.push_str(ending);
        name
    }

    /// This address with more behind it: `/blogs/` with `page/2/` is `/blogs/page/2/`.
    #[must_use]
    pub fn join(&self, more: &str) -> Url {
        let base = self.0.trim_end_matches('/');
        Url(Arc::from(format!(
            "{base}/{}",
            more.trim_start_matches('/')
        )))
    }

    /// The address of a file that belongs to what stands here: `/blogs/a/feed.xml` for the page
    /// `/blogs/a/`. Beside a file, whose name cannot be a folder too, it is `/blogs/a-feed.xml`.
    #[must_use]
    pub fn beside(&self, name: &str) -> Url {
        if self.is_page() {
            return self.join(name);
        }
        let last = self.0.rfind('/').map_or(0, |slash| slash + 1);
        let end = self.0[last..]
            .rfind('.')
            .filter(|dot| *dot > 0)
            .map_or(self.0.len(), |dot| last + dot);
        Url(Arc::from(format!("{}-{name}", &self.0[..end])))
    }

    /// The folder part of the address, itself an address of a page: `/a/` for `/a/b/` and `/a/b.pdf`.
    pub fn parent(&self) -> Option<Url> {
        self.folder().map(|folder| Url(Arc::from(folder)))
    }

    /// The text of [`Url::parent`].
    pub fn folder(&self) -> Option<&str> {
        let slash = self.0.trim_end_matches('/').rfind('/')?;
        Some(&self.0[..=slash])
    }

    /// What two addresses share that a host cannot tell apart: case, letters with accents written as one sign or as two,
    /// and a slash at the end.
    pub fn clash_key(&self) -> ClashKey {
        if self
            .0
            .bytes()
            .all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase())
        {
            // Nearly every address is its own key already, and is not written out a second time.
            return ClashKey(Arc::clone(&self.0));
        }
        let lower = self.0.trim_end_matches('/').to_lowercase();
        ClashKey(if lower.is_ascii() {
            Arc::from(lower)
        } else {
            lower.nfc().collect::<String>().into()
        })
    }

    /// True for another address with the same letters, where one writes an accent as a sign of its own.
    pub fn differs_in_accents_only(&self, other: &Url) -> bool {
        self != other && self.0.nfc().eq(other.0.nfc())
    }

    /// The address for an `href`: percent-encoded, behind the site's base path (`""` or `/sub`).
    pub fn href(&self, base_path: &str) -> String {
        self.href_with(base_path, "")
    }

    /// The address for an `href` with a query or an anchor behind it, which is taken as it is.
    pub fn href_with(&self, base_path: &str, behind: &str) -> String {
        let mut href = String::with_capacity(base_path.len() + self.0.len() + behind.len());
        href.push_str(base_path);
        let mut rest = &*self.0;
        while let Some(at) = rest
            .bytes()
            .position(|byte| !STANDS_IN_HREF[usize::from(byte)])
        {
            href.push_str(&rest[..at]);
            let end = at + rest[at..].chars().next().map_or(1, char::len_utf8);
            for byte in rest[at..end].bytes() {
                href.push_str(&format!("%{byte:02X}"));
            }
            rest = &rest[end..];
        }
        href.push_str(rest);
        href.push_str(behind);
        href
    }
}

fn check_characters(text: &str) -> Result<(), String> {
    let mut characters = text.chars();
    match characters.find(|c| c.is_control() || matches!(c, '\\' | '?' | '#')) {
        Some(bad) if bad.is_control() => Err(format!(
            "an address cannot contain `{}`",
            bad.escape_default()
        )),
        Some(bad) => Err(format!("an address cannot contain `{bad}`")),
        None => Ok(()),
    }
}

/// What in an address hosts, or their authors, take for a part that may be anything: `*`, `:name`, `{name}`.
fn placeholder(text: &str) -> Option<&str> {
    text.match_indices(['*', ':', '{']).find_map(|(at, sign)| {
        let rest = &text[at..];
        let mut words = rest[1..].split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-')));
        let name = words.next().unwrap_or_default();
        match sign {
            "*" => Some(sign),
            // `/10:30/` is no placeholder.
            ":" if name.starts_with(|c: char| !c.is_ascii_digit()) => rest.get(..1 + name.len()),
            "{" if !name.is_empty() && rest[1 + name.len()..].starts_with('}') => {
                rest.get(..2 + name.len())
            }
            _ => None,
        }
    })
}

/// True for the text of most addresses: it can be taken as it is, which is seen at one look.
fn is_plain(text: &str) -> bool {
    let mut part = 0;
    let is_plain = |byte: u8| {
        part = if byte == b'/' { 0 } else { part + 1 };
        part <= LONGEST_PART && (byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_'))
    };
    text.starts_with('/')
        && text.len() <= LONGEST
        && text.bytes().all(is_plain)
        && !text.contains("//")
}

/// The bytes that need no encoding in an `href`.
const STANDS_IN_HREF: [bool; 256] = {
    let mut stands = [false; 256];
    let (mut byte, others) = (0, b"/-_.~!$&'()*+,;=:@");
    while byte < 128 {
        stands[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    let mut at = 0;
    while at < others.len() {
        stands[others[at] as usize] = true;
        at += 1;
    }
    stands
};

/// What stands for all addresses that a host cannot tell apart. Looked up by its text, without a slash
/// at the end.
#[derive(Clone, Debug)]
pub struct ClashKey(Arc<str>);

impl ClashKey {
    /// The key as text, without a slash at its end.
    pub fn as_str(&self) -> &str {
        self.0.trim_end_matches('/')
    }
}

impl PartialEq for ClashKey {
    fn eq(&self, other: &ClashKey) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for ClashKey {}

impl Hash for ClashKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl Borrow<str> for ClashKey {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

/// Percent-decodes the path of a link; `None` where what comes out is no UTF-8.
pub fn percent_decoded(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('%') {
        return Some(Cow::Borrowed(text));
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escape = (bytes[at] == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten()
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match escape {
            Some(byte) => {
                decoded.push(byte);
                at += 3;
            }
            None => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).ok().map(Cow::Owned)
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

/// True for a web address that a browser looks for on the computer it runs on.
pub fn is_on_this_computer(address: &str) -> bool {
    let Some((scheme, after)) = address.split_once("://") else {
        return false;
    };
    let is_web = ["http", "https"]
        .iter()
        .any(|web| scheme.eq_ignore_ascii_case(web));
    let authority = after.split(['/', '?', '#']).next().unwrap_or(after);
    let host = match authority.strip_prefix('[') {
        Some(ipv6) => ipv6.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    let host = host.to_ascii_lowercase();
    let is_number = host
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let is_loopback = is_number && host.starts_with("127.");
    let has_local_name = host == "localhost" || host.ends_with(".localhost");
    is_web && (is_loopback || has_local_name || matches!(host.as_str(), "0.0.0.0" | "::1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_refuses() {
        let parsed = |text: &str| Url::parse(text).map(|url| url.to_string());
        assert_eq!(parsed("blogs//a/"), Ok("/blogs/a/".to_owned()));
        assert_eq!(parsed(""), Ok("/".to_owned()));
        assert!(parsed("/a/../b").is_err());
        assert!(parsed("/a\\b").is_err());
        assert!(parsed("/a?b").is_err());
        let part = "a".repeat(240);
        assert_eq!(parsed(&format!("/b/{part}/")), Ok(format!("/b/{part}/")));
        assert!(parsed(&format!("/b/{part}a/")).is_err());
    }

    #[test]
    fn an_old_url_is_one_url() {
        for (text, found) in [
            ("/*", "*"),
            ("/old/*/a/", "*"),
            ("/:x", ":x"),
            ("/a/:year_1/b", ":year_1"),
            ("/{slug}/", "{slug}"),
        ] {
            let why = Url::parse_old(text).unwrap_err();
            assert!(
                why.starts_with(&format!("`{found}` would")),
                "{text}: {why}"
            );
        }
        for text in [
            "/old/",
            "/10:30/",
            "/a_(b)/",
            "/a+b,c/",
            "/{{ 7 }}/",
            "/a:/b",
        ] {
            assert!(Url::parse_old(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn hosts_cannot_tell_some_apart() {
        let key = |text: &str| Url::parse(text).unwrap().clash_key();
        assert_eq!(key("/Blogs/A"), key("/blogs/a/"));
        assert_eq!(key("/ŴYL/"), key("/ŵyl"));
        assert_eq!(key("/W\u{302}yl"), key("/ŵyl"));
        let alike = |one: &str, other: &str| {
            Url::parse(one)
                .unwrap()
                .differs_in_accents_only(&Url::parse(other).unwrap())
        };
        assert!(
            alike("/w\u{302}yl", "/ŵyl") && !alike("/ŵyl", "/ŵyl") && !alike("/W\u{302}yl", "/ŵyl")
        );
        assert_ne!(key("/blogs/a/"), key("/blogs/b/"));
        assert_eq!(key("/").as_str(), "");
        let keys = std::collections::HashSet::from([key("/blogs/a/")]);
        assert!(keys.contains("/blogs/a"));
    }

    #[test]
    fn knows_its_file_and_its_link() {
        let page = Url::parse("/blogs/a/").unwrap();
        assert_eq!(page.file(), "blogs/a/index.html");
        assert_eq!(Url::home().file(), "index.html");
        assert_eq!(
            Url::parse("/a b.pdf").unwrap().href("/sub"),
            "/sub/a%20b.pdf"
        );
        assert_eq!(
            Url::parse("/ŵ/b/").unwrap().href_with("", "#c d"),
            "/%C5%B5/b/#c d"
        );
        assert_eq!(page.parent(), Url::parse("/blogs/").ok());
        let beside = |text: &str| Url::parse(text).unwrap().beside("feed.xml").to_string();
        assert_eq!(
            ["/a/", "/", "/b.c/a.html", "/b.c/a"].map(beside),
            [
                "/a/feed.xml",
                "/feed.xml",
                "/b.c/a-feed.xml",
                "/b.c/a-feed.xml"
            ]
        );
        assert_eq!(Url::home().parent().map(|a| a.to_string()), None);
    }

    #[test]
    fn decodes_links() {
        assert_eq!(percent_decoded("a%20b%").as_deref(), Some("a b%"));
        assert_eq!(percent_decoded("%ff"), None);
    }

    #[test]
    fn addresses_of_this_computer_are_known() {
        for local in [
            "http://localhost",
            "http://LOCALHOST:8080/a",
            "https://site.localhost/a",
            "http://127.0.0.1:3000/",
            "http://127.8.0.1?x",
            "http://0.0.0.0:80",
            "http://[::1]:80/",
        ] {
            assert!(is_on_this_computer(local), "{local}");
        }
        for other in [
            "https://localhost.example.org/",
            "http://10.0.0.1/",
            "ftp://localhost/",
            "/localhost",
            "https://127.example.org/",
        ] {
            assert!(!is_on_this_computer(other), "{other}");
        }
    }
}
