//! The words of the theme: what templates say besides what authors wrote, by language. English stands in for what a language
//! does not have, and such words are marked, so that pages say that they are English.

use std::collections::BTreeMap;

use crate::base::foreign_words::{THEME_LANGUAGE, marked};
use crate::base::language::is_language_tag;
use crate::base::slug::slugify;
use crate::base::{Code, Diagnostic, Words};
use crate::config::settings::SettingsFile;
use crate::content::{Source, ThemeFile, ThemeFiles};
use crate::yaml::{self, Node};

/// What a language's file says of itself; all else is words.
const OF_ITSELF: [&str; 2] = ["language", "locale"];

/// The words of one language.
#[derive(Clone, Debug)]
pub struct Translations {
    /// For what copublish says itself where there are no elements with a language, such as in feeds and letters.
    pub words: Words,
    /// The same for pages: what is in another language is marked.
    pub shown: Words,
    /// The words of pages, as templates see them.
    pub text: tera::Value,
    /// What kinds, fields and tags are called in this language, by keys such as `kinds.blog.label`.
    names: BTreeMap<String, String>,
}

/// The groups of a file that say what kinds, fields and tags are called; all else is words of templates.
const NAMES: [&str; 3] = ["kinds", "fields", TAGS];

/// The group of tags, which authors write in their own words.
const TAGS: &str = "tag_names";

fn is_name(key: &str) -> bool {
    let group = key.split_once('.').map(|(group, _)| group);
    group.is_some_and(|group| NAMES.contains(&group))
}

impl Translations {
    fn new(own: &BTreeMap<String, String>, fallback: &BTreeMap<String, String>) -> Translations {
        let (names, own): (BTreeMap<_, _>, BTreeMap<_, _>) =
            own.clone().into_iter().partition(|(key, _)| is_name(key));
        let (mut words, mut shown) = (fallback.clone(), BTreeMap::new());
        for (key, text) in fallback {
            shown.insert(key.clone(), marked_word(key, text));
        }
        for (key, text) in &own {
            let name = name_of_language(key);
            let text = name.map_or_else(|| text.clone(), |language| marked(text, language));
            shown.insert(key.clone(), text);
        }
        words.extend(own);
        Translations {
            names,
            text: tera::Value::from(shown.clone()),
            shown: Words::new(shown),
            words: Words::new(words),
        }
    }

    /// What a kind, a field or a tag is called in this language: `kinds.blog.label`, `fields.venue`, `tag_names.social-care`.
    pub fn name(&self, key: &str) -> Option<&str> {
        self.names.get(key).map(String::as_str)
    }
}

/// The language whose own name for itself a key is.
fn name_of_language(key: &str) -> Option<&str> {
    let language = key.strip_prefix("language_")?;
    is_language_tag(language).then_some(language)
}

/// A word that stands in for one of another language, with its mark. In a format of dates, only what is no directive is words.
fn marked_word(key: &str, text: &str) -> String {
    if OF_ITSELF.contains(&key) {
        return text.to_owned();
    }
    if let Some(language) = name_of_language(key) {
        return marked(text, language);
    }
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter == '%' {
            letters.by_ref().find(|c| c.is_alphabetic() || *c == '%');
        } else if letter.is_alphabetic() {
            return marked(text, THEME_LANGUAGE);
        }
    }
    text.to_owned()
}

/// The words of all languages that a theme knows, and what stands in for them in all others.
#[derive(Clone, Debug)]
pub struct ThemeWords {
    languages: BTreeMap<String, Translations>,
    others: Translations,
}

impl ThemeWords {
    /// The words for pages in a language.
    pub fn of(&self, language: &str) -> &Translations {
        let short = language.split('-').next().unwrap_or(language);
        let known = self.languages.get(language);
        let known = known.or_else(|| self.languages.get(short));
        known.unwrap_or(&self.others)
    }

    /// Each language with its words.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &Translations)> {
        self.languages.iter()
    }
}

/// Reads `text/LANGUAGE.yaml` of all layers: a child theme or a site that changes one word keeps the
/// others, and a language without a word says it in English.
pub fn read(files: &ThemeFiles, diagnostics: &mut Vec<Diagnostic>) -> ThemeWords {
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
    let mut english = Words::defaults();
    english.extend(words.get(THEME_LANGUAGE).cloned().unwrap_or_default());
    words.insert(THEME_LANGUAGE, english.clone());
    english.retain(|key, _| !is_name(key));
    let languages = words.iter().map(|(language, own)| {
        let translations = Translations::new(own, &english);
        ((*language).to_owned(), translations)
    });
    ThemeWords {
        languages: languages.collect(),
        others: Translations::new(&BTreeMap::new(), &english),
    }
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
    add_texts(settings, root, "", &mut texts);
    texts
}

/// Adds the texts of a group, whose name is `above` with a dot.
fn add_texts(
    settings: &SettingsFile,
    group: &Node,
    above: &str,
    texts: &mut BTreeMap<String, String>,
) {
    for entry in group.entries() {
        let key = match above.strip_suffix('.') {
            Some(TAGS) => format!("{above}{}", slugify(&entry.key)),
            _ => format!("{above}{}", entry.key),
        };
        let is_group = matches!(entry.value.value, yaml::Value::Mapping(_));
        if is_group && (is_name(&key) || NAMES.contains(&key.as_str())) {
            add_texts(settings, &entry.value, &format!("{key}."), texts);
            continue;
        }
        match entry.value.text() {
            Some(text) => {
                texts.insert(key, text.to_owned());
            }
            None if entry.value.value == yaml::Value::Empty => {
                texts.insert(key, String::new());
            }
            None => settings.wrong(
                entry.value.span,
                format!("`{}` must be text", entry.key),
                "",
            ),
        }
    }
}
