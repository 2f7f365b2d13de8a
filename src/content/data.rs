//! Data files: `content/data/*.yaml` and `.json`, for templates. What they mean is the theme's affair, but for that
//! of the glossary.

use serde_yaml::Value;

use super::glossary;
use super::source::Asset;
use super::unreadable::unreadable;
use super::unsaved::Folder;
use super::{disk, encoding};
use crate::base::clean_text;
use crate::base::site_layout;
use crate::base::{Code, Diagnostic, FilePath, Reported, Span};
use crate::yaml;

/// The extensions of data.
const DATA: [&str; 5] = ["yaml", "yml", "json", "csv", "tsv"];

/// A table, a list or a group of values from a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Data {
    /// The file's name without its extension: templates see it as `site.data.NAME`.
    pub name: String,
    /// The file.
    pub file: FilePath,
    /// What it holds.
    pub value: Value,
}

/// Reads the data files among a site's assets. One that cannot be read costs itself only.
pub fn read(site: Folder, assets: &[Asset]) -> Reported<Vec<Data>> {
    let mut found = Reported::<Vec<Data>>::default();
    for file in assets.iter().map(|asset| &asset.file) {
        let read = match () {
            () if file.as_str() == site_layout::GLOSSARY => read_glossary(site, file),
            () if is_data(file) => parse(site, file).map(|value| {
                Reported::clean(Some(Data {
                    name: file.stem().to_owned(),
                    file: file.clone(),
                    value,
                }))
            }),
            () => continue,
        };
        match read {
            Ok(read) => found.value.extend(read.into_value(&mut found.diagnostics)),
            Err(diagnostic) => found.diagnostics.push(*diagnostic),
        }
    }
    found
}

fn read_glossary(site: Folder, file: &FilePath) -> Result<Reported<Option<Data>>, Box<Diagnostic>> {
    let bytes = bytes(site, file)?;
    match encoding::text(&bytes) {
        Ok(text) => Ok(glossary::read(file, text)),
        Err(_) => {
            let diagnostic = Diagnostic::new(Code::NotUtf8, "this file is not UTF-8").in_file(file);
            Err(Box::new(diagnostic.help("save it as UTF-8")))
        }
    }
}

fn is_data(file: &FilePath) -> bool {
    file.folder() == site_layout::DATA && matches!(file.extension(), "yaml" | "yml" | "json")
}

/// True for data that are there for templates and tables: they are published only if a public document, or site.yaml,
/// links to them.
pub fn is_for_templates(file: &FilePath) -> bool {
    let is_below = file
        .folder()
        .strip_prefix(site_layout::DATA)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let extension = file.extension();
    is_below
        && DATA
            .iter()
            .any(|known| known.eq_ignore_ascii_case(extension))
}

/// Data with more open brackets are looked at before they are read.
const DEEP: usize = 128;

/// The most values that a file with data may hold. Each takes some hundred bytes while it is read.
const MOST_VALUES: usize = 1_000_000;

/// JSON is YAML, so one reader serves both.
fn parse(site: Folder, file: &FilePath) -> Result<Value, Box<Diagnostic>> {
    let bytes = bytes(site, file)?;
    let bytes = encoding::without_mark(&bytes);
    // The library looks at all open brackets for each one that follows; ours gives up on that many.
    if depth(bytes) > DEEP
        && let Some(Err(problem)) = encoding::text(bytes).ok().map(yaml::parse)
    {
        return Err(Box::new(said(file, problem)));
    }
    let may_hold_more = bytes.len() > MOST_VALUES || memchr::memchr(b'*', bytes).is_some();
    if may_hold_more && !yaml::holds_at_most(bytes, MOST_VALUES) {
        return Err(Box::new(too_large(
            file,
            "holds more than 1,000,000 values",
        )));
    }
    let read =
        serde_yaml::from_slice(bytes).map_err(|error| Box::new(no_data(file, bytes, &error)));
    read.map(|mut value| {
        clean(&mut value);
        value
    })
}

/// Takes out what no page can hold, and what an escape such as `"\u0001"` may stand for.
fn clean(value: &mut Value) {
    match value {
        Value::String(text) => clean_text::remove_forbidden(text),
        Value::Sequence(items) => items.iter_mut().for_each(clean),
        Value::Mapping(entries) => entries.values_mut().for_each(clean),
        Value::Tagged(tagged) => clean(&mut tagged.value),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn bytes(site: Folder, file: &FilePath) -> Result<Vec<u8>, Box<Diagnostic>> {
    site.read(file, disk::size_limit::DATA)
        .map_err(|error| Box::new(unreadable(file, &error)))
}

fn too_large(file: &FilePath, how: &str) -> Diagnostic {
    Diagnostic::new(Code::UnreadableData, format!("this file {how}"))
        .in_file(file)
        .help("keep what templates show, and offer the rest as a file to download")
}

/// The most brackets that may be open at once, those in texts counted as well.
fn depth(bytes: &[u8]) -> usize {
    let (mut open, mut deepest) = (0_usize, 0);
    for byte in bytes {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(open);
    }
    deepest
}

fn said(file: &FilePath, problem: yaml::Problem) -> Diagnostic {
    Diagnostic::new(Code::UnreadableData, problem.message)
        .at(file, problem.span, problem.label)
        .help(problem.help)
}

/// Said in the words of front matter, where it is wrong in the same way.
fn no_data(file: &FilePath, bytes: &[u8], error: &serde_yaml::Error) -> Diagnostic {
    if let Some(Err(problem)) = encoding::text(bytes).ok().map(yaml::parse) {
        return said(file, problem);
    }
    let diagnostic = Diagnostic::new(
        Code::UnreadableData,
        format!("this data file cannot be read: {error}"),
    );
    match error.location() {
        Some(place) => diagnostic.at(file, Span::new(place.index(), place.index() + 1), "here"),
        None => diagnostic.in_file(file),
    }
}
