//! The text contains markup of another program: attributes of kramdown or Pandoc
//! (`{: .wide}`, `{.wide}`), imports and components of MDX, `[TOC]`, `[[toc]]`, `!!! note`,
//! `==highlights==`, `++insertions++`, formulas (`$x^2$`), `x^2^`, `H~2~O`, `^[notes]`,
//! tracked changes (`{++new++}`), `%%comments%%`, `\newpage` or `:smile:`. Readers see it
//! as it is written. `copublish check` finds this; it is a warning, given once for each
//! file and each sort of markup.
//!
//! ## Example
//!
//! ```text
//! Welcome :smile:
//! {: .lead}
//!
//! !!! note "Please read"
//!     We meet in Leeds.
//! ```
//!
//! ## What to do
//!
//! Delete it, or write what Markdown and the theme's blocks have for it:
//!
//! ```text
//! Welcome 😄
//!
//! > [!NOTE]
//! > We meet in Leeds.
//! ```
//!
//! If readers should see the signs, put them between backticks.
//!
//! ## Why it matters
//!
//! Readers cannot know what the signs mean, and screen readers read them aloud.

use std::ops::Range;

use crate::base::english::count;
use crate::base::{Code, Diagnostic, Edit, Fix, Span};
use crate::check::checked_site::CheckedText;
use crate::check::inline_marks;
use crate::check::rule::Rule;
use crate::document::{Passage, Role};

use super::unknown_element::is_component;

pub(super) const RULE: Rule = Rule::of_text(Code::ForeignMarkup, check);

/// How a sort of markup is found.
enum Find {
    /// By all that is known of a text.
    In(fn(&CheckedText) -> Vec<Span>),
    /// Among the words of each passage, without template code.
    AmongWords(fn(&str) -> Vec<Range<usize>>),
}

/// Sorts of markup that other programs know: what it is, what to do, how it is found.
const SORTS: &[(&str, &str, Find)] = &[
    (
        "attributes of kramdown",
        "delete them; a heading can have an id, `## Budget {#money}`",
        Find::In(kramdown),
    ),
    (
        "the attribute `markdown`, which copublish does not need",
        "delete it, and put an empty line after the opening tag and before the closing one",
        Find::In(markdown_attributes),
    ),
    (
        "a mark for a table of contents",
        "delete it: the theme lists the headings of long pages",
        Find::In(contents),
    ),
    (
        "notes in the style of MkDocs",
        "write `> [!NOTE]`, and the note below it with `> ` before each line",
        Find::In(notes),
    ),
    (
        "imports of MDX",
        "delete them, and write a block of the theme in place of what they import",
        Find::In(imports),
    ),
    (
        "components of MDX",
        "write a block of the theme in their place: `::: name` up to `:::`",
        Find::In(components),
    ),
    (
        "attributes in braces, as Pandoc reads them",
        "delete them; a heading can have an id, `## Budget {#money}`",
        Find::AmongWords(inline_marks::attributes),
    ),
    (
        "highlighted words, `==…==`",
        "write `**…**`, or `<mark>…</mark>`",
        Find::AmongWords(inline_marks::highlights),
    ),
    (
        "inserted words, `++…++`",
        "write `<ins>…</ins>`, or say in words what is new",
        Find::AmongWords(inline_marks::insertions),
    ),
    (
        "formulas of TeX",
        "say it in words, or write MathML, `<math>…</math>`",
        Find::AmongWords(inline_marks::formulas),
    ),
    (
        "raised letters, `x^2^`",
        "write `x<sup>2</sup>`, or the sign itself: `x²`",
        Find::AmongWords(inline_marks::raised),
    ),
    (
        "lowered letters, `H~2~O`",
        "write `H<sub>2</sub>O`, or the sign itself: `H₂O`",
        Find::AmongWords(inline_marks::lowered),
    ),
    (
        "footnotes inside a line, as Pandoc reads them",
        "write `[^1]` in their place, and what they say in a line of its own: `[^1]: …`",
        Find::AmongWords(inline_marks::inline_notes),
    ),
    (
        "marks of changes, as CriticMarkup has them",
        "keep or undo each change, and delete the marks",
        Find::AmongWords(inline_marks::tracked_changes),
    ),
    (
        "comments of Obsidian, which readers see",
        "delete them, or write `<!-- … -->`",
        Find::AmongWords(inline_marks::hidden_comments),
    ),
    ("commands of LaTeX", "delete them", Find::In(latex)),
];

