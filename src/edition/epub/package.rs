//! What a book says of itself: who wrote it, what is in it, in which order, and who can read it.

use jiff::civil::Date;

use super::Book;
use super::chapters::Part;
use super::xhtml::XhtmlFile;
use super::xml;
use crate::base::Hash;

/// Where the package is.
pub const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">
<rootfiles><rootfile full-path=\"EPUB/package.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles>
</container>
";
/// The day of a book that has none: a reading system asks for one, and that of the build is no day of the text.
const NO_DAY: Date = Date::constant(1970, 1, 1);

/// The package file.
pub(super) fn package(book: &Book) -> String {
    let mut out = xml::DECLARATION.to_owned();
    out.push_str(
        "<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"id\"",
    );
    xml::attribute(&mut out, "xml:lang", &book.language);
    out.push_str(">\n<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n");
    write_metadata(&mut out, book);
    write_access(&mut out, book);
    out.push_str("</metadata>\n<manifest>\n");
    write_manifest(&mut out, book);
    out.push_str("</manifest>\n<spine>\n");
    write_spine(&mut out, book);
    out.push_str("</spine>\n</package>\n");
    out
}

fn write_metadata(out: &mut String, book: &Book) {
    let publication = book.publication;
    let identifier = identifier(book);
    out.push_str("<dc:identifier id=\"id\">");
    xml::text(out, &identifier);
    out.push_str("</dc:identifier>\n");
    let date = publication.published.map(|date| date.to_string());
    let elements = [
        ("title", publication.title.as_str()),
        ("language", &book.language),
        ("publisher", &publication.publisher),
        ("description", &publication.summary),
        ("date", date.as_deref().unwrap_or_default()),
        ("source", &publication.url),
    ];
    for (name, value) in elements {
        write_element(out, name, value);
    }
    for author in &publication.authors {
        write_element(out, "creator", author);
    }
    let day = publication.day().unwrap_or(NO_DAY);
    write_meta(out, "dcterms:modified", &format!("{day}T00:00:00Z"));
}

/// The address of the page; where that is not known, a name made of what the book says of itself.
fn identifier(book: &Book) -> String {
    let publication = book.publication;
    if !publication.url.is_empty() {
        return publication.url.clone();
    }
    let named = format!(
        "{}\n{}\n{}",
        publication.publisher, publication.title, publication.path
    );
    let hash = Hash::of(named.as_bytes()).to_string();
    format!("urn:copublish:{hash}")
}

fn write_element(out: &mut String, name: &str, value: &str) {
    if !value.trim().is_empty() {
        out.push_str(&format!("<dc:{name}>"));
        xml::text(out, value);
        out.push_str(&format!("</dc:{name}>\n"));
    }
}

fn write_meta(out: &mut String, property: &str, value: &str) {
    out.push_str(&format!("<meta property=\"{property}\">{value}</meta>\n"));
}

/// What a book needs of its readers, and what it offers to them.
fn write_access(out: &mut String, book: &Book) {
    let has = |is_so: fn(&XhtmlFile) -> bool| book.texts.iter().any(is_so);
    let has_pictures = has(|file| file.has_pictures);
    let is_described = !has(|file| file.has_undescribed_pictures);
    let mut said = vec![("accessMode", "textual")];
    if has_pictures {
        said.push(("accessMode", "visual"));
        said.push(("accessModeSufficient", "textual,visual"));
    }
    if is_described {
        said.push(("accessModeSufficient", "textual"));
    }
    let of_pictures = (has_pictures && is_described).then_some("alternativeText");
    let features = features(book).chain(of_pictures);
    said.extend(features.map(|feature| ("accessibilityFeature", feature)));
    said.push(("accessibilityHazard", hazard(book)));
    for (property, value) in said {
        write_meta(out, &format!("schema:{property}"), value);
    }
    if let Some(source) = book.page_source {
        write_meta(out, "pageBreakSource", &xml::escaped(source));
    }
}

/// A moving picture may flash.
fn hazard(book: &Book) -> &'static str {
    let mut pictures = book.pictures.iter();
    match pictures.any(|picture| picture.media_type == "image/gif") {
        true => "unknown",
        false => "none",
    }
}

/// What each book offers, and one with pages besides.
fn features(book: &Book) -> impl Iterator<Item = &'static str> {
    let of_all = [
        "structuralNavigation",
        "tableOfContents",
        "readingOrder",
        "displayTransformability",
    ];
    let of_pages = ["pageBreakMarkers", "pageNavigation"];
    let of_pages = book.page_source.is_some().then_some(of_pages);
    of_all.into_iter().chain(of_pages.into_iter().flatten())
}

fn write_manifest(out: &mut String, book: &Book) {
    let xhtml = "application/xhtml+xml";
    write_item(
        out,
        &Item::new("contents", "contents.xhtml", xhtml).with("nav"),
    );
    write_item(out, &Item::new("style", "style.css", "text/css"));
    write_item(
        out,
        &Item::new("cover-picture", "cover.svg", "image/svg+xml").with("cover-image"),
    );
    for (number, file) in book.texts.iter().enumerate() {
        let properties = match (file.has_drawings, file.has_formulas) {
            (true, true) => "mathml svg",
            (true, false) => "svg",
            (false, true) => "mathml",
            (false, false) => "",
        };
        let id = text_id(number);
        write_item(out, &Item::new(&id, &file.name, xhtml).with(properties));
    }
    for (number, picture) in book.pictures.iter().enumerate() {
        let id = format!("picture-{}", number + 1);
        write_item(out, &Item::new(&id, &picture.path, picture.media_type));
    }
}

/// The cover page, the contents, and all texts.
fn write_spine(out: &mut String, book: &Book) {
    let mut is_told = false;
    for (number, file) in book.texts.iter().enumerate() {
        if !is_told && file.part != Part::Cover {
            out.push_str("<itemref idref=\"contents\"/>\n");
            is_told = true;
        }
        out.push_str(&format!("<itemref idref=\"{}\"/>\n", text_id(number)));
    }
    if !is_told {
        out.push_str("<itemref idref=\"contents\"/>\n");
    }
}

fn text_id(number: usize) -> String {
    format!("text-{}", number + 1)
}

/// A file in the manifest.
struct Item<'i> {
    id: &'i str,
    href: &'i str,
    media_type: &'i str,
    properties: &'i str,
}

impl<'i> Item<'i> {
    fn new(id: &'i str, href: &'i str, media_type: &'i str) -> Item<'i> {
        Item {
            id,
            href,
            media_type,
            properties: "",
        }
    }

    fn with(self, properties: &'i str) -> Item<'i> {
        Item { properties, ..self }
    }
}

fn write_item(out: &mut String, item: &Item) {
    out.push_str("<item");
    xml::attribute(out, "id", item.id);
    xml::attribute(out, "href", item.href);
    xml::attribute(out, "media-type", item.media_type);
    if !item.properties.is_empty() {
        xml::attribute(out, "properties", item.properties);
    }
    out.push_str("/>\n");
}
