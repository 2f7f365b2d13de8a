//! Paragraphs, headings, lists, tables, code, and what is made of plain text.

use super::{html, outcome, outcome_in};
use crate::config::RawHtml;
use crate::document::Quotes;

#[test]
fn paragraphs_and_emphasis() {
    assert_eq!(
        html("a *b* **c** ~~d~~ `e < f`\nnext \\\nlast\n\n---\n\n> quoted\n"),
        "<p>a <em>b</em> <strong>c</strong> <del>d</del> <code>e &lt; f</code>\nnext <br>\nlast</p>\n<hr>\n\
         <blockquote>\n<p>quoted</p>\n</blockquote>\n"
    );
}

#[test]
fn smart_punctuation() {
    assert_eq!(html("\"It's\" 2012--13...\n"), "<p>“It’s” 2012–13…</p>\n");
}

#[test]
fn headings_have_anchors() {
    let text = "# The *plan*: `a` & b\n## The plan: a & b\n\nUnder\n-----\n## ?\n## ?\n# X {#x .c .d}\n# X\n";
    let outcome = outcome(text, RawHtml::Allow);
    assert_eq!(
        outcome.shown(&outcome.body.fragment),
        "<h1 id=\"the-plan-a-b\">The <em>plan</em>: <code>a</code> &amp; b</h1>\n\
         <h2 id=\"the-plan-a-b-2\">The plan: a &amp; b</h2>\n<h2 id=\"under\">Under</h2>\n\
         <h2 id=\"section\">?</h2>\n<h2 id=\"section-2\">?</h2>\n\
         <h1 id=\"x\" class=\"c d\">X</h1>\n<h1 id=\"x-2\">X</h1>\n"
    );
    let heading = &outcome.body.headings[0];
    let first = &heading.value;
    assert_eq!(
        (first.level, first.id.as_str(), first.text.as_str()),
        (1, "the-plan-a-b", "The plan: a & b")
    );
    assert_eq!(outcome.place(heading.span), "# The *plan*: `a` & b");
    assert_eq!(outcome.place(outcome.body.headings[2].span), "Under\n-----");
}

#[test]
fn an_explicit_id_wins_over_an_earlier_heading() {
    assert_eq!(
        html("# A\n\n# B {#a}\n"),
        "<h1 id=\"a-2\">A</h1>\n<h1 id=\"a\">B</h1>\n"
    );
}

#[test]
fn links_and_pictures_in_headings_keep_their_places() {
    assert_eq!(
        html("[z](z.md)\n\n# [a](b.md) ![c](d.png)\n\n[e](f.md)\n"),
        "<p><a href=\"{z.md}\">z</a></p>\n\
         <h1 id=\"a-c\"><a href=\"{b.md}\">a</a> <img src=\"{d.png}\" alt=\"c\" loading=\"lazy\"></h1>\n\
         <p><a href=\"{f.md}\">e</a></p>\n"
    );
}

#[test]
fn lists() {
    assert_eq!(
        html("- a\n  - b\n- c\n\n3. d\n\n4. e\n"),
        "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>\n\
         <ol start=\"3\">\n<li>\n<p>d</p>\n</li>\n<li>\n<p>e</p>\n</li>\n</ol>\n"
    );
}

#[test]
fn task_lists_name_their_boxes() {
    assert_eq!(
        html("- [ ] a *b*\n- [x] c\n  - d\n"),
        "<ul>\n<li><label class=\"task\"><input type=\"checkbox\" disabled> a <em>b</em></label></li>\n\
         <li><label class=\"task\"><input type=\"checkbox\" disabled checked> c</label>\n\
         <ul>\n<li>d</li>\n</ul>\n</li>\n</ul>\n"
    );
    assert_eq!(
        html("- [ ] a\n\n  b\n"),
        "<ul>\n<li>\n<p><label class=\"task\"><input type=\"checkbox\" disabled> a</label></p>\n<p>b</p>\n</li>\n</ul>\n"
    );
}

