//! Nobody has compared the accessibility statement with the site for more than a year. The law asks for that every year.
//! `copublish check` finds this; it is a warning.
//!
//! The newest of its dates `prepared` and `reviewed` counts. A statement whose `review_by` has passed is told as
//! [overdue-review](overdue-review.md).
//!
//! ## Example
//!
//! ```text
//! kind: statement
//! prepared: 2010-03-01
//! reviewed: 2011-03-01
//! ```
//!
//! ## What to do
//!
//! Read the statement beside the site. What copublish finds by itself is always listed: look at what you say
//! yourself, such as `problems`, `plans` and `contact`. Test the site again. Then set the day:
//!
//! ```text
//! reviewed: 2012-10-01
//! ```
//!
//! ## Why it matters
//!
//! Somebody who asks for help at an address that nobody reads any more waits in vain.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::base::date::day_of;
use crate::base::{Code, Diagnostic};
use crate::check::checked_site::CheckedSite;
use crate::check::rule::Rule;
use crate::issues::SiteStatement;

pub(super) const RULE: Rule = Rule::of_site(Code::OverdueStatement, check);

/// Finds statements that were last looked at more than a year ago.
fn check(site: &CheckedSite, found: &mut Vec<Diagnostic>) {
    let today = day_of(site.now, &site.config.timezone);
    let statements = SiteStatement::all(site.graph, site.kinds);
    found.extend(statements.filter_map(|statement| diagnostic(site, &statement, today)));
}

fn diagnostic(site: &CheckedSite, statement: &SiteStatement, today: Date) -> Option<Diagnostic> {
    let outline = statement.node.outline();
    let (field, moment) = statement.last_checked()?;
    let day = moment.day();
    let is_old = day.saturating_add(1.year()) < today;
    if !is_old || outline.overdue_review(site.now).is_some() {
        return None;
    }
    let message = format!(
        "`{}` was last reviewed on {day}, more than a year ago",
        outline.words.title
    );
    let span = outline
        .spots
        .fields
        .find(field)
        .unwrap_or(outline.spots.title);
    let found = Diagnostic::new(Code::OverdueStatement, message);
    Some(
        found
            .at(&outline.file, span, "the law asks for a review every year")
            .help(format!(
                "compare it with the site, then write `reviewed: {today}`"
            )),
    )
}
