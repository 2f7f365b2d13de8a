//! A fragment's text with each slot's content between. Checks no link: `graph` has done so.

use std::borrow::Cow;

use super::code;
use super::{Html, Known, Piece, ResolvedLink, file_facts};
use crate::base::{Diagnostic, FilePath};
use crate::document::markdown::escape;
use crate::document::{Filling, Fragment, LinkId, Slot};

/// What is needed to fill the slots of one document.
pub(super) struct Filler<'a> {
    pub file: &'a FilePath,
    pub known: Known<'a>,
    pub diagnostics: &'a mut Vec<Diagnostic>,
}

impl Filler<'_> {
    /// Fills a fragment and, by recursion, those of its blocks; they nest only so deep.
    pub fn fill<'f>(&mut self, fragment: &'f Fragment) -> Html<'f> {
        let source = fragment.html();
        let mut html = Html::default();
        let mut text: Cow<'f, str> = Cow::Borrowed("");
        let mut written = 0;
        let spare: usize = fragment.slots.iter().map(|slot| self.room(slot)).sum();
        for slot in &fragment.slots {
            let at = slot.at as usize;
            let before = source.get(written..at).unwrap_or("");
            written = at;
            if let Filling::Block(call) = &slot.filling {
                append(&mut text, before, 0);
                finish(&mut html, std::mem::take(&mut text));
                let body = self.fill(&call.body);
                html.pieces.push(Piece::Block(call, body));
            } else if let Filling::Table(table) = &slot.filling {
                append(&mut text, before, 0);
                finish(&mut html, std::mem::take(&mut text));
                let inside = self.fill(&table.fragment).into_text();
                html.pieces.push(Piece::Table(table, inside));
            } else {
                append(&mut text, before, source.len() - written + spare);
                self.fill_slot(text.to_mut(), &slot.filling);
            }
        }
        append(&mut text, source.get(written..).unwrap_or(""), 0);
        finish(&mut html, text);
        html
    }

    fn fill_slot(&mut self, out: &mut String, filling: &Filling) {
        match filling {
            Filling::Href(id) => {
                escape::attribute(out, self.link(*id).map_or("", |link| &link.href))
            }
            Filling::Title(id) => {
                if let Some(link) = self.link(*id) {
                    let title = self.known.site.label(&link.label);
                    escape::text(out, if title.is_empty() { &link.href } else { title });
                }
            }
            Filling::Dimensions(id) => {
                if let Some((width, height)) =
                    self.known.file(*id).and_then(|(_, facts)| facts.size)
                {
                    out.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
                }
            }
            Filling::FileFacts(id) => {
                if let Some((asset, facts)) = self.known.file(*id) {
                    file_facts::write(out, asset, facts, self.known.words);
                }
            }
            Filling::Word(word) => {
                escape::attribute(out, &self.known.words.numbered(word.key, &word.number))
            }
            Filling::Code(code) => {
                self.diagnostics
                    .extend(code::write(out, code, (self.file, self.known.cache)));
            }
            // Blocks and their tables are pieces of their own.
            Filling::Block(_) | Filling::Table(_) => {}
        }
    }

    fn link(&self, id: LinkId) -> Option<&ResolvedLink> {
        self.known.links.get(id.0 as usize)
    }

    /// How much a slot will add, so that the text grows once.
    fn room(&self, slot: &Slot) -> usize {
        match &slot.filling {
            Filling::Href(id) => self.link(*id).map_or(0, |link| link.href.len()),
            Filling::Title(id) => {
                let title = |link: &ResolvedLink| self.known.site.label(&link.label).len();
                self.link(*id).map_or(0, title)
            }
            Filling::Dimensions(_) => 32,
            Filling::FileFacts(_) => 64,
            Filling::Word(word) => self.known.words.get(word.key).len() + word.number.len(),
            // Most of it are the tags around its parts.
            Filling::Code(code) => code.text.len() * 4 + 64,
            Filling::Block(_) | Filling::Table(_) => 0,
        }
    }
}

/// Adds to a text; the first part is borrowed, unless more is known to come.
fn append<'f>(text: &mut Cow<'f, str>, more: &'f str, to_come: usize) {
    if text.is_empty() && to_come == 0 {
        *text = Cow::Borrowed(more);
    } else if text.is_empty() {
        let mut owned = String::with_capacity(more.len() + to_come);
        owned.push_str(more);
        *text = Cow::Owned(owned);
    } else {
        text.to_mut().push_str(more);
    }
}

fn finish<'f>(html: &mut Html<'f>, text: Cow<'f, str>) {
    if !text.is_empty() {
        html.pieces.push(Piece::Text(text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Cache, FilePath, Span, Words};
    use crate::document::{Call, Code, Word};
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
        let known = Known {
            links: &links,
            site: &Site::default(),
            facts: &[],
            words: &Words::default(),
            cache: &Cache::default(),
        };
        super::super::render(&FilePath::new("a.md"), fragment, known).value
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
