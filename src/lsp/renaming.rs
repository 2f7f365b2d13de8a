//! What has to be written elsewhere when files of a site are moved, or a heading is called something else. Changes nothing
//! itself. Whatever leads to something, by [`leads`], leads to the same thing afterwards.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::leads::{End, Form, Lead, PlacedLead, all, leads, leads_of_settings};
use super::new_targets::{self, Change, Uniqueness, decoded, encoded};
use crate::base::file_path::way;
use crate::base::{Edit, FilePath, Url, site_layout};
use crate::config::SiteConfig;
use crate::graph::{AssetId, Item, Node, NodeId, OwnHost, Site};

/// A site before and after files are moved.
#[derive(Clone, Copy)]
pub struct Moved<'m> {
    /// As it is.
    pub before: &'m Site,
    /// With its files at their new places, and their texts as they are.
    pub after: &'m Site,
    /// The new path of each file that moves, by its old one.
    pub files: &'m BTreeMap<FilePath, FilePath>,
    /// Its settings, which say which addresses are its own.
    pub site: &'m SiteConfig,
}

/// A document that moves.
#[derive(Clone, Copy)]
pub struct MovedDocument<'m> {
    /// As it is.
    pub before: Node<'m>,
    /// At its new place.
    pub after: Node<'m>,
}

impl<'m> MovedDocument<'m> {
    /// Its address and its new one, if it has both.
    pub fn url(self) -> Option<Change<'m, Url>> {
        Some(Change {
            before: self.before.url()?,
            after: self.after.url()?,
        })
    }
}

/// What something leads to, before and after.
struct Goal<'g> {
    file: Change<'g, FilePath>,
    url: Option<Change<'g, Url>>,
    document: Option<MovedDocument<'g>>,
}

/// A file in which something is written, and where its paths start.
struct Writer<'w> {
    file: &'w FilePath,
    folder: Change<'w, str>,
}

