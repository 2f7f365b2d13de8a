//! What sort of address a link's target is, by its scheme alone. Follows nothing.

/// Who has to deal with a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    /// A path, an anchor, or a page of the web: the rest of copublish resolves or checks it.
    Web,
    /// A mail address or a telephone number: written as it is.
    Contact,
    /// Another programme's business, such as `ftp:` or `webcal:`.
    Other,
    /// Runs code or carries a whole document: never written.
    Unsafe,
}

/// The scheme of a target.
pub(super) fn of(target: &str) -> Scheme {
    let Some((name, _)) = target.split_once(':').filter(|(name, _)| !name.contains(['/', '?', '#'])) else {
        return Scheme::Web;
    };
    // Browsers read over line breaks and other control characters in a scheme.
    let bare: String = name.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    match bare.to_ascii_lowercase().as_str() {
        "javascript" | "data" | "vbscript" | "blob" => Scheme::Unsafe,
        "http" | "https" => Scheme::Web,
        "mailto" | "tel" => Scheme::Contact,
        _ if is_name(name) => Scheme::Other,
        // Such as `meeting notes: May.md`, which is a file with a colon in its name.
        _ => Scheme::Web,
    }
}

/// True for a target that would run code in the reader's browser, or carry a whole document there: wherever it
/// was written, no page may link to it. A picture that is all in its address does no harm in an `img`.
pub fn runs_code(target: &str) -> bool {
    of(target) == Scheme::Unsafe && !is_inline_picture(target)
}

/// True for a picture that a page carries inside itself, which can do no harm in an `img`.
pub(super) fn is_inline_picture(target: &str) -> bool {
    let Some(kind) = target.strip_prefix("data:image/") else { return false };
    ["png;", "jpeg;", "jpg;", "gif;", "webp;", "avif;"].iter().any(|known| kind.starts_with(known))
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_schemes() {
        assert_eq!(of("../a.md#b:c"), Scheme::Web);
        assert_eq!(of("HTTPS://example.org"), Scheme::Web);
        assert_eq!(of("tel:0123"), Scheme::Contact);
        assert_eq!(of("webcal://x"), Scheme::Other);
        assert_eq!(of("meeting notes: May.md"), Scheme::Web);
        assert_eq!(of("été:.md"), Scheme::Web);
        for target in
            ["javascript:x", " JavaScript:x", "java\tscript\n:x", "data:text/html,x", "\u{1}vbscript:x"]
        {
            assert_eq!(of(target), Scheme::Unsafe, "{target:?}");
        }
        assert!(is_inline_picture("data:image/png;base64,AA"));
        assert!(!is_inline_picture("data:image/svg+xml;base64,AA"));
    }
}
