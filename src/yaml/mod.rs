//! YAML with places: a tree in which each key and each value knows its bytes.
//!
//! 1. `tree`: the tree itself, scalars as written
//! 2. `parse`: libyaml's events into the tree; duplicate keys, alias bombs and depth are watched here
//! 3. `origin`: what libyaml is given for an author's text, and the way back to the author's bytes
//! 4. `plain`: the lines that front matter is mostly made of, in one pass and without libyaml
//! 5. `problem`: what a parser says, said again for authors
//! 6. `mend`: how a text is put right where only one thing can be meant
//! 7. `count`: how much a text comes to, for readers that make more of it
//!
//! Types are not guessed: `yes`, `010` and `2012-08-02` stay text until a field says what it wants.
//! Tags (`!!str`) are read over.

mod count;
mod mend;
mod origin;
mod parse;
mod plain;
mod problem;
#[cfg(test)]
mod tests;
mod tree;

pub use count::holds_at_most;
pub use mend::Mend;
pub use parse::{Duplicate, Parsed, parse};
pub use problem::Problem;
pub use tree::{Entry, Node, Value};
