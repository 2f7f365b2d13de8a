//! What part a file plays on a site, which decides when it is sent and how long browsers may keep it.

use crate::base::Hash;
use crate::content::media;

/// The part that a file plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileKind {
    /// A file with the hash of its content in its name: what is at its address never changes.
    Hashed,
    /// Anything else that pages use: pictures, downloads.
    Asset,
    /// A page.
    Page,
    /// A page with others below it, a feed, a calendar, an index: what leads to pages.
    List,
    /// The home page.
    Home,
    /// What tells programs of the site: the sitemap, tables for hosts.
    Map,
}

/// Whether there are pages below a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Below {
    /// There are: it leads to them.
    Pages,
    /// There are not, or it is not a page.
    Nothing,
}

/// Files for programs, at the root of the site. No page refers to them.
const MAPS: [&str; 5] = [
    "404.html",
    "_headers",
    "_redirects",
    "robots.txt",
    "sitemap.xml",
];

/// How many digits of its hash a name must have at least.
const FEWEST_DIGITS: usize = 10;

/// The home page.
const HOME: &str = "index.html";

impl FileKind {
    /// The part of the file at `path`.
    pub fn of(path: &str, content: Hash, below: Below) -> FileKind {
        let name = path.rsplit('/').next().unwrap_or_default();
        let is_list = || {
            let ends = [".xml", ".json", ".ics", ".bin"];
            ends.iter().any(|end| name.ends_with(end))
        };
        if is_named_by_hash(name, content) {
            FileKind::Hashed
        } else if path == HOME {
            FileKind::Home
        } else if MAPS.contains(&path) || name.starts_with("sitemap") && name.ends_with(".xml") {
            FileKind::Map
        } else if below == Below::Pages || is_list() {
            FileKind::List
        } else if media::is_page(name) {
            FileKind::Page
        } else {
            FileKind::Asset
        }
    }
}

/// True if a part of the name is the start of the hash of what the file holds.
fn is_named_by_hash(name: &str, content: Hash) -> bool {
    let digits = content.to_string();
    name.split(['.', '-'])
        .any(|part| part.len() >= FEWEST_DIGITS && digits.starts_with(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_follow_from_names_and_hashes() {
        let hash = Hash::of(b"a");
        let kind = |path: &str| FileKind::of(path, hash, Below::Nothing);
        let hashed = format!("assets/style.{}.css", hash.short());
        assert_eq!(kind(&hashed), FileKind::Hashed);
        assert_eq!(kind("assets/style.0123456789.css"), FileKind::Asset);
        assert_eq!(kind("index.html"), FileKind::Home);
        assert_eq!(kind("news/a/index.html"), FileKind::Page);
        assert_eq!(
            FileKind::of("news/index.html", hash, Below::Pages),
            FileKind::List
        );
        assert_eq!(kind("news/feed.xml"), FileKind::List);
        assert_eq!(kind("sitemap-2.xml"), FileKind::Map);
        assert_eq!(kind("robots.txt"), FileKind::Map);
        assert_eq!(kind("report.pdf"), FileKind::Asset);
    }
}
