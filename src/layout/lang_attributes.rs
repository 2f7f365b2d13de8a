//! The languages of a page's words, as `lang` of its elements: the marks of [`foreign_words`](crate::base::foreign_words) in
//! finished HTML become attributes, or elements around the words where an attribute would say too much.
//!
//! A word in an attribute is in the language of its element, and so is all that is in the element. So an element that is named
//! in another language than its content gets the language of its name, and what is in it gets its own again. A sentence of several
//! marked pieces is in one element ([`foreign_sentences`]).

use std::ops::Range;

use super::elements::{VOID, WORDS_ALONE, is_among, is_raw};
use super::foreign_sentences::{Sentence, foreign_sentences, is_worded};
use crate::base::foreign_words::{Piece, Pieces, has_marks, unmarked};
use crate::base::language::{direction, is_language_tag, is_same_language};
use crate::document::tag::{RawAttribute, RawTag, Scanner, Token};

/// Attributes with words for people.
pub const WORDED: &str = "abbr alt aria-description aria-label aria-roledescription aria-valuetext label placeholder summary title";
/// How far up an open element is looked for: a tag that closes nothing costs no more than that.
const DEEPEST: usize = 256;

/// Finished HTML in which `language` is that of what says no other, with `lang` for each word that is marked. `None` if there
/// are none, as on nearly all pages.
pub fn with_lang_attributes<'h>(html: &'h str, language: &'h str) -> Option<String> {
    if !has_marks(html) {
        return None;
    }
    let mut writer = LangWriter::new(html, language);
    let mut scanner = Scanner::new(html);
    while let Some(token) = scanner.next() {
        match token {
            Token::Text(range) => writer.sentences_and_text(range),
            Token::Other(range) | Token::UnclosedComment(range) => writer.raw(&html[range]),
            Token::Tag(tag) => {
                writer.end_sentences(tag.range.start);
                writer.tag(&tag);
                if !tag.closing && is_raw(&tag) && !writer.is_in_drawing() {
                    let content = scanner.raw_content(tag.name);
                    writer.raw(&html[content]);
                }
            }
        }
    }
    writer.end_sentences(html.len());
    Some(writer.out)
}

/// An element that is not closed yet.
#[derive(Clone, Copy, Debug)]
struct Open<'h> {
    name: &'h str,
    /// The language that browsers take its content for.
    declared: &'h str,
    /// The language that what is not marked in it is in.
    actual: &'h str,
}

/// A mark that is not ended yet.
#[derive(Clone, Copy, Debug)]
struct Mark<'h> {
    language: &'h str,
    /// How many elements were open where it starts: what is in a further one is in the language of that.
    depth: usize,
}

/// The name of an open element that holds a sentence, which no tag closes.
const SENTENCE: &str = "a sentence";

struct LangWriter<'h> {
    html: &'h str,
    /// The sentences that are still to come.
    sentences: std::iter::Peekable<std::vec::IntoIter<Sentence<'h>>>,
    /// Where the elements end that sentences were put into.
    sentence_ends: Vec<usize>,
    /// Where elements start that hold nothing but words of the sentence that they are in, the next one last.
    own_elements: Vec<usize>,
    out: String,
    open: Vec<Open<'h>>,
    /// The marks that are open.
    marks: Vec<Mark<'h>>,
    /// Where `lang` may be added to the tag that was written last, if it is a start tag without words and without `lang`.
    free_tag: Option<usize>,
}