#[test]
fn tables() {
    assert_eq!(
        html("| a | b |\n|:--|--:|\n| 1 | *2* |\n| 3 |\n"),
        "<div class=\"table-scroll\" role=\"group\" aria-label=\"Table: a, b\" tabindex=\"0\">\n<table>\n<thead>\n\
         <tr><th scope=\"col\" class=\"align-left\">a</th><th scope=\"col\" class=\"align-right\">b</th></tr>\n</thead>\n\
         <tbody>\n<tr><td class=\"align-left\">1</td><td class=\"align-right\"><em>2</em></td></tr>\n\
         <tr><td class=\"align-left\">3</td><td class=\"align-right\"></td></tr>\n</tbody>\n</table>\n</div>\n"
    );
    assert_eq!(
        html("|a|\n|-|\n"),
        "<div class=\"table-scroll\" role=\"group\" aria-label=\"Table: a\" tabindex=\"0\">\n<table>\n<thead>\n<tr><th scope=\"col\">a</th></tr>\n</thead>\n</table>\n</div>\n"
    );
}

#[test]
fn alerts() {
    assert_eq!(
        html("> [!WARNING]\n> Mind\n"),
        "<div class=\"alert alert-warning\" role=\"note\">\n<p class=\"alert-title\">Warning</p>\n<p>Mind</p>\n</div>\n"
    );
}

#[test]
fn a_colon_without_a_space_defines_nothing() {
    assert_eq!(
        html("tagged with\n:evergreen_tree: emoji"),
        "<p>tagged with\n:evergreen_tree: emoji</p>\n"
    );
}

#[test]
fn definition_lists() {
    assert_eq!(
        html("Term\n: What it *means*\n"),
        "<dl>\n<dt>Term</dt>\n<dd>What it <em>means</em></dd>\n</dl>\n"
    );
}

#[test]
fn code_blocks_are_slots() {
    let text = "```Rust,ignore\r\na\r\n\r\nb\r\n```\r\n\r\n    c\n";
    let outcome = outcome(text, RawHtml::Allow);
    assert_eq!(
        outcome.shown(&outcome.body.fragment),
        "{code Rust|a\n\nb\n}\n{code |c\n}\n"
    );
    let crate::document::Filling::Code(code) = &outcome.body.fragment.slots[0].filling else {
        panic!()
    };
    assert_eq!(outcome.place(code.span), "Rust");
}

#[test]
fn abbreviations() {
    assert_eq!(
        html(
            "The R&D of the NHS, *NHS* NHSX `NHS`\n\n*[NHS]: National Health Service\n*[R&D]: Research\n\n# NHS\n"
        ),
        "<p>The <abbr>R&amp;D</abbr> (Research) of the <abbr>NHS</abbr> (National Health Service), \
         <em><abbr title=\"National Health Service\">NHS</abbr></em> NHSX <code>NHS</code></p>\n\
         <h1 id=\"nhs\"><abbr title=\"National Health Service\">NHS</abbr></h1>\n"
    );
    assert_eq!(
        html("```\n*[A]: b\n```\nA\n"),
        "{code |*[A]: b\n}\n<p>A</p>\n"
    );
    assert_eq!(html("a *[b]: c*\n"), "<p>a <em>[b]: c</em></p>\n");
}

