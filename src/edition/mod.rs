//! A publication as one file to keep: finished HTML comes in, the files of its editions come out.
//!
//! 1. `tree`: the HTML that the theme's `edition.html` makes, as a [`Tree`] of [`Element`]s. It is a whole HTML document: its
//!    `<header>` is the cover, its `<main>` the text, its `<footer>` the colophon. What is only for readers of a page in a
//!    browser is dropped here, and nowhere else
//! 2. `publication`: what a file says of itself besides its text, and the pictures in it
//! 3. `paging`: where the pages of a PDF begin, which its e-book tells too
//! 4. `epub`: a tree as an e-book
//! 5. `typst`: a tree as a job of `copublish-press`, which sets PDFs
//! 6. `maker`: who makes the files, as `layout` sees it
//!
//! This room knows no site, no theme and no Markdown: what a page shows is in its edition, whatever made it. Links are as
//! they are on the page, those within the edition are `#id`.

mod epub;
mod maker;
mod paging;
mod publication;
mod tree;
mod typst;

pub use epub::epub;
pub use maker::{
    EditionError, EditionMaker, EditionOutcome, EditionSize, EditionText, FinishedEdition,
    MakeMoment,
};
pub use paging::{PageBreak, PageList, PageSource, PageStart};
pub use publication::{Picture, Publication};
pub use tree::{Element, Node, Text, Tree, Units, is_letter, letters, text};
pub use typst::{LookFont, LookSource, PressJob, PressLook, PressMessage, PressReport, press_job};
