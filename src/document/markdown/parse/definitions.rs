//! The definitions of links in a text, and which of them are used.

use std::collections::HashMap;

use pulldown_cmark::{Event, LinkType, RefDefs, Tag};

use crate::document::markdown::tree::LinkDefinition;

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
    is_used: bool,
}

impl Definitions {
    pub fn new(definitions: &RefDefs) -> Definitions {
        let definitions = definitions.iter().map(|(label, definition)| {
            let found = Definition {
                link: LinkDefinition {
                    label: label.to_owned(),
                    target: definition.dest.to_string(),
                    range: definition.span.clone(),
                },
                title: definition.title.as_deref().unwrap_or("").to_owned(),
                is_used: false,
            };
            (normalised(label), found)
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
            && let Some(definition) = self.by_label.get_mut(&normalised(id))
        {
            definition.is_used = true;
        }
    }

    /// Where a label leads, and the title of the link.
    pub fn refer(&mut self, label: &str) -> Option<(String, String)> {
        if self.by_label.is_empty() || self.given > LONGEST {
            return None;
        }
        let definition = self.by_label.get_mut(&normalised(label))?;
        definition.is_used = true;
        self.given += definition.link.target.len() + definition.title.len();
        Some((definition.link.target.clone(), definition.title.clone()))
    }

    /// Those that nothing refers to, in the order of the text.
    pub fn unused(self) -> Vec<LinkDefinition> {
        let unused = self.by_label.into_values().filter(|it| !it.is_used);
        let mut unused: Vec<LinkDefinition> = unused.map(|it| it.link).collect();
        unused.sort_by_key(|definition| definition.range.start);
        unused
    }
}

/// A label as labels are compared.
fn normalised(label: &str) -> String {
    let words: Vec<&str> = label.split_whitespace().collect();
    words.join(" ").to_lowercase()
}