impl<'h> LangWriter<'h> {
    fn new(html: &'h str, language: &'h str) -> LangWriter<'h> {
        LangWriter {
            html,
            sentences: foreign_sentences(html).into_iter().peekable(),
            sentence_ends: Vec::new(),
            own_elements: Vec::new(),
            out: String::with_capacity(html.len() + html.len() / 16),
            open: vec![Open {
                name: "",
                declared: language,
                actual: language,
            }],
            marks: Vec::new(),
            free_tag: None,
        }
    }

    /// The innermost element; the first entry is the text around all of them, which is never closed.
    fn around(&self) -> Open<'h> {
        self.open[self.open.len() - 1]
    }

    /// The language of what comes next, as the marks say.
    fn marked(&self) -> Option<&'h str> {
        let mark = self.marks.last()?;
        let is_here = mark.depth == self.open.len() && is_language_tag(mark.language);
        is_here.then_some(mark.language)
    }

    fn is_in_drawing(&self) -> bool {
        self.open.iter().any(|open| is_among("svg", open.name))
    }

    /// What no element can be in.
    fn raw(&mut self, text: &str) {
        self.free_tag = None;
        self.out.push_str(&unmarked(text));
    }

    /// A text, with the starts and ends of sentences that are in it.
    fn sentences_and_text(&mut self, range: Range<usize>) {
        self.end_sentences(range.start);
        let mut at = range.start;
        while at < range.end {
            let next_end = self.sentence_ends.last().copied();
            let next_start = self.sentences.peek().map(|sentence| sentence.range.start);
            let next = next_end.into_iter().chain(next_start).min();
            let end = next.map_or(range.end, |next| next.clamp(at, range.end));
            if at < end {
                self.text(at..end);
            }
            at = end;
            self.end_sentences(at);
            self.start_sentence(at);
        }
    }

    fn start_sentence(&mut self, at: usize) {
        let Some(sentence) = self.sentences.next_if(|next| next.range.start <= at) else {
            return;
        };
        let around = self.around();
        if is_same_language(sentence.language, around.declared) {
            return;
        }
        // Elements in one another are part of the outer one.
        self.own_elements = sentence.own_elements;
        self.own_elements.reverse();
        let tag = lang(sentence.language) + turn(sentence.language, around.declared);
        match self.free_tag.take() {
            Some(tag_end) if sentence.is_whole => {
                self.out.insert_str(tag_end, &tag);
                let last = self.open.len() - 1;
                self.open[last].declared = sentence.language;
            }
            _ => {
                self.out.push_str(&format!("<span{tag}>"));
                self.sentence_ends.push(sentence.range.end);
                self.open.push(Open {
                    name: SENTENCE,
                    declared: sentence.language,
                    actual: around.actual,
                });
            }
        }
    }

    fn end_sentences(&mut self, at: usize) {
        while self.sentence_ends.pop_if(|end| *end <= at).is_some() {
            self.free_tag = None;
            self.out.push_str("</span>");
            self.close(SENTENCE);
        }
    }

    fn text(&mut self, range: Range<usize>) {
        let html = self.html;
        let text = &html[range.clone()];
        let around = self.around();
        if self.marks.is_empty() && around.actual == around.declared && !has_marks(text) {
            self.free_tag = None;
            return self.out.push_str(text);
        }
        let parts = self.parts(text, around.actual);
        let is_whole = is_end_of(around.name, &html[range.end..]);
        let language = the_language_of(&parts);
        let language = language.filter(|own| !is_same_language(own, around.declared));
        match (self.free_tag.take(), language) {
            (Some(at), Some(language)) if is_whole => {
                self.out.insert_str(at, &lang(language));
                parts.iter().for_each(|part| self.out.push_str(part.text));
            }
            _ => parts.iter().for_each(|part| self.part(part, &around)),
        }
    }

    /// A text by languages; what is not marked is in `actual`.
    fn parts(&mut self, text: &'h str, actual: &'h str) -> Vec<Part<'h>> {
        let mut parts: Vec<Part> = Vec::new();
        for piece in Pieces::new(text) {
            match piece {
                Piece::Start(language) => self.marks.push(Mark {
                    language,
                    depth: self.open.len(),
                }),
                Piece::End => drop(self.marks.pop()),
                Piece::Text(text) => {
                    let language = self.marked().unwrap_or(actual);
                    parts.push(Part { language, text });
                }
            }
        }
        parts
    }

    fn part(&mut self, part: &Part, around: &Open) {
        if !is_worded(part.text)
            || is_same_language(part.language, around.declared)
            || is_among(WORDS_ALONE, around.name)
        {
            return self.out.push_str(part.text);
        }
        let element = if self.is_in_drawing() {
            "tspan"
        } else {
            "span"
        };
        let lang = lang(part.language);
        let text = part.text;
        self.out
            .push_str(&format!("<{element}{lang}>{text}</{element}>"));
    }

    fn tag(&mut self, tag: &RawTag<'h>) {
        self.free_tag = None;
        let written = &self.html[tag.range.clone()];
        if tag.closing {
            self.close(tag.name);
            return self.out.push_str(written);
        }
        let start = self.out.len();
        self.out.push_str(&unmarked(written));
        let end = self.out.len() - if written.ends_with("/>") { 2 } else { 1 };
        let languages = self.languages(tag);
        if let Some(language) = languages.to_add {
            let turn = self.turn(language);
            self.out
                .insert_str(start + 1 + tag.name.len(), &(lang(language) + turn));
        }
        if !is_among(VOID, tag.name) && !written.ends_with("/>") {
            let is_free = languages.to_add.is_none() && !tag.attributes.iter().any(has_language);
            self.free_tag = is_free.then_some(end);
            self.open(tag.name, languages);
        }
    }

    /// The `dir` of an element that a whole text in another language starts with, if that is written the other way round. What
    /// is in a line, such as a name, is a matter of style sheets.
    fn turn(&self, language: &str) -> &'static str {
        let is_text = self.marked() == Some(language);
        if is_text {
            turn(language, self.around().declared)
        } else {
            ""
        }
    }

    fn open(&mut self, name: &'h str, languages: ElementLanguages<'h>) {
        self.open.push(Open {
            name,
            declared: languages.declared,
            actual: languages.actual,
        });
    }

    /// What the `lang` of a start tag has to be, and the languages in its element.
    fn languages(&mut self, tag: &RawTag<'h>) -> ElementLanguages<'h> {
        let around = self.around();
        let is_own = self
            .own_elements
            .pop_if(|at| *at == tag.range.start)
            .is_some();
        let unmarked = if is_own {
            around.declared
        } else {
            around.actual
        };
        let actual = self.marked().unwrap_or(unmarked);
        if let Some(own) = tag.attributes.iter().find(|it| is_among("lang", it.name)) {
            return ElementLanguages {
                to_add: None,
                declared: own.value,
                actual: own.value,
            };
        }
        let worded = tag.attributes.iter().filter(|it| is_among(WORDED, it.name));
        let mut marked = worded.filter_map(|attribute| language_of(attribute.value));
        let declared = marked.next().unwrap_or(actual);
        ElementLanguages {
            to_add: (!is_same_language(declared, around.declared)).then_some(declared),
            declared,
            actual,
        }
    }

    fn close(&mut self, name: &str) {
        let nearest = self.open.iter().enumerate().skip(1).rev().take(DEEPEST);
        let found = nearest
            .filter(|(_, open)| open.name.eq_ignore_ascii_case(name))
            .map(|(at, _)| at)
            .next();
        if let Some(at) = found {
            self.open.truncate(at);
            self.marks.retain(|mark| mark.depth <= at);
        }
    }
}

