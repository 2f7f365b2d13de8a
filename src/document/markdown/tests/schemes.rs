//! Addresses as browsers read them: whatever stands in or around a scheme, in whatever form, no link that may run code
//! comes into a page where HTML is not allowed.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::{Outcome, outcome, outcome_of_guest};
use crate::config::RawHtml;
use crate::config::link_schemes::NO_OTHER_SCHEMES;
use crate::document::tag::{Scanner, Token};
use crate::document::{Filling, Fragment};

/// What links and pictures may start with. A second list, so that the first one is looked at.
const ALLOWED: [&str; 25] = [
    "http",
    "https",
    "mailto",
    "tel",
    "bitcoin",
    "ftp",
    "ftps",
    "geo",
    "im",
    "irc",
    "ircs",
    "magnet",
    "matrix",
    "mms",
    "news",
    "nntp",
    "openpgp4fpr",
    "sftp",
    "sip",
    "sms",
    "smsto",
    "ssh",
    "urn",
    "webcal",
    "xmpp",
];

/// Characters that some reader of a page drops, folds or reads over, and some that look as if.
fn odd_characters() -> Vec<char> {
    let controls = ('\0'..='\u{20}').chain('\u{7f}'..='\u{a0}');
    let unseen = "\u{ad}\u{34f}\u{61c}\u{180e}\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{2028}\u{2029}\u{202a}\u{202e}\
        \u{2060}\u{2066}\u{2069}\u{3000}\u{fe0f}\u{feff}\u{fff9}\u{fffb}\u{e0001}\u{e0061}";
    let none =
        "\u{fdd0}\u{fdef}\u{fffc}\u{fffd}\u{fffe}\u{ffff}\u{1fffe}\u{1ffff}\u{10fffe}\u{10ffff}";
    let alike = "\u{37e}\u{212a}\u{17f}\u{130}\u{131}\u{ff4a}\u{ff1a}\u{fe55}\u{2024}\u{301}\\/";
    controls
        .chain(unseen.chars())
        .chain(none.chars())
        .chain(alike.chars())
        .collect()
}

/// A character as it may be written in Markdown and in HTML.
fn forms(c: char) -> Vec<String> {
    let mut bytes = [0; 4];
    let percent = c
        .encode_utf8(&mut bytes)
        .bytes()
        .fold(String::new(), |mut text, byte| {
            let _ = write!(text, "%{byte:02X}");
            text
        });
    let named = match c {
        '\t' => vec!["&Tab;"],
        '\n' => vec!["&NewLine;"],
        '\u{a0}' => vec!["&nbsp;"],
        '\u{ad}' => vec!["&shy;"],
        '\u{200b}' => vec!["&ZeroWidthSpace;", "&NegativeThinSpace;"],
        '\u{200c}' => vec!["&zwnj;"],
        '\u{200d}' => vec!["&zwj;"],
        '\u{200e}' => vec!["&lrm;"],
        '\u{200f}' => vec!["&rlm;"],
        '\u{2060}' => vec!["&NoBreak;"],
        '\\' => vec!["&bsol;"],
        '/' => vec!["&sol;"],
        _ => Vec::new(),
    };
    let code = u32::from(c);
    let numbers = [
        format!("&#{code};"),
        format!("&#x{code:X};"),
        format!("&#X00{code:x}"),
        format!("&amp;#{code};"),
    ];
    [c.to_string(), percent]
        .into_iter()
        .chain(numbers)
        .chain(named.into_iter().map(str::to_owned))
        .collect()
}

/// A text with an address in each place that takes one.
fn everywhere(url: &str) -> String {
    let quoted = url.replace('"', "&quot;");
    format!(
        "[a]({url})\n\n[a](<{url}>)\n\n![a](<{url}>)\n\n<{url}>\n\n[a][b]\n\n[b]: <{url}>\n\n[[{url}]]\n\n\
         [[1]]({url})\n\na <a href=\"{quoted}\">b</a> <img src=\"{quoted}\"> <q cite=\"{quoted}\">b</q>\n\n\
         ::: button href=\"{quoted}\"\n:::\n"
    )
}

/// Every address in a page, as its attribute holds it.
fn urls(outcome: &Outcome) -> Vec<(String, String)> {
    let mut found = Vec::new();
    in_fragment(&outcome.body.fragment, &mut found);
    let links = outcome
        .links
        .iter()
        .filter(|link| !super::super::scheme::is_refused(&link.value.target, &NO_OTHER_SCHEMES));
    found.extend(links.map(|link| ("a link".to_owned(), link.value.target.to_string())));
    found
}

