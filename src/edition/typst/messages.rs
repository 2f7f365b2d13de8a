//! What the press says of a job, in words for the author: at the words that they wrote, with the picture that it is about, or
//! with the file of the theme.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::PressJob;
use crate::base::Severity;
use crate::base::english::ticked_and;
use crate::edition::{EditionError, Picture};

/// The name of the look that comes with the press.
const LOOK: &str = "look.typ";
/// Signs that may be written in another way in the text of an author.
const OTHERWISE_WRITTEN: &[char] = &['\\', '"', '\'', '“', '”', '‘', '’', '–', '—', '…', '\u{a0}'];
/// Fewer letters than this may be anywhere in a text.
const TELLING: usize = 8;

/// What the press says of a job.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PressMessage {
    /// The message.
    pub message: String,
    /// The line of the text that led to it, from 1, if there is one.
    #[serde(default)]
    pub line: Option<usize>,
    /// Where it is, if that is not in the text but in how it looks.
    #[serde(default)]
    pub look: Option<LookPlace>,
    /// The picture that it is about.
    #[serde(default)]
    pub picture: Option<String>,
}

/// A line of a file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct LookPlace {
    /// Its name in the job.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

/// What the press says of a job, with what it was about.
pub struct PressReport<'r> {
    /// The job.
    pub job: &'r PressJob,
    /// The pictures of the edition.
    pub pictures: &'r [Picture],
    /// What was said.
    pub messages: &'r [PressMessage],
}

impl PressReport<'_> {
    /// Why there is no file.
    pub fn error(&self) -> EditionError {
        let (message, help, words) = self
            .of_theme()
            .or_else(|| self.of_letters())
            .or_else(|| self.of_picture())
            .unwrap_or_else(|| self.of_text());
        EditionError {
            message,
            help: help.to_owned(),
            severity: Some(Severity::Error),
            words,
            places: Vec::new(),
        }
    }

    /// What is wrong with a file that was made.
    pub fn warnings(&self) -> Vec<EditionError> {
        let said = once(self.messages.iter().map(|it| it.message.as_str()));
        let warning = |message: &str| {
            let of_message = self.messages.iter().filter(|it| it.message == message);
            let words = of_message.filter_map(|it| Some(longest_run(self.line(it)?)));
            EditionError {
                message: message.to_owned(),
                help: "write it in shorter pieces, such as a table with fewer columns or code in shorter lines".to_owned(),
                severity: Some(Severity::Warning),
                words: words.filter(|words| !words.is_empty()).take(3).collect(),
                places: Vec::new(),
            }
        };
        said.into_iter().map(warning).collect()
    }

    /// A mistake in a file of the theme.
    fn of_theme(&self) -> Option<Said> {
        let mut messages = self.messages.iter();
        let (message, place) = messages.find_map(|it| {
            let place = it.look.as_ref().filter(|place| place.file != LOOK)?;
            Some((&it.message, place))
        })?;
        let LookPlace { file, line } = place;
        Some((
            format!("`{file}` of the theme is wrong in line {line}: {message}"),
            "change that file; nothing is wrong with this page",
            Vec::new(),
        ))
    }

    /// Letters that no font has.
    fn of_letters(&self) -> Option<Said> {
        let mut letters = once(self.messages.iter().filter_map(without_font));
        letters.truncate(12);
        let said = (!letters.is_empty()).then(|| ticked_and(&letters))?;
        Some((
            format!("its fonts do not have {said}"),
            "write it in words, or name a font that has it under `look: fonts:` in site.yaml",
            letters.into_iter().map(str::to_owned).collect(),
        ))
    }

    /// Pictures that cannot be shown.
    fn of_picture(&self) -> Option<Said> {
        let damaged = self.messages.iter();
        let damaged = damaged.filter_map(|it| it.picture.as_deref());
        let names: Vec<&str> = damaged.map(|name| self.name_of_author(name)).collect();
        let are = match names.len() {
            0 => return None,
            1 => "is damaged, so it",
            _ => "are damaged, so they",
        };
        Some((
            format!("{} {are} cannot be shown", ticked_and(&names)),
            "open it, look whether all of it is there, and save it once more as JPEG or PNG",
            names.into_iter().map(str::to_owned).collect(),
        ))
    }

    /// What the author calls a picture of the edition.
    fn name_of_author<'n>(&'n self, name: &'n str) -> &'n str {
        let own = self.pictures.iter().find(|picture| picture.name == name);
        own.and_then(|picture| picture.src.rsplit('/').next())
            .unwrap_or(name)
    }

    fn of_text(&self) -> Said {
        let mut said = once(self.messages.iter().map(|it| it.message.as_str()));
        said.truncate(3);
        let lines = self.messages.iter().filter_map(|it| self.line(it));
        let mut words: Vec<String> = lines.map(longest_run).collect();
        words.retain(|words| !words.is_empty());
        words.truncate(1);
        (
            said.join("; "),
            "change the text there, or take the edition out of `editions`",
            words,
        )
    }

    /// The line of the text that a message is about.
    fn line(&self, message: &PressMessage) -> Option<&str> {
        self.job.main.lines().nth(message.line?.checked_sub(1)?)
    }
}

/// A message, what to do, and the words that it is about.
type Said = (String, &'static str, Vec<String>);

/// Each text once, in order: the look sets a title at several places.
fn once<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<&'t str> {
    let mut known = BTreeSet::new();
    texts.filter(|text| known.insert(*text)).collect()
}

/// The letter that no font has, if a message is about one.
fn without_font(message: &PressMessage) -> Option<&str> {
    let (_, rest) = message.message.split_once("the text `\"")?;
    let (letter, rest) = rest.split_once("\"`")?;
    rest.contains("with font").then_some(letter)
}

/// The longest words of a line of the text that an author has written just so; empty if they tell nothing. Texts are strings,
/// each of which begins with `#`.
fn longest_run(line: &str) -> String {
    let strings = line.split("#\"").skip(1);
    let strings = strings.filter_map(|part| part.split("\";").next());
    let runs = strings.flat_map(|text| text.split(OTHERWISE_WRITTEN));
    let longest = runs.max_by_key(|run| run.trim().len()).unwrap_or_default();
    let longest = longest.trim();
    if longest.chars().count() < TELLING {
        return String::new();
    }
    longest.to_owned()
}
