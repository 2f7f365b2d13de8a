//! The files of a site as editors name them: `file:///home/sam/site/content/a.md`. Reads none.

use std::path::{Path, PathBuf};

use crate::base::FilePath;
use crate::base::url::percent_decoded;

/// The path that a URI of a file names.
pub fn path_of(uri: &str) -> Option<PathBuf> {
    let path = uri.strip_prefix("file://")?;
    let path = percent_decoded(path)?;
    // `/C:/site` on Windows.
    let is_drive = path.as_bytes().get(2) == Some(&b':');
    Some(PathBuf::from(if is_drive { &path[1..] } else { &*path }))
}

/// The file of a site that a URI names; `None` for one that is elsewhere.
pub fn file_of(root: &Path, uri: &str) -> Option<FilePath> {
    let path = path_of(uri)?;
    let below = path.strip_prefix(root).ok()?;
    Some(FilePath::from(below.to_str()?.replace('\\', "/")))
}

/// The URI of a file of a site.
pub fn uri_of(root: &Path, file: &FilePath) -> String {
    let path = root
        .join(file.as_str())
        .to_string_lossy()
        .replace('\\', "/");
    let slash = if path.starts_with('/') { "" } else { "/" };
    let mut uri = format!("file://{slash}");
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~:".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_and_found_again() {
        let root = Path::new("/home/sam lee/site");
        let file = FilePath::new("content/é b.md");
        let uri = uri_of(root, &file);
        assert_eq!(uri, "file:///home/sam%20lee/site/content/%C3%A9%20b.md");
        assert_eq!(file_of(root, &uri), Some(file));
        assert_eq!(file_of(root, "file:///elsewhere/a.md"), None);
        assert_eq!(file_of(root, "untitled:a"), None);
    }
}
