//! HTML that authors write, in the three modes.

use super::{html, html_with, outcome};
use crate::config::RawHtml;
use crate::document::LinkRole;

#[test]
fn allowed_html_has_its_links_found() {
    let text = "<div id=\"x\">\n<a class=c href='a.md?b&amp;c' title=\"t\">t</a> <a name=n></a>\n<img src=d.png alt>\n\
                <video poster=\"p.png\"><source src=\"e.mp4\"></video> <a href=\"tel:1\">f</a> <a href>g</a>\n</div>\n\n\
                h <a href=\"i.md\">*j*</a>\n";
    let outcome = outcome(text, RawHtml::Allow);
    assert_eq!(
        outcome.shown(&outcome.body.fragment),
        "<div id=\"x\">\n<a class=c href=\"{a.md?b&c}\" title=\"t\">t</a> <a name=n></a>\n<img src=\"{d.png}\" alt>\n\
         <video poster=\"{p.png}\"><source src=\"{e.mp4}\"></video> <a href=\"tel:1\">f</a> <a href>g</a>\n</div>\n\
         <p>h <a href=\"{i.md}\"><em>j</em></a></p>\n"
    );
    assert_eq!(
        outcome.places(),
        ["a.md?b&amp;c", "d.png", "p.png", "e.mp4", "i.md"]
    );
    assert_eq!(outcome.links[0].value.role, LinkRole::Target);
    assert_eq!(outcome.links[1].value.role, LinkRole::Picture);
    assert_eq!(outcome.body.anchors, ["x", "n"]);
}

#[test]
fn links_in_quoted_html_keep_their_places() {
    let outcome = outcome(
        "> <div>\r\n> <a\r\n> href=\"a.md\">b</a></div>\r\n",
        RawHtml::Allow,
    );
    assert_eq!(
        outcome.shown(&outcome.body.fragment),
        "<blockquote>\n<div>\n<a\nhref=\"{a.md}\">b</a></div>\n</blockquote>\n"
    );
    assert_eq!(outcome.places(), ["a.md"]);
}

#[test]
fn scripts_and_comments_are_not_looked_into() {
    let text = "<script>\nlet a = \"<a href='b'>\";\n</script>\n\n<!-- <a href=\"c\"> -->\n";
    let outcome = outcome(text, RawHtml::Allow);
    assert_eq!(
        outcome.shown(&outcome.body.fragment),
        text.replace("\n\n", "\n")
    );
    assert!(outcome.links.is_empty());
}

#[test]
fn escaped_html_is_text() {
    assert_eq!(
        html_with(
            "<div onclick=\"x\">\n&amp;\n</div>\n\na <b>c</b> <!-- d -->\n",
            RawHtml::Escape
        ),
        "<p>&lt;div onclick=\"x\"&gt;\n&amp;amp;\n&lt;/div&gt;</p>\n\
         <p>a &lt;b&gt;c&lt;/b&gt; &lt;!-- d --&gt;</p>\n"
    );
}

#[test]
fn sanitised_html_keeps_what_is_harmless() {
    assert_eq!(
        html_with(
            "<div class=x style=\"y\" ID=i onclick='z' lang=cy>\n<A HREF=\"a.md\" title='\"'>b</A> <img src=c.png alt=d>\n\
             <details open><summary>e</summary>&eacute; 1 < 2</details></div>\n<!-- gone -->\n",
            RawHtml::Sanitise
        ),
        "<div id=\"i\" lang=\"cy\">\n<a href=\"{a.md}\" title=\"&quot;\">b</a> <img src=\"{c.png}\" alt=\"d\">\n\
         <details open><summary>e</summary>&eacute; 1 &lt; 2</details></div>\n\n"
    );
}

#[test]
fn sanitised_html_loses_what_is_not() {
    let sanitised = |text: &str| html_with(text, RawHtml::Sanitise);
    assert_eq!(
        sanitised("<script>alert(1)</script>\n"),
        "&lt;script&gt;alert(1)&lt;/script&gt;\n"
    );
    assert_eq!(
        sanitised("a <iframe src=x> b\n"),
        "<p>a &lt;iframe src=x&gt; b</p>\n"
    );
    for href in [
        "javascript:x",
        "java&#10;script:x",
        "java&Tab;script:x",
        "&#x6A;avascript&colon;x",
        "&unknown;:x",
        " data:x",
    ] {
        assert_eq!(
            sanitised(&format!("<a href=\"{href}\">b</a>\n")),
            "<p><a>b</a></p>\n",
            "{href}"
        );
    }
    assert_eq!(
        sanitised("<img src=\"data:image/png;base64,A\">\n"),
        "<img>\n"
    );
    assert_eq!(
        sanitised("<a href=\"mailto:a@b.c\">d</a>\n"),
        "<p><a href=\"mailto:a@b.c\">d</a></p>\n"
    );
}

