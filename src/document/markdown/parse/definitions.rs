//! The definitions of links in a text, and which of them are used.

use std::collections::HashMap;

use pulldown_cmark::{Event, LinkType, RefDefs, Tag};

use super::shield::restored;
use crate::document::markdown::tree::{LinkDefinition, normalised_label};

/// How many bytes of targets may be written for labels that `refer` looks up, in all: many short labels of one long target
/// would otherwise make a page that is much longer than its text.
const LONGEST: usize = 100_000;

/// The definitions of links in a text, by their labels.
#[derive(Default)]
pub(super) struct Definitions {
    by_label: HashMap<String, Definition>,
    /// How many bytes of targets `refer` has given.
    given: usize,
}

struct Definition {
    link: LinkDefinition,
    title: String,
}

impl Definitions {
    pub fn new(definitions: &RefDefs) -> Definitions {
        let definitions = definitions.iter().map(|(label, definition)| {
            let label = restored(label);
            let found = Definition {
                link: LinkDefinition {
                    label: label.clone(),
                    target: restored(&definition.dest),
                    range: definition.span.clone(),
                    is_used: false,
                },
                title: restored(definition.title.as_deref().unwrap_or("")),
            };
            (normalised_label(&label), found)
        });
        Definitions {
            by_label: definitions.collect(),
            given: 0,
        }
    }

    /// Notes what an event refers to.
    pub fn pass(&mut self, event: &Event) {
        if self.by_label.is_empty() {
            return;
        }
        if let Event::Start(Tag::Link { link_type, id, .. } | Tag::Image { link_type, id, .. }) =
            event
            && matches!(
                link_type,
                LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut
            )
            && let Some(definition) = self.by_label.get_mut(&normalised_label(id))
        {
            definition.link.is_used = true;
        }
    }

    /// Where a label leads, and the title of the link.
    pub fn refer(&mut self, label: &str) -> Option<(String, String)> {
        if self.by_label.is_empty() || self.given > LONGEST {
            return None;
        }
        let definition = self.by_label.get_mut(&normalised_label(label))?;
        definition.link.is_used = true;
        self.given += definition.link.target.len() + definition.title.len();
        Some((definition.link.target.clone(), definition.title.clone()))
    }

    /// All of them, in the order of the text.
    pub fn in_order(self) -> Vec<LinkDefinition> {
        let all = self.by_label.into_values();
        let mut all: Vec<LinkDefinition> = all.map(|it| it.link).collect();
        all.sort_by_key(|definition| definition.range.start);
        all
    }
}
