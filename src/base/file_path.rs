//! The path of an input file as the author sees it. Not an address, and never an absolute path.

use std::fmt;
use std::sync::Arc;

/// The names of the file that a folder is read from: ours, and that of Hugo and Zola.
pub const INDEX: [&str; 2] = ["index.md", "_index.md"];

/// A file below the site's root, with forward slashes on every system: `content/blogs/a.md`.
///
/// Files of the theme inside the binary start with [`FilePath::BUILT_IN`], because no such file
/// stands in the author's folder.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FilePath(Arc<str>);

impl From<String> for FilePath {
    fn from(path: String) -> FilePath {
        FilePath(path.into())
    }
}

impl From<FilePath> for String {
    fn from(file: FilePath) -> String {
        file.as_str().to_owned()
    }
}

impl FilePath {
    /// What the path of a file inside the binary starts with.
    pub const BUILT_IN: &'static str = "built-in:";

    /// Takes a path that already uses forward slashes and is relative to the site's root.
    pub fn new(path: impl Into<Arc<str>>) -> FilePath {
        FilePath(path.into())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part: `a.md` of `content/blogs/a.md`.
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The folder, without a slash at its end; empty for a file in the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The last part without its extension: `a` of `content/blogs/a.md`; a leading dot is no extension.
    pub fn stem(&self) -> &str {
        let name = self.name();
        match name.rsplit_once('.') {
            Some((stem, _)) if !stem.is_empty() => stem,
            _ => name,
        }
    }

    /// The extension as written, without its dot; empty where there is none.
    pub fn extension(&self) -> &str {
        let name = self.name();
        match name.rsplit_once('.') {
            Some((stem, extension)) if !stem.is_empty() => extension,
            _ => "",
        }
    }

    /// True for the file that its folder is read from, whatever its extensions and its case are: `index.html.erb` of
    /// another program, and `index.fr.md`, too.
    pub fn is_index(&self) -> bool {
        let stem = self.name().split('.').next().unwrap_or_default().trim();
        stem.eq_ignore_ascii_case("index") || stem.eq_ignore_ascii_case("_index")
    }

    /// What the name of an index says besides that it is one: `fr` of `index.fr.md`.
    pub fn index_suffix(&self) -> Option<&str> {
        if !self.is_index() || !self.is_source() {
            return None;
        }
        let (_, suffix) = self.stem().split_once('.')?;
        Some(suffix)
    }

    /// True for a Markdown file by its name.
    pub fn is_source(&self) -> bool {
        let extension = self.extension();
        extension.eq_ignore_ascii_case("md") || extension.eq_ignore_ascii_case("markdown")
    }

    /// True for a file that lives in the binary, not in the author's folder.
    pub fn is_built_in(&self) -> bool {
        self.0.starts_with(FilePath::BUILT_IN)
    }
}

impl fmt::Display for FilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for FilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

/// The way from a folder to a file, as a link has it: `../reports/a.md`.
pub fn way(folder: &str, file: &str) -> String {
    let folders: Vec<&str> = folder.split('/').collect();
    let parts: Vec<&str> = file.split('/').collect();
    let shared = folders
        .iter()
        .zip(&parts)
        .take_while(|(one, other)| one == other)
        .count();
    let up = std::iter::repeat_n("..", folders.len() - shared);
    up.chain(parts.iter().skip(shared).copied())
        .collect::<Vec<_>>()
        .join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_lead_up_and_down() {
        assert_eq!(
            way("content/blogs", "content/reports/a.md"),
            "../reports/a.md"
        );
        assert_eq!(way("content/blogs", "content/blogs/2012/a.md"), "2012/a.md");
        assert_eq!(way("content/blogs/2012", "content/a.md"), "../../a.md");
    }

    #[test]
    fn an_index_is_known_by_the_start_of_its_name() {
        for (name, suffix) in [
            ("index.md", None),
            ("_index.md", None),
            ("Index.MD", None),
            ("index .md", None),
            ("index.fr.md", Some("fr")),
            ("_index.pt-br.markdown", Some("pt-br")),
            ("index.html.erb", None),
        ] {
            let file = FilePath::new(format!("content/a/{name}"));
            assert!(file.is_index(), "{name}");
            assert_eq!(file.index_suffix(), suffix, "{name}");
        }
        for name in [
            "indexes.md",
            "my-index.md",
            "a.index.md",
            ".index.md",
            "index",
        ] {
            let file = FilePath::new(format!("content/a/{name}"));
            assert_eq!(file.is_index(), name == "index", "{name}");
        }
    }
}
