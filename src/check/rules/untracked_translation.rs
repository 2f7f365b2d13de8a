//! A translation does not say which version of its source it was made from, so nobody notices when it is out of date.
//! This is a warning on a site that names `languages`; `copublish fix` writes the line.
//!
//! ## Example
//!
//! ```text
//! ---
//! title: Amdanom ni
//! ---
//! ```
//!
//! ## What to do
//!
//! Check that the translation says what the source says today, then run `copublish fix`. It adds a line such as
//!
//! ```text
//! translated_from: bcdfg-hjklm
//! ```
//!
//! ## Why it matters
//!
//! With this line, `copublish check` names each paragraph of the source that has changed since: see
//! [stale-translation](stale-translation.md).

use crate::base::{Code, Diagnostic, Fix, Span};
use crate::check::checked_site::CheckedSite;
use crate::check::rule::Rule;
use crate::check::translated::{FIELD, Translated, TranslationSources};
use crate::content::front_matter::{self, Format};
use crate::document::TranslatableText;

pub(super) const RULE: Rule = Rule::of_site(Code::UntrackedTranslation, check);

/// Finds translations without the version of their source.
fn check(site: &CheckedSite, found: &mut Vec<Diagnostic>) {
    for pair in TranslationSources::of(site).pairs() {
        let outline = pair.translation.outline();
        if pair.written_version().is_some() {
            continue;
        }
        let message = format!(
            "this translation does not say which version of {} it was made from",
            pair.source.outline().file
        );
        let diagnostic = Diagnostic::new(Code::UntrackedTranslation, message)
            .at(&outline.file, outline.spots.title, "")
            .help("check that it says what the source says, then run `copublish fix`");
        found.push(match fix(site, pair) {
            Some(fix) => diagnostic.fixed_by(fix),
            None => diagnostic,
        });
    }
}

/// Writes the version of the source at the end of the front matter.
fn fix(site: &CheckedSite, pair: Translated) -> Option<Fix> {
    let source = (site.text_of)(&pair.source.outline().file)?;
    let version = TranslatableText::of(pair.source.outline(), &source).version();
    let file = &pair.translation.outline().file;
    let own = (site.text_of)(file)?;
    let halves = front_matter::find(&own).ok()?;
    let line = format!("{FIELD}: {version}\n");
    let (at, text) = match halves.format {
        Some(Format::Yaml) => (halves.front.end as usize, line),
        None => (0, format!("---\n{line}---\n")),
        _ => return None,
    };
    Some(Fix::of(
        "write the version of the source",
        file,
        Span::new(at, at),
        text,
    ))
}
