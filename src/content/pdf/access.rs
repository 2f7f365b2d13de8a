//! What a PDF offers to readers who cannot see it, as far as a program can find out. Judges nothing.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, ObjectId, Permissions, decode_text_string};
use memchr::memmem;
use serde::{Deserialize, Serialize};

use super::page_text::{PageContent, PageReader, dictionary_in, resources};

/// The most pages that are looked into.
const MAX_PAGES: usize = 10_000;
/// How deeply drawings in drawings are asked for their fonts.
const MAX_DEPTH: usize = 8;

/// What a PDF offers to readers who use a screen reader, a keyboard or their own font sizes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PdfAccess {
    /// Tags say what is a heading, a list or a table.
    pub is_tagged: bool,
    /// Its title, as it says itself.
    pub title: Option<String>,
    /// Programs show its title, and not the name of the file.
    pub shows_title: bool,
    /// The language of its text.
    pub language: Option<String>,
    /// Bookmarks lead to its parts.
    pub has_bookmarks: bool,
    /// What of it can be read aloud.
    pub text: PdfText,
    /// The names of fonts that it uses and does not hold, in the order of the alphabet.
    pub missing_fonts: Vec<String>,
    /// Its settings forbid programs to read it aloud.
    pub forbids_reading: bool,
    /// It says that it keeps to PDF/UA, the standard for accessible PDFs. It may not.
    pub claims_pdf_ua: bool,
}

/// What of a PDF can be read aloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PdfText {
    /// Its pages.
    Pages,
    /// Its pages but this many, half of them or more, which are pictures.
    MissingOn(u32),
    /// What a program has recognised in pictures of its pages.
    Recognised,
    /// Nothing: its pages are pictures, or drawings of letters.
    Nothing,
}

/// Looks into a PDF whose objects are read; nothing if it cannot be found out what they are for.
pub(super) fn access(document: &Document) -> Option<PdfAccess> {
    let catalog = document.catalog().ok()?;
    let metadata = metadata(document, catalog);
    let structure = dictionary_in(document, catalog, b"StructTreeRoot");
    let outlines = dictionary_in(document, catalog, b"Outlines");
    // A file that has pages which cannot be found is none that can be judged.
    let (text, missing_fonts) = pages(document)?;
    Some(PdfAccess {
        is_tagged: is_true(document, catalog, [b"MarkInfo", b"Marked"])
            && structure.is_some_and(|structure| structure.has(b"K")),
        title: metadata
            .as_deref()
            .and_then(title_in_metadata)
            .or_else(|| title_in_info(document)),
        shows_title: is_true(
            document,
            catalog,
            [b"ViewerPreferences", b"DisplayDocTitle"],
        ),
        language: text_in(document, catalog, b"Lang"),
        has_bookmarks: outlines.is_some_and(|outlines| outlines.has(b"First")),
        text,
        missing_fonts,
        forbids_reading: forbids_reading(document),
        claims_pdf_ua: metadata.is_some_and(|metadata| metadata.contains("pdfuaid:part")),
    })
}

/// True if a dictionary in the catalog says so.
fn is_true(document: &Document, catalog: &Dictionary, [within, key]: [&[u8]; 2]) -> bool {
    let dictionary = dictionary_in(document, catalog, within);
    let value = dictionary.and_then(|dictionary| dictionary.get_deref(key, document).ok());
    value.is_some_and(|value| value.as_bool().unwrap_or(false))
}

/// A text that says something.
fn text_in(document: &Document, dictionary: &Dictionary, key: &[u8]) -> Option<String> {
    let text = decode_text_string(dictionary.get_deref(key, document).ok()?).ok()?;
    let text = text.trim_matches(|letter: char| letter.is_whitespace() || letter == '\0');
    (!text.is_empty()).then(|| text.to_owned())
}

fn title_in_info(document: &Document) -> Option<String> {
    let info = dictionary_in(document, &document.trailer, b"Info")?;
    text_in(document, info, b"Title")
}

