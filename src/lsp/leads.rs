//! What is written in a site that leads to something of it: links, and ids in front matter; in documents, in settings, and in
//! other files. Whoever follows, lists or renames something asks here, so none of them can know of fewer places.

use crate::base::url::percent_decoded;
use crate::base::{FilePath, SharedText, Span};
use crate::document::{LinkRole, Outline};
use crate::graph::{AssetId, Node, NodeId, ResolvedLink, Site, Target};

/// Something that leads somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lead {
    /// Where it is written.
    pub span: Span,
    /// What is written.
    pub written: SharedText,
    /// How that is to be read.
    pub form: Form,
    /// Where it leads.
    pub end: End,
}

impl Lead {
    /// True if it leads to a document, or to one heading of it if that is asked for.
    pub fn leads_to(&self, document: NodeId, heading: Option<usize>) -> bool {
        match self.end {
            End::Document(id, here) => id == document && (heading.is_none() || here == heading),
            End::File(_) | End::Made(_) | End::Outside(_) => false,
        }
    }
}

/// How something names what it leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// By its id, or by its name.
    Id,
    /// By its path or its address.
    Path,
}

/// Where something leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// To a document, perhaps to one of its headings.
    Document(NodeId, Option<usize>),
    /// To a file.
    File(AssetId),
    /// To something that is made, such as a list or a feed, at this place of the host.
    Made(SharedText),
    /// To another site.
    Outside(SharedText),
}

/// All that leads somewhere in a document, first the ids in fields, then the links. What a translation has of its source is
/// not written in it.
pub fn leads(node: Node, site: &Site) -> Vec<Lead> {
    let outline = node.outline();
    let references = outline.references.iter().zip(&outline.spots.references);
    let named = references.zip(node.references());
    let named = named.filter_map(|(reference, target)| {
        Some(Lead {
            span: *reference.1,
            written: reference.0.target.clone(),
            form: Form::Id,
            end: End::Document((*target)?, None),
        })
    });
    let links = outline.links.iter().zip(&outline.spots.links);
    let linked = links.zip(node.links()).filter_map(|(link, resolved)| {
        Some(Lead {
            span: *link.1,
            written: link.0.target.clone(),
            form: form_of(link.0.role)?,
            end: end_of(resolved, site)?,
        })
    });
    named.chain(linked).collect()
}

/// The same in files that are no documents.
pub fn leads_of_settings(site: &Site) -> impl Iterator<Item = PlacedLead<'_>> {
    site.settings_links().iter().filter_map(|placed| {
        let lead = Lead {
            span: placed.span.into(),
            written: placed.written.clone(),
            form: form_of(placed.role)?,
            end: end_of(&placed.link, site)?,
        };
        let file = &placed.file;
        Some(PlacedLead { file, lead })
    })
}

/// Something that leads somewhere, with its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedLead<'s> {
    /// The file.
    pub file: &'s FilePath,
    /// What is written there.
    pub lead: Lead,
}

/// All that leads somewhere in a site.
pub fn all(site: &Site) -> impl Iterator<Item = PlacedLead<'_>> {
    let in_documents = site.nodes().flat_map(|node| {
        let file = &node.outline().file;
        let leads = leads(node, site).into_iter();
        leads.map(move |lead| PlacedLead { file, lead })
    });
    in_documents.chain(leads_of_settings(site))
}

/// How a link is to be read; nothing for what is no link.
fn form_of(role: LinkRole) -> Option<Form> {
    match role {
        LinkRole::Id => Some(Form::Id),
        LinkRole::Target | LinkRole::File | LinkRole::Picture => Some(Form::Path),
        LinkRole::Mention => None,
    }
}

fn end_of(link: &ResolvedLink, site: &Site) -> Option<End> {
    match link.target {
        Target::Node(id) | Target::Edition(id, _) | Target::UnmadeEdition(id) => {
            let heading = heading_in(site.node(id).outline(), &link.href);
            Some(End::Document(id, heading))
        }
        Target::Asset(id) => Some(End::File(id)),
        Target::Outside => Some(End::Outside(link.href.clone())),
        Target::MadeFor(_) | Target::OtherPage => Some(End::Made(link.href.clone())),
        Target::Nothing => None,
    }
}

/// Which heading of a document a URL names.
fn heading_in(outline: &Outline, href: &str) -> Option<usize> {
    let anchor = percent_decoded(href.split_once('#')?.1)?;
    outline.heading_ids.iter().position(|id| **id == *anchor)
}
