//! Stage 7: the planned files into the output folder, all of them or none. The only room that writes.
//!
//! 1. `bundle`: what is to be written: a list of files, each made on demand
//! 2. `folder`: the output folder, ours alone for the time of a build
//! 3. `sweep`, `journal`: what killed builds left is finished or cleared away
//! 4. `manifest`, `survey`: what stands in the folder, and whose it is
//! 5. `write`: every file made, compared (`compare`), and where it changed put aside (`staging`)
//! 6. `change`: what is to be done; by `swap` in one step, and then `clear`, or by `journal` file by file
//!
//! Beside the steps: `error`, `rights` of folders, what has to be `durable`, what builds `keep`
//! and what authors ask them to `record`; `fresh`: a file that takes another's place;
//! `cancel_token`: the wish that a build may end.
//!
//! A build that fails or is killed at any instant leaves the last site, or the new one, never a
//! mixture; where folders cannot be swapped, the next build makes sure of it. What copublish did not
//! write is never changed and never deleted.
#![expect(
    clippy::disallowed_methods,
    reason = "the one room that writes, and reads back what it wrote"
)]

mod bundle;
mod cancel_token;
mod change;
mod clear;
mod compare;
mod durable;
mod error;
mod folder;
mod fresh;
mod journal;
mod keep;
mod manifest;
mod record;
mod rights;
mod staging;
mod survey;
mod swap;
mod sweep;
mod write;

#[cfg(test)]
mod tests;

pub use bundle::{Bundle, BundleFile, FileContent, LastGood};
pub use cancel_token::{CancelToken, ExitTime};
pub use error::{Doing, WriteError};
pub use fresh::Fresh;
pub use keep::keep;
pub use record::record;
pub use write::{KeepGoing, Target, Written, write};
