//! Tables over the public documents. A copy costs a pointer, and two that are one are equal at once.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::Index;
use std::sync::Arc;

use rayon::iter::{FromParallelIterator, IntoParallelIterator, ParallelIterator};

use super::id::NodeId;

/// A value for each public document.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Table<T>(Arc<[T]>);

/// A value for the few documents that have one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sparse<T>(Arc<BTreeMap<NodeId, T>>);

impl<T> Table<T> {
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn iter(&self) -> impl ExactSizeIterator<Item = &T> {
        self.0.iter()
    }

    /// The document with a value, in a table whose values are in order.
    pub fn find_sorted(&self, order: impl FnMut(&T) -> Ordering) -> Option<NodeId> {
        let found = self.0.binary_search_by(order);
        found.ok().map(NodeId::new)
    }

    /// The values with the documents they belong to.
    pub fn each(&self) -> impl ExactSizeIterator<Item = (NodeId, &T)> {
        self.0
            .iter()
            .enumerate()
            .map(|(at, value)| (NodeId::new(at), value))
    }
}

impl<T> Sparse<T> {
    pub fn get(&self, id: NodeId) -> Option<&T> {
        self.0.get(&id)
    }

    pub fn each(&self) -> impl Iterator<Item = (NodeId, &T)> {
        self.0.iter().map(|(id, value)| (*id, value))
    }
}

impl<T: Clone> Sparse<T> {
    /// The values of some documents.
    pub fn only(&self, is_kept: impl Fn(NodeId) -> bool) -> Sparse<T> {
        self.each()
            .filter(|(id, _)| is_kept(*id))
            .map(|(id, value)| (id, value.clone()))
            .collect()
    }
}

impl<T> Index<NodeId> for Table<T> {
    type Output = T;

    fn index(&self, id: NodeId) -> &T {
        &self.0[id.index()]
    }
}

impl<T> From<Vec<T>> for Table<T> {
    fn from(values: Vec<T>) -> Table<T> {
        Table(values.into())
    }
}

impl<T> FromIterator<T> for Table<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Table<T> {
        Table(values.into_iter().collect())
    }
}

impl<T: Send> FromParallelIterator<T> for Table<T> {
    fn from_par_iter<I: IntoParallelIterator<Item = T>>(values: I) -> Table<T> {
        Table::from(values.into_par_iter().collect::<Vec<T>>())
    }
}

impl<T> FromIterator<(NodeId, T)> for Sparse<T> {
    fn from_iter<I: IntoIterator<Item = (NodeId, T)>>(values: I) -> Sparse<T> {
        Sparse(Arc::new(values.into_iter().collect()))
    }
}

impl<T> Clone for Table<T> {
    fn clone(&self) -> Table<T> {
        Table(Arc::clone(&self.0))
    }
}

impl<T> Clone for Sparse<T> {
    fn clone(&self) -> Sparse<T> {
        Sparse(Arc::clone(&self.0))
    }
}

impl<T> Default for Table<T> {
    fn default() -> Table<T> {
        Table::from(Vec::new())
    }
}

impl<T> Default for Sparse<T> {
    fn default() -> Sparse<T> {
        Sparse(Arc::default())
    }
}
