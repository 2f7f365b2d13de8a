//! The target of a link as an author writes it: an address, a path, or another site.
//! Works on text only; what stands there is for `resolve` to say.

use crate::base::FilePath;
use crate::base::address::percent_decoded;

/// `mailto:`, `https:`, `//host`: anything but a place on this site.
pub(super) fn is_outside(target: &str) -> bool {
    if target.starts_with("//") {
        return true;
    }
    let scheme = target.split([':', '/', '?', '#']).next().unwrap_or("");
    target[scheme.len()..].starts_with(':')
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
}

/// A target's path, and its query and anchor.
pub(super) fn split_behind(target: &str) -> (&str, &str) {
    target.split_at(target.find(['?', '#']).unwrap_or(target.len()))
}

/// The path of a target on this site, decoded.
pub(super) fn path_of(target: &str) -> Option<&str> {
    (!is_outside(target)).then(|| split_behind(target).0).filter(|path| !path.is_empty())
}

/// The files a path may mean, seen from `file`: itself, a folder's `index.md`, itself with `.md`.
pub(super) fn candidates(file: &FilePath, path: &str) -> Option<Vec<String>> {
    let decoded = percent_decoded(path)?;
    let absolute = match decoded.strip_prefix('/') {
        Some(rest) => join("content", rest)?,
        None => join(folder_for_links(file), &decoded)?,
    };
    let trimmed = absolute.trim_end_matches('/');
    Some(vec![absolute.clone(), format!("{trimmed}/index.md"), format!("{trimmed}.md")])
}

/// A relative path behind a folder, `.` and `..` worked out; `None` where it leads out of the root.
pub(super) fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// How an author writes the way from one file to another: relative within a folder, else from the root.
pub(super) fn written_from(from: &FilePath, to: &str) -> String {
    match to.strip_prefix(from.folder()).and_then(|rest| rest.strip_prefix('/')) {
        Some(rest) => rest.to_owned(),
        None => to.strip_prefix("content").unwrap_or(to).to_owned(),
    }
}

/// Where relative paths start: the file's folder; for site.yaml, `content`.
fn folder_for_links(file: &FilePath) -> &str {
    if file.folder().is_empty() { "content" } else { file.folder() }
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
        assert_eq!(first("../reports/b/index.md").as_deref(), Some("content/reports/b/index.md"));
        assert_eq!(first("/reports/b.md").as_deref(), Some("content/reports/b.md"));
        assert_eq!(first("b%20c.pdf").as_deref(), Some("content/blogs/b c.pdf"));
        assert_eq!(first("../../../etc/passwd"), None);
    }
}
