//! What is written in a document that leads to something of the site: links, and ids in front matter.

use crate::base::url::percent_decoded;
use crate::base::{SharedText, Span};
use crate::document::{Link, LinkRole, Outline};
use crate::graph::{AssetId, Node, NodeId, ResolvedLink, Site, Target};

/// Something that leads somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lead {
    /// Where it is written.
    pub span: Span,
    /// Where it leads.
    pub end: End,
}

/// Where something leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// To a document, perhaps to one of its headings.
    Document(NodeId, Option<usize>),
    /// To a file.
    File(AssetId),
    /// To another site.
    Outside(SharedText),
}

/// All that leads somewhere, first the ids in fields, then the links. What a translation has of its source is not written in it.
pub fn leads(node: Node, site: &Site) -> Vec<Lead> {
    let outline = node.outline();
    let named = outline.spots.references.iter().zip(node.references());
    let named = named.filter_map(|(span, target)| {
        let end = End::Document((*target)?, None);
        Some(Lead { span: *span, end })
    });
    let written = outline.spots.links.iter().zip(&outline.links);
    let linked = written.zip(node.links());
    let linked = linked.filter(|(place, _)| is_followed(place.1));
    let linked = linked.filter_map(|(place, resolved)| {
        let end = end_of(resolved, site)?;
        Some(Lead {
            span: *place.0,
            end,
        })
    });
    named.chain(linked).collect()
}

fn is_followed(link: &Link) -> bool {
    link.role != LinkRole::Mention
}

fn end_of(link: &ResolvedLink, site: &Site) -> Option<End> {
    match link.target {
        Target::Node(id) | Target::Edition(id, _) | Target::UnmadeEdition(id) => {
            let heading = heading_in(site.node(id).outline(), &link.href);
            Some(End::Document(id, heading))
        }
        Target::Asset(id) => Some(End::File(id)),
        Target::Outside => Some(End::Outside(link.href.clone())),
        Target::MadeFor(_) | Target::OtherPage | Target::Nothing => None,
    }
}

/// Which heading of a document a URL names.
fn heading_in(outline: &Outline, href: &str) -> Option<usize> {
    let anchor = percent_decoded(href.split_once('#')?.1)?;
    outline.heading_ids.iter().position(|id| **id == *anchor)
}
