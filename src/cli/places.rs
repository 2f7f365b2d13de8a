//! Where files of a site stand as seen from where copublish was started: what programs that show findings beside the
//! files want to know. Reads nothing.

use std::path::{Component, Path};

use crate::base::FilePath;

/// The way from where copublish was started to the files of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// The folder of the site with a slash at its end; empty where it is the same one, or stands elsewhere.
    before: String,
}

impl Places {
    /// The places of a site in `root`, for somebody in the folder `here`.
    pub fn of(root: &Path, here: Option<&Path>) -> Places {
        let way = match here {
            _ if root.is_relative() => root,
            Some(here) => root.strip_prefix(here).unwrap_or(Path::new("")),
            None => Path::new(""),
        };
        let mut before = String::new();
        for part in way.components() {
            match part {
                Component::Normal(name) => {
                    before.push_str(&name.to_string_lossy());
                    before.push('/');
                }
                Component::ParentDir => before.push_str("../"),
                Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
            }
        }
        Places { before }
    }

    /// The path of a file.
    pub fn path(&self, file: &FilePath) -> String {
        if file.is_built_in() {
            file.to_string()
        } else {
            format!("{}{file}", self.before)
        }
    }

    /// The same as a relative reference of a URI: all but the plainest characters are written as their bytes.
    pub fn uri(&self, file: &FilePath) -> String {
        let mut uri = String::new();
        for byte in self.path(file).bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                    uri.push(char::from(byte));
                }
                _ => uri.push_str(&format!("%{byte:02X}")),
            }
        }
        uri
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_start_where_copublish_was_started() {
        let path = |root: &str, here: Option<&str>| {
            Places::of(Path::new(root), here.map(Path::new)).path(&FilePath::new("site.yaml"))
        };
        assert_eq!(path(".", None), "site.yaml");
        assert_eq!(path("docs/site/", None), "docs/site/site.yaml");
        assert_eq!(path("../site", Some("/home")), "../site/site.yaml");
        assert_eq!(path("/home/a/site", Some("/home/a")), "site/site.yaml");
        assert_eq!(path("/home/a", Some("/home/a")), "site.yaml");
        assert_eq!(path("/elsewhere", Some("/home/a")), "site.yaml");
    }

    #[test]
    fn any_name_is_a_uri() {
        let uri = |file: &str| Places::default().uri(&FilePath::new(file));
        assert_eq!(
            uri("content/a b:é#?%.md"),
            "content/a%20b%3A%C3%A9%23%3F%25.md"
        );
        assert_eq!(uri("built-in:kinds/a.yaml"), "built-in%3Akinds/a.yaml");
    }
}
