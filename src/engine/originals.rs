//! Which document a translation is made from, as far as the files themselves say it: before there is a graph.

use std::collections::HashMap;
use std::sync::Arc;

use crate::base::LanguageId;
use crate::document::meta::TRANSLATION_OF;
use crate::document::{Document, Structure};

/// The documents in the default language, by what translations know them by.
pub(super) struct Originals<'s> {
    by_path: HashMap<&'s str, &'s Arc<Document>>,
    by_id: HashMap<&'s str, &'s Arc<Document>>,
}

impl<'s> Originals<'s> {
    pub fn of(documents: impl Iterator<Item = &'s Arc<Document>>) -> Originals<'s> {
        let (mut by_path, mut by_id) = (HashMap::new(), HashMap::new());
        for document in documents {
            let location = &document.outline.location;
            if let Some(name) = &location.shared_name
                && location.language == LanguageId::DEFAULT
            {
                by_path.insert(name.as_str(), document);
                by_id.insert(document.outline.id.as_str(), document);
            }
        }
        Originals { by_path, by_id }
    }

    /// The document that another one translates.
    pub fn source_of(&self, translation: &Structure) -> Option<&'s Arc<Document>> {
        let location = &translation.location;
        if location.language == LanguageId::DEFAULT {
            return None;
        }
        let name = location.shared_name.as_ref()?;
        let beside = self.by_path.get(name.as_str()).copied();
        beside.or_else(|| self.named_by(translation))
    }

    fn named_by(&self, translation: &Structure) -> Option<&'s Arc<Document>> {
        let mut references = translation.references.iter();
        let reference = references.find(|reference| reference.field == TRANSLATION_OF)?;
        let target = reference.target.as_str();
        let id = target.rsplit('/').next().unwrap_or(target);
        let named = self.by_id.get(target).or_else(|| self.by_id.get(id));
        named.copied()
    }
}
