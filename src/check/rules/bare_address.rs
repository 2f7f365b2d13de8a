//! The text of a link is a whole address. `copublish check` finds this; it is a
//! warning. The address of a site alone, such as `https://www.example.org`, names the
//! site and is left alone.
//!
//! ## Example
//!
//! ```text
//! The minutes are at https://www.example.org/meetings/2012/05/minutes-final-2.html.
//! ```
//!
//! ## What to do
//!
//! Write what readers find there, and link it to the address:
//!
//! ```text
//! We have published [the minutes of May](https://www.example.org/meetings/2012/05/minutes-final-2.html).
//! ```
//!
//! When a page is printed, the theme prints the addresses after the links.
//!
//! ## Why it matters
//!
//! Screen readers read an address letter by letter, and it does not fit on small
//! screens.

use crate::base::english::excerpt;
use crate::base::{Code, Diagnostic, Span};
use crate::check::checked_site::CheckedText;
use crate::check::rule::Rule;
use crate::document::{LinkForm, WrittenLink};

use super::failed_markup;

pub(super) const RULE: Rule = Rule::of_text(Code::BareAddress, check);

/// Finds links whose text is a whole address. That of a site alone, without the path of a page, names the site. Of one in
/// `[text] (https://…)` it is said that this is no link.
fn check(text: &CheckedText, found: &mut Vec<Diagnostic>) {
    let links = text.facts.links.iter();
    let mut bare = links
        .filter(|link| is_url(link) && !text.is_foreign(link))
        .peekable();
    if bare.peek().is_none() {
        return;
    }
    let failed = failed_markup::places(text);
    let apart = bare.filter(|link| !failed.iter().any(|place| is_within(link.span, *place)));
    found.extend(apart.map(|link| {
        let url = excerpt(&link.text, 60);
        Diagnostic::new(
            Code::BareAddress,
            format!("the text of this link is its address, `{url}`"),
        )
        .at(
            text.file(),
            link.span,
            "screen readers read it letter by letter",
        )
        .help("write what readers find there: `[the minutes of May](https://…)`")
    }));
}

fn is_within(inner: Span, outer: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

fn is_url(link: &WrittenLink) -> bool {
    let words = link.text.trim();
    let is_written = matches!(
        link.form,
        LinkForm::Bare | LinkForm::Worded | LinkForm::Html
    );
    let rest = words
        .strip_prefix("https://")
        .or_else(|| words.strip_prefix("http://"));
    let path = rest
        .and_then(|rest| rest.split_once(['/', '?', '#']))
        .map_or("", |(_, path)| path);
    is_written && !path.is_empty() && !words.contains(char::is_whitespace)
}
