//! What a site says of its Markdown: what happens to HTML in it, and how anchors of headings are made. The doing is
//! `document`'s.

use super::settings::{Safest, Settings};

/// What happens to HTML in an author's Markdown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RawHtml {
    /// It stays as it is: all authors are trusted.
    #[default]
    Allow,
    /// Harmless elements stay, all others become text.
    Sanitise,
    /// All of it becomes text.
    Escape,
}

impl RawHtml {
    /// Reads `raw_html` of a site or a kind.
    pub fn read(settings: &Settings) -> Option<RawHtml> {
        settings.protecting("raw_html", Safest::Value(RawHtml::Escape), |settings| {
            Some(match settings.choice("raw_html")? {
                "allow" => RawHtml::Allow,
                "sanitise" => RawHtml::Sanitise,
                _ => RawHtml::Escape,
            })
        })
    }
}

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
        Some(match settings.choice("anchors")? {
            "github" => AnchorStyle::GitHub,
            _ => AnchorStyle::Plain,
        })
    }
}
