//! What a site, or a kind, does with HTML in Markdown. The doing is `document`'s.

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
            Some(
                match settings.choice("raw_html", &["allow", "sanitise", "escape"])? {
                    "allow" => RawHtml::Allow,
                    "sanitise" => RawHtml::Sanitise,
                    _ => RawHtml::Escape,
                },
            )
        })
    }
}
