//! A fragment's text with the content of each slot. Checks no links: `graph` does that.

use std::borrow::Cow;

use super::code;
use super::link_language::{write_hreflang, write_name};
use super::{FillContext, Html, Piece, ResolvedLink, file_facts};
use crate::base::foreign_words::marked;
use crate::base::{Diagnostic, FilePath};
use crate::document::markdown::escape;
use crate::document::{FileLink, Filling, Fragment, LinkId, Slot, Word};
use crate::graph::Target;

/// What is needed to fill the slots of one document.
pub(super) struct Filler<'a> {
    pub file: &'a FilePath,
    pub context: FillContext<'a>,
    pub diagnostics: &'a mut Vec<Diagnostic>,
}

impl Filler<'_> {
    /// Fills a fragment and, by recursion, those of its blocks; they nest only so deep.
    pub fn fill<'f>(&mut self, fragment: &'f Fragment) -> Html<'f> {
        let html = fragment.html();
        let mut pieces = Pieces::default();
        let mut written = 0;
        let room: usize = fragment.slots.iter().map(|slot| self.room(slot)).sum();
        for slot in &fragment.slots {
            let at = slot.at as usize;
            let before = html.get(written..at).unwrap_or("");
            written = at;
            if let Some(piece) = self.piece(&slot.filling) {
                pieces.push_text(before, 0);
                pieces.push(piece);
            } else {
                pieces.push_text(before, html.len() - written + room);
                self.fill_slot(pieces.text.to_mut(), &slot.filling);
            }
        }
        pieces.push_text(html.get(written..).unwrap_or(""), 0);
        pieces.into_html()
    }

    /// A block or a table, which is a piece of its own.
    fn piece<'f>(&mut self, filling: &'f Filling) -> Option<Piece<'f>> {
        match filling {
            Filling::Block(call) => Some(Piece::Block(call, self.fill(&call.body))),
            Filling::Table(table) => {
                let html = self.fill(&table.fragment).into_text();
                Some(Piece::Table(table, html))
            }
            _ => None,
        }
    }

    fn fill_slot(&mut self, out: &mut String, filling: &Filling) {
        match filling {
            Filling::Href(id) => self.write_href(out, *id),
            Filling::Title(id) => self.write_title(out, *id),
            Filling::TargetLanguage(id) => {
                if let Some(language) = self.language_of_target(*id) {
                    write_name(out, language, self.context.words);
                }
            }
            Filling::PictureStart(_) | Filling::Dimensions(_) | Filling::PictureEnd(_) => {
                self.fill_picture(out, filling);
            }
            Filling::FileFacts(file) => self.write_file_facts(out, file),
            Filling::Word(word) => self.write_word(out, word),
            Filling::Code(code) => {
                let problem = code::write(out, code, self.file, self.context.cache);
                self.diagnostics.extend(problem);
            }
            Filling::Cell(cell) => out.push_str(&self.fill(cell).into_text()),
            Filling::Block(_) | Filling::Table(_) => {}
        }
    }

    fn write_href(&self, out: &mut String, id: LinkId) {
        escape::attribute(out, self.link(id).map_or("", |link| &link.href));
        if let Some(language) = self.language_of_target(id) {
            write_hreflang(out, language);
        }
    }

    fn write_title(&self, out: &mut String, id: LinkId) {
        let title = self.title(id);
        match self.language_of_target(id) {
            Some(language) => escape::text(out, &marked(title, language)),
            None => escape::text(out, title),
        }
    }

    fn language_of_target(&self, id: LinkId) -> Option<&str> {
        let FillContext { language, site, .. } = self.context;
        language.of_target(self.link(id)?, site)
    }

    fn write_word(&self, out: &mut String, word: &Word) {
        let text = self.context.words.numbered(word.key, &word.number);
        escape::attribute(out, &text);
    }

    fn fill_picture(&self, out: &mut String, filling: &Filling) {
        match filling {
            Filling::PictureStart(id) => self.begin_picture(out, *id),
            Filling::Dimensions(id) => self.write_dimensions(out, *id),
            Filling::PictureEnd(id) if self.has_widths(*id) => out.push_str("</picture>"),
            _ => {}
        }
    }

    fn begin_picture(&self, out: &mut String, id: LinkId) {
        if let (Some(picture), Some(link)) = (self.context.picture(id), self.link(id))
            && picture.has_widths(&link.href)
        {
            out.push_str("<picture><source type=\"image/webp\" srcset=\"");
            escape::attribute(out, &picture.srcset(&link.href));
            out.push_str("\" sizes=\"");
            escape::attribute(out, self.context.pictures.in_text());
            out.push_str("\">");
        }
    }

    fn has_widths(&self, id: LinkId) -> bool {
        let picture = self.context.picture(id).zip(self.link(id));
        picture.is_some_and(|(picture, link)| picture.has_widths(&link.href))
    }

    fn write_dimensions(&self, out: &mut String, id: LinkId) {
        let as_published = self.context.picture(id).and_then(|picture| picture.size);
        let as_it_is = || self.context.file(id)?.pixels;
        if let Some((width, height)) = as_published.or_else(as_it_is) {
            out.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
        }
    }

    fn write_file_facts(&self, out: &mut String, link: &FileLink) {
        let title = || FileLink::remark(self.title(link.link));
        let remark = link.remark.as_deref().unwrap_or_else(title);
        let words = self.context.words;
        if let Some(file) = self.context.file(link.link) {
            file_facts::write(out, file, remark, words);
        } else if let Some(Target::Edition(_, edition)) = self.link(link.link).map(|it| it.target) {
            file_facts::write_edition(out, edition, remark, words);
        }
    }

    fn link(&self, id: LinkId) -> Option<&ResolvedLink> {
        self.context.links.get(id.0 as usize)
    }

    /// The title of a link's target, or its URL if it has none.
    fn title(&self, id: LinkId) -> &str {
        let Some(link) = self.link(id) else {
            return "";
        };
        let title = self.context.site.label(&link.label);
        if title.is_empty() { &link.href } else { title }
    }

    /// How much a slot will add, so that the text grows once.
    fn room(&self, slot: &Slot) -> usize {
        match &slot.filling {
            Filling::Href(id) => self.link(*id).map_or(0, |link| link.href.len()),
            Filling::Title(id) => self.title(*id).len(),
            Filling::PictureStart(_) => 0,
            Filling::Dimensions(_) => 32,
            Filling::PictureEnd(_) => 0,
            Filling::FileFacts(_) => 64,
            Filling::TargetLanguage(_) => 0,
            Filling::Word(word) => self.context.words.get(word.key).len() + word.number.len(),
            // Most of it are the tags around its parts.
            Filling::Code(code) => code.text.len() * 4 + 64,
            Filling::Cell(cell) => cell.html().len(),
            Filling::Block(_) | Filling::Table(_) => 0,
        }
    }
}

