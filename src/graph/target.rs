//! The target of a link as an author writes it: an address, a path, or another site.
//! Works on text only; what stands there is for `resolve` to say.

use std::borrow::Cow;

use crate::base::site_layout;
use crate::base::url::percent_decoded;
use crate::base::{FilePath, Url};

/// `mailto:`, `https:`, `//host`: anything but a place on this site.
pub(super) fn is_outside(target: &str) -> bool {
    if target.starts_with("//") {
        return true;
    }
    let scheme = target.split([':', '/', '?', '#']).next().unwrap_or("");
    target[scheme.len()..].starts_with(':')
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
}

/// A target's path, and its query and anchor.
pub(super) fn split_behind(target: &str) -> (&str, &str) {
    target.split_at(target.find(['?', '#']).unwrap_or(target.len()))
}

/// A path as browsers read it, which take a backslash for a slash.
pub(super) fn with_slashes(path: &str) -> Cow<'_, str> {
    if path.contains('\\') {
        path.replace('\\', "/").into()
    } else {
        path.into()
    }
}

/// What a path may leave out: nothing, the index of a folder by each of its names, the extension.
const ENDINGS: [&str; 4] = ["", "/index.md", "/_index.md", ".md"];

/// The files a path may mean, seen from `file`: itself, a folder's index, itself with `.md`. The path is as
/// written in a link: `%20` stands for a space.
pub(super) fn candidates(file: &FilePath, path: &str) -> Option<Vec<String>> {
    let absolute = absolute(file, &percent_decoded(path)?)?;
    Some(
        ENDINGS
            .iter()
            .map(|ending| format!("{absolute}{ending}"))
            .collect(),
    )
}

/// What is known of the first of the [`candidates`] of which anything is. Nearly all links lead to the first: the
/// others are written only where they are needed, over one another. The path is decoded: what is decoded twice
/// would miss a file with a percent sign in its name.
pub(super) fn first_known<T>(
    file: &FilePath,
    path: &str,
    known: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let mut candidate = absolute(file, path)?;
    let end = candidate.len();
    for ending in ENDINGS {
        candidate.truncate(end);
        candidate.push_str(ending);
        if let Some(known) = known(&candidate) {
            return Some(known);
        }
    }
    None
}

/// True for a decoded path that names no file: it ends in a slash, or its last part has no extension. Authors mean the
/// address of a page by it, and browsers read it as one.
pub(super) fn is_address(path: &str) -> bool {
    let last = path.rsplit('/').next().unwrap_or(path);
    matches!(last, "" | "." | "..") || !last.contains('.')
}

/// The address that a browser finds in a decoded path, on a page that has an address.
pub(super) fn address(path: &str, page: Option<&Url>) -> Option<Url> {
    if path.starts_with('/') && !path.contains("/.") {
        return Url::parse(path).ok();
    }
    let base = match page {
        Some(page) if path.starts_with('/') => page.as_str().get(..0),
        Some(page) if page.is_page() => Some(page.as_str()),
        Some(page) => page.folder(),
        None => None,
    };
    let joined = join(base.unwrap_or_default(), path)?;
    let last = path.rsplit('/').next();
    let is_page = matches!(last, Some("" | "." | ".."));
    let ending = if is_page { "/" } else { "" };
    let joined: Cow<str> = format!("/{joined}{ending}").into();
    Url::parse(&joined).ok()
}

/// A decoded path seen from `file`, as one from the site's root, without a slash at its end.
pub(super) fn absolute(file: &FilePath, path: &str) -> Option<String> {
    match path.strip_prefix('/') {
        Some(rest) => join(site_layout::CONTENT, rest),
        None => join(folder_for_links(file), path),
    }
}

/// A relative path behind a folder, `.` and `..` worked out; `None` where it leads out of the root.
pub(super) fn join(folder: &str, path: &str) -> Option<String> {
    // Room for an ending too, see `first_known`.
    let mut joined = String::with_capacity(folder.len() + path.len() + "/_index.md".len() + 1);
    for part in folder.split('/').filter(|part| !part.is_empty()) {
        push_part(&mut joined, part);
    }
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if joined.is_empty() => return None,
            ".." => joined.truncate(joined.rfind('/').unwrap_or(0)),
            part => push_part(&mut joined, part),
        }
    }
    Some(joined)
}

fn push_part(path: &mut String, part: &str) {
    if !path.is_empty() {
        path.push('/');
    }
    path.push_str(part);
}

/// How an author writes the way from one file to another: relative within a folder, else from the root.
pub(super) fn written_from(from: &FilePath, to: &str) -> String {
    match to
        .strip_prefix(from.folder())
        .and_then(|rest| rest.strip_prefix('/'))
    {
        Some(rest) => rest.to_owned(),
        None => to
            .strip_prefix(site_layout::CONTENT)
            .unwrap_or(to)
            .to_owned(),
    }
}

/// Where relative paths start: the file's folder; for site.yaml, `content`.
fn folder_for_links(file: &FilePath) -> &str {
    if file.folder().is_empty() {
        site_layout::CONTENT
    } else {
        file.folder()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_other_sites_from_paths() {
        for outside in ["https://a.org", "mailto:a@b.org", "//a.org/b", "tel:+44"] {
            assert!(is_outside(outside), "{outside}");
        }
        for inside in ["a.md", "/a/", "#b", "a/b:c", "", "../a:b.md"] {
            assert!(!is_outside(inside), "{inside}");
        }
    }

    #[test]
    fn paths_start_where_the_author_stands() {
        let file = FilePath::new("content/blogs/a.md");
        let first = |path: &str| candidates(&file, path).map(|all| all[0].clone());
        assert_eq!(
            first("../reports/b/index.md").as_deref(),
            Some("content/reports/b/index.md")
        );
        assert_eq!(
            first("/reports/b.md").as_deref(),
            Some("content/reports/b.md")
        );
        assert_eq!(first("b%20c.pdf").as_deref(), Some("content/blogs/b c.pdf"));
        assert_eq!(first("../../../etc/passwd"), None);
        assert_eq!(
            first("../../content/./blogs//b.md").as_deref(),
            Some("content/blogs/b.md")
        );
    }

    #[test]
    fn the_first_file_that_is_known_counts() {
        let file = FilePath::new("content/blogs/a.md");
        let first = |path: &str, files: &[&str]| {
            first_known(&file, path, |candidate| {
                files.contains(&candidate).then(|| candidate.to_owned())
            })
        };
        let both = ["content/b.md", "content/b/index.md"];
        assert_eq!(first("../b/", &both).as_deref(), Some("content/b/index.md"));
        assert_eq!(
            first("/b", &["content/b/_index.md"]).as_deref(),
            Some("content/b/_index.md")
        );
        assert_eq!(first("/b", &both[..1]).as_deref(), Some("content/b.md"));
        assert_eq!(first("/b.md", &both).as_deref(), Some("content/b.md"));
        assert_eq!(first("/c", &both), None);
        assert_eq!(
            first("/50%25.pdf", &["content/50%25.pdf"]).as_deref(),
            Some("content/50%25.pdf")
        );
    }
}
