//! Comments of readers: what their Markdown and their HTML cannot do to the page.

use super::outcome_of_guest;
use crate::config::RawHtml;

fn guest(text: &str) -> String {
    let outcome = outcome_of_guest(text);
    outcome.shown(&outcome.body.fragment)
}

#[test]
fn headings_are_bold_lines_and_no_anchors() {
    let outcome =
        outcome_of_guest("# One *two* {#x .y}\n\nThree\n=====\n\n<h2 id=\"z\">four</h2>\n");
    assert_eq!(
        outcome.shown(&outcome.body.fragment),
        "<p><strong>One <em>two</em></strong></p>\n<p><strong>Three</strong></p>\n\
         <div><strong>four</strong></div>\n"
    );
    assert!(outcome.body.headings.is_empty() && outcome.body.anchors.is_empty());
}

#[test]
fn footnotes_have_ids_of_their_own() {
    let outcome = outcome_of_guest("a[^n] b[^n]\n\n[^n]: c\n");
    let html = outcome.shown(&outcome.body.fragment);
    assert_eq!(
        html,
        "<p>a<sup><a href=\"#comment-a-fn-1\" id=\"comment-a-fnref-1\" role=\"doc-noteref\" aria-label=\"Footnote 1\">1</a></sup> \
         b<sup><a href=\"#comment-a-fn-1\" id=\"comment-a-fnref-1-2\" role=\"doc-noteref\" aria-label=\"Footnote 1\">1</a></sup></p>\n\
         <div class=\"footnotes\">\n<ol>\n<li id=\"comment-a-fn-1\">\n<p>c \
         <a href=\"#comment-a-fnref-1\" role=\"doc-backlink\" aria-label=\"Back to reference 1\">↩</a> \
         <a href=\"#comment-a-fnref-1-2\" role=\"doc-backlink\" aria-label=\"Back to reference 1-2\">↩</a></p>\n</li>\n</ol>\n</div>\n"
    );
    assert_eq!(
        outcome.body.anchors,
        ["comment-a-fnref-1", "comment-a-fnref-1-2", "comment-a-fn-1"]
    );
}

#[test]
fn links_are_disowned() {
    for (text, html) in [
        (
            "[a](b.md)",
            "<p><a href=\"{b.md}\" rel=\"nofollow ugc\">a</a></p>\n",
        ),
        (
            "https://a.org/b",
            "<p><a href=\"{https://a.org/b}\" rel=\"nofollow ugc\">https://a.org/b</a></p>\n",
        ),
        (
            "<a@b.org>",
            "<p><a href=\"mailto:a@b.org\" rel=\"nofollow ugc\">a@b.org</a></p>\n",
        ),
        (
            "[[person/sam]]",
            "<p><a href=\"{person/sam}\" rel=\"nofollow ugc\">{title of person/sam}</a></p>\n",
        ),
        (
            "<a href=\"https://a.org\" rel=\"me\" onclick=\"x()\">a</a>",
            "<p><a href=\"{https://a.org}\" rel=\"nofollow ugc\">a</a></p>\n",
        ),
        (
            "<a href='tel:1'>a</a>",
            "<p><a href=\"tel:1\" rel=\"nofollow ugc\">a</a></p>\n",
        ),
        ("[a](javascript:x)", "<p><a>a</a></p>\n"),
    ] {
        assert_eq!(guest(text), html, "{text}");
    }
}

#[test]
fn nothing_is_fetched_from_elsewhere() {
    for (text, html) in [
        (
            "![A cat](https://a.org/c.png)",
            "<p><a href=\"{https://a.org/c.png}\" rel=\"nofollow ugc\">A cat</a></p>\n",
        ),
        (
            "![](//a.org/c.png)",
            "<p><a href=\"{//a.org/c.png}\" rel=\"nofollow ugc\">//a.org/c.png</a></p>\n",
        ),
        (
            "[![c](http://a.org/c.png)](d.md)",
            "<p><a href=\"{d.md}\" rel=\"nofollow ugc\">c</a></p>\n",
        ),
        (
            "![c](cat.png)",
            "<p><img src=\"{cat.png}\" alt=\"c\" loading=\"lazy\"></p>\n",
        ),
        (
            "a <img src=\"https://a.org/c.png\">",
            "<p>a &lt;img src=\"https://a.org/c.png\"&gt;</p>\n",
        ),
        (
            "a <img src='/\\a.org/c.png'>",
            "<p>a &lt;img src='/\\a.org/c.png'&gt;</p>\n",
        ),
        (
            "a <img src='&#47;/a.org/c.png'>",
            "<p>a &lt;img src='&amp;#47;/a.org/c.png'&gt;</p>\n",
        ),
    ] {
        assert_eq!(guest(text), html, "{text}");
    }
}

#[test]
fn the_sites_own_parts_stay_out_of_reach() {
    let outcome = outcome_of_guest("::: comments\n\na\n\n:::\n\nb\n::: c\n");
    let html = outcome.shown(&outcome.body.fragment);
    assert_eq!(
        html,
        "<p>::: comments</p>\n<p>a</p>\n<p>:::</p>\n<p>b</p>\n<p>::: c</p>\n"
    );
    assert!(outcome.diagnostics.is_empty(), "{:?}", outcome.diagnostics);
    assert_eq!(
        guest("<section id=\"main\" aria-label=\"Menu\" class=\"site-head\">\n\na\n\n</section>\n"),
        "<div>\n<p>a</p>\n</div>\n"
    );
    // Other authors who are not trusted keep theirs.
    let other = super::outcome("<section id=\"x\">\n\na\n\n</section>\n", RawHtml::Sanitise);
    assert_eq!(
        other.shown(&other.body.fragment),
        "<section id=\"x\">\n<p>a</p>\n</section>\n"
    );
}
