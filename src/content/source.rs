//! A file as read: one that is meant to be text, or any other, such as a picture, a download or a table of data. Nothing is
//! decided about it.

use super::encoding::into_text;
use super::file_type::FileType;
use crate::base::{Code, Diagnostic, FilePath, Span};

/// A file of text: Markdown, or settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Where it stands.
    pub file: FilePath,
    /// Its text without a byte-order mark; a carriage return ends a line only beside a line feed. Each place is that of
    /// the file from behind the mark.
    pub text: String,
}

impl Source {
    /// Takes a file's bytes as text.
    ///
    /// # Errors
    /// The bytes, and a diagnostic naming the first one that is no UTF-8.
    pub fn from_bytes(file: FilePath, mut bytes: Vec<u8>) -> Result<Source, NotUtf8> {
        end_lines(&mut bytes);
        let error = match into_text(bytes) {
            Ok(text) => return Ok(Source { file, text }),
            Err(error) => error,
        };
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..at]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count()
            + 1;
        let diagnostic = Diagnostic::new(
            Code::NotUtf8,
            format!("the text is not UTF-8 from line {line} on"),
        )
        .at(&file, Span::new(at, at + 1), "first odd byte")
        .help("open the file in your editor and save it with the encoding UTF-8");
        Err(NotUtf8 {
            bytes: error.into_bytes(),
            diagnostic: Box::new(diagnostic),
        })
    }
}

/// Ends lines with a line feed that end with a carriage return alone, so that nobody reads several lines as one.
fn end_lines(bytes: &mut [u8]) {
    let mut from = 0;
    while let Some(found) = memchr::memchr(b'\r', &bytes[from..]) {
        let at = from + found;
        if bytes.get(at + 1) != Some(&b'\n') {
            bytes[at] = b'\n';
        }
        from = at + 1;
    }
}

/// Bytes that are no text.
#[derive(Clone, Debug)]
pub struct NotUtf8 {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// What is said of them.
    pub diagnostic: Box<Diagnostic>,
}

/// A file that is published as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Where it stands.
    pub file: FilePath,
    /// Its size in bytes.
    pub size: u64,
}

impl Asset {
    /// Its type, by its name.
    pub fn file_type(&self) -> FileType {
        FileType::of(self.file.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_with_a_line_feed() {
        let read = |text: &str| {
            Source::from_bytes(FilePath::new("a.md"), text.into())
                .expect("text")
                .text
        };
        assert_eq!(read("a\rb\r\rc\r\nd\n\re\r"), "a\nb\n\nc\r\nd\n\ne\n");
    }
}
