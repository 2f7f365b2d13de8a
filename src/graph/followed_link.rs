//! Links of a text as readers of another language follow them.

use super::link::{ResolvedLink, Target};
use super::site::Site;
use crate::base::LanguageId;

impl Site {
    /// A link of a text that readers of another language see: to what they have in their language of what it names in its
    /// own.
    pub fn link_for(&self, link: &ResolvedLink, readers: LanguageId) -> ResolvedLink {
        self.followed(link, readers).unwrap_or_else(|| link.clone())
    }

    fn followed(&self, link: &ResolvedLink, readers: LanguageId) -> Option<ResolvedLink> {
        let Target::Node(id) = link.target else {
            return None;
        };
        let own = self.node(id).url()?;
        let path = link.href.find(['?', '#']).unwrap_or(link.href.len());
        let (path, behind) = link.href.split_at(path);
        let base_path = path.strip_suffix(own.href("").as_str())?;
        let names_another = self.node(id).outline().location.language != LanguageId::DEFAULT;
        // The sections of a translation have other names.
        let seen = if names_another || !behind.is_empty() {
            id
        } else {
            self.seen_in(id, readers)
        };
        let url = self.url_for(self.node(seen).url()?, readers);
        Some(ResolvedLink {
            href: url.href_with(base_path, behind).into(),
            target: Target::Node(seen),
            label: link.label.clone(),
        })
    }
}
