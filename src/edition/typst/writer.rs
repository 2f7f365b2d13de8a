//! Text and calls as Typst, one block a line.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::names::Names;
use super::places::mark;
use super::style::PageStyle;
use crate::edition::{Element, Node, Picture, Publication, Text, Units, letters};

/// Words with more letters than this may be broken anywhere: they would run off a page in large print.
const LONG_WORD: usize = 24;

/// Where white space counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Space {
    /// At the start of a block: it is dropped.
    Start,
    /// Behind a letter: it counts.
    None,
    /// There was some: one space, if a letter follows.
    Pending,
}

/// Writes a text.
#[derive(Debug)]
pub struct Writer<'w> {
    pub(super) out: String,
    space: Space,
    pub(super) publication: &'w Publication,
    pub(super) names: &'w Names<'w>,
    pub(super) pictures: &'w [Picture],
    /// Drawings of the text, as files.
    pub(super) files: Vec<(String, Vec<u8>)>,
    /// The names of the pictures that are shown.
    pub(super) shown: BTreeSet<String>,
    /// The ids that are written, each once.
    written: BTreeSet<String>,
    /// The level of the last heading.
    pub(super) level: u8,
    /// True inside a note: it has none of its own.
    pub(super) is_in_note: bool,
    /// True where a new page can begin: not in a list, a box or a table.
    pub(super) is_on_page: bool,
    /// True for a table below a chart with the same caption.
    pub(super) hides_caption: bool,
    /// The heading that was written last, and where it is, until something follows it.
    pub(super) heading: Option<WrittenHeading>,
    /// What drawings look like.
    pub(super) style: PageStyle,
}

/// A heading that was written.
#[derive(Debug)]
pub struct WrittenHeading {
    /// Where it begins in the text, with what begins its chapter.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Itself alone.
    pub text: String,
}

