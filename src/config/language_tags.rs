//! The tags of a site's languages, and where the path of a file names one. All that reading a document needs of the
//! languages: what the site says in them changes no document.

use std::borrow::Cow;

use crate::base::site_layout;
use crate::base::{FilePath, LanguageId};

/// The tags of the languages of a site, the default first. There is always one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanguageTags {
    all: Vec<String>,
    /// Whether the settings name languages at all: else paths say none.
    are_named: bool,
}

/// A path without what it says of a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedPath<'p> {
    /// The language that the path names.
    pub language: Option<LanguageId>,
    /// The path that a document and its translations have in common: `content/about.md`.
    pub path: Cow<'p, str>,
}

impl LanguageTags {
    /// The tag of a site whose settings name no languages.
    pub fn only(tag: &str) -> LanguageTags {
        LanguageTags {
            all: vec![tag.to_owned()],
            are_named: false,
        }
    }

    pub(super) fn named(all: Vec<String>) -> LanguageTags {
        LanguageTags {
            all,
            are_named: true,
        }
    }

    /// Whether the settings name languages: then a path may say one.
    pub fn are_named(&self) -> bool {
        self.are_named
    }

    /// Whether there are several.
    pub fn are_several(&self) -> bool {
        self.all.len() > 1
    }

    /// The languages, the default first.
    pub fn ids(&self) -> impl Iterator<Item = LanguageId> + use<> {
        (0..=u8::MAX).map(LanguageId).take(self.all.len())
    }

    /// The tag of a language.
    pub fn get(&self, id: LanguageId) -> &str {
        self.all.get(id.index()).map_or("", String::as_str)
    }

    /// The language with a tag, whatever its case.
    pub fn find(&self, tag: &str) -> Option<LanguageId> {
        self.ids()
            .find(|id| self.get(*id).eq_ignore_ascii_case(tag))
    }

    /// The language that a path of `content/` names, by a folder right below it or before the extension of a Markdown file,
    /// and the path without it.
    pub fn split<'p>(&self, path: &'p str) -> SharedPath<'p> {
        let unsaid = SharedPath {
            language: None,
            path: Cow::Borrowed(path),
        };
        if !self.are_named {
            return unsaid;
        }
        let by_name = self.split_name(path);
        let without_name = by_name.as_ref().map_or(path, |named| &named.path);
        // A file of one language in the folder of another one says more than its folder.
        let by_folder = self.split_folder(without_name).map(|folder| SharedPath {
            language: by_name.as_ref().map_or(folder.language, |it| it.language),
            path: folder.path.into_owned().into(),
        });
        by_folder.or(by_name).unwrap_or(unsaid)
    }

    fn split_folder<'p>(&self, path: &'p str) -> Option<SharedPath<'p>> {
        let below = site_layout::below(site_layout::CONTENT, path)?;
        let (folder, rest) = below.split_once('/')?;
        let language = self.find(folder)?;
        Some(SharedPath {
            language: Some(language),
            path: Cow::Owned(site_layout::in_content(rest)),
        })
    }

    fn split_name<'p>(&self, path: &'p str) -> Option<SharedPath<'p>> {
        let (stem, extension) = path.rsplit_once('.')?;
        if !FilePath::new(path).is_source() {
            return None;
        }
        let (shared, code) = stem.rsplit_once('.')?;
        let language = self.find(code)?;
        let is_named = !shared.is_empty() && !shared.ends_with('/');
        is_named.then(|| SharedPath {
            language: Some(language),
            path: Cow::Owned(format!("{shared}.{extension}")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_says_its_language_by_a_folder_or_before_its_extension() {
        let languages = LanguageTags::named(["en", "cy", "pt-BR"].map(str::to_owned).into());
        for (path, language, shared) in [
            ("content/about.md", None, "content/about.md"),
            ("content/about.cy.md", Some(1), "content/about.md"),
            ("content/cy/about.md", Some(1), "content/about.md"),
            ("content/en/a/index.md", Some(0), "content/a/index.md"),
            ("content/a/index.pt-br.md", Some(2), "content/a/index.md"),
            ("content/about.old.md", None, "content/about.old.md"),
            ("content/cy.md", None, "content/cy.md"),
            ("content/.cy.md", None, "content/.cy.md"),
            ("content/map.cy.png", None, "content/map.cy.png"),
            ("content/cy/map.png", Some(1), "content/map.png"),
            ("content/en/about.cy.md", Some(1), "content/about.md"),
        ] {
            let found = languages.split(path);
            assert_eq!(found.language, language.map(LanguageId), "{path}");
            assert_eq!(found.path, shared, "{path}");
        }
    }

    #[test]
    fn paths_of_a_site_without_languages_say_none() {
        let languages = LanguageTags::only("cy");
        assert!(!languages.are_several());
        assert_eq!(languages.get(LanguageId::DEFAULT), "cy");
        assert_eq!(languages.split("content/cy/a.md").language, None);
    }
}
