//! Pipeline: the words of all pages as an index for the search: small files of which a browser needs a few.
//!
//! 1. `page`: what is known of a page
//! 2. `score`: how much a word says about a page, in sixteen steps
//! 3. `page_words`: the words of a page; `postings`: all words with the pages that use them
//! 4. `shards`: these in files of a few kilobytes, in the order of the words, and the rest of the pages of frequent ones;
//!    `word_files`: how such files are cut
//! 5. `cards`: what a result shows; `facets`: by what results are narrowed down
//! 6. `spelling`: all words, for a word that no page has
//! 7. `packed`: bytes, compressed and named by what they are; `root`: the file that names all others
//! 8. `edits`: the same for an edit of a few pages, which is made without reading the others
//!
//! A file is changed by an edit only if it holds what was edited: files are cut by what is in them, pages are numbered by
//! their age, and no figure depends on all pages.
//!
//! A function of pages: it reads no file and knows no URL but theirs. What readers see is made by the page `/search/`.

mod cards;
mod edits;
mod facets;
mod packed;
mod page;
mod page_words;
mod postings;
mod root;
mod score;
mod shards;
mod spelling;
mod word_files;

use std::sync::Arc;

pub use self::facets::Facet;
pub use self::packed::IndexFile;
pub use self::page::{IndexedPage, PageStatus};

use self::edits::WordEdits;
use self::packed::Packer;
use self::postings::Postings;
use self::root::Root;

/// The index of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    /// Its files, sorted by name.
    pub files: Vec<IndexFile>,
    /// The content of the one that names the others.
    pub root: Vec<u8>,
    /// What it was made of.
    pages: Vec<Arc<IndexedPage>>,
    facets: Vec<Facet>,
    names: Root,
}

/// A page with its number.
pub type NumberedPage = (usize, IndexedPage);

impl Index {
    /// Makes the index of some pages. Pages are numbered in their order: new ones should come last. What is the same in an
    /// `earlier` index is taken over.
    pub fn new(pages: Vec<IndexedPage>, facets: Vec<Facet>, earlier: &Index) -> Index {
        if !are_same_pages(&pages, &earlier.pages) {
            return Index::of(pages.into_iter().map(Arc::new).collect(), facets, earlier);
        }
        let pages = pages.into_iter().enumerate();
        let changed = pages.filter(|(number, page)| *page != *earlier.pages[*number]);
        earlier.with(changed.collect(), Some(facets))
    }

    fn of(pages: Vec<Arc<IndexedPage>>, facets: Vec<Facet>, earlier: &Index) -> Index {
        let mut packer = Packer::new(&earlier.files);
        let postings = Postings::new(&pages);
        let [shards, rest] = shards::pack(&postings, &mut packer);
        let names = Root {
            shards,
            rest,
            spelling: spelling::pack(&postings, &mut packer),
            cards: cards::pack(&pages, &mut packer),
            facets: facets::pack(&facets, &mut packer),
        };
        drop(postings);
        Index::finish(pages, facets, names, packer)
    }

    /// The index with some pages as they are now, and with other facets if these are given.
    pub fn with(&self, changed: Vec<NumberedPage>, facets: Option<Vec<Facet>>) -> Index {
        let mut packer = Packer::new(&self.files);
        let (mut pages, mut names) = (self.pages.clone(), self.names.clone());
        let mut edits = WordEdits::default();
        let mut numbers = Vec::new();
        for (number, page) in changed {
            if let Some(before) = pages.get_mut(number) {
                edits.add(u32::try_from(number).unwrap_or(u32::MAX), before, &page);
                *before = Arc::new(page);
                numbers.push(number);
            }
        }
        edits.apply(&mut names, &mut packer);
        edits::edit_cards(&mut names, &pages, &numbers, &mut packer);
        let facets = facets.unwrap_or_else(|| self.facets.clone());
        if facets != self.facets {
            names.facets = facets::pack(&facets, &mut packer);
        }
        Index::finish(pages, facets, names, packer)
    }

    fn finish(
        pages: Vec<Arc<IndexedPage>>,
        facets: Vec<Facet>,
        names: Root,
        mut packer: Packer,
    ) -> Index {
        let all = names.facets.iter().chain(&names.cards);
        let of_words = names
            .spelling
            .iter()
            .chain(&names.shards)
            .chain(&names.rest);
        all.chain(of_words.map(|file| &file.name))
            .for_each(|name| packer.keep(name));
        let texts = pages.iter().filter_map(|page| page.text.as_ref());
        texts.for_each(|text| {
            packer.add_packed(text);
        });
        let root = names.bytes(&pages, &mut packer);
        Index {
            root: packed::packed(&root),
            files: packer.into_files(),
            pages,
            facets,
            names,
        }
    }
}

/// True if both are the same pages in the same order, whatever each says.
fn are_same_pages(pages: &[IndexedPage], before: &[Arc<IndexedPage>]) -> bool {
    let mut pairs = pages.iter().zip(before);
    pages.len() == before.len() && pairs.all(|(page, before)| page.href == before.href)
}

#[cfg(test)]
mod tests;
