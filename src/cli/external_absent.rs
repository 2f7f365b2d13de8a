//! `check --external` in a copublish that was built without it: says so. Stands in the place of `external`.

use super::args::Check;
use crate::base::Diagnostic;
use crate::check::CheckedSite;
use crate::engine::Options;

/// Asks nobody.
pub struct External;

impl External {
    /// Nothing to ask with.
    ///
    /// # Errors
    /// Where somebody wants other sites to be asked.
    pub fn new(args: &Check, _: &Options) -> Result<External, String> {
        if args.external {
            let why = "this copublish was built without `--external`; build it with the feature `external`";
            return Err(why.to_owned());
        }
        Ok(External)
    }

    /// Nothing.
    pub fn check(&self, _: &CheckedSite, _: &(dyn Fn(usize, usize) + Sync)) -> Vec<Diagnostic> {
        Vec::new()
    }

    /// Nothing.
    pub fn note(&self) -> Option<String> {
        None
    }
}
