//! Paths and names of files that stand where nobody looks for links: in the settings, in the site's own templates,
//! style sheets and scripts, in data, in fields of any type. Whoever finds that nothing leads somewhere asks here
//! first, and believes too much rather than too little.

use std::collections::HashSet;

use crate::base::address::percent_decoded;
use crate::base::yaml::{Node as Yaml, Value as Written};
use crate::base::{Address, FilePath};
use crate::config::Site;
use crate::content::{Asset, ThemeFiles};
use crate::document::{Outline, Value};
use crate::graph::Graph;

/// Larger files hold no paths that somebody wrote.
const LARGEST: u64 = 1 << 20;

/// Types of files that may name other files.
const TEXTS: [&str; 16] = [
    "css",
    "csv",
    "htm",
    "html",
    "js",
    "json",
    "mjs",
    "srt",
    "svg",
    "tsv",
    "txt",
    "vtt",
    "webmanifest",
    "xml",
    "yaml",
    "yml",
];

/// What stands elsewhere.
#[derive(Debug, Default)]
pub struct Elsewhere {
    /// Paths without slashes at their ends.
    paths: HashSet<String>,
    /// The last parts of paths.
    names: HashSet<String>,
}

/// How to see the text of a file of the site.
pub type TextOf<'t> = &'t (dyn Fn(&FilePath) -> Option<String> + Sync);

impl Elsewhere {
    /// Reads everything where paths may stand.
    pub fn of(graph: &Graph, theme: &ThemeFiles, text_of: TextOf) -> Elsewhere {
        let mut elsewhere = Elsewhere::default();
        elsewhere.take(&text_of(&FilePath::new("site.yaml")).unwrap_or_default());
        let own = theme.files.values().filter(|file| !file.file.is_built_in());
        for file in own.filter(|file| is_text(&file.file, file.bytes.len() as u64)) {
            elsewhere.take(&String::from_utf8_lossy(&file.bytes));
        }
        for Asset { file, size } in graph.assets.iter().map(|(asset, _)| asset) {
            if is_text(file, *size) {
                elsewhere.take(&text_of(file).unwrap_or_default());
            }
        }
        for node in &graph.nodes {
            elsewhere.take_fields(node.outline());
            for call in node.document.calls() {
                call.arguments.iter().filter_map(|argument| argument.value.as_ref()).for_each(|value| {
                    elsewhere.take(value);
                });
            }
        }
        elsewhere
    }

    /// True where a page may be meant.
    pub fn names_page(&self, address: &Address, site: &Site) -> bool {
        let path = address.as_str().trim_matches('/');
        let below = format!("{}/{path}", site.base_path());
        let whole = format!("{}/{path}", site.base_url);
        [path, below.trim_matches('/'), whole.as_str()].iter().any(|path| self.paths.contains(*path))
    }

    /// True where a file with this name may be meant, wherever it stands.
    pub fn names_file(&self, file: &FilePath) -> bool {
        self.names.contains(file.name())
    }

    fn take_fields(&mut self, outline: &Outline) {
        outline.fields.0.iter().for_each(|field| self.take_value(&field.value));
    }

    fn take_value(&mut self, value: &Value) {
        match value {
            Value::Text(text) => self.take(text),
            Value::List(values) => values.iter().for_each(|value| self.take_value(value)),
            Value::Map(entries) => entries.iter().for_each(|(_, value)| self.take_value(value)),
            Value::Any(node) => self.take_yaml(node),
            _ => {}
        }
    }

    fn take_yaml(&mut self, node: &Yaml) {
        match &node.value {
            Written::Scalar { text, .. } => self.take(text),
            Written::Sequence(items) => items.iter().for_each(|item| self.take_yaml(item)),
            Written::Mapping(entries) => entries.iter().for_each(|entry| self.take_yaml(&entry.value)),
            Written::Empty => {}
        }
    }

    /// Takes everything in a text that may be a path: what holds a slash or a dot.
    fn take(&mut self, text: &str) {
        // A name may hold a space: where text is one value, it is a path as a whole too.
        let whole = text.lines().take(2).count() == 1;
        let is_end = |c: char| c.is_whitespace() || "\"'`()<>=,;{}[]|#?".contains(c);
        let parts = text.split(is_end).chain(whole.then_some(text.trim()));
        for part in parts.filter(|part| part.contains(['/', '.'])) {
            let decoded = percent_decoded(part).map_or_else(|| part.to_owned(), |part| part.into_owned());
            let path = decoded.trim_matches(['.', ':']).trim_matches('/').trim_start_matches("../");
            if let Some(name) = path.rsplit('/').next().filter(|name| name.contains('.')) {
                self.names.insert(name.to_owned());
            }
            self.paths.insert(path.to_owned());
        }
    }
}

fn is_text(file: &FilePath, size: u64) -> bool {
    size <= LARGEST && TEXTS.contains(&file.extension().to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_found_in_any_text() {
        let mut elsewhere = Elsewhere::default();
        elsewhere.take(
            "<a href='/about/team/'>us</a> {background: url(../img/a%20b.png)}\nlink: https://a.org/sub/x/",
        );
        elsewhere.take("the plan.pdf");
        let file = |name: &str| elsewhere.names_file(&FilePath::new(name));
        assert!(file("content/img/a b.png") && file("content/x/the plan.pdf") && file("plan.pdf"));
        assert!(!file("content/b.png"));
        let site = |yaml: &str| Site::parse(&FilePath::new("site.yaml"), Some(yaml)).value;
        let page = |address: &str, base: &str| {
            let site = site(&format!("title: A\nbase_url: {base}\n"));
            elsewhere.names_page(&Address::parse(address).unwrap(), &site)
        };
        assert!(page("/about/team/", "https://a.org") && page("/x/", "https://a.org/sub"));
        assert!(page("/team/", "https://a.org/about") && !page("/x/", "https://a.org"));
    }
}
