//! Sentences that a theme puts together from several marked pieces, such as `2 of 3 done. Next:`: where they start and end in
//! finished HTML. Each piece by itself would be laid out in its own direction, and the pieces in that of the page: on a page
//! from right to left the last one would be read first.
//!
//! The pieces of a sentence are in the text of one element. Between them may be what is in no language (numbers, signs,
//! abbreviations, dates), elements of a line in their language, and names in such elements. What tells things apart, such as a
//! dot or a dash, ends a sentence.

use std::ops::Range;

use super::elements::{OF_LINES, VOID, WORDS_ALONE, is_among, is_raw};
use crate::base::foreign_words::{Piece, Pieces};
use crate::base::language::{is_language_tag, is_same_language};
use crate::document::tag::{RawTag, Scanner, Token};

/// Signs between things that are beside one another and make no sentence.
const SEPARATORS: [char; 8] = ['·', '•', '|', '/', '–', '—', '←', '→'];

/// Pieces in one language that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence<'h> {
    /// Its bytes in the HTML, marks included.
    pub range: Range<usize>,
    /// The tag of its language.
    pub language: &'h str,
    /// True if an element of a line holds it and nothing else.
    pub is_whole: bool,
    /// Where the elements in it start that hold no words in another language, in order.
    pub own_elements: Vec<usize>,
}

/// The sentences of finished HTML in order, the outer ones before those in them.
pub fn foreign_sentences(html: &str) -> Vec<Sentence<'_>> {
    let mut finder = Finder {
        html,
        open: Vec::new(),
        found: Vec::new(),
    };
    finder.open.push(Element::default());
    let mut scanner = Scanner::new(html);
    while let Some(token) = scanner.next() {
        match token {
            Token::Text(range) => finder.text(range),
            Token::Other(range) | Token::UnclosedComment(range) => finder.add(Part::End, range),
            Token::Tag(tag) => {
                finder.tag(&tag);
                if !tag.closing && is_raw(&tag) {
                    scanner.raw_content(tag.name);
                }
            }
        }
    }
    finder.end_sentence();
    let mut found = finder.found;
    found.sort_by_key(|sentence| (sentence.range.start, usize::MAX - sentence.range.end));
    found
}

/// True if there are words of some language in a text: numbers, signs and abbreviations in capitals are in none.
pub fn is_worded(text: &str) -> bool {
    let mut words = text.split(|it: char| !it.is_alphanumeric() && !matches!(it, '&' | '#'));
    words.any(|word| {
        let is_abbreviation = word.len() > 1
            && word
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        // `&nbsp;` is no word.
        !word.starts_with('&') && !is_abbreviation && word.contains(char::is_alphabetic)
    })
}

/// What is in an element, as far as it matters for a sentence.
enum Part<'h> {
    /// A marked piece.
    Piece(&'h str),
    /// Text in no language.
    Signs,
    /// An element of a line.
    Element(Words<'h>),
    /// What is part of no sentence in another language.
    End,
}

/// The language of all words in an element.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Words<'h> {
    #[default]
    None,
    In(&'h str),
    /// That of the page, or several.
    Other,
}

impl<'h> Words<'h> {
    fn with(self, part: &Part<'h>) -> Words<'h> {
        let more = match *part {
            Part::Piece(language) => Words::In(language),
            Part::Signs => Words::None,
            Part::Element(words) => words,
            Part::End => Words::Other,
        };
        match (self, more) {
            (words, Words::None) | (Words::None, words) => words,
            (Words::In(one), Words::In(other)) if is_same_language(one, other) => self,
            _ => Words::Other,
        }
    }
}

/// An element that is not closed yet.
#[derive(Debug, Default)]
struct Element<'h> {
    name: &'h str,
    range: Range<usize>,
    /// What its own `lang` says.
    lang: Option<&'h str>,
    /// True in drawings, and where no element can be.
    is_text_alone: bool,
    words: Words<'h>,
    /// Where signs before the first piece start: a number there belongs to it.
    lead: Option<usize>,
    is_started: bool,
    draft: Option<Draft<'h>>,
}

impl<'h> Element<'h> {
    fn part(&self) -> Part<'h> {
        match self.lang {
            _ if !is_among(OF_LINES, self.name) => Part::End,
            // A date is like a number: the page says in which order its parts are.
            _ if is_among("time", self.name) => Part::Element(Words::None),
            Some(language) => Part::Element(Words::In(language)),
            None => Part::Element(self.words),
        }
    }
}

