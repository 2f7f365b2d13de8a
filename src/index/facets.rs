//! By what readers narrow results down: kind, year, organisation. One file for all facets: a JSON text that names them,
//! its length before it, and then for each facet and each page how many values it has, and their numbers.

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

/// The name of the file; empty where there is no facet.
pub(super) fn pack(facets: &[Facet], pages: usize, packer: &mut Packer) -> String {
    if facets.is_empty() {
        return String::new();
    }
    let head = serde_json::to_vec(facets).unwrap_or_default();
    let mut bytes = Vec::new();
    push_number(&mut bytes, head.len());
    bytes.extend(head);
    for facet in facets {
        for page in 0..pages {
            let values = facet.of_pages.get(page).map_or(&[][..], Vec::as_slice);
            push_number(&mut bytes, values.len());
            values
                .iter()
                .for_each(|value| push_number(&mut bytes, *value));
        }
    }
    packer.add(&bytes)
}
