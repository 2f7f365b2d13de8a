//! How the anchors of headings are made from their words. The making is `document`'s.

use super::settings::Settings;

/// How the anchor of a heading is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AnchorStyle {
    /// In letters that can be read out and typed anywhere: `uber-uns`, and `uber-uns-2` for the next.
    #[default]
    Plain,
    /// As GitHub and Hugo write it: `über-uns`, and `über-uns-1` for the next.
    GitHub,
}

impl AnchorStyle {
    /// Reads `anchors` of a site.
    pub fn read(settings: &Settings) -> Option<AnchorStyle> {
        Some(match settings.choice("anchors", &["plain", "github"])? {
            "github" => AnchorStyle::GitHub,
            _ => AnchorStyle::Plain,
        })
    }
}
