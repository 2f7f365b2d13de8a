//! Which editions can be made here, and how many links name others.

use super::link::Target;
use super::site::{Node, Site};
use crate::config::Edition;

impl Site {
    /// True for an edition that can be made here.
    pub fn can_make(&self, edition: Edition) -> bool {
        self.tables.editions.include(edition)
    }

    /// How many links of texts and front matter name an edition that cannot be made here.
    pub fn links_to_unmade(&self) -> usize {
        let links = self.nodes().flat_map(Node::links);
        links
            .filter(|link| matches!(link.target, Target::UnmadeEdition(_)))
            .count()
    }
}
