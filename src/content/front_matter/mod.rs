//! Front matter: where it stands in a text, in which format, and the tree of what it says.
//!
//! 1. `start`: the text that is front matter, and the text behind it
//! 2. `json`, `toml`: the formats besides YAML, read into the same tree
//! 3. `row`: a line as somebody would read it who looks for front matter; `name`: what its key may be for
//! 4. `lookalike`: what a reader would take for front matter, and no format allows
//! 5. `raw`: front matter at the start of a file that is not Markdown
//!
//! Knows nothing of fields and kinds: whoever asks says which keys have a meaning.

mod json;
mod line;
mod lookalike;
mod name;
mod raw;
mod row;
mod start;
mod toml;

pub use lookalike::{Lookalike, Why, find as find_lookalike, find_behind as find_lookalike_behind};
pub use name::{Weight, weigh};
pub use raw::{Named, Raw, look as look_at_raw};
pub use start::{Broken, BrokenBy, Halves, find};

use crate::yaml::{self, Parsed, Problem};

/// How front matter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Lines of `key: value` between two lines of `---`.
    Yaml,
    /// Lines of `key = value` between two lines of `+++`.
    Toml,
    /// An object, from `{` to `}`.
    Json,
}

impl Format {
    /// Reads the text between the fences; of JSON, the object with its brackets.
    ///
    /// # Errors
    /// The first thing that keeps the text from being read.
    pub fn parse(self, text: &str) -> Result<Parsed, Problem> {
        match self {
            Format::Yaml => yaml::parse(text),
            Format::Toml => toml::parse(text),
            Format::Json => json::parse(text),
        }
    }

    /// How a key is written before its value.
    pub fn key(self, name: &str) -> String {
        match self {
            Format::Yaml => format!("{name}:"),
            Format::Toml => format!("{name} ="),
            Format::Json => format!("\"{name}\":"),
        }
    }

    /// What has to stand at its end.
    pub fn end(self) -> &'static str {
        match self {
            Format::Yaml => "---",
            Format::Toml => "+++",
            Format::Json => "}",
        }
    }
}