impl<'m> Moved<'m> {
    /// The documents that move.
    pub fn documents(&self) -> impl Iterator<Item = MovedDocument<'m>> {
        let (before, after) = (self.before, self.after);
        self.files.iter().filter_map(|(old, new)| {
            Some(MovedDocument {
                before: before.node_in(old)?,
                after: after.node_in(new)?,
            })
        })
    }

    /// Where a file is afterwards.
    fn path<'p>(&'p self, file: &'p FilePath) -> &'p FilePath {
        self.files.get(file).unwrap_or(file)
    }

    /// What all files have to say.
    pub fn edits(&self) -> Vec<Edit> {
        let nodes = self.before.par_nodes();
        let in_documents = nodes.flat_map_iter(|node| self.edits_in(node));
        let mut edits: Vec<Edit> = in_documents.collect();
        edits.extend(self.edits_in_settings());
        edits
    }

    fn edits_in(&self, node: Node) -> Vec<Edit> {
        let file = &node.outline().file;
        let mut found = leads(node, self.before);
        found.retain(|lead| self.is_touched(file, lead));
        if found.is_empty() {
            return Vec::new();
        }
        let after = self.after.node_in(self.path(file));
        let after = after.map(|node| leads(node, self.after));
        let folder = Change {
            before: file.folder(),
            after: self.path(file).folder(),
        };
        let writer = Writer { file, folder };
        let found = found.iter();
        let edits =
            found.filter_map(|lead| self.edit(&writer, lead, after.as_deref().unwrap_or_default()));
        edits.collect()
    }

    /// The same for files that are no documents, whose paths start at `content/`.
    fn edits_in_settings(&self) -> Vec<Edit> {
        let after: Vec<PlacedLead> = leads_of_settings(self.after).collect();
        let folder = Change {
            before: site_layout::CONTENT,
            after: site_layout::CONTENT,
        };
        let found = leads_of_settings(self.before);
        let own = found.filter(|placed| !placed.file.is_built_in());
        let edits = own.filter_map(|PlacedLead { file, lead }| {
            let same_file = after.iter().filter(|other| other.file == self.path(file));
            let after: Vec<Lead> = same_file.map(|other| other.lead.clone()).collect();
            self.edit(&Writer { file, folder }, &lead, &after)
        });
        edits.collect()
    }

    /// True for what may lead somewhere else afterwards: it is in a file that moves, or leads to one.
    fn is_touched(&self, file: &FilePath, lead: &Lead) -> bool {
        let moves = |file: &FilePath| self.files.contains_key(file);
        moves(file)
            || match &lead.end {
                End::Document(id, _) => moves(&self.before.node(*id).outline().file),
                End::File(id) => self
                    .before
                    .asset(*id)
                    .is_some_and(|asset| moves(&asset.file)),
                End::Made(href) => self.page_of(href).is_some(),
                End::Outside(_) => false,
            }
    }

    /// The page that moves below which something is made.
    fn page_of(&self, href: &str) -> Option<Change<'m, Url>> {
        let path = href.strip_prefix(self.site.base_path())?;
        let url = Url::parse(&decoded(split_behind(path).0)).ok()?;
        let above = std::iter::successors(url.parent(), Url::parent);
        let mut pages = above.filter_map(|url| match self.before.route(&url)?.item {
            Item::Page(id) => Some(self.before.node(id)),
            _ => None,
        });
        pages.find_map(|before| {
            let after = self
                .after
                .node_in(self.files.get(&before.outline().file)?)?;
            MovedDocument { before, after }.url()
        })
    }

    /// The edit that makes something lead to the same thing; nothing if it does. `after` is what leads somewhere in the same
    /// file afterwards, with its text as it is.
    fn edit(&self, writer: &Writer, lead: &Lead, after: &[Lead]) -> Option<Edit> {
        let mut same_place = after.iter().filter(|other| other.span == lead.span);
        let is_touched = self.is_touched(writer.file, lead);
        if !is_touched || same_place.any(|other| self.leads_to_same(lead, other)) {
            return None;
        }
        let text = self.text_for(writer, lead)?;
        (text != *lead.written).then(|| edit(writer.file, lead, text))
    }

    /// True if what is written at a place leads to the same thing before and after.
    fn leads_to_same(&self, before: &Lead, after: &Lead) -> bool {
        match (&before.end, &after.end) {
            (End::Document(one, heading), End::Document(other, other_heading)) => {
                let file = &self.before.node(*one).outline().file;
                let other = &self.after.node(*other).outline().file;
                heading == other_heading && self.path(file) == other
            }
            (End::File(one), End::File(other)) => {
                let file = self.before.asset(*one).map(|asset| self.path(&asset.file));
                file == self.after.asset(*other).map(|asset| &asset.file)
            }
            (one, other) => one == other,
        }
    }

    /// What has to be written to lead to the same thing; nothing for what needs no path.
    fn text_for(&self, writer: &Writer, lead: &Lead) -> Option<String> {
        let own = OwnHost::new(self.site).on_site(&lead.written)?;
        let (path, behind) = split_behind(&own);
        if path.is_empty() {
            return None;
        }
        let has_host = *own != *lead.written;
        let goal = self.goal(lead);
        let text = match lead.form {
            Form::Id => self.name_for(&goal?, path)?,
            // Only an address can follow a host.
            Form::Path if has_host => {
                let url = self.url_for(lead, goal.as_ref(), path)?;
                format!("{}{}", self.site.whole_url(), encoded(&url))
            }
            Form::Path => encoded(&self.path_for(writer, lead, goal.as_ref(), &decoded(path))?),
        };
        Some(format!("{text}{behind}"))
    }

    fn path_for(
        &self,
        writer: &Writer,
        lead: &Lead,
        goal: Option<&Goal>,
        path: &str,
    ) -> Option<String> {
        let by_way = goal.and_then(|goal| by_way(writer, goal, path));
        let found = by_way.or_else(|| self.url_for(lead, goal, path));
        found.or_else(|| Some(way(writer.folder.after, goal?.file.after.as_str())))
    }

    fn goal<'g>(&'g self, lead: &Lead) -> Option<Goal<'g>> {
        match &lead.end {
            End::Document(id, _) => self.goal_of(self.before.node(*id)),
            End::File(id) => self.goal_of_file(*id),
            End::Made(_) | End::Outside(_) => None,
        }
    }

    fn goal_of<'g>(&'g self, before: Node<'g>) -> Option<Goal<'g>> {
        let file = &before.outline().file;
        let after = self.after.node_in(self.path(file))?;
        let document = MovedDocument { before, after };
        Some(Goal {
            file: Change {
                before: file,
                after: &after.outline().file,
            },
            url: document.url(),
            document: Some(document),
        })
    }

    fn goal_of_file(&self, id: AssetId) -> Option<Goal<'_>> {
        let (asset, url) = self.before.assets().get(id.index())?;
        let file = self.path(&asset.file);
        let after = self.after.url_of_file(file);
        Some(Goal {
            file: Change {
                before: &asset.file,
                after: file,
            },
            url: after.map(|after| Change { before: url, after }),
            document: None,
        })
    }

    /// The new address of something, if it was named by its address.
    fn url_for(&self, lead: &Lead, goal: Option<&Goal>, path: &str) -> Option<String> {
        let made = match &lead.end {
            End::Made(href) => self.page_of(href),
            _ => None,
        };
        let url = goal.and_then(|goal| goal.url).or(made)?;
        new_targets::url(path, url).or_else(|| match &lead.end {
            // It was named from its page.
            End::Made(href) => {
                let path = href.strip_prefix(self.site.base_path())?;
                new_targets::url(&decoded(split_behind(path).0), url)
            }
            _ => None,
        })
    }

    /// The new name of something in `[[…]]`, or in a field.
    fn name_for(&self, goal: &Goal, path: &str) -> Option<String> {
        let Some(document) = goal.document else {
            let anywhere = Change {
                before: "",
                after: "",
            };
            let by_path = new_targets::path(path, anywhere, goal.file);
            return by_path.or_else(|| Some(goal.file.after.name().to_owned()));
        };
        let outlines = Change {
            before: document.before.outline(),
            after: document.after.outline(),
        };
        let uniqueness = self.uniqueness(document.after);
        Some(new_targets::id(path, outlines, uniqueness))
    }

    /// Whether another document has the same id, but for those that say the same in other languages.
    fn uniqueness(&self, node: Node) -> Uniqueness {
        let versions = self.after.translations(node.id());
        let id = &node.outline().id;
        let mut same = self.after.nodes().filter(|other| other.outline().id == *id);
        if same.all(|other| other.id() == node.id() || versions.contains(&other.id())) {
            Uniqueness::Only
        } else {
            Uniqueness::OneOfSeveral
        }
    }
}

