//! Data files: `content/data/*.yaml` and `.json`, for templates. What they mean is the theme's affair.

use std::path::Path;

use serde_yaml::Value;

use super::asset::Asset;
use super::disk;
use crate::base::yaml;
use crate::base::{Code, Diagnostic, FilePath, Reported, Span};

/// A table, a list or a group of values from a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Data {
    /// The file's name without its extension: templates see it as `site.data.NAME`.
    pub name: String,
    /// What it holds.
    pub value: Value,
}

/// Reads the data files among a site's assets. One that cannot be read costs itself only.
pub fn read(root: &Path, assets: &[Asset]) -> Reported<Vec<Data>> {
    let mut found = Reported::<Vec<Data>>::default();
    for asset in assets.iter().filter(|asset| is_data(&asset.file)) {
        match parse(root, &asset.file) {
            Ok(value) => found.value.push(Data { name: asset.file.stem().to_owned(), value }),
            Err(diagnostic) => found.diagnostics.push(*diagnostic),
        }
    }
    found
}

fn is_data(file: &FilePath) -> bool {
    file.folder() == "content/data" && matches!(file.extension(), "yaml" | "yml" | "json")
}

/// JSON is YAML, so one reader serves both.
fn parse(root: &Path, file: &FilePath) -> Result<Value, Box<Diagnostic>> {
    let bytes = disk::read(root, file).map_err(|error| {
        let message = format!("this cannot be read: {error}");
        Box::new(Diagnostic::new(Code::UnreadableFile, message).in_file(file))
    })?;
    serde_yaml::from_slice(&bytes).map_err(|error| Box::new(unreadable(file, &bytes, &error)))
}

/// Said in the words of front matter, where it is wrong in the same way.
fn unreadable(file: &FilePath, bytes: &[u8], error: &serde_yaml::Error) -> Diagnostic {
    if let Some(Err(problem)) = std::str::from_utf8(bytes).ok().map(yaml::parse) {
        return Diagnostic::new(Code::UnreadableData, problem.message)
            .at(file, problem.span, problem.label)
            .help(problem.help);
    }
    let diagnostic = Diagnostic::new(Code::UnreadableData, format!("these data cannot be read: {error}"));
    match error.location() {
        Some(place) => diagnostic.at(file, Span::new(place.index(), place.index() + 1), "here"),
        None => diagnostic.in_file(file),
    }
}
