//! Beside the pipeline: sends a built site to where readers find it.
//!
//! 1. `local_site`: the files that the last build wrote, each with its hash and the `headers` that go with it; `file_kind`: what
//!    part a file plays; `redirects`: old addresses, for stores that redirect; `limits`: what hosts allow
//!    `parts`: whether several folders are all the parts of one site
//! 2. `manifest`: what copublish wrote at the target, by hash, and which run is at it
//! 3. `plan`: what is to be sent, in which order, and what is to be removed; a value
//! 4. `target`: what a target can do; `folder`, `ssh` by `sftp`, and `s3` with its client: the targets
//! 5. `lease`: keeps two runs from mixing; `sending`: carries out a plan, in parallel, with retries (`retry`)
//! 6. `branch`, by `git`: a target that takes a whole site in one step; `destination`: one that is either
//!
//! Whatever stops a run: no page that readers reach refers to a missing file, and the next run completes the site. What
//! copublish did not write is never removed.

mod branch;
mod destination;
mod file_kind;
mod folder;
mod git;
mod headers;
mod lease;
mod limits;
mod local_site;
mod manifest;
mod parts;
mod plan;
mod redirects;
mod retry;
#[cfg(feature = "s3")]
pub mod s3;
mod sending;
mod sftp;
mod ssh;
mod target;

pub use branch::BranchTarget;
pub use destination::Destination;
pub use folder::FolderTarget;
pub use git::SshOfGit;
pub use headers::HeaderRules;
pub use limits::check as check_limits;
pub use local_site::{HostFolder, LocalSite};
pub use manifest::Manifest;
pub use parts::join;
pub use plan::{Change, Plan};
pub use sending::{Environment, Report, send};
pub use ssh::SshTarget;
pub use target::{Fault, Target};
