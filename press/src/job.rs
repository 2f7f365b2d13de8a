//! What is asked for and what is answered, as lines of JSON. Bytes are written in base64.

use serde::{Deserialize, Serialize};

/// An edition to be set.
#[derive(Deserialize)]
pub struct Job {
    /// The text, as Typst.
    pub main: String,
    /// The files that it names.
    #[serde(default)]
    pub files: Vec<(String, String)>,
    /// Fonts of the site.
    #[serde(default)]
    pub fonts: Vec<FontFile>,
    /// The names and texts of Typst files of the theme, which go before the look of this program.
    #[serde(default)]
    pub looks: Vec<(String, String)>,
    /// Where in the text something begins that a page may begin with, in the order in which it is read.
    #[serde(default)]
    pub places: Vec<usize>,
    /// True if it says on which day it was published: then it can be PDF/A too.
    #[serde(default)]
    pub dated: bool,
    /// How many bytes of memory may be used; 0 for any number.
    #[serde(default)]
    pub memory: u64,
    /// How many seconds it may take; 0 for any number.
    #[serde(default)]
    pub seconds: u64,
}

/// What a font is for, its face, its name and its bytes.
pub type FontFile = (String, String, String, String);

/// What came of it.
#[derive(Default, Serialize)]
pub struct Answer {
    /// The file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pdf: Option<String>,
    pub pages: usize,
    /// What is first on each page.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub starts: Vec<PageStart>,
    /// Why there is no file; or what is wrong with the file, if there is one.
    pub messages: Vec<Message>,
    /// How much memory is used now, in bytes; 0 if that is not known.
    pub memory: u64,
}

/// What is first on a page.
#[derive(Serialize)]
pub struct PageStart {
    /// The number of the page, as it is printed.
    pub label: String,
    /// Which of the places of the job, and how many of its letters were on pages before; nothing for a page that only repeats what
    /// others say.
    pub at: Option<(usize, usize)>,
}

/// Something that is wrong with a text.
#[derive(PartialEq, Serialize)]
pub struct Message {
    pub message: String,
    /// The line of the text that led to it, from 1, if there is one.
    pub line: Option<usize>,
    /// Where it is, if that is not in the text but in how it looks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub look: Option<Place>,
    /// The picture that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
}

/// A line of a file.
#[derive(PartialEq, Serialize)]
pub struct Place {
    pub file: String,
    /// From 1.
    pub line: usize,
}

impl Message {
    /// A message that is about no place.
    pub fn of_all(message: String) -> Message {
        Message {
            message,
            line: None,
            look: None,
            picture: None,
        }
    }
}

impl Answer {
    /// An answer to a job that cannot be done.
    pub fn refused(message: String) -> Answer {
        Answer {
            messages: vec![Message::of_all(message)],
            ..Answer::default()
        }
    }
}
