//! Whether pictures are published in the sizes that pages need.

use super::settings::{Safest, Settings};

/// What happens to the pictures of a site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Images {
    /// They are published in the sizes that pages need, and without what cameras wrote into them.
    #[default]
    Fitted,
    /// They stay as they are.
    AsTheyAre,
}

impl Images {
    /// Reads `images`. A photograph may tell where somebody lives, so what cannot be understood does not keep that.
    pub(super) fn read(settings: &Settings) -> Option<Images> {
        settings.protecting("images", Safest::Value(Images::Fitted), |settings| {
            Some(match settings.choice("images")? {
                "off" => Images::AsTheyAre,
                _ => Images::Fitted,
            })
        })
    }
}
