//! Marks of Markdown stand on the page as text, because something about them is not as
//! Markdown wants it. `copublish check` finds this; it is a warning.
//!
//! ## Example
//!
//! ```text
//! ##Our budget
//!
//! See [the plan] (plan.md), ![our office](our office.jpg) and [the minutes](minutes.md
//! ```
//!
//! ## What to do
//!
//! Write a space after the `#` of a heading, no space before the round bracket of a
//! link, and the closing bracket. Put a path with spaces between `<` and `>`:
//!
//! ```text
//! ## Our budget
//!
//! See [the plan](plan.md), ![our office](<our office.jpg>) and [the minutes](minutes.md).
//! ```
//!
//! `copublish fix` does this where only one thing can be meant. A reference such as
//! `[the plan][plan]` needs a line `[plan]: plan.md` somewhere in the text, and a
//! footnote such as `[^1]` a line `[^1]: What it says`. Asterisks
//! make words bold only if there is a space or punctuation on their outer side and none
//! on their inner side; where that cannot be, as in Chinese or Japanese, write
//! `<strong>…</strong>`. Inside HTML, Markdown is read only after an empty line. To
//! show the marks as they are, write a backslash before them. After the sign of a list
//! or a heading, Markdown wants an ordinary space, not a non-breaking one.
//!
//! ## Why it matters
//!
//! Readers see the marks, and the link, the picture or the heading is missing.

use std::ops::Range;

use crate::base::english::excerpt;
use crate::base::{Code, Diagnostic, Fix, Span};
use crate::check::checked_site::CheckedText;
use crate::check::failed_line::failed_line;
use crate::check::hash_line::HashLine;
use crate::check::link_target::{
    ends_like_a_file, is_phone_number, is_target, starts_like_a_target, with_one_space,
    without_spaces,
};
use crate::check::odd_space::{NON_BREAKING, meant_by, start_of_line};
use crate::check::rule::Rule;
use crate::document::{Passage, Role};

pub(super) const RULE: Rule = Rule::of_text(Code::FailedMarkup, check);

/// Marks that stand as text.
struct Failed {
    /// Their place in the text of the passage.
    range: Range<usize>,
    message: String,
    help: String,
    /// What to write in place of a part, if it can mean one thing.
    edit: Option<(Range<usize>, String)>,
}

/// Longer labels are no labels.
const LONGEST: usize = 300;

fn check(text: &CheckedText, found: &mut Vec<Diagnostic>) {
    found.extend(failed_marks(text));
}

/// Where marks stand as text: what follows from that is not told beside it.
pub(super) fn places(text: &CheckedText) -> Vec<Span> {
    let labels = failed_marks(text).filter_map(|found| found.labels.into_iter().next());
    labels.filter_map(|label| label.span).collect()
}

fn failed_marks(text: &CheckedText) -> impl Iterator<Item = Diagnostic> {
    let passages = text.facts.passages.iter();
    let readable = passages.filter(|passage| !passage.is_template);
    readable.flat_map(|passage| {
        let failed = links(passage)
            .chain(bold(passage))
            .chain(half_links(passage))
            .chain(footnotes(passage))
            .chain(headings(passage, text))
            .chain(odd_spaces(passage, text))
            .chain(heading_ids(passage))
            .chain(lines(passage));
        failed.filter_map(|failed| report(failed, passage, text))
    })
}

/// A finding; nothing for marks that their author wrote with a backslash.
fn report(failed: Failed, passage: &Passage, text: &CheckedText) -> Option<Diagnostic> {
    let span = passage.place(failed.range);
    if text.source_at(span).contains('\\') || text.source[..span.range().start].ends_with('\\') {
        return None;
    }
    let found = Diagnostic::new(Code::FailedMarkup, &failed.message)
        .at(text.file(), span, "shown as it is")
        .help(failed.help.clone());
    let Some((range, written)) = failed.edit else {
        return Some(found);
    };
    let place = passage.place(range);
    let was = text.source_at(place);
    Some(found.fixed_by(Fix::replacing(
        failed.help,
        text.file(),
        place,
        was,
        &written,
    )))
}

/// Notes and tasks.
fn lines(passage: &Passage) -> Option<Failed> {
    if passage.role == Role::Html {
        return None;
    }
    let line = failed_line(&passage.text)?;
    Some(Failed {
        range: line.range,
        message: line.message,
        help: line.help,
        edit: None,
    })
}

