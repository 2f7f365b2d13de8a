//! Front matter: where it stands in a text, in which format, and the tree of what it says.
//!
//! 1. `start`: the text that is front matter, and the text behind it
//! 2. `json`, `toml`: the formats besides YAML, read into the same tree
//! 3. `row`: a line as somebody would read it who looks for front matter; `name`: what its key may be for
//! 4. `group`: keys that follow one another; `lookalike`: what a reader would take for front matter, and no format
//!    allows; `rest`: what is left of front matter that ended too early
//! 5. `raw`: front matter at the start of a file that is not Markdown
//!
//! Knows nothing of fields and kinds: whoever asks says which keys have a meaning.

mod group;
mod json;
mod line;
mod lookalike;
mod name;
mod raw;
mod rest;
mod row;
mod start;
mod toml;

pub use lookalike::{Lookalike, LookalikeReason, Weigh};
pub use name::{Weight, weigh};
pub use raw::{Raw, RawFormat, look as look_at_raw};
pub use start::{Broken, BrokenBy, Halves, find};

use crate::yaml::{self, Parsed, Problem};

/// Finds what looks like front matter in a text and is none, since no format allows it or since front matter ended
/// before.
pub fn find_lookalike(text: &str, halves: Halves, weigh: &Weigh) -> Option<Lookalike> {
    let body = halves.body.start as usize;

    if halves.format.is_none() {
        let found = lookalike::find(text, body, weigh);
        return found.or_else(|| {
            Some(Lookalike::new(
                rest::find_at_fence(text, body)?,
                LookalikeReason::NoFence,
            ))
        });
    }
    // What says nothing may be followed by what it was to say.
    let front = &text[halves.front.range()];
    let is_empty = front.trim_matches(is_empty_sign).is_empty();
    let found = if is_empty {
        lookalike::find(text, body, weigh)
    } else {
        None
    };
    found.or_else(|| {
        Some(Lookalike::new(
            rest::find(text, body, weigh)?,
            LookalikeReason::Behind,
        ))
    })
}

fn is_empty_sign(c: char) -> bool {
    c.is_whitespace() || matches!(c, '{' | '}')
}

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
