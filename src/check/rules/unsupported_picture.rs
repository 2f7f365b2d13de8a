//! A page shows a picture that browsers cannot show: a TIFF of a scanner, a HEIC photograph
//! of a phone, a Photoshop or Illustrator file. Most readers see an empty frame.
//! `copublish check` finds this; it is a warning.
//!
//! ## Example
//!
//! ```text
//! ![The first page of the charter](charter.tif)
//! ```
//!
//! ## What to do
//!
//! Open it. Save a photograph, or a page that was scanned, as JPEG; a drawing or a
//! screenshot as PNG or SVG. copublish makes it as small as pages need.
//!
//! A link to the file, `[the scan](charter.tif)`, is fine: readers can save it.

use crate::base::{Code, Diagnostic};
use crate::check::checked_site::CheckedSite;
use crate::check::rule::Rule;
use crate::content::Asset;
use crate::document::LinkRole;
use crate::graph::{Node, Target};

pub(super) const RULE: Rule = Rule::of_site(Code::UnsupportedPicture, check);

/// Finds pictures of types that browsers do not show.
fn check(site: &CheckedSite, found: &mut Vec<Diagnostic>) {
    for node in site.graph.nodes() {
        found.extend(shown_by(site, node));
    }
}

fn shown_by<'s>(site: &'s CheckedSite, node: Node<'s>) -> impl Iterator<Item = Diagnostic> + 's {
    let outline = node.outline();
    let links = outline.links.iter().zip(node.links()).enumerate();
    links.filter_map(move |(at, (link, resolved))| {
        let Target::Asset(id) = resolved.target else {
            return None;
        };
        let asset = site.graph.asset(id)?;
        if link.role != LinkRole::Picture || !asset.file_type().is_picture_for_programs() {
            return None;
        }
        let span = outline.spots.links.get(at).copied().unwrap_or_default();
        let diagnostic = Diagnostic::new(Code::UnsupportedPicture, message(asset));
        let diagnostic = diagnostic.at(&outline.file, span, "readers see an empty frame");
        Some(diagnostic.help("open it, and save it as JPEG if it is a photograph, or else as PNG"))
    })
}

fn message(asset: &Asset) -> String {
    let label = asset.file_type().label;
    format!(
        "browsers cannot show `{}`: its type is {label}",
        asset.file.name()
    )
}
