//! Headings and their anchors. Builds no table of contents.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::CowStr;

use super::escape;
use super::source::holds;
use super::writer::Writer;
use crate::base::slug::slugify;
use crate::document::Heading;

/// A heading whose text is being written. What it starts with needs that text.
pub(super) struct OpenHeading<'a> {
    pub level: u8,
    /// The id its author gave it.
    pub id: Option<CowStr<'a>>,
    /// Classes its author gave it.
    pub classes: Vec<CowStr<'a>>,
    /// Where its text starts in the HTML.
    pub start: usize,
    /// How many slots were open before it.
    pub slots: usize,
    /// Where it stands.
    pub range: Range<usize>,
}

/// The anchors in use.
pub(super) struct Anchors {
    taken: HashMap<String, Taken>,
}

/// Longer ids are not looked for in advance.
const LONGEST: usize = 200;

enum Taken {
    /// By an explicit id somewhere in the text, which keeps it whatever stands before it.
    Reserved,
    /// By an element; the number is the next to try behind its name.
    Used(u32),
}

impl Anchors {
    /// Reserves the ids that headings of `text` ask for.
    pub fn new(text: &str) -> Anchors {
        let mut taken = HashMap::new();
        // Finding out that there are none is much quicker than going through them.
        let text = if holds(text, "{#") { text } else { "" };
        for (at, mark) in text.match_indices("{#") {
            let rest = text.get(at + mark.len()..).unwrap_or("");
            let end = rest
                .char_indices()
                .take(LONGEST)
                .find(|(_, c)| c.is_whitespace() || matches!(c, '{' | '}'));
            if let Some(id) = end.and_then(|(end, _)| rest.get(..end)) {
                taken.insert(id.to_owned(), Taken::Reserved);
            }
        }
        Anchors { taken }
    }

    /// An anchor that its author chose; numbered only if it was chosen twice.
    pub fn claim_explicit(&mut self, id: &str) -> String {
        if matches!(self.taken.get(id), Some(Taken::Reserved)) {
            self.taken.remove(id);
        }
        self.claim(id)
    }

    /// An anchor, numbered if it is taken: `budget`, `budget-2`.
    pub fn claim(&mut self, wanted: &str) -> String {
        let number = match self.taken.get(wanted) {
            None => {
                self.taken.insert(wanted.to_owned(), Taken::Used(2));
                return wanted.to_owned();
            }
            Some(Taken::Reserved) => 2,
            Some(Taken::Used(next)) => *next,
        };
        let mut number = number;
        loop {
            let candidate = format!("{wanted}-{number}");
            number += 1;
            if !self.taken.contains_key(&candidate) {
                if let Some(Taken::Used(next)) = self.taken.get_mut(wanted) {
                    *next = number;
                }
                self.taken.insert(candidate.clone(), Taken::Used(2));
                return candidate;
            }
        }
    }
}

/// The anchor for a heading's text. Those of footnotes are out of bounds.
fn anchor_of(text: &str) -> String {
    let slug = slugify(text);
    if slug.is_empty() {
        return "section".to_owned();
    }
    let is_note = slug.starts_with("fn-") || slug.starts_with("fnref-");
    if is_note {
        format!("section-{slug}")
    } else {
        slug
    }
}

impl<'a> Writer<'a> {
    /// Starts a heading; its tag follows when its text is known.
    pub fn start_heading(&mut self, heading: OpenHeading<'a>) {
        self.block("");
        self.prose.plain = Some(String::new());
        let (start, slots) = (self.out.html.len(), self.out.slots.len());
        self.heading = Some(OpenHeading {
            start,
            slots,
            ..heading
        });
    }

    /// Ends a heading and puts its tag before its text.
    pub fn end_heading(&mut self) {
        let Some(heading) = self.heading.take() else {
            return;
        };
        let text = self.prose.plain.take().unwrap_or_default();
        if self.is_guest() {
            self.insert(&heading, "<p><strong>");
            return self.out.html.push_str("</strong></p>\n");
        }
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let id = match &heading.id {
            Some(id) if !id.is_empty() => self.anchors.claim_explicit(id),
            _ => self.anchors.claim(&anchor_of(&text)),
        };
        self.insert(&heading, &opening_tag(&heading, &id));
        self.out.html.push_str(closing_tag(heading.level));
        let written = self.source.slice(heading.range.clone());
        let end = heading.range.start + written.trim_end().len();
        let span = self.source.span(heading.range.start..end);
        self.body.headings.push(Heading {
            level: heading.level,
            id,
            text,
            span: span.into(),
        });
    }

    /// Puts what a heading starts with before its text.
    fn insert(&mut self, heading: &OpenHeading, tag: &str) {
        self.out.html.insert_str(heading.start, tag);
        let by = u32::try_from(tag.len()).unwrap_or(u32::MAX);
        for slot in self.out.slots.iter_mut().skip(heading.slots) {
            slot.at = slot.at.saturating_add(by);
        }
    }
}

fn opening_tag(heading: &OpenHeading, id: &str) -> String {
    let mut tag = format!("<h{} id=\"", heading.level);
    escape::attribute(&mut tag, id);
    for (number, class) in heading.classes.iter().enumerate() {
        tag.push_str(if number == 0 { "\" class=\"" } else { " " });
        escape::attribute(&mut tag, class);
    }
    tag.push_str("\">");
    tag
}

fn closing_tag(level: u8) -> &'static str {
    match level {
        1 => "</h1>\n",
        2 => "</h2>\n",
        3 => "</h3>\n",
        4 => "</h4>\n",
        5 => "</h5>\n",
        _ => "</h6>\n",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_anchors_in_use() {
        let mut anchors = Anchors::new("# A\n# B {#a}\n# C {#a .x}");
        assert_eq!(anchors.claim("a"), "a-2");
        assert_eq!(anchors.claim_explicit("a"), "a");
        assert_eq!(anchors.claim("a"), "a-3");
        assert_eq!(anchors.claim_explicit("a"), "a-4");
        assert_eq!(anchors.claim("a-2"), "a-2-2");
    }

    #[test]
    fn keeps_off_footnotes() {
        assert_eq!(anchor_of("Fn 1"), "section-fn-1");
        assert_eq!(anchor_of("?!"), "section");
    }
}
