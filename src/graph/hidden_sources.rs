//! Documents that are not public, as sources of translations: an embargo holds in every language. A translation that says itself
//! when it is public is asked for nothing else.

use std::collections::{HashMap, HashSet};

use crate::base::{FilePath, LanguageId};
use crate::document::Structure;
use crate::document::meta::TRANSLATION_OF;

/// The documents in the default language that are not public, by what translations know them by.
pub(super) struct HiddenSources<'h> {
    by_path: HashMap<&'h str, &'h Structure>,
    by_id: HashMap<&'h str, &'h Structure>,
}

impl<'h> HiddenSources<'h> {
    /// Those among some hidden documents. There are none on a site that names no languages.
    pub fn of(hidden: impl Iterator<Item = &'h Structure>) -> HiddenSources<'h> {
        let (mut by_path, mut by_id) = (HashMap::new(), HashMap::new());
        for structure in hidden {
            let location = &structure.location;
            if let Some(name) = &location.shared_name
                && location.language == LanguageId::DEFAULT
            {
                by_path.insert(name.as_str(), structure);
                by_id.insert(structure.id.as_str(), structure);
            }
        }
        HiddenSources { by_path, by_id }
    }

    /// The hidden document of which another one is a translation, unless that one says itself when it is public.
    pub fn source_of(&self, translation: &Structure) -> Option<&'h Structure> {
        let location = &translation.location;
        if location.language == LanguageId::DEFAULT || translation.decides_when_public() {
            return None;
        }
        let name = location.shared_name.as_ref().map(FilePath::as_str)?;
        let named = self.by_path.get(name).copied();
        named.or_else(|| self.named_by(translation))
    }

    fn named_by(&self, translation: &Structure) -> Option<&'h Structure> {
        let mut references = translation.references.iter();
        let reference = references.find(|reference| reference.field == TRANSLATION_OF)?;
        let target = reference.target.as_str();
        let id = target.rsplit('/').next().unwrap_or(target);
        self.by_id.get(id).copied()
    }

    /// Adds the translations of these documents to the files that are hidden.
    pub fn add_translations<'f>(
        &self,
        files: &mut HashSet<&'f FilePath>,
        all: impl Iterator<Item = &'f Structure>,
    ) {
        let translations = all.filter(|structure| self.source_of(structure).is_some());
        files.extend(translations.map(|structure| &structure.file));
    }
}
