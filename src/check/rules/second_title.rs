//! Headings of the highest level in a text: the title of the page is that already.

use crate::base::wording::excerpt;
use crate::base::{Code, Diagnostic, Fix, Span};
use crate::check::subject::Text;
use crate::document::{Written, WrittenHeading};

/// Finds headings of level 1 in the body of a page.
pub fn look(text: &Text, found: &mut Vec<Diagnostic>) {
    if text.node.url().is_none() {
        return;
    }
    let headings = &text.anatomy.headings;
    // Where there are others below them, all would have to move.
    let is_alone = headings.iter().all(|heading| heading.level == 1);
    for heading in headings
        .iter()
        .filter(|heading| heading.level == 1 && !heading.text.is_empty())
    {
        let title = excerpt(&heading.text, 60);
        let diagnostic = Diagnostic::new(
            Code::SecondTitle,
            format!("`{title}` is a second title on the page"),
        )
        .at(text.file(), heading.span, "a heading of level 1")
        .help("the title in the front matter is level 1; headings in the text start with `##`");
        let fix = is_alone.then(|| fix(text, heading)).flatten();
        found.push(if let Some(fix) = fix {
            diagnostic.fixed_by(fix)
        } else {
            diagnostic
        });
    }
}

fn fix(text: &Text, heading: &WrittenHeading) -> Option<Fix> {
    let is_plain =
        heading.written == Written::Markdown && text.written(heading.span).starts_with("# ");
    let start = Span {
        end: heading.span.start,
        ..heading.span
    };
    is_plain.then(|| Fix::of("put it one level down", (text.file(), start), "#"))
}
