//! Where a link of a made page was written: in a data file, in the page's own document, in the settings or in a template.
//! Says there what is wrong with it.

use serde_yaml::Value;

use super::LinkedSite;
use super::planned_site::{PlannedSite, file_of};
use super::rendered_links::LostLink;
use crate::base::english::{count, excerpt, ticked_or};
use crate::base::suggest::{Candidates, did_you_mean};
use crate::base::{Code, Diagnostic, FilePath, Span, site_layout};
use crate::graph::Item;
use crate::layout::Planned;

/// Gives the text of a file of the site.
pub(super) type TextOf<'t> = &'t dyn Fn(&FilePath) -> Option<String>;

/// Everything that a link may be written in.
pub(super) struct LinkSources<'s> {
    site: &'s PlannedSite,
    text_of: TextOf<'s>,
}

/// A place at which a link is written.
struct Written {
    file: FilePath,
    span: Option<Span>,
}

impl<'s> LinkSources<'s> {
    pub fn new(site: &'s PlannedSite, text_of: TextOf<'s>) -> LinkSources<'s> {
        LinkSources { site, text_of }
    }

    /// What is wrong with a link, `own` without the site's own host; nothing if nobody who works on the site wrote it.
    pub fn finding(&self, link: &str, own: &str, lost: LostLink) -> Option<Diagnostic> {
        let written = self.written(link, own, lost.first)?;
        let message = format!(
            "`{}` is not a page or a file of this site",
            excerpt(link, 80)
        );
        let found = Diagnostic::new(Code::BrokenAddress, message);
        let found = match written.span {
            Some(span) => found.at(&written.file, span, "not found"),
            None => found.in_file(&written.file),
        };
        Some(
            found
                .help(self.meant(own).unwrap_or_default())
                .help(self.shown_in(lost)),
        )
    }

    /// What is wrong with a link to a part of a page that the page does not have.
    pub fn missing_part(&self, link: &str, own: &str, lost: LostLink) -> Option<Diagnostic> {
        let written = self.written(link, own, lost.first)?;
        let (page, id) = own.split_once('#')?;
        let (page, id) = (excerpt(page, 80), excerpt(id, 60));
        let message = format!("there is no heading or other part `#{id}` on `{page}`");
        let found = Diagnostic::new(Code::BrokenAddress, message);
        let found = match written.span {
            Some(span) => found.at(&written.file, span, "no such part"),
            None => found.in_file(&written.file),
        };
        let help = format!("write `{page}`, or the id of a heading on that page");
        Some(found.help(help).help(self.shown_in(lost)))
    }

    /// The pages that have the link; nothing for a file of the author's, at whose place it is told.
    fn shown_in(&self, lost: LostLink) -> String {
        let file = &lost.first.file;
        let page = file.strip_suffix("index.html").unwrap_or(file);
        match lost.files {
            _ if file.ends_with(".css") || file_of(&lost.first.item).is_some() => String::new(),
            0 | 1 => format!("it is on `/{page}`"),
            files => format!("it is on `/{page}` and {}", count(files - 1, "other page")),
        }
    }

    /// What to write for what is nearly there.
    fn meant(&self, own: &str) -> Option<String> {
        let path = own.split(['?', '#']).next().unwrap_or(own);
        let base_path = self.site.linked.project.site.base_path();
        let below = path.strip_prefix(base_path).unwrap_or(path);
        if let Some(name) = below.strip_prefix(site_layout::ASSET_URLS) {
            return self.meant_asset(name);
        }
        if let Some(href) = self.href_of_document(below) {
            return Some(format!("write its address, `{href}`"));
        }
        let graph = &self.site.linked.graph;
        let urls = graph.routes().iter().map(|route| route.url.as_str());
        let near = Candidates::new(urls).nearest(below);
        let near: Vec<String> = near.iter().map(|url| format!("{base_path}{url}")).collect();
        (!near.is_empty()).then(|| format!("did you mean {}?", ticked_or(&near)))
    }

    /// The address of the document with this path below `content`.
    fn href_of_document(&self, path: &str) -> Option<String> {
        let LinkedSite { graph, project, .. } = &self.site.linked;
        let file = site_layout::in_content(path.trim_start_matches('/'));
        let document = graph
            .nodes()
            .find(|node| node.outline().file.as_str() == file);
        Some(document?.url()?.href(project.site.base_path()))
    }

    /// The file of `assets` that is meant: its published name is not the one it has there.
    fn meant_asset(&self, name: &str) -> Option<String> {
        let urls = self.site.linked.theme.asset_urls.keys();
        let mut names = urls.filter_map(|url| url.as_str().strip_prefix(site_layout::ASSET_URLS));
        if names.clone().any(|known| known == name) {
            return Some(format!(
                "write `{{{{ \"{name}\" | asset }}}}`, which is the name it is published under"
            ));
        }
        did_you_mean(name, names.by_ref())
    }

    fn written(&self, link: &str, own: &str, first: &Planned) -> Option<Written> {
        let needles = [link, own];
        self.in_data(&needles)
            .or_else(|| self.in_document(&needles, first))
            .or_else(|| self.in_text(&FilePath::new(site_layout::SETTINGS), &needles))
            .or_else(|| self.in_theme(&needles))
            .or_else(|| self.in_asset(&needles, first))
            .or_else(|| self.template_of(first))
    }

    fn in_data(&self, needles: &[&str]) -> Option<Written> {
        let data = self.site.linked.data.iter();
        let mut holding = data.filter(|data| holds(&data.value, needles));
        let file = holding.next()?.file.clone();
        self.in_text(&file, needles)
            .or(Some(Written { file, span: None }))
    }

    fn in_document(&self, needles: &[&str], first: &Planned) -> Option<Written> {
        let file = self.site.document_of(&first.item)?;
        self.in_text(file, needles)
    }

    /// In a template or a style sheet that is not built in.
    fn in_theme(&self, needles: &[&str]) -> Option<Written> {
        let files = self.site.linked.project.theme.files.values();
        let mut own = files.filter(|file| !file.file.is_built_in());
        own.find_map(|file| {
            Some(Written {
                span: Some(find(file.text().ok()?, needles)?),
                file: file.file.clone(),
            })
        })
    }

    /// In a style sheet or a page among the files of `content`.
    fn in_asset(&self, needles: &[&str], first: &Planned) -> Option<Written> {
        let asset = self.site.linked.graph.asset(file_of(&first.item)?)?;
        self.in_text(&asset.file, needles)
    }

    fn in_text(&self, file: &FilePath, needles: &[&str]) -> Option<Written> {
        let text = (self.text_of)(file)?;
        Some(Written {
            span: Some(find(&text, needles)?),
            file: file.clone(),
        })
    }

    /// The template that puts the link together.
    fn template_of(&self, first: &Planned) -> Option<Written> {
        if matches!(first.item, Item::ThemeAsset(_)) {
            return None;
        }
        let file = self.site.linked.theme.templates.get(&first.template)?;
        (!file.is_built_in()).then(|| Written {
            file: file.clone(),
            span: None,
        })
    }
}

