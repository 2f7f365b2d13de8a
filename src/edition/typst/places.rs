//! Where in a job something begins that a page may begin with, so that an e-book can tell where the pages of a PDF begin. A writer
//! sets a mark before each text and picture; the marks are taken out of the whole text, which then says where they were.

use std::collections::BTreeMap;

use super::PressJob;
use crate::edition::{PageBreak, PageStart};

/// What is around the number of a mark. No text has it: strings are written without such signs.
const MARK: char = '\u{1}';

/// Something that a page may begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Where it is in the job.
    pub offset: usize,
    /// The number of its first unit in the tree.
    pub unit: u32,
}

/// The mark before something.
pub fn mark(unit: u32) -> String {
    format!("{MARK}{unit}{MARK}")
}

/// How long a text is without its marks.
pub fn length(text: &str) -> usize {
    text.split(MARK).step_by(2).map(str::len).sum()
}

/// Takes the marks out of a text: where they were, in the order of the tree. What is written twice, such as the head of a column
/// beside each value, is where it is first.
pub fn take_marks(marked: &str) -> (String, Vec<Place>) {
    let mut text = String::with_capacity(marked.len());
    let mut offsets = BTreeMap::new();
    let mut pieces = marked.split(MARK);
    text.push_str(pieces.next().unwrap_or_default());
    while let (Some(unit), Some(piece)) = (pieces.next(), pieces.next()) {
        // The sign before a string belongs to no string.
        let offset = text.len() + usize::from(piece.starts_with('#'));
        if let Ok(unit) = unit.parse::<u32>() {
            offsets.entry(unit).or_insert(offset);
        }
        text.push_str(piece);
    }
    let places = offsets.into_iter();
    let places = places.map(|place| Place {
        offset: place.1,
        unit: place.0,
    });
    (text, places.collect())
}

impl PressJob {
    /// Where in the tree the pages of its file begin. A page on which nothing begins, such as the contents, is where the next one
    /// is; what is on the first page is the beginning.
    pub fn page_breaks(&self, starts: &[PageStart]) -> Vec<PageBreak> {
        let mut last = 0;
        let units = starts.iter().map(|start| {
            last = self.unit_at(start.at?)?.max(last);
            Some(last)
        });
        let mut units: Vec<Option<u32>> = units.collect();
        if let Some(first) = units.first_mut() {
            *first = Some(0);
        }
        let mut next = u32::MAX - 1;
        for unit in units.iter_mut().rev() {
            next = *unit.get_or_insert(next);
        }
        let breaks = starts.iter().zip(units);
        let breaks = breaks.map(|it| PageBreak {
            label: it.0.label.clone(),
            unit: it.1.unwrap_or_default(),
        });
        breaks.collect()
    }

    fn unit_at(&self, at: (usize, u32)) -> Option<u32> {
        let (place, letters) = at;
        Some(self.places.get(place)?.unit + letters)
    }
}
