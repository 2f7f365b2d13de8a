//! A file of a book: XHTML that keeps to what is allowed, whatever HTML it is made of.

use std::collections::BTreeSet;

use super::BookPicture;
use super::anchors::{ids_in_file, own_id};
use super::chapters::{Chapter, Part, words};
use super::content_model::{EMPTY, Fate, Within, fate, keeps};
use super::drawing::write_drawing;
use super::links::Links;
use super::pages::{ComingPages, NextPage};
use super::xml;
use crate::edition::{Element, Node, Text};

/// A file, and what the rest of the book has to know of it.
#[derive(Debug)]
pub struct XhtmlFile {
    pub name: String,
    pub part: Part,
    pub title: String,
    pub text: String,
    /// Its headings, in order.
    pub headings: Vec<Heading>,
    /// The pages of the PDF that begin in it, in order.
    pub pages: Vec<WrittenPage>,
    pub has_drawings: bool,
    pub has_formulas: bool,
    /// Whether it shows anything that is no text, and whether all of that is described.
    pub has_pictures: bool,
    pub has_undescribed_pictures: bool,
}

/// A heading of a file.
#[derive(Debug)]
pub struct Heading {
    /// From 1, which is the chapter.
    pub level: u8,
    pub id: String,
    pub words: String,
}

/// A page of the PDF that begins in a file.
#[derive(Debug)]
pub struct WrittenPage {
    pub id: String,
    /// Its number, as it is printed.
    pub label: String,
}

impl XhtmlFile {
    pub fn new(
        chapter: &Chapter,
        language: &str,
        links: &Links,
        pictures: &[BookPicture],
        pages: &mut ComingPages,
    ) -> XhtmlFile {
        let mut file = XhtmlFile {
            name: chapter.name.clone(),
            part: chapter.part,
            title: chapter.title.clone(),
            text: head(&chapter.title, language),
            headings: Vec::new(),
            pages: Vec::new(),
            has_drawings: false,
            has_formulas: false,
            has_pictures: false,
            has_undescribed_pictures: false,
        };
        file.text.push_str(match chapter.part {
            Part::Cover => "<section epub:type=\"titlepage\">\n",
            Part::Start => "<section epub:type=\"bodymatter\">\n",
            Part::Chapter => "<section epub:type=\"chapter\" role=\"doc-chapter\">\n",
            Part::Colophon => "<section epub:type=\"colophon\" role=\"doc-colophon\">\n",
        });
        let mut writer = Writer {
            file,
            links,
            pictures,
            pages,
            ids: BTreeSet::new(),
        };
        for node in &chapter.nodes {
            writer.node(node, Within::Flow);
        }
        if chapter.is_last {
            writer.begin_pages(u32::MAX);
        }
        let mut file = writer.file;
        file.text.push_str("\n</section>\n</body>\n</html>\n");
        file
    }
}

/// Everything before the text of a file.
pub fn head(title: &str, language: &str) -> String {
    let mut out = xml::DECLARATION.to_owned();
    out.push_str("<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\"");
    xml::attribute(&mut out, "lang", language);
    xml::attribute(&mut out, "xml:lang", language);
    out.push_str(">\n<head>\n<meta charset=\"UTF-8\"/>\n<title>");
    xml::text(&mut out, title);
    out.push_str("</title>\n<link rel=\"stylesheet\" type=\"text/css\" href=\"style.css\"/>\n</head>\n<body>\n");
    out
}

struct Writer<'w, 'p> {
    file: XhtmlFile,
    links: &'w Links<'w>,
    pictures: &'w [BookPicture],
    pages: &'w mut ComingPages<'p>,
    /// The ids that are in the file.
    ids: BTreeSet<String>,
}

impl Writer<'_, '_> {
    fn nodes(&mut self, nodes: &[Node], within: Within) {
        for node in nodes {
            self.node(node, within);
        }
    }

