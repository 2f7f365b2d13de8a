//! Bare URLs and mail addresses in a text, as in GFM's autolink extension: `see https://example.org/a_b, www.example.org or
//! us@example.org.`

use std::borrow::Cow;
use std::ops::Range;

/// Nobody wrote a longer URL by hand; the limit keeps the search quick.
pub(super) const LONGEST: usize = 2000;

/// What a bare link is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// An address of the web, with `https://` or `www.` at its start.
    Web,
    /// A mail address, perhaps with `mailto:` before it.
    Mail,
}

/// A place where a link may start.
#[derive(Clone, Copy)]
pub(super) struct Candidate {
    pub at: usize,
    pub form: Form,
    /// Where to look for the next one if it is none.
    pub resume: usize,
}

/// A bare link in a plain text.
pub(super) struct BareLink {
    pub range: Range<usize>,
    pub form: Form,
}

/// All bare URLs and mail addresses in a plain text.
pub(super) fn all(text: &str) -> impl Iterator<Item = BareLink> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let before = text.get(..from)?.chars().next_back();
            let Candidate { at, form, resume } = next(text, from, before)?;
            let longest = (at + LONGEST + 1..text.len()).find(|end| text.is_char_boundary(*end));
            let window = text.get(at..longest.unwrap_or(text.len()))?;
            let length = length(window, form);
            if length > 0 {
                from = at + length;
                let range = at..from;
                return Some(BareLink { range, form });
            }
            // In a run without an end that is longer than any URL, there is nothing to find.
            let is_endless = window.len() > LONGEST && !window.contains(ends);
            from = if is_endless {
                at + window.len()
            } else {
                resume
            };
        }
    })
}

/// The next place in a text, not before `from`, where a link may start. `before` is the character before `from`; what a
/// text ends with may be the start of a mail address that goes on elsewhere.
pub(super) fn next(text: &str, from: usize, before: Option<char>) -> Option<Candidate> {
    let rest = text.get(from..)?;
    let mut hits = memchr::memchr3_iter(b':', b'@', b'w', rest.as_bytes());
    let found = hits.find_map(|hit| {
        let (at, form) = start(rest, hit, before)?;
        let (at, resume) = (from + at, from + hit + 1);
        Some(Candidate { at, form, resume })
    });
    found.or_else(|| {
        let name = name_length_at_end(rest.as_bytes());
        let last = Candidate {
            at: text.len() - name,
            form: Form::Mail,
            resume: text.len(),
        };
        (name > 0).then_some(last)
    })
}

/// Where a link starts, if a sign of one is part of it.
fn start(text: &str, sign: usize, before: Option<char>) -> Option<(usize, Form)> {
    let (ahead, after) = text.split_at_checked(sign)?;
    if after.starts_with("www.") {
        let before = ahead.chars().next_back().or(before);
        return may_precede_www(before).then_some((sign, Form::Web));
    }
    if after.starts_with("://") {
        return Some((word_at_end(ahead, &["https", "http"])?, Form::Web));
    }
    let start = match after.chars().next()? {
        ':' => word_at_end(ahead, &PROTOCOLS)?,
        '@' => sign - name_length_at_end(ahead.as_bytes()),
        _ => return None,
    };
    (start < sign).then_some((start, Form::Mail))
}

/// What may be before the address of a mail program.
const PROTOCOLS: [&str; 2] = ["mailto", "xmpp"];
/// No part of a mail address is longer.
const LONGEST_NAME: usize = 254;

/// True for what GFM wants before `www.`: the start of a line, a space, or a sign of emphasis or a bracket.
fn may_precede_www(before: Option<char>) -> bool {
    before.is_none_or(|c| c.is_whitespace() || matches!(c, '*' | '_' | '~' | '('))
}

/// The start of the word that a text ends with, if it is one of these.
fn word_at_end(text: &str, words: &[&str]) -> Option<usize> {
    words.iter().find_map(|word| {
        let start = text.len().checked_sub(word.len())?;
        let is_it = text.get(start..)?.eq_ignore_ascii_case(word);
        let is_whole = !text[..start].ends_with(char::is_alphanumeric);
        (is_it && is_whole).then_some(start)
    })
}

/// How much of the end of a text may be the name in a mail address.
fn name_length_at_end(text: &[u8]) -> usize {
    let longest = text.iter().rev().take(LONGEST_NAME);
    longest.take_while(|byte| is_in_name(**byte)).count()
}

fn is_in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b".+-_".contains(&byte)
}

/// Where a bare URL or mail address leads.
pub(super) fn target(written: &str, form: Form) -> Cow<'_, str> {
    match form {
        Form::Web if written.starts_with("www.") => format!("http://{written}").into(),
        Form::Mail if protocol_length(written) == 0 => format!("mailto:{written}").into(),
        Form::Web | Form::Mail => written.into(),
    }
}

