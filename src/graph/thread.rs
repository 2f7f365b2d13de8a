//! The comments of a document as threads: each beneath the one it answers, the oldest first. Whatever
//! comments say of one another, each of them has one place.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::Timestamp;

use super::family::Family;
use super::finding::{Finding, Reported};
use super::id::NodeId;
use super::index::DocIndex;
use super::reference::Named;
use super::relation::Relations;
use super::table::Sparse;
use crate::base::Code;
use crate::base::english::{article, ticked_and};
use crate::document::{Spot, Structure};

/// How far answers are nested. Those further down stay here, and say whom they answer.
const LEVELS: usize = 3;

/// A comment in its place, with the answers to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The comment.
    pub node: NodeId,
    /// The one it answers, where that is not the one it stands beneath.
    pub in_answer_to: Option<NodeId>,
    /// The answers to it, the oldest first.
    pub answers: Vec<Comment>,
}

/// The threads of a document, by the name of the parts that are its comments.
pub(super) type Threads = BTreeMap<String, Vec<Comment>>;

/// Gathers the threads of all documents with comments.
pub(super) fn gather(
    index: &DocIndex,
    family: &Family,
    relations: &Relations,
) -> Reported<Sparse<Threads>> {
    let mut diagnostics = of_other_languages(index, family);
    let mut threads: BTreeMap<NodeId, Threads> = BTreeMap::new();
    for (owner, parts) in family.parts.each() {
        for (name, parts) in parts {
            let first = parts.first().map(|part| index.summary(*part));
            let Some(field) = first.and_then(|first| first.kind?.thread()) else {
                continue;
            };
            diagnostics.extend(check(owner, parts, index));
            let comments = Comments::new(parts, field, index, relations);
            diagnostics.extend(comments.diagnostics);
            let threads = threads.entry(owner).or_default();
            threads.insert(name.clone(), comments.value.threads());
        }
    }
    Reported {
        value: threads.into_iter().collect(),
        diagnostics,
    }
}

/// Reports comments in another language than their page: readers of neither see them.
fn of_other_languages(index: &DocIndex, family: &Family) -> Vec<Finding> {
    let tag = |language| index.input.site.languages.get(language).code.as_str();
    let mut found = Vec::new();
    for (id, summary) in index.each() {
        let Some(owner) = family.owners[id] else {
            continue;
        };
        let (own, of_page) = (index.language(id), index.language(owner));
        let is_comment = summary.kind.is_some_and(|kind| kind.thread().is_some());
        if !is_comment || own == of_page {
            continue;
        }
        let page = &index.structure(owner).file;
        let (own, of_page) = (tag(own), tag(of_page));
        let message = format!(
            "this comment is not shown, because it is in `{own}`, and {page} is in `{of_page}`"
        );
        let finding = Finding::new(Code::CommentsNotShown, message);
        found.push(
            finding
                .in_file(&summary.structure.file)
                .help(format!("write `language: {of_page}` in its front matter, and no language in its file's name"))
                .help(format!("or translate {page}")),
        );
    }
    found
}

/// What is wrong with the comments of a document.
fn check(owner: NodeId, comments: &[NodeId], index: &DocIndex) -> Vec<Finding> {
    let owner = index.structure(owner);
    let comments = comments.iter().map(|comment| index.structure(*comment));
    let comments: Vec<&Structure> = comments.collect();
    let not_shown = not_shown(owner, &comments, index).into_iter();
    not_shown.chain(taken_anchors(owner, &comments)).collect()
}

/// Reports comments that are not shown, unless a setting says so.
fn not_shown(owner: &Structure, comments: &[&Structure], index: &DocIndex) -> Option<Finding> {
    let kind = index.input.kinds.find(&owner.kind)?;
    let first = comments.first()?;
    if owner.comments.setting.is_some() || kind.comments.is_some() {
        return None;
    }
    let label = kind.label.to_lowercase();
    let article = article(&label);
    let message = format!("this comment is not shown, because {article} {label} takes no comments");
    let in_file = format!(
        "write `comments: open` in the front matter of {}",
        owner.file
    );
    let for_all = format!(
        "or give the kind `{}` the setting `comments: open` in site.yaml",
        kind.name
    );
    Some(
        Finding::new(Code::CommentsNotShown, message)
            .in_file(&first.file)
            .help(in_file)
            .help(for_all),
    )
}

