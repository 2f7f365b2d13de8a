//! The text of a link fits any link: "here", "click here", "read more", "this
//! link"; or a link has no text at all. `copublish check` finds this, in English and
//! in Welsh; it is a warning.
//!
//! ## Example
//!
//! ```text
//! The budget for 2012 is [here](budget.md).
//! ```
//!
//! ## What to do
//!
//! Link the words that name the target:
//!
//! ```text
//! We have published [the budget for 2012](budget.md).
//! ```
//!
//! ## Why it matters
//!
//! Many screen reader users go from link to link and hear only their texts. They
//! cannot choose from a list of ten times "here".

use crate::base::english::excerpt;
use crate::base::{Code, Diagnostic};
use crate::check::checked_site::CheckedText;
use crate::check::rule::Rule;
use crate::document::{LinkForm, WrittenLink};

pub(super) const RULE: Rule = Rule::of_text(Code::VagueLink, check);

/// Texts that say nothing of a target, in small letters: English ones, then Welsh ones.
const VAGUE: &[&str] = &[
    "click",
    "click here",
    "click here for more",
    "click on this link",
    "click this",
    "click this link",
    "continue reading",
    "details",
    "find out more",
    "find out more here",
    "follow this link",
    "follow the link",
    "go here",
    "here",
    "in this link",
    "just here",
    "keep reading",
    "learn more",
    "learn more here",
    "link",
    "link here",
    "more",
    "more details",
    "more here",
    "more info",
    "more information",
    "more information here",
    "over here",
    "page",
    "read here",
    "read it here",
    "read more",
    "read more here",
    "read on",
    "right here",
    "see here",
    "see more",
    "that link",
    "the link",
    "the page",
    "this",
    "this link",
    "this page",
    "this site",
    "this url",
    "this web page",
    "this web site",
    "this webpage",
    "this website",
    "url",
    "view",
    "view more",
    "visit",
    "web link",
    "webpage",
    "website",
    "cliciwch yma",
    "darllen mwy",
    "darllenwch fwy",
    "darllenwch ragor",
    "mwy",
    "mwy o wybodaeth",
    "rhagor",
    "rhagor o wybodaeth",
    "yma",
];

/// Longer texts are none of these.
const LONGEST: usize = 60;

/// Finds links with a text that fits any link, or with none.
fn check(text: &CheckedText, found: &mut Vec<Diagnostic>) {
    for link in text
        .facts
        .links
        .iter()
        .filter(|link| is_worded(link) && !text.is_foreign(link))
    {
        let words = link.text.trim();
        let message = if words.is_empty() && !link.has_picture {
            "this link has no text, so readers cannot follow it".to_owned()
        } else if is_vague(words) {
            format!("`{}` does not say where the link goes", excerpt(words, 60))
        } else {
            continue;
        };
        found.push(
            Diagnostic::new(Code::VagueLink, message)
                .at(text.file(), link.span, "on its own, it means nothing")
                .help("link the words that name the target: `the [budget for 2012](budget.md)`"),
        );
    }
}

fn is_worded(link: &WrittenLink) -> bool {
    matches!(link.form, LinkForm::Worded | LinkForm::Html) && !link.target.is_empty()
}

/// True for a text that says nothing of a target, signs around it and capitals left aside.
pub(super) fn is_vague(words: &str) -> bool {
    if words.len() > LONGEST {
        return false;
    }
    let plain: String = words
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || c == '-' {
                c
            } else {
                ' '
            }
        })
        .flat_map(char::to_lowercase)
        .collect();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    VAGUE.contains(&plain.as_str())
}

#[cfg(test)]
mod tests {
    use super::is_vague;

    #[test]
    fn signs_and_capitals_make_no_difference() {
        for words in [
            "here",
            "Click here!",
            "READ MORE »",
            "(more…)",
            " this\nlink ",
            "Yma",
            "here.",
        ] {
            assert!(is_vague(words), "{words}");
        }
        for words in [
            "Here and now",
            "More in common",
            "the budget",
            "@here_we_are now",
            "",
            "»",
        ] {
            assert!(!is_vague(words), "{words}");
        }
    }
}
