//! A text into its tree, by the quicker of two ways.
//!
//! libyaml reads everything, and takes longer for the few lines of a page than the Markdown parser for the page. Plain
//! lines give the same events, so the same tree; whatever is not plain is libyaml's, errors above all.

use super::parsed::Parsed;
use super::problem::Problem;
use super::{libyaml, lines};

/// Reads one document; its problem has no repair yet.
pub(super) fn read(text: &str) -> Result<Parsed, Problem> {
    match lines::read(text) {
        Some(parsed) => Ok(parsed),
        None => libyaml::read(text),
    }
}
