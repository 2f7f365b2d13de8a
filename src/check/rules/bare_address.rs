//! Addresses of pages as the text of a link.

use crate::base::wording::excerpt;
use crate::base::{Code, Diagnostic};
use crate::check::subject::Text;
use crate::document::{LinkForm, WrittenLink};

/// Finds links whose text is a whole address. That of a site alone, without the path of a page, names the site.
pub fn look(text: &Text, found: &mut Vec<Diagnostic>) {
    let bare = text
        .anatomy
        .links
        .iter()
        .filter(|link| is_url(link) && !text.is_not_its_authors(link));
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
