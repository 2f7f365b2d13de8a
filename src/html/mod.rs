//! Pipeline: a fragment's slots filled: finished HTML but for the theme's blocks.
//!
//! 1. `fill`: the fragment's text with each slot's content between
//! 2. `file_facts`, `link_language`: what readers are told of a file or of a page in another language behind its link
//! 3. `pictures`: in which sizes pictures are published
//! 4. `code`: blocks of code, by `code_cache`: `highlight` makes a
//!    text into `runs` of classes, and knows `lines` again; HTML comes of the runs
//! 5. `colours`: the style sheets for those classes, every colour readable
//! 6. `section`: several documents as sections of one page
//! 7. `glossary`: what abbreviations stand for, at their first use in finished HTML
//! 8. `portable`: a text for programs that show it without its page; `loads`: what HTML runs and loads
//!
//! Blocks of the theme stay apart as pieces: `layout` knows their components.

mod code;
mod code_cache;
mod colours;
mod file_facts;
mod fill;
mod glossary;
mod highlight;
mod lines;
mod link_language;
mod loads;
mod pictures;
mod portable;
mod runs;
mod section;

use std::borrow::Cow;

pub use self::code_cache::add_digests;
pub use self::colours::style_sheets;
pub use self::glossary::Glossary;
pub use self::link_language::TextLanguage;
pub use self::loads::{ANY_INLINE, Loads, SELF};
pub use self::pictures::{
    MOST_PIXELS, OwnFile, Picture, PictureSettings, Pictures, height_at, variant_file,
};
pub use self::portable::{PageAddress, portable};
pub use self::section::{RAW_ELEMENTS, Section, Sections};
use crate::base::{Cache, FilePath, Reported, Words};
use crate::content::{Asset, Facts};
use crate::document::{BodyTable, Call, Fragment, LinkId};
use crate::graph::{ResolvedLink, Site, Target};

/// HTML with the theme's blocks still to come.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Html<'f> {
    /// Text and blocks in order; a text without blocks is one piece, an empty one none.
    pub pieces: Vec<Piece<'f>>,
}

/// A run of finished HTML, or a block.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece<'f> {
    /// Finished HTML, borrowed from the fragment where it had no slots.
    Text(Cow<'f, str>),
    /// A block of the theme with its own HTML inside.
    Block(&'f Call, Html<'f>),
    /// A table right inside a block, and its finished HTML.
    Table(&'f BodyTable, String),
}

impl Html<'_> {
    /// The HTML of a text that holds no blocks.
    fn into_text(self) -> String {
        let texts = self.pieces.into_iter().filter_map(|piece| match piece {
            Piece::Text(text) => Some(text),
            Piece::Table(_, html) => Some(Cow::Owned(html)),
            Piece::Block(..) => None,
        });
        texts.collect()
    }
}

/// The HTML of one cell of a table, by its number among all cells.
pub fn cell(table: &BodyTable, number: usize, context: FillContext) -> String {
    let Some(cell) = table.cell(number) else {
        return String::new();
    };
    // Only blocks of code have anything to report, and a cell holds none.
    render(&FilePath::new(""), cell, context).value.into_text()
}

/// What the slots of a document's fragments are filled with.
#[derive(Clone, Copy)]
pub struct FillContext<'c> {
    /// Where each link of the document's outline leads.
    pub links: &'c [ResolvedLink],
    /// The site, which has the files that links lead to, and the titles of documents.
    pub site: &'c Site,
    /// The facts about each of them.
    pub facts: &'c [Facts],
    /// How its pictures are published.
    pub pictures: &'c Pictures,
    /// The words of the theme in the document's language.
    pub words: &'c Words,
    /// The language of the text.
    pub language: TextLanguage<'c>,
    /// Holds highlighted code.
    pub cache: &'c Cache,
}

impl<'c> FillContext<'c> {
    /// How the picture that a link leads to is published.
    fn picture(&self, link: LinkId) -> Option<&'c Picture> {
        let Target::Asset(id) = self.links.get(link.0 as usize)?.target else {
            return None;
        };
        self.pictures.get(id)
    }

    /// The file that a link leads to.
    fn file(&self, link: LinkId) -> Option<LinkedFile<'c>> {
        let Target::Asset(id) = self.links.get(link.0 as usize)?.target else {
            return None;
        };
        let facts = self.facts.get(id.0 as usize);
        Some(LinkedFile {
            asset: self.site.asset(id)?,
            pages: facts.and_then(Facts::pages),
            pixels: facts.and_then(|facts| facts.picture.size),
        })
    }
}

/// A file with what is known about it.
#[derive(Clone, Copy)]
struct LinkedFile<'c> {
    asset: &'c Asset,
    /// The pages of a PDF.
    pages: Option<u32>,
    /// The width and height of a picture.
    pixels: Option<(u32, u32)>,
}

/// Fills a fragment's slots.
pub fn render<'f>(
    file: &FilePath,
    fragment: &'f Fragment,
    context: FillContext,
) -> Reported<Html<'f>> {
    let mut diagnostics = Vec::new();
    let value = fill::Filler {
        file,
        context,
        diagnostics: &mut diagnostics,
    }
    .fill(fragment);
    Reported { value, diagnostics }
}
