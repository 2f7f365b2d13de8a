//! What a link's target is, by its scheme alone. Follows nothing.
//!
//! Schemes are an allow list. They are read as browsers read them, since a browser finds a scheme in much that does not
//! look like one.

use std::borrow::Cow;

use crate::config::LinkSchemes;
use crate::config::link_schemes::NO_OTHER_SCHEMES;

/// Who handles a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    /// A path, an anchor, or a page of the web: the rest of copublish resolves or checks it.
    Web,
    /// A mail address, a phone number, or something else for a program of the reader's: written as it is.
    Contact,
    /// Runs code or carries a whole document: never written.
    Unsafe,
    /// None that is allowed: never written.
    Unknown,
}

/// Schemes besides those of the web that a link may have: those that the HTML Standard lets any site answer for (its safelist
/// for `registerProtocolHandler`), so they run nothing and read no file of the reader's.
pub(super) const CONTACT: [&str; 23] = [
    "mailto",
    "tel",
    "sms",
    "smsto",
    "mms",
    "geo",
    "webcal",
    "ftp",
    "ftps",
    "sftp",
    "ssh",
    "im",
    "irc",
    "ircs",
    "matrix",
    "xmpp",
    "sip",
    "news",
    "nntp",
    "urn",
    "magnet",
    "bitcoin",
    "openpgp4fpr",
];

/// The scheme of a target, where some are allowed besides those of every site.
pub(super) fn of(target: &str, allowed: &LinkSchemes) -> Scheme {
    let seen = as_browsers_do(target);
    let Some((name, _)) = seen
        .split_once(':')
        .filter(|(name, _)| !name.contains(['/', '?', '#']))
    else {
        return Scheme::Web;
    };
    if is_dangerous(name) {
        return Scheme::Unsafe;
    }
    let is_among = |known: &[&str]| known.iter().any(|known| known.eq_ignore_ascii_case(name));
    match name {
        // Such as `meeting notes: May.md`, which is a file with a colon in its name.
        _ if !is_name(name) => Scheme::Web,
        _ if is_among(&["http", "https"]) => Scheme::Web,
        _ if is_among(&CONTACT) || allowed.allows(name) => Scheme::Contact,
        _ => Scheme::Unknown,
    }
}

/// True for a target that no page may link to, wherever it was written. A picture that is all in its URL does no harm
/// in an `img`.
pub fn is_refused(target: &str, allowed: &LinkSchemes) -> bool {
    matches!(of(target, allowed), Scheme::Unsafe | Scheme::Unknown) && !is_inline_picture(target)
}

/// True for a target that copublish resolves.
pub(super) fn is_web(target: &str) -> bool {
    of(target, &NO_OTHER_SCHEMES) == Scheme::Web
}

/// True for a picture that a page carries inside itself, which can do no harm in an `img`.
pub(super) fn is_inline_picture(target: &str) -> bool {
    let Some(kind) = target.strip_prefix("data:image/") else {
        return false;
    };
    ["png;", "jpeg;", "jpg;", "gif;", "webp;", "avif;"]
        .iter()
        .any(|known| kind.starts_with(known))
}

/// A target as the URL Standard has it read: without control characters and spaces around it, and without tabs and line
/// breaks anywhere.
pub(super) fn as_browsers_do(target: &str) -> Cow<'_, str> {
    let target = target.trim_matches(|c| c <= ' ');
    if target.contains(['\t', '\n', '\r']) {
        Cow::Owned(target.replace(['\t', '\n', '\r'], ""))
    } else {
        Cow::Borrowed(target)
    }
}

/// A text without everything that cannot be seen.
pub(super) fn visible(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(char::is_ascii_graphic)
}

/// True for a scheme that runs code or carries a document, also for a reader who drops more than browsers do today.
fn is_dangerous(name: &str) -> bool {
    let is = |known: &str| {
        visible(name)
            .map(|c| c.to_ascii_lowercase())
            .eq(known.chars())
    };
    ["javascript", "data", "vbscript", "blob"]
        .into_iter()
        .any(is)
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(target: &str) -> Scheme {
        super::of(target, &NO_OTHER_SCHEMES)
    }

    #[test]
    fn knows_schemes() {
        assert_eq!(of("../a.md#b:c"), Scheme::Web);
        assert_eq!(of("HTTPS://example.org"), Scheme::Web);
        assert_eq!(of("tel:0123"), Scheme::Contact);
        assert_eq!(of("webcal://x"), Scheme::Contact);
        assert_eq!(of("meeting notes: May.md"), Scheme::Web);
        assert_eq!(of("été:.md"), Scheme::Web);
        for target in [
            "javascript:x",
            " JavaScript:x",
            "java\tscript\n:x",
            "data:text/html,x",
            "\u{1}vbscript:x",
            "java\u{ffff}script:",
        ] {
            assert_eq!(of(target), Scheme::Unsafe, "{target:?}");
        }
        for target in [
            "C:\\a.doc",
            "file:///etc",
            "fi\nle:x",
            "view-source:x",
            "\u{1}zoom: x",
        ] {
            assert_eq!(of(target), Scheme::Unknown, "{target:?}");
        }
        assert!(is_inline_picture("data:image/png;base64,AA"));
        assert!(!is_inline_picture("data:image/svg+xml;base64,AA"));
    }
}
