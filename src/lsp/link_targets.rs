//! What a link can lead to, as authors write it: documents and files by the way to them, and headings behind a `#`.

use super::completion::{MOST, Suggestion, SuggestionSort};
use super::place::{Place, Writing};
use crate::base::FilePath;
use crate::base::file_path::way;
use crate::content::Asset;
use crate::document::{Heading, Outline};
use crate::graph::{Node, Site};

/// What can be written as the target of a link, or as a picture, in a file.
pub fn targets(writing: &Writing, from: &FilePath, site: &Site) -> Vec<Suggestion> {
    let targets = Targets {
        typed: writing.typed.trim_start_matches('<'),
        from,
        site,
    };
    match (&writing.place, targets.typed.split_once('#')) {
        (Place::Picture, _) => targets.files(is_picture),
        (Place::File, _) => targets.files(|_| true),
        (Place::Target, Some((path, _))) => targets.headings(path),
        (Place::Target, None) => [targets.documents(), targets.files(|_| true)].concat(),
        _ => Vec::new(),
    }
}

/// What is asked.
struct Targets<'t> {
    typed: &'t str,
    from: &'t FilePath,
    site: &'t Site,
}

impl Targets<'_> {
    /// The documents that have pages, by title.
    fn documents(&self) -> Vec<Suggestion> {
        let with_page = self.site.nodes().filter(|node| node.url().is_some());
        let others = with_page.filter(|node| node.outline().file != *self.from);
        let offered = others.map(|node| self.document(node.outline()));
        self.wanted(offered)
    }

    fn document(&self, outline: &Outline) -> Suggestion {
        let title = &outline.words.title;
        let path = way(self.from.folder(), outline.file.as_str());
        Suggestion {
            filter: format!("{path} {title}"),
            text: written(path),
            about: title.clone(),
            sort: SuggestionSort::Document,
        }
    }

    fn files(&self, is_wanted: fn(&Asset) -> bool) -> Vec<Suggestion> {
        let assets = self.site.assets().iter().map(|(asset, _)| asset);
        let offered = assets.filter(|asset| is_wanted(asset)).map(|asset| {
            let path = way(self.from.folder(), asset.file.as_str());
            Suggestion {
                filter: path.clone(),
                text: written(path),
                about: asset.file_type().label.to_owned(),
                sort: SuggestionSort::File,
            }
        });
        self.wanted(offered)
    }

    /// The headings of the document that a path leads to; of the file itself if there is none.
    fn headings(&self, path: &str) -> Vec<Suggestion> {
        let Some(node) = self.document_at(path) else {
            return Vec::new();
        };
        let headings = node.outline().words.headings.iter();
        self.wanted(headings.map(|heading| heading_of(heading, path)))
    }

    fn document_at(&self, path: &str) -> Option<Node<'_>> {
        let leads_to = |file: &FilePath| {
            if path.is_empty() {
                file == self.from
            } else {
                let plain = path.trim_start_matches("./");
                way(self.from.folder(), file.as_str()) == plain
            }
        };
        let mut nodes = self.site.nodes();
        nodes.find(|node| leads_to(&node.outline().file))
    }

    /// Those whose path or name holds what is typed.
    fn wanted(&self, offered: impl Iterator<Item = Suggestion>) -> Vec<Suggestion> {
        let typed = self.typed.trim_start_matches("./").to_lowercase();
        let holds = |suggestion: &Suggestion| suggestion.filter.to_lowercase().contains(&typed);
        offered.filter(holds).take(MOST).collect()
    }
}

fn heading_of(heading: &Heading, path: &str) -> Suggestion {
    let text = format!("{path}#{}", heading.id);
    Suggestion {
        filter: format!("{text} {path}#{}", heading.text),
        text,
        about: heading.text.clone(),
        sort: SuggestionSort::Heading,
    }
}

fn is_picture(asset: &Asset) -> bool {
    asset.file_type().media_type.starts_with("image/")
}

/// A path as Markdown reads it: in angle brackets if a space or a bracket would end it.
fn written(path: String) -> String {
    if path.contains(ends_target) {
        format!("<{path}>")
    } else {
        path
    }
}

fn ends_target(c: char) -> bool {
    c.is_whitespace() || "()".contains(c)
}
