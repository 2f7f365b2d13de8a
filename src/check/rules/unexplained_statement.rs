//! The accessibility statement says that not all of the site is accessible, but neither it nor the site knows what. This
//! is advice: tests by people may well find what no check sees. `copublish check` tells it if site.yaml asks for it.
//!
//! ```text
//! checks:
//!   unexplained-statement: warn
//! ```
//!
//! ## Example
//!
//! ```text
//! kind: statement
//! compliance: partially
//! ```
//!
//! ## What to do
//!
//! Say what your tests found:
//!
//! ```text
//! problems:
//!   - what: The menu cannot be opened by voice
//!     criterion: 2.5.3
//! ```
//!
//! If they found nothing, write `compliance: fully`.
//!
//! ## Why it matters
//!
//! The law asks for a list. "Partially" alone helps nobody to know what will work for them.

use crate::base::{Code, Diagnostic};
use crate::check::checked_site::CheckedSite;
use crate::check::rule::Rule;
use crate::issues::{SiteStatement, access_issues};

pub(super) const RULE: Rule = Rule::of_site(Code::UnexplainedStatement, check);

/// Finds statements that admit something and list nothing.
fn check(site: &CheckedSite, found: &mut Vec<Diagnostic>) {
    let statements = SiteStatement::all(site.graph, site.kinds);
    let admitting = statements.filter(|it| it.admits_some() && it.own_problems().is_empty());
    let admitting: Vec<SiteStatement> = admitting.collect();
    if admitting.is_empty() || !access_issues(&site.access_sources()).is_empty() {
        return;
    }
    found.extend(admitting.iter().map(diagnostic));
}

fn diagnostic(statement: &SiteStatement) -> Diagnostic {
    let message = "this statement says that not all of the site is accessible, but lists nothing";
    Diagnostic::new(Code::UnexplainedStatement, message)
        .at(
            &statement.node.outline().file,
            statement.claim_span(),
            "the law asks for a list",
        )
        .help("add what your tests found: `problems: [{what: \"…\"}]`; if they found nothing, write `compliance: fully`")
}
