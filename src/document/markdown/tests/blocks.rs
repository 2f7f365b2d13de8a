//! `:::` blocks: calls with arguments, nesting, and what only looks like one.

use super::{html, outcome};
use crate::base::{Code, Severity};
use crate::config::RawHtml;
use crate::document::{Filling, LinkRole};

#[test]
fn a_block_has_a_fragment_of_its_own() {
    let text = "a\n::: quote by=\"Sam Lee\" wide\nWe *need*\n:::\nb\n";
    let outcome = outcome(text, RawHtml::Allow);
    assert_eq!(
        outcome.shown(&outcome.body.fragment),
        "<p>a</p>\n{quote by=Sam Lee wide|<p>We <em>need</em></p>\n}\n<p>b</p>\n"
    );
    let Filling::Block(call) = &outcome.body.fragment.slots[0].filling else {
        panic!()
    };
    assert_eq!(outcome.place(call.name_span), "quote");
    assert_eq!(outcome.place(call.arguments[0].span), "by=\"Sam Lee\"");
    assert_eq!(outcome.place(call.arguments[1].span), "wide");
    assert_eq!(outcome.diagnostics, []);
}

#[test]
fn blocks_nest() {
    let text = ":::: cards\n::: card\na\n:::\n::: card\n::: note\nb\n:::\n:::\n::::\n";
    let outcome = outcome(text, RawHtml::Allow);
    assert_eq!(
        outcome.shown(&outcome.body.fragment),
        "{cards|{card|<p>a</p>\n}\n{card|{note|<p>b</p>\n}\n}\n}\n"
    );
    assert_eq!(outcome.diagnostics, []);
}

#[test]
fn blocks_stand_in_lists_and_quotes() {
    let text = "- a\n  ::: note\n  b\n  :::\n- c\n\n> ::: tip\n> d\n> :::\n";
    let outcome = outcome(text, RawHtml::Allow);
    assert_eq!(
        outcome.shown(&outcome.body.fragment),
        "<ul>\n<li>a\n{note|b}\n</li>\n<li>c</li>\n</ul>\n<blockquote>\n{tip|<p>d</p>\n}\n</blockquote>\n"
    );
    assert_eq!(outcome.diagnostics, []);
}

#[test]
fn blocks_hold_tables_lists_and_code() {
    assert_eq!(
        html("::: table\n|a|\n|-|\n|b|\n:::\n::: steps\n1. c\n:::\n::: x\n```\nd\n:::\n```\n:::\n"),
        "{table|<div class=\"table-scroll\" role=\"group\" aria-label=\"Table: a\" tabindex=\"0\">\n<table>\n<thead>\n<tr><th scope=\"col\">a</th></tr>\n</thead>\n\
         <tbody>\n<tr><td>b</td></tr>\n</tbody>\n</table>\n</div>\n}\n{steps|<ol>\n<li>c</li>\n</ol>\n}\n\
         {x|{code |d\n:::\n}\n}\n"
    );
}

#[test]
fn arguments_lead_to_files_and_documents() {
    let text = "é\n\n::: figure src=“a b.png” href='../c.md#d' link=mailto:e@f.org file=\"javascript:x\" image\n:::\n";
    let outcome = outcome(text, RawHtml::Allow);
    assert_eq!(
        outcome.shown(&outcome.body.fragment),
        "<p>é</p>\n{figure src=a b.png@0 href=../c.md#d@1 link=mailto:e@f.org file= image|}\n"
    );
    assert_eq!(outcome.places(), ["a b.png", "../c.md#d"]);
    assert_eq!(
        (outcome.links[0].value.role, outcome.links[1].value.role),
        (LinkRole::Picture, LinkRole::Target)
    );
    assert_eq!(
        outcome.messages(),
        [(
            "this link would run code in the reader's browser and is left out",
            "javascript:x"
        )]
    );
}

#[test]
fn an_open_quote_is_reported() {
    let outcome = outcome("::: quote by=\"Sam\na\n:::\n", RawHtml::Allow);
    assert_eq!(
        outcome.messages(),
        [("the value of `by` has no closing quote", "by=\"Sam")]
    );
    assert_eq!(outcome.diagnostics[0].code, Code::WrongArgument);
}