impl<'w> Writer<'w> {
    pub fn new(
        publication: &'w Publication,
        names: &'w Names<'w>,
        pictures: &'w [Picture],
        style: PageStyle,
    ) -> Writer<'w> {
        Writer {
            out: String::new(),
            space: Space::Start,
            publication,
            names,
            pictures,
            files: Vec::new(),
            shown: BTreeSet::new(),
            written: BTreeSet::new(),
            level: 0,
            is_in_note: false,
            is_on_page: true,
            heading: None,
            hides_caption: false,
            style,
        }
    }

    /// The pictures that the text shows, and its drawings.
    pub fn into_files(self) -> Vec<(String, Vec<u8>)> {
        let shown = self.pictures.iter();
        let shown = shown.filter(|picture| self.shown.contains(&picture.name));
        let shown = shown.map(|picture| (picture.name.clone(), picture.bytes.clone()));
        shown.chain(self.files).collect()
    }

    /// What `write` writes, as a block of its own, in which no page begins.
    pub fn capture(&mut self, write: impl FnOnce(&mut Self)) -> String {
        let is_on_page = std::mem::replace(&mut self.is_on_page, false);
        let written = self.capture_on_page(write);
        self.is_on_page = is_on_page;
        written
    }

    /// What `write` writes, in which pages may begin where they could before.
    pub fn capture_on_page(&mut self, write: impl FnOnce(&mut Self)) -> String {
        let before = std::mem::take(&mut self.out);
        let space = std::mem::replace(&mut self.space, Space::Start);
        write(self);
        self.space = space;
        std::mem::replace(&mut self.out, before)
    }

    /// A call with some content, on the line of the block around it.
    pub fn inline_call(&mut self, call: &str, write: impl FnOnce(&mut Self)) {
        self.write_space();
        let start = self.out.len();
        let _ = write!(self.out, "#{call}[");
        let content = self.out.len();
        write(self);
        // A space at its end belongs behind it.
        if self.out.len() == content {
            self.out.truncate(start);
        } else {
            self.out.push_str("];");
        }
    }

    /// A call with some content, on a line of its own; nothing if the content is empty.
    pub fn block_call(&mut self, call: &str, content: &str) {
        if !content.trim().is_empty() {
            let _ = writeln!(self.out, "#{call}[{content}]\n");
        }
    }

    /// Something that is not text, such as a picture, within a line.
    pub fn insert(&mut self, call: &str) {
        self.write_space();
        self.out.push_str(call);
        self.space = Space::None;
    }

    /// Something after which white space does not count.
    pub fn line_break(&mut self) {
        self.out.push_str("#linebreak();");
        self.space = Space::Start;
    }

    /// Text that is on the page, so that a page of the file may begin with it.
    pub fn text_of_page(&mut self, text: &Text) {
        let run = self.run(&text.words);
        self.write_run(&run, Some(text.units.start));
    }

    /// Text for an element that is no text.
    pub fn text_for(&mut self, element: &Element, text: &str) {
        let run = self.run(text);
        self.write_run(&run, Some(element.units.start));
    }

    /// Text that the page has in another form, or not at all.
    pub fn text(&mut self, text: &str) {
        let run = self.run(text);
        self.write_run(&run, None);
    }

    /// The mark of something that a page may begin with. A note is at the foot of one, wherever its text is in an e-book.
    pub fn mark(&self, units: Units) -> String {
        match self.is_in_note || units.is_empty() {
            true => String::new(),
            false => mark(units.start),
        }
    }

    /// Text with white space as in HTML.
    fn run(&mut self, text: &str) -> String {
        let mut run = String::new();
        for c in text.chars() {
            if is_space(c) {
                if self.space == Space::None {
                    self.space = Space::Pending;
                }
                continue;
            }
            // Where words may be broken is known, and in large print none is.
            if c == '\u{ad}' {
                continue;
            }
            if self.space == Space::Pending {
                run.push(' ');
            }
            self.space = Space::None;
            run.push(c);
        }
        run
    }

    fn write_space(&mut self) {
        if self.space == Space::Pending {
            self.out.push_str("#\" \";");
            // What follows at once is one with it.
            self.space = Space::Start;
        }
    }

    /// Writes a run, and where it is in the tree if a page may begin in it.
    fn write_run(&mut self, run: &str, start: Option<u32>) {
        if run.is_empty() {
            return;
        }
        let is_short = run.split(' ').all(|word| word.chars().count() <= LONG_WORD);
        if is_short {
            self.write_string(run, start);
            return;
        }
        // A hyphen would be one more letter of an address.
        self.out.push_str("#[#set text(hyphenate: false);");
        let mut start = start;
        for piece in pieces(run) {
            self.write_string(&piece.text, start);
            start = start.map(|start| start + letters(&piece.text));
            if piece.may_break {
                self.out.push_str("#box(width: 0pt);");
            }
        }
        self.out.push(']');
    }

    fn write_string(&mut self, text: &str, start: Option<u32>) {
        let units = start.map_or(Units::default(), |start| Units {
            start,
            end: start + letters(text),
        });
        let mark = self.mark(units);
        let _ = write!(self.out, "{mark}#{};", literal(text));
    }

    /// The label of an element, if a link leads to it; before or behind what it labels.
    pub fn label(&mut self, element: &Element) -> Option<String> {
        let id = element.id()?;
        let is_new = self.names.is_target(id) && self.written.insert(id.to_owned());
        is_new.then(|| format!("label({})", literal(id)))
    }

    /// True at the first mark of a note.
    pub fn begin_note(&mut self, id: &str) -> bool {
        self.written.insert(id.to_owned())
    }

    /// A place that links lead to.
    pub fn anchor(&mut self, element: &Element) {
        if let Some(label) = self.label(element) {
            let _ = write!(self.out, "#[#metadata(none)#{label}]");
        }
    }

    /// Writes a part in its own language, if it says which.
    pub fn in_language(&mut self, element: &Element, write: impl FnOnce(&mut Self)) {
        let tag = element.attribute("lang").unwrap_or_default();
        let (language, region) = language(tag);
        if language.is_empty() || tag == self.publication.language {
            write(self);
            return;
        }
        let region = region.map_or("none".to_owned(), literal);
        let language = literal(language);
        let _ = write!(self.out, "#[#set text(lang: {language}, region: {region});");
        write(self);
        self.out.push(']');
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

/// A piece of a long word, and whether a line may end behind it.
struct Piece {
    text: String,
    may_break: bool,
}

/// Cuts a run in its long words: behind marks of addresses, and every few letters.
fn pieces(run: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (at, word) in run.split(' ').enumerate() {
        let mut text = if at > 0 {
            " ".to_owned()
        } else {
            String::new()
        };
        let is_long = word.chars().count() > LONG_WORD;
        let mut letters = 0;
        for c in word.chars() {
            text.push(c);
            letters += 1;
            let is_end = letters >= 8 || (letters > 2 && "/.-_?&=@:".contains(c));
            if is_long && is_end {
                letters = 0;
                pieces.push(Piece {
                    text: std::mem::take(&mut text),
                    may_break: true,
                });
            }
        }
        pieces.push(Piece {
            text,
            may_break: false,
        });
    }
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

/// A text as a string of Typst.
pub fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\r' => {}
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The language and the region of a tag, as Typst knows them; an empty language for a tag that is none.
pub fn language(tag: &str) -> (&str, Option<&str>) {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    let is_language =
        (2..=3).contains(&language.len()) && language.bytes().all(|b| b.is_ascii_alphabetic());
    let region =
        parts.find(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_alphabetic()));
    (if is_language { language } else { "" }, region)
}

/// True if there is nothing to read or to see in some nodes.
pub fn is_empty(nodes: &[Node]) -> bool {
    nodes.iter().all(|node| match node {
        Node::Text(text) => text.words.trim().is_empty(),
        Node::Element(element) => {
            !["img", "svg"].contains(&element.name.as_str()) && is_empty(&element.children)
        }
    })
}

/// The alternative text of a picture: `none` for one that says nothing.
pub fn alternative(text: &str) -> String {
    match text.trim() {
        "" => "none".to_owned(),
        text => literal(text),
    }
}
