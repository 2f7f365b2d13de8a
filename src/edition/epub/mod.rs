//! An EPUB 3 of a publication, for e-book readers and phones: files in XHTML in a zip archive, without scripts.
//!
//! 1. `chapters`: the text as several files, one for each heading of the second level; `anchors`: where each id is then
//! 2. `xhtml`: the text as XHTML, by `content_model`; `links`: where links lead in a book; `drawing`: SVG; `pages`: where the
//!    pages of the PDF begin
//! 3. `navigation`, `package`, `cover`: what a reading system needs besides
//! 4. `archive`: all files as one
//!
//! The same publication makes the same bytes: no clock, nothing random.

mod anchors;
mod archive;
mod chapters;
mod content_model;
mod cover;
mod drawing;
mod links;
mod navigation;
mod package;
mod pages;
mod xhtml;
mod xml;

#[cfg(test)]
mod tests;

use self::anchors::Anchors;
use self::archive::{ArchiveFile, pack};
use self::chapters::chapters;
use self::drawing::drawing_file;
use self::links::Links;
use self::pages::ComingPages;
use self::xhtml::XhtmlFile;
use super::{PageList, Picture, Publication, Tree};
use crate::base::Colour;

/// The look of all files; `BRAND` is the site's colour.
const STYLE: &str = include_str!("book.css");
/// The colour of a site that has not chosen one: `#1f3c6e`.
const DEFAULT_BRAND: Colour = Colour {
    red: 0x1f,
    green: 0x3c,
    blue: 0x6e,
};

/// Makes the bytes of an EPUB. `pages`: those of the PDF, if there is one.
pub fn epub(
    tree: &Tree,
    publication: &Publication,
    pictures: &[Picture],
    pages: Option<&PageList>,
) -> Vec<u8> {
    let chapters = chapters(tree, &publication.title);
    let anchors = Anchors::new(&chapters);
    let links = Links::new(publication, &anchors);
    let pictures = book_pictures(pictures);
    let language = language(tree, publication);
    let mut coming = ComingPages::new(pages);
    let texts: Vec<XhtmlFile> = chapters
        .iter()
        .map(|chapter| XhtmlFile::new(chapter, &language, &links, &pictures, &mut coming))
        .collect();
    let book = Book {
        publication,
        language,
        texts,
        pictures,
        page_source: pages.map(|pages| pages.source.as_str()),
    };
    pack(&book.files())
}

/// The language of the publication; `und`, which means that nobody says it, if it is not known.
fn language(tree: &Tree, publication: &Publication) -> String {
    let said = [&publication.language, &tree.language];
    let language = said.into_iter().find(|language| !language.is_empty());
    language.map_or_else(|| "und".to_owned(), Clone::clone)
}

/// Everything that goes into a book.
struct Book<'b> {
    publication: &'b Publication,
    language: String,
    texts: Vec<XhtmlFile>,
    pictures: Vec<BookPicture>,
    /// The file whose pages the book tells.
    page_source: Option<&'b str>,
}

impl Book<'_> {
    fn files(&self) -> Vec<ArchiveFile> {
        let colour = self.colour();
        let mut files = vec![
            ArchiveFile::text("META-INF/container.xml", package::CONTAINER),
            ArchiveFile::text("EPUB/package.opf", &package::package(self)),
            ArchiveFile::text("EPUB/contents.xhtml", &navigation::navigation(self)),
            ArchiveFile::text(
                "EPUB/style.css",
                &STYLE.replace("BRAND", &colour.to_string()),
            ),
            ArchiveFile::text("EPUB/cover.svg", &cover::cover(self.publication, colour)),
        ];
        for file in &self.texts {
            files.push(ArchiveFile::text(
                &format!("EPUB/{}", file.name),
                &file.text,
            ));
        }
        for picture in &self.pictures {
            let name = format!("EPUB/{}", picture.path);
            files.push(ArchiveFile::new(&name, picture.bytes.clone()));
        }
        files
    }

    fn colour(&self) -> Colour {
        Colour::parse(&self.publication.brand).unwrap_or(DEFAULT_BRAND)
    }
}

/// A picture as it is in a book.
struct BookPicture {
    /// The value of `src` on the page.
    src: String,
    /// Where it is, beside the texts.
    path: String,
    media_type: &'static str,
    bytes: Vec<u8>,
}

/// The pictures that every reading system shows.
fn book_pictures(pictures: &[Picture]) -> Vec<BookPicture> {
    let known = pictures.iter().filter_map(|picture| {
        let ending = picture.name.rsplit('.').next().unwrap_or_default();
        let media_type = match ending.to_ascii_lowercase().as_str() {
            "jpg" | "jpeg" => "image/jpeg",
            "png" => "image/png",
            "gif" => "image/gif",
            "webp" => "image/webp",
            "svg" => "image/svg+xml",
            _ => return None,
        };
        let bytes = match media_type {
            "image/svg+xml" => drawing_file(&picture.bytes)?.into_bytes(),
            _ => picture.bytes.clone(),
        };
        Some(BookPicture {
            src: picture.src.clone(),
            path: format!("pictures/{}", picture.name),
            media_type,
            bytes,
        })
    });
    known.collect()
}
