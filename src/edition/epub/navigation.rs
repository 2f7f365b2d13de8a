//! The contents of a book, which reading systems show as a menu, the pages of its PDF, and its landmarks. The contents are a page of
//! it too.

use super::Book;
use super::chapters::Part;
use super::xhtml::{Heading, XhtmlFile, head};
use super::xml;

/// The deepest headings in the contents.
const DEEPEST: u8 = 3;

/// The file of the contents.
pub(super) fn navigation(book: &Book) -> String {
    let words = match book.publication.contents.as_str() {
        "" => &book.publication.title,
        words => words,
    };
    let title = xml::escaped(words);
    let mut out = head(words, &book.language);
    out.push_str(&format!(
        "<nav epub:type=\"toc\" id=\"toc\" role=\"doc-toc\" aria-labelledby=\"toc-title\">\n<h1 id=\"toc-title\">{title}</h1>\n<ol>\n"
    ));
    for file in &book.texts {
        write_file(&mut out, file);
    }
    out.push_str("</ol>\n</nav>\n");
    write_pages(&mut out, book);
    out.push_str("<nav epub:type=\"landmarks\" hidden=\"hidden\">\n<ol>\n");
    out.push_str("<li><a epub:type=\"toc\" href=\"#toc\">");
    out.push_str(&title);
    out.push_str("</a></li>\n");
    let first = book
        .texts
        .iter()
        .find(|file| matches!(file.part, Part::Start | Part::Chapter));
    if let Some(first) = first {
        out.push_str("<li><a epub:type=\"bodymatter\"");
        xml::attribute(&mut out, "href", &first.name);
        out.push('>');
        xml::text(&mut out, &first.title);
        out.push_str("</a></li>\n");
    }
    out.push_str("</ol>\n</nav>\n</body>\n</html>\n");
    out
}

/// The pages of the PDF, if the book tells them.
fn write_pages(out: &mut String, book: &Book) {
    if book.page_source.is_none() {
        return;
    }
    out.push_str("<nav epub:type=\"page-list\" role=\"doc-pagelist\" hidden=\"hidden\">\n<ol>\n");
    for file in &book.texts {
        for page in &file.pages {
            out.push_str("<li>");
            write_link(out, &format!("{}#{}", file.name, page.id), &page.label);
            out.push_str("</li>\n");
        }
    }
    out.push_str("</ol>\n</nav>\n");
}

/// The headings of a file below one another; the file itself if it has none.
fn write_file(out: &mut String, file: &XhtmlFile) {
    let told = file.headings.iter();
    let told: Vec<&Heading> = told
        .filter(|heading| heading.level <= DEEPEST && !heading.words.is_empty())
        .collect();
    match (told.is_empty(), file.part) {
        // The colophon is what is left, and needs no name.
        (true, Part::Colophon) => {}
        (true, _) => {
            out.push_str("<li>");
            write_link(out, &file.name, &file.title);
            out.push_str("</li>\n");
        }
        (false, _) => write_headings(out, file, &told),
    }
}

/// Headings that go one level deeper where their own do, however many levels an author skips.
fn write_headings(out: &mut String, file: &XhtmlFile, headings: &[&Heading]) {
    let mut open: Vec<u8> = Vec::new();
    for heading in headings {
        if open.last().is_some_and(|outer| *outer < heading.level) {
            out.push_str("\n<ol>\n");
        } else {
            close(out, &mut open, heading.level);
        }
        open.push(heading.level);
        out.push_str("<li>");
        write_link(
            out,
            &format!("{}#{}", file.name, heading.id),
            &heading.words,
        );
    }
    close(out, &mut open, 0);
}

/// Closes the items that a heading of a level is not in, and the lists that it is not in either.
fn close(out: &mut String, open: &mut Vec<u8>, level: u8) {
    while open.pop().is_some() {
        out.push_str("</li>\n");
        match open.last() {
            Some(outer) if *outer >= level => out.push_str("</ol>\n"),
            _ => return,
        }
    }
}

fn write_link(out: &mut String, href: &str, words: &str) {
    out.push_str("<a");
    xml::attribute(out, "href", href);
    out.push('>');
    xml::text(out, words);
    out.push_str("</a>");
}
