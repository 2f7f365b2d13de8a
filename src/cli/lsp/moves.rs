//! Files that get other places: those that an editor names, those in their folders, and the translations of what they hold,
//! whose names are the same but for the language.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::files::uri_of;
use super::leads::Asked;
use crate::base::{FilePath, site_layout};
use crate::config::LanguageTags;

/// The new path of each file, by its old one.
pub type Files = BTreeMap<FilePath, FilePath>;

/// A file or a folder that moves.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Move {
    /// Where it is.
    pub from: FilePath,
    /// Where it is to be.
    pub to: FilePath,
}

impl Move {
    /// The move of a document, with its folder if it has one of its own.
    pub fn of_document(from: FilePath, to: FilePath) -> Move {
        if from.is_index() && to.is_index() {
            Move {
                from: FilePath::new(from.folder()),
                to: FilePath::new(to.folder()),
            }
        } else {
            Move { from, to }
        }
    }

    /// As editors are told to do it.
    pub fn shown(&self, asked: &Asked) -> Value {
        json!({
            "kind": "rename",
            "oldUri": uri_of(asked.root, &self.from),
            "newUri": uri_of(asked.root, &self.to),
        })
    }

    /// All files that move with it.
    fn files<'a>(&'a self, asked: &'a Asked) -> impl Iterator<Item = (FilePath, FilePath)> {
        let (from, to) = (&self.from, &self.to);
        asked.view.site.files().filter_map(move |file| {
            let rest = file.as_str().strip_prefix(from.as_str())?;
            let is_inside = rest.is_empty() || rest.starts_with('/');
            is_inside.then(|| (file.clone(), FilePath::new(format!("{to}{rest}"))))
        })
    }
}

/// All that moves.
pub struct Moves {
    /// Every file.
    pub files: Files,
    /// What moves beside what was named.
    pub translations: Vec<Move>,
}

impl Moves {
    /// What moves with some files and folders.
    pub fn new(asked: &Asked, named: &[Move]) -> Moves {
        let mut files: Files = named.iter().flat_map(|one| one.files(asked)).collect();
        let mut translations = translations(asked, &files);
        translations.sort();
        translations.dedup();
        for one in &translations {
            files.extend(one.files(asked));
        }
        Moves {
            files,
            translations,
        }
    }
}

/// The translations that do not move yet of what moves, each with its place beside it.
fn translations(asked: &Asked, files: &Files) -> Vec<Move> {
    let tags = &asked.linked().project.site.languages.tags;
    if !tags.are_named() {
        return Vec::new();
    }
    let moved = shared_paths(files, tags);
    let others = asked.view.site.files();
    let others = others.filter(|file| file.is_source() && !files.contains_key(*file));
    let found = others.filter_map(|file| {
        let path = TranslatedPath::new(file, tags);
        let to = path.with_shared(moved.get(&path.shared)?);
        Some(Move::of_document(file.clone(), to))
    });
    found.collect()
}

/// The paths without their languages of what moves, each with the new one. One that gets another language is no translation of
/// the others any more.
fn shared_paths(files: &Files, tags: &LanguageTags) -> Files {
    let sources = files.iter().filter(|(from, _)| from.is_source());
    let moved = sources.filter_map(|(from, to)| {
        let (from, to) = (
            TranslatedPath::new(from, tags),
            TranslatedPath::new(to, tags),
        );
        (from.language == to.language).then_some((from.shared, to.shared))
    });
    moved.collect()
}

/// A path with the language that it names.
pub struct TranslatedPath<'p> {
    path: &'p FilePath,
    /// The tag of the language, if it names one.
    language: Option<&'p str>,
    /// What it would be if it named none.
    pub shared: FilePath,
}

impl<'p> TranslatedPath<'p> {
    /// Takes a path apart.
    pub fn new(path: &'p FilePath, tags: &'p LanguageTags) -> TranslatedPath<'p> {
        let split = tags.split(path.as_str());
        TranslatedPath {
            path,
            language: split.language.map(|id| tags.get(id)),
            shared: FilePath::new(&*split.path),
        }
    }

    /// The path of the same language for another shared one.
    pub fn with_shared(&self, shared: &FilePath) -> FilePath {
        let Some(language) = self.language else {
            return shared.clone();
        };
        let in_folder = site_layout::in_content(&format!("{language}/"));
        match self.path.as_str().get(..in_folder.len()) {
            Some(start) if start.eq_ignore_ascii_case(&in_folder) => {
                let below = site_layout::below(site_layout::CONTENT, shared.as_str());
                FilePath::new(format!("{start}{}", below.unwrap_or(shared.as_str())))
            }
            _ => with_name(shared, language),
        }
    }
}

/// `about.md` as `about.cy.md`.
fn with_name(shared: &FilePath, language: &str) -> FilePath {
    let path = shared.as_str();
    match path.rsplit_once('.') {
        Some((stem, extension)) => FilePath::new(format!("{stem}.{language}.{extension}")),
        None => shared.clone(),
    }
}
