//! Stage 6: the words of all pages as an index for the search: small files of which a browser needs a few.
//!
//! 1. `page`: what is known of a page
//! 2. `score`: how much a word says about a page, in sixteen steps
//! 3. `postings`: all words with the pages that use them
//! 4. `shards`: these in files of a few kilobytes, in the order of the words
//! 5. `cards`: what a result shows; `facets`: by what results are narrowed down
//! 6. `spelling`: all words, for a word that no page has
//! 7. `packed`: bytes, compressed and named by what they are
//!
//! A file is changed by an edit only if it holds what was edited: files are cut by what is in them, pages are numbered by
//! their age, and no figure depends on all pages. `root` names all other files.
//!
//! A function of pages: it reads no file and knows no URL but theirs. What readers see is made by the page `/search/`.

mod cards;
mod facets;
mod packed;
mod page;
mod postings;
mod root;
mod score;
mod shards;
mod spelling;

pub use self::facets::Facet;
pub use self::packed::IndexFile;
pub use self::page::{IndexedPage, PageStatus};

use self::packed::Packer;
use self::postings::Postings;
use self::root::Root;

/// The index of the pages of one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    /// Its files, sorted by name.
    pub files: Vec<IndexFile>,
    /// The content of the one that names the others.
    pub root: Vec<u8>,
}

/// Makes the index of some pages. Pages are numbered in their order: new ones should come last. What is the same in an
/// `earlier` index is taken over.
pub fn index(pages: &[IndexedPage], facets: &[Facet], earlier: &[IndexFile]) -> Index {
    let postings = Postings::of(pages);
    let mut packer = Packer::new(earlier);
    let root = Root {
        pages: pages.len(),
        shards: shards::pack(&postings, &mut packer),
        cards: cards::pack(pages, &mut packer),
        facets: facets::pack(facets, pages.len(), &mut packer),
        spelling: spelling::pack(&postings, &mut packer),
    };
    Index {
        root: packed::deflated(&root.bytes()),
        files: packer.into_files(),
    }
}

#[cfg(test)]
mod tests;