#[test]
fn sanitised_html_is_balanced() {
    let sanitised = |text: &str| html_with(text, RawHtml::Sanitise);
    assert_eq!(
        sanitised("</div>\n\na <b>c\n\nd\n"),
        "&lt;/div&gt;\n<p>a <b>c</b></p>\n<p>d</p>\n"
    );
    assert_eq!(
        sanitised("> <div>\n\n</div>\n"),
        "<blockquote>\n<div>\n</div>\n</blockquote>\n&lt;/div&gt;\n"
    );
    assert_eq!(
        sanitised("<div>\n\n*a*\n\n</div>\n"),
        "<div>\n<p><em>a</em></p>\n</div>\n"
    );
    assert_eq!(
        sanitised("a <i><b>c</i> d</b>\n"),
        "<p>a <i><b>c</b></i> d&lt;/b&gt;</p>\n"
    );
    assert_eq!(
        sanitised("::: note\n<div>\n:::\n"),
        "{note|<div>\n</div>}\n"
    );
}

#[test]
fn text_around_html_is_read_on() {
    assert_eq!(
        html("<div>\n\n**a**\n\n</div>\n"),
        "<div>\n<p><strong>a</strong></p>\n</div>\n"
    );
    assert_eq!(html("a <kbd>b</kbd> &copy;\n"), "<p>a <kbd>b</kbd> ©</p>\n");
}

#[test]
fn allowed_html_does_not_reach_beyond_its_text() {
    for (text, closed) in [
        ("<div>\n\na\n", "<div>\n<p>a</p>\n</div>"),
        (
            "- <div>\n\nb\n",
            "<ul>\n<li>\n<div>\n</div></li>\n</ul>\n<p>b</p>\n",
        ),
        ("a <b>c\n\nd\n", "<p>a <b>c</p>\n<p>d</p>\n</b>"),
        (
            "> a <b>c\n\nd\n",
            "<blockquote>\n<p>a <b>c</p>\n</b>\n</blockquote>\n<p>d</p>\n",
        ),
        ("a <span>c\n\nd\n", "<p>a <span>c</span></p>\n<p>d</p>\n"),
        ("</div>\n</main></p></body>\n\nb\n", "\n</p>\n<p>b</p>\n"),
        ("<ul><li>a<li>b</ul>\n", "<ul><li>a<li>b</ul>\n"),
        (
            "<table><tr><td>a<td>b<tr><td>c\n",
            "<table><tr><td>a<td>b<tr><td>c\n</td></tr></table>",
        ),
        ("<p>a\n", "<p>a\n"),
        ("<div><b><i></div></b>\n", "<div><b><i></div></b>\n</i>"),
        ("<div a=\"\n\nb\n", "&lt;div a=\"\n<p>b</p>\n"),
        ("<div a=1\n\nb\n", "&lt;div a=1\n<p>b</p>\n"),
        (
            "<script>\nif (a < b) {\n",
            "<script>\nif (a < b) {\n</script>",
        ),
        (
            "<div><style>\na {}\n\nb\n",
            "<div><style>\na {}\n</style>\n<p>b</p>\n</div>",
        ),
        ("<div><plaintext>\n", "<div>&lt;plaintext&gt;\n</div>"),
        (
            "<div><svg><path d=\"\"/><g></g></svg></div>\n",
            "<div><svg><path d=\"\"/><g></g></svg></div>\n",
        ),
        (
            "::: note\n<div>\n:::\n\n</div>\n",
            "{note|<div>\n</div>}\n\n",
        ),
    ] {
        assert_eq!(html(text), closed, "{text}");
    }
}

#[test]
fn a_comment_without_an_end_is_told_and_takes_only_its_own_text() {
    for raw_html in [RawHtml::Allow, RawHtml::Sanitise] {
        for text in ["a\n\n<!-- b\n\n# Z\n", "> a\n>\n> <!-- b\n> Z\n"] {
            let outcome = outcome(text, raw_html);
            let html = outcome.shown(&outcome.body.fragment);
            assert!(
                html.contains('a') && !html.contains("<!--") && !html.contains('Z'),
                "{html}"
            );
            assert_eq!(
                outcome.messages(),
                [("this comment is never closed", "<!-- b")]
            );
        }
        let shown = outcome("a <!-- b\n\nc `<!-- d` \\<!-- e\n", raw_html);
        assert_eq!(
            shown.messages(),
            [("this comment is never closed", "<!--")],
            "its paragraph ends first"
        );
    }
}
