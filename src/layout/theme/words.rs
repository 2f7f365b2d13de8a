//! The words of the theme: what templates say besides what authors wrote, by language.

use std::collections::BTreeMap;

use crate::base::{Code, Diagnostic, Words};
use crate::config::settings::SettingsFile;
use crate::content::{Source, ThemeFile, ThemeFiles};
use crate::yaml::{self, Node};

/// The language whose words stand in where another one has none.
const FALLBACK: &str = "en";

/// The words of one language.
#[derive(Clone, Debug)]
pub struct Translations {
    /// For what copublish says itself.
    pub words: Words,
    /// The same, as templates see them.
    pub text: tera::Value,
}

impl Translations {
    fn new(words: BTreeMap<String, String>) -> Translations {
        Translations {
            text: tera::Value::from(words.clone()),
            words: Words::new(words),
        }
    }
}

impl Default for Translations {
    fn default() -> Translations {
        Translations::new(BTreeMap::new())
    }
}

/// Reads `text/LANGUAGE.yaml` of all layers: a child theme or a site that changes one word keeps the
/// others, and a language without a word says it in English.
pub fn read(
    files: &ThemeFiles,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Translations> {
    let mut words: BTreeMap<&str, BTreeMap<String, String>> = BTreeMap::new();
    for file in files
        .words
        .iter()
        .filter(|file| file.file.extension() == "yaml")
    {
        if let Some(texts) = texts_of_file(file, diagnostics) {
            words.entry(file.file.stem()).or_default().extend(texts);
        }
    }
    let english = words.get(FALLBACK).cloned().unwrap_or_default();
    let words = words.into_iter().map(|(language, own)| {
        let mut all = english.clone();
        all.extend(own);
        (language.to_owned(), Translations::new(all))
    });
    words.collect()
}

/// The texts of one file; `None` if it cannot be read, which is reported.
fn texts_of_file(
    file: &ThemeFile,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<BTreeMap<String, String>> {
    let source = match Source::from_bytes(file.file.clone(), file.bytes.to_vec()) {
        Ok(source) => source,
        Err(unreadable) => {
            diagnostics.push(*unreadable.diagnostic);
            return None;
        }
    };
    let settings = SettingsFile::new(&file.file, Code::InvalidSetting);
    let root = settings.read(&source.text);
    let texts = root.map(|root| texts(&settings, &root));
    diagnostics.extend(settings.diagnostics.into_inner());
    texts
}

/// Each key with its text; what is no text is reported.
fn texts(settings: &SettingsFile, root: &Node) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for entry in root.entries() {
        match entry.value.text() {
            Some(text) => {
                texts.insert(entry.key.clone(), text.to_owned());
            }
            None if entry.value.value == yaml::Value::Empty => {
                texts.insert(entry.key.clone(), String::new());
            }
            None => settings.wrong(
                entry.value.span,
                format!("`{}` must be text", entry.key),
                "",
            ),
        }
    }
    texts
}
