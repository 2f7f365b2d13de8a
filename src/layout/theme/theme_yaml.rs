//! The groups of a theme's theme.yaml, each read by the file that it is for.

use crate::base::site_layout::THEME_SETTINGS;
use crate::base::{Code, Diagnostic};
use crate::config::settings::{Settings, SettingsFile};
use crate::content::ThemeFiles;

/// Reads a group; nothing if the theme does not have it. Keys that `read` does not ask for are reported.
pub(super) fn group<T>(
    files: &ThemeFiles,
    key: &str,
    diagnostics: &mut Vec<Diagnostic>,
    read: impl FnOnce(&Settings) -> T,
) -> Option<T> {
    let theme = files.files.get(THEME_SETTINGS)?;
    // What is wrong with the file as a whole was told when it was read.
    let quiet = SettingsFile::new(&theme.file, Code::InvalidSetting);
    let root = theme.text().ok().and_then(|text| quiet.read(text))?;
    let file = SettingsFile::new(&theme.file, Code::InvalidSetting);
    let settings = Settings::new(&file, root.get(key)?, format!("`{key}` of a theme"));
    let value = read(&settings);
    settings.done();
    diagnostics.extend(file.diagnostics.into_inner());
    Some(value)
}
