//! This site has no accessibility statement, and the law asks for one. Public bodies in the United Kingdom have to publish
//! it, most of those that get public money too. `copublish check` finds this; it is a warning.
//!
//! It is only told where there is a sign that the law applies: the address of the site is one of public bodies
//! (`.gov.uk`, `.gov.wales`, `.gov.scot`, `.nhs.uk`, `.ac.uk`, `.police.uk` and others), or a document says by `exempt` that it
//! need not be accessible, which only a statement tells readers. A draft of a statement, and one that is not public yet,
//! do not count.
//!
//! ## Example
//!
//! ```text
//! base_url: https://riverside.gov.uk
//! ```
//!
//! ## What to do
//!
//! Write `content/accessibility.md`:
//!
//! ```text
//! ---
//! kind: statement
//! title: Accessibility statement
//! compliance: partially
//! prepared: 2026-09-01
//! contact: {email: access@riverside.gov.uk}
//! ---
//! ```
//!
//! copublish adds the prescribed sentences, and lists what does not work from its own checks. If your statement is on
//! another site, turn this check off in site.yaml: `checks: {missing-statement: allow}`.
//!
//! ## Why it matters
//!
//! It tells people what they can expect, whom to ask for another format, and where to complain.

use crate::base::{Code, Diagnostic, FilePath};
use crate::check::checked_site::CheckedSite;
use crate::check::rule::Rule;
use crate::document::{Outline, Spot, meta};
use crate::issues::SiteStatement;

pub(super) const RULE: Rule = Rule::of_site(Code::MissingStatement, check);

/// Ends of the names of hosts of public bodies.
const PUBLIC_BODIES: [&str; 16] = [
    "ac.uk",
    "gig.cymru",
    "gov.scot",
    "gov.uk",
    "gov.wales",
    "llyw.cymru",
    "mod.uk",
    "nhs.scot",
    "nhs.uk",
    "nhs.wales",
    "parliament.scot",
    "parliament.uk",
    "police.uk",
    "sch.uk",
    "senedd.cymru",
    "senedd.wales",
];

/// Finds a site that has to have a statement, and has none.
fn check(site: &CheckedSite, found: &mut Vec<Diagnostic>) {
    let mut kinds = site.kinds.iter();
    // A theme without such a kind has no statement to offer.
    if !kinds.any(|kind| kind.statement.is_some())
        || SiteStatement::all(site.graph, site.kinds).next().is_some()
    {
        return;
    }
    let message = "this site has no accessibility statement";
    let diagnostic = Diagnostic::new(Code::MissingStatement, message);
    let diagnostic = if is_of_public_body(site) {
        diagnostic.in_file(&site.config.kinds.file)
    } else if let Some(exempt) = exempt_place(site, &diagnostic) {
        exempt
    } else {
        return;
    };
    let how = match hidden_statement(site) {
        Some(file) => format!("{file} is one, but is not public"),
        None => "write `content/accessibility.md`, and begin it with `kind: statement`: `copublish explain missing-statement` shows how".to_owned(),
    };
    found.push(diagnostic.help(how).help(
        "if your statement is on another site, write `checks: {missing-statement: allow}` in site.yaml",
    ));
}

/// A statement that readers cannot see.
fn hidden_statement<'s>(site: &CheckedSite<'s>) -> Option<&'s FilePath> {
    let mut hidden = site.graph.hidden().iter().map(|it| &it.outline);
    let is_statement = |outline: &&Outline| {
        let kind = site.kinds.find(&outline.kind);
        kind.is_some_and(|kind| kind.statement.is_some())
    };
    hidden.find(is_statement).map(|outline| &outline.file)
}

/// The finding at the first document that says it is exempt, in itself or in a file.
fn exempt_place(site: &CheckedSite, diagnostic: &Diagnostic) -> Option<Diagnostic> {
    site.graph.nodes().find_map(|node| {
        let outline = node.outline();
        let own = outline.exemption().map(|_| Spot::Field(meta::EXEMPT));
        let mut files = outline.attachments();
        let of_file = files.find(|file| file.exemption.is_some());
        let spot = own.or(of_file.map(|file| Spot::Link(file.file)))?;
        let label = "only a statement tells readers why this is exempt";
        let span = outline.spots.find(&spot);
        Some(diagnostic.clone().at(&outline.file, span, label))
    })
}

fn is_of_public_body(site: &CheckedSite) -> bool {
    let origin = site.config.origin();
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    let host = host.split(':').next().unwrap_or(host).to_lowercase();
    PUBLIC_BODIES.iter().any(|end| {
        let before = host.strip_suffix(end);
        before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
    })
}
