//! What files are called in `[[…]]`: as an attachment that names them.

use std::collections::HashMap;

use super::id::{FileId, NodeId};
use super::index::DocIndex;
use super::names::Thing;
use super::targets::Targets;
use crate::document::{AttachedFile, Structure};

/// The titles that attachments give to files.
pub(super) struct FileTitles<'n> {
    /// The first document that attaches a file counts.
    titles: HashMap<FileId, &'n str>,
    /// The same of each document with attachments: one may have thousands of both attachments and links.
    own: HashMap<NodeId, HashMap<FileId, &'n str>>,
}

impl<'n> FileTitles<'n> {
    pub fn new(index: &DocIndex<'n>, targets: &'n Targets) -> FileTitles<'n> {
        let mut found = FileTitles {
            titles: HashMap::new(),
            own: HashMap::new(),
        };
        for (id, _) in index.each() {
            for (file, title) in attached(index, targets, id) {
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
    index: &DocIndex<'n>,
    targets: &'n Targets,
    id: NodeId,
) -> impl Iterator<Item = (FileId, &'n str)> + use<'n> {
    let structure: &'n Structure = index.structure(id);
    let things = &targets.public[id.index()];
    structure
        .attachments()
        .filter_map(move |attachment| titled(attachment, things))
}

fn titled<'n>(attachment: AttachedFile<'n>, things: &[Thing]) -> Option<(FileId, &'n str)> {
    let title = attachment.title?;
    match things.get(attachment.file.0 as usize)? {
        Thing::File(file) => Some((*file, title)),
        _ => None,
    }
}
