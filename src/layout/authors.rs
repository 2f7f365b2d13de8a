//! Who wrote a document, for what names them outside of its page: feeds and editions.

use super::context::RenderContext;
use crate::document::{Outline, Value};
use crate::graph::Node;

/// Somebody who wrote something.
pub struct Author {
    /// The name.
    pub name: String,
    /// The whole address of their page.
    pub url: Option<String>,
}

/// The names of a document's authors.
pub fn author_names(context: &RenderContext, node: Node) -> Vec<String> {
    let authors = authors(context, node).into_iter();
    authors.map(|author| author.name).collect()
}

/// Who the fields with a document's authors name: documents, words, or plain text.
pub fn authors(context: &RenderContext, node: Node) -> Vec<Author> {
    let outline: &Outline = node.outline();
    let declared = &context.kind(node).authors;
    let fields: Vec<&str> = match declared.as_slice() {
        [] => vec!["authors", "author"],
        declared => declared.iter().map(String::as_str).collect(),
    };
    let mut authors: Vec<Author> = Vec::new();
    for value in fields
        .into_iter()
        .filter_map(|field| outline.fields.get(field))
    {
        let values = match value {
            Value::List(values) => values.as_slice(),
            other => std::slice::from_ref(other),
        };
        authors.extend(
            values
                .iter()
                .filter_map(|value| author(context, node, value)),
        );
    }
    authors
}

fn author(context: &RenderContext, node: Node, value: &Value) -> Option<Author> {
    match value {
        Value::Text(text) => Some(Author {
            name: text.clone(),
            url: None,
        }),
        Value::Tag(tag) => Some(Author {
            name: tag.label.to_string(),
            url: None,
        }),
        Value::Relation(reference) => {
            let other = context.site.graph.node(context.relation(node, *reference)?);
            let url = other
                .url()
                .is_some()
                .then(|| context.absolute(&context.href(other)));
            Some(Author {
                name: other.outline().words.title.clone(),
                url,
            })
        }
        _ => None,
    }
}
