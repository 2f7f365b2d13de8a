//! The text of a PDF, page by page, for the search. What is drawn as a picture has none; of a file that is too much of
//! anything the rest is left out.

use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::font::{Font, UnicodeFonts, number};
use super::lines::readable;
use super::pen::{Drawing, Matrix, Pen};

/// The most bytes of one drawing that are read.
const MOST_OF_DRAWING: usize = 16 << 20;
/// The most operations of a whole file, and the most bytes of text.
const MOST_OPERATIONS: usize = 8_000_000;
const MOST_TEXT: usize = 8 << 20;
/// How deep drawings are inside one another.
const DEEPEST: usize = 6;
/// The most drawings that a page leaves open.
const MOST_SAVED: usize = 64;

/// The texts of all pages, each in one line.
pub(super) fn pages(document: &Document) -> Vec<String> {
    let fonts = UnicodeFonts::new(document);
    let mut reader = Reader {
        document,
        fonts: &fonts,
        known: BTreeMap::new(),
        operations: 0,
        text: 0,
    };
    let pages: Vec<String> = document.page_iter().map(|page| reader.page(page)).collect();
    readable(&pages)
}

struct Reader<'d> {
    document: &'d Document,
    fonts: &'d UnicodeFonts<'d>,
    known: BTreeMap<*const Dictionary, Option<Rc<Font<'d>>>>,
    operations: usize,
    text: usize,
}

/// A page, or a drawing on one, as it is read.
struct Sheet<'d> {
    pen: Pen,
    drawing: Drawing<'d>,
    saved: Vec<Drawing<'d>>,
    /// For each mark that is open, whether what is in it belongs to the sheet and not to the text: running heads.
    marks: Vec<bool>,
    depth: usize,
}

/// Where names of fonts and drawings are looked up, the nearest first.
#[derive(Clone)]
struct Resources<'d>(Vec<&'d Dictionary>);

impl<'d> Resources<'d> {
    fn find(&self, document: &'d Document, group: &[u8], name: &[u8]) -> Option<&'d Object> {
        let groups = self
            .0
            .iter()
            .filter_map(|it| it.get_deref(group, document).ok());
        let mut groups = groups.filter_map(|group| group.as_dict().ok());
        groups.find_map(|group| group.get_deref(name, document).ok())
    }
}

impl<'d> Reader<'d> {
    fn page(&mut self, page: ObjectId) -> String {
        let resources = self.document.get_page_resources(page);
        let (own, others) = resources.unwrap_or_default();
        let others = others
            .iter()
            .filter_map(|id| self.document.get_dictionary(*id).ok());
        let resources = Resources(own.into_iter().chain(others).collect());
        let content = self
            .document
            .get_page_content_with_limit(page, MOST_OF_DRAWING);
        let mut sheet = Sheet {
            pen: Pen::new(),
            drawing: Drawing::new(),
            saved: Vec::new(),
            marks: Vec::new(),
            depth: 0,
        };
        self.draw(&content.unwrap_or_default(), &resources, &mut sheet);
        self.text += sheet.pen.text.len();
        sheet.pen.text
    }

    fn draw(&mut self, content: &[u8], resources: &Resources<'d>, sheet: &mut Sheet<'d>) {
        for operation in Content::decode_iter(content) {
            self.operations += 1;
            let is_too_much =
                self.operations > MOST_OPERATIONS || self.text + sheet.pen.text.len() > MOST_TEXT;
            let Ok(operation) = operation else { return };
            if is_too_much {
                return;
            }
            match operation.operator.as_str() {
                "Tf" => self.set_font(&operation, resources, sheet),
                "Do" => self.draw_object(&operation, resources, sheet),
                _ => sheet.apply(&operation),
            }
        }
    }

    fn set_font(
        &mut self,
        operation: &Operation,
        resources: &Resources<'d>,
        sheet: &mut Sheet<'d>,
    ) {
        let name = operation.operands.first().and_then(|it| it.as_name().ok());
        let font = name.and_then(|name| resources.find(self.document, b"Font", name));
        let font = font.and_then(|font| font.as_dict().ok());
        sheet.drawing.font = font.and_then(|font| {
            let (fonts, document) = (self.fonts, self.document);
            let make = || fonts.font(document, font).map(Rc::new);
            self.known.entry(font).or_insert_with(make).clone()
        });
        sheet.drawing.size = operation.operands.get(1).map_or(1.0, number);
    }

