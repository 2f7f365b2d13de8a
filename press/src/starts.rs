//! What is first on each page: an e-book tells where the pages of the PDF begin.

use std::collections::HashMap;

use typst::World;
use typst::WorldExt;
use typst::foundations::{Bytes, Content, NativeElement};
use typst::introspection::{Location, Tag};
use typst::layout::{Frame, FrameItem};
use typst::model::{Numbering, OutlineElem};
use typst::pdf::ArtifactElem;
use typst::syntax::{Span, ast};
use typst::text::{Glyph, RawLine};
use typst::visualize::{Image, ImageKind};
use typst_layout::Page;

use crate::job::PageStart;
use crate::world::JobWorld;

/// Finds what is first on each page. `places`: where in the text something begins that a page may begin with, in the order in
/// which it is read: strings, calls of `raw`, and the names of pictures.
pub fn page_starts(world: &JobWorld, pages: &[Page], places: &[usize]) -> Vec<PageStart> {
    let mut search = Search::new(world, places);
    pages.iter().map(|page| search.page(page)).collect()
}

/// A place, and where in it: in bytes for a string, in letters for code.
type At = (usize, usize);

struct Search<'w> {
    world: &'w JobWorld<'w>,
    /// The numbers of places, by where they are.
    places: HashMap<usize, usize>,
    /// The places where a picture is shown, the first one last.
    pictures: HashMap<&'w Bytes, Vec<usize>>,
    /// Which place the string at a span is.
    strings: HashMap<Span, Option<usize>>,
    /// The strings of places.
    texts: HashMap<usize, String>,
    /// How much of each place was on the pages so far.
    seen: HashMap<usize, usize>,
    /// The elements that say again what the text says, such as a running head, as long as they are open.
    skipped: Vec<Location>,
    /// How many letters of a text with lines of its own come before the open line.
    lines: HashMap<usize, usize>,
    /// What is first on the page, and was on none before.
    first: Option<At>,
}

impl<'w> Search<'w> {
    fn new(world: &'w JobWorld<'w>, places: &[usize]) -> Search<'w> {
        let source = world.source(world.main());
        let text = source.as_ref().map_or("", |source| source.text());
        let mut pictures: HashMap<&Bytes, Vec<usize>> = HashMap::new();
        for (number, at) in places.iter().enumerate().rev() {
            let name = picture_name(text, *at);
            if let Some(bytes) = name.and_then(|name| world.bytes_of(name)) {
                pictures.entry(bytes).or_default().push(number);
            }
        }
        let numbers = places.iter().enumerate();
        Search {
            world,
            places: numbers.map(|(number, at)| (*at, number)).collect(),
            pictures,
            strings: HashMap::new(),
            texts: HashMap::new(),
            seen: HashMap::new(),
            skipped: Vec::new(),
            lines: HashMap::new(),
            first: None,
        }
    }

    fn page(&mut self, page: &Page) -> PageStart {
        self.first = None;
        self.look_at(&page.frame);
        PageStart {
            label: label(page),
            at: self.first.map(|at| self.in_letters(at)),
        }
    }

    fn in_letters(&self, at: At) -> At {
        let (place, before) = at;
        let text = self.texts.get(&place).and_then(|text| text.get(..before));
        (place, text.map_or(before, letters))
    }

    fn look_at(&mut self, frame: &Frame) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => self.look_at(&group.frame),
                FrameItem::Tag(Tag::Start(element, _)) => self.begin(element),
                FrameItem::Tag(Tag::End(location, ..)) => {
                    self.skipped.retain(|open| open != location);
                }
                FrameItem::Text(text) if self.skipped.is_empty() => {
                    text.glyphs.iter().for_each(|glyph| self.letter(glyph));
                }
                FrameItem::Image(image, ..) if self.skipped.is_empty() => self.picture(image),
                _ => {}
            }
        }
    }

    fn begin(&mut self, element: &Content) {
        if let Some(line) = element.to_packed::<RawLine>() {
            self.line(element.span(), &line.text);
        }
        let kind = element.elem();
        if kind == OutlineElem::ELEM || kind == ArtifactElem::ELEM {
            self.skipped.extend(element.location());
        }
    }

    /// A line of code: its letters say where they are in it, but not in which line.
    fn line(&mut self, span: Span, text: &str) {
        let Some(place) = self.place(span).filter(|_| self.skipped.is_empty()) else {
            return;
        };
        let before = self.lines.entry(place).or_default();
        let at = (place, *before);
        *before += letters(text);
        self.find(at);
    }

    fn letter(&mut self, glyph: &Glyph) {
        let (span, offset) = (glyph.span.0, usize::from(glyph.span.1));
        let known = self.strings.get(&span).copied();
        let place = known.unwrap_or_else(|| self.read_string(span));
        let Some(place) = place else {
            return;
        };
        let text = self.texts.get(&place).and_then(|text| text.get(offset..));
        if text.is_some_and(|text| text.starts_with(is_letter)) {
            self.find((place, offset));
        }
    }

    fn picture(&mut self, image: &Image) {
        let bytes = match image.kind() {
            ImageKind::Raster(raster) => raster.data(),
            ImageKind::Svg(svg) => svg.data(),
            ImageKind::Pdf(_) => return,
        };
        if let Some(place) = self.pictures.get_mut(bytes).and_then(Vec::pop) {
            self.find((place, 0));
        }
    }

    /// Something is on the page: it is a part of a table's head that is repeated if it was on one before.
    fn find(&mut self, at: At) {
        let (place, before) = at;
        let seen = self.seen.entry(place).or_default();
        if *seen <= before {
            *seen = before + 1;
            self.first = Some(self.first.map_or(at, |first| first.min(at)));
        }
    }

    /// Which place the string at a span is; most letters have the span of the one before.
    fn read_string(&mut self, span: Span) -> Option<usize> {
        let place = self.place(span).and_then(|place| {
            let source = self.world.source(self.world.main()).ok()?;
            let string = source.find(span)?.get().cast::<ast::Str>()?;
            self.texts.insert(place, string.get().into());
            Some(place)
        });
        self.strings.insert(span, place);
        place
    }

    fn place(&self, span: Span) -> Option<usize> {
        if span.id() != Some(self.world.main()) {
            return None;
        }
        self.places.get(&self.world.range(span)?.start).copied()
    }
}

/// The name of a picture at a place; nothing for a text, which comes behind a sign that it is one.
fn picture_name(text: &str, at: usize) -> Option<&str> {
    let name = text.get(at..)?.strip_prefix('"')?;
    let is_text = text[..at].ends_with('#');
    (!is_text).then(|| name.split('"').next())?
}

/// How many letters there are: white space may be set as the end of a line.
fn letters(text: &str) -> usize {
    text.chars().filter(|letter| is_letter(*letter)).count()
}

fn is_letter(letter: char) -> bool {
    !(letter == ' ' || letter == '\u{ad}' || letter.is_control())
}

/// The number of a page as it is printed on it.
fn label(page: &Page) -> String {
    let printed = match &page.numbering {
        Some(Numbering::Pattern(pattern)) => pattern.apply(None, &[page.number]).ok(),
        _ => None,
    };
    printed.map_or_else(|| page.number.to_string(), |printed| printed.to_string())
}
