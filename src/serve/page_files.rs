//! The files that a page uses: pictures, videos, style sheets, scripts. They may change while the page stays the same.

use std::sync::Arc;

use crate::base::Hash;
use crate::content::disk::{self, OpenFile, Stamp};
use crate::content::media;
use crate::document::markdown::escape::decoded;

use super::route::{Route, route};
use crate::output::FileContent;

use super::State;

/// Style sheets and scripts up to this size are kept for pages that outlive their state.
const MAX_KEPT: usize = 4 << 20;

/// The files that a page uses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageFiles(Vec<UsedFile>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct UsedFile {
    /// As it is written in the page.
    url: String,
    /// The name of the file in the site.
    name: String,
    version: FileVersion,
}

/// Identifies the bytes of a file. Files on the disk are not read for this.
#[derive(Clone, Debug, PartialEq, Eq)]
enum FileVersion {
    Missing,
    Made(Hash, Arc<[u8]>),
    OnDisk(Option<Stamp>),
}

impl PageFiles {
    /// Finds the files that the page called `name` uses in a state.
    pub fn find(page: &[u8], name: &str, state: &dyn State) -> PageFiles {
        let page = String::from_utf8_lossy(page);
        let base = state.base_path();
        let folder = format!(
            "{base}/{}",
            name.rsplit_once('/').map_or("", |(folder, _)| folder)
        );
        let mut uses: Vec<UsedFile> = Vec::new();
        for url in urls(&page) {
            let Some(name) = name_of(&url, &folder, base) else {
                continue;
            };
            // A page in a frame updates itself.
            if !media::is_page(&name) && !uses.iter().any(|known| known.url == url) {
                let version = FileVersion::of(state.file(&name));
                uses.push(UsedFile { url, name, version });
            }
        }
        PageFiles(uses)
    }

    /// Identifies all of their bytes.
    pub fn token(&self) -> Hash {
        let versions: Vec<String> = self.0.iter().map(|one| one.version.token()).collect();
        Hash::of(versions.join("\n").as_bytes())
    }

    /// The URLs of files whose bytes differ in `now`. If a file is added or removed, the page itself changes.
    pub fn changed<'n>(&self, now: &'n PageFiles) -> Vec<&'n str> {
        let is_other = |new: &&UsedFile| {
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

    /// A file that was made for the site, as it was when the page was made.
    pub fn file(&self, name: &str) -> Option<FileContent> {
        let found = self.0.iter().find(|one| one.name == name)?;
        match &found.version {
            FileVersion::Made(_, bytes) => Some(FileContent::Bytes(Arc::clone(bytes))),
            _ => None,
        }
    }
}

impl FileVersion {
    fn of(content: Option<FileContent>) -> FileVersion {
        match content {
            None => FileVersion::Missing,
            Some(FileContent::Bytes(bytes)) => FileVersion::made(bytes),
            // The files of a theme are small, and no longer on the disk once they have changed.
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
                        .read_at(0, MAX_KEPT as u64)
                        .ok()
                };
                match is_kept.then(read).flatten() {
                    Some(bytes) => FileVersion::made(bytes.into()),
                    None => FileVersion::OnDisk(disk::stamp_of(copy.path())),
                }
            }
        }
    }

    fn made(bytes: Arc<[u8]>) -> FileVersion {
        FileVersion::Made(Hash::of(&bytes), bytes)
    }

    fn token(&self) -> String {
        match self {
            FileVersion::Missing => String::new(),
            FileVersion::Made(hash, _) => hash.to_string(),
            FileVersion::OnDisk(stamp) => format!("{stamp:?}"),
        }
    }
}

/// The name of the file at a URL that is written in a page of the folder.
fn name_of(url: &str, folder: &str, base: &str) -> Option<String> {
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

/// The values of `rel` for files that the page uses.
const SHOWN: [&str; 4] = ["icon", "modulepreload", "preload", "stylesheet"];

/// The URLs of all files that a page uses, as they are written in it.
fn urls(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    for tag in page.split('<').skip(1) {
        if let Some((name, rest)) = tag.split_once(|c: char| c.is_ascii_whitespace()) {
            let attributes = attributes(rest);
            // A link to a feed shows nothing of it.
            if !name.eq_ignore_ascii_case("link") || attributes.iter().any(is_used) {
                for attribute in attributes {
                    add_urls(name, attribute, &mut found);
                }
            }
        }
    }
    found
}

struct Attribute<'p> {
    name: &'p str,
    value: String,
}

fn is_used(attribute: &Attribute) -> bool {
    let mut words = attribute.value.split(' ');
    attribute.name.eq_ignore_ascii_case("rel") && words.any(|word| SHOWN.contains(&word))
}

fn add_urls(element: &str, attribute: Attribute, found: &mut Vec<String>) {
    let Attribute { name, value } = attribute;
    match name.to_ascii_lowercase().as_str() {
        "src" | "poster" => found.push(value),
        "data" if element.eq_ignore_ascii_case("object") => found.push(value),
        "href" if ["image", "link", "use"].contains(&element) => found.push(value),
        "srcset" => {
            let candidates = value.split(',');
            let urls = candidates.filter_map(|part| part.split_ascii_whitespace().next());
            found.extend(urls.map(str::to_owned));
        }
        _ => {}
    }
}

/// The attributes of a tag, from the text after its name.
fn attributes(tag: &str) -> Vec<Attribute<'_>> {
    let mut attributes = Vec::new();
    let mut rest = tag.trim_start();
    while !rest.is_empty() && !rest.starts_with('>') {
        let (name, after) = rest.split_at(rest.find(ends_name).unwrap_or(rest.len()));
        let after = after.trim_start();
        let Some(value) = after.strip_prefix('=') else {
            rest = if name.is_empty() { "" } else { after };
            continue;
        };
        let (value, after) = split_value(value.trim_start());
        let value = decoded(value).into_owned();
        attributes.push(Attribute { name, value });
        rest = after.trim_start();
    }
    attributes
}

fn ends_name(c: char) -> bool {
    ends_value(c) || c == '='
}

fn ends_value(c: char) -> bool {
    c.is_ascii_whitespace() || c == '>'
}

/// The value at the start of a text, in quotes or without, and what comes after it.
fn split_value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(quoted) = text.strip_prefix(quote) {
            return quoted.split_once(quote).unwrap_or((quoted, ""));
        }
    }
    text.split_at(text.find(ends_value).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_files_of_a_page_are_found() {
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
        let named = |url: &str| name_of(url, "/sub/blogs/a", "/sub");
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
