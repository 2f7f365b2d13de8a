//! Texts that no person writes: they may cost no more than others of their size.

use super::outcome;
use crate::config::RawHtml;

/// Reads pieces repeated many times, in every mode. A search that grows with the square of its text
/// would not come to an end here in the time a test run has; a stack that grows with it would break.
fn ends(piece: &str, times: usize) {
    let text = piece.repeat(times);
    for mode in [RawHtml::Allow, RawHtml::Sanitise, RawHtml::Escape] {
        drop(outcome(&text, mode));
    }
}

#[test]
fn deep_nesting() {
    for piece in [
        "> ",
        ">",
        "- ",
        "1. ",
        "> - ",
        "*a **b ",
        "[^a]: ",
        "::: a\n> ",
        "- ::: a\n  ",
    ] {
        ends(piece, 10_000);
    }
}

#[test]
fn openings_without_end() {
    for piece in [
        "[[", "[[a|", "[", "![", "![[a", "<a ", "<a b=\"", "<!-- ", "<b>", "<div>\n", "</div>\n",
        "`", "{{", "{% ",
    ] {
        ends(piece, 20_000);
    }
}

#[test]
fn lines_of_colons() {
    for piece in [
        "::: a\n",
        ":::\n",
        "::: {a}\n:::: {b}\n",
        ":::: a\n::: b\n",
        "::: a\n:::\n",
        "- :::\n",
        "::: a b=\"\n",
    ] {
        ends(piece, 10_000);
    }
}

#[test]
fn many_of_everything() {
    let pieces = [
        "# a\n",
        "# a {#a}\n",
        "[^a] ",
        "[[a]](b) ",
        "https://a.b ",
        "https://a.b/",
        "<a href=x id=y>z</a> ",
        "*[a]: b\na ",
        "![a](b) ",
        "a\n: b\n\n",
        "|a|b|\n|-|-|\n|c|d|\n\n",
        "{{ a }} ",
    ];
    for piece in pieces {
        ends(piece, 10_000);
    }
}
