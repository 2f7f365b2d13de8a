//! What a page shows that is not in it: pictures, films, style sheets, scripts. They may change while the page
//! stays the same, byte for byte.

use std::sync::Arc;

use crate::base::Hash;
use crate::content::disk::{self, OpenFile, Stamp};

use super::route::{Route, route};
use crate::output::FileContent;

use super::{State, media};

/// Style sheets and scripts up to this size are kept for pages that outlive their state.
const MOST_KEPT: usize = 4 << 20;

/// The files that a page uses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uses(Vec<Use>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Use {
    /// As it stands in the page.
    url: String,
    /// The name of the file.
    name: String,
    version: Version,
}

/// Which bytes a file has; those on the disk are not read to learn it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Version {
    Missing,
    /// The bytes themselves are kept too.
    Made(Hash, Arc<[u8]>),
    OnDisk(Option<Stamp>),
}

impl Uses {
    /// What the page called `name` uses in a state.
    pub fn of(page: &[u8], name: &str, state: &dyn State) -> Uses {
        let page = String::from_utf8_lossy(page);
        let base = state.base_path();
        let folder = format!(
            "{base}/{}",
            name.rsplit_once('/').map_or("", |(folder, _)| folder)
        );
        let mut uses: Vec<Use> = Vec::new();
        for url in urls(&page) {
            let Some(name) = name_of(&url, (&folder, base)) else {
                continue;
            };
            // Another page in a frame keeps itself up to date.
            if !media::is_page(&name) && !uses.iter().any(|known| known.url == url) {
                let version = Version::of(state.file(&name));
                uses.push(Use { url, name, version });
            }
        }
        Uses(uses)
    }

    /// Names all of their bytes: the same for the same bytes only.
    pub fn token(&self) -> Hash {
        let versions: Vec<String> = self.0.iter().map(|one| one.version.token()).collect();
        Hash::of(versions.join("\n").as_bytes())
    }

    /// The addresses of files that have other bytes in `now`; those that came or went change the page itself.
    pub fn changed<'n>(&self, now: &'n Uses) -> Vec<&'n str> {
        let is_other = |new: &&Use| {
            self.0
                .iter()
                .any(|old| old.url == new.url && old.version.token() != new.version.token())
        };
        now.0
            .iter()
            .filter(is_other)
            .map(|one| one.url.as_str())
            .collect()
    }

    /// A file that was made for the site, as it was when the page was.
    pub fn file(&self, name: &str) -> Option<FileContent> {
        let found = self.0.iter().find(|one| one.name == name)?;
        match &found.version {
            Version::Made(_, bytes) => Some(FileContent::Bytes(Arc::clone(bytes))),
            _ => None,
        }
    }
}

impl Version {
    fn of(content: Option<FileContent>) -> Version {
        match content {
            None => Version::Missing,
            Some(FileContent::Bytes(bytes)) => Version::made(bytes),
            // What a theme brings is small, and gone from the disk as soon as it is another.
            Some(FileContent::CopyOf(copy)) => {
                let extension = copy
                    .path()
                    .extension()
                    .and_then(|extension| extension.to_str());
                let is_kept =
                    extension.is_some_and(|extension| ["css", "js", "mjs"].contains(&extension));
                let read = || {
                    OpenFile::of(copy.open().ok()?)
                        .ok()?
                        .read_at(0, MOST_KEPT as u64)
                        .ok()
                };
                match is_kept.then(read).flatten() {
                    Some(bytes) => Version::made(bytes.into()),
                    None => Version::OnDisk(disk::stamp_of(copy.path())),
                }
            }
        }
    }

    fn made(bytes: Arc<[u8]>) -> Version {
        Version::Made(Hash::of(&bytes), bytes)
    }

    fn token(&self) -> String {
        match self {
            Version::Missing => String::new(),
            Version::Made(hash, _) => hash.to_string(),
            Version::OnDisk(stamp) => format!("{stamp:?}"),
        }
    }
}

/// The name of the file at an address of the site, as it stands in a page of the folder.
fn name_of(url: &str, (folder, base): (&str, &str)) -> Option<String> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let is_elsewhere = path.starts_with("//")
        || path
            .split('/')
            .next()
            .is_some_and(|first| first.contains(':'));
    if path.is_empty() || is_elsewhere {
        return None;
    }
    let full = if path.starts_with('/') {
        path.to_owned()
    } else {
        format!("{folder}/{path}")
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in full
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".")
    {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    match route(&format!("/{}", parts.join("/")), base) {
        Route::File(name) => Some(name),
        _ => None,
    }
}

