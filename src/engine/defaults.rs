//! What copublish assumes because nobody said it, as far as readers would notice: for notes.

use crate::config::SiteConfig;

/// What was assumed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Defaults {
    /// The site does not know its own URL.
    pub no_base_url: bool,
}

impl Defaults {
    /// Looks at the settings.
    pub fn of(site: &SiteConfig) -> Defaults {
        Defaults {
            no_base_url: site.base_url.is_none(),
        }
    }
}
