//! Lines start with the bullets of a word processor, such as `•`, or with `o` and a
//! tab. Markdown does not know them, so readers see one long paragraph. `copublish
//! check` finds this; it is a warning, given once for each file.
//!
//! ## Example
//!
//! ```text
//! We need:
//! • a room
//! • a projector
//! ```
//!
//! ## What to do
//!
//! Start each line with a hyphen and a space. `copublish fix` does it:
//!
//! ```text
//! We need:
//! - a room
//! - a projector
//! ```
//!
//! ## Why it matters
//!
//! Screen readers say how many items a list has, and where each begins.

use crate::base::english::count;
use crate::base::{Code, Diagnostic, Edit, Fix, Span};
use crate::check::checked_site::CheckedText;
use crate::check::rule::Rule;
use crate::document::{Passage, Role};

pub(super) const RULE: Rule = Rule::of_text(Code::WordBullet, check);

/// A bullet with the space after it, and what Markdown has for it.
struct Bullet {
    span: Span,
    mark: &'static str,
}

/// Finds bullets that Markdown does not know.
fn check(text: &CheckedText, found: &mut Vec<Diagnostic>) {
    let mut bullets = Vec::new();
    for passage in &text.facts.passages {
        if passage.role == Role::Paragraph {
            add_bullets(text, passage, &mut bullets);
        }
    }
    let Some(first) = bullets.first() else { return };
    let message = match bullets.len() {
        1 => "this line starts with a bullet that Markdown does not know".to_owned(),
        many => format!(
            "{} start with bullets that Markdown does not know",
            count(many, "line")
        ),
    };
    let mut diagnostic = Diagnostic::new(Code::WordBullet, message)
        .at(
            text.file(),
            first.span,
            if bullets.len() == 1 {
                ""
            } else {
                "the first of them"
            },
        )
        .help("start each item with `- `");
    diagnostic.fix = Some(fix(text, &bullets));
    found.push(diagnostic);
}

fn fix(text: &CheckedText, bullets: &[Bullet]) -> Fix {
    let edits = bullets.iter().map(|bullet| Edit {
        file: text.file().clone(),
        span: bullet.span,
        was: Some(text.source_at(bullet.span).to_owned()),
        text: bullet.mark.to_owned(),
    });
    Fix {
        words: format!("make {} of a list", count(bullets.len(), "item")),
        edits: edits.collect(),
    }
}

fn add_bullets(text: &CheckedText, passage: &Passage, bullets: &mut Vec<Bullet>) {
    let mut start = passage.span.start as usize;
    for line in text.source_at(passage.span).split('\n') {
        let own = line.trim_start_matches([' ', '>']);
        if let Some((length, mark)) = bullet(own) {
            let at = start + line.len() - own.len();
            let span = Span::new(at, at + length);
            bullets.push(Bullet { span, mark });
        }
        start += line.len() + 1;
    }
}

/// The length of the bullet that a line starts with, and what Markdown has for it.
fn bullet(line: &str) -> Option<(usize, &'static str)> {
    let sign = line.chars().next()?;
    let rest = line.get(sign.len_utf8()..)?;
    let words = rest.trim_start();
    let has_tab = rest.starts_with('\t');
    let mark = match sign {
        _ if words.is_empty() => None,
        '•' | '●' | '‣' | '⁃' | '\u{f0b7}' => Some("- "),
        '·' if words.len() < rest.len() => Some("- "),
        'o' if has_tab || rest.starts_with("\u{a0}\u{a0}") => Some("  - "),
        '◦' | '○' => Some("  - "),
        '▪' | '■' | '\u{f0a7}' => Some("    - "),
        '§' | '–' if has_tab => Some("- "),
        _ => None,
    };
    Some((line.len() - words.len(), mark?))
}

#[cfg(test)]
mod tests {
    use super::bullet;

    #[test]
    fn bullets_are_told_from_words() {
        assert_eq!(bullet("• a"), Some((4, "- ")));
        assert_eq!(bullet("•a"), Some((3, "- ")));
        assert_eq!(bullet("·\t\u{a0}a"), Some((5, "- ")));
        assert_eq!(bullet("o\ta"), Some((2, "  - ")));
        for words in ["o a", "ok", "·a", "•", "§ 5", "– a", ""] {
            assert_eq!(bullet(words), None, "{words}");
        }
    }
}
