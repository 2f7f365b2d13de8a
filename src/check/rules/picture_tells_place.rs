//! A published picture tells where it was taken. `copublish check` finds this; it is a
//! warning.
//!
//! Phones write the place, to a few metres, into each photograph. copublish takes it out
//! of JPEG, PNG, WebP, AVIF, HEIC, GIF and SVG pictures. With `images: off` it does not, nor
//! for formats that it cannot change, such as TIFF.
//!
//! ## Example
//!
//! `content/people/sam.jpg`, a photograph taken at somebody's home.
//!
//! ## What to do
//!
//! Delete `images: off`, or remove the place: "Remove Properties and Personal Information"
//! in Windows, "Adjust Location" in Photos on a Mac. Save a picture in another format as
//! JPEG.
//!
//! ## Why it matters
//!
//! Anyone who saves the picture can read the place. For some people, that it stays unknown
//! is a matter of safety.

use crate::base::{Code, Diagnostic};
use crate::check::checked_site::CheckedSite;
use crate::check::rule::Rule;
use crate::graph::AssetId;

pub(super) const RULE: Rule = Rule::of_site(Code::PictureTellsPlace, check);

/// Finds pictures with a place in them that are published as they are.
fn check(site: &CheckedSite, found: &mut Vec<Diagnostic>) {
    let pictures = site.graph.assets().iter().zip(site.facts).enumerate();
    for (at, ((asset, _), facts)) in pictures {
        if facts.picture.tells_place && site.pictures.get(AssetId::new(at)).is_none() {
            found.push(
                Diagnostic::new(
                    Code::PictureTellsPlace,
                    "this picture tells everyone where it was taken",
                )
                .in_file(&asset.file)
                .help("remove the place from the picture, or delete `images: off`"),
            );
        }
    }
}