/// What the file says of itself in XML.
fn metadata(document: &Document, catalog: &Dictionary) -> Option<String> {
    /// Programs leave room in it to write more.
    const MAX_METADATA: usize = 4 << 20;
    let object = catalog.get_deref(b"Metadata", document).ok()?;
    let stream = object.as_stream().ok()?;
    let bytes = stream.get_plain_content_with_limit(MAX_METADATA).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// The first of the titles in several languages.
fn title_in_metadata(metadata: &str) -> Option<String> {
    let (_, title) = metadata.split_once("<dc:title>")?;
    let (title, _) = title.split_once("</dc:title>")?;
    let (_, item) = title.split_once("<rdf:li")?;
    let (_, item) = item.split_once('>')?;
    let (text, _) = item.split_once('<')?;
    let text = text.replace("&lt;", "<").replace("&gt;", ">");
    let text = text.replace("&quot;", "\"").replace("&apos;", "'");
    let text = text.replace("&amp;", "&");
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// True if programs that read aloud are forbidden to. Before the third revision copying included that.
fn forbids_reading(document: &Document) -> bool {
    let Some(encryption) = &document.encryption_state else {
        return false;
    };
    let needed = if encryption.revision() < 3 {
        Permissions::COPYABLE
    } else {
        Permissions::COPYABLE_FOR_ACCESSIBILITY
    };
    !encryption.permissions().contains(needed)
}

/// What of the pages can be read aloud, and the fonts that are missing.
fn pages(document: &Document) -> Option<(PdfText, Vec<String>)> {
    let mut reader = PageReader::new(document);
    let mut fonts = Fonts::new(document);
    let mut counts = Counts::default();
    for page in document.page_iter().take(MAX_PAGES) {
        let content = reader.page(page);
        counts.add(content);
        // A font that draws nothing to be seen need not be there.
        if content.has_text
            && let Ok(dictionary) = document.get_dictionary(page)
        {
            fonts.add(resources(document, dictionary), 0);
        }
    }
    let missing = fonts.missing.into_iter().collect();
    (counts.all > 0).then(|| (counts.text(), missing))
}

/// How many pages have what.
#[derive(Default)]
struct Counts {
    all: u32,
    text: u32,
    hidden: u32,
    pictures: u32,
}

impl Counts {
    fn add(&mut self, page: PageContent) {
        self.all += 1;
        if page.has_text {
            self.text += 1;
        } else if page.has_hidden_text {
            self.hidden += 1;
        } else if page.has_picture {
            self.pictures += 1;
        }
    }

    fn text(&self) -> PdfText {
        if self.text + self.hidden == 0 {
            PdfText::Nothing
        } else if self.hidden > self.text {
            PdfText::Recognised
        } else if self.pictures * 2 >= self.all {
            PdfText::MissingOn(self.pictures)
        } else {
            PdfText::Pages
        }
    }
}

/// The fonts that a file does not hold.
struct Fonts<'d> {
    document: &'d Document,
    missing: BTreeSet<String>,
    /// Fonts and drawings that were looked at.
    seen: BTreeSet<ObjectId>,
}

impl<'d> Fonts<'d> {
    fn new(document: &'d Document) -> Fonts<'d> {
        Fonts {
            document,
            missing: BTreeSet::new(),
            seen: BTreeSet::new(),
        }
    }

    /// Adds the fonts of a page or a drawing, and of the drawings in it.
    fn add(&mut self, resources: Option<&'d Dictionary>, depth: usize) {
        let Some(resources) = resources else { return };
        for font in self.unseen(resources, b"Font") {
            if let Ok(font) = font.as_dict()
                && !is_held(self.document, font)
            {
                self.missing.insert(name(self.document, font));
            }
        }
        if depth == MAX_DEPTH {
            return;
        }
        for drawing in self.unseen(resources, b"XObject") {
            if let Ok(drawing) = drawing.as_stream() {
                let resources = dictionary_in(self.document, &drawing.dict, b"Resources");
                self.add(resources, depth + 1);
            }
        }
    }

    /// The objects of a sort that were not looked at yet.
    fn unseen(&mut self, resources: &'d Dictionary, sort: &[u8]) -> Vec<&'d Object> {
        let named = dictionary_in(self.document, resources, sort);
        let objects = named.into_iter().flat_map(|named| named.iter());
        let mut unseen = Vec::new();
        for (_, object) in objects {
            if let Ok((id, object)) = self.document.dereference(object)
                && id.is_none_or(|id| self.seen.insert(id))
            {
                unseen.push(object);
            }
        }
        unseen
    }
}

/// True for a font whose letters are in the file.
fn is_held(document: &Document, font: &Dictionary) -> bool {
    if is_of_subtype(font, b"Type3") {
        return true;
    }
    let descendants = font.get_deref(b"DescendantFonts", document);
    let first = descendants.and_then(Object::as_array);
    let first = first.ok().and_then(|fonts| fonts.first());
    let descendant = first.and_then(|first| document.dereference(first).ok());
    let font = match descendant {
        Some((_, descendant)) => descendant.as_dict().unwrap_or(font),
        None => font,
    };
    let descriptor = dictionary_in(document, font, b"FontDescriptor");
    descriptor.is_some_and(|descriptor| {
        [&b"FontFile"[..], b"FontFile2", b"FontFile3"]
            .iter()
            .any(|key| descriptor.has(key))
    })
}

fn is_of_subtype(dictionary: &Dictionary, subtype: &[u8]) -> bool {
    let found = dictionary.get(b"Subtype").and_then(Object::as_name);
    found.is_ok_and(|found| found == subtype)
}

/// The name of a font, without the mark of a part of it: `ABCDEF+Arial`.
fn name(document: &Document, font: &Dictionary) -> String {
    let name = font.get_deref(b"BaseFont", document);
    let name = name
        .and_then(Object::as_name)
        .unwrap_or(b"a font without a name");
    let start = memmem::find(name, b"+").map_or(0, |at| at + 1);
    let name = String::from_utf8_lossy(name.get(start..).unwrap_or_default());
    name.chars().filter(|letter| !letter.is_control()).collect()
}
