//! What a theme says of pictures in its theme.yaml.

use super::theme_yaml;
use crate::base::Diagnostic;
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
    let read = |settings: &Settings| {
        let mut pictures = PictureSettings::default();
        if let Some(widths) = settings.node("widths") {
            replace(&mut pictures.widths, widths_in(widths, settings.file));
        }
        replace(&mut pictures.in_text, settings.text("in_text"));
        pictures
    };
    theme_yaml::group(files, "pictures", diagnostics, read).unwrap_or_default()
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
