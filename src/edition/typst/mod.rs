//! A tree as a job of the press: a Typst file that calls the functions of the look, with pictures and charts as files beside it.
//!
//! 1. `writer`: text as string literals, white space as browsers collapse it, languages
//! 2. `look`: fonts and files of the site and its theme; `names`: which ids are linked to, and which notes there are
//! 3. `inline` and `blocks`: elements within a line and between lines; `figure`: pictures and charts with their captions;
//!    `table`, its `grid` and its `columns`, and `records` where a table does not fit; `drawing`: SVG as a file, in its `style`; `cover`: what is where on the first page
//! 4. `places`: what a page may begin with
//! 5. `messages`: what the press says of a job, in words for the author
//!
//! Every run of text is a string literal, so nothing that an author wrote can be markup. Each block is on a line of its own:
//! what the press says of a line leads to the words there.

mod blocks;
mod columns;
mod cover;
mod drawing;
mod figure;
mod grid;
mod inline;
mod look;
mod messages;
mod names;
mod places;
mod records;
mod style;
mod table;
mod writer;

#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use jiff::civil::Date;

use super::{Element, Node, Picture, Publication, Tree, text};
use crate::config::Edition;
use cover::Cover;
pub use look::{LookFont, LookSource, PressLook};
pub use messages::{PressMessage, PressReport};
use names::Names;
pub use places::Place;
use places::{length, take_marks};
use style::PageStyle;
use writer::{Writer, literal};

/// A chapter that has more letters than this is longer than a page.
const PAGE: usize = 2_600;
/// Two chapters one after the other that are shorter than this, as Typst, are on one page.
const SHORT: usize = 1_500;

/// What the press is to set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PressJob {
    /// The text, as Typst.
    pub main: String,
    /// Where something begins that a page may begin with, in the order of the tree.
    pub places: Vec<Place>,
    /// Files that it names.
    pub files: Vec<(String, Vec<u8>)>,
    /// True if it says on which day it was published: PDF/A needs one.
    pub is_dated: bool,
    /// What the site and its theme bring.
    pub look: PressLook,
}

/// Writes the job of an edition.
pub fn press_job(
    edition: Edition,
    tree: &Tree,
    publication: &Publication,
    pictures: &[Picture],
    look: &PressLook,
) -> PressJob {
    let names = Names::of(tree);
    let style = PageStyle::new(edition, publication, look);
    let mut writer = Writer::new(publication, &names, pictures, style);
    let mut main = head(edition, publication);
    let (text, headings) = (look.family("text"), look.family("headings"));
    let _ = writeln!(main, "fonts: (text: {text}, headings: {headings}),");
    write_parts(tree, &mut writer, &mut main);
    let (main, places) = take_marks(&main);
    PressJob {
        main,
        places,
        files: writer.into_files(),
        is_dated: publication.day().is_some(),
        look: look.clone(),
    }
}

/// The parts of the tree: all but the text are told to the look.
fn write_parts(tree: &Tree, writer: &mut Writer, main: &mut String) {
    let cover = Cover::of(&tree.cover);
    let logo = picture_or_none(cover.logo, writer);
    let shown = picture_or_none(cover.picture, writer);
    let mut block = |nodes: &[Node]| format!("[\n{}]", writer.capture(|it| it.flow(nodes)));
    let told = [
        ("cover", block(&cover.title)),
        ("facts", block(&cover.facts)),
        ("logo", logo),
        ("cover-picture", shown),
        ("long-chapters", has_long_chapters(&tree.body).to_string()),
    ];
    for (name, value) in told {
        let _ = writeln!(main, "{name}: {value},");
    }
    let body = chapters_on_pages(&writer.capture_on_page(|it| it.flow(&tree.body)));
    let colophon = writer.capture(|it| it.flow(&tree.colophon));
    let _ = writeln!(main, "colophon: [\n{colophon}],\n)\n{body}");
}

/// The text with short chapters on the page of those before them: a page for three lines helps nobody.
fn chapters_on_pages(body: &str) -> String {
    let mut pieces = body.split(blocks::CHAPTER_START);
    let mut before = pieces.next().unwrap_or_default();
    let mut out = before.to_owned();
    for piece in pieces {
        out.push_str(match length(before).max(length(piece)) < SHORT {
            true => "#chapter-start(own-page: false)\n",
            false => blocks::CHAPTER_START,
        });
        out.push_str(piece);
        before = piece;
    }
    out
}

fn picture_or_none(picture: Option<&Element>, writer: &mut Writer) -> String {
    let call = picture.and_then(|picture| writer.picture(picture));
    call.unwrap_or_else(|| "none".to_owned())
}

/// True for a text whose chapters are long enough for pages of their own.
fn has_long_chapters(body: &[Node]) -> bool {
    let chapters = count(body, "h2");
    chapters > 1 && text(body).len() / chapters > PAGE
}

fn count(nodes: &[Node], name: &str) -> usize {
    let elements = nodes.iter().filter_map(Node::element);
    let counts = elements.map(|it| usize::from(it.name == name) + count(&it.children, name));
    counts.sum()
}

/// The start of the text: the look, and what it is told.
fn head(edition: Edition, publication: &Publication) -> String {
    let mut head = String::from("#import \"look.typ\": *\n#show: edition.with(\n");
    for (name, value) in facts(edition, publication) {
        let _ = writeln!(head, "{name}: {value},");
    }
    head
}

/// What the look is told besides the text.
fn facts(edition: Edition, publication: &Publication) -> [(&'static str, String); 11] {
    let (language, region) = writer::language(&publication.language);
    let authors = publication.authors.iter().map(|name| literal(name) + ",");
    let is_large = edition == Edition::LargePrint;
    [
        ("title", literal(&publication.title)),
        ("summary", literal(&publication.summary)),
        ("authors", format!("({})", authors.collect::<String>())),
        ("publisher", literal(&publication.publisher)),
        ("language", literal(language)),
        ("region", region.map_or("none".to_owned(), literal)),
        ("day", publication.day().map_or("none".to_owned(), day)),
        ("address", literal(&publication.url)),
        ("contents", literal(&publication.contents)),
        ("brand", colour(&publication.brand)),
        ("large", is_large.to_string()),
    ]
}

fn colour(colour: &str) -> String {
    match colour {
        "" => "none".to_owned(),
        colour => format!("rgb({})", literal(colour)),
    }
}

fn day(day: Date) -> String {
    let (year, month, day) = (day.year(), day.month(), day.day());
    format!("datetime(year: {year}, month: {month}, day: {day})")
}
