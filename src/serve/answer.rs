//! How a file goes out: whole or in part, or not at all where the browser has it already.

use std::io;
use std::ops::Range;
use std::sync::Arc;

use axum::body::{self, Bytes};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::response::Response;
use futures_util::stream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;

use crate::content::disk::OpenFile;

use super::find::{Body, File, Found};
use super::range::{Wanted, wanted};

/// How much of a file is read at once.
const PIECE: u64 = 64 * 1024;

/// Answers with what was found.
pub fn answer(found: Found, method: &Method, asked: &HeaderMap) -> Response {
    match found {
        Found::Moved(status, to) => {
            let mut response = plain(status, "The page is at another address.\n");
            put(&mut response, header::LOCATION, &to);
            response
        }
        Found::File(file) => file_answer(file, method, asked),
    }
}

/// Answers with a sentence.
pub fn plain(status: StatusCode, sentence: &'static str) -> Response {
    let mut response = with(status, body::Body::from(sentence));
    put(
        &mut response,
        header::CONTENT_TYPE,
        "text/plain; charset=utf-8",
    );
    response
}

/// Sets a header; a value that cannot stand in one is left out.
pub fn put(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

/// Everything is asked for anew each time: what is shown may change at any moment.
fn with(status: StatusCode, body: body::Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    put(&mut response, header::CACHE_CONTROL, "no-cache");
    response
}

fn file_answer(file: File, method: &Method, asked: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", file.tag);
    let is_there = file.status == StatusCode::OK;
    if is_there && text(asked, &header::IF_NONE_MATCH).is_some_and(|known| names(known, &tag)) {
        let mut response = with(StatusCode::NOT_MODIFIED, body::Body::empty());
        put(&mut response, header::ETAG, &tag);
        return response;
    }
    let size = file.body.size();
    let part = if is_there && method == Method::GET {
        part(asked, &tag, size)
    } else {
        Wanted::All
    };
    let (status, range) = match part {
        Wanted::All => (file.status, 0..size),
        Wanted::Part(range) => (StatusCode::PARTIAL_CONTENT, range),
        Wanted::Nothing => {
            let mut response = plain(StatusCode::RANGE_NOT_SATISFIABLE, "The file is shorter.\n");
            put(
                &mut response,
                header::CONTENT_RANGE,
                &format!("bytes */{size}"),
            );
            return response;
        }
    };
    let length = range.end - range.start;
    let content_range = format!(
        "bytes {}-{}/{size}",
        range.start,
        range.end.saturating_sub(1)
    );
    let is_head = method == Method::HEAD;
    let mut response = with(
        status,
        if is_head {
            body::Body::empty()
        } else {
            file.body.part(range)
        },
    );
    put(&mut response, header::CONTENT_TYPE, &file.media_type);
    put(&mut response, header::CONTENT_LENGTH, &length.to_string());
    if is_there {
        put(&mut response, header::ETAG, &tag);
        put(&mut response, header::ACCEPT_RANGES, "bytes");
    }
    if status == StatusCode::PARTIAL_CONTENT {
        put(&mut response, header::CONTENT_RANGE, &content_range);
    }
    response
}

fn text<'a>(asked: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    asked.get(name).and_then(|value| value.to_str().ok())
}

/// True where `If-None-Match` names this tag. Weak or strong is all the same here.
fn names(known: &str, tag: &str) -> bool {
    known
        .split(',')
        .map(str::trim)
        .any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

/// The part that is asked for; all of it where `If-Range` names other bytes than these.
fn part(asked: &HeaderMap, tag: &str, size: u64) -> Wanted {
    let is_same = asked
        .get(header::IF_RANGE)
        .is_none_or(|known| known.as_bytes() == tag.as_bytes());
    let header = text(asked, &header::RANGE).filter(|_| is_same);
    header.map_or(Wanted::All, |header| wanted(header, size))
}

impl Body {
    fn size(&self) -> u64 {
        match self {
            Body::Bytes(pieces) => pieces.iter().map(|piece| piece.len() as u64).sum(),
            Body::Disk(file) => file.size,
        }
    }

    /// The bytes of `range`, which lies in them.
    fn part(self, range: Range<u64>) -> body::Body {
        match self {
            Body::Bytes(pieces) => {
                let mut start = 0;
                let parts = pieces.into_iter().map(move |piece| {
                    let place = |at: u64| {
                        usize::try_from(at.saturating_sub(start))
                            .unwrap_or(usize::MAX)
                            .min(piece.len())
                    };
                    let part = piece.slice(place(range.start)..place(range.end));
                    start += piece.len() as u64;
                    Ok::<_, io::Error>(part)
                });
                body::Body::from_stream(stream::iter(parts))
            }
            Body::Disk(file) => pieces(file, range),
        }
    }
}

/// A piece of a file on its way to a browser. The next one is not read before this one is gone.
struct Piece {
    bytes: Vec<u8>,
    _turn: OwnedSemaphorePermit,
}

impl AsRef<[u8]> for Piece {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

/// Reads piece by piece, each when the system has taken the one before: a slow browser holds no thread, and of a file of
/// any size no more than one piece.
fn pieces(file: OpenFile, range: Range<u64>) -> body::Body {
    let turns = Arc::new(Semaphore::new(1));
    body::Body::from_stream(stream::try_unfold(
        (file, range, turns),
        |(mut file, range, turns)| async move {
            let most = PIECE.min(range.end - range.start);
            if most == 0 {
                return Ok(None);
            }
            let turn = Arc::clone(&turns)
                .acquire_owned()
                .await
                .map_err(io::Error::other)?;
            let read =
                spawn_blocking(move || file.read_at(range.start, most).map(|bytes| (bytes, file)));
            let (bytes, file) = read.await.map_err(io::Error::other)??;
            if bytes.is_empty() {
                // It has become shorter since: the browser has to learn that this is not all of it.
                return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
            }
            let rest = range.start + bytes.len() as u64..range.end;
            let piece = Bytes::from_owner(Piece { bytes, _turn: turn });
            Ok::<_, io::Error>(Some((piece, (file, rest, turns))))
        },
    ))
}