/// True for a character that no URL holds.
fn ends(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '`' | '“' | '”' | '|')
}

/// The length of the URL or the mail address that `text` starts with; 0 if it starts with none.
pub(super) fn length(text: &str, form: Form) -> usize {
    match form {
        Form::Mail => mail_length(text),
        Form::Web if text.starts_with("www.") => url_length(text, starts_with_domain),
        Form::Web => url_length(text, has_host),
    }
}

/// True for a host as GitHub wants one: it may have one part, and the last two have no underscore.
fn has_host(url: &str) -> bool {
    let host = url.split_once("://").map_or("", |(_, host)| host);
    let mut last = domain_at_start(host)
        .trim_end_matches('.')
        .rsplit('.')
        .take(2);
    host.starts_with(|c: char| c.is_alphanumeric() || c == '[') && !last.any(|it| it.contains('_'))
}

/// The length of the URL that `text` starts with, if it is one.
fn url_length(text: &str, is_url: impl Fn(&str) -> bool) -> usize {
    let url = text.split(ends).next().unwrap_or("");
    if url.len() > LONGEST {
        return 0;
    }
    let url = trimmed(url);
    if is_url(url) { url.len() } else { 0 }
}

/// True for parts of letters, digits, hyphens and underscores with dots between them; the last two have no underscore.
fn starts_with_domain(text: &str) -> bool {
    let domain = domain_at_start(text).trim_end_matches('.');
    let mut parts = domain.rsplit('.');
    let last = parts.by_ref().take(2);
    let (count, are_plain) = last.fold((0, true), |(count, are_plain), part| {
        (
            count + 1,
            are_plain && !part.is_empty() && !part.contains('_'),
        )
    });
    count == 2 && are_plain && parts.all(|part| !part.is_empty())
}

/// The letters, digits, hyphens, underscores and dots that a text starts with.
fn domain_at_start(text: &str) -> &str {
    let mut parts = text.split(|c: char| !(c.is_alphanumeric() || "-_.".contains(c)));
    parts.next().unwrap_or("")
}

/// The length of `mailto:` or `xmpp:` at the start of a text.
fn protocol_length(text: &str) -> usize {
    let starts = |name: &&&str| {
        let start = text.get(..name.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(name))
            && text[name.len()..].starts_with(':')
    };
    let protocol = PROTOCOLS.iter().find(starts);
    protocol.map_or(0, |name| name.len() + 1)
}

/// The length of the mail address that `text` starts with.
fn mail_length(text: &str) -> usize {
    let protocol = protocol_length(text);
    let address = text.get(protocol..).unwrap_or("");
    let Some((name, domain)) = address.split_once('@') else {
        return 0;
    };
    if name.is_empty() || name_length_at_end(name.as_bytes()) != name.len() {
        return 0;
    }
    let length = mail_domain_length(domain);
    if length == 0 {
        return 0;
    }
    let end = protocol + name.len() + 1 + length;
    end + resource_length(text, end)
}

/// The length of the `/resource` after an address for chats.
fn resource_length(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or("");
    if !text.starts_with("xmpp:") || !rest.starts_with('/') {
        return 0;
    }
    let inside = rest.bytes().skip(1);
    let length = inside
        .take_while(|byte| byte.is_ascii_alphanumeric() || b"@.".contains(byte))
        .count();
    let resource = rest.get(..=length).unwrap_or("").trim_end_matches('.');
    if resource.len() > 1 {
        resource.len()
    } else {
        0
    }
}

/// The length of the domain of a mail address: it has a dot, and ends with a letter.
fn mail_domain_length(text: &str) -> usize {
    let domain = domain_at_start(text);
    let is_followed_by_at = text[domain.len()..].starts_with('@');
    let domain = domain
        .split("..")
        .next()
        .unwrap_or("")
        .trim_end_matches('.');
    let is_whole = domain.contains('.')
        && !domain.starts_with('.')
        && domain.ends_with(|c: char| c.is_ascii_alphabetic())
        && domain.len() <= LONGEST_NAME;
    if is_whole && !is_followed_by_at {
        domain.len()
    } else {
        0
    }
}

/// A URL without the punctuation of the sentence around it.
fn trimmed(url: &str) -> &str {
    let count = |bracket: char| url.matches(bracket).count();
    let mut round = count(')').saturating_sub(count('('));
    let mut square = count(']').saturating_sub(count('['));
    let mut url = url;
    while let Some(last) = url.chars().next_back() {
        if let Some(start) = reference_at_end(url) {
            url = url.get(..start).unwrap_or("");
            continue;
        }
        let extra = match last {
            '?' | '!' | '.' | ',' | ':' | ';' | '*' | '_' | '~' | '\'' | '’' | '‘' | '…' | '}' => {
                true
            }
            ')' if round > 0 => {
                round -= 1;
                true
            }
            ']' if square > 0 => {
                square -= 1;
                true
            }
            _ => false,
        };
        if !extra {
            break;
        }
        url = url.get(..url.len() - last.len_utf8()).unwrap_or("");
    }
    url
}

