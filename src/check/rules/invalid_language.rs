//! The language of the site, of a document or of a file is not a valid language tag.
//! This is a warning; the page is built, but may be read out as if it were in another
//! language.
//!
//! ## Example
//!
//! ```text
//! language: English
//! ```
//!
//! ## What to do
//!
//! Write the tag: two or three letters, and a region if it makes a difference.
//!
//! ```text
//! language: en
//! ```
//!
//! `cy` is Welsh, `en-GB` the English of Britain, `bfi` British Sign Language.
//!
//! If the language is in the name of a file, such as `index.fr.md`, the site has to name its
//! languages: `languages: [en, fr]` in site.yaml. Without that, the page is published as if it
//! were not a translation.
//!
//! ## Why it matters
//!
//! A screen reader chooses its voice by this tag. If it does not know the tag, it
//! reads a Welsh page with an English voice, and nobody understands it.

use crate::base::language::is_language_tag;
use crate::base::{Code, Diagnostic, Span};
use crate::check::checked_site::CheckedSite;
use crate::check::rule::Rule;
use crate::document::{Spot, meta};
use crate::graph::Node;
use crate::issues::attachments;

pub(super) const RULE: Rule = Rule::of_site(Code::InvalidLanguage, check);

/// Finds languages that are no tags. That of site.yaml is looked at as it is read.
fn check(site: &CheckedSite, found: &mut Vec<Diagnostic>) {
    for node in site.graph.nodes() {
        let outline = node.outline();
        if let Some(language) = &outline.meta.language {
            let place = outline.spots.find(&Spot::Field(meta::LANGUAGE));
            found.extend(judge(node, language, place));
        }
        for file in attachments(site.graph, node) {
            found.extend(
                file.language
                    .and_then(|language| judge(node, language, file.span)),
            );
        }
    }
}

fn judge(node: Node, language: &str, span: Span) -> Option<Diagnostic> {
    let wrong = || {
        Diagnostic::new(
            Code::InvalidLanguage,
            format!("`{language}` is not a valid language tag"),
        )
        .at(
            &node.outline().file,
            span,
            "screen readers do not know how to pronounce it",
        )
        .help("write it like `en`, `cy` or `en-GB`")
    };
    (!is_language_tag(language)).then(wrong)
}
