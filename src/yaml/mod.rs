//! YAML with places: a tree in which each key and each value knows its bytes.
//!
//! 1. `tree`: the tree itself, scalars as written; `parsed`: the tree and what is odd about its text
//! 2. `lines`: the lines that front matter mostly consists of, read in one pass; `libyaml`: any text, with `origin`, the
//!    way back from libyaml's bytes to the author's
//! 3. `builder`: the events of either into the tree; duplicate keys, alias bombs and depth are watched here
//! 4. `problem`: why a text cannot be read; `explain`: libyaml's complaints in plain English
//! 5. `repair`: other letters for some places of a text; `repairs`: which of them can only be meant
//! 6. `count`: how much a text comes to, for readers that make more of it
//!
//! Types are not guessed: `yes`, `010` and `2012-08-02` stay text until a field says what it wants.
//! Tags of YAML's own (`!!str`) are ignored, others are a problem: nobody here knows what they mean.

mod builder;
mod count;
mod explain;
mod libyaml;
mod lines;
mod origin;
mod parsed;
mod problem;
mod read;
mod repair;
mod repairs;
#[cfg(test)]
mod tests;
mod tree;

pub use count::holds_at_most;
pub use parsed::{Duplicate, Parsed};
pub use problem::{Cause, Problem};
pub use repair::Repair;
pub use tree::{Entry, Node, Value};

/// Reads one YAML document.
///
/// # Errors
/// The first thing that keeps the text from being read, with its repair if there can only be one.
pub fn parse(text: &str) -> Result<Parsed, Problem> {
    read::read(text).map_err(|problem| {
        let repair = match problem.cause {
            Cause::Tab => repairs::untabbed(text),
            Cause::Colon => repairs::quoted(text, problem.span.start as usize),
            Cause::Other => None,
        };
        Problem {
            repair: repair.map(Box::new),
            ..problem
        }
    })
}