/// The new way to something, if it was named by the way to its file, or to the file in the default language whose translation
/// it is.
fn by_way(writer: &Writer, goal: &Goal, path: &str) -> Option<String> {
    let itself = new_targets::path(path, writer.folder, goal.file);
    itself.or_else(|| {
        let document = goal.document?;
        let before = shared_file(document.before)?;
        let after = shared_file(document.after)?;
        let file = Change {
            before: &before,
            after: &after,
        };
        new_targets::path(path, writer.folder, file)
    })
}

/// The file that a document would be, or be a translation of, in the default language.
fn shared_file(node: Node) -> Option<FilePath> {
    let outline = node.outline();
    let name = outline.location.shared_name.as_ref()?;
    let ending = if outline.file.is_index() {
        "/index.md"
    } else {
        ".md"
    };
    Some(FilePath::new(format!("{name}{ending}")))
}

/// The edits for headings that have other anchors, by their places in the document.
pub fn anchor_edits(site: &Site, document: NodeId, anchors: &[String]) -> Vec<Edit> {
    let edits = all(site).filter_map(|PlacedLead { file, lead }| {
        let End::Document(id, Some(heading)) = lead.end else {
            return None;
        };
        let (path, old) = lead.written.split_once('#')?;
        let new = anchors.get(heading)?;
        let is_changed = id == document && new != old;
        is_changed.then(|| edit(file, &lead, format!("{path}#{new}")))
    });
    edits.collect()
}

fn edit(file: &FilePath, lead: &Lead, text: String) -> Edit {
    Edit {
        file: file.clone(),
        span: lead.span,
        was: Some(lead.written.to_string()),
        text,
    }
}

/// A target's path, and its query and anchor.
fn split_behind(target: &str) -> (&str, &str) {
    target.split_at(target.find(['?', '#']).unwrap_or(target.len()))
}