/// Reports comments whose anchor something else on the page has.
fn taken_anchors(owner: &Structure, comments: &[&Structure]) -> Vec<Finding> {
    let of_owner: HashSet<&str> = owner.all_anchors().collect();
    let mut seen: HashMap<String, &Structure> = HashMap::new();
    let mut found = Vec::new();
    for structure in comments {
        let anchor = structure.comment_anchor();
        let is_owners = |anchor: &str| of_owner.contains(anchor);
        if let Some(other) = seen.get(&anchor) {
            let label = "and here from the name of this one";
            let taken = taken_anchor(structure, &anchor).at(&other.file, Spot::Title, label);
            found.push(taken.help("rename one of the two files"));
        } else if is_owners(&anchor) || structure.anchors.iter().any(|inner| is_owners(inner)) {
            found.push(taken_by_owner(structure, &anchor, owner));
        }
        seen.entry(anchor).or_insert(structure);
    }
    found
}

fn taken_by_owner(comment: &Structure, anchor: &str, owner: &Structure) -> Finding {
    let mut headings = (0..).zip(&owner.heading_ids);
    let heading = headings.find(|(_, id)| **id == *anchor);
    let spot = heading.map_or(Spot::Title, |(at, _)| Spot::Heading(at));
    taken_anchor(comment, anchor)
        .at(&owner.file, spot, "on this page")
        .help("rename the file of the comment")
}

fn taken_anchor(comment: &Structure, anchor: &str) -> Finding {
    let message = format!("the anchor `#{anchor}` of this comment is taken");
    let label = "its anchor comes from the name of this file";
    Finding::new(Code::DuplicateId, message).at(&comment.file, Spot::Title, label)
}

/// The comments of one document while they find their places, each known by its number in `order`.
struct Comments {
    /// The comments, the oldest first.
    order: Vec<NodeId>,
    /// The one that each answers.
    parents: Vec<Option<usize>>,
    /// How many are above each.
    depths: Vec<usize>,
    /// When each was made; never before the one it answers, those without a date last.
    moments: Vec<Dated>,
}

/// Whether the date is missing, and the date.
type Dated = (bool, Option<Timestamp>);

fn dated(comment: &Structure) -> Dated {
    let date = comment.meta.date.as_ref();
    (date.is_none(), date.map(|date| date.instant))
}

impl Comments {
    fn new(
        parts: &[NodeId],
        field: &str,
        index: &DocIndex,
        relations: &Relations,
    ) -> Reported<Comments> {
        let mut order = parts.to_vec();
        order.sort_by_cached_key(|id| {
            let structure = index.structure(*id);
            (dated(structure), &structure.file)
        });
        let numbers = numbered(&order);
        let parent = |id: &NodeId| {
            let answered = answered(*id, field, index, relations)?;
            numbers.get(&answered).copied()
        };
        let mut comments = Comments {
            depths: vec![0; order.len()],
            parents: order.iter().map(parent).collect(),
            moments: order.iter().map(|id| dated(index.structure(*id))).collect(),
            order,
        };
        let diagnostics = comments.break_circles(field, index);
        comments.measure();
        Reported {
            value: comments,
            diagnostics,
        }
    }

    /// Takes the oldest of each circle of answers out of it, so that all of them are shown.
    fn break_circles(&mut self, field: &str, index: &DocIndex) -> Vec<Finding> {
        let mut diagnostics = Vec::new();
        // On which way upwards each was met first.
        let mut met: Vec<Option<usize>> = vec![None; self.order.len()];
        for start in 0..self.order.len() {
            let mut at = Some(start);
            while let Some(number) = at.filter(|number| met[*number].is_none()) {
                met[number] = Some(start);
                at = self.parents[number];
            }
            let Some(inside) = at.filter(|number| met[*number] == Some(start)) else {
                continue;
            };
            let circle = self.circle(inside);
            let structures: Vec<&Structure> = circle
                .iter()
                .map(|number| index.structure(self.order[*number]))
                .collect();
            diagnostics.push(circular(&structures, field));
            if let Some(oldest) = circle.iter().min() {
                self.parents[*oldest] = None;
            }
        }
        diagnostics
    }

