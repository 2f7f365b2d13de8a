//! The file for an address, as it goes out: pages with the script that keeps them up to date.

use std::sync::Arc;

use axum::body::Bytes;
use axum::http::StatusCode;

use crate::base::Hash;
use crate::content::disk::OpenFile;

use super::media;
use super::route::{OWN, Route, page_in};
use super::shown::{MISSING, Now, Shown};
use crate::output::FileContent;

/// The largest file of the author's that counts as a page, and is read as a whole for each request.
const LARGEST_PAGE: u64 = 1 << 20;

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
    /// At hand, one piece after the other: what many ask for is held once.
    Bytes(Vec<Bytes>),
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
                return Found::Moved(
                    StatusCode::MOVED_PERMANENTLY,
                    format!("{}/{}", wish.path, wish.query),
                );
            }
            name.clone()
        }
        Route::Base => {
            return Found::Moved(
                StatusCode::FOUND,
                format!("{}/{}", now.state.base_path(), wish.query),
            );
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
    Found::File(
        file.and_then(|content| there(&now, &name, (&content, wish.dress)))
            .unwrap_or_else(|| {
                // A tab waits for the page that would be here, under the name that it would have.
                let name = match &wish.route {
                    Route::File(name) if !media::is_page(name) => page_in(name),
                    _ => name,
                };
                let page = page_file(&now, &name, (shown.page(&now, &name).bytes, wish.dress));
                File {
                    status: StatusCode::NOT_FOUND,
                    ..page
                }
            }),
    )
}

/// `None` for a file that cannot be opened any more.
fn there(now: &Now, name: &str, (content, dress): (&FileContent, Dress)) -> Option<File> {
    let media_type = media::type_of(name);
    let status = StatusCode::OK;
    match content {
        FileContent::Bytes(bytes) if media::is_page(name) => {
            Some(page_file(now, name, (bytes.clone(), dress)))
        }
        FileContent::Bytes(bytes) => {
            let tag = Hash::of(bytes).to_string();
            Some(File {
                status,
                media_type,
                tag,
                body: Body::Bytes(vec![Bytes::from_owner(bytes.clone())]),
            })
        }
        FileContent::CopyOf(copy) => {
            let mut file = OpenFile::of(copy.open().ok()?).ok()?;
            if media::is_page(name) && file.size <= LARGEST_PAGE {
                let page = file.read_at(0, u64::MAX).ok()?;
                return Some(page_file(now, name, (page.into(), dress)));
            }
            let tag = format!("{:x}-{:x}", file.size, file.written);
            Some(File {
                status,
                media_type,
                tag,
                body: Body::Disk(file),
            })
        }
    }
}

fn page_file(now: &Now, name: &str, (page, dress): (Arc<[u8]>, Dress)) -> File {
    let version = Hash::of(&page);
    let (tag, pieces) = match dress {
        Dress::Plain => (version.to_string(), vec![Bytes::from_owner(page)]),
        Dress::Live => {
            let script = script(now.state.base_path(), name, version);
            let at = end_of_body(&page);
            let page = Bytes::from_owner(page);
            (
                format!("{version}-live"),
                vec![page.slice(..at), script.into(), page.slice(at..)],
            )
        }
    };
    let media_type = media::type_of(MISSING);
    File {
        status: StatusCode::OK,
        media_type,
        tag,
        body: Body::Bytes(pieces),
    }
}

/// The element that loads the script, and says which page it is in.
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

/// Where the body ends, which is the place of the script; a page that does not say where ends with it.
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
    fn the_script_stands_at_the_end_of_the_body() {
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
