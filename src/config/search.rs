//! What the search of a site finds.

use super::settings::{Safest, Settings};

/// Whether a site has a search.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SiteSearch {
    /// It has, if its theme has a page for it.
    #[default]
    On,
    /// It has none.
    Off,
}

impl SiteSearch {
    /// Reads `search` of site.yaml. An index holds the words of all pages, so what cannot be understood makes none.
    pub(super) fn read(settings: &Settings) -> Option<SiteSearch> {
        settings.protecting("search", Safest::Value(SiteSearch::Off), |settings| {
            Some(match settings.choice("search")? {
                "off" => SiteSearch::Off,
                _ => SiteSearch::On,
            })
        })
    }
}

/// What the search makes of the documents of a kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KindSearch {
    /// They are found.
    #[default]
    Found,
    /// They are found, and readers may narrow results down to what names one of them: an organisation, a region.
    Facet,
    /// They are not found.
    Off,
}

impl KindSearch {
    /// Reads `search` of a kind.
    pub(super) fn read(settings: &Settings) -> Option<KindSearch> {
        settings.protecting("search", Safest::Value(KindSearch::Off), |settings| {
            Some(match settings.choice("search")? {
                "off" => KindSearch::Off,
                "facet" => KindSearch::Facet,
                _ => KindSearch::Found,
            })
        })
    }
}
