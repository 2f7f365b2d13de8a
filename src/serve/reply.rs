//! Finds the file for a URL. Pages get the script that keeps them up to date.

use std::sync::Arc;

use axum::body::Bytes;
use axum::http::StatusCode;

use crate::base::Hash;
use crate::content::disk::OpenFile;
use crate::content::media;

use super::route::{OWN, Route, page_in};
use super::served_site::{CurrentState, MISSING, ServedSite};
use crate::output::FileContent;

/// The largest HTML file of the author that gets the script; it is read completely for each request.
const LARGEST_PAGE: u64 = 1 << 20;

/// What is sent for a URL.
#[derive(Debug)]
pub enum Reply {
    /// Another URL, which the browser has to request.
    Redirect(StatusCode, String),
    File(File),
}

/// A file as it is sent.
#[derive(Debug)]
pub struct File {
    /// 200, or 404 for the page that replaces a missing one.
    pub status: StatusCode,
    /// With the charset.
    pub media_type: String,
    /// Identifies its bytes; without quotes.
    pub tag: String,
    pub body: Body,
}

/// The bytes of a file.
#[derive(Debug)]
pub enum Body {
    /// In memory, in pieces. Requests share the bytes.
    Bytes(Vec<Bytes>),
    /// On the disk, read while they are sent.
    Disk(OpenFile),
}

/// A request for a page or a file.
#[derive(Debug)]
pub struct PageRequest {
    /// What is requested.
    pub route: Route,
    /// The path as it was sent.
    pub path: String,
    /// The query as it was sent, with its question mark; empty if there is none.
    pub query: String,
    pub mode: PageMode,
}

impl PageRequest {
    /// To the URL of a page from the one without its last slash.
    fn with_slash(&self) -> Reply {
        let to = self.with_query(&format!("{}/", self.path));
        Reply::Redirect(StatusCode::MOVED_PERMANENTLY, to)
    }

    /// A path with the query of the request.
    fn with_query(&self, path: &str) -> String {
        format!("{path}{}", self.query)
    }
}

/// How pages are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageMode {
    /// With the script that keeps them up to date.
    Live,
    /// Byte for byte as in a build.
    Plain,
}

/// Finds what is at a URL. Slow: it may render a page, or read one from the disk.
pub fn reply_to(site: &ServedSite, request: &PageRequest) -> Reply {
    let current = site.current();
    let found = |path: &str| Reply::Redirect(StatusCode::FOUND, request.with_query(path));
    let name = match &request.route {
        Route::Base => return found(&format!("{}/", current.state.base_path())),
        Route::File(name) if site.has_page_in(&current, name) => return request.with_slash(),
        Route::Page(name) | Route::File(name) => Some(name),
        _ => None,
    };
    let content = name.and_then(|name| site.file(&current, name));
    if content.is_none()
        && let Some(path) = site.moved_path(&request.path)
    {
        return found(&path);
    }
    let file = content.and_then(|content| file_with(&current, name?, &content, request.mode));
    Reply::File(file.unwrap_or_else(|| missing_page(site, &current, request)))
}

/// The page for missing pages. Its tab waits for the page that belongs at this URL, under the name that it would have.
fn missing_page(site: &ServedSite, current: &CurrentState, request: &PageRequest) -> File {
    let name = match &request.route {
        Route::File(name) if !media::is_page(name) => page_in(name),
        Route::Page(name) | Route::File(name) => name.clone(),
        _ => MISSING.to_owned(),
    };
    let bytes = site.page(current, &name).bytes;
    File {
        status: StatusCode::NOT_FOUND,
        ..page_with(current, &name, bytes, request.mode)
    }
}

/// `None` for a file that can no longer be opened.
fn file_with(
    current: &CurrentState,
    name: &str,
    content: &FileContent,
    mode: PageMode,
) -> Option<File> {
    let is_page = media::is_page(name);
    match content {
        FileContent::Bytes(bytes) if is_page => {
            Some(page_with(current, name, Arc::clone(bytes), mode))
        }
        FileContent::Bytes(bytes) => {
            let body = Body::Bytes(vec![Bytes::from_owner(Arc::clone(bytes))]);
            Some(File::found(name, Hash::of(bytes).to_string(), body))
        }
        FileContent::CopyOf(copy) => {
            let mut file = OpenFile::of(copy.open().ok()?).ok()?;
            if is_page && file.size <= LARGEST_PAGE {
                let page = file.read_at(0, u64::MAX).ok()?;
                return Some(page_with(current, name, page.into(), mode));
            }
            let tag = format!("{:x}-{:x}", file.size, file.written);
            Some(File::found(name, tag, Body::Disk(file)))
        }
    }
}

impl File {
    fn found(name: &str, tag: String, body: Body) -> File {
        File {
            status: StatusCode::OK,
            media_type: media::type_of(name),
            tag,
            body,
        }
    }
}

fn page_with(current: &CurrentState, name: &str, page: Arc<[u8]>, mode: PageMode) -> File {
    let version = Hash::of(&page);
    let mut tag = version.to_string();
    let mut pieces = vec![Bytes::from_owner(page)];
    if mode == PageMode::Live {
        let script = script(current.state.base_path(), name, version);
        let page = pieces.swap_remove(0);
        let end = end_of_body(&page);
        tag.push_str("-live");
        pieces = vec![page.slice(..end), script.into(), page.slice(end..)];
    }
    File {
        status: StatusCode::OK,
        media_type: media::type_of(MISSING),
        tag,
        body: Body::Bytes(pieces),
    }
}

/// The element that loads the script, and tells it which page it is in.
fn script(base: &str, name: &str, version: Hash) -> String {
    let (base, name) = (attribute(base), attribute(name));
    format!(
        "<script src=\"{base}/{OWN}/client.js\" data-page=\"{name}\" data-version=\"{version}\" defer></script>"
    )
}

fn attribute(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
}

/// The end of the body, where the script is inserted. A page without an end tag for its body ends with it.
fn end_of_body(page: &[u8]) -> usize {
    const END: &[u8] = b"</body";
    page.windows(END.len())
        .rposition(|bytes| bytes.eq_ignore_ascii_case(END))
        .unwrap_or(page.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_is_at_the_end_of_the_body() {
        let with = |page: &str| {
            let (before, behind) = page.split_at(end_of_body(page.as_bytes()));
            format!("{before}S{behind}")
        };
        assert_eq!(with("<body>a</body></html>"), "<body>aS</body></html>");
        assert_eq!(
            with("<BODY><pre>&lt;/body></pre></BODY >"),
            "<BODY><pre>&lt;/body></pre>S</BODY >"
        );
        assert_eq!(with("<p></body>a</body>"), "<p></body>aS</body>");
        assert_eq!(with("a"), "aS");
        assert_eq!(with(""), "S");
    }

    #[test]
    fn names_cannot_leave_their_attribute() {
        let script = script("/a&b", "x\"><script>/index.html", Hash::of(b""));
        assert!(
            script.contains("data-page=\"x&quot;>&lt;script>/index.html\""),
            "{script}"
        );
        assert!(
            script.starts_with("<script src=\"/a&amp;b/.copublish/client.js\""),
            "{script}"
        );
    }
}
