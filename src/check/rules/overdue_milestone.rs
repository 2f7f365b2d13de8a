//! Something is said to be on time, but its day has passed and it is not done. Pages
//! say "Overdue" beside it, so readers see two answers.
//!
//! ## Example
//!
//! ```text
//! title: Making it Real
//! progress: on-track
//! milestones:
//!   - title: Learning sets meet in two regions
//!     due: 2012-10-31
//!     status: on-track
//! ```
//!
//! ## What to do
//!
//! Say how far it is:
//!
//! ```text
//!     status: done
//! ```
//!
//! or that it is late, and why:
//!
//! ```text
//!     status: at-risk
//!     note: We are still looking for a place in London.
//! ```
//!
//! or write the new day in `due`. The same holds for `progress` of the work stream as
//! a whole: while a milestone is overdue, it is not `on-track`.
//!
//! ## Why it matters
//!
//! A work programme is believed as long as it says what is late before others do.

use crate::base::{Code, Diagnostic, Span};
use crate::check::checked_site::CheckedText;
use crate::check::rule::Rule;
use crate::config::Deadlines;
use crate::document::{Deadline, deadlines};
use crate::yaml;

pub(super) const RULE: Rule = Rule::of_text(Code::OverdueMilestone, check);

/// Finds what is said to be on time and is overdue; if there is none, a document that is said to be on time although
/// something in it is overdue.
fn check(text: &CheckedText, found: &mut Vec<Diagnostic>) {
    let outline = text.outline();
    let kind = text.site.kinds.find(&outline.kind);
    let Some(declared) = kind.and_then(|kind| kind.deadlines.as_ref()) else {
        return;
    };
    let all = deadlines(&outline.fields, declared);
    let overdue: Vec<Deadline> = all.filter(|it| it.is_overdue(text.site.now)).collect();
    let places = Places { text, declared };
    let before = found.len();
    let said_on_time = overdue.iter().filter(|it| it.is_said_on_time());
    found.extend(said_on_time.filter_map(|it| about_item(&places, it)));
    if found.len() == before {
        found.extend(overdue.first().and_then(|it| about_whole(&places, it)));
    }
}

fn about_item(places: &Places, item: &Deadline) -> Option<Diagnostic> {
    let declared = places.declared;
    let (due, state) = (item.due?, declared.state.as_ref()?.parts().1?);
    let said = item.state.unwrap_or_default();
    let message = format!(
        "this was due on {} and is not done, but is `{said}`",
        due.day()
    );
    let better = [declared.met.first(), declared.at_risk.first()];
    let better: Vec<String> = better
        .into_iter()
        .flatten()
        .map(|word| format!("`{state}: {word}`"))
        .collect();
    let day = declared.due.parts().1.unwrap_or_default();
    let help = format!("write {}, or a later day in `{day}`", better.join(" or "));
    let diagnostic = Diagnostic::new(Code::OverdueMilestone, message);
    let place = places.inside(item.index, state);
    Some(
        diagnostic
            .at(places.text.file(), place, "readers see that it is overdue")
            .help(help),
    )
}

fn about_whole(places: &Places, overdue: &Deadline) -> Option<Diagnostic> {
    let declared = places.declared;
    let (due, field) = (overdue.due?, &declared.overall.as_ref()?.name);
    let outline = places.text.outline();
    let said = outline.fields.text(field)?;
    if !declared.on_time.iter().any(|word| word == said) {
        return None;
    }
    let message = format!(
        "`{field}` is `{said}`, but something that was due on {} is not done",
        due.day()
    );
    let day = places.inside(overdue.index, declared.due.parts().1.unwrap_or_default());
    let place = outline
        .spots
        .fields
        .find(field)
        .unwrap_or(outline.spots.title);
    let better = declared.at_risk.first().map_or("", String::as_str);
    let help = format!("write `{field}: {better}`, or say of it that it is done");
    let diagnostic = Diagnostic::new(Code::OverdueMilestone, message);
    let diagnostic = diagnostic.at(places.text.file(), place, "not so any more");
    Some(
        diagnostic
            .at(places.text.file(), day, "this day has passed")
            .help(help),
    )
}

/// Where a document says what is due.
struct Places<'p> {
    text: &'p CheckedText<'p>,
    declared: &'p Deadlines,
}

impl Places<'_> {
    /// The value of a field of an item; if it cannot be found, the whole list.
    fn inside(&self, index: usize, field: &str) -> Span {
        let spots = &self.text.outline().spots;
        let list = spots.fields.find(self.declared.list());
        let list = list.unwrap_or(spots.title);
        self.find(list, index, field).unwrap_or(list)
    }

    fn find(&self, list: Span, index: usize, field: &str) -> Option<Span> {
        let range = list.range();
        let source = self.text.source;
        let line = source
            .get(..range.start)?
            .rfind('\n')
            .map_or(0, |at| at + 1);
        // The list alone, at its own place, so that places in it are those in the file.
        let before = "\n".repeat(line) + &" ".repeat(range.start - line);
        let parsed = yaml::parse(&(before + source.get(range)?)).ok()?.root?;
        let item = parsed.items().get(index)?;
        Some(item.get(field).unwrap_or(item).span.into())
    }
}
