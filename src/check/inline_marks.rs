//! Marks inside a line that other programs read and Markdown does not, such as `==highlighted==`. Knows only plain text.

use std::ops::Range;

/// What is between two marks is not longer.
const LONGEST: usize = 300;

/// Something between two marks, and what is beside them.
struct Marked<'t> {
    before: Option<char>,
    inside: &'t str,
    after: Option<char>,
}

impl Marked<'_> {
    /// True if no letter or digit touches the marks from outside.
    fn is_apart(&self) -> bool {
        !is_of_word(self.before) && !is_of_word(self.after)
    }

    /// True if the marks touch what is between them.
    fn is_tight(&self) -> bool {
        let inside = self.inside;
        !inside.is_empty() && inside.trim().len() == inside.len()
    }

    /// True for what is more likely a formula than a text between two amounts of money.
    fn is_formula(&self) -> bool {
        let is_one_word = !self.inside.contains(char::is_whitespace);
        let is_variable = is_one_word && self.inside.starts_with(char::is_alphabetic);
        is_variable || self.inside.contains(['\\', '^', '_', '{', '='])
    }
}

fn is_of_word(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

/// Everything between an opening and a closing mark that `is_meant` accepts, marks included.
fn between(
    text: &str,
    open: &str,
    close: &str,
    is_meant: fn(&Marked) -> bool,
) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find(open)) {
        let start = from + at;
        let inside = start + open.len();
        from = inside;
        let Some(length) = near(text, inside).find(close) else {
            continue;
        };
        let end = inside + length + close.len();
        let marked = Marked {
            before: text[..start].chars().next_back(),
            inside: text.get(inside..inside + length).unwrap_or(""),
            after: text[end..].chars().next(),
        };
        if is_meant(&marked) {
            found.push(start..end);
            from = end;
        }
    }
    found
}

/// The text from a place on, as far as a closing mark is looked for.
fn near(text: &str, from: usize) -> &str {
    let rest = text.get(from..).unwrap_or("");
    let end = (LONGEST..rest.len()).find(|end| rest.is_char_boundary(*end));
    rest.get(..end.unwrap_or(rest.len())).unwrap_or("")
}

/// `==words==`
pub(super) fn highlights(text: &str) -> Vec<Range<usize>> {
    between(text, "==", "==", |it| {
        it.is_apart()
            && it.is_tight()
            && it.inside.contains(char::is_alphabetic)
            && !it.inside.starts_with('=')
            && it.before != Some('=')
            && it.after != Some('=')
    })
}

/// `++words++`
pub(super) fn insertions(text: &str) -> Vec<Range<usize>> {
    between(text, "++", "++", |it| {
        it.is_apart()
            && it.is_tight()
            && it.inside.contains(char::is_alphabetic)
            && !it.inside.starts_with('+')
            && !goes_on(it.before)
            && !goes_on(it.after)
    })
}

/// True for what makes another mark of pluses: `+++`, or that of a change.
fn goes_on(c: Option<char>) -> bool {
    matches!(c, Some('+' | '{' | '}'))
}

/// `$$…$$` and `$…$`
pub(super) fn formulas(text: &str) -> Vec<Range<usize>> {
    let mut found = between(text, "$$", "$$", |it| {
        it.is_formula() && it.after != Some('$')
    });
    found.extend(between(text, "$", "$", |it| {
        let is_single = it.before != Some('$') && it.after != Some('$');
        is_single && it.is_apart() && it.is_tight() && it.is_formula()
    }));
    found.sort_by_key(|range| range.start);
    found
}

/// `x^2^`
pub(super) fn raised(text: &str) -> Vec<Range<usize>> {
    between(text, "^", "^", is_beside_letter)
}

/// `H~2~O`
pub(super) fn lowered(text: &str) -> Vec<Range<usize>> {
    between(text, "~", "~", is_beside_letter)
}

/// True for a few letters or figures right after others.
fn is_beside_letter(it: &Marked) -> bool {
    let is_short = (1..=10).contains(&it.inside.len());
    let is_after_word = it.before.is_some_and(|c| c.is_alphanumeric() || c == ')');
    let mut inside = it.inside.chars();
    is_short && is_after_word && inside.all(|c| c.is_alphanumeric() || "+-–−".contains(c))
}

/// `^[a note]`
pub(super) fn inline_notes(text: &str) -> Vec<Range<usize>> {
    between(text, "^[", "]", |it| {
        it.inside.contains(char::is_alphabetic) && !it.inside.contains('[')
    })
}

/// `{++added++}`, `{--removed--}`, `{==marked==}` and `{>>remark<<}`. What the parser takes for dashes may be dashes.
pub(super) fn tracked_changes(text: &str) -> Vec<Range<usize>> {
    let marks = [
        ("{++", "++}"),
        ("{--", "--}"),
        ("{–", "–}"),
        ("{==", "==}"),
        ("{>>", "<<}"),
    ];
    let found = marks.map(|(open, close)| between(text, open, close, |_| true));
    let mut found = found.concat();
    found.sort_by_key(|range| range.start);
    found
}

