//! Where something stands on the site. Never a path on the disk; see `output` for that.

use std::fmt;
use std::sync::Arc;

/// An absolute address without the site's host and base path: `/blogs/regional-initiatives/`.
///
/// Always starts with `/`, holds no `//`, `.` or `..` parts, no `?`, `#`, backslash or control
/// character; characters are as read, not percent-encoded. One that ends in `/` is a page.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(Arc<str>);

impl Address {
    /// The site's home, `/`.
    pub fn home() -> Address {
        Address(Arc::from("/"))
    }

    /// Reads an address as an author writes it: a missing `/` at the start is added.
    ///
    /// # Errors
    /// A few words on what an address may not hold.
    pub fn parse(text: &str) -> Result<Address, String> {
        let text = text.trim();
        if let Some(bad) = text.chars().find(|c| c.is_control() || matches!(c, '\\' | '?' | '#')) {
            return Err(format!("an address cannot hold `{}`", bad.escape_default()));
        }
        let mut address = String::with_capacity(text.len() + 1);
        for part in text.split('/').filter(|part| !part.is_empty()) {
            if part == "." || part == ".." {
                return Err(format!("an address cannot hold a `{part}` part"));
            }
            if part.len() > 240 {
                return Err("a part of an address cannot be longer than 240 bytes".to_owned());
            }
            address.push('/');
            address.push_str(part);
        }
        if address.is_empty() || text.ends_with('/') {
            address.push('/');
        }
        Ok(Address(Arc::from(address)))
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
        if self.is_page() { format!("{file}index.html") } else { file.to_owned() }
    }

    /// This address with more behind it: `/blogs/` with `page/2/` is `/blogs/page/2/`.
    #[must_use]
    pub fn join(&self, more: &str) -> Address {
        let base = self.0.trim_end_matches('/');
        Address(Arc::from(format!("{base}/{}", more.trim_start_matches('/'))))
    }

    /// The address of a file that belongs to what stands here: `/blogs/a/feed.xml` for the page
    /// `/blogs/a/`. Beside a file, whose name cannot be a folder too, it is `/blogs/a-feed.xml`.
    #[must_use]
    pub fn beside(&self, name: &str) -> Address {
        if self.is_page() {
            return self.join(name);
        }
        let last = self.0.rfind('/').map_or(0, |slash| slash + 1);
        let end = self.0[last..].rfind('.').filter(|dot| *dot > 0).map_or(self.0.len(), |dot| last + dot);
        Address(Arc::from(format!("{}-{name}", &self.0[..end])))
    }

    /// The folder part of the address, itself an address of a page: `/a/` for `/a/b/` and `/a/b.pdf`.
    pub fn parent(&self) -> Option<Address> {
        let trimmed = self.0.trim_end_matches('/');
        let (folder, _) = trimmed.rsplit_once('/')?;
        Some(Address(Arc::from(format!("{folder}/"))))
    }

    /// What two addresses share that a host cannot tell apart: case, and a slash at the end.
    pub fn clash_key(&self) -> String {
        self.0.trim_end_matches('/').to_lowercase()
    }

    /// The address for an `href`: percent-encoded, behind the site's base path (`""` or `/sub`).
    pub fn href(&self, base_path: &str) -> String {
        let mut href = String::with_capacity(base_path.len() + self.0.len());
        href.push_str(base_path);
        for &byte in self.0.as_bytes() {
            if byte.is_ascii_alphanumeric() || b"/-_.~!$&'()*+,;=:@".contains(&byte) {
                href.push(char::from(byte));
            } else {
                href.push_str(&format!("%{byte:02X}"));
            }
        }
        href
    }
}

/// Percent-decodes the path of a link; `None` where what comes out is no UTF-8.
pub fn percent_decoded(text: &str) -> Option<String> {
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
    String::from_utf8(decoded).ok()
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_refuses() {
        let parsed = |text: &str| Address::parse(text).map(|address| address.to_string());
        assert_eq!(parsed("blogs//a/"), Ok("/blogs/a/".to_owned()));
        assert_eq!(parsed(""), Ok("/".to_owned()));
        assert!(parsed("/a/../b").is_err());
        assert!(parsed("/a\\b").is_err());
        assert!(parsed("/a?b").is_err());
    }

    #[test]
    fn knows_its_file_and_its_link() {
        let page = Address::parse("/blogs/a/").unwrap();
        assert_eq!(page.file(), "blogs/a/index.html");
        assert_eq!(Address::home().file(), "index.html");
        assert_eq!(Address::parse("/a b.pdf").unwrap().href("/sub"), "/sub/a%20b.pdf");
        assert_eq!(page.parent(), Address::parse("/blogs/").ok());
        let beside = |text: &str| Address::parse(text).unwrap().beside("feed.xml").to_string();
        assert_eq!(
            ["/a/", "/", "/b.c/a.html", "/b.c/a"].map(beside),
            ["/a/feed.xml", "/feed.xml", "/b.c/a-feed.xml", "/b.c/a-feed.xml"]
        );
        assert_eq!(Address::home().parent().map(|a| a.to_string()), None);
    }

    #[test]
    fn decodes_links() {
        assert_eq!(percent_decoded("a%20b%").as_deref(), Some("a b%"));
        assert_eq!(percent_decoded("%ff"), None);
    }
}
