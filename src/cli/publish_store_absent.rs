//! Replaces `publish_store` in a copublish that was built without it.

use super::publish_target::Opened;
use crate::config::publishing::Store;

/// Opens nothing.
///
/// # Errors
/// A sentence on how to build copublish with it.
pub fn open(_: &Store) -> Result<Opened, String> {
    let why = "this copublish was built without `to: s3`; build it with the feature `s3`";
    Err(why.to_owned())
}
