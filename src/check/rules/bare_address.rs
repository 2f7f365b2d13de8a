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

pub(super) const RULE: Rule = Rule::of_text(Code::BareAddress, check);

/// Finds links whose text is a whole address. That of a site alone, without the path of a page, names the site.
fn check(text: &CheckedText, found: &mut Vec<Diagnostic>) {
    let bare =
        text.facts.links.iter().filter(|link| {
            is_url(link) && !text.is_foreign(link) && !is_of_failed_link(link, text)
        });
    found.extend(bare.map(|link| {
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

/// True for the address in `[text] (https://…)`, of which it is said that it is no link.
fn is_of_failed_link(link: &WrittenLink, text: &CheckedText) -> bool {
    let before = text.source_at(Span::new(0, link.span.start as usize));
    let before = before.strip_suffix('(');
    before.is_some_and(|before| before.ends_with(' ') && before.trim_end().ends_with(']'))
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