/// `%%not for readers%%`
pub(super) fn hidden_comments(text: &str) -> Vec<Range<usize>> {
    between(text, "%%", "%%", |it| {
        it.is_apart() && it.inside.contains(char::is_alphabetic)
    })
}

/// `{.wide #id key="value"}`
pub(super) fn attributes(text: &str) -> Vec<Range<usize>> {
    between(text, "{", "}", |it| {
        let straight = it.inside.replace(['“', '”'], "\"");
        it.before != Some('{') && are_attributes(&straight)
    })
}

/// True for nothing but `#id`, `.class` and `key=value`.
fn are_attributes(text: &str) -> bool {
    let mut is_in_quotes = false;
    let mut words = text.split(|c: char| {
        is_in_quotes ^= c == '"';
        c.is_whitespace() && !is_in_quotes
    });
    words.all(is_attribute)
}

fn is_attribute(word: &str) -> bool {
    match word.strip_prefix(['.', '#']) {
        Some(name) => is_name(name),
        None => word
            .split_once('=')
            .is_some_and(|(key, value)| is_name(key) && !value.is_empty()),
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(char::is_alphabetic)
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || "-_:".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(find: fn(&str) -> Vec<Range<usize>>, text: &str) -> Vec<&str> {
        find(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn marks_are_found() {
        let text = "a ==b c== d, (==é==)";
        assert_eq!(found(highlights, text), ["==b c==", "==é=="]);
        let text = "a ++b c++, (++é++) {++d++}";
        assert_eq!(found(insertions, text), ["++b c++", "++é++"]);
        let text = "so $a+b^2$, $x$ and $\\alpha$";
        assert_eq!(found(formulas, text), ["$a+b^2$", "$x$", "$\\alpha$"]);
        assert_eq!(found(formulas, "$$ E = mc^2 $$"), ["$$ E = mc^2 $$"]);
        assert_eq!(found(raised, "x^2^ and 10^-3^ m"), ["^2^", "^-3^"]);
        assert_eq!(found(lowered, "H~2~O, ~1~ and a ~b~"), ["~2~"]);
        assert_eq!(found(inline_notes, "a^[see b] c"), ["^[see b]"]);
        let text = "a {++b++}{–c–} {>>d<<}";
        assert_eq!(
            found(tracked_changes, text),
            ["{++b++}", "{–c–}", "{>>d<<}"]
        );
        assert_eq!(found(hidden_comments, "a %%ask Jo%%"), ["%%ask Jo%%"]);
        let text = "a{.b} {#c d=“e f”} {target=_blank}";
        assert_eq!(
            found(attributes, text),
            ["{.b}", "{#c d=“e f”}", "{target=_blank}"]
        );
    }

    #[test]
    fn signs_in_words_and_amounts_are_text() {
        for text in [
            "a==b==c",
            "if a == b and c == d",
            "====",
            "=== ===",
            "== ==",
        ] {
            assert_eq!(found(highlights, text), Vec::<&str>::new(), "{text}");
        }
        for text in [
            "C++ and D++",
            "a++b++c",
            "++++",
            "i++; ++i",
            "++ ++",
            "1 ++2++ 3",
        ] {
            assert_eq!(found(insertions, text), Vec::<&str>::new(), "{text}");
        }
        for text in [
            "$5 and $6",
            "from $5–$10",
            "US$5 to US$6",
            "$HOME_DIR and $PATH",
            "$A=$B",
            "cheap $$ or dear $$$",
            "$$ to $$$",
        ] {
            assert_eq!(found(formulas, text), Vec::<&str>::new(), "{text}");
        }
        for text in ["^^", "a ^ b ^ c", "x^2 and y^2", "^a^"] {
            assert_eq!(found(raised, text), Vec::<&str>::new(), "{text}");
        }
        for text in ["{name}", "{}", "{a, b}", "{{ a.b=c }}", "{1=2}", "{. a}"] {
            assert_eq!(found(attributes, text), Vec::<&str>::new(), "{text}");
        }
        assert_eq!(found(hidden_comments, "50%%x%%"), Vec::<&str>::new());
    }

    #[test]
    fn marks_without_end_cost_no_more_than_others() {
        for sign in ["==", "$", "^", "^[", "{", "%%", "{++"] {
            let text = format!("{sign}a ").repeat(100_000);
            let start = std::time::Instant::now();
            let all = [highlights, formulas, raised, inline_notes, attributes];
            let count: usize = all.iter().map(|find| find(&text).len()).sum();
            assert!(count < 100_000 && start.elapsed().as_secs() < 20, "{sign}");
        }
    }
}