/// The pieces so far, and the text that is being written.
#[derive(Default)]
struct Pieces<'f> {
    done: Vec<Piece<'f>>,
    text: Cow<'f, str>,
}

impl<'f> Pieces<'f> {
    /// Adds to the text; its first part is borrowed, unless more is known to come.
    fn push_text(&mut self, more: &'f str, to_come: usize) {
        if self.text.is_empty() && to_come == 0 {
            self.text = Cow::Borrowed(more);
        } else if self.text.is_empty() {
            let mut text = String::with_capacity(more.len() + to_come);
            text.push_str(more);
            self.text = Cow::Owned(text);
        } else {
            self.text.to_mut().push_str(more);
        }
    }

    /// Ends the text, and adds another piece.
    fn push(&mut self, piece: Piece<'f>) {
        self.end_text();
        self.done.push(piece);
    }

    fn end_text(&mut self) {
        let text = std::mem::take(&mut self.text);
        if !text.is_empty() {
            self.done.push(Piece::Text(text));
        }
    }

    fn into_html(mut self) -> Html<'f> {
        self.end_text();
        Html { pieces: self.done }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Pictures, TextLanguage};
    use super::*;
    use crate::base::{Cache, FilePath, Span, Words};
    use crate::config::LanguageTags;
    use crate::document::{Call, Code};
    use crate::graph::{Label, Site};

    fn slot(at: u32, filling: Filling) -> Slot {
        Slot { at, filling }
    }

    fn fill<'f>(fragment: &'f Fragment) -> Html<'f> {
        let links = [ResolvedLink {
            href: "/a?b&\"".into(),
            label: Label::Text("A <b>".into()),
            ..ResolvedLink::default()
        }];
        let context = FillContext {
            links: &links,
            site: &Site::default(),
            facts: &[],
            pictures: &Pictures::default(),
            words: &Words::default(),
            language: TextLanguage {
                own: "en",
                of_site: &LanguageTags::only("en"),
            },
            cache: &Cache::default(),
        };
        super::super::render(&FilePath::new("a.md"), fragment, context).value
    }

    fn call(body: Fragment) -> Call {
        Call {
            name: "note".to_owned(),
            name_span: Span::default(),
            arguments: vec![],
            line: "::: note".to_owned(),
            body,
        }
    }

    #[test]
    fn borrows_what_has_no_slots() {
        let fragment = Fragment::new("<p>a</p>\n".to_owned(), Vec::new());
        assert!(matches!(
            fill(&fragment).pieces.as_slice(),
            [Piece::Text(Cow::Borrowed("<p>a</p>\n"))]
        ));
        assert_eq!(fill(&Fragment::default()), Html::default());
    }

    #[test]
    fn fills_links() {
        let fragment = Fragment::new(
            "<a href=\"\"></a>\n<a href=\"\">?</a>\n".to_owned(),
            vec![
                slot(9, Filling::Href(LinkId(0))),
                slot(11, Filling::Title(LinkId(0))),
                slot(25, Filling::Href(LinkId(7))),
            ],
        );
        let html = "<a href=\"/a?b&amp;&quot;\">A &lt;b&gt;</a>\n<a href=\"\">?</a>\n";
        assert_eq!(fill(&fragment).pieces, [Piece::Text(Cow::Borrowed(html))]);
    }

    #[test]
    fn says_words_of_the_theme() {
        let word = Word {
            key: "back_to_reference",
            number: "1-2".to_owned(),
        };
        let fragment = Fragment::new(
            "<a aria-label=\"\">".to_owned(),
            vec![slot(15, Filling::Word(Box::new(word)))],
        );
        let html = "<a aria-label=\"Back to reference 1-2\">";
        assert_eq!(fill(&fragment).pieces, [Piece::Text(Cow::Borrowed(html))]);
    }

    #[test]
    fn keeps_blocks_apart() {
        let code = Code {
            language: String::new(),
            span: Span::default(),
            text: "a<b\n".to_owned(),
        };
        let inner = Fragment::new(
            "\n".to_owned(),
            vec![slot(0, Filling::Code(Box::new(code)))],
        );
        let fragment = Fragment::new(
            "<p>a</p>\n\n<p>b</p>\n".to_owned(),
            vec![slot(9, Filling::Block(Box::new(call(inner))))],
        );
        let html = fill(&fragment);
        let [
            Piece::Text(before),
            Piece::Block(call, body),
            Piece::Text(after),
        ] = html.pieces.as_slice()
        else {
            panic!("{html:?}")
        };
        assert_eq!(
            (&**before, call.name.as_str(), &**after),
            ("<p>a</p>\n", "note", "\n<p>b</p>\n")
        );
        let code = "<pre class=\"code\" tabindex=\"0\"><code>a&lt;b\n</code></pre>\n";
        assert_eq!(body.pieces, [Piece::Text(Cow::Borrowed(code))]);
    }
}