/// Finds markup that only other programs know.
fn check(text: &CheckedText, found: &mut Vec<Diagnostic>) {
    for (what, help, find) in SORTS {
        let places = match find {
            Find::In(find) => find(text),
            Find::AmongWords(find) => among_words(text, *find),
        };
        found.extend(diagnostic(text, what, &places).map(|it| it.help(*help)));
    }
    found.extend(emoji_names(text));
}

/// One diagnostic for all places of a sort.
fn diagnostic(text: &CheckedText, what: &str, places: &[Span]) -> Option<Diagnostic> {
    let first = places.first()?;
    let label = match places.len() {
        1 => "only other programs know this".to_owned(),
        many => format!("the first of {}", count(many, "place")),
    };
    let message = format!("the text contains {what}");
    Some(Diagnostic::new(Code::ForeignMarkup, message).at(text.file(), *first, label))
}

/// Goes through all passages, and gives what `find` finds in their texts.
fn in_passages(text: &CheckedText, find: fn(&Passage) -> Vec<Span>) -> Vec<Span> {
    text.facts.passages.iter().flat_map(find).collect()
}

/// Goes through the texts of all passages without template code, and gives the places of what `find` finds.
fn among_words(text: &CheckedText, find: fn(&str) -> Vec<Range<usize>>) -> Vec<Span> {
    let passages = text.facts.passages.iter();
    let passages = passages.filter(|passage| !passage.is_template);
    passages
        .flat_map(|passage| {
            let found = find(&passage.text).into_iter();
            found.map(|range| passage.place(range))
        })
        .collect()
}

/// `\newpage`, alone in its paragraph
fn latex(text: &CheckedText) -> Vec<Span> {
    let passages = text.facts.passages.iter();
    let paragraphs = passages.filter(|passage| passage.role == Role::Paragraph);
    let commands = paragraphs.filter(|passage| is_command(&passage.text));
    commands.map(|passage| passage.span).collect()
}

fn is_command(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('\\') else {
        return false;
    };
    let after = rest.trim_start_matches(|c: char| c.is_ascii_lowercase());
    let has_name = after.len() + 1 < rest.len();
    has_name && (after.is_empty() || after.starts_with(['{', '[']) && after.ends_with(['}', ']']))
}

/// `{: .wide}`, `{:toc}`, `{::nomarkdown}`, `{:/}`
fn kramdown(text: &CheckedText) -> Vec<Span> {
    in_passages(text, |passage| {
        let openings = passage.text.match_indices("{:");
        let lengths = openings.filter_map(|(at, _)| {
            let length = kramdown_length(passage.text.get(at..)?)?;
            Some(passage.place(at..at + length))
        });
        lengths.collect()
    })
}

/// The length of the attributes that a text starts with.
fn kramdown_length(text: &str) -> Option<usize> {
    let inside = text.strip_prefix("{:")?.trim_start_matches(' ');
    if !inside.starts_with(starts_kramdown) {
        return None;
    }
    text.find('}').map(|end| end + 1)
}

fn starts_kramdown(c: char) -> bool {
    matches!(c, '.' | '#' | '/' | ':') || c.is_ascii_alphabetic()
}

fn markdown_attributes(text: &CheckedText) -> Vec<Span> {
    let attributes = text.facts.elements.iter().flat_map(|it| &it.attributes);
    attributes
        .filter(|attribute| attribute.name == "markdown")
        .map(|attribute| attribute.span)
        .collect()
}

/// `[TOC]`, `[[toc]]`
fn contents(text: &CheckedText) -> Vec<Span> {
    in_passages(text, |passage| {
        let is_mark =
            ["[toc]", "[[toc]]", "[[_toc_]]"].contains(&&*passage.text.trim().to_ascii_lowercase());
        if is_mark {
            vec![passage.span]
        } else {
            Vec::new()
        }
    })
}