    /// Draws what a page has in an object of its own.
    fn draw_object(
        &mut self,
        operation: &Operation,
        resources: &Resources<'d>,
        sheet: &mut Sheet<'d>,
    ) {
        let name = operation.operands.first().and_then(|it| it.as_name().ok());
        let object = name.and_then(|name| resources.find(self.document, b"XObject", name));
        let Some(form) = object.and_then(|it| it.as_stream().ok()) else {
            return;
        };
        let subtype = form.dict.get(b"Subtype").and_then(Object::as_name);
        if subtype.is_ok_and(|subtype| subtype == b"Form") && sheet.depth < DEEPEST {
            self.draw_form(form, resources, sheet);
        }
    }

    fn draw_form(&mut self, form: &'d Stream, resources: &Resources<'d>, sheet: &mut Sheet<'d>) {
        let own = form.dict.get_deref(b"Resources", self.document);
        let own = own.and_then(Object::as_dict).ok();
        let resources = match own {
            Some(own) => Resources(vec![own]),
            None => resources.clone(),
        };
        let Ok(content) = form.get_plain_content_with_limit(MOST_OF_DRAWING) else {
            return;
        };
        let (drawing, saved) = (sheet.drawing.clone(), std::mem::take(&mut sheet.saved));
        if let Ok(Object::Array(matrix)) = form.dict.get(b"Matrix") {
            sheet.drawing.page = Matrix::read(matrix).then(drawing.page);
        }
        sheet.depth += 1;
        self.draw(&content, &resources, sheet);
        sheet.depth -= 1;
        (sheet.drawing, sheet.saved) = (drawing, saved);
    }
}

impl Sheet<'_> {
    fn apply(&mut self, operation: &Operation) {
        let operands = &operation.operands;
        match operation.operator.as_str() {
            "q" if self.saved.len() < MOST_SAVED => self.saved.push(self.drawing.clone()),
            "Q" => {
                if let Some(drawing) = self.saved.pop() {
                    self.drawing = drawing;
                }
            }
            "cm" => self.drawing.page = Matrix::read(operands).then(self.drawing.page),
            "BT" => self.pen.begin(),
            "Tm" => self.pen.set(Matrix::read(operands)),
            "BMC" | "BDC" => {
                let tag = operands.first().and_then(|it| it.as_name().ok());
                self.marks.push(tag == Some(b"Artifact"));
            }
            "EMC" => {
                self.marks.pop();
            }
            "Td" | "TD" | "T*" | "'" | "\"" | "TL" | "Tc" | "Tw" | "Tz" => self.set_text(operation),
            _ => {}
        }
        if let "Tj" | "TJ" | "'" | "\"" = operation.operator.as_str() {
            self.show(operands);
        }
    }

    fn set_text(&mut self, operation: &Operation) {
        let at = |place: usize| operation.operands.get(place).map_or(0.0, number);
        let drawing = &mut self.drawing;
        match operation.operator.as_str() {
            "TL" => drawing.line_height = at(0),
            "Tc" => drawing.between_letters = at(0),
            "Tw" => drawing.between_words = at(0),
            "Tz" => drawing.stretch = at(0) / 100.0,
            "Td" => self.pen.move_line(at(0), at(1)),
            "TD" => {
                drawing.line_height = -at(1);
                self.pen.move_line(at(0), at(1));
            }
            _ => self.pen.move_line(0.0, -drawing.line_height),
        }
    }

    /// Shows the text of an operation, unless it only belongs to the sheet.
    fn show(&mut self, operands: &[Object]) {
        if self.marks.contains(&true) {
            return;
        }
        match operands.last() {
            Some(Object::String(codes, _)) => self.pen.show(&self.drawing, codes),
            Some(Object::Array(parts)) => {
                for part in parts {
                    match part {
                        Object::String(codes, _) => self.pen.show(&self.drawing, codes),
                        number_of_units => self.pen.kern(&self.drawing, number(number_of_units)),
                    }
                }
            }
            _ => {}
        }
    }
}
