//! The groups of a theme's theme.yaml, each read by the file that it is for.

use crate::base::site_layout::THEME_SETTINGS;
use crate::base::{Code, Diagnostic};
use crate::config::settings::{Settings, SettingsFile};
use crate::content::ThemeFiles;

/// Reads a group; nothing if the theme does not have it. Keys that `read` does not ask for are reported.
pub(super) fn group<T>(
    files: &ThemeFiles,
    key: &'static str,
    diagnostics: &mut Vec<Diagnostic>,
    read: impl FnOnce(&Settings) -> T,
) -> Option<T> {
    let theme = files.files.get(THEME_SETTINGS)?;
    // What is wrong with the file as a whole was told when it was read.
    let quiet = SettingsFile::new(&theme.file, Code::InvalidSetting);
    let root = theme.text().ok().and_then(|text| quiet.read(text))?;
    let file = SettingsFile::new(&theme.file, Code::InvalidSetting);
    let name = match key {
        "look" => "theme_look",
        _ => "theme_pictures",
    };
    let what = format!("`{key}` of a theme");
    let settings = Settings::new(&file, root.get(key)?, what, name);
    let value = read(&settings);
    settings.done();
    diagnostics.extend(file.diagnostics.into_inner());
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::super::look::LookSettings;
    use super::super::pictures;
    use crate::base::FilePath;
    use crate::config::setting_groups::asked;
    use crate::content::{ThemeFile, ThemeFiles};

    #[test]
    fn every_setting_of_a_theme_that_is_declared_is_read() {
        let text = include_str!("../../../themes/partnership/theme.yaml");
        let file = ThemeFile {
            file: FilePath::new("themes/a/theme.yaml"),
            bytes: text.as_bytes().into(),
        };
        let mut files = ThemeFiles::default();
        files.files.insert("theme.yaml".to_owned(), file);
        let mut found = Vec::new();
        LookSettings::read(&files, &mut found);
        pictures::read(&files, &mut found);
        assert!(found.is_empty(), "{found:?}");
        let never = asked::never(|name| name.starts_with("theme_"));
        assert_eq!(never, Vec::<String>::new());
    }
}