/// `!!! note "Title"` and `??? note`
fn notes(text: &CheckedText) -> Vec<Span> {
    in_passages(text, |passage| {
        let rest = passage
            .text
            .strip_prefix("!!! ")
            .or(passage.text.strip_prefix("??? "));
        let is_note = rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
        if is_note && passage.role == Role::Paragraph {
            let line = passage
                .text
                .split(['"', '“', ' '])
                .take(2)
                .map(|it| it.len() + 1);
            let end = line
                .sum::<usize>()
                .saturating_sub(1)
                .min(passage.text.len());
            vec![passage.place(0..end)]
        } else {
            Vec::new()
        }
    })
}

/// `import X from './x'` and `export const …`
fn imports(text: &CheckedText) -> Vec<Span> {
    let passages = text.facts.passages.iter();
    let paragraphs = passages.filter(|passage| passage.role == Role::Paragraph && passage.is_free);
    paragraphs
        .filter(|passage| is_import(text.source_at(passage.span)))
        .map(|passage| passage.span)
        .collect()
}

fn is_import(line: &str) -> bool {
    let from = line.split_once(" from ");
    let is_quoted = from.is_some_and(|(_, rest)| rest.starts_with(['"', '\'']));
    let exports = ["export const ", "export default ", "export function "];
    (line.starts_with("import ") && is_quoted) || exports.iter().any(|it| line.starts_with(it))
}

/// `<Card title="x">`
fn components(text: &CheckedText) -> Vec<Span> {
    let elements = &text.facts.elements;
    let opened = elements.iter().filter(|it| is_component(it, elements));
    opened.map(|element| element.span).collect()
}

/// `:smile:`
fn emoji_names(text: &CheckedText) -> Option<Diagnostic> {
    let mut places = Vec::new();
    let mut edits = Vec::new();
    for passage in text
        .facts
        .passages
        .iter()
        .filter(|it| it.text.contains(':'))
    {
        for (at, emoji) in named_emoji(&passage.text) {
            let span = passage.place(at..at + emoji.1);
            places.push(span);
            edits.push(Edit {
                file: text.file().clone(),
                span,
                was: Some(text.source_at(span).to_owned()),
                text: emoji.0.to_owned(),
            });
        }
    }
    let signs = edits.first().map(|edit| edit.text.clone())?;
    let words = format!("write {} as signs", count(edits.len(), "emoji name"));
    let found = diagnostic(text, "names of emoji", &places)?;
    Some(
        found
            .help(format!("write the sign itself, {signs}"))
            .fixed_by(Fix { words, edits }),
    )
}

/// The names of emoji in a text: where each starts, its sign, and its length with the colons.
fn named_emoji(text: &str) -> Vec<(usize, (&'static str, usize))> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = text.get(from..).and_then(|rest| rest.find(':')) {
        let start = from + open;
        from = start + 1;
        let rest = text.get(from..).unwrap_or("");
        let length = rest.bytes().take_while(|byte| is_of_name(*byte)).count();
        let is_closed = length > 0 && rest.as_bytes().get(length) == Some(&b':');
        if !is_closed || text[..start].ends_with(is_of_word) {
            continue;
        }
        if let Some(emoji) = emojis::get_by_shortcode(&rest[..length]) {
            found.push((start, (emoji.as_str(), length + 2)));
            from += length + 1;
        }
    }
    found
}

fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'+' | b'-')
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == ':'
}

#[cfg(test)]
mod tests {
    use super::named_emoji;

    #[test]
    fn only_names_of_emoji_are_found() {
        let names = |text| {
            named_emoji(text)
                .into_iter()
                .map(|(at, it)| (at, it.0))
                .collect::<Vec<_>>()
        };
        assert_eq!(names("a :smile: :tada:!"), [(2, "😄"), (10, "🎉")]);
        assert_eq!(
            names("at 10:30:00, std::x::y :none such: :not_one: a:x:"),
            []
        );
    }
}
