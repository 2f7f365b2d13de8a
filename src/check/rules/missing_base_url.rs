//! site.yaml does not say at which address the site will be, or names one that only
//! your own computer can open. `copublish check` finds this; it is a warning.
//!
//! ## Example
//!
//! ```text
//! title: Partnership for Care
//! ```
//!
//! ## What to do
//!
//! Add the whole address of the home page to site.yaml:
//!
//! ```text
//! base_url: https://www.example.org
//! ```
//!
//! ## Why it matters
//!
//! Feeds, the sitemap, and what search engines and social networks are told about a
//! page consist of whole addresses. Without `base_url`, the site has none of them: its
//! pages work, but nobody can follow it, and search engines find it late.

use crate::base::url::is_on_this_computer;
use crate::base::{Code, Diagnostic};
use crate::check::checked_site::CheckedSite;
use crate::check::rule::Rule;

pub(super) const RULE: Rule = Rule::of_site(Code::MissingBaseUrl, check);

/// Finds a site that has no address that others could open.
fn check(site: &CheckedSite, found: &mut Vec<Diagnostic>) {
    let message = match &site.config.base_url {
        None => "site.yaml has no `base_url`, so this site has no feeds and no sitemap".to_owned(),
        Some(url) if is_on_this_computer(url) => {
            format!("`base_url` is `{url}`, which only your own computer can open")
        }
        Some(_) => return,
    };
    found.push(
        Diagnostic::new(Code::MissingBaseUrl, message)
            .in_file(&site.config.kinds.file)
            .help("write the address the site will have: `base_url: https://www.example.org`"),
    );
}