/// Links and pictures: `[text] (target)`, `[text](my target)`, `[text](target`, `[text][label]`.
fn links(passage: &Passage) -> impl Iterator<Item = Failed> {
    let text = passage.text.as_str();
    let starts = text.match_indices('[').map(|(at, _)| at);
    starts.filter_map(|at| {
        let inside = text.get(at + 1..)?;
        let length = inside.find(['[', ']'])?;
        let is_label = length > 0 && length <= LONGEST && inside[length..].starts_with(']');
        let is_in_word = text[..at].ends_with(char::is_alphanumeric);
        if !is_label || is_in_word {
            return None;
        }
        let after = at + length + 2;
        let bracket = Bracket {
            text,
            label: at + 1..after - 1,
            after,
        };
        match text.get(after..)?.chars().next()? {
            '(' if passage.role == Role::Html => bracket.in_html(),
            '(' => bracket.with_spaces().or_else(|| bracket.unclosed()),
            '[' => bracket.without_definition(),
            c if c.is_whitespace() => bracket.apart(),
            _ => None,
        }
    })
}

/// A text in square brackets.
struct Bracket<'t> {
    text: &'t str,
    label: Range<usize>,
    /// The place behind it.
    after: usize,
}

impl Bracket<'_> {
    fn label(&self) -> &str {
        self.text.get(self.label.clone()).unwrap_or("")
    }

    fn is_picture(&self) -> bool {
        self.text[..self.label.start - 1].ends_with('!')
    }

    fn whole(&self, end: usize) -> Range<usize> {
        self.label.start - 1 - usize::from(self.is_picture())..end
    }

    /// Says that this is not what it was meant to be, and why.
    fn failed_because(&self, reason: &str) -> String {
        let meant = if self.is_picture() { "picture" } else { "link" };
        format!("this is not a {meant}, because {reason}")
    }

    /// What is in the round brackets that open at a place.
    fn target(&self, open: usize) -> Option<&str> {
        let inside = self.text.get(open + 1..)?;
        inside.get(..inside.find([')', '('])?)
    }

    /// `[text] (target)`
    fn apart(&self) -> Option<Failed> {
        let rest = self.text.get(self.after..)?;
        let spaces = rest.len() - rest.trim_start().len();
        let open = self.after + spaces;
        if !self.text.get(open..)?.starts_with('(') {
            return None;
        }
        let target = self.target(open)?;
        let is_link = is_target(target) && !target.contains(char::is_whitespace);
        let sign = if self.is_picture() { "!" } else { "" };
        is_link.then(|| Failed {
            range: self.whole(open + target.len() + 2),
            message: self.failed_because("of the space before the round bracket"),
            help: format!("write `{sign}[{}]({target})`", excerpt(self.label(), 40)),
            edit: Some((self.after..open, String::new())),
        })
    }

    /// `[text](my file.pdf)`, `[text](0113 496 0000)`
    fn with_spaces(&self) -> Option<Failed> {
        let target = self.target(self.after)?;
        let has_file = ends_like_a_file(target);
        let is_plain = !target.contains(['"', '“', '”', '<', '>', '\'', '’']);
        let is_spaced = target.trim().contains(char::is_whitespace);
        if !is_spaced
            || !is_plain
            || !(has_file || starts_like_a_target(target) || is_phone_number(target))
        {
            return None;
        }
        let range = self.after + 1..self.after + 1 + target.len();
        let (written, help) = if let Some(closed_up) = without_spaces(target) {
            let help = format!("write it without spaces: `({closed_up})`");
            (Some(closed_up), help)
        } else {
            let enclosed = format!("<{}>", target.trim());
            let help = format!("put the target between `<` and `>`: `({enclosed})`");
            (has_file.then_some(enclosed), help)
        };
        Some(Failed {
            message: self.failed_because("of the spaces in its target"),
            help,
            edit: written.map(|written| (range.clone(), written)),
            range: self.whole(range.end + 1),
        })
    }

    /// `[text](target` without the closing bracket.
    fn unclosed(&self) -> Option<Failed> {
        let rest = self.text.get(self.after + 1..)?;
        // A longer one is no target, and each bracket of a long line would look through all that follows.
        let near = rest.char_indices().take(LONGEST + 1);
        let end = near.map(|(at, c)| at + c.len_utf8()).last()?;
        let target = rest[..end].split(char::is_whitespace).next()?;
        if target.len() > LONGEST || target.contains(')') || !is_target(target) {
            return None;
        }
        if let Some(spaced) = with_one_space(&rest[..end]) {
            return Some(Failed {
                range: self.whole(self.after + 2 + spaced.len()),
                message: self.failed_because("of the space in its target"),
                help: "take the space out of the target".to_owned(),
                edit: None,
            });
        }
        Some(Failed {
            range: self.whole(self.after + 1 + target.len()),
            message: self.failed_because("its round bracket is not closed"),
            help: "write `)` after the target".to_owned(),
            edit: None,
        })
    }

    /// `[text][label]` with a label that no line defines.
    fn without_definition(&self) -> Option<Failed> {
        let rest = self.text.get(self.after + 1..)?;
        let label = rest.get(..rest.find(['[', ']'])?)?;
        let is_number = |text: &str| text.chars().all(|c| c.is_ascii_digit());
        let is_closed = rest[label.len()..].starts_with(']');
        if !is_closed || label.len() > LONGEST || is_number(label) && is_number(self.label()) {
            return None;
        }
        if starts_like_a_target(label) && !label.contains(char::is_whitespace) {
            return Some(self.in_square_brackets(label));
        }
        Some(self.undefined(label))
    }

    fn undefined(&self, label: &str) -> Failed {
        let name = if label.is_empty() {
            self.label()
        } else {
            label
        };
        let (reason, example) = if self.is_picture() {
            ("nothing says which file it shows", "picture.jpg")
        } else {
            ("nothing says where it leads", "https://…")
        };
        Failed {
            range: self.whole(self.after + label.len() + 2),
            message: self.failed_because(reason),
            help: format!(
                "add a line to the text: `[{}]: {example}`",
                excerpt(name, 40)
            ),
            edit: None,
        }
    }

    /// `[text][target]`
    fn in_square_brackets(&self, target: &str) -> Failed {
        let range = self.after..self.after + target.len() + 2;
        let sign = if self.is_picture() { "!" } else { "" };
        Failed {
            message: self.failed_because("its target is in square brackets"),
            help: format!("write `{sign}[{}]({target})`", excerpt(self.label(), 40)),
            edit: Some((range.clone(), format!("({target})"))),
            range: self.whole(range.end),
        }
    }

    /// `[text](target)` between tags.
    fn in_html(&self) -> Option<Failed> {
        let target = self.target(self.after)?;
        let is_link = is_target(target) && !target.contains(char::is_whitespace);
        is_link.then(|| Failed {
            range: self.whole(self.after + target.len() + 2),
            message: self.failed_because("it is inside HTML"),
            help: "put an empty line between the HTML and this text".to_owned(),
            edit: None,
        })
    }
}