    fn node(&mut self, node: &Node, within: Within) {
        let units = node.units();
        let takes_lines = matches!(within, Within::Flow | Within::Line | Within::Figure);
        if takes_lines && !units.is_empty() {
            self.begin_pages(units.start + 1);
        }
        match node {
            Node::Text(text) => self.words(text, within),
            Node::Element(element) if within == Within::List && element.name != "li" => {
                self.file.text.push_str("<li>");
                self.element(element, Within::Flow);
                self.file.text.push_str("</li>");
            }
            Node::Element(element) => self.element(element, within),
        }
    }

    /// Text where there can be some; elsewhere it is white space only, unless somebody wrote it in a list.
    fn words(&mut self, text: &Text, within: Within) {
        let is_space = text.words.trim().is_empty();
        match within {
            Within::Flow | Within::Line | Within::Figure => self.words_on_pages(text),
            Within::List if !is_space => {
                self.file.text.push_str("<li>");
                self.words_on_pages(text);
                self.file.text.push_str("</li>");
            }
            Within::List | Within::Definitions | Within::Table => self.file.text.push('\n'),
        }
    }

    /// Text with the pages that begin in it.
    fn words_on_pages(&mut self, text: &Text) {
        let mut written = 0;
        while let Some(at) = self.pages.place_in(text) {
            xml::text(&mut self.file.text, &text.words[written.min(at)..at]);
            written = at;
            if let Some(page) = self.pages.before(text.units.end) {
                self.begin_page(&page);
            }
        }
        xml::text(&mut self.file.text, &text.words[written..]);
    }

    /// The pages that begin before a unit of the text, and have not begun.
    fn begin_pages(&mut self, unit: u32) {
        while let Some(page) = self.pages.before(unit) {
            self.begin_page(&page);
        }
    }

    fn begin_page(&mut self, page: &NextPage) {
        let id = self.links.anchors.fresh("page", page.number);
        let text = &mut self.file.text;
        text.push_str("<span epub:type=\"pagebreak\" role=\"doc-pagebreak\"");
        xml::attribute(text, "id", &id);
        xml::attribute(text, "aria-label", page.label);
        text.push_str("/>");
        self.ids.insert(id.clone());
        self.file.pages.push(WrittenPage {
            id,
            label: page.label.to_owned(),
        });
    }

    fn element(&mut self, element: &Element, within: Within) {
        if element.is_foreign {
            self.drawing(element);
            return;
        }
        match element.name.as_str() {
            "img" => return self.picture(element),
            "a" => return self.link(element, within),
            _ => {}
        }
        match fate(element, within) {
            Fate::Write(name, inner) => self.written(element, name, inner),
            Fate::Unwrap => self.nodes(&element.children, within),
            Fate::Address => self.address(element, within),
            Fate::Drop => {}
        }
    }

    fn written(&mut self, element: &Element, name: &str, inner: Within) {
        let level = element.heading_level().map(|level| self.level(level));
        let level = if name == element.name { level } else { None };
        let name = match level {
            Some(level) => format!("h{level}"),
            None => name.to_owned(),
        };
        self.open(element, &name, level);
        if EMPTY.contains(&name.as_str()) {
            self.file.text.push_str("/>");
            return;
        }
        self.file.text.push('>');
        self.nodes(&element.children, inner);
        self.file.text.push_str(&format!("</{name}>"));
    }

    /// The title is on the cover, so that chapters are of the first level.
    fn level(&self, level: u8) -> u8 {
        match self.file.part {
            Part::Cover => level,
            Part::Start | Part::Chapter | Part::Colophon => (level - 1).max(1),
        }
    }

    /// The start of an element, up to the bracket that ends it.
    fn open(&mut self, element: &Element, name: &str, level: Option<u8>) {
        self.file.text.push('<');
        self.file.text.push_str(name);
        let id = self.id(element, level);
        if let Some(id) = &id {
            xml::attribute(&mut self.file.text, "id", id);
        }
        if let (Some(level), Some(id)) = (level, id) {
            self.file.headings.push(Heading {
                level,
                id,
                words: words(element),
            });
        }
        self.attributes(element, name);
    }

