//! Links to documents: at which address readers of a language find the page.

use super::anchor;
use super::id::NodeId;
use super::link::{Label, ResolvedLink, Target};
use super::link_problem::At;
use super::listing::Listing;
use super::resolve::{Resolved, Resolver};
use crate::base::{LanguageId, SharedText, Url};

impl Resolver<'_> {
    pub(super) fn to_node(&self, id: NodeId, behind: &str, at: &At) -> Resolved {
        if let Some(list) = self.own_list(id, at.language) {
            return Ok(ResolvedLink {
                label: Label::Plural(list.kind.as_str().into()),
                ..self.site_link(&list.url, behind)
            });
        }
        self.to_page_of(id, behind, at)
    }

    fn to_page_of(&self, id: NodeId, behind: &str, at: &At) -> Resolved {
        self.check_anchor(Some(id), behind, at)?;
        let comment = anchor::of_comment(self.from.names.index.summary(id));
        let anchor = comment.map(|anchor| format!("#{anchor}"));
        let behind = match &anchor {
            Some(anchor) if behind.is_empty() => anchor,
            _ => behind,
        };
        Ok(ResolvedLink {
            href: self.href_of_page(id, behind, at.language),
            label: Label::default(),
            target: Target::Node(id),
        })
    }

    /// The address of the page that shows a document to readers of a language.
    fn href_of_page(&self, id: NodeId, behind: &str, readers: LanguageId) -> SharedText {
        let index = self.from.names.index;
        let base_path = index.input.site.base_path();
        let href = |url: &Url| {
            let url = self.from.urls.fallbacks.url_for(url, readers);
            url.href_with(base_path, behind)
        };
        let make = || self.shown_on(id).map_or_else(String::new, href).into();
        // Most links lead to the start of a page in their own language, and all of these are the same.
        if behind.is_empty() && index.language(id) == readers {
            self.hrefs[id.index()].get_or_init(make).clone()
        } else {
            make()
        }
    }

    /// The list that readers of a language have in place of one whose introduction is in another language.
    fn own_list(&self, introduction: NodeId, language: LanguageId) -> Option<&Listing> {
        let index = self.from.names.index;
        if index.language(introduction) == language {
            return None;
        }
        let lists = &self.from.documents.lists;
        let of_other = lists
            .iter()
            .find(|list| list.introduction == Some(introduction))?;
        lists
            .iter()
            .find(|list| list.kind == of_other.kind && list.language == language)
    }
}
