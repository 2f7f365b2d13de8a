//! YAML with places: a tree in which each key and each value knows its bytes.
//!
//! 1. `tree`: the tree itself, scalars as written; `parsed`: the tree and what is odd about its text
//! 2. `lines`: the lines that front matter mostly consists of, read in one pass; `libyaml`: any text, with `origin`, the
//!    way back from libyaml's bytes to the author's
//! 3. `builder`: the events of either into the tree; duplicate keys, alias bombs and depth are watched here
//! 4. `problem`: why a text cannot be read; `explain` and `explain_line`: libyaml's complaints in plain English
//! 5. `repair`: other letters for some places of a text; `repairs`: which of them can only be meant
//! 6. `non_breaking`: which non-breaking spaces are part of a value; `cut_value`: values that a `#` cuts
//! 7. `count`: how much a text comes to, for readers that make more of it
//!
//! Types are not guessed: `yes`, `010` and `2012-08-02` stay text until a field says what it wants.
//! Tags of YAML's own (`!!str`) are ignored, others are a problem: nobody here knows what they mean.

mod builder;
mod count;
mod cut_value;
mod explain;
mod explain_line;
mod libyaml;
mod lines;
mod non_breaking;
mod origin;
mod parsed;
mod problem;
mod repair;
mod repairs;
#[cfg(test)]
mod tests;
mod tree;

pub use count::holds_at_most;
pub use parsed::{CutValue, Duplicate, Parsed};
pub use problem::{Cause, Problem};
pub use repair::Repair;
pub use tree::{Entry, Node, Value, boolean};

/// Reads one YAML document.
///
/// # Errors
/// The first thing that keeps the text from being read, with its repair if there can only be one.
pub fn parse(text: &str) -> Result<Parsed, Problem> {
    match lines::read(text) {
        Ok(parsed) => Ok(Parsed {
            cut: cut_value::cut_values(text, parsed.root.as_ref()),
            ..parsed
        }),
        Err(problem) => Err(with_repair(problem, text)),
    }
}

/// A problem with its repair, if there can only be one.
fn with_repair(problem: Problem, text: &str) -> Problem {
    let repair = match problem.cause {
        Cause::Tab => repairs::untabbed(text),
        Cause::Colon => repairs::quoted(text, problem.span.start as usize),
        Cause::Other => return with_cause(problem, text),
    };
    Problem {
        repair: repair.map(Box::new),
        ..problem
    }
}

/// A problem whose cause may be a `#` in a list.
fn with_cause(problem: Problem, text: &str) -> Problem {
    let found = cut_value::quoted_in_list(text, problem.span.start as usize);
    let Some((span, repair)) = found else {
        return problem;
    };
    Problem {
        message: "a comment starts here, so this list has no end".to_owned(),
        span,
        label: "a comment to YAML".to_owned(),
        help: "put words that start with `#` in quotes".to_owned(),
        repair: Some(Box::new(repair)),
        ..problem
    }
}
