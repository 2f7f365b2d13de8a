//! copublish: Markdown with YAML front matter into the linked website of a partnership.
//!
//! A build is a function: input files in, an ordered map *URL → file* plus diagnostics out.
//! Everything is decided before anything is made. The rooms below stand in the order of the data;
//! each may import the foundation and the stages before it. `docs/architecture.md` tells more.
//!
//! # Invariants
//!
//! - One reader (`content::disk`), one writer (`output`); inputs are never written, but by `new`,
//!   `init` and `fix`; nothing that copublish did not write is ever deleted.
//! - `document` is a function of one file. `graph` sees outlines only. Templates receive, they never fetch.
//! - Nothing below `cli` prints, exits, reads the clock, the environment or the network; but `check::external` asks
//!   other sites, where `check --external` wants that, and `publish` sends a site where its author wants it.
//! - Same input, same bytes: ordered maps where order shows, ties broken by id.
//! - Stages return a value *and* diagnostics, all of them in one run; `Result` is for the disk.
//!   No panic on user input.
//! - Every diagnostic points into a file that the author can open.

// Foundation: everyone may import it.
pub mod base;
pub mod config;
pub mod yaml;

// Pipeline: each stage imports the foundation and the stages before it.
pub mod content;
pub mod document;
pub mod edition;
pub mod graph;
pub mod html;
pub mod images;
pub mod index;
pub mod issues;
pub mod layout;
pub mod output;
pub mod schema;

// Beside the pipeline: foundation and pipeline, never one another.
pub mod check;
pub mod engine;
pub mod lsp;
pub mod publish;
pub mod serve;
pub mod watch;

// On top: may import all.
pub mod cli;
