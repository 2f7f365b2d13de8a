//! A file as read that is meant to be text: nothing is decided about it.

use crate::base::{Code, Diagnostic, FilePath, Span};

/// A file of text: Markdown, or settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Where it stands.
    pub file: FilePath,
    /// Its text, byte-order mark and line ends as they are.
    pub text: String,
}

impl Source {
    /// Takes a file's bytes as text.
    ///
    /// # Errors
    /// A diagnostic naming the first byte that is no UTF-8.
    pub fn from_bytes(file: FilePath, bytes: Vec<u8>) -> Result<Source, Box<Diagnostic>> {
        let error = match String::from_utf8(bytes) {
            Ok(text) => return Ok(Source { file, text }),
            Err(error) => error,
        };
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
        let diagnostic = Diagnostic::new(Code::NotUtf8, format!("the text is not UTF-8 from line {line} on"))
            .at(&file, Span::new(at, at + 1), "first odd byte")
            .help("open the file in your editor and save it with the encoding UTF-8");
        Err(Box::new(diagnostic))
    }
}
