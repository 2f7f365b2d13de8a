//! A file for what one build needs again before it ends. It has no name, so nothing is left of it, however the build
//! ends, and nobody else can open it.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use super::keep;
use crate::document::Shelf;

/// The texts of a site, set aside as soon as there are more of them than memory should hold.
#[derive(Debug)]
pub struct Scratch {
    folder: PathBuf,
    /// How many bytes stay in memory before the first is put into the file.
    room: u64,
    /// How many bytes there were.
    seen: AtomicU64,
    /// How many of them are in the file.
    end: AtomicU64,
    /// Made when it is first needed; nothing where that was not possible.
    file: OnceLock<Option<File>>,
}

impl Scratch {
    /// A scratch in a folder of ours, as [`super::keep`] makes it. The first `room` bytes are not taken.
    pub fn new(folder: PathBuf, room: u64) -> Scratch {
        let (seen, end) = (AtomicU64::new(0), AtomicU64::new(0));
        Scratch {
            folder,
            room,
            seen,
            end,
            file: OnceLock::new(),
        }
    }

    fn file(&self) -> Option<&File> {
        let make = || {
            keep::make(&self.folder).ok()?;
            tempfile::tempfile_in(&self.folder).ok()
        };
        self.file.get_or_init(make).as_ref()
    }
}

impl Shelf for Scratch {
    /// A text that cannot be written, as on a full disk, stays where it is: it costs memory, and nothing is lost.
    fn put(&self, text: &str) -> Option<u64> {
        let length = text.len() as u64;
        if self.seen.fetch_add(length, Ordering::Relaxed) < self.room {
            return None;
        }
        let file = self.file()?;
        let place = self.end.fetch_add(length, Ordering::Relaxed);
        write_all_at(file, text.as_bytes(), place)
            .ok()
            .map(|()| place)
    }

    fn read(&self, place: u64, length: usize) -> io::Result<String> {
        let file = self.file().ok_or(ErrorKind::NotFound)?;
        let mut bytes = vec![0; length];
        read_exact_at(file, &mut bytes, place)?;
        String::from_utf8(bytes).map_err(|_| ErrorKind::InvalidData.into())
    }
}

#[cfg(unix)]
use std::os::unix::fs::FileExt;

#[cfg(unix)]
fn write_all_at(file: &File, bytes: &[u8], place: u64) -> io::Result<()> {
    file.write_all_at(bytes, place)
}

#[cfg(unix)]
fn read_exact_at(file: &File, bytes: &mut [u8], place: u64) -> io::Result<()> {
    file.read_exact_at(bytes, place)
}

#[cfg(windows)]
use std::os::windows::fs::FileExt;

#[cfg(windows)]
fn write_all_at(file: &File, mut bytes: &[u8], mut place: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        match file.seek_write(bytes, place)? {
            0 => return Err(ErrorKind::WriteZero.into()),
            written => (bytes, place) = (&bytes[written..], place + written as u64),
        }
    }
    Ok(())
}

#[cfg(windows)]
fn read_exact_at(file: &File, mut bytes: &mut [u8], mut place: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        match file.seek_read(bytes, place)? {
            0 => return Err(ErrorKind::UnexpectedEof.into()),
            read => (bytes, place) = (&mut bytes[read..], place + read as u64),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn texts_come_back_and_no_file_is_seen() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join(".copublish");
        let scratch = Scratch::new(folder.clone(), 10);
        assert_eq!(
            scratch.put("0123456789"),
            None,
            "there is room for this one"
        );
        assert!(!folder.exists());
        let texts: Vec<String> = (0..200)
            .map(|number| format!("{number} é ").repeat(1 + number))
            .collect();
        let places: Vec<u64> = std::thread::scope(|scope| {
            let halves = texts.chunks(100).map(|half| {
                let put = || {
                    half.iter()
                        .map(|text| scratch.put(text).unwrap())
                        .collect::<Vec<_>>()
                };
                scope.spawn(put)
            });
            let halves: Vec<_> = halves.collect();
            halves
                .into_iter()
                .flat_map(|half| half.join().unwrap())
                .collect()
        });
        for (text, place) in texts.iter().zip(&places) {
            assert_eq!(scratch.read(*place, text.len()).unwrap(), *text);
        }
        let end = scratch.end.load(Ordering::Relaxed);
        assert_eq!(
            scratch.read(end, 1).unwrap_err().kind(),
            ErrorKind::UnexpectedEof
        );
        let left: Vec<_> = fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(left, [".gitignore"]);
    }

    #[test]
    fn where_nothing_can_be_written_texts_stay_where_they_are() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join(".copublish");
        fs::write(&folder, "a file of somebody else's").unwrap();
        let scratch = Scratch::new(folder.clone(), 0);
        assert_eq!(scratch.put("text"), None);
        assert_eq!(fs::read(&folder).unwrap(), b"a file of somebody else's");
    }
}
