//! Folders whose name is nearly that of a kind, so that their documents are plain pages by mistake. That is told once a
//! folder; that a plain page does not have the fields of the kind only follows from it.

use std::collections::{BTreeMap, BTreeSet};

use super::Project;
use crate::base::site_layout;
use crate::base::{Code, Diagnostic, FilePath, Level, Reported, Severity};
use crate::config::{Kind, Kinds};
use crate::document::Outline;
use crate::graph::{Node, Site};

/// The documents in folders right below `content` that have the name of a kind with another folder.
#[derive(Debug, Default)]
pub struct WrongFolders(BTreeSet<FilePath>);

impl WrongFolders {
    /// Those of a site, each folder told; none if the site says that they are right.
    pub(super) fn of(graph: &Site, project: &Project) -> Reported<WrongFolders> {
        let mut wrong = Reported::clean(WrongFolders::default());
        if project.site.levels.get(&Code::WrongFolder) == Some(&Level::Allow) {
            return wrong;
        }
        for (folder, pages) in plain_pages(graph) {
            if let (Some(kind), Some(first)) = (meant(folder, &project.kinds), pages.first()) {
                wrong.diagnostics.push(diagnostic(folder, kind, first));
                let files = pages.iter().map(|page| page.file.clone());
                wrong.value.0.extend(files);
            }
        }
        wrong
    }

    /// True if this is no more than a warning that follows from the folder.
    pub(super) fn explains(&self, found: &Diagnostic) -> bool {
        let label = found.labels.first();
        found.code == Code::UnknownField
            && found.severity == Severity::Warning
            && label.is_some_and(|label| self.0.contains(&label.file))
    }
}

/// The plain pages of each folder.
fn plain_pages(graph: &Site) -> BTreeMap<&str, Vec<&Outline>> {
    let mut folders: BTreeMap<&str, Vec<&Outline>> = BTreeMap::new();
    let public = graph.nodes().map(Node::outline);
    for outline in public.filter(|outline| is_plain_page(outline)) {
        let below = site_layout::below(site_layout::CONTENT, outline.file.as_str());
        if let Some((folder, _)) = below.and_then(|path| path.split_once('/')) {
            folders.entry(folder).or_default().push(outline);
        }
    }
    folders
}

/// True for a plain page that a folder holds.
fn is_plain_page(outline: &Outline) -> bool {
    outline.kind == "page" && !outline.location.introduces_list()
}

/// The kind whose documents an author may have put into a folder: it is called like the kind, like several of it, or like
/// its folder but for capitals, hyphens and an `s`.
fn meant<'k>(folder: &str, kinds: &'k Kinds) -> Option<&'k Kind> {
    let written = plain(folder);
    kinds.iter().find(|kind| {
        let Some(own) = kind.folder.as_deref().filter(|own| *own != folder) else {
            return false;
        };
        let names = [own, &kind.name, &kind.plural];
        !own.is_empty() && names.iter().any(|name| plain(name) == written)
    })
}

fn plain(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    let letters: String = letters.flat_map(char::to_lowercase).collect();
    letters.strip_suffix('s').unwrap_or(&letters).to_owned()
}

fn diagnostic(folder: &str, kind: &Kind, first: &Outline) -> Diagnostic {
    let (plural, own) = (
        kind.plural.to_lowercase(),
        kind.folder.as_deref().unwrap_or_default(),
    );
    let message = format!(
        "the documents in content/{folder}/ are plain pages: {plural} are in content/{own}/"
    );
    Diagnostic::new(Code::WrongFolder, message)
        .in_file(&first.file)
        .help(format!("rename the folder to `{own}`"))
        .help("if they are pages on purpose, write `checks: {wrong-folder: allow}` in site.yaml")
}
