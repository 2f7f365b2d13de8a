//! What sort of text a file of a site is, by its path.

use crate::base::FilePath;
use crate::base::site_layout::{
    CONTENT, DATA, GLOSSARY, KINDS, SETTINGS, TEXT, THEME_SETTINGS, THEMES, below,
};

/// What sort of text a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileSort {
    /// A document in Markdown.
    Document,
    /// YAML that has the schema of this name.
    Yaml(&'static str),
    /// Data, whose form is its author's own.
    Data,
    /// Anything else.
    Other,
}

/// The sort of a file.
pub fn sort_of(file: &FilePath) -> FileSort {
    let path = file.as_str();
    let is_yaml = path.ends_with(".yaml");
    let in_theme = below(THEMES, path).and_then(|path| path.split_once('/'));
    match in_theme {
        _ if below(CONTENT, path).is_some() && file.is_source() => FileSort::Document,
        _ if path == SETTINGS => FileSort::Yaml(SETTINGS),
        _ if path == GLOSSARY => FileSort::Yaml("glossary.yaml"),
        _ if file.folder() == DATA && is_data(file) => FileSort::Data,
        _ if is_yaml && below(TEXT, path).is_some() => FileSort::Yaml("text.yaml"),
        Some((_, THEME_SETTINGS)) => FileSort::Yaml(THEME_SETTINGS),
        Some((_, inner)) if is_yaml && below(KINDS, inner).is_some() => FileSort::Yaml("kind.yaml"),
        Some((_, inner)) if is_yaml && below(TEXT, inner).is_some() => FileSort::Yaml("text.yaml"),
        _ => FileSort::Other,
    }
}

fn is_data(file: &FilePath) -> bool {
    matches!(file.extension(), "yaml" | "yml")
}

/// True for a file that can be read as it is in an editor, before it is saved.
pub fn counts_unsaved(file: &FilePath) -> bool {
    sort_of(file) != FileSort::Other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_apart_by_their_paths() {
        for (path, sort) in [
            ("content/a/b.md", FileSort::Document),
            ("README.md", FileSort::Other),
            ("content/a.pdf", FileSort::Other),
            ("site.yaml", FileSort::Yaml("site.yaml")),
            ("content/glossary.yaml", FileSort::Yaml("glossary.yaml")),
            ("content/data/tides.yaml", FileSort::Data),
            ("content/data/tides.csv", FileSort::Other),
            ("text/cy.yaml", FileSort::Yaml("text.yaml")),
            ("themes/harbour/theme.yaml", FileSort::Yaml("theme.yaml")),
            (
                "themes/harbour/kinds/recipe.yaml",
                FileSort::Yaml("kind.yaml"),
            ),
            ("themes/harbour/text/cy.yaml", FileSort::Yaml("text.yaml")),
            ("themes/theme.yaml", FileSort::Other),
        ] {
            assert_eq!(sort_of(&FilePath::new(path)), sort, "{path}");
        }
    }
}
