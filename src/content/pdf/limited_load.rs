//! Loads all objects of a PDF, within limits of time and memory: a small file can name one large object a thousand times.
//! Knows nothing of what the objects mean.

use std::cell::Cell;
use std::mem;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId};
use memchr::memmem;

use super::object_starts::object_starts;

/// The most that one stream of objects is unpacked to, in bytes; all of them together have been bounded before.
const MAX_UNPACKED: usize = 64 << 20;
/// The most that the objects of a file may take, in bytes, without its pictures and fonts.
const MAX_OBJECTS: usize = 192 << 20;
/// The most that is copied of an encrypted file, in bytes: lopdf copies each object before it decrypts any.
const MAX_COPIED: usize = 256 << 20;
/// What lopdf needs for objects nested as deeply as it allows, in a build that is not optimised.
const STACK: usize = 16 << 20;

thread_local! {
    /// What the objects of the file that this thread loads may still take.
    static LEFT: Cell<usize> = const { Cell::new(0) };
}

/// What came of work that may take too long.
pub(super) enum Limited<T> {
    Done(T),
    TooSlow,
    Failed,
}

/// Does some work on a thread of its own, and waits for it no longer than that. lopdf cannot be interrupted: a thread that
/// takes longer is left alone, with bounded memory.
pub(super) fn within<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce() -> T + Send + 'static,
) -> Limited<T> {
    let (sender, receiver) = channel();
    let run = move || {
        // If nobody waits any more, nobody needs the result.
        let _ = sender.send(work());
    };
    let started = thread::Builder::new().stack_size(STACK).spawn(run);
    if started.is_err() {
        return Limited::Failed;
    }
    match receiver.recv_timeout(limit) {
        Ok(result) => Limited::Done(result),
        Err(RecvTimeoutError::Timeout) => Limited::TooSlow,
        Err(RecvTimeoutError::Disconnected) => Limited::Failed,
    }
}

/// All objects of a PDF but the contents of its pictures and fonts; none if they take too much memory.
pub(super) fn load(bytes: &[u8], kind: Storage) -> Option<Document> {
    let bytes = bytes.get(memmem::find(bytes, b"%PDF-")?..)?;
    if kind == Storage::Encrypted && copied(bytes) > MAX_COPIED {
        return None;
    }
    LEFT.set(MAX_OBJECTS);
    let options = LoadOptions {
        filter: Some(keep),
        max_decompressed_size: Some(MAX_UNPACKED),
        force_reconstruct: kind == Storage::Damaged,
        ..LoadOptions::default()
    };
    let document = Document::load_mem_with_options(bytes, options).ok()?;
    (LEFT.get() > 0).then_some(document)
}

/// How the objects of a file have to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Storage {
    Plain,
    Encrypted,
    /// Its table of objects is wrong: they have to be looked for.
    Damaged,
}

/// Keeps an object without what is not needed of it, if there is memory left. What it returns is used for members of
/// object streams only, none of which is a stream itself.
fn keep(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    if let Object::Stream(stream) = object
        && is_picture_or_font(&stream.dict)
    {
        *object = Object::Dictionary(mem::take(&mut stream.dict));
    }
    let left = LEFT.get().saturating_sub(size(object));
    LEFT.set(left);
    let kept = match object {
        _ if left == 0 => return None,
        Object::Stream(_) => Object::Null,
        other => other.clone(),
    };
    Some((id, kept))
}

fn is_picture_or_font(dictionary: &Dictionary) -> bool {
    let subtype = dictionary.get(b"Subtype").and_then(Object::as_name);
    let subtypes: [&[u8]; 4] = [b"Image", b"Type1C", b"CIDFontType0C", b"OpenType"];
    subtype.is_ok_and(|name| subtypes.contains(&name))
        || dictionary.has(b"Length1")
        || dictionary.has_type(b"EmbeddedFile")
}

/// About what an object takes in memory.
fn size(object: &Object) -> usize {
    let within = match object {
        Object::Stream(stream) => stream.content.len() + size_of_dictionary(&stream.dict),
        Object::Dictionary(dictionary) => size_of_dictionary(dictionary),
        Object::Array(items) => items.iter().map(size).sum(),
        Object::String(text, _) | Object::Name(text) => text.len(),
        _ => 0,
    };
    within + size_of::<Object>()
}

fn size_of_dictionary(dictionary: &Dictionary) -> usize {
    let entries = dictionary.iter();
    entries.map(|(key, value)| key.len() + size(value)).sum()
}

/// What copies of all objects take that a file names: each reaches from where it starts to the next end of an object.
fn copied(bytes: &[u8]) -> usize {
    let Some(starts) = object_starts(bytes) else {
        return usize::MAX;
    };
    let ends: Vec<usize> = memmem::find_iter(bytes, b"endobj").collect();
    let reach = |start: &usize| {
        let next = ends.partition_point(|end| end < start);
        ends.get(next).map_or(0, |end| end - start)
    };
    starts.iter().map(reach).fold(0, usize::saturating_add)
}