/// True if the end tag of an element comes next.
fn is_end_of(name: &str, after: &str) -> bool {
    let end = after.strip_prefix("</");
    end.is_some_and(|rest| !name.is_empty() && rest.starts_with(name))
}

/// Text in one language.
struct Part<'h> {
    language: &'h str,
    text: &'h str,
}

/// The language of all words of a text, if it is one.
fn the_language_of<'h>(parts: &[Part<'h>]) -> Option<&'h str> {
    let mut worded = parts.iter().filter(|part| !part.text.trim().is_empty());
    let language = worded.next()?.language;
    worded
        .all(|part| part.language == language)
        .then_some(language)
}

#[derive(Clone, Copy)]
struct ElementLanguages<'h> {
    to_add: Option<&'h str>,
    declared: &'h str,
    actual: &'h str,
}

/// The language of the first words of an attribute's value that are marked.
fn language_of(value: &str) -> Option<&str> {
    Pieces::new(value).find_map(|piece| match piece {
        Piece::Start(tag) if is_language_tag(tag) => Some(tag),
        _ => None,
    })
}

/// The `dir` of a text in a language, if what is around it is written the other way round.
fn turn(language: &str, around: &str) -> &'static str {
    match direction(language) {
        own if own == direction(around) => "",
        "rtl" => " dir=\"rtl\"",
        _ => " dir=\"ltr\"",
    }
}

