//! Links, pictures, `[[…]]` and bare addresses: their HTML and their places.

use super::{html, outcome};
use crate::base::Code;
use crate::config::RawHtml;
use crate::document::{Filling, LinkRole};

#[test]
fn links_know_where_their_destination_stands() {
    let text = "é [a](../b.md#c \"T & t\") ![d](e.png 'x') <https://f.org> [g][h] [a\\]](</i j>)\n\n[h]: k.md\n";
    let outcome = outcome(text, RawHtml::Allow);
    assert_eq!(
        outcome.shown(&outcome.body.fragment),
        "<p>é <a href=\"{../b.md#c}\" title=\"T &amp; t\">a</a> \
         <img src=\"{e.png}\" alt=\"d\" title=\"x\" loading=\"lazy\"> \
         <a href=\"{https://f.org}\">https://f.org</a> <a href=\"{k.md}\">g</a> <a href=\"{/i j}\">a]</a></p>\n"
    );
    assert_eq!(
        outcome.places(),
        ["../b.md#c", "e.png", "https://f.org", "k.md", "/i j"]
    );
    assert_eq!(outcome.links[0].value.role, LinkRole::Target);
    assert_eq!(outcome.links[1].value.role, LinkRole::Picture);
}

#[test]
fn a_rewritten_destination_has_the_link_as_its_place() {
    let outcome = outcome("x [a](b\\_c.md) y\n", RawHtml::Allow);
    assert_eq!(outcome.links[0].value.target, "b_c.md");
    assert_eq!(outcome.places(), ["[a](b\\_c.md)"]);
}

#[test]
fn contacts_are_written_straight() {
    assert_eq!(
        html("[a](tel:01) <b@c.org> [d](mailto:e@f.org?subject=\"x\")\n"),
        "<p><a href=\"tel:01\">a</a> <a href=\"mailto:b@c.org\">b@c.org</a> \
         <a href=\"mailto:e@f.org?subject=&quot;x&quot;\">d</a></p>\n"
    );
}

#[test]
fn unsafe_links_are_left_out_in_every_mode() {
    for mode in [RawHtml::Allow, RawHtml::Sanitise, RawHtml::Escape] {
        let outcome = outcome(
            "[a](javascript:x) [b](java&#9;script:x) ![c](data:text/html,x)\n",
            mode,
        );
        assert_eq!(
            outcome.shown(&outcome.body.fragment),
            "<p><a>a</a> <a>b</a> <img alt=\"c\" loading=\"lazy\"></p>\n"
        );
        // What they name is remembered only for what may be withheld.
        let mut links = outcome.links.iter();
        assert!(links.all(|link| link.value.role == LinkRole::Mention));
        assert_eq!(outcome.diagnostics.len(), 3);
        assert_eq!(outcome.diagnostics[0].code, Code::BrokenLink);
    }
    assert_eq!(
        html("![a](data:image/png;base64,AA==)\n"),
        "<p><img src=\"data:image/png;base64,AA==\" alt=\"a\" loading=\"lazy\"></p>\n"
    );
}

#[test]
fn pictures_have_plain_alternative_texts() {
    assert_eq!(
        html("![a *b* `c` ![d](e) \"f\"\ng](h.png)\n"),
        "<p><img src=\"{h.png}\" alt=\"a b c d “f” g\" loading=\"lazy\"></p>\n"
    );
    assert_eq!(
        html("[![a](b.png)](c.md)\n"),
        "<p><a href=\"{c.md}\"><img src=\"{b.png}\" alt=\"a\" loading=\"lazy\"></a></p>\n"
    );
}

#[test]
fn links_by_id() {
    let text =
        "[[work-stream/making-it-real]] [[a#b|the *text*]] ![[c.png]]\n\n|x|\n|-|\n|[[d\\|e]]|\n";
    let outcome = outcome(text, RawHtml::Allow);
    let shown = outcome.shown(&outcome.body.fragment);
    assert!(shown.starts_with(
        "<p><a href=\"{work-stream/making-it-real}\">{title of work-stream/making-it-real}</a> \
         <a href=\"{a#b}\">the <em>text</em></a> <img src=\"{c.png}\" alt=\"\" loading=\"lazy\"></p>\n"
    ));
    assert!(shown.contains("<td><a href=\"{d}\">e</a></td>"));
    assert_eq!(
        outcome.places(),
        ["work-stream/making-it-real", "a#b", "c.png", "d"]
    );
    let roles: Vec<_> = outcome.links.iter().map(|link| link.value.role).collect();
    assert_eq!(
        roles,
        [LinkRole::Id, LinkRole::Id, LinkRole::Picture, LinkRole::Id]
    );
    assert_eq!(outcome.body.first_paragraph, "making it real the text");
}

