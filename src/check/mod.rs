//! Beside the pipeline: looks at a linked site as its readers will, and finds what no stage has to mind.
//!
//! 1. `subject`: the site as rules see it
//! 2. `rule`: what a rule is, of the site or of one text
//! 3. `rules`: the rules, one file for each code
//! 4. `look`: all of them over a site
//!
//! Rules find; levels, reports and exit codes belong to those who asked. Reads and writes nothing itself.

mod look;
mod rule;
mod rules;
mod subject;

pub use look::look;
pub use subject::Subject;
