//! Addresses and slugs: none leads out of the site, and each reads back as itself.

use copublish::base::Url;
use copublish::base::slug::slugify;
use copublish::base::url::percent_decoded;

/// Reads the bytes as an address, and as words that are to become one.
pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let slug = slugify(text);
    assert_eq!(slugify(&slug), slug, "a slug is its own slug");
    assert!(
        slug.bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'),
        "{slug:?}"
    );
    if let Some(decoded) = percent_decoded(text)
        && let Ok(url) = Url::parse(&decoded)
    {
        check(&url);
    }
    if let Ok(url) = Url::parse(text) {
        check(&url);
    }
}

fn check(url: &Url) {
    assert_eq!(
        Url::parse(url.as_str()).as_ref(),
        Ok(url),
        "it reads back as itself"
    );
    let file = url.file();
    assert!(
        !file.starts_with('/') && !file.contains('\\') && !file.contains(|c: char| c.is_control()),
        "{file:?}"
    );
    assert!(
        file.split('/')
            .all(|part| !part.is_empty() && part != "." && part != ".."),
        "{file:?}"
    );
    let href = url.href("/sub");
    assert!(href.starts_with("/sub/") && href.is_ascii(), "{href:?}");
    assert!(
        !href.contains(['"', '<', '>', '?', '#', ' ', '\n']),
        "{href:?}"
    );
    assert_eq!(
        percent_decoded(&href).as_deref(),
        Some(&*format!("/sub{}", url.as_str())),
        "a link leads to it"
    );
}
