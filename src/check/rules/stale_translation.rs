//! A page was translated from an earlier version of its source, and parts of the source have changed since. This is
//! a warning on a site that names `languages`.
//!
//! A translation says which version of its source it was made from:
//!
//! ```text
//! translated_from: bcdfg-hjklm
//! ```
//!
//! `copublish fix` writes this line into translations that do not have it. A build never does. It holds a mark for the
//! title, the summary and each paragraph of the source, so `check` knows which of them have changed, are new, or
//! are gone. Line breaks and spaces make no difference.
//!
//! ## What to do
//!
//! Translate what has changed. Then delete the line `translated_from` and run `copublish fix`, which writes it for
//! the source as it is now.
//!
//! ## Why it matters
//!
//! Readers of a translation that is out of date are told what is no longer true, and do not know it.

use crate::base::english::{count, excerpt};
use crate::base::{Code, Diagnostic};
use crate::check::checked_site::CheckedSite;
use crate::check::rule::Rule;
use crate::check::translated::{FIELD, Translated, TranslationSources};
use crate::document::{Difference, TextVersion, TranslatableText};

pub(super) const RULE: Rule = Rule::of_site(Code::StaleTranslation, check);

/// The most paragraphs that one finding points to.
const MOST_SHOWN: usize = 8;

/// Finds translations of an earlier version of their source.
fn check(site: &CheckedSite, found: &mut Vec<Diagnostic>) {
    for pair in TranslationSources::of(site).pairs() {
        let Some(written) = pair.written_version() else {
            continue;
        };
        let Some(former) = TextVersion::read(written) else {
            found.push(unreadable(pair, written));
            continue;
        };
        let source_file = &pair.source.outline().file;
        let Some(text) = (site.text_of)(source_file) else {
            continue;
        };
        let now = TranslatableText::of(pair.source.outline(), &text);
        let differences = now.version().since(&former);
        if !differences.is_empty() {
            found.push(stale(pair, &now, &differences));
        }
    }
}

fn unreadable(pair: Translated, written: &str) -> Diagnostic {
    let outline = pair.translation.outline();
    let message = format!("`{}` is not a version of a text", excerpt(written, 60));
    let place = outline.spots.fields.find(FIELD);
    Diagnostic::new(Code::StaleTranslation, message)
        .at(&outline.file, place.unwrap_or(outline.spots.title), "")
        .help("delete this line, and `copublish fix` writes it")
}

fn stale(pair: Translated, now: &TranslatableText, differences: &[Difference]) -> Diagnostic {
    let (outline, source) = (pair.translation.outline(), pair.source.outline());
    let message = format!(
        "{} has changed since this was translated: {}",
        source.file,
        summary(differences)
    );
    let place = outline.spots.fields.find(FIELD);
    let mut found = Diagnostic::new(Code::StaleTranslation, message).at(
        &outline.file,
        place.unwrap_or(outline.spots.title),
        "made from an earlier version",
    );
    for difference in differences.iter().take(MOST_SHOWN) {
        let last = now.parts.len().saturating_sub(1);
        if let Some(part) = now.parts.get(place_of(*difference).min(last)) {
            found = found.at(&source.file, part.span, label(*difference));
        }
    }
    found.help("translate what has changed, delete this line, and run `copublish fix`")
}

fn place_of(difference: Difference) -> usize {
    match difference {
        Difference::Changed(at) | Difference::Added(at) | Difference::Removed(_, at) => at,
    }
}

fn label(difference: Difference) -> String {
    match difference {
        Difference::Changed(_) => "changed".to_owned(),
        Difference::Added(_) => "new".to_owned(),
        Difference::Removed(number, _) => format!("{} gone before this", paragraphs(number)),
    }
}

/// "2 paragraphs changed, 1 new".
fn summary(differences: &[Difference]) -> String {
    let (mut changed, mut added, mut removed) = (0, 0, 0);
    for difference in differences {
        match difference {
            Difference::Changed(_) => changed += 1,
            Difference::Added(_) => added += 1,
            Difference::Removed(number, _) => removed += number,
        }
    }
    let parts = [(changed, "changed"), (added, "new"), (removed, "gone")];
    let parts = parts.into_iter().filter(|(number, _)| *number > 0);
    let parts: Vec<String> = parts
        .map(|(number, what)| format!("{} {what}", paragraphs(number)))
        .collect();
    parts.join(", ")
}

fn paragraphs(number: usize) -> String {
    count(number, "paragraph")
}
