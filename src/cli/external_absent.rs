//! Replaces `external` in a copublish that was built without it.

use super::args::Check;
use crate::base::Diagnostic;
use crate::check::CheckedSite;
use crate::engine::Options;

/// Checks no links to other sites.
pub struct External;

impl External {
    /// Refuses `--external`.
    ///
    /// # Errors
    /// A sentence on how to build copublish with it.
    pub fn new(args: &Check, _: &Options) -> Result<External, String> {
        if args.external {
            let why = "this copublish was built without `--external`; build it with the feature `external`";
            return Err(why.to_owned());
        }
        Ok(External)
    }

    /// Checks nothing.
    pub fn check(&self, _: &CheckedSite, _: &(dyn Fn(usize, usize) + Sync)) -> Vec<Diagnostic> {
        Vec::new()
    }

    /// There is no note.
    pub fn note(&self) -> Option<String> {
        None
    }
}