/// Words between double asterisks.
fn bold(passage: &Passage) -> impl Iterator<Item = Failed> {
    let text = passage.text.as_str();
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + text.get(from..)?.find("**")?;
        let inside = text.get(start + 2..)?;
        let length = inside.find("**")?;
        from = start + length + 4;
        Some((start..from, inside.get(..length)?))
    })
    .filter_map(|marked| failed_bold(marked.0, marked.1, passage.role))
}

fn failed_bold(range: Range<usize>, words: &str, role: Role) -> Option<Failed> {
    let trimmed = words.trim();
    if !trimmed.contains(char::is_alphabetic) || words.len() > LONGEST || words.contains('*') {
        return None;
    }
    let is_spaced = trimmed.len() < words.len() && role != Role::Html;
    let bold = format!("**{trimmed}**");
    let help = if is_spaced {
        format!("write `{}` without spaces inside", excerpt(&bold, 60))
    } else {
        format!("write `<strong>{}</strong>`", excerpt(trimmed, 60))
    };
    Some(Failed {
        edit: is_spaced.then(|| (range.clone(), bold)),
        range,
        message: if role == Role::Html {
            "these words are not bold, because they are inside HTML".to_owned()
        } else {
            "these words are not bold, because of what is beside the asterisks".to_owned()
        },
        help,
    })
}

/// The next `<` starts a link of its own.
fn ends_half_link(c: char) -> bool {
    c.is_whitespace() || matches!(c, '<' | '>')
}

/// `<https://…` without its `>`.
fn half_links(passage: &Passage) -> impl Iterator<Item = Failed> {
    let text = passage.text.as_str();
    let last_close = text.rfind('>').unwrap_or(0);
    let starts = text.match_indices('<').map(|(at, _)| at);
    starts.filter_map(move |at| {
        let inside = text.get(at + 1..)?;
        let known = ["http:", "https:", "mailto:"];
        if !known.iter().any(|scheme| inside.starts_with(scheme)) {
            return None;
        }
        let word = inside.split(ends_half_link).next()?;
        let target = word.trim_end_matches(['.', ',', ';', ':', ')']);
        let end = at + 1 + target.len();
        let is_last = last_close < at;
        Some(Failed {
            range: at..end,
            message: "this `<` starts a link, but no `>` ends it".to_owned(),
            help: format!("write `<{}>`", excerpt(target, 60)),
            edit: is_last.then(|| (at..end, format!("<{target}>"))),
        })
    })
}

