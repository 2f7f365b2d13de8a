//! Footnotes: numbers, places and the ways back.

use super::{html, outcome};
use crate::config::RawHtml;

#[test]
fn footnotes_are_numbered_by_first_use() {
    let text = "[^b]: Two[^c]\n\na[^A] b[^b] c[^a]\n\n[^a]: One\n[^c]: Three\n[^unused]: [x](y)\n";
    let outcome = outcome(text, RawHtml::Allow);
    assert_eq!(
        outcome.shown(&outcome.body.fragment),
        "<p>a<sup><a href=\"#fn-1\" id=\"fnref-1\" role=\"doc-noteref\" aria-label=\"Footnote 1\">1</a></sup> \
         b<sup><a href=\"#fn-2\" id=\"fnref-2\" role=\"doc-noteref\" aria-label=\"Footnote 2\">2</a></sup> \
         c<sup><a href=\"#fn-1\" id=\"fnref-1-2\" role=\"doc-noteref\" aria-label=\"Footnote 1\">1</a></sup></p>\n\
         <section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\">\n<ol>\n\
         <li id=\"fn-1\">\n<p>One <a href=\"#fnref-1\" role=\"doc-backlink\" aria-label=\"Back to reference 1\">↩</a> \
         <a href=\"#fnref-1-2\" role=\"doc-backlink\" aria-label=\"Back to reference 1-2\">↩</a></p>\n</li>\n\
         <li id=\"fn-2\">\n<p>Two<sup><a href=\"#fn-3\" id=\"fnref-3\" role=\"doc-noteref\" aria-label=\"Footnote 3\">3</a></sup> \
         <a href=\"#fnref-2\" role=\"doc-backlink\" aria-label=\"Back to reference 2\">↩</a></p>\n</li>\n\
         <li id=\"fn-3\">\n<p>Three <a href=\"#fnref-3\" role=\"doc-backlink\" aria-label=\"Back to reference 3\">↩</a>\
         </p>\n</li>\n</ol>\n</section>\n"
    );
    assert_eq!(
        outcome.body.anchors,
        [
            "fnref-1",
            "fnref-2",
            "fnref-1-2",
            "fnref-3",
            "fn-1",
            "fn-2",
            "fn-3"
        ]
    );
    assert!(outcome.links.is_empty());
    assert_eq!(outcome.body.first_paragraph, "a b c");
}

#[test]
fn footnotes_keep_links_and_blocks() {
    assert_eq!(
        html("a[^1]\n\n[^1]: [b](c.md)\n\n    ::: note\n    d\n    :::\n"),
        "<p>a<sup><a href=\"#fn-1\" id=\"fnref-1\" role=\"doc-noteref\" aria-label=\"Footnote 1\">1</a></sup></p>\n\
         <section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\">\n<ol>\n<li id=\"fn-1\">\n\
         <p><a href=\"{c.md}\">b</a></p>\n{note|<p>d</p>\n}\n \
         <a href=\"#fnref-1\" role=\"doc-backlink\" aria-label=\"Back to reference 1\">↩</a>\n</li>\n</ol>\n</section>\n"
    );
}

#[test]
fn undefined_footnotes_stay_text() {
    assert_eq!(html("a[^1]\n"), "<p>a[^1]</p>\n");
}
