//! Two links in one text have the same words but different targets. `copublish check`
//! finds this; it is a warning.
//!
//! Links to a PDF and to a Word document of the site may have the same words, since
//! copublish adds the type of each. Quotations are skipped.
//!
//! ## Example
//!
//! ```text
//! The [report](progress-2011.md) was short; the [report](progress-2012.md) of
//! this year is not.
//! ```
//!
//! ## What to do
//!
//! Say in each text what is different:
//!
//! ```text
//! The [report for 2011](progress-2011.md) was short; the [report for
//! 2012](progress-2012.md) is not.
//! ```
//!
//! ## Why it matters
//!
//! Readers who go from link to link, or ask their computer to follow "report", cannot
//! tell which one they get.

use std::collections::{BTreeSet, HashMap};

use super::vague_link::is_vague;
use crate::base::english::excerpt;
use crate::base::{Code, Diagnostic};
use crate::check::checked_site::CheckedText;
use crate::check::rule::Rule;
use crate::content::FileType;
use crate::document::{LinkForm, WrittenLink};

pub(super) const RULE: Rule = Rule::of_text(Code::AmbiguousLinks, check);

/// Finds links with the same text and different targets; each pair of text and target once.
fn check(text: &CheckedText, found: &mut Vec<Diagnostic>) {
    let mut first: HashMap<String, &WrittenLink> = HashMap::new();
    let mut reported: BTreeSet<(String, String)> = BTreeSet::new();
    let mut resolved = Resolved::new(text);
    let own = text
        .facts
        .links
        .iter()
        .filter(|link| is_worded(link) && !text.is_foreign(link));
    for link in own {
        let words = spoken(link);
        let Some(before) = first.get(&words) else {
            first.insert(words, link);
            continue;
        };
        let (one, other) = (resolved.place(&before.target), resolved.place(&link.target));
        if one == other || !reported.insert((words, other)) {
            continue;
        }
        found.push(diagnostic(text, link, before));
    }
}

fn diagnostic(text: &CheckedText, link: &WrittenLink, before: &WrittenLink) -> Diagnostic {
    let name = excerpt(&link.text, 60);
    let message = format!("`{name}` is the text of links to two different places");
    let diagnostic = Diagnostic::new(Code::AmbiguousLinks, message);
    let diagnostic = [link, before]
        .into_iter()
        .fold(diagnostic, |diagnostic, link| {
            let label = format!("links to `{}`", excerpt(&link.target, 60));
            diagnostic.at(text.file(), link.span, label)
        });
    diagnostic.help("say in each text what is different: the year, the place, the format")
}

fn is_worded(link: &WrittenLink) -> bool {
    let words = link.text.trim();
    matches!(link.form, LinkForm::Worded | LinkForm::Html)
        && words.chars().any(char::is_alphabetic)
        && !link.has_picture
        && !link.target.is_empty()
        && !is_vague(words)
}

/// What a screen reader says: the words, and for a file of the site the type that copublish adds.
fn spoken(link: &WrittenLink) -> String {
    let mut words = link
        .text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase();
    let path = link.target.split(['?', '#']).next().unwrap_or("");
    if FileType::of(path).is_download()
        && let Some((_, extension)) = path.rsplit_once('.')
    {
        let is_own = link.form == LinkForm::Worded && !path.contains("://");
        words.push_str(&if is_own {
            format!(" ({})", extension.to_ascii_lowercase())
        } else {
            String::new()
        });
    }
    words
}

/// The targets of the links of a text, resolved when there is something to compare.
struct Resolved<'t> {
    text: &'t CheckedText<'t>,
    places: Option<HashMap<&'t str, &'t str>>,
}

impl<'t> Resolved<'t> {
    fn new(text: &'t CheckedText<'t>) -> Resolved<'t> {
        Resolved { text, places: None }
    }

    /// A normalised target: two targets on the same page are equal.
    fn place(&mut self, target: &str) -> String {
        let node = self.text.node;
        let places = self.places.get_or_insert_with(|| {
            let links = node.outline().links.iter().zip(node.links());
            links
                .map(|(link, resolved)| (link.target.as_str(), resolved.href.as_str()))
                .collect()
        });
        let href = places
            .get(target)
            .copied()
            .filter(|href| !href.is_empty())
            .unwrap_or(target);
        let bare = href
            .strip_prefix("https:")
            .or_else(|| href.strip_prefix("http:"))
            .unwrap_or(href);
        let bare = bare
            .strip_prefix("//www.")
            .or_else(|| bare.strip_prefix("//"))
            .unwrap_or(bare);
        bare.trim_end_matches(['/', '#']).to_owned()
    }
}
