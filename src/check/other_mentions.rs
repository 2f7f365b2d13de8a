//! Paths and names of files that are mentioned where copublish looks for no links: in the settings, in the site's own
//! templates, style sheets and scripts, in data, in fields of any type. A rule that finds a page or a file unused asks here
//! first. What looks like a path counts, because a wrong finding is worse than a missing one.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

use crate::base::site_layout;
use crate::base::url::percent_decoded;
use crate::base::{FilePath, Url};

use crate::config::SiteConfig;
use crate::content::{Data, ThemeFiles};
use crate::document::{Document, Outline, Value};
use crate::graph::{Node, Site};
use crate::yaml::{Node as Yaml, Value as Notation};

/// Larger files are not written by hand.
const MAX_SIZE: u64 = 1 << 20;

/// The extensions of files that may mention other files.
const TEXT_EXTENSIONS: [&str; 18] = [
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

/// Everything that may be the path of a page or a file.
#[derive(Debug, Default)]
pub struct OtherMentions {
    /// Without slashes at their ends.
    paths: HashSet<String>,
    /// The last parts of paths.
    names: HashSet<String>,
}

/// Returns the text of a file of the site.
pub type TextOf<'t> = &'t (dyn Fn(&FilePath) -> Option<String> + Sync);

/// Where to look for mentions.
pub struct MentionSources<'s> {
    /// The documents and assets.
    pub graph: &'s Site,
    /// The data files.
    pub data: &'s [Data],
    /// The theme, with the site's own files.
    pub theme: &'s ThemeFiles,
    /// Files with errors.
    pub suspects: &'s BTreeSet<FilePath>,
    /// Returns the text of a file.
    pub text_of: TextOf<'s>,
}

impl OtherMentions {
    /// Reads everything that may mention a path. All words of `suspects` count, because their links and relations may
    /// have been lost.
    pub fn collect(sources: &MentionSources) -> OtherMentions {
        let mut mentions = OtherMentions::default();
        for file in sources.suspects.iter().filter(|file| is_text(file, 0)) {
            let text = (sources.text_of)(file).unwrap_or_default();
            mentions.add_text(&text);
            mentions.paths.extend(parts(&text).map(str::to_owned));
        }
        let settings = (sources.text_of)(&FilePath::new(site_layout::SETTINGS));
        mentions.add_text(&settings.unwrap_or_default());
        mentions.add_theme(sources.theme);
        for file in text_files(sources) {
            mentions.add_text(&(sources.text_of)(file).unwrap_or_default());
        }
        for node in sources.graph.nodes() {
            mentions.add_fields(node.outline());
            mentions.add_calls(node.document());
        }
        mentions
    }

    fn add_theme(&mut self, theme: &ThemeFiles) {
        for file in theme.files.values() {
            if !file.file.is_built_in() && is_text(&file.file, file.bytes.len() as u64) {
                self.add_text(file.text().unwrap_or_default());
            }
        }
    }

    /// Adds what is written as arguments of blocks.
    fn add_calls(&mut self, document: &Document) {
        let calls = document.calls();
        let arguments = calls.iter().flat_map(|call| &call.arguments);
        for value in arguments.filter_map(|argument| argument.value.as_ref()) {
            self.add_text(value);
        }
    }

    /// True if something mentions the URL, the file or the id of a page.
    pub fn names_page(&self, node: Node, site: &SiteConfig) -> bool {
        let outline = node.outline();
        node.url().is_some_and(|url| self.names_url(url, site))
            || self.paths.contains(&outline.id)
            || self.names.contains(name_of(outline.file.as_str()))
    }

    /// True if something mentions the URL of a page.
    pub fn names_url(&self, url: &Url, site: &SiteConfig) -> bool {
        let url = url.as_str().trim_matches('/');
        let below = format!("{}/{url}", site.base_path());
        let whole = format!("{}/{url}", site.whole_url());
        [url, below.trim_matches('/'), &whole]
            .iter()
            .any(|path| self.paths.contains(*path))
    }

    /// True if something mentions a file of this name, in whatever folder.
    pub fn names_file(&self, file: &FilePath) -> bool {
        self.names.contains(name_of(file.as_str()))
    }

    fn add_fields(&mut self, outline: &Outline) {
        outline
            .fields
            .0
            .iter()
            .for_each(|field| self.add_value(&field.value));
    }

    fn add_value(&mut self, value: &Value) {
        match value {
            Value::Text(text) => self.add_text(text),
            Value::List(values) => values.iter().for_each(|value| self.add_value(value)),
            Value::Map(entries) => entries.iter().for_each(|(_, value)| self.add_value(value)),
            Value::Any(node) => self.add_yaml(node),
            _ => {}
        }
    }

    fn add_yaml(&mut self, node: &Yaml) {
        match &node.value {
            Notation::Scalar { text, .. } => self.add_text(text),
            Notation::Sequence(items) => items.iter().for_each(|item| self.add_yaml(item)),
            Notation::Mapping(entries) => {
                entries.iter().for_each(|entry| self.add_yaml(&entry.value));
            }
            Notation::Empty => {}
        }
    }

    /// Adds everything in a text that may be a path: what contains a slash or a dot.
    fn add_text(&mut self, text: &str) {
        // A name may contain a space: a text of one line may be a path as a whole.
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

/// A text, split at characters that no path contains.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || "\"'`()<>=,;{}[]|#?".contains(c))
}

/// The last part of a path; with the folder if it is `index.md`, because many files are called that.
fn name_of(path: &str) -> &str {
    let index = path
        .strip_suffix("/index.md")
        .or_else(|| path.strip_suffix("/_index.md"));
    let above = index.unwrap_or(path);
    above
        .rfind('/')
        .map_or(path, |slash| path.get(slash + 1..).unwrap_or(path))
}

/// Assets and data files that may mention other files.
fn text_files<'s>(sources: &MentionSources<'s>) -> BTreeSet<&'s FilePath> {
    let assets = sources.graph.assets().iter().map(|(asset, _)| asset);
    let assets = assets.filter(|asset| is_text(&asset.file, asset.size));
    let data = sources.data.iter().map(|data| &data.file);
    assets.map(|asset| &asset.file).chain(data).collect()
}

fn is_text(file: &FilePath, size: u64) -> bool {
    size <= MAX_SIZE && TEXT_EXTENSIONS.contains(&file.extension().to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_found_in_any_text() {
        let mut mentions = OtherMentions::default();
        mentions.add_text(
            "<a href='/about/team/'>us</a> {background: url(../img/a%20b.png)}\nlink: https://a.org/sub/x/",
        );
        mentions.add_text("the plan.pdf");
        let file = |name: &str| mentions.names_file(&FilePath::new(name));
        assert!(file("content/img/a b.png") && file("content/x/the plan.pdf") && file("plan.pdf"));
        assert!(!file("content/b.png"));
        let pages = ["about/team", "https://a.org/sub/x"].map(|path| mentions.paths.contains(path));
        assert_eq!(pages, [true, true]);
    }

    #[test]
    fn index_files_differ_by_their_folders() {
        let mut mentions = OtherMentions::default();
        mentions.add_text("[plan](../reports/plan/index.md)");
        assert!(mentions.names_file(&FilePath::new("content/reports/plan/index.md")));
        assert!(!mentions.names_file(&FilePath::new("content/reports/other/index.md")));
    }
}
