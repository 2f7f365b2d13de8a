//! Documents by their ids, which those of several kinds may share.

use super::id::NodeId;
use crate::base::TextMap;
use crate::base::text_map::with_capacity;
use crate::document::Structure;

/// The ids of all documents.
pub(super) struct SharedIds<'i> {
    /// The first of the public documents with each id.
    first: TextMap<&'i str, NodeId>,
    /// For each public document the next one with the same id: few ids are shared, and a list of one
    /// for every document would take longer to make than all lookups.
    next: Vec<Option<NodeId>>,
    /// Documents that are not public.
    hidden: TextMap<&'i str, Vec<&'i Structure>>,
}

impl<'i> SharedIds<'i> {
    /// Gathers the ids.
    pub fn new(
        public: impl ExactSizeIterator<Item = &'i Structure> + DoubleEndedIterator,
        hidden: &[&'i Structure],
    ) -> SharedIds<'i> {
        let mut first = with_capacity(public.len());
        let mut next = vec![None; public.len()];
        for (at, structure) in public.enumerate().rev() {
            next[at] = first.insert(structure.id.as_str(), NodeId::new(at));
        }
        let mut of_hidden: TextMap<&str, Vec<&Structure>> = with_capacity(hidden.len());
        for structure in hidden {
            of_hidden.entry(&structure.id).or_default().push(structure);
        }
        SharedIds {
            first,
            next,
            hidden: of_hidden,
        }
    }

    /// The public documents with an id, in the order of their files.
    pub fn called(&self, id: &str) -> impl Iterator<Item = NodeId> + '_ {
        let next = |id: &NodeId| self.next.get(id.index()).copied().flatten();
        std::iter::successors(self.first.get(id).copied(), next)
    }

    /// True where several public documents have this id.
    pub fn is_shared(&self, id: &str) -> bool {
        self.called(id).nth(1).is_some()
    }

    /// The kinds of the documents with an id that are not public now.
    pub fn hidden(&self, id: &str) -> &[&'i Structure] {
        self.hidden.get(id).map_or(&[], Vec::as_slice)
    }
}