    /// The comments of the circle that one of them is in.
    fn circle(&self, inside: usize) -> Vec<usize> {
        let above = |number: &usize| self.parents[*number].filter(|next| *next != inside);
        std::iter::successors(Some(inside), above).collect()
    }

    fn measure(&mut self) {
        let mut known = vec![false; self.order.len()];
        for start in 0..self.order.len() {
            let mut way = Vec::new();
            let mut at = Some(start);
            while let Some(number) = at.filter(|number| !known[*number]) {
                way.push(number);
                at = self.parents[number];
            }
            for number in way.into_iter().rev() {
                if let Some(parent) = self.parents[number] {
                    self.depths[number] = self.depths[parent] + 1;
                    self.moments[number] = self.moments[number].max(self.moments[parent]);
                }
                known[number] = true;
            }
        }
    }

    /// The comments that answer no other, each with its answers.
    fn threads(&self) -> Vec<Comment> {
        let mut beneath: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
        let mut order: Vec<usize> = (0..self.order.len()).collect();
        order.sort_by_key(|number| (self.moments[*number], self.depths[*number], *number));
        for number in order {
            beneath.entry(self.place(number)).or_default().push(number);
        }
        self.level(None, &beneath)
    }

    /// What a comment stands beneath.
    fn place(&self, number: usize) -> Option<usize> {
        let mut place = self.parents[number]?;
        while self.depths[place] + 1 >= LEVELS {
            place = self.parents[place]?;
        }
        Some(place)
    }

    fn level(
        &self,
        above: Option<usize>,
        beneath: &BTreeMap<Option<usize>, Vec<usize>>,
    ) -> Vec<Comment> {
        let comment = |number: &usize| Comment {
            node: self.order[*number],
            in_answer_to: self.parents[*number]
                .filter(|parent| Some(*parent) != above)
                .map(|parent| self.order[parent]),
            answers: self.level(Some(*number), beneath),
        };
        beneath
            .get(&above)
            .into_iter()
            .flatten()
            .map(comment)
            .collect()
    }
}

/// The comment that another one answers.
fn answered(id: NodeId, field: &str, index: &DocIndex, relations: &Relations) -> Option<NodeId> {
    let mut references = index.structure(id).references.iter();
    let at = references.position(|reference| reference.field == field)?;
    relations.references[id].get(at).copied().flatten()
}

fn circular(circle: &[&Structure], field: &str) -> Finding {
    let message = match circle {
        [_] => "this comment answers itself".to_owned(),
        circle => {
            let names: Vec<&str> = circle
                .iter()
                .map(|structure| structure.file.name())
                .collect();
            format!(
                "these comments answer one another in a circle: {}",
                ticked_and(&names)
            )
        }
    };
    let mut sorted = circle.to_vec();
    sorted.sort_by_key(|structure| &structure.file);
    let mut diagnostic = Finding::new(Code::CircularAnswers, message);
    for structure in sorted {
        let answer = Named::all(structure).find(|named| named.reference.field == field);
        let spot = answer.map_or(Spot::Title, Named::spot);
        diagnostic = diagnostic.at(&structure.file, spot, "answers another of them");
    }
    if let [label] = diagnostic.labels.as_mut_slice() {
        "its own name".clone_into(&mut label.text);
    }
    diagnostic.help(format!("delete `{field}` from the one that came first"))
}

/// The place of each comment in the order in which they are shown.
fn numbered(order: &[NodeId]) -> HashMap<NodeId, usize> {
    let places = order.iter().enumerate();
    places.map(|(at, id)| (*id, at)).collect()
}