#[test]
fn template_code_of_others_stays_as_it_is_written() {
    for (text, shown) in [
        (
            "{{ a | \"x\" }} {% if a -- b %}\n\n`{{ c }}` {{< d \"e\">}} {{ open \"f\"\n",
            "<p>{{ a | \"x\" }} {% if a -- b %}</p>\n<p><code>{{ c }}</code> {{&lt; d \"e\"&gt;}} {{ open “f”</p>\n",
        ),
        (
            "{{<note>}}\n*a*\n{{</note>}}",
            "<p>{{&lt;note&gt;}}\n<em>a</em>\n{{&lt;/note&gt;}}</p>\n",
        ),
        (
            "<%= a['b'] %> {{{ c_d_e }}}",
            "<p>&lt;%= a['b'] %&gt; {{{ c_d_e }}}</p>\n",
        ),
        ("## A {{ b }}", "<h2 id=\"a-b\">A {{ b }}</h2>\n"),
        ("## {% c \"d\" %} {#e}", "<h2 id=\"e\">{% c \"d\" %}</h2>\n"),
        (
            "**{{ a }}** *b{{ c * d }}*",
            "<p><strong>{{ a }}</strong> <em>b{{ c * d }}</em></p>\n",
        ),
        (
            "see https://e.org/{{ a }}/b",
            "<p>see https://e.org/{{ a }}/b</p>\n",
        ),
        (
            "{{ \"https://e.org\" }}",
            "<p>{{ \"https://e.org\" }}</p>\n",
        ),
        (
            "[a]({{ b }}/c.md \"{{ d }}\")",
            "<p><a href=\"{{ b }}/c.md\" title=\"{{ d }}\">a</a></p>\n",
        ),
        (
            "![{{ a }}]({% b \"c\" %})",
            "<p><img src=\"{% b &quot;c&quot; %}\" alt=\"{{ a }}\" loading=\"lazy\"></p>\n",
        ),
        (
            "[{{ a }}](b\\_c.md)",
            "<p><a href=\"{b_c.md}\">{{ a }}</a></p>\n",
        ),
        (
            "<a href=\"{{ a }}\" class=\"{{ \"b\" }}\">{{ c < d }}</a>",
            "<p><a href=\"{{ a }}\" class=\"{{ &quot;b&quot; }}\">{{ c &lt; d }}</a></p>\n",
        ),
        (
            "<div {{ a=\" }}>\n\nb\n\n</div>",
            "<div {{ a=&quot; }}>\n<p>b</p>\n</div>",
        ),
        (
            "a | b\n-|-\n{{ c | d }} | e",
            "<div class=\"table-scroll\" role=\"group\" aria-label=\"Table: a, b\" tabindex=\"0\">\n<table>\n<thead>\n<tr><th scope=\"col\">a</th><th scope=\"col\">b</th></tr>\n</thead>\n<tbody>\n<tr><td>{{ c | d }}</td><td>e</td></tr>\n</tbody>\n</table>\n</div>\n",
        ),
        (
            "```\n{{ a }}\n```\n\n    {{ b }}\n",
            "{code |{{ a }}\n}\n{code |{{ b }}\n}\n",
        ),
        (
            "::: note title=\"{{ a }}\"\n{{ b }}\n:::",
            "{note title={{ a }}|<p>{{ b }}</p>\n}\n",
        ),
        ("[a]: {{ b }}\n\n[a]", "<p><a href=\"{{ b }}\">a</a></p>\n"),
    ] {
        assert_eq!(html(text), shown, "{text}");
    }
}

#[test]
fn template_code_is_told_once_for_each_dialect() {
    let text = "{{ a | \"x\" }} {% if a %}\n\n`{{ code }}` {{< b >}} [c]({{ d }})\n\n<div id=\"{{ e }}\">{{ f }}</div>\n";
    assert_eq!(
        outcome(text, RawHtml::Allow).messages(),
        [
            (
                "the text contains template code of another generator",
                "{{ a | \"x\" }}"
            ),
            ("the text contains shortcodes of Hugo", "{{< b >}}"),
        ]
    );
    let code = "`{{ a }}`\n\n    {% b %}\n\n<!-- {{ c }} -->\n";
    assert_eq!(outcome(code, RawHtml::Allow).diagnostics, []);
}

#[test]
fn words_and_first_paragraph() {
    let text = "> quote here\n\n![a](b.png)\n\n- an item\n\nIt's *one* \"two\"\n[three](a.md) &amp; `four`\n\nMore\n";
    let body = outcome(text, RawHtml::Allow).body;
    assert_eq!(body.first_paragraph, "It’s one “two” three & four");
    assert_eq!(body.words, 11);
    assert_eq!(
        outcome("# A\n\n> only\n> here\n", RawHtml::Allow)
            .body
            .first_paragraph,
        "only here"
    );
    assert_eq!(
        outcome("a<br>b --- c\n\n- d\n- e\n", RawHtml::Allow)
            .body
            .words,
        4
    );
}

