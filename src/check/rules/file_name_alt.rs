//! The alternative text of a picture is a file name. A screen reader reads it letter
//! by letter. `copublish check` finds this; it is a warning.
//!
//! ## Example
//!
//! ```text
//! ![IMG_2044.JPG](IMG_2044.JPG)
//! ```
//!
//! ## What to do
//!
//! Say in a few words what the picture shows.
//!
//! ```text
//! ![The board at its meeting in Leeds](IMG_2044.JPG)
//! ```
//!
//! ## Why it matters
//!
//! Cameras and programs fill in the name when a picture is added. Checks then find a
//! text, but readers who listen to the page learn nothing from it.

use crate::base::english::excerpt;
use crate::base::{Code, Diagnostic, Span};
use crate::check::checked_site::CheckedText;
use crate::check::rule::Rule;
use crate::content::FileType;
use crate::document::Value;

pub(super) const RULE: Rule = Rule::of_text(Code::FileNameAlt, check);

/// Finds pictures that are read out as `IMG_2044.JPG`.
fn check(text: &CheckedText, found: &mut Vec<Diagnostic>) {
    for (field, span) in text.outline().located_fields() {
        if let Value::Image(image) = &field.value
            && is_file_name(&image.alt)
        {
            found.push(diagnostic(text, &image.alt, span));
        }
    }
    let named = text
        .facts
        .pictures
        .iter()
        .filter(|picture| is_file_name(&picture.alt));
    found.extend(named.map(|picture| diagnostic(text, &picture.alt, picture.span)));
}

fn diagnostic(text: &CheckedText, alt: &str, span: Span) -> Diagnostic {
    let name = excerpt(alt, 60);
    Diagnostic::new(
        Code::FileNameAlt,
        format!("the alternative text of this picture is a file name, `{name}`"),
    )
    .at(text.file(), span, "tells readers nothing")
    .help("say in a few words what the picture shows")
}

/// True for one word that ends like a picture's file: `three-days.png`, `images/IMG_2044.JPG`; and for what a
/// camera or a program calls a picture: `IMG_2044`, `DSC00123`.
fn is_file_name(alt: &str) -> bool {
    let alt = alt.trim();
    if alt.is_empty() || alt.contains(char::is_whitespace) {
        return false;
    }
    FileType::of(alt).media_type.starts_with("image/") || is_of_camera(alt)
}

fn is_of_camera(name: &str) -> bool {
    let digits = name.trim_start_matches(|c: char| !c.is_ascii_digit());
    let letters = name
        .strip_suffix(digits)
        .unwrap_or("")
        .trim_end_matches(['_', '-']);
    let is_known = [
        "img",
        "dsc",
        "dscn",
        "dscf",
        "pict",
        "p",
        "imag",
        "screenshot",
    ]
    .iter()
    .any(|known| known.eq_ignore_ascii_case(letters));
    is_known && digits.len() >= 4 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_names_from_words() {
        for name in [
            "three-days.png",
            "IMG_2044.JPG",
            "a/b.webp",
            "IMG_2044",
            "DSC00123",
            " x.gif ",
        ] {
            assert!(is_file_name(name), "{name}");
        }
        for words in [
            "",
            "The board",
            "18f.gsa.gov",
            "Data.gov",
            "A.png is shown",
            ".png",
            "COVID-19",
            "IMG",
            "P45",
        ] {
            assert!(!is_file_name(words), "{words}");
        }
    }
}
