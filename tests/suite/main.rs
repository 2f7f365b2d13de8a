//! The suite: everything that drives the real binary, in one program.
//!
//! 1. `site`: makes a small site in a fresh folder and runs copublish on it
//! 2. `html`: finished pages as trees, for expectations on a part of one
//! 3. `cases`: the literate cases of `tests/cases/`
//! 4. a module for each promise: what a build says, links, comments, dates, output, determinism
//! 5. `guide`: the theme guide, compared with what templates receive
//! 6. `hostile`, `canary`, `corpus`, `scale`: what authors and sizes do to it
//! 7. `faults`: disks that fail, programs that are killed, files that change while they are read
//! 8. `edits`: random edits of a small site; `preview` and `endurance` look at what comes of each; `model_edits`: each
//!    field of each kind edited in every way; `press` stands in for the program that makes their PDFs
//! 9. `schemas`: what editors are told, compared with what a build says
//! 10. `publish`: a store that fails at each request, and folders; `shards`: a site in parts
//! 11. `compare`: two programs on the same sites, for changes that must not change a byte

#![allow(
    clippy::disallowed_methods,
    reason = "tests make folders, read output and measure time"
)]
#![allow(clippy::print_stderr, reason = "a test that is skipped says so")]

mod bombs;
mod broken_templates;
mod build;
mod cache_file;
mod canary;
mod cases;
mod code;
mod codes;
mod comments;
mod compare;
mod corpus;
mod dates;
mod days;
mod determinism;
mod diff;
mod editions;
mod edits;
mod embargo;
mod endurance;
mod epub;
mod explain;
mod external;
mod faults;
mod files;
mod first_build;
mod fix;
mod guide;
mod history;
mod hostile;
mod hosts;
mod html;
mod languages;
mod ledger;
mod links;
mod list;
mod lsp;
mod manual;
mod marks;
mod model_edits;
mod new_documents;
mod outputs;
mod packages;
mod pictures;
mod press;
mod preview;
mod publish;
mod rebuild;
mod recipes;
mod reports;
mod samples;
mod scale;
mod schemas;
mod search_index;
mod serve;
mod shards;
mod shells;
mod site;
mod ugly;
mod watch;
mod withheld;
