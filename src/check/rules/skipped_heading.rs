//! Headings that leave a level out.

use crate::base::wording::excerpt;
use crate::base::{Code, Diagnostic};
use crate::check::subject::Text;

/// Finds headings that are more than one level below the one before them; the first is below the page's title.
pub fn look(text: &Text, found: &mut Vec<Diagnostic>) {
    if text.node.url().is_none() {
        return;
    }
    let mut before = None;
    for heading in &text.anatomy.headings {
        let (level, above) = (heading.level, before.map_or(1, |(level, _)| level));
        if level > above + 1 {
            let wanted = above + 1;
            let message = if before.is_none() {
                format!("the first heading is of level {level}, right below the title of the page")
            } else {
                format!("a heading of level {level} follows one of level {above}")
            };
            let mut diagnostic = Diagnostic::new(Code::SkippedHeading, message).at(
                text.file(),
                heading.span,
                format!("level {wanted} is missing between them"),
            );
            if let Some((level, span)) = before {
                diagnostic = diagnostic.at(text.file(), span, format!("level {level}"));
            }
            let signs = "#".repeat(usize::from(wanted));
            found.push(diagnostic.help(format!(
                "write it as `{signs} {}`, and move the headings that belong to it up one level too",
                excerpt(&heading.text, 40)
            )));
        }
        before = Some((level, heading.span));
    }
}