/// A sentence as far as it has been read.
#[derive(Debug)]
struct Draft<'h> {
    language: &'h str,
    range: Range<usize>,
    /// True if there is more than one piece in it.
    is_joined: bool,
    /// True if what came after its last piece belongs to it, should nothing else follow.
    is_open: bool,
    own_elements: Vec<usize>,
}

struct Finder<'h> {
    html: &'h str,
    /// The first one is the text around all elements.
    open: Vec<Element<'h>>,
    found: Vec<Sentence<'h>>,
}

impl<'h> Finder<'h> {
    fn around(&mut self) -> &mut Element<'h> {
        let last = self.open.len() - 1;
        &mut self.open[last]
    }

    fn text(&mut self, range: Range<usize>) {
        for run in runs(&self.html[range.clone()]) {
            let bytes = range.start + run.range.start..range.start + run.range.end;
            let words = &self.html[bytes.clone()];
            let part = match run.language {
                Some(language) if is_language_tag(language) => Part::Piece(language),
                None if !is_worded(words) && !words.contains(SEPARATORS) => Part::Signs,
                _ => Part::End,
            };
            self.add(part, bytes);
        }
    }

    fn tag(&mut self, tag: &RawTag<'h>) {
        let written = &self.html[tag.range.clone()];
        if tag.closing {
            return self.close(tag);
        }
        if is_among(VOID, tag.name) || written.ends_with("/>") {
            return self.add(Part::End, tag.range.clone());
        }
        let mut attributes = tag.attributes.iter();
        let lang = attributes.find(|it| is_among("lang", it.name));
        let is_text_alone = is_among(WORDS_ALONE, tag.name) || is_among("svg math", tag.name);
        let element = Element {
            name: tag.name,
            range: tag.range.clone(),
            lang: lang.map(|it| it.value),
            is_text_alone: is_text_alone || self.around().is_text_alone,
            ..Element::default()
        };
        self.open.push(element);
    }

    fn close(&mut self, tag: &RawTag<'h>) {
        let is_its_end = self.open.len() > 1 && is_among(self.around().name, tag.name);
        if !is_its_end {
            // Browsers put right what is not nested: no sentence goes over that.
            self.open.iter_mut().for_each(|element| {
                element.draft = None;
                element.is_started = true;
            });
            return;
        }
        self.take_rest(tag.range.start);
        self.end_sentence();
        if let Some(element) = self.open.pop() {
            self.add(element.part(), element.range.start..tag.range.end);
            self.note_own_element(&element);
        }
    }

    fn note_own_element(&mut self, element: &Element) {
        let Some(draft) = &mut self.around().draft else {
            return;
        };
        let is_own = match element.words {
            Words::None => true,
            Words::In(language) => is_same_language(language, draft.language),
            Words::Other => false,
        };
        if is_own && element.lang.is_none() {
            draft.own_elements.push(element.range.start);
        }
    }

    /// At the end of an element, what is behind the last piece of its sentence belongs to it, such as the full stop.
    fn take_rest(&mut self, content_end: usize) {
        let html = self.html;
        let Some(draft) = &mut self.around().draft else {
            return;
        };
        let rest = html[draft.range.end..content_end].trim_end();
        if draft.is_open && !rest.is_empty() {
            draft.range.end += rest.len();
            draft.is_joined = true;
        }
    }

    fn add(&mut self, part: Part<'h>, range: Range<usize>) {
        let around = self.around();
        if around.is_text_alone {
            return;
        }
        around.words = around.words.with(&part);
        match (part, &mut around.draft) {
            (Part::Piece(language), _) => self.add_piece(language, range),
            (Part::Signs, Some(_)) => {}
            (Part::Signs, None) => self.add_lead(range),
            (Part::Element(Words::None), Some(_)) => {}
            (Part::Element(Words::In(own)), Some(draft))
                if is_same_language(own, draft.language) => {}
            (Part::Element(Words::Other), Some(draft)) => draft.is_open = false,
            _ => self.end_sentence(),
        }
    }

    fn add_piece(&mut self, language: &'h str, range: Range<usize>) {
        if let Some(draft) = &mut self.around().draft
            && is_same_language(draft.language, language)
        {
            draft.range.end = range.end;
            draft.is_joined = true;
            draft.is_open = true;
            return;
        }
        let lead = self.around().lead;
        self.end_sentence();
        self.around().draft = Some(Draft {
            language,
            is_joined: lead.is_some(),
            is_open: true,
            own_elements: Vec::new(),
            range: lead.unwrap_or(range.start)..range.end,
        });
    }

    fn add_lead(&mut self, range: Range<usize>) {
        let signs = self.html[range.clone()].trim_start();
        let around = self.around();
        if !around.is_started && around.lead.is_none() && !signs.is_empty() {
            around.lead = Some(range.end - signs.len());
        }
    }

    fn end_sentence(&mut self) {
        let html = self.html;
        let around = self.around();
        around.is_started = true;
        around.lead = None;
        let Some(draft) = around.draft.take() else {
            return;
        };
        let is_whole = is_among(OF_LINES, around.name)
            && draft.range.start == around.range.end
            && html[draft.range.end..].starts_with("</");
        if draft.is_joined {
            self.found.push(Sentence {
                range: draft.range,
                language: draft.language,
                is_whole,
                own_elements: draft.own_elements,
            });
        }
    }
}