#[test]
fn line_ends_marks_and_odd_characters() {
    assert_eq!(
        html("\u{feff}# A\r\nb\r\nc\0\u{1}d 𝒳\r\n"),
        "<h1 id=\"a\">A</h1>\n<p>b\nc  d 𝒳</p>\n"
    );
    assert_eq!(html(""), "");
}

#[test]
fn braces_at_the_end_of_a_heading_are_attributes_or_text() {
    for (text, heading) in [
        (
            "## Greeting {name}",
            "<h2 id=\"greeting-name\">Greeting {name}</h2>\n",
        ),
        ("## {name}", "<h2 id=\"name\">{name}</h2>\n"),
        (
            "## *A* {n} {x y}",
            "<h2 id=\"a-n-x-y\"><em>A</em> {n} {x y}</h2>\n",
        ),
        (
            "## A {#b .c key=\"d e\"}",
            "<h2 id=\"b\" class=\"c\">A</h2>\n",
        ),
        ("## A {#b c}", "<h2 id=\"a-b-c\">A {#b c}</h2>\n"),
        ("## A ## {b}", "<h2 id=\"a-b\">A {b}</h2>\n"),
        ("## A{}", "<h2 id=\"a\">A{}</h2>\n"),
        (
            "## Sets {1, R&amp;D}",
            "<h2 id=\"sets-1-r-d\">Sets {1, R&amp;D}</h2>\n",
        ),
        ("A {name}\n===", "<h1 id=\"a-name\">A {name}</h1>\n"),
        (
            "> A {#b}\n> ---",
            "<blockquote>\n<h2 id=\"b\">A</h2>\n</blockquote>\n",
        ),
    ] {
        assert_eq!(html(text), heading, "{text}");
    }
}

#[test]
fn quotes_are_those_of_the_language() {
    let shown = |text: &'static str, language: &str| {
        let outcome = outcome_in(text, Quotes::of(language));
        outcome.shown(&outcome.body.fragment)
    };
    for (language, quoted) in [
        ("en-GB", "<p>“a ‘b’ it’s”</p>\n"),
        ("cy", "<p>“a ‘b’ it’s”</p>\n"),
        ("de", "<p>„a ‚b‘ it’s“</p>\n"),
        ("de-CH", "<p>«a ‹b› it’s»</p>\n"),
        ("fr", "<p>«\u{202f}a “b” it’s\u{202f}»</p>\n"),
        ("pl", "<p>„a «b» it’s”</p>\n"),
        ("pt-BR", "<p>“a ‘b’ it’s”</p>\n"),
    ] {
        assert_eq!(shown("\"a 'b' it's\"", language), quoted, "{language}");
    }
    assert_eq!(
        shown("Mae 'na bobl sy'n byw", "cy"),
        "<p>Mae ’na bobl sy’n byw</p>\n"
    );
}

#[test]
fn signs_of_feet_and_inches_stay() {
    for (text, shown) in [
        (
            "a 5\" pipe, 6'2\" tall and 5' 4\"",
            "a 5\" pipe, 6'2\" tall and 5' 4\"",
        ),
        (
            "\"in 1999\" and '99' of the 1990's",
            "“in 1999” and ‘99’ of the 1990’s",
        ),
        ("2½\" thick", "2½\" thick"),
        ("'tis 'so'", "’tis ‘so’"),
        ("since '90s 6' boards", "since ’90s 6' boards"),
        ("'20 came' in the '90s", "‘20 came’ in the ’90s"),
        ("rock 'n' roll, 'now'", "rock ’n’ roll, ‘now’"),
    ] {
        assert_eq!(html(text), format!("<p>{shown}</p>\n"), "{text}");
    }
}