/// Where what looks like a character reference starts, such as `&copy;`, if a URL ends with one.
fn reference_at_end(url: &str) -> Option<usize> {
    let before = url.strip_suffix(';')?;
    let name = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
    let is_reference = name.ends_with('&') && name.len() < before.len();
    is_reference.then(|| name.len() - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(text: &str) -> Vec<&str> {
        all(text).map(|link| &text[link.range]).collect()
    }

    #[test]
    fn addresses_of_the_web_are_found_and_end_before_punctuation() {
        for (text, expected) in [
            (
                "a http://b.c, https:// and <https://d.e/f>",
                &["http://b.c", "https://d.e/f"][..],
            ),
            ("xhttps://a.b", &[]),
            (
                "https://example.org/a_(b)). Next",
                &["https://example.org/a_(b)"],
            ),
            ("http://a.b?c=1, ", &["http://a.b?c=1"]),
            ("https://…", &[]),
        ] {
            assert_eq!(links(text), expected, "{text}");
        }
    }

    /// The examples of the specification of GFM.
    #[test]
    fn links_are_those_of_gfm() {
        for (text, expected) in [
            ("www.commonmark.org", &["www.commonmark.org"][..]),
            (
                "Visit www.commonmark.org/help for more",
                &["www.commonmark.org/help"],
            ),
            ("Visit www.commonmark.org.", &["www.commonmark.org"]),
            ("Visit www.commonmark.org/a.b.", &["www.commonmark.org/a.b"]),
            (
                "www.google.com/search?q=Markup+(business)",
                &["www.google.com/search?q=Markup+(business)"],
            ),
            (
                "www.google.com/search?q=Markup+(business)))",
                &["www.google.com/search?q=Markup+(business)"],
            ),
            (
                "(www.google.com/search?q=Markup+(business))",
                &["www.google.com/search?q=Markup+(business)"],
            ),
            (
                "www.google.com/search?q=(business))+ok",
                &["www.google.com/search?q=(business))+ok"],
            ),
            (
                "www.google.com/search?q=commonmark&hl=en",
                &["www.google.com/search?q=commonmark&hl=en"],
            ),
            (
                "www.google.com/search?q=commonmark&hl;",
                &["www.google.com/search?q=commonmark"],
            ),
            ("www.commonmark.org/he<lp", &["www.commonmark.org/he"]),
            ("foo@bar.baz", &["foo@bar.baz"]),
            (
                "hello@mail+xyz.example isn't valid, but hello+xyz@mail.example is.",
                &["hello+xyz@mail.example"],
            ),
            ("a.b-c_d@a.b", &["a.b-c_d@a.b"]),
            ("a.b-c_d@a.b.", &["a.b-c_d@a.b"]),
            ("a.b-c_d@a.b-", &[]),
            ("a.b-c_d@a.b_", &[]),
            ("mailto:foo@bar.baz", &["mailto:foo@bar.baz"]),
            ("mailto:a.b-c_d@a.b-", &[]),
            ("xmpp:foo@bar.baz.", &["xmpp:foo@bar.baz"]),
            ("xmpp:foo@bar.baz/txt.", &["xmpp:foo@bar.baz/txt"]),
            ("xmpp:foo@bar.baz/a/b", &["xmpp:foo@bar.baz/a"]),
            ("https://a.b_c, https://a_b.c.d", &["https://a_b.c.d"]),
        ] {
            assert_eq!(links(text), expected, "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_an_address_is_text() {
        for text in [
            "www",
            "www.",
            "www..org",
            "www.a_b.org",
            "www.b.a_c",
            "awww.example.org",
            "/www.example.org",
            "@sam",
            "sam@",
            "a@b",
            "a@b.1",
            "a@.org",
            "5 @ 3.50 each",
            "ratio a:b",
            "who: sam",
        ] {
            assert_eq!(links(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn targets_have_a_scheme() {
        for (written, form, expected) in [
            ("www.example.org/a", Form::Web, "http://www.example.org/a"),
            ("https://example.org", Form::Web, "https://example.org"),
            ("us@example.org", Form::Mail, "mailto:us@example.org"),
            (
                "www.us@example.org",
                Form::Mail,
                "mailto:www.us@example.org",
            ),
            ("MAILTO:us@example.org", Form::Mail, "MAILTO:us@example.org"),
        ] {
            assert_eq!(target(written, form), expected);
        }
    }
}
