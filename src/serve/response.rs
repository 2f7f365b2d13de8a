//! Responses with files: complete, in part, or without a body if the browser has the file already.

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

use super::range::{RangeRequest, parse_range};
use super::reply::{Body, File, Reply};

/// How many bytes of a file to read at once. The server holds several pieces for each browser that reads slowly, so they are
/// small.
const PIECE: u64 = 16 * 1024;

/// The response to a request, with what was found for it.
pub fn respond(found: Reply, method: &Method, headers: &HeaderMap) -> Response {
    match found {
        Reply::Redirect(status, to) => {
            let mut response = plain(status, "The page is at another address.\n");
            set_header(&mut response, header::LOCATION, &to);
            response
        }
        Reply::File(file) => respond_with_file(file, method, headers),
    }
}

/// A response with one sentence.
pub fn plain(status: StatusCode, sentence: &'static str) -> Response {
    let mut response = response_with(status, body::Body::from(sentence));
    set_header(
        &mut response,
        header::CONTENT_TYPE,
        "text/plain; charset=utf-8",
    );
    response
}

/// Sets a header; an invalid value is left out.
pub fn set_header(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

/// Browsers must ask for everything anew: it may change at any moment.
fn response_with(status: StatusCode, body: body::Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    set_header(&mut response, header::CACHE_CONTROL, "no-cache");
    response
}

fn respond_with_file(file: File, method: &Method, headers: &HeaderMap) -> Response {
    let size = file.body.size();
    if file.status != StatusCode::OK {
        return respond_with_part(file, method, 0..size);
    }
    let tag = format!("\"{}\"", file.tag);
    let known = header_text(headers, &header::IF_NONE_MATCH);
    if known.is_some_and(|known| names(known, &tag)) {
        let mut response = response_with(StatusCode::NOT_MODIFIED, body::Body::empty());
        set_header(&mut response, header::ETAG, &tag);
        return response;
    }
    let range = if method == Method::GET {
        requested_part(headers, &tag, size)
    } else {
        RangeRequest::All
    };
    let mut response = match range {
        RangeRequest::All => respond_with_part(file, method, 0..size),
        RangeRequest::Part(range) => respond_with_range(file, method, range),
        RangeRequest::Nothing => return out_of_range(size),
    };
    set_header(&mut response, header::ETAG, &tag);
    set_header(&mut response, header::ACCEPT_RANGES, "bytes");
    response
}

fn respond_with_range(file: File, method: &Method, range: Range<u64>) -> Response {
    let last = range.end.saturating_sub(1);
    let content_range = format!("bytes {}-{last}/{}", range.start, file.body.size());
    let mut response = respond_with_part(file, method, range);
    *response.status_mut() = StatusCode::PARTIAL_CONTENT;
    set_header(&mut response, header::CONTENT_RANGE, &content_range);
    response
}

fn respond_with_part(file: File, method: &Method, range: Range<u64>) -> Response {
    let length = range.end - range.start;
    let body = if method == Method::HEAD {
        body::Body::empty()
    } else {
        file.body.part(range)
    };
    let mut response = response_with(file.status, body);
    set_header(&mut response, header::CONTENT_TYPE, &file.media_type);
    set_header(&mut response, header::CONTENT_LENGTH, &length.to_string());
    response
}

fn out_of_range(size: u64) -> Response {
    let mut response = plain(StatusCode::RANGE_NOT_SATISFIABLE, "The file is shorter.\n");
    let content_range = format!("bytes */{size}");
    set_header(&mut response, header::CONTENT_RANGE, &content_range);
    response
}

fn header_text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// True if `If-None-Match` names this tag, whether weak or strong.
fn names(known: &str, tag: &str) -> bool {
    known
        .split(',')
        .map(str::trim)
        .any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

/// The requested part; everything if `If-Range` names another version.
fn requested_part(headers: &HeaderMap, tag: &str, size: u64) -> RangeRequest {
    let is_same = headers
        .get(header::IF_RANGE)
        .is_none_or(|known| known.as_bytes() == tag.as_bytes());
    match header_text(headers, &header::RANGE) {
        Some(range) if is_same => parse_range(range, size),
        _ => RangeRequest::All,
    }
}

impl Body {
    fn size(&self) -> u64 {
        match self {
            Body::Bytes(pieces) => pieces.iter().map(|piece| piece.len() as u64).sum(),
            Body::Disk(file) => file.size,
        }
    }

    /// The bytes of a range inside the file.
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
            Body::Disk(file) => stream_file(file, range),
        }
    }
}

/// A piece of a file on its way to a browser. The next one is read when this one has been sent.
struct Piece {
    bytes: Vec<u8>,
    _turn: OwnedSemaphorePermit,
}

impl AsRef<[u8]> for Piece {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

/// Reads piece by piece, each when the system has taken the one before. So a slow browser blocks no thread, and only one
/// piece of a large file is in memory.
fn stream_file(file: OpenFile, range: Range<u64>) -> body::Body {
    let turns = Arc::new(Semaphore::new(1));
    body::Body::from_stream(stream::try_unfold(
        (file, range, turns),
        |(file, range, turns)| async move {
            let most = PIECE.min(range.end - range.start);
            if most == 0 {
                return Ok(None);
            }
            let turn = Arc::clone(&turns).acquire_owned().await;
            let turn = turn.map_err(io::Error::other)?;
            let read = spawn_blocking(move || read_piece(file, range.start, most));
            let (bytes, file) = read.await.map_err(io::Error::other)??;
            let rest = range.start + bytes.len() as u64..range.end;
            let piece = Bytes::from_owner(Piece { bytes, _turn: turn });
            Ok::<_, io::Error>(Some((piece, (file, rest, turns))))
        },
    ))
}

/// Reads a piece of a file, and returns the file for the next one.
fn read_piece(mut file: OpenFile, at: u64, most: u64) -> io::Result<(Vec<u8>, OpenFile)> {
    let bytes = file.read_at(at, most)?;
    if bytes.is_empty() {
        // The file has become shorter: the browser must not take this for all of it.
        return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
    }
    Ok((bytes, file))
}
