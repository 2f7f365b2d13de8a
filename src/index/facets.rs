//! By what readers narrow results down: kind, year, organisation. A file for each facet: the length of a JSON text, the
//! text, which names it and its values, and then for each page how many values it has, and their numbers.

use serde::Serialize;

use super::packed::{Packer, push_number};

/// A facet of pages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Facet {
    /// Its name in addresses: `kind`.
    pub key: String,
    /// Its name for readers: `Kind`.
    pub label: String,
    /// Its values for readers, in the order in which they are shown.
    pub values: Vec<String>,
    /// The values of each page, by their places.
    #[serde(skip)]
    pub of_pages: Vec<Vec<usize>>,
}

impl Facet {
    /// Turns the order of its values round.
    pub fn newest_first(&mut self) {
        self.values.reverse();
        let last = self.values.len().saturating_sub(1);
        for value in self.of_pages.iter_mut().flatten() {
            *value = last - *value;
        }
    }
}

/// The names of the files, one for each facet.
pub(super) fn pack(facets: &[Facet], packer: &mut Packer) -> Vec<String> {
    facets
        .iter()
        .map(|facet| packer.add(&bytes(facet)))
        .collect()
}

fn bytes(facet: &Facet) -> Vec<u8> {
    let head = serde_json::to_vec(facet).unwrap_or_default();
    let mut bytes = Vec::new();
    push_number(&mut bytes, head.len());
    bytes.extend(head);
    for values in &facet.of_pages {
        push_number(&mut bytes, values.len());
        values
            .iter()
            .for_each(|value| push_number(&mut bytes, *value));
    }
    bytes
}
