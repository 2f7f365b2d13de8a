//! Links that can be read in two ways: as an address, and as the path of a file.

use super::finding::Finding;
use super::link::{ResolvedLink, Target};
use super::link_problem::{At, Readings, unclear};
use super::names::Thing;
use super::resolve::Resolver;
use super::target::{is_outside, split_behind, written_from};
use crate::base::FilePath;
use crate::document::{Link, LinkRole};

impl Resolver<'_> {
    /// Reports a link to an address that would lead elsewhere if it were the path of a file: its author may have meant that.
    pub fn other_reading(&self, link: &Link, to: &ResolvedLink, at: &At) -> Option<Finding> {
        // With the name of a host in front, it is an address and nothing else.
        if link.role != LinkRole::Target || to.target == Target::Outside || is_outside(&link.target)
        {
            return None;
        }
        let origin = self.from.names.origin_of(at.page?);
        let other = self.from.names.other_reading(&link.target, &origin)?;
        let (file, other) = self.file_reading(&other, at)?;
        let address = split_behind(&to.href).0;
        if split_behind(&other.href).0 == address {
            return None;
        }
        let readings = Readings {
            target: &link.target,
            address,
            meant: &self.clearly(link, to, at),
            file,
        };
        Some(unclear(&readings, at))
    }

    /// The public file of the other reading, and where it is on the site.
    fn file_reading(&self, thing: &Thing, at: &At) -> Option<(&FilePath, ResolvedLink)> {
        let index = self.from.names.index;
        match thing {
            Thing::Node(id) => Some((&index.structure(*id).file, self.to_node(*id, "", at).ok()?)),
            Thing::File(id) => {
                let file = &index.input.assets[id.index()].file;
                Some((file, self.to_asset(self.public(*id)?, "")))
            }
            _ => None,
        }
    }

    /// A link to the same place that can mean nothing else.
    fn clearly(&self, link: &Link, to: &ResolvedLink, at: &At) -> String {
        match to.target {
            Target::Node(id) => {
                let file = &self.from.names.index.structure(id).file;
                written_from(at.file, file.as_str()) + split_behind(&link.target).1
            }
            _ => to.href.to_string(),
        }
    }
}
