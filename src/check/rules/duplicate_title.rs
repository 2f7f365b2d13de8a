//! Documents of one kind with the same title: readers cannot tell them apart in a list.

use std::collections::BTreeMap;

use crate::base::{Code, Diagnostic};
use crate::check::subject::Subject;
use crate::document::Outline;

/// Finds titles that two pages of one kind have; parts are told apart by what they are parts of.
pub fn look(subject: &Subject, found: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<(&str, String), &Outline> = BTreeMap::new();
    for node in &subject.graph.nodes {
        if node.address.is_none() || node.owner.is_some() {
            continue;
        }
        let outline = node.outline();
        let key = (outline.kind.as_str(), outline.title.to_lowercase());
        if let Some(before) = first.get(&key) {
            found.push(
                Diagnostic::new(
                    Code::DuplicateTitle,
                    format!("`{}` is the title of two pages", outline.title),
                )
                .at(&outline.file, outline.title_span, "the same title")
                .at(&before.file, before.title_span, "and here")
                .help("say in each title what is different: the year, the place, the people"),
            );
        } else {
            first.insert(key, outline);
        }
    }
}
