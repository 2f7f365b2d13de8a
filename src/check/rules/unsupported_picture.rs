//! A page shows a file as a picture that browsers cannot show as one: a TIFF of a
//! scanner, a HEIC photograph of a phone, a Photoshop file, a PDF, a film. Most readers
//! see an empty frame. `copublish check` finds this; it is a warning.
//!
//! ## Example
//!
//! ```text
//! ![The first page of the charter](charter.tif)
//! ```
//!
//! ## What to do
//!
//! - A photograph, or a page that was scanned: open it and save it as JPEG. A drawing or
//!   a screenshot: save it as PNG, or as SVG. copublish makes it as small as pages need.
//! - A document, such as a PDF: link to it, `[The charter](charter.pdf)`.
//! - A film: use the block [video](../manual/blocks.md).
//!
//! A link to the file, `[the scan](charter.tif)`, is fine: readers can save it.

use crate::base::{Code, Diagnostic};
use crate::check::checked_site::CheckedSite;
use crate::check::rule::Rule;
use crate::content::Asset;
use crate::document::LinkRole;
use crate::graph::{Node, Target};

pub(super) const RULE: Rule = Rule::of_site(Code::UnsupportedPicture, check);

/// Finds files that are shown as pictures and are of another type.
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
        if link.role != LinkRole::Picture || asset.file_type().may_be_picture() {
            return None;
        }
        let span = outline.spots.links.get(at).copied().unwrap_or_default();
        let diagnostic = Diagnostic::new(Code::UnsupportedPicture, message(asset));
        let diagnostic = diagnostic.at(&outline.file, span, "browsers show an empty frame");
        Some(diagnostic.help(advice(asset.file_type().media_type)))
    })
}

fn message(asset: &Asset) -> String {
    let label = asset.file_type().label;
    format!(
        "pages cannot show `{}` as a picture: its type is {label}",
        asset.file.name()
    )
}

fn advice(media_type: &str) -> &'static str {
    match media_type.split('/').next() {
        Some("image") => "open it, and save it as JPEG if it is a photograph, or else as PNG",
        Some("video") => "show it with the block `::: video`",
        _ => "link to it: `[words](file)`",
    }
}
