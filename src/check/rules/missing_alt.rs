//! Pictures without a text for those who do not see them.

use crate::base::{Code, Diagnostic};
use crate::check::subject::Text;

/// Finds pictures in a text that say nothing in their place.
pub fn look(text: &Text, found: &mut Vec<Diagnostic>) {
    let silent = text.anatomy.pictures.iter().filter(|picture| picture.alt.trim().is_empty());
    found.extend(silent.map(|picture| {
        Diagnostic::new(Code::MissingAlt, format!("nobody is told what `{}` shows", picture.target))
            .at(text.file(), picture.span, "no alternative text")
            .help("say between `[` and `]` what the picture tells those who see it")
    }));
}
