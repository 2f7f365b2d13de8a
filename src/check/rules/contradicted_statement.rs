//! The accessibility statement says that everybody can use all of the site, and the site knows better: files, pictures or
//! videos shut some readers out, something is exempt, or the statement itself lists a problem. `copublish check` finds
//! this; it is a warning.
//!
//! Until it is put right, the page says "partially compliant", above the list of what does not work. What is counted are the
//! facts: that site.yaml turns a check such as `inaccessible-pdf` off makes no file better.
//!
//! ## Example
//!
//! ```text
//! kind: statement
//! compliance: fully
//! problems:
//!   - what: The menu cannot be opened by voice
//! ```
//!
//! ## What to do
//!
//! Say what is so:
//!
//! ```text
//! compliance: partially
//! ```
//!
//! Or put right what is listed on the page of the statement. Most of it is found by
//! [inaccessible-pdf](inaccessible-pdf.md), [inaccessible-download](inaccessible-download.md),
//! [missing-alt](missing-alt.md) and [missing-transcript](missing-transcript.md), which say how.
//!
//! ## Why it matters
//!
//! A statement that claims too much is wrong in the sense of the law, and tells people that the fault is theirs.

use crate::base::english::count;
use crate::base::{Code, Diagnostic};
use crate::check::checked_site::CheckedSite;
use crate::check::rule::Rule;
use crate::issues::{AccessIssue, SiteStatement, Subject, access_issues};

pub(super) const RULE: Rule = Rule::of_site(Code::ContradictedStatement, check);

/// Finds statements that claim more than is so.
fn check(site: &CheckedSite, found: &mut Vec<Diagnostic>) {
    let statements = SiteStatement::all(site.graph, site.kinds);
    let claiming: Vec<SiteStatement> = statements.filter(SiteStatement::claims_all).collect();
    if claiming.is_empty() {
        return;
    }
    let issues = access_issues(&site.access_sources());
    let wrong = claiming.iter().filter(|it| it.overclaims(&issues));
    found.extend(wrong.map(|statement| diagnostic(statement, &issues)));
}

fn diagnostic(statement: &SiteStatement, issues: &[AccessIssue]) -> Diagnostic {
    let outline = statement.node.outline();
    let known = Known::count(issues, statement);
    let message = format!(
        "this statement says that all of the site is accessible, but lists {}",
        known.in_words()
    );
    let found = Diagnostic::new(Code::ContradictedStatement, message)
        .at(
            &outline.file,
            statement.claim_span(),
            "the page says \"partially\"",
        )
        .help("write `compliance: partially`, or put right what the page lists");
    match issues.first() {
        Some(issue) => found.help(format!("the first is in {}", issue.node.outline().file)),
        None => found,
    }
}

/// How much of each sort a statement lists.
#[derive(Default)]
struct Known {
    files: usize,
    pictures: usize,
    videos: usize,
    exempt: usize,
    own: usize,
}

impl Known {
    fn count(issues: &[AccessIssue], statement: &SiteStatement) -> Known {
        let mut known = Known {
            own: statement.own_problems().len(),
            ..Known::default()
        };
        for issue in issues {
            match &issue.subject {
                _ if issue.exemption.is_some() => known.exempt += 1,
                Subject::File(_) => known.files += 1,
                Subject::Pictures(pictures) => known.pictures += pictures,
                Subject::Video(_) => known.videos += 1,
                Subject::Document => {}
            }
        }
        known
    }

    fn in_words(&self) -> String {
        let sorts = [
            (self.files, "file"),
            (self.pictures, "picture"),
            (self.videos, "video"),
            (self.exempt, "exemption"),
            (self.own, "problem"),
        ];
        let named = sorts.into_iter().filter(|sort| sort.0 > 0);
        let words: Vec<String> = named.map(|sort| count(sort.0, sort.1)).collect();
        match words.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, others)) => format!("{} and {last}", others.join(", ")),
            None => String::new(),
        }
    }
}
