//! What files are called in `[[…]]`: as an attachment that names them.

use std::collections::HashMap;

use super::NodeId;
use super::names::{FileId, Thing};
use super::overview::Overview;
use super::targets::Targets;
use crate::document::{Outline, Value};

/// The titles that attachments give to files.
pub(super) struct FileTitles<'n> {
    /// The first document that attaches a file counts.
    titles: HashMap<FileId, &'n str>,
    /// The same of each document with attachments: one may have thousands of both attachments and links.
    own: HashMap<NodeId, HashMap<FileId, &'n str>>,
}

impl<'n> FileTitles<'n> {
    pub fn new(overview: &Overview<'n>, targets: &'n Targets) -> FileTitles<'n> {
        let mut found = FileTitles {
            titles: HashMap::new(),
            own: HashMap::new(),
        };
        for (id, _) in overview.each() {
            for (file, title) in attached(overview, targets, id) {
                found.titles.entry(file).or_insert(title);
                found
                    .own
                    .entry(id)
                    .or_default()
                    .entry(file)
                    .or_insert(title);
            }
        }
        found
    }

    /// What a file is called on a page: as the page's own attachment, or else as another's.
    pub fn title(&self, file: FileId, on: Option<NodeId>) -> Option<&'n str> {
        let own = on.and_then(|id| self.own.get(&id)?.get(&file));
        own.or_else(|| self.titles.get(&file)).copied()
    }
}

/// The files that a document attaches, each with the attachment's title.
fn attached<'n>(
    overview: &Overview<'n>,
    targets: &'n Targets,
    id: NodeId,
) -> impl Iterator<Item = (FileId, &'n str)> + use<'n> {
    let outline: &'n Outline = overview.outline(id);
    let attachments = match outline.fields.get("attachments") {
        Some(Value::List(attachments)) => attachments.as_slice(),
        _ => &[],
    };
    let things = &targets.public[id.index()];
    attachments
        .iter()
        .filter_map(move |attachment| titled(attachment, things))
}

fn titled<'n>(attachment: &'n Value, things: &[Thing]) -> Option<(FileId, &'n str)> {
    let Value::Map(entries) = attachment else {
        return None;
    };
    let entry = |name: &str| {
        entries
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value)
    };
    let (Some(Value::Link(link)), Some(Value::Text(title))) = (entry("file"), entry("title"))
    else {
        return None;
    };
    match things.get(link.0 as usize)? {
        Thing::File(file) => Some((*file, title.as_str())),
        _ => None,
    }
}