/// `[^1]` that no line of the text explains.
fn footnotes(passage: &Passage) -> impl Iterator<Item = Failed> {
    let text = passage.text.as_str();
    let starts = text.match_indices("[^").map(|(at, _)| at);
    starts.filter_map(|at| {
        let inside = text.get(at + 2..)?;
        let length = inside.find(['[', ']'])?;
        let label = inside.get(..length)?;
        let is_label = label.starts_with(char::is_alphanumeric) && length <= LONGEST;
        if !is_label || !inside[length..].starts_with(']') {
            return None;
        }
        Some(failed_footnote(label, at..at + length + 3))
    })
}

fn failed_footnote(label: &str, range: Range<usize>) -> Failed {
    let written = excerpt(label, 40);
    let (message, help) = if label.contains(char::is_whitespace) {
        let name = label.split_whitespace().collect::<Vec<_>>().join("-");
        (
            "this is not a footnote, because of the space in its name".to_owned(),
            format!("write `[^{}]`, there and here", excerpt(&name, 40)),
        )
    } else {
        (
            format!("nothing says what the footnote `[^{written}]` holds"),
            format!("add a line to the text: `[^{written}]: …`"),
        )
    };
    Failed {
        range,
        message,
        help,
        edit: None,
    }
}

/// `##Heading` at the start of a line.
fn headings<'p>(
    passage: &'p Passage,
    text: &'p CheckedText,
) -> impl Iterator<Item = Failed> + use<'p> {
    let words = passage.text.as_str();
    let is_paragraph = passage.role == Role::Paragraph;
    let starts = words.match_indices('#').map(|(at, _)| at);
    starts.filter_map(move |at| {
        let place = passage.place(at..at + 1).range();
        let starts_line = at == 0 || text.source[..place.start].ends_with('\n');
        if !is_paragraph || !starts_line || text.source.get(place.clone()) != Some("#") {
            return None;
        }
        let line = HashLine::at(text.source, place.start)?;
        line.is_heading().then(|| failed_heading(&line, at))
    })
}

/// `at` is where the line starts in the text of the passage.
fn failed_heading(line: &HashLine, at: usize) -> Failed {
    let range = at..at + line.signs.len();
    let with_space = format!("{} ", line.signs);
    Failed {
        message: "this is not a heading, because there is no space after the `#`".to_owned(),
        help: format!("write `{with_space}{}`", excerpt(line.words, 60)),
        edit: (line.signs.len() > 1).then(|| (range.clone(), with_space)),
        range,
    }
}

/// A sign at the start of a line with a non-breaking space after it, or before it.
fn odd_spaces<'p>(
    passage: &'p Passage,
    text: &'p CheckedText,
) -> impl Iterator<Item = Failed> + use<'p> {
    let spaces = passage.text.match_indices(NON_BREAKING);
    spaces.filter_map(move |(at, _)| {
        let range = at..at + NON_BREAKING.len_utf8();
        let place = passage.place(range.clone()).range();
        let before = start_of_line(&text.source[..place.start])?;
        let after = text.source.get(place.end..)?;
        let meant = meant_by(before, after)?;
        Some(Failed {
            message: format!("this is not {meant}, because of a non-breaking space"),
            help: "type an ordinary space in its place".to_owned(),
            edit: Some((range.clone(), " ".to_owned())),
            range,
        })
    })
}

/// `## Budget {#the money}`
fn heading_ids(passage: &Passage) -> impl Iterator<Item = Failed> {
    let text = passage.text.as_str();
    let is_heading = passage.role == Role::Heading && text.ends_with('}');
    let start = is_heading.then(|| text.rfind("{#")).flatten();
    let found = start.and_then(|start| {
        let id = text.get(start + 2..text.len() - 1)?;
        let name = id.split_whitespace().collect::<Vec<_>>().join("-");
        let is_id = name
            .chars()
            .all(|c| c.is_alphanumeric() || "-_".contains(c));
        (is_id && name != id && id.len() <= LONGEST).then(|| Failed {
            range: start..text.len(),
            message: "this is not the id of the heading, because of the space in it".to_owned(),
            help: format!("write `{{#{}}}`", excerpt(&name, 60)),
            edit: None,
        })
    });
    found.into_iter()
}