#[test]
fn a_link_with_text_in_brackets_is_no_link_by_id() {
    let outcome = outcome(
        "see [[1]](notes.md?a=1&amp;b) or [[b]](no link\n",
        RawHtml::Allow,
    );
    assert_eq!(
        outcome.shown(&outcome.body.fragment),
        "<p>see <a href=\"{notes.md?a=1&b}\">[1]</a> or <a href=\"{b}\">{title of b}</a>(no link</p>\n"
    );
    assert_eq!(outcome.places(), ["notes.md?a=1&amp;b", "b"]);
}

#[test]
fn a_label_in_double_brackets_is_a_link_in_brackets() {
    let text = "[[1]], [[ Two  words ]] and [[a|b]]\n\n[1]: /x \"T\"\n[two words]: y.md\n[a]: z\n";
    let found = outcome(text, RawHtml::Allow);
    assert_eq!(
        found.shown(&found.body.fragment),
        "<p>[<a href=\"{/x}\" title=\"T\">1</a>], [<a href=\"{y.md}\"> Two  words </a>] and \
         <a href=\"{a}\">b</a></p>\n"
    );
    // A page cannot grow without end by short labels of one long target.
    let many = format!("{}\n\n[a]: /{}\n", "[[a]] ".repeat(1000), "b".repeat(1000));
    let found = outcome(&many, RawHtml::Allow);
    assert!(found.shown(&found.body.fragment).len() < 200_000);
}

#[test]
fn a_part_of_a_mail_address_is_no_link() {
    assert_eq!(
        html("first\\_last@example.org, first\\+last@example.org\n"),
        "<p>first_last@example.org, first+last@example.org</p>\n"
    );
}

#[test]
fn bare_urls_become_links() {
    let text = "(https://a.org/b_c--d_(e)?f=\"1&amp;g=2...). http://x.org/*y* [https://z.org](z) ftp://n\n";
    let outcome = outcome(text, RawHtml::Allow);
    assert_eq!(
        outcome.shown(&outcome.body.fragment),
        "<p>(<a href=\"{https://a.org/b_c--d_(e)?f=}\">https://a.org/b_c--d_(e)?f=</a>“1&amp;g=2…). \
         <a href=\"{http://x.org/*y}\">http://x.org/*y</a>* <a href=\"{z}\">https://z.org</a> ftp://n</p>\n"
    );
    assert_eq!(
        outcome.places(),
        ["https://a.org/b_c--d_(e)?f=", "http://x.org/*y", "z"]
    );
}

#[test]
fn bare_urls_keep_their_dashes_and_references() {
    let outcome = outcome(
        "https://a.org/b--c?d=1&amp;e='f'...\n\nhttps:// http://… `https://c.org`\n",
        RawHtml::Allow,
    );
    assert_eq!(
        outcome.shown(&outcome.body.fragment),
        "<p><a href=\"{https://a.org/b--c?d=1&e='f}\">https://a.org/b--c?d=1&amp;e='f</a>’…</p>\n\
         <p>https:// http://… <code>https://c.org</code></p>\n"
    );
    assert_eq!(outcome.places(), ["https://a.org/b--c?d=1&amp;e='f"]);
}

#[test]
fn bare_urls_beside_abbreviations() {
    assert_eq!(
        html("*[A]: b\n\nA https://A.org A\n"),
        "<p><abbr>A</abbr> (b) <a href=\"{https://A.org}\">https://A.org</a> <abbr title=\"b\">A</abbr></p>\n"
    );
}

#[test]
fn no_link_stands_in_a_link() {
    assert_eq!(
        html("<a href=\"x\">https://a.org</a>\n"),
        "<p><a href=\"{x}\">https://a.org</a></p>\n"
    );
}

#[test]
fn files_to_take_away_are_told_of_and_pictures_measured() {
    let told = |text: &str| {
        let outcome = outcome(text, RawHtml::Allow);
        let fragment = &outcome.body.fragment;
        let html = fragment.html();
        let before = |at: u32| {
            html[..at as usize]
                .rsplit(['>', ' '])
                .next()
                .unwrap_or("")
                .to_owned()
        };
        let slot = |slot: &crate::document::Slot| match &slot.filling {
            Filling::FileFacts(file) => Some((file.link.0, before(slot.at))),
            Filling::Dimensions(link) => Some((link.0, "picture".to_owned())),
            _ => None,
        };
        fragment.slots.iter().filter_map(slot).collect::<Vec<_>>()
    };
    let found = |link: u32, before: &str| (link, before.to_owned());
    assert_eq!(
        told("[a](b.pdf) [c](d.md) [e](f.CSV?g#h)"),
        [found(0, "a"), found(2, "e")]
    );
    assert_eq!(
        told("[[a.pdf|b]] [[1]](c.zip) [[d]]"),
        [found(0, "b"), found(1, "[1]")]
    );
    assert_eq!(
        told("![a](b.png) [c](d.png) <a href=\"e.pdf\">f</a>"),
        [found(0, "picture")]
    );
    assert_eq!(told("[a](b.pdf/) [c](.pdf) [d](https://e.org)"), []);
}
