//! The comments of a document as threads: each beneath the one it answers, the oldest first. Whatever
//! comments say of one another, each of them has one place.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::Timestamp;

use super::overview::Overview;
use super::{Diagnostics, Input, NodeData, NodeId};
use crate::base::wording::{article, ticked_and};
use crate::base::{Code, Diagnostic};
use crate::document::Outline;

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

/// Gives each document the threads of its comments.
pub(super) fn gather(nodes: &mut [NodeData], overview: &Overview, diagnostics: &mut Diagnostics) {
    let mut threads: Vec<(usize, String, Vec<Comment>)> = Vec::new();
    for (at, node) in nodes.iter().enumerate() {
        for (name, parts) in &node.parts {
            let field = parts
                .first()
                .and_then(|part| overview.brief(*part).kind?.thread());
            let Some(field) = field else { continue };
            check_shown(node.outline(), (nodes, parts), overview.input, diagnostics);
            check_anchors(node.outline(), (nodes, parts), diagnostics);
            let comments = Comments::new(nodes, parts, field, diagnostics);
            threads.push((at, name.clone(), comments.threads()));
        }
    }
    for (at, name, comments) in threads {
        nodes[at].threads.insert(name, comments);
    }
}

/// Reports comments that nobody will see, unless somebody said so.
fn check_shown(
    owner: &Outline,
    (nodes, parts): (&[NodeData], &[NodeId]),
    input: &Input,
    diagnostics: &mut Diagnostics,
) {
    let Some(kind) = input.kinds.find(&owner.kind) else {
        return;
    };
    let (None, None, Some(first)) = (&owner.comments.setting, &kind.comments, parts.first()) else {
        return;
    };
    let outline = nodes[first.index()].outline();
    let label = kind.label.to_lowercase();
    let message = format!(
        "this comment is not shown, because {} {label} takes no comments",
        article(&label)
    );
    diagnostics.push(
        Diagnostic::new(Code::CommentsNotShown, message)
            .in_file(&outline.file)
            .help(format!(
                "write `comments: open` in the front matter of {}",
                owner.file
            ))
            .help(format!(
                "or give the kind `{}` the setting `comments: open` in site.yaml",
                kind.name
            )),
    );
}

/// Reports comments whose anchor something else on the page has.
fn check_anchors(
    owner: &Outline,
    (nodes, parts): (&[NodeData], &[NodeId]),
    diagnostics: &mut Diagnostics,
) {
    let mut seen: HashMap<String, &Outline> = HashMap::new();
    let of_owner: HashSet<&str> = if parts.is_empty() {
        HashSet::new()
    } else {
        owner.all_anchors().collect()
    };
    for outline in parts.iter().map(|part| nodes[part.index()].outline()) {
        let anchor = outline.comment_anchor();
        let taken = || {
            let message = format!("the anchor `#{anchor}` of this comment is taken");
            let label = "its anchor comes from the name of this file";
            Diagnostic::new(Code::DuplicateId, message).at(&outline.file, outline.title_span, label)
        };
        let other = seen.get(&anchor).copied();
        if let Some(other) = other {
            let label = "and here from the name of this one";
            diagnostics.push(
                taken()
                    .at(&other.file, other.title_span, label)
                    .help("rename one of the two files"),
            );
        } else if of_owner.contains(anchor.as_str())
            || outline
                .anchors
                .iter()
                .any(|inner| of_owner.contains(inner.as_str()))
        {
            let heading = owner.headings.iter().find(|heading| heading.id == anchor);
            let span = heading.map_or(owner.title_span, |heading| heading.span);
            diagnostics.push(
                taken()
                    .at(&owner.file, span, "on this page")
                    .help("rename the file of the comment"),
            );
        }
        seen.entry(anchor).or_insert(outline);
    }
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
    moments: Vec<Made>,
}

type Made = (bool, Option<Timestamp>);

impl Comments {
    fn new(
        nodes: &[NodeData],
        parts: &[NodeId],
        field: &str,
        diagnostics: &mut Diagnostics,
    ) -> Comments {
        let mut order = parts.to_vec();
        let made = |id: &NodeId| -> Made {
            let date = nodes[id.index()]
                .outline()
                .meta
                .date
                .as_ref()
                .map(|date| date.instant);
            (date.is_none(), date)
        };
        order.sort_by_cached_key(|id| (made(id), &nodes[id.index()].outline().file));
        let numbers: HashMap<NodeId, usize> =
            order.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        let parent = |id: &NodeId| {
            answered(&nodes[id.index()], field).and_then(|id| numbers.get(&id).copied())
        };
        let parents = order.iter().map(parent).collect();
        let moments = order.iter().map(made).collect();
        let mut comments = Comments {
            depths: vec![0; order.len()],
            order,
            parents,
            moments,
        };
        comments.break_circles(nodes, field, diagnostics);
        comments.measure();
        comments
    }

    /// Takes the oldest of each circle of answers out of it, so that all of them are shown.
    fn break_circles(&mut self, nodes: &[NodeData], field: &str, diagnostics: &mut Diagnostics) {
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
            let mut circle = vec![inside];
            while let Some(next) =
                self.parents[circle[circle.len() - 1]].filter(|next| *next != inside)
            {
                circle.push(next);
            }
            let outlines: Vec<&Outline> = circle
                .iter()
                .map(|number| nodes[self.order[*number].index()].outline())
                .collect();
            diagnostics.push(circular(&outlines, field));
            if let Some(oldest) = circle.iter().min() {
                self.parents[*oldest] = None;
            }
        }
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
fn answered(node: &NodeData, field: &str) -> Option<NodeId> {
    let at = node
        .outline()
        .references
        .iter()
        .position(|reference| reference.field == field)?;
    node.references.get(at).copied().flatten()
}

fn circular(circle: &[&Outline], field: &str) -> Diagnostic {
    let message = match circle {
        [_] => "this comment answers itself".to_owned(),
        circle => {
            let names: Vec<&str> = circle.iter().map(|outline| outline.file.name()).collect();
            format!(
                "these comments answer one another in a circle: {}",
                ticked_and(&names)
            )
        }
    };
    let mut sorted = circle.to_vec();
    sorted.sort_by_key(|outline| &outline.file);
    let mut diagnostic = Diagnostic::new(Code::CircularAnswers, message);
    for outline in sorted {
        let reference = outline
            .references
            .iter()
            .find(|reference| reference.field == field);
        let span = reference.map_or(outline.title_span, |reference| reference.span);
        diagnostic = diagnostic.at(&outline.file, span, "answers another of them");
    }
    if let [label] = diagnostic.labels.as_mut_slice() {
        "its own name".clone_into(&mut label.text);
    }
    diagnostic.help(format!("delete `{field}` from the one that came first"))
}