fn in_fragment(fragment: &Fragment, found: &mut Vec<(String, String)>) {
    let html = fragment.html();
    for token in Scanner::new(html) {
        let Token::Tag(tag) = token else { continue };
        for attribute in &tag.attributes {
            if ["href", "src", "cite"].contains(&attribute.name) {
                let value = attribute
                    .value
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&quot;", "\"");
                found.push((
                    tag.name.to_owned(),
                    value.replace("&#39;", "'").replace("&amp;", "&"),
                ));
            }
        }
    }
    for slot in &fragment.slots {
        match &slot.filling {
            Filling::Block(call) => {
                let values = call
                    .arguments
                    .iter()
                    .filter_map(|argument| argument.value.clone());
                found.extend(values.map(|value| ("a block".to_owned(), value)));
                in_fragment(&call.body, found);
            }
            Filling::Table(table) => in_fragment(&table.fragment, found),
            Filling::Cell(cell) => in_fragment(cell, found),
            _ => {}
        }
    }
}

/// The scheme that a browser reads in an address (URL Standard, 4.4), also if what no page may hold is left out before.
fn schemes(url: &str) -> Vec<String> {
    let dropped = |c: &char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    let bare: String = url.chars().filter(dropped).collect();
    [url.to_owned(), bare]
        .iter()
        .filter_map(|url| scheme(url))
        .collect()
}

fn scheme(url: &str) -> Option<String> {
    let url = url
        .trim_start_matches(|c| c <= ' ')
        .replace(['\t', '\n', '\r'], "");
    let (name, _) = url.split_once(':')?;
    let is_scheme = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    is_scheme.then(|| name.to_ascii_lowercase())
}

fn is_harmless(element: &str, url: &str) -> bool {
    let is_picture = element == "img" && url.starts_with("data:image/png;");
    is_picture
        || schemes(url)
            .iter()
            .all(|scheme| ALLOWED.contains(&scheme.as_str()))
}

fn examine(text: &str) {
    for outcome in [
        outcome(text, RawHtml::Escape),
        outcome(text, RawHtml::Sanitise),
        outcome_of_guest(text),
    ] {
        for (element, url) in urls(&outcome) {
            assert!(
                is_harmless(&element, &url),
                "{element}: {url:?} in {text:?}"
            );
        }
    }
}

#[test]
fn nothing_that_is_dropped_or_folded_hides_a_scheme() {
    for c in odd_characters() {
        for form in forms(c) {
            // Before, within, at the end of and behind the name.
            for at in [0, 4, 10, 11] {
                let (before, behind) = "javascript:".split_at(at);
                examine(&everywhere(&format!("{before}{form}{behind}alert(1)")));
            }
            examine(&everywhere(&format!("{form}DATA{form}:text/html,x")));
        }
    }
}

#[test]
fn a_scheme_may_be_written_in_any_way() {
    for url in [
        "&#106;avascript:x",
        "java&Tab;script&colon;x",
        "java\\script:x",
        "javascript\\:x",
        "JaVaScRiPt&#x3A;x",
        "vbscript:x",
        "view-source:javascript:x",
        "file:///etc/passwd",
        "C:\\plan.doc",
        "unknown:x",
        "blob:https://a.org/x",
        "filesystem:https://a.org/x",
        "feed:javascript:x",
    ] {
        examine(&everywhere(url));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_url_has_a_scheme_that_is_not_allowed(url in url()) {
        examine(&everywhere(&url));
    }
}

/// Pieces of schemes with what may stand between them.
fn url() -> impl Strategy<Value = String> {
    let words = [
        "java", "script", "data", "vb", "blob", "x", "http", "mailto", "j", "J",
    ]
    .map(str::to_owned);
    let signs = [
        ":",
        "&colon;",
        "&#58;",
        "%3A",
        "//",
        "/",
        "\\",
        "?",
        "#",
        "text/html,",
        "{{",
        "}}",
    ]
    .map(str::to_owned);
    let odd = odd_characters().into_iter().flat_map(forms);
    let pieces: Vec<String> = odd
        .chain(words.iter().cycle().take(400).cloned())
        .chain(signs.iter().cycle().take(300).cloned())
        .collect();
    prop::collection::vec(prop::sample::select(pieces), 1..9).prop_map(|pieces| pieces.concat())
}