/// A part of a text: a mark with all that is in it, or what is between two.
struct Run<'t> {
    range: Range<usize>,
    /// The language of the outermost mark. It is empty for one that goes on beyond the text.
    language: Option<&'t str>,
}

fn runs(text: &str) -> Vec<Run<'_>> {
    let mut runs = Vec::new();
    let mut pieces = Pieces::new(text);
    let mut at = 0;
    while let Some(piece) = pieces.next() {
        let language = match piece {
            Piece::Text(_) => None,
            Piece::Start(language) if skip_mark(&mut pieces) => Some(language),
            _ => Some(""),
        };
        let end = text.len() - pieces.rest().len();
        runs.push(Run {
            range: at..end,
            language,
        });
        at = end;
    }
    runs
}

/// Goes to the end of the mark that has just started. False if it goes on beyond the text.
fn skip_mark(pieces: &mut Pieces) -> bool {
    let mut depth = 1;
    while depth > 0 {
        match pieces.next() {
            Some(Piece::Start(_)) => depth += 1,
            Some(Piece::End) => depth -= 1,
            Some(Piece::Text(_)) => {}
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::foreign_words::brackets_marked;

    /// The sentences of `html`, in which `[words]` are marked as English.
    fn sentences(html: &str) -> Vec<String> {
        let out = brackets_marked(html);
        let plain = |text: &str| crate::base::foreign_words::unmarked(text).into_owned();
        let found = foreign_sentences(&out);
        found
            .iter()
            .map(|it| plain(&out[it.range.clone()]))
            .collect()
    }

    #[test]
    fn pieces_in_one_text_are_a_sentence() {
        for (html, expected) in [
            (
                "<p>[1 of 2] [done]. [Next:] <time>٣</time>.</p>",
                "1 of 2 done. Next: <time>٣</time>.",
            ),
            ("<p>[Page] 2</p>", "Page 2"),
            ("<p> 3 [overdue] </p>", "3 overdue"),
            ("<p>أ [of] 2 [pages], ب</p>", "of 2 pages"),
            (
                "<a>[Figures] (CSV, [2 bytes])</a>",
                "Figures (CSV, 2 bytes)",
            ),
            (
                "<p>[By] <a>سام</a> [and] <b lang=\"en\">Sam</b></p>",
                "By <a>سام</a> and <b lang=\"en\">Sam</b>",
            ),
            ("<p>[See] <a>[all]</a>&nbsp;2</p>", "See <a>all</a>&nbsp;2"),
        ] {
            assert_eq!(sentences(html), [expected], "{html}");
        }
    }

    #[test]
    fn things_beside_one_another_are_none() {
        for html in [
            "<p>[Report]</p>",
            "<p>[Report] <a>سام</a></p>",
            "<p>[Report] · [2 pages]</p>",
            "<p><span>[Report]</span> <span>[PDF]</span></p>",
            "<p>[Report]<br>[Next]</p>",
            "<p>[Report] سام [Next]</p>",
            "<div>[Report]<p>x</p>[Next]</div>",
            "<title>[Page] 2</title>",
            "<svg><text>[Page] 2</text></svg>",
            "<p>[Page] <b>2</p></b> 3",
            "<script>[Page] 2</script>",
        ] {
            assert_eq!(sentences(html), [] as [&str; 0], "{html}");
        }
    }

    #[test]
    fn a_mark_around_elements_is_no_piece() {
        let html = "<div>\u{fdd0}en\u{fdd1}a <p>b</p> c\u{fdd2} \u{fdd2}2 \u{fdd1}</div>";
        assert_eq!(foreign_sentences(html), []);
    }
}