/// What `rel` says of links to what is shown.
const SHOWN: [&str; 4] = ["icon", "modulepreload", "preload", "stylesheet"];

/// The addresses of all that a page shows, as they stand in it.
fn urls(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    for tag in page.split('<').skip(1) {
        let Some((name, rest)) = tag.split_once(|letter: char| letter.is_ascii_whitespace()) else {
            continue;
        };
        let attributes = attributes(rest);
        // A link to a feed shows nothing of it.
        let is_shown = |(name, value): &(&str, String)| {
            name.eq_ignore_ascii_case("rel")
                && SHOWN
                    .iter()
                    .any(|rel| value.split(' ').any(|word| word == *rel))
        };
        if name.eq_ignore_ascii_case("link") && !attributes.iter().any(is_shown) {
            continue;
        }
        for (attribute, value) in attributes {
            match attribute.to_ascii_lowercase().as_str() {
                "src" | "poster" => found.push(value),
                "data" if name.eq_ignore_ascii_case("object") => found.push(value),
                "href" if ["image", "link", "use"].contains(&name) => found.push(value),
                "srcset" => {
                    let one = |part: &str| part.split_ascii_whitespace().next().map(str::to_owned);
                    found.extend(value.split(',').filter_map(one));
                }
                _ => {}
            }
        }
    }
    found
}

/// The attributes of a tag, from behind its name.
fn attributes(tag: &str) -> Vec<(&str, String)> {
    let mut attributes = Vec::new();
    let mut rest = tag.trim_start();
    while !rest.is_empty() && !rest.starts_with('>') {
        let ends = |letter: char| letter.is_ascii_whitespace() || letter == '=' || letter == '>';
        let (name, after) = rest.split_at(rest.find(ends).unwrap_or(rest.len()));
        let after = after.trim_start();
        let Some(value) = after.strip_prefix('=').map(str::trim_start) else {
            rest = if name.is_empty() { "" } else { after };
            continue;
        };
        let quote = value
            .chars()
            .next()
            .filter(|quote| ['"', '\''].contains(quote));
        let (value, after) = match quote {
            Some(quote) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            None => {
                let ends = |letter: char| letter.is_ascii_whitespace() || letter == '>';
                value.split_at(value.find(ends).unwrap_or(value.len()))
            }
        };
        attributes.push((name, value.replace("&amp;", "&")));
        rest = after.trim_start();
    }
    attributes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_a_page_shows_is_found() {
        let page = "<link rel=alternate href=/feed.xml><link rel=stylesheet href=\"/s.css\"><a href=b.pdf><img alt='x > y' src='a &amp; b.png' srcset=\"c.png 1x, d.png 2x\">\
            <video poster=e.png src=f.mp4 controls></video><object data=\"g.svg\"></object><use href=\"#h\"/><p data=no><img src";
        let expected = [
            "/s.css",
            "a & b.png",
            "c.png",
            "d.png",
            "e.png",
            "f.mp4",
            "g.svg",
            "#h",
        ]
        .map(str::to_owned);
        assert_eq!(urls(page), expected);
        for odd in [
            "<",
            "<img",
            "<img =",
            "<img src=",
            "<img src=\"",
            "<img src='a",
            "<é src=é>",
            "<img = = =>",
        ] {
            urls(odd);
        }
    }

    #[test]
    fn urls_are_names() {
        let named = |url: &str| name_of(url, ("/sub/blogs/a", "/sub"));
        assert_eq!(named("x.png?v=1#a").as_deref(), Some("blogs/a/x.png"));
        assert_eq!(named("../caf%C3%A9.png").as_deref(), Some("blogs/café.png"));
        assert_eq!(named("/sub/s.css").as_deref(), Some("s.css"));
        for none in [
            "https://example.org/a.png",
            "//example.org/a.png",
            "data:image/png,x",
            "/s.css",
            "",
            "#a",
            "../../../../etc/x",
        ] {
            assert_eq!(named(none), None, "{none}");
        }
    }
}
