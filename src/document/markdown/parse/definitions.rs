//! The definitions of links in a text, and which of them are used.

use std::collections::HashMap;

use pulldown_cmark::{Event, LinkType, RefDefs, Tag};

use crate::document::markdown::tree::LinkDefinition;

/// The definitions that nothing has referred to yet, by their labels.
#[derive(Default)]
pub(super) struct Definitions(HashMap<String, LinkDefinition>);

impl Definitions {
    pub fn new(definitions: &RefDefs) -> Definitions {
        let definitions = definitions.iter().map(|(label, definition)| {
            let found = LinkDefinition {
                label: label.to_owned(),
                target: definition.dest.to_string(),
                range: definition.span.clone(),
            };
            (normalised(label), found)
        });
        Definitions(definitions.collect())
    }

    /// Notes what an event refers to.
    pub fn pass(&mut self, event: &Event) {
        if self.0.is_empty() {
            return;
        }
        if let Event::Start(Tag::Link { link_type, id, .. } | Tag::Image { link_type, id, .. }) =
            event
            && matches!(
                link_type,
                LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut
            )
        {
            self.0.remove(&normalised(id));
        }
    }

    /// Those that nothing refers to, in the order of the text.
    pub fn unused(self) -> Vec<LinkDefinition> {
        let mut unused: Vec<LinkDefinition> = self.0.into_values().collect();
        unused.sort_by_key(|definition| definition.range.start);
        unused
    }
}

/// A label as labels are compared.
fn normalised(label: &str) -> String {
    let words: Vec<&str> = label.split_whitespace().collect();
    words.join(" ").to_lowercase()
}
