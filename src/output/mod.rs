//! Pipeline: writes the planned files into the output folder, all of them or none. The only room that writes.
//!
//! 1. `bundle`: a list of files, each made when it is needed
//! 2. `folder`: the output folder, under a `lock` for the time of a build
//! 3. `transfer`, `leftovers`: what killed builds left is finished or removed
//! 4. `manifest`, `inventory`: what is in the folder, and whose it is
//! 5. `write`: makes every file, compares it (`comparison`), and stages it if it changed (`staged_files`, in a
//!    `staging_folder`)
//! 6. `change`: what to do; `swap` does it in one step and removes the `old_tree`, or `transfer` file by file
//!
//! Beside the steps: `error`, `permissions` of folders, the `cache_folder` of builds, the files that authors ask to `record`;
//! `temp_file`: a file that replaces another; `delivery`: a folder that a finished site
//! is copied into; `part`: what a folder with one part of a site says of itself; `cancel_token`: stops a build early.
//!
//! If a build fails or is killed, the folder has the last site or the new one, never a mixture; where folders cannot be
//! swapped, the next build makes sure of that. What copublish did not write is never changed and never deleted.
#![expect(
    clippy::disallowed_methods,
    reason = "the one room that writes, and reads back what it wrote"
)]

mod bundle;
mod cache_folder;
mod cancel_token;
mod change;
mod comparison;
mod delivery;
mod error;
mod folder;
mod inventory;
mod leftovers;
mod lock;
mod manifest;
mod old_tree;
mod part;
mod permissions;
mod record;
mod staged_files;
mod staging_folder;
mod swap;
mod temp_file;
mod transfer;
mod write;

#[cfg(test)]
mod tests;

pub use bundle::{Bundle, BundleFile, FileContent, LastGood};
pub use cache_folder::{keep, keep_below, keep_only};
pub use cancel_token::{CancelToken, ExitTime};
pub use delivery::{Delivery, built_files};
pub use error::{Operation, WriteError};
pub use part::{PART_FILE, Part, Shard};
pub use record::record;
pub use temp_file::TempFile;
pub use write::{KeepGoing, Target, Written, write};
