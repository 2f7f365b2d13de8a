//! A link points to a PDF or an Office file, and neither its text nor the brackets
//! after it say so. `copublish check` finds this; it is a warning.
//!
//! copublish adds type and size to Markdown links to files of the site. So this
//! concerns files on other sites, and links in HTML.
//!
//! ## Example
//!
//! ```text
//! The [budget](https://www.example.org/budget.pdf) is published.
//! ```
//!
//! ## What to do
//!
//! Add type and size to the text:
//!
//! ```text
//! The [budget](https://www.example.org/budget.pdf) (PDF, 1.2 MB) is published.
//! ```
//!
//! Write a link in HTML to a file of your site in Markdown.
//!
//! ## Why it matters
//!
//! A file opens in another program, may be large, and is often hard to read on a
//! phone. Readers want to know before they follow the link.

use crate::base::english::{article, excerpt};
use crate::base::{Code, Diagnostic, Span};
use crate::check::checked_site::CheckedText;
use crate::check::rule::Rule;
use crate::content::{FileType, Use};
use crate::document::markdown::refusal;
use crate::document::{LinkForm, WrittenLink};

pub(super) const RULE: Rule = Rule::of_text(Code::UnlabelledFile, check);

/// Words by which a text tells the type or the size of a file.
const TELLING: [&str; 21] = [
    "pdf",
    "doc",
    "docx",
    "odt",
    "ods",
    "odp",
    "opendocument",
    "rtf",
    "xls",
    "xlsx",
    "excel",
    "spreadsheet",
    "ppt",
    "pptx",
    "powerpoint",
    "slide",
    "slideshow",
    "presentation",
    "deck",
    "kb",
    "mb",
];

/// How many characters after a link may still describe its target.
const NEAR: usize = 60;

/// Finds links to PDF and Office files that say neither type nor size. To Markdown links to files of the site, copublish adds
/// both.
fn check(text: &CheckedText, found: &mut Vec<Diagnostic>) {
    for link in &text.facts.links {
        let Some(ty) = type_of(&link.target) else {
            continue;
        };
        if !is_left_alone(link, text) || text.is_foreign(link) {
            continue;
        }
        if tells(&link.text) || tells(around(link, text)) || opens_nothing(link, text) {
            continue;
        }
        let help = if is_outside(&link.target) {
            format!("add it to the link's text: `({ty}, 1.2 MB)`")
        } else {
            "write the link in Markdown, `[words](file)`: copublish adds type and size".to_owned()
        };
        let words = excerpt(&link.text, 60);
        found.push(
            Diagnostic::new(
                Code::UnlabelledFile,
                format!(
                    "`{words}` does not say that it links to {} {ty} file",
                    article(ty)
                ),
            )
            .at(text.file(), link.span, "no type and size")
            .help(help),
        );
    }
}

/// True for a link to which copublish adds nothing.
fn is_left_alone(link: &WrittenLink, text: &CheckedText) -> bool {
    let base_url = text.site.config.base_url.as_deref();
    let is_own = base_url.is_some_and(|own| link.target.starts_with(own));
    is_outside(&link.target) && !is_own || link.form == LinkForm::Html
}

/// True for a link that is told as broken: no reader opens a file with it.
fn opens_nothing(link: &WrittenLink, text: &CheckedText) -> bool {
    let allowed = &text.site.config.link_schemes;
    refusal::<Span>(&link.target, allowed, text.file(), link.span).is_some()
}

fn is_outside(target: &str) -> bool {
    target.starts_with("//")
        || target
            .split_once("://")
            .is_some_and(|(scheme, _)| !scheme.contains(['/', '?', '#']))
}

/// What readers call the type of the file at a target; `None` for a page, such as one about a file.
fn type_of(target: &str) -> Option<&'static str> {
    let path = target.split(['?', '#']).next()?;
    if path.contains("://github.com/") && path.contains("/blob/") {
        return None;
    }
    let (_, below) = path.split_once("://").unwrap_or(("", path));
    let (_, name) = below
        .rsplit_once('/')
        .or_else(|| (!is_outside(target)).then_some(("", below)))?;
    let known = FileType::of(name);
    // `File:plan.pdf` is a page of a wiki.
    if known.used != Use::Office || name.starts_with('.') || name.contains(':') {
        return None;
    }
    // Readers know an Office file by its program.
    let program = known.label.split(' ').next().unwrap_or_default();
    Some(if program == "Rich" {
        known.label
    } else {
        program
    })
}

/// True if a word tells the type or the size: `PDF`, `1.2MB`.
fn tells(text: &str) -> bool {
    let words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() < 20);
    words
        .map(|word| word.trim_start_matches(|c: char| c.is_ascii_digit()))
        .any(|word| {
            let one = word.strip_suffix(['s', 'S']).unwrap_or(word);
            let is = |telling: &&str| {
                telling.eq_ignore_ascii_case(word) || telling.eq_ignore_ascii_case(one)
            };
            // In small letters it is any word.
            word == "Word" || TELLING.iter().any(is)
        })
}

/// The text right after a link.
fn around<'t>(link: &WrittenLink, text: &'t CheckedText) -> &'t str {
    let Some((number, at)) = &link.passage else {
        return "";
    };
    let words = text
        .facts
        .passages
        .get(*number)
        .and_then(|passage| passage.text.get(at.end..))
        .unwrap_or("");
    let near = words
        .char_indices()
        .nth(NEAR)
        .map_or(words, |(end, _)| words.get(..end).unwrap_or(""));
    let is_aside = near
        .trim_start()
        .starts_with(['(', '[', ',', '–', '—', '-']);
    if is_aside {
        near.split([')', ']']).next().unwrap_or("")
    } else {
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_files_from_pages() {
        assert_eq!(type_of("https://a.b/c/Plan.PDF?x=1#p2"), Some("PDF"));
        assert_eq!(type_of("plan.docx"), Some("Word"));
        for page in [
            "https://a.pdf",
            "https://github.com/a/b/blob/main/c.pdf",
            "https://w.org/File:a.pdf",
            "a.md",
            "/.pdf",
        ] {
            assert_eq!(type_of(page), None, "{page}");
        }
    }

    #[test]
    fn finds_types_and_sizes_in_words() {
        for words in [
            "Plan (PDF)",
            "the slides",
            "Plan, 12MB",
            "a spreadsheet of all",
            "PDFs",
            "1.2 MB",
        ] {
            assert!(tells(words), "{words}");
        }
        for words in ["The plan", "words of the board", "doctors", ""] {
            assert!(!tells(words), "{words}");
        }
    }
}
