//! Paths and names of files that stand where nobody looks for links: in the settings, in the site's own templates,
//! style sheets and scripts, in data, in fields of any type. Whoever finds that nothing leads somewhere asks here
//! first, and believes too much rather than too little.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

use crate::base::FilePath;
use crate::base::site_layout;
use crate::base::url::percent_decoded;
use crate::config::SiteConfig;
use crate::content::{Data, ThemeFiles};
use crate::document::{Outline, Value};
use crate::graph::{Node, Site};
use crate::yaml::{Node as Yaml, Value as Written};

/// Larger files hold no paths that somebody wrote.
const LARGEST: u64 = 1 << 20;

/// Types of files that may name other files.
const TEXTS: [&str; 18] = [
    "css",
    "csv",
    "htm",
    "html",
    "js",
    "json",
    "markdown",
    "md",
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
    /// Reads everything where paths may stand. Of `suspects`, files that something is wrong with, links and
    /// relations may have been lost: every word of them counts.
    pub fn of(
        (graph, data): (&Site, &[Data]),
        theme: &ThemeFiles,
        suspects: &BTreeSet<FilePath>,
        text_of: TextOf,
    ) -> Elsewhere {
        let mut elsewhere = Elsewhere::default();
        for text in suspects
            .iter()
            .filter(|file| is_text(file, 0))
            .filter_map(text_of)
        {
            elsewhere.take(&text);
            elsewhere.paths.extend(parts(&text).map(str::to_owned));
        }
        elsewhere.take(&text_of(&FilePath::new(site_layout::SETTINGS)).unwrap_or_default());
        let own = theme.files.values().filter(|file| !file.file.is_built_in());
        for file in own.filter(|file| is_text(&file.file, file.bytes.len() as u64)) {
            elsewhere.take(file.text().unwrap_or_default());
        }
        let assets = graph
            .assets()
            .iter()
            .filter(|(asset, _)| is_text(&asset.file, asset.size));
        let files: BTreeSet<&FilePath> = assets
            .map(|(asset, _)| &asset.file)
            .chain(data.iter().map(|data| &data.file))
            .collect();
        for file in files {
            elsewhere.take(&text_of(file).unwrap_or_default());
        }
        for node in graph.nodes() {
            elsewhere.take_fields(node.outline());
            for call in node.document().calls() {
                call.arguments
                    .iter()
                    .filter_map(|argument| argument.value.as_ref())
                    .for_each(|value| {
                        elsewhere.take(value);
                    });
            }
        }
        elsewhere
    }

    /// True where a page may be meant: by its address, its file or its id.
    pub fn names_page(&self, node: Node, site: &SiteConfig) -> bool {
        let outline = node.outline();
        let url = node.url().map_or("", |url| url.as_str()).trim_matches('/');
        let below = format!("{}/{url}", site.base_path());
        let whole = format!("{}/{url}", site.base_url);
        [url, below.trim_matches('/'), &whole, &outline.id]
            .iter()
            .any(|path| self.paths.contains(*path))
            || self.names.contains(name_of(outline.file.as_str()))
    }

    /// True where a file with this name may be meant, wherever it stands.
    pub fn names_file(&self, file: &FilePath) -> bool {
        self.names.contains(name_of(file.as_str()))
    }

    fn take_fields(&mut self, outline: &Outline) {
        outline
            .fields
            .0
            .iter()
            .for_each(|field| self.take_value(&field.value));
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
            Written::Mapping(entries) => entries
                .iter()
                .for_each(|entry| self.take_yaml(&entry.value)),
            Written::Empty => {}
        }
    }

    /// Takes everything in a text that may be a path: what holds a slash or a dot.
    fn take(&mut self, text: &str) {
        // A name may hold a space: where text is one value, it is a path as a whole too.
        let whole = text.lines().take(2).count() == 1;
        let all = parts(text).chain(whole.then_some(text.trim()));
        for part in all.filter(|part| part.contains(['/', '.'])) {
            let decoded = percent_decoded(part).map_or_else(|| part.to_owned(), Cow::into_owned);
            let path = decoded
                .trim_matches(['.', ':'])
                .trim_matches('/')
                .trim_start_matches("../");
            if name_of(path).contains('.') {
                self.names.insert(name_of(path).to_owned());
            }
            self.paths.insert(path.to_owned());
        }
    }
}

/// A text cut where no path goes on.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || "\"'`()<>=,;{}[]|#?".contains(c))
}

/// The last part of a path; the folder too where that is `index.md`, as half of all files are.
fn name_of(path: &str) -> &str {
    let index = path
        .strip_suffix("/index.md")
        .or_else(|| path.strip_suffix("/_index.md"));
    let above = index.unwrap_or(path);
    above
        .rfind('/')
        .map_or(path, |slash| path.get(slash + 1..).unwrap_or(path))
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
        let pages =
            ["about/team", "https://a.org/sub/x"].map(|path| elsewhere.paths.contains(path));
        assert_eq!(pages, [true, true]);
    }

    #[test]
    fn files_that_are_all_called_alike_are_told_apart_by_their_folders() {
        let mut elsewhere = Elsewhere::default();
        elsewhere.take("[plan](../reports/plan/index.md)");
        assert!(elsewhere.names_file(&FilePath::new("content/reports/plan/index.md")));
        assert!(!elsewhere.names_file(&FilePath::new("content/reports/other/index.md")));
    }
}
