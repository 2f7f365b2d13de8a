//! What has to be written to name something that has moved, as it was named before: by its id, by its path, or by its
//! address. If there is no such form any more, the plainest one is written.

use crate::base::file_path::way;
use crate::base::url::percent_decoded;
use crate::base::{FilePath, Url, site_layout};
use crate::document::Outline;

/// What something is before and after it moves.
pub struct Change<'c, T: ?Sized> {
    /// Before.
    pub before: &'c T,
    /// After.
    pub after: &'c T,
}

impl<T: ?Sized> Clone for Change<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized> Copy for Change<'_, T> {}

/// Whether a document is the only one with its id.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Uniqueness {
    /// It is.
    Only,
    /// Others have it too.
    OneOfSeveral,
}

/// The new id of a document, in the form in which the old one is written: alone, with its kind, or as the name of its file,
/// by which comments on one page name one another, and editions of it are named.
pub(super) fn id(written: &str, document: Change<Outline>, uniqueness: Uniqueness) -> String {
    let (before, after) = (document.before, document.after);
    if written == before.id {
        return match uniqueness {
            Uniqueness::Only => after.id.clone(),
            Uniqueness::OneOfSeveral => with_kind(after),
        };
    }
    if written == with_kind(before) {
        return with_kind(after);
    }
    let mut names = names(before).into_iter().zip(names(after));
    let found = names.find_map(|(old, new)| {
        let ending = written.strip_prefix(old)?;
        let is_whole = ending.is_empty() || ending.starts_with(['.', '-']);
        is_whole.then(|| format!("{new}{ending}"))
    });
    found.unwrap_or_else(|| with_kind(after))
}

fn with_kind(outline: &Outline) -> String {
    format!("{}/{}", outline.kind, outline.id)
}

/// The names of its file, with a date or a number and without.
fn names(outline: &Outline) -> [&str; 2] {
    [outline.file.stem(), &outline.location.name]
}

/// The new way to a file, in the form in which the old one is written: from the folder of the file that it is in or from
/// `content/`, as it is, without `.md`, or as the folder of an index.
pub(super) fn path(written: &str, folder: Change<str>, file: Change<FilePath>) -> Option<String> {
    if let Some(written) = written.strip_prefix('/') {
        let new = same_form(written, in_content(file.before)?, in_content(file.after)?)?;
        return Some(format!("/{new}"));
    }
    let old = way(folder.before, file.before.as_str());
    let new = way(folder.after, file.after.as_str());
    let plain = written.trim_start_matches("./");
    let new = same_form(plain, &old, &new)?;
    let start = &written[..written.len() - plain.len()];
    let start = if new.starts_with("../") { "" } else { start };
    Some(format!("{start}{new}"))
}

/// The new address of a page, or of something below it, if a path is the old one.
pub(super) fn url(written: &str, page: Change<Url>) -> Option<String> {
    let old = page.before.as_str();
    if written == old.trim_end_matches('/') {
        return Some(page.after.as_str().trim_end_matches('/').to_owned());
    }
    let below = written.strip_prefix(old)?;
    let is_below = below.is_empty() || old.ends_with('/');
    is_below.then(|| format!("{}{below}", page.after))
}

/// The path of a file below `content/`.
fn in_content(file: &FilePath) -> Option<&str> {
    site_layout::below(site_layout::CONTENT, file.as_str())
}

/// What a path may leave out.
const ENDINGS: [&str; 4] = ["", "/index.md", "/_index.md", ".md"];

fn same_form(written: &str, old: &str, new: &str) -> Option<String> {
    let path = written.trim_end_matches('/');
    let mut forms = ENDINGS.iter();
    let ending = forms.find(|ending| old.strip_suffix(**ending) == Some(path))?;
    if ending.is_empty() {
        return Some(new.to_owned());
    }
    // A document that has become a folder, or is none any more, is still named without its ending.
    let mut endings = ENDINGS[1..].iter();
    let new = endings.find_map(|ending| new.strip_suffix(ending))?;
    Some(format!("{new}{}", &written[path.len()..]))
}

/// A path as it is meant: decoded, with slashes.
pub(super) fn decoded(path: &str) -> String {
    let path = percent_decoded(path).unwrap_or_else(|| path.into());
    path.replace('\\', "/")
}

/// A path as links and YAML have it: what would end it or start something else in them is encoded.
pub(super) fn encoded(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for c in path.chars() {
        if c.is_alphanumeric() || "/-_.~+@=() ".contains(c) {
            encoded.push(c);
        } else {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                encoded.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_keeps_its_form() {
        let (before, after) = (
            FilePath::new("content/people/sam.md"),
            FilePath::new("content/team/sam-lee.md"),
        );
        let folder = Change {
            before: "content/blogs",
            after: "content/blogs",
        };
        let file = Change {
            before: &before,
            after: &after,
        };
        for (written, expected) in [
            ("../people/sam.md", Some("../team/sam-lee.md")),
            ("./../people/sam", Some("../team/sam-lee")),
            ("../people/sam/", Some("../team/sam-lee/")),
            ("/people/sam.md", Some("/team/sam-lee.md")),
            ("people/sam.md", None),
        ] {
            assert_eq!(
                path(written, folder, file).as_deref(),
                expected,
                "{written}"
            );
        }
        let index = FilePath::new("content/team/sam-lee/index.md");
        let file = Change {
            before: &before,
            after: &index,
        };
        let new = path("../people/sam.md", folder, file);
        assert_eq!(new.as_deref(), Some("../team/sam-lee/index.md"));
        let new = path("../people/sam", folder, file);
        assert_eq!(new.as_deref(), Some("../team/sam-lee"));
    }

    #[test]
    fn an_address_keeps_its_form() {
        let (before, after) = (Url::parse("/a/").unwrap(), Url::parse("/b/c/").unwrap());
        let page = Change {
            before: &before,
            after: &after,
        };
        for (written, expected) in [
            ("/a/", Some("/b/c/")),
            ("/a", Some("/b/c")),
            ("/a/feed.xml", Some("/b/c/feed.xml")),
            ("/ab/", None),
            ("a/", None),
        ] {
            assert_eq!(url(written, page).as_deref(), expected, "{written}");
        }
    }

    #[test]
    fn signs_that_mean_something_are_encoded() {
        assert_eq!(encoded("../a b/é_(1).md"), "../a b/é_(1).md");
        assert_eq!(encoded("50%: a, b#1?.csv"), "50%25%3A a%2C b%231%3F.csv");
        assert_eq!(decoded("50%25%3A.csv"), "50%:.csv");
    }
}