/// True if a value is one of these texts, or holds one that is.
fn holds(value: &Value, needles: &[&str]) -> bool {
    match value {
        Value::String(text) => needles.contains(&text.trim()),
        Value::Sequence(items) => items.iter().any(|item| holds(item, needles)),
        Value::Mapping(entries) => entries.values().any(|value| holds(value, needles)),
        Value::Tagged(tagged) => holds(&tagged.value, needles),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The first place of a text that is no part of a longer address.
fn find(text: &str, needles: &[&str]) -> Option<Span> {
    needles
        .iter()
        .filter(|needle| !needle.is_empty())
        .find_map(|needle| {
            let mut places = text.match_indices(needle);
            places.find_map(|(at, _)| {
                let (before, after) = (text.get(..at)?, text.get(at + needle.len()..)?);
                let is_alone =
                    !before.ends_with(is_of_address) && !after.starts_with(is_of_address);
                is_alone.then(|| Span::new(at, at + needle.len()))
            })
        })
}

fn is_of_address(letter: char) -> bool {
    letter.is_alphanumeric() || "/-_.~%".contains(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_longer_address_is_not_found() {
        let span = |text: &str| find(text, &["/a/"]).map(|span| span.start);
        assert_eq!(span("x: /a/b/, y: \"/a/\""), Some(14));
        assert_eq!(span("https://example.org/a/"), None);
        assert_eq!(find("x", &[""]), None);
    }
}
