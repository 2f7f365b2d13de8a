//! Old URLs that documents bring with them, in `aliases`.

use super::target::join;
use crate::base::Url;
use crate::document::{Spot, Structure};

/// An old URL of a document.
pub(super) struct Alias<'o> {
    pub written: &'o str,
    /// Its place in the document's file.
    pub spot: Spot,
    /// The URL, or why it cannot be one.
    pub url: Result<Url, String>,
}

/// The old URLs of a document, whose page has the address `page`.
pub(super) fn aliases<'o>(
    structure: &'o Structure,
    page: Option<&'o Url>,
) -> impl Iterator<Item = Alias<'o>> {
    let numbered = (0..).zip(structure.aliases());
    numbered.map(move |(number, written)| Alias {
        written,
        spot: Spot::Item("aliases", number),
        url: read(written, page),
    })
}

/// Reads an old URL. A relative one is beside the page, as Hugo has it: `old-name` in a page at `/docs/new-name/` is
/// `/docs/old-name`.
fn read(written: &str, page: Option<&Url>) -> Result<Url, String> {
    let written = written.trim();
    let url = Url::parse_old(written);
    let is_relative = !written.starts_with('/') && !written.contains("://");
    // What is wrong with the signs in it is wrong beside any page.
    let is_usable = url.is_ok() || has_dot_parts(written);
    match page.and_then(Url::folder) {
        Some(folder) if is_relative && is_usable => beside(folder, written),
        _ => url,
    }
}

fn has_dot_parts(path: &str) -> bool {
    path.split('/').any(|part| matches!(part, "." | ".."))
}

fn beside(folder: &str, written: &str) -> Result<Url, String> {
    let joined = join(folder, written).ok_or("it is above the home page")?;
    let ending = if written.ends_with('/') { "/" } else { "" };
    Url::parse_old(&format!("/{joined}{ending}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_alias_is_beside_its_page() {
        let page = Url::parse("/docs/new-name/").unwrap();
        let on = |page: &Url, written| read(written, Some(page)).map(|url| url.to_string());
        for (written, expected) in [
            ("old-name", "/docs/old-name"),
            ("old-name/", "/docs/old-name/"),
            ("./a/../b/", "/docs/b/"),
            ("../gone", "/gone"),
            ("/old/", "/old/"),
        ] {
            assert_eq!(on(&page, written).as_deref(), Ok(expected), "{written}");
        }
        for wrong in [
            "../../up",
            "https://example.com/a",
            "a?b",
            ":x",
            "/a/../b",
            "//e.org/x",
            "//",
            "http:/z",
            "c:/x",
            "c:\\x",
            "www.e.org/x",
        ] {
            assert!(on(&page, wrong).is_err(), "{wrong}");
        }
        let home = Url::home();
        assert_eq!(on(&home, "old").as_deref(), Ok("/old"));
        let file = Url::parse("/docs/new.html").unwrap();
        assert_eq!(on(&file, "old.html").as_deref(), Ok("/docs/old.html"));
    }
}