    /// The id of an element: its own if no other has it; a heading gets one.
    fn id(&mut self, element: &Element, level: Option<u8>) -> Option<String> {
        let anchors = self.links.anchors;
        let own = own_id(anchors, element, &self.file.name);
        let own = own.filter(|place| self.ids.insert(place.id.clone()));
        match own {
            Some(place) => Some(place.id.clone()),
            None => level.map(|_| anchors.fresh("heading", self.file.headings.len() + 1)),
        }
    }

    fn attributes(&mut self, element: &Element, name: &str) {
        for (key, value) in &element.attributes {
            match key.as_str() {
                "aria-labelledby" | "aria-describedby" => {
                    if element.attribute("role").is_some() || name == "section" {
                        self.reference(key, value);
                    }
                }
                _ if !keeps(name, key, value) => {}
                "lang" => {
                    xml::attribute(&mut self.file.text, "lang", value);
                    xml::attribute(&mut self.file.text, "xml:lang", value);
                }
                _ => xml::attribute(&mut self.file.text, key, value),
            }
        }
        let ty = match (name, element.attribute("role")) {
            ("a", Some("doc-noteref")) => "noteref",
            (_, Some("doc-endnotes")) => "endnotes",
            _ => return,
        };
        xml::attribute(&mut self.file.text, "epub:type", ty);
    }

    /// An attribute that names other elements, if they are in the same file.
    fn reference(&mut self, key: &str, value: &str) {
        let ids = ids_in_file(self.links.anchors, value, &self.file.name);
        if let Some(ids) = ids {
            xml::attribute(&mut self.file.text, key, &ids);
        }
    }

    /// A link; only its text if it leads nowhere from a book.
    fn link(&mut self, element: &Element, within: Within) {
        let href = element.attribute("href");
        let href = href.and_then(|href| self.links.href(href));
        let inner = if within == Within::Flow {
            Within::Flow
        } else {
            Within::Line
        };
        let Some(href) = href else {
            self.written(element, "span", Within::Line);
            return;
        };
        self.open(element, "a", None);
        xml::attribute(&mut self.file.text, "href", &href);
        self.file.text.push('>');
        self.nodes(&element.children, inner);
        self.file.text.push_str("</a>");
    }

    /// The address of what no book can play.
    fn address(&mut self, element: &Element, within: Within) {
        let source = element.elements().find(|child| child.name == "source");
        let own = element.attribute("src");
        let source = own.or_else(|| source?.attribute("src"));
        if let Some(href) = source.and_then(|source| self.links.href(source)) {
            let is_block = within == Within::Flow;
            self.file
                .text
                .push_str(if is_block { "<p><a" } else { "<a" });
            xml::attribute(&mut self.file.text, "href", &href);
            self.file.text.push('>');
            xml::text(&mut self.file.text, &href);
            self.file
                .text
                .push_str(if is_block { "</a></p>" } else { "</a>" });
        }
        self.nodes(&element.children, within);
    }

    /// A picture; its description if it cannot be in a book.
    fn picture(&mut self, element: &Element) {
        let alt = element.attribute("alt").unwrap_or_default();
        let src = element.attribute("src").unwrap_or_default();
        let Some(picture) = self.pictures.iter().find(|picture| picture.src == src) else {
            xml::text(&mut self.file.text, alt);
            return;
        };
        self.file.has_pictures = true;
        self.file.has_undescribed_pictures |= element.attribute("alt").is_none();
        self.open(element, "img", None);
        xml::attribute(&mut self.file.text, "src", &picture.path);
        xml::attribute(&mut self.file.text, "alt", alt);
        self.file.text.push_str("/>");
    }

    fn drawing(&mut self, element: &Element) {
        let mut out = String::new();
        if write_drawing(&mut out, element, &mut self.ids) {
            let is_formula = element.name == "math";
            self.file.has_formulas |= is_formula;
            self.file.has_drawings |= !is_formula;
            self.file.has_pictures |= !is_formula;
            self.file.text.push_str(&out);
        }
    }
}
