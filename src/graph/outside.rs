//! What an author may have meant by a target that names nothing of the site: another website, or a mail address.

use super::target::split_behind;

/// The address that is certainly meant: `www.example.org` is `https://www.example.org`.
pub(super) fn meant(target: &str) -> Option<String> {
    if target.contains(char::is_whitespace) {
        return None;
    }
    if let Some(rest) = after_misspelt_scheme(target) {
        return Some(format!("https://{rest}"));
    }
    let is_www = target
        .get(..4)
        .is_some_and(|start| start.eq_ignore_ascii_case("www."));
    if is_www && is_host(host(target)) {
        return Some(format!("https://{target}"));
    }
    let (name, domain) = split_behind(target).0.split_once('@')?;
    let is_name = !name.is_empty() && !name.contains(['/', '@', ':']);
    (is_name && is_host(domain)).then(|| format!("mailto:{target}"))
}

/// The endings of most names of websites; enough for a hint.
const ENDINGS: [&str; 20] = [
    "com", "org", "net", "gov", "edu", "info", "int", "io", "eu", "uk", "scot", "wales", "cymru",
    "ie", "fr", "de", "nl", "us", "ca", "au",
];

/// The address that may be meant: `example.org/about` names a website.
pub(super) fn perhaps_meant(target: &str) -> Option<String> {
    let host = host(target);
    let ending = host.rsplit('.').next()?;
    let is_ending = ENDINGS
        .iter()
        .any(|known| known.eq_ignore_ascii_case(ending));
    (is_host(host) && is_ending).then(|| format!("https://{target}"))
}

/// What comes after `http//` or `https;//`.
fn after_misspelt_scheme(target: &str) -> Option<&str> {
    let (name, rest) = target.split_once("//")?;
    if name.ends_with(':') {
        return None;
    }
    let name = name.trim_end_matches(|c: char| c.is_ascii_punctuation());
    let is_web = ["http", "https"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name));
    (is_web && is_host(host(rest))).then_some(rest)
}

/// The part of a target that would be a host.
fn host(target: &str) -> &str {
    target.split(['/', '?', '#']).next().unwrap_or(target)
}

/// True for parts of letters, digits and hyphens with dots between them.
fn is_host(text: &str) -> bool {
    let is_part =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '-');
    text.contains('.') && text.split('.').all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn websites_and_mail_addresses_are_known() {
        for (target, expected) in [
            ("www.example.org/a?b", Some("https://www.example.org/a?b")),
            ("WWW.example.org", Some("https://WWW.example.org")),
            ("http//example.org/a", Some("https://example.org/a")),
            ("https;//example.org", Some("https://example.org")),
            (
                "us@example.org?subject=x",
                Some("mailto:us@example.org?subject=x"),
            ),
            ("https://example.org/a", None),
            ("www", None),
            ("www.", None),
            ("a/us@example.org", None),
            ("picture@2x", None),
            ("example.org", None),
        ] {
            assert_eq!(meant(target).as_deref(), expected, "{target}");
        }
        for (target, expected) in [
            ("example.org/about", Some("https://example.org/about")),
            ("data.gov.uk", Some("https://data.gov.uk")),
            ("plan.pdf", None),
            ("notes.md", None),
            ("about/team", None),
            ("item.php", None),
            ("v1.2", None),
        ] {
            assert_eq!(perhaps_meant(target).as_deref(), expected, "{target}");
        }
    }
}