fn lang(language: &str) -> String {
    format!(" lang=\"{language}\"")
}

/// True for an attribute that says the language of its element, or has words that may be in that of what is around it.
fn has_language(attribute: &RawAttribute) -> bool {
    is_among("lang", attribute.name) || is_among(WORDED, attribute.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::foreign_words::{brackets_marked, marked};

    /// `html` with each `[words]` marked as English, on a Welsh page.
    fn shown(html: &str) -> String {
        let out = brackets_marked(html);
        with_lang_attributes(&out, "cy").unwrap_or(out)
    }

    #[test]
    fn words_have_the_language_that_they_are_in() {
        for (html, expected) in [
            (
                "<h2 id=\"a\">[Contents]</h2>",
                "<h2 id=\"a\" lang=\"en\">Contents</h2>",
            ),
            (
                "<p>Pob [page] yma</p>",
                "<p>Pob <span lang=\"en\">page</span> yma</p>",
            ),
            ("<p>[Page] 2</p>", "<p><span lang=\"en\">Page 2</span></p>"),
            ("<p lang=\"en\">A [page]</p>", "<p lang=\"en\">A page</p>"),
            (
                "<p lang=\"en-GB\">A [page]</p>",
                "<p lang=\"en-GB\">A page</p>",
            ),
            ("[Page]", "<span lang=\"en\">Page</span>"),
            ("<title>[Page] x</title>", "<title>Page x</title>"),
            ("<script>\"[Page]\"</script>", "<script>\"Page\"</script>"),
            (
                "<svg><title>[Bars]</title><text>[no data]<tspan>1</tspan></text></svg>",
                "<svg><title lang=\"en\">Bars</title><text><tspan lang=\"en\">no data</tspan><tspan>1</tspan></text></svg>",
            ),
        ] {
            assert_eq!(shown(html), expected, "{html}");
        }
    }

    #[test]
    fn names_leave_the_language_of_what_they_name() {
        for (html, expected) in [
            (
                "<nav aria-label=\"[Menu]\"><ul><li>Un</ul> dau</nav> tri",
                "<nav lang=\"en\" aria-label=\"Menu\"><ul lang=\"cy\"><li>Un</ul><span lang=\"cy\"> dau</span></nav> tri",
            ),
            (
                "<nav aria-label=\"[Menu]\"><a>[Home]</a><b lang=\"de\">x</b></nav>",
                "<nav lang=\"en\" aria-label=\"Menu\"><a lang=\"cy\"><span lang=\"en\">Home</span></a><b lang=\"de\">x</b></nav>",
            ),
            (
                "<img alt=\"[Map]\"> a <input placeholder=\"[Name]\">b",
                "<img lang=\"en\" alt=\"Map\"> a <input lang=\"en\" placeholder=\"Name\">b",
            ),
            ("<meta content=\"[Map]\">", "<meta content=\"Map\">"),
        ] {
            assert_eq!(shown(html), expected, "{html}");
        }
    }

    #[test]
    fn sentences_of_several_pieces_are_one_element() {
        for (html, expected) in [
            (
                "<p>[1 of 2] [done]. [Next:] <time>2</time>.</p>",
                "<p><span lang=\"en\" dir=\"ltr\">1 of 2 done. Next: <time>2</time>.</span></p>",
            ),
            (
                "<b class=\"late\">3 [overdue]</b>, <i>[late]</i>",
                "<b class=\"late\" lang=\"en\" dir=\"ltr\">3 overdue</b>, <i lang=\"en\">late</i>",
            ),
            (
                "<li>[By] <a>س</a> [and <i>b</i>]، س</li>",
                "<li><span lang=\"en\">By</span> <a>س</a> <span lang=\"en\">and </span><i lang=\"en\" dir=\"ltr\">b</i>، س</li>",
            ),
            (
                "<li>[By] <a title=\"س\">س</a> [and] 2، س</li>",
                "<li><span lang=\"en\" dir=\"ltr\">By <a lang=\"ar\" title=\"س\">س</a> and</span> 2، س</li>",
            ),
            (
                "<p>[1 of] <b>2 [done]</b> [now]",
                "<p><span lang=\"en\" dir=\"ltr\">1 of <b>2 done</b> now</span>",
            ),
            ("<p lang=\"en\">[Page] 2</p>", "<p lang=\"en\">Page 2</p>"),
            (
                "<p lang=\"en\">[<i>x</i> ] 2 [of] <b>3</p></b>",
                "<p lang=\"en\"><i>x</i>  2 of <b>3</p></b>",
            ),
        ] {
            let html_marked = html
                .replace('[', "\u{fdd0}en\u{fdd1}")
                .replace(']', "\u{fdd2}");
            let shown = with_lang_attributes(&html_marked, "ar");
            assert_eq!(shown.as_deref(), Some(expected), "{html}");
        }
    }

    #[test]
    fn texts_that_are_written_the_other_way_round_say_so() {
        let marked = |html: &str| {
            let html = html.replace('[', "\u{fdd0}en\u{fdd1}");
            html.replace(']', "\u{fdd2}")
        };
        for (language, expected) in [
            (
                "ar-EG",
                "<div lang=\"en\" dir=\"ltr\">A <b lang=\"cy\">b</b></div>c <span lang=\"en\">d</span>",
            ),
            (
                "cy",
                "<div lang=\"en\">A <b lang=\"cy\">b</b></div>c <span lang=\"en\">d</span>",
            ),
        ] {
            let html = marked("[<div>A <b lang=\"cy\">b</b></div>]c [d]");
            assert_eq!(
                with_lang_attributes(&html, language).as_deref(),
                Some(expected)
            );
        }
    }

    #[test]
    fn whole_texts_have_the_language_that_they_are_in() {
        for (html, expected) in [
            (
                "<main>[<p>A <b>text</b></p>]<p>Testun</p></main>",
                "<main><p lang=\"en\">A <b>text</b></p><p>Testun</p></main>",
            ),
            (
                "<div>[<p lang=\"de\">Text <b>x</b></p><img alt=\"Map\">a]</div>",
                "<div><p lang=\"de\">Text <b>x</b></p><img lang=\"en\" alt=\"Map\"><span lang=\"en\">a</span></div>",
            ),
            ("[<p>open]<p>Testun", "<p lang=\"en\">open<p>Testun"),
        ] {
            assert_eq!(shown(html), expected, "{html}");
        }
    }

    #[test]
    fn marks_of_anybody_else_break_nothing() {
        let forged = "<p>\u{fdd0}\"><script>\u{fdd1}a\u{fdd2}\u{fdd2}b\u{fdd0}</p></p></x>";
        let html = with_lang_attributes(forged, "cy").unwrap();
        assert!(
            !html.contains('\u{fdd0}') && !html.contains("lang"),
            "{html}"
        );
        let english = format!("<p>{}</p>", marked("a", "en"));
        let english = with_lang_attributes(&english, "en-GB");
        assert_eq!(english.as_deref(), Some("<p>a</p>"));
        assert_eq!(with_lang_attributes("<p>a</p>", "cy"), None);
    }
}
