//! The file for an address, as it goes out: pages with the script that keeps them up to date.

use std::sync::Arc;

use axum::body::Bytes;
use axum::http::StatusCode;

use crate::base::Hash;
use crate::content::disk::OpenFile;

use super::Content;
use super::media;
use super::route::{OWN, Route, page_in};
use super::shown::{MISSING, Now, Shown};

/// What there is at an address.
#[derive(Debug)]
pub enum Found {
    /// Another address, which the browser is to ask for.
    Moved(StatusCode, String),
    /// A file.
    File(File),
}

/// A file as it goes out.
#[derive(Debug)]
pub struct File {
    /// 200, or 404 where it stands in for one that is not there.
    pub status: StatusCode,
    /// Its media type, with the charset.
    pub media_type: String,
    /// What names its bytes, without quotes.
    pub tag: String,
    /// The bytes.
    pub body: Body,
}

/// Bytes at hand, or on the disk.
#[derive(Debug)]
pub enum Body {
    /// At hand.
    Bytes(Bytes),
    /// To be read as they go out.
    Disk(OpenFile),
}

/// A request, understood.
#[derive(Debug)]
pub struct Wish {
    /// What is wanted.
    pub route: Route,
    /// The path as it was sent.
    pub path: String,
    /// The query as it was sent, with its question mark; empty where there is none.
    pub query: String,
    /// Whether pages come as they are in a build, or with the script.
    pub dress: Dress,
}

/// How pages go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dress {
    /// With the script that keeps them up to date.
    Live,
    /// Byte for byte as in a build.
    Plain,
}

/// Finds what is wished for. Slow: it may render, and read a page from the disk.
pub fn find(shown: &Shown, wish: &Wish) -> Found {
    let now = shown.now();
    let name = match &wish.route {
        Route::Page(name) => name.clone(),
        Route::File(name) => {
            if shown.file(&now, &page_in(name)).is_some() {
                return Found::Moved(StatusCode::MOVED_PERMANENTLY, format!("{}/{}", wish.path, wish.query));
            }
            name.clone()
        }
        Route::Base => {
            return Found::Moved(StatusCode::FOUND, format!("{}/{}", now.state.base_path(), wish.query));
        }
        _ => MISSING.to_owned(),
    };
    let is_name = matches!(wish.route, Route::Page(_) | Route::File(_));
    let file = shown.file(&now, &name).filter(|_| is_name);
    if file.is_none()
        && let Some(path) = shown.moved(&wish.path)
    {
        return Found::Moved(StatusCode::FOUND, format!("{path}{}", wish.query));
    }
    Found::File(file.and_then(|content| there(&now, &name, (&content, wish.dress))).unwrap_or_else(|| {
        // A tab waits for the page that would be here, under the name that it would have.
        let name = match &wish.route {
            Route::File(name) if !media::is_page(name) => page_in(name),
            _ => name,
        };
        let page = page_file(&now, &name, (shown.page(&now, &name).bytes, wish.dress));
        File { status: StatusCode::NOT_FOUND, ..page }
    }))
}

/// `None` for a file that cannot be opened any more.
fn there(now: &Now, name: &str, (content, dress): (&Content, Dress)) -> Option<File> {
    let media_type = media::type_of(name);
    let status = StatusCode::OK;
    match content {
        Content::Bytes(bytes) if media::is_page(name) => Some(page_file(now, name, (bytes.clone(), dress))),
        Content::Bytes(bytes) => {
            let tag = Hash::of(bytes).to_string();
            Some(File { status, media_type, tag, body: Body::Bytes(Bytes::from_owner(bytes.clone())) })
        }
        Content::CopyOf(copy) => {
            let mut file = OpenFile::of(copy.open().ok()?).ok()?;
            if media::is_page(name) {
                let page = file.read_at(0, u64::MAX).ok()?;
                return Some(page_file(now, name, (page.into(), dress)));
            }
            let tag = format!("{:x}-{:x}", file.size, file.written);
            Some(File { status, media_type, tag, body: Body::Disk(file) })
        }
    }
}

fn page_file(now: &Now, name: &str, (page, dress): (Arc<[u8]>, Dress)) -> File {
    let version = Hash::of(&page);
    let (tag, bytes) = match dress {
        Dress::Plain => (version.to_string(), Bytes::from_owner(page)),
        Dress::Live => {
            let script = script(now.state.base_path(), name, version);
            (format!("{version}-live"), with_script(&page, &script).into())
        }
    };
    let media_type = media::type_of(MISSING);
    File { status: StatusCode::OK, media_type, tag, body: Body::Bytes(bytes) }
}

/// The element that loads the script, and says which page it is in.
fn script(base: &str, name: &str, version: Hash) -> String {
    let (base, name) = (attribute(base), attribute(name));
    format!(
        "<script src=\"{base}/{OWN}/client.js\" data-page=\"{name}\" data-version=\"{version}\" defer></script>"
    )
}

fn attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

/// Adds the script where the body ends; a page that does not say where ends with it.
fn with_script(page: &[u8], script: &str) -> Vec<u8> {
    const END: &[u8] = b"</body";
    let end =
        page.windows(END.len()).rposition(|bytes| bytes.eq_ignore_ascii_case(END)).unwrap_or(page.len());
    [&page[..end], script.as_bytes(), &page[end..]].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_stands_at_the_end_of_the_body() {
        let with = |page: &str| String::from_utf8(with_script(page.as_bytes(), "S")).unwrap();
        assert_eq!(with("<body>a</body></html>"), "<body>aS</body></html>");
        assert_eq!(with("<BODY><pre>&lt;/body></pre></BODY >"), "<BODY><pre>&lt;/body></pre>S</BODY >");
        assert_eq!(with("<p></body>a</body>"), "<p></body>aS</body>");
        assert_eq!(with("a"), "aS");
        assert_eq!(with(""), "S");
    }

    #[test]
    fn names_cannot_leave_their_attribute() {
        let script = script("/a&b", "x\"><script>/index.html", Hash::of(b""));
        assert!(script.contains("data-page=\"x&quot;>&lt;script>/index.html\""), "{script}");
        assert!(script.starts_with("<script src=\"/a&amp;b/.copublish/client.js\""), "{script}");
    }
}
