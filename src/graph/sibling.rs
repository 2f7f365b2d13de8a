//! Which comment of the same document another one answers, by the name of its file.

use std::collections::HashMap;

use super::finding::Finding;
use super::id::NodeId;
use super::index::DocIndex;
use super::input::Input;
use super::reference::Named;
use crate::base::english::{excerpt, ticked_and};
use crate::base::suggest::did_you_mean;
use crate::base::{Code, FilePath};
use crate::document::{Structure, part_name};

/// The comments of all documents, by the document.
pub(super) struct Siblings<'n> {
    public: HashMap<&'n FilePath, Vec<(&'n Structure, NodeId)>>,
    hidden: HashMap<&'n FilePath, Vec<&'n Structure>>,
    input: &'n Input<'n>,
}

/// What a comment says that it answers.
pub(super) enum Answered {
    /// This one.
    Node(NodeId),
    /// One that is not public now, or that could not be read, which is said elsewhere.
    Quiet,
    /// None that is there.
    Unknown(Box<Finding>),
}

impl<'n> Siblings<'n> {
    /// Gathers the comments of all documents.
    pub fn new(index: &DocIndex<'n>) -> Siblings<'n> {
        let input = index.input;
        let mut siblings = Siblings {
            public: HashMap::new(),
            hidden: HashMap::new(),
            input,
        };
        for (id, summary) in index.each() {
            let is_comment = summary.kind.is_some_and(|kind| kind.thread().is_some());
            if let Some(owner) = &summary.structure.owner
                && is_comment
            {
                siblings
                    .public
                    .entry(owner)
                    .or_default()
                    .push((summary.structure, id));
            }
        }
        for structure in &index.hidden {
            if let Some(owner) = structure.owner.as_ref() {
                siblings.hidden.entry(owner).or_default().push(structure);
            }
        }
        siblings
    }

    /// The field in which a comment names another; `None` for documents that are none.
    pub fn field_of(&self, structure: &Structure) -> Option<&'n str> {
        self.input.kinds.find(&structure.kind)?.thread()
    }

    /// What a comment says that it answers: a file's name, with or without its date.
    pub fn answered(&self, answer: Named) -> Answered {
        let written = answer.reference.target.as_str();
        let others = self.others(answer.by);
        if let Some(id) = find(written, &others) {
            return Answered::Node(id);
        }
        let owner = answer.by.owner.as_ref();
        let hidden = owner.and_then(|owner| self.hidden.get(owner));
        let mut hidden = hidden.into_iter().flatten();
        if hidden.any(|other| is_named(other, part_name(written))) {
            return Answered::Quiet;
        }
        let others = others.iter().map(|(other, _)| *other);
        let others = others.filter(|other| other.file != answer.by.file);
        let names: Vec<&str> = others.map(|other| other.location.name.as_str()).collect();
        Answered::Unknown(Box::new(self.unknown(answer, &names)))
    }

    /// The comments of the same sort on the same document.
    fn others(&self, comment: &Structure) -> Vec<(&'n Structure, NodeId)> {
        let owner = comment.owner.as_ref();
        let of_owner = owner.and_then(|owner| self.public.get(owner));
        let all = of_owner.into_iter().flatten().copied();
        all.filter(|(other, _)| other.kind == comment.kind)
            .collect()
    }

    fn unknown(&self, answer: Named, names: &[&str]) -> Finding {
        let (structure, reference) = (answer.by, answer.reference);
        let label = self
            .input
            .kinds
            .find(&structure.kind)
            .map_or("document", |kind| &kind.label)
            .to_lowercase();
        let near = did_you_mean(part_name(&reference.target), names.iter().copied());
        let help = near.unwrap_or_else(|| match names {
            [] => "there is no other on this page".to_owned(),
            [one] => format!("the only other one here is `{one}`"),
            some => format!(
                "the others here are {}",
                ticked_and(&some[..some.len().min(8)])
            ),
        });
        let written = excerpt(&reference.target, 60);
        let message = format!(
            "`{}` names an unknown {label} of this page, `{written}`",
            reference.field
        );
        Finding::new(Code::UnknownRelation, message)
            .at(&structure.file, answer.spot(), format!("no such {label}"))
            .help(help)
    }
}

fn is_named(comment: &Structure, name: &str) -> bool {
    comment.location.name == name
}

fn stem(written: &str) -> &str {
    written.strip_suffix(".md").unwrap_or(written)
}

/// The comment that is called so: by its name, by its file, or by its name without the date.
fn find(written: &str, others: &[(&Structure, NodeId)]) -> Option<NodeId> {
    let named = |name: &str| others.iter().find(|(other, _)| is_named(other, name));
    let in_file = |stem: &str| others.iter().find(|(other, _)| other.file.stem() == stem);
    let found = named(written)
        .or_else(|| in_file(stem(written)))
        .or_else(|| named(part_name(written)));
    found.map(|(_, id)| *id)
}
