//! A picture has no alternative text. This text is for readers who cannot see the
//! picture: a screen reader reads it out, and browsers show it if the picture cannot
//! be loaded. `copublish check` finds this in texts, in their HTML and in front
//! matter; it is a warning. A document that says by `exempt` why it need not be accessible
//! is passed over: see [unfounded-exemption](unfounded-exemption.md).
//!
//! ## Example
//!
//! ```text
//! ![](three-days.png)
//! ```
//!
//! ```text
//! image: board.jpg
//! ```
//!
//! ```text
//! <img src="three-days.png">
//! ```
//!
//! ## What to do
//!
//! Say between the square brackets what the picture shows. For a chart, describe what
//! it shows, not that it is a chart. In HTML, use `alt`.
//!
//! ```text
//! ![Days without help have halved since 2010](three-days.png)
//! ```
//!
//! ```text
//! image:
//!   file: board.jpg
//!   alt: The board at its meeting in Leeds
//! ```
//!
//! Mark a picture that only decorates the page:
//!
//! ```text
//! ::: figure image="waves.jpg" alt=""
//! :::
//! ```
//!
//! ```text
//! image:
//!   file: waves.jpg
//!   decorative: true
//! ```
//!
//! ```text
//! <img src="waves.jpg" alt="">
//! ```
//!
//! ## Why it matters
//!
//! A picture without a text is a gap for everybody who listens to the page. The law
//! requires many public bodies to fill it.

use crate::base::{Code, Diagnostic};
use crate::check::checked_site::CheckedText;
use crate::check::rule::Rule;
use crate::document::{Image, Notation, Picture, Spot};
use crate::issues::{exemption, silent_images};

pub(super) const RULE: Rule = Rule::of_text(Code::MissingAlt, check);

/// Finds pictures of a text and of its front matter that say nothing in their place, and do not say why.
fn check(text: &CheckedText, found: &mut Vec<Diagnostic>) {
    if exemption(text.site.graph, text.node).is_some() {
        return;
    }
    let images = silent_images(text.outline()).into_iter();
    found.extend(images.map(|image| in_field(text, image)));
    let pictures = text.facts.pictures.iter();
    let silent = pictures.filter(|picture| picture.is_silent());
    found.extend(silent.map(|picture| in_text(text, picture)));
}

fn in_text(text: &CheckedText, picture: &Picture) -> Diagnostic {
    let (words, decorates) = match picture.notation {
        Notation::Html => ("say in `alt` what the picture shows", "write `alt=\"\"`"),
        _ => (
            "say between `[` and `]` what the picture shows",
            "write it as a block: `::: figure image=\"…\" alt=\"\"`",
        ),
    };
    silent_picture(&picture.target)
        .at(text.file(), picture.span, "no alternative text")
        .help(words)
        .help(format!("if it only decorates the page, {decorates}"))
}

fn in_field(text: &CheckedText, image: &Image) -> Diagnostic {
    let outline = text.outline();
    let link = outline.links.get(image.file.0 as usize);
    let target = link.map_or("this picture", |link| link.target.as_str());
    let place = outline.spots.find(&Spot::Link(image.file));
    silent_picture(target)
        .at(text.file(), place, "no alternative text")
        .help("write it as `file` and `alt`, and say in `alt` what the picture shows")
        .help("if it only decorates the page, write `decorative: true` in place of `alt`")
}

fn silent_picture(target: &str) -> Diagnostic {
    Diagnostic::new(
        Code::MissingAlt,
        format!(
            "`{}` has no alternative text",
            crate::base::english::excerpt(target, 80)
        ),
    )
}
