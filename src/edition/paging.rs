//! Where the pages of a PDF begin: readers of its e-book find the page that others name.

use serde::{Deserialize, Serialize};

use crate::config::Edition;

/// Which edition has the pages that the e-book of a document tells.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PageSource {
    /// The edition.
    pub edition: Edition,
    /// What it is called: its whole URL, or its title where that is not known.
    pub name: String,
}

/// What is first on a page, as the press says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageStart {
    /// The number of the page, as it is printed.
    pub label: String,
    /// Which of the places of the job, and how many of its letters were on pages before; nothing for a page on which nothing begins.
    pub at: Option<(usize, u32)>,
}

/// The pages of a PDF, for its e-book.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageList {
    /// What the PDF is called.
    pub source: String,
    /// In order.
    pub breaks: Vec<PageBreak>,
}

/// Where a page begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageBreak {
    /// The number of the page, as it is printed.
    pub label: String,
    /// The number of its first unit in the tree; a number that no unit has for a page after all of them.
    pub unit: u32,
}
