//! A site at one moment with what is in an editor: what it is made of, and what is wrong with it. Makes no page.

use super::findings::Findings;
use super::site_state::SiteState;
use super::{LinkedSite, PlannedSite};

/// A site with the texts of an editor. Cheap to clone.
#[derive(Clone)]
pub struct EditedSite(pub(super) SiteState);

impl EditedSite {
    /// The site with all that its pages would be made of.
    pub fn planned(&self) -> &PlannedSite {
        self.0.ready()
    }

    /// Its documents, linked.
    pub fn linked(&self) -> &LinkedSite {
        &self.planned().linked
    }

    /// What was found in reading and linking it.
    pub fn findings(&self) -> &Findings {
        &self.0.findings
    }
}