#[test]
fn an_unclosed_block_ends_with_its_container() {
    let outcome = outcome(
        "> ::: note\n> a\n\nb\n\n:::: x\n::: y\nc\n::::\n",
        RawHtml::Allow,
    );
    assert_eq!(
        outcome.shown(&outcome.body.fragment),
        "<blockquote>\n{note|<p>a</p>\n}\n</blockquote>\n<p>b</p>\n{x|{y|<p>c</p>\n}\n}\n"
    );
    assert_eq!(
        outcome.messages(),
        [
            ("the block `note` is never closed", "::: note"),
            ("the block `y` is never closed", "::: y")
        ]
    );
    assert_eq!(
        outcome.diagnostics[0].help,
        ["close it with `:::` on a line of its own"]
    );
}

#[test]
fn html_around_an_unclosed_block_ends_behind_it() {
    let found = outcome("- <div>\n\n  ::: note\n  A\n", RawHtml::Sanitise);
    assert_eq!(
        found.shown(&found.body.fragment),
        "<ul>\n<li>\n<div>\n{note|<p>A</p>\n}\n</div></li>\n</ul>\n"
    );
}

#[test]
fn lines_that_belong_to_no_block_stay_text() {
    let text = "a\n:::\n\n::: note\n::: {.pandoc}\nb\n:::\n:::\n\n> :::\n\n    ::: code\n";
    let outcome = outcome(text, RawHtml::Allow);
    assert_eq!(
        outcome.shown(&outcome.body.fragment),
        "<p>a</p>\n<p>:::</p>\n{note|<p>::: {.pandoc}</p>\n<p>b</p>\n<p>:::</p>\n}\n\
         <blockquote>\n<p>:::</p>\n</blockquote>\n{code |::: code\n}\n"
    );
    assert_eq!(
        outcome.messages(),
        [
            (
                "this line of colons does not belong to a block and is shown as text",
                ":::"
            ),
            (
                "3 lines of colons are those of Quarto and Pandoc, and are shown as text",
                "::: {.pandoc}"
            )
        ]
    );
    assert_eq!(outcome.diagnostics[0].code, Code::UnknownBlock);
    assert_eq!(outcome.diagnostics[0].severity, Severity::Warning);
}

#[test]
fn lines_of_colons_come_back_wherever_they_are_no_lines_of_their_own() {
    assert_eq!(html("a\n        ::: b\n"), "<p>a\n::: b</p>\n");
    assert_eq!(html("<!--\n::: a\n-->\n"), "<!--\n::: a\n-->\n");
    assert_eq!(
        html("<pre>\n::: a<b>\n</pre>\n"),
        "<pre>\n::: a&lt;b&gt;\n</pre>\n"
    );
    assert_eq!(
        html("<pre title=\"\n::: a\n\"></pre>\n"),
        "<pre title=\"\n::: a\n\"></pre>\n"
    );
    assert_eq!(
        html("```` a\n```\n::: b\n```\n````\n"),
        "{code a|```\n::: b\n```\n}\n"
    );
    assert_eq!(html("[a](\n        ::: )\n"), "<p>[a](\n::: )</p>\n");
}

#[test]
fn blocks_end_headings_links_and_words() {
    let outcome = outcome("::: note\n# A\n[b](c.md)\n:::\n# A\n", RawHtml::Allow);
    assert_eq!(
        outcome.shown(&outcome.body.fragment),
        "{note|<h1 id=\"a\">A</h1>\n<p><a href=\"{c.md}\">b</a></p>\n}\n<h1 id=\"a-2\">A</h1>\n"
    );
    assert_eq!(outcome.places(), ["c.md"]);
    assert_eq!(outcome.place(outcome.body.headings[1].span), "# A");
    assert_eq!(outcome.body.words, 3);
}

#[test]
fn html_in_a_block_does_not_swallow_its_end() {
    let text = "> ::: note\n> <p>a</p>\n> :::\n\n::: tip\n<div>\nb\n</div>\n:::\n*c*\n";
    let outcome = outcome(text, RawHtml::Allow);
    assert_eq!(
        outcome.shown(&outcome.body.fragment),
        "<blockquote>\n{note|<p>a</p>\n}\n</blockquote>\n{tip|<div>\nb\n</div>\n}\n<p><em>c</em></p>\n"
    );
    assert_eq!(outcome.diagnostics, []);
}

#[test]
fn blocks_nest_only_so_deep() {
    let text = "::: a\n".repeat(40) + &":::\n".repeat(40);
    let outcome = outcome(&text, RawHtml::Allow);
    assert_eq!(
        outcome.messages(),
        [(
            "16 lines of colons do not belong to a block and are shown as text",
            "::: a"
        )]
    );
    assert_eq!(outcome.diagnostics[0].help.len(), 2);
}
