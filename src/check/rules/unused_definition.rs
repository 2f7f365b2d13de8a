//! A line such as `[plan]: plan.md` defines a link, and `[^1]: …` a footnote. If nothing
//! in the text refers to it, readers do not see the line. An item of a list that
//! starts like that is empty. `copublish check` finds this; it is a warning.
//!
//! Lines that lead nowhere, such as `[comment]: # (not for readers)`, are skipped.
//!
//! ## Example
//!
//! ```text
//! * [Guidance]: https://www.example.org/guidance
//! * [Note]: only members can vote
//! ```
//!
//! ## What to do
//!
//! For a link, write its text and its address next to each other; for a text in
//! square brackets, put a backslash before it:
//!
//! ```text
//! * [Guidance](https://www.example.org/guidance)
//! * \[Note]: only members can vote
//! ```
//!
//! Delete the definition if nothing needs it any more.
//!
//! ## Why it matters
//!
//! Nobody notices what a page does not say.

use crate::base::wording::excerpt;
use crate::base::{Code, Diagnostic};
use crate::check::checked_site::CheckedText;
use crate::check::rule::Rule;
use crate::document::UnusedDefinition;

pub(super) const RULE: Rule = Rule::of_text(Code::UnusedDefinition, check);

/// Finds definitions that nothing refers to.
fn check(text: &CheckedText, found: &mut Vec<Diagnostic>) {
    for definition in &text.facts.unused_definitions {
        let diagnostic = Diagnostic::new(Code::UnusedDefinition, message(definition));
        found.push(
            diagnostic
                .at(text.file(), definition.span, "readers do not see this")
                .help(help(definition)),
        );
    }
}

fn message(definition: &UnusedDefinition) -> String {
    let label = excerpt(&definition.label, 40);
    if definition.is_footnote {
        format!("nothing refers to the footnote `[^{label}]`")
    } else if definition.empties_item {
        format!("this item is empty: `[{label}]:` defines a link, and nothing refers to it")
    } else {
        format!("`[{label}]:` defines a link, and nothing refers to it")
    }
}

fn help(definition: &UnusedDefinition) -> String {
    let UnusedDefinition { label, target, .. } = definition;
    if definition.is_footnote {
        return format!("write `[^{label}]` where the footnote belongs, or delete it");
    }
    let target = excerpt(target, 80);
    let label = excerpt(label, 40);
    format!(
        "write `[{label}]({target})` for a link, `\\[{label}]: …` for a text, or delete the line"
    )
}
