//! What many documents have: each word and each target of a link is held once for a whole site.

use super::value::{Fields, Tag, Value};
use super::{Document, Outline};
use crate::base::Interner;

/// The words and targets of the documents that were read so far.
#[derive(Debug, Default)]
pub struct Commons {
    texts: Interner<str>,
    tags: Interner<Tag>,
}

impl Document {
    /// Takes over from the documents before it what it has in common with them. It stays the same document.
    pub fn share(&mut self, commons: &Commons) {
        let Outline {
            fields: Fields(fields),
            tags,
            references,
            links,
            ..
        } = &mut self.outline;
        links
            .iter_mut()
            .for_each(|link| link.target.share(&commons.texts));
        references
            .iter_mut()
            .for_each(|reference| reference.target.share(&commons.texts));
        tags.iter_mut()
            .for_each(|tag| commons.tags.share(&mut tag.word));
        fields
            .iter_mut()
            .for_each(|field| share_tags(&mut field.value, &commons.tags));
    }
}

fn share_tags(value: &mut Value, tags: &Interner<Tag>) {
    match value {
        Value::Tag(tag) => tags.share(tag),
        Value::List(values) => values.iter_mut().for_each(|value| share_tags(value, tags)),
        Value::Map(entries) => entries
            .iter_mut()
            .for_each(|(_, value)| share_tags(value, tags)),
        _ => {}
    }
}
