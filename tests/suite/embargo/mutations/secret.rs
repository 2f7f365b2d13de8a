//! A document that readers may not see, as plain data: what it says, the files that it names, who names it, and what
//! was done to it. Its site is a function of it, so that a part can be left out and the rest looked at again.

use serde_json::{Map, Value};

use super::mutation::{Mutation, Verdict};
use super::search::Files;
use super::world::{KINDS, World};
use super::written::Written;

/// A site with secrets.
#[derive(Clone)]
pub struct Sample {
    /// What its base URL has behind the host: nothing, or `/sub`.
    pub base: &'static str,
    /// What readers of its second language get of pages that are not translated, if it has several languages.
    pub missing: Option<&'static str>,
    /// The documents that nobody may see.
    pub secrets: Vec<Secret>,
}

/// What says that a document is in the second language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LanguageBy {
    /// Nothing: it is in the first one.
    Nothing,
    FileName,
    Folder,
}

impl LanguageBy {
    /// The folder of a document that is in `folder` in the first language.
    pub fn folder(self, folder: &str) -> String {
        match (self, folder.strip_prefix("content")) {
            (LanguageBy::Folder, Some(below)) => format!("content/cy{below}"),
            _ => folder.to_owned(),
        }
    }

    /// The name of its file.
    pub fn name(self, stem: &str) -> String {
        match self {
            LanguageBy::FileName => format!("{stem}.cy.md"),
            _ => format!("{stem}.md"),
        }
    }
}

/// A translation of a secret, which is to be seen as little as that.
#[derive(Clone)]
pub struct Translation {
    pub by: LanguageBy,
    pub text: String,
    /// True if it says itself that it is public: its own words may be read then.
    pub is_public: bool,
}

/// A document that nobody may see.
#[derive(Clone)]
pub struct Secret {
    /// The word that stands in all that is its own.
    pub word: String,
    /// The folder that its file is in.
    pub folder: String,
    /// Its file's name without `.md`: `index` in a folder of its own.
    pub stem: String,
    /// What says that it is in the second language.
    pub language: LanguageBy,
    /// The line that keeps it from being public: its key and its value. None where its place does.
    pub gate: Option<(String, String)>,
    /// What it consists of; each piece may be left out.
    pub pieces: Vec<Piece>,
    /// What was done to it.
    pub mutations: Vec<Mutation>,
}

/// A part of a secret, with all that belongs to it.
#[derive(Clone, Default)]
pub struct Piece {
    /// What it is, for people.
    pub label: String,
    /// A key of the document.
    pub front: Option<(String, Value)>,
    /// A paragraph of it.
    pub body: String,
    /// Files in the document's own folder.
    pub below: Files,
    /// Files elsewhere that only the document names, or that name it.
    pub files: Files,
    /// A translation of the document.
    pub translation: Option<Translation>,
    /// A link in the menu.
    pub menu: Option<String>,
    /// The end of a redirect.
    pub redirect: Option<String>,
    /// True where somebody who is read wrote the document's name: that they wrote it is no leak.
    pub is_named: bool,
}

impl Secret {
    /// What a document must be after all that was done to it.
    pub fn verdict(&self) -> Verdict {
        self.mutations
            .iter()
            .map(|mutation| mutation.verdict)
            .max()
            .unwrap_or(Verdict::Valid)
    }

    /// True where a word of it may be read at this place all the same.
    pub fn may_show(&self, place: &str) -> bool {
        self.verdict() == Verdict::Open
            || (place.starts_with("other") && self.translations().any(|it| it.is_public))
            // The address of a part is its file's name.
            || (place == "stem" && self.translations().any(|it| it.is_public))
            || (place == "stem" && self.pieces.iter().any(|piece| piece.is_named))
            || self
                .mutations
                .iter()
                .any(|mutation| mutation.frees.iter().any(|free| place.starts_with(free)))
    }

    fn translations(&self) -> impl Iterator<Item = &Translation> {
        let pieces = self.pieces.iter();
        pieces.filter_map(|piece| piece.translation.as_ref())
    }

    fn files(&self) -> Files {
        let written = Written::of(self);
        let folder = written.folder.clone();
        // A translation is one of a file that has kept its name.
        let is_translated = written.name == format!("{}.md", self.stem);
        let translations = self.translations().filter(|_| is_translated);
        let translations: Files = translations
            .map(|it| {
                let path = format!("{}/{}", it.by.folder(&folder), it.by.name(&self.stem));
                (path, it.text.clone().into_bytes())
            })
            .collect();
        let mut files = Files::from([(format!("{folder}/{}", written.name), written.bytes())]);
        for (path, bytes) in translations {
            let folder = path
                .rsplit_once('/')
                .map_or("", |(folder, _)| folder)
                .to_owned();
            files.insert(path, relative(&bytes, &folder));
        }
        for piece in &self.pieces {
            let below = piece
                .below
                .iter()
                .map(|(path, bytes)| (format!("{folder}/{path}"), bytes));
            let is_written = piece.translation.is_none() || is_translated;
            let all = below.chain(
                piece
                    .files
                    .iter()
                    .filter(|_| is_written)
                    .map(|(path, bytes)| (path.clone(), bytes)),
            );
            files.extend(all.map(|(path, bytes)| {
                let bytes = relative(
                    bytes,
                    path.rsplit_once('/').map_or("", |(folder, _)| folder),
                );
                (path, bytes)
            }));
        }
        files
    }
}

impl Sample {
    /// All files of the site.
    pub fn files(&self, world: &World) -> Files {
        let mut files = world.files();
        files.extend(
            self.missing
                .map(|_| world.translations())
                .unwrap_or_default(),
        );
        for secret in &self.secrets {
            files.extend(secret.files());
        }
        files.insert("site.yaml".to_owned(), self.settings().into_bytes());
        files
    }

    /// The site before anything was done to its secrets.
    pub fn unmutated(&self) -> Sample {
        let mut sample = self.clone();
        sample
            .secrets
            .iter_mut()
            .for_each(|secret| secret.mutations.clear());
        sample
    }

    fn settings(&self) -> String {
        let pieces = || self.secrets.iter().flat_map(|secret| &secret.pieces);
        let menu: Vec<&str> = pieces().filter_map(|piece| piece.menu.as_deref()).collect();
        let lines = pieces()
            .filter_map(|piece| piece.redirect.as_deref())
            .enumerate();
        let redirects: Map<String, Value> = lines
            .map(|(at, to)| (format!("/old-{at}/"), Value::from(to)))
            .collect();
        let mut text = format!(
            "title: T\nbase_url: https://example.org{}\n{KINDS}",
            self.base
        );
        if let Some(missing) = self.missing {
            let languages = format!("{{en: {{}}, cy: {{missing: {missing}}}, ar: {{}}}}");
            text.push_str(&format!("languages: {languages}\n"));
        }
        if !menu.is_empty() {
            text.push_str(&format!("menus: {{main: {}}}\n", Value::from(menu)));
        }
        if !redirects.is_empty() {
            text.push_str(&format!("redirects: {}\n", Value::from(redirects)));
        }
        text
    }
}

/// Replaces each `<<content/a/b>>` by the way there from a folder.
pub fn relative(bytes: &[u8], folder: &str) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return bytes.to_vec();
    };
    let mut parts = text.split("<<content/");
    let mut done = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (path, rest) = part.split_once(">>").expect("a path has an end");
        let up = folder.split('/').count() - 1;
        done.push_str(&"../".repeat(up));
        done.push_str(path);
        done.push_str(rest);
    }
    done.into_bytes()
}
