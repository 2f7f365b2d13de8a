//! A page shows a picture that is published as it is, and that is larger than 500 KB.
//! `copublish check` finds this; it is a warning.
//!
//! copublish makes JPEG, PNG and WebP pictures smaller. It leaves drawings (SVG), pictures
//! that move (GIF and others), AVIF pictures, and all pictures of a site with `images: off`
//! as they are.
//!
//! ## Example
//!
//! ```text
//! ![How the board works](board.gif)
//! ```
//!
//! ## What to do
//!
//! - For a picture that moves: a film is a fraction of its size. Use the block
//!   [video](../manual/blocks.md), which also lets readers stop it.
//! - For a drawing: save it as "plain SVG", or "optimised SVG". If a photograph is in it,
//!   use the photograph.
//! - For a photograph: delete `images: off`, or save it with fewer pixels.
//!
//! ## Why it matters
//!
//! On a phone with a weak signal, 500 KB take five seconds, and many people pay for each
//! megabyte.

use crate::base::{Code, Diagnostic};
use crate::check::checked_site::CheckedSite;
use crate::check::rule::Rule;
use crate::document::LinkRole;
use crate::graph::{AssetId, Target};

pub(super) const RULE: Rule = Rule::of_site(Code::HeavyImage, check);

/// In bytes. With it, a page takes five seconds on a slow phone.
const HEAVY: u64 = 500_000;

/// Finds large pictures that are published as they are, each once, at the first place that shows it.
fn check(site: &CheckedSite, found: &mut Vec<Diagnostic>) {
    let graph = site.graph;
    let mut is_told = vec![false; graph.assets().len()];
    for node in graph.nodes() {
        let outline = node.outline();
        let links = outline.links.iter().zip(node.links()).enumerate();
        for (at, (link, resolved)) in links {
            let Target::Asset(id) = resolved.target else {
                continue;
            };
            let told = is_told.get_mut(id.index());
            if link.role == LinkRole::Picture
                && let Some(told @ false) = told
                && let Some(size) = heavy(site, id)
            {
                *told = true;
                let message = format!("this picture is {size}, and is published as it is");
                let span = outline.spots.links.get(at).copied().unwrap_or_default();
                found.push(
                    Diagnostic::new(Code::HeavyImage, message)
                        .at(&outline.file, span, "readers on phones wait for it")
                        .help("save it smaller, or in a format that copublish can make smaller: JPEG, PNG or WebP"),
                );
            }
        }
    }
}

/// The size of a picture for readers, if it is large and stays so.
fn heavy(site: &CheckedSite, id: AssetId) -> Option<String> {
    let asset = site.graph.asset(id)?;
    let is_heavy = asset.size > HEAVY && asset.file_type().is_shown_picture();
    let forms = site.pictures.get(id);
    let has_smaller = forms.is_some_and(|picture| !picture.widths.is_empty());
    (is_heavy && !has_smaller).then(|| site.theme.words_of("en").words.size(asset.size))
}
