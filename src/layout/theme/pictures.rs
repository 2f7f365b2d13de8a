//! What a theme says of pictures in its theme.yaml.

use crate::base::site_layout::THEME_SETTINGS;
use crate::base::{Code, Diagnostic};
use crate::config::settings::{Settings, SettingsFile, replace};
use crate::content::ThemeFiles;
use crate::html::PictureSettings;
use crate::yaml::Node;

/// A theme may ask for so many widths.
const MOST_WIDTHS: usize = 12;
/// Those widths are in pixels from the first to the second.
const LEAST_WIDTH: u32 = 16;
const MOST_WIDTH: u32 = 4096;

/// Reads `pictures`; what it does not say has a default.
pub(super) fn read(files: &ThemeFiles, diagnostics: &mut Vec<Diagnostic>) -> PictureSettings {
    let mut pictures = PictureSettings::default();
    let Some(theme) = files.files.get(THEME_SETTINGS) else {
        return pictures;
    };
    // What is wrong with the file as a whole was told when it was read.
    let quiet = SettingsFile::new(&theme.file, Code::InvalidSetting);
    let root = theme.text().ok().and_then(|text| quiet.read(text));
    let Some(node) = root.as_ref().and_then(|root| root.get("pictures")) else {
        return pictures;
    };
    let file = SettingsFile::new(&theme.file, Code::InvalidSetting);
    let settings = Settings::new(&file, node, "`pictures` of a theme");
    if let Some(widths) = settings.node("widths") {
        replace(&mut pictures.widths, widths_in(widths, &file));
    }
    replace(&mut pictures.in_text, settings.text("in_text"));
    settings.done();
    diagnostics.extend(file.diagnostics.into_inner());
    pictures
}

/// The widths of a list, in order and each once.
fn widths_in(node: &Node, file: &SettingsFile) -> Option<Vec<u32>> {
    let items = node.items();
    let widths: Option<Vec<u32>> = items.iter().map(width_in).collect();
    let widths = widths.filter(|widths| (1..=MOST_WIDTHS).contains(&widths.len()));
    let Some(mut widths) = widths else {
        file.wrong(
            node.span,
            format!(
                "`widths` must be 1 to {MOST_WIDTHS} whole numbers from {LEAST_WIDTH} to {MOST_WIDTH}"
            ),
            "write them like `widths: [320, 640, 1280]`",
        );
        return None;
    };
    widths.sort_unstable();
    widths.dedup();
    Some(widths)
}

fn width_in(node: &Node) -> Option<u32> {
    let width = node.text()?.parse().ok()?;
    (LEAST_WIDTH..=MOST_WIDTH).contains(&width).then_some(width)
}
