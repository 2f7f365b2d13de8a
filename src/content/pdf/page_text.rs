//! Whether the pages of a PDF have text that a program can read aloud: text, text that was recognised behind a picture of
//! the page, or only pictures. Reads no words.

use std::collections::BTreeSet;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

/// The most that the drawing of a page is unpacked to, in bytes.
const MAX_PAGE: usize = 16 << 20;
/// The same for all pages together. Pages behind it count as pages with text.
const MAX_PAGES: usize = 256 << 20;
/// How deeply drawings in drawings are looked into.
const MAX_DEPTH: usize = 8;
/// How many steps up from a page there can be to what it inherits.
const MAX_ANCESTORS: usize = 50;
/// The way of drawing text that leaves nothing to be seen.
const INVISIBLE: i64 = 3;

/// What there is on a page to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct PageContent {
    /// Text that can be seen.
    pub has_text: bool,
    /// Text that cannot be seen, as programs put it behind a picture of a page.
    pub has_hidden_text: bool,
    /// A picture.
    pub has_picture: bool,
}

/// Looks at one page after the other.
pub(super) struct PageReader<'d> {
    document: &'d Document,
    left: usize,
}

impl<'d> PageReader<'d> {
    pub(super) fn new(document: &'d Document) -> PageReader<'d> {
        PageReader {
            document,
            left: MAX_PAGES,
        }
    }

    /// What is on a page; text, if that cannot be found out.
    pub(super) fn page(&mut self, page: ObjectId) -> PageContent {
        let limit = MAX_PAGE.min(self.left);
        let drawing = self.document.get_page_content_with_limit(page, limit);
        let (Ok(drawing), Ok(dictionary)) = (drawing, self.document.get_dictionary(page)) else {
            return PageContent {
                has_text: true,
                ..PageContent::default()
            };
        };
        let mut drawn = Drawn::default();
        let resources = resources(self.document, dictionary);
        self.read(&drawing, resources, &mut drawn);
        drawn.content
    }

    /// Reads a drawing until there is text.
    fn read(&mut self, drawing: &[u8], resources: Option<&'d Dictionary>, drawn: &mut Drawn) {
        self.left = self.left.saturating_sub(drawing.len());
        let mode_before = drawn.mode;
        let mut saved = Vec::new();
        for operation in Content::decode_iter(drawing).map_while(Result::ok) {
            match operation.operator.as_str() {
                "q" => saved.push(drawn.mode),
                "Q" => drawn.mode = saved.pop().unwrap_or(drawn.mode),
                "Tr" => drawn.mode = first_number(&operation.operands),
                "Tj" | "TJ" | "\'" | "\"" if operation.operands.iter().any(has_letters) => {
                    drawn.text();
                }
                "BI" => drawn.content.has_picture = true,
                "Do" => self.draw_named(&operation.operands, resources, drawn),
                _ => {}
            }
            if drawn.content.has_text {
                return;
            }
        }
        drawn.mode = mode_before;
    }

    /// Reads what a drawing uses by name.
    fn draw_named(
        &mut self,
        operands: &[Object],
        resources: Option<&'d Dictionary>,
        drawn: &mut Drawn,
    ) {
        let name = operands.first().and_then(|name| name.as_name().ok());
        let named = name.and_then(|name| {
            let all = dictionary_in(self.document, resources?, b"XObject")?;
            all.get(name).ok()
        });
        let Some(Ok((id, object))) = named.map(|named| self.document.dereference(named)) else {
            return;
        };
        match object {
            // The contents of pictures were not kept.
            Object::Dictionary(_) => drawn.content.has_picture = true,
            Object::Stream(form) if drawn.enter(id) => {
                self.read_form(form, resources, drawn);
                drawn.depth -= 1;
            }
            _ => {}
        }
    }

    fn read_form(
        &mut self,
        form: &'d Stream,
        resources: Option<&'d Dictionary>,
        drawn: &mut Drawn,
    ) {
        let limit = MAX_PAGE.min(self.left);
        match form.decompressed_content_with_limit(limit) {
            Ok(drawing) => {
                let own = dictionary_in(self.document, &form.dict, b"Resources");
                self.read(&drawing, own.or(resources), drawn);
            }
            Err(_) => drawn.content.has_text = true,
        }
    }
}

/// What was found on a page so far.
#[derive(Default)]
struct Drawn {
    content: PageContent,
    /// How text is drawn.
    mode: i64,
    depth: usize,
    /// Drawings that were looked into, and how text was drawn then.
    seen: BTreeSet<(ObjectId, i64)>,
}

impl Drawn {
    fn text(&mut self) {
        if self.mode == INVISIBLE {
            self.content.has_hidden_text = true;
        } else {
            self.content.has_text = true;
        }
    }

    /// True if a drawing was not looked into yet.
    fn enter(&mut self, id: Option<ObjectId>) -> bool {
        let is_new = id.is_some_and(|id| self.seen.insert((id, self.mode)));
        let enters = is_new && self.depth < MAX_DEPTH;
        self.depth += usize::from(enters);
        enters
    }
}

fn first_number(operands: &[Object]) -> i64 {
    let number = operands.first().and_then(|operand| operand.as_i64().ok());
    number.unwrap_or(0)
}

fn has_letters(operand: &Object) -> bool {
    match operand {
        Object::String(text, _) => !text.is_empty(),
        Object::Array(items) => items.iter().any(has_letters),
        _ => false,
    }
}

/// A dictionary in a dictionary, however it is given.
pub(super) fn dictionary_in<'d>(
    document: &'d Document,
    dictionary: &'d Dictionary,
    key: &[u8],
) -> Option<&'d Dictionary> {
    let object = dictionary.get_deref(key, document).ok()?;
    object.as_dict().ok()
}

/// What the drawing of a page can use by name: its own, or that of the page tree above.
pub(super) fn resources<'d>(
    document: &'d Document,
    page: &'d Dictionary,
) -> Option<&'d Dictionary> {
    let mut node = page;
    for _ in 0..MAX_ANCESTORS {
        if let Some(resources) = dictionary_in(document, node, b"Resources") {
            return Some(resources);
        }
        node = dictionary_in(document, node, b"Parent")?;
    }
    None
}
