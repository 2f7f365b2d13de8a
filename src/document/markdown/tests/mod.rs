//! What Markdown becomes, feature by feature, as exact HTML with its slots shown in braces.

mod blocks;
mod guests;
mod limits;
mod links;
mod notes;
mod properties;
mod raw;
mod schemes;
mod text;

use super::{Body, Fragment, Input, Quotes, read};
use crate::base::clean_text::CleanText;
use crate::base::{Diagnostic, FilePath, Words};
use crate::config::AnchorStyle;
use crate::config::RawHtml;
use crate::config::link_schemes::NO_OTHER_SCHEMES;
use crate::document::{Argument, Filling, Link, Located};

/// Everything that reading a text gives.
pub(super) struct Outcome<'t> {
    pub body: Body,
    pub links: Vec<Located<Link>>,
    pub diagnostics: Vec<Diagnostic>,
    text: &'t str,
}

/// How many bytes of front matter the texts of these tests pretend to follow.
pub(super) const OFFSET: usize = 1000;

pub(super) fn outcome(text: &str, raw_html: RawHtml) -> Outcome<'_> {
    outcome_of(text, raw_html, None)
}

/// What comes of a comment whose anchor is `comment-a`.
pub(super) fn outcome_of_guest(text: &str) -> Outcome<'_> {
    outcome_of(text, RawHtml::Sanitise, Some("comment-a-"))
}

fn outcome_of<'t>(text: &'t str, raw_html: RawHtml, guest: Option<&str>) -> Outcome<'t> {
    read_with(text, raw_html, guest, Quotes::of("en"))
}

/// What comes of a text in another language.
pub(super) fn outcome_in(text: &str, quotes: Quotes) -> Outcome<'_> {
    read_with(text, RawHtml::Allow, None, quotes)
}

fn read_with<'t>(
    text: &'t str,
    raw_html: RawHtml,
    guest: Option<&str>,
    quotes: Quotes,
) -> Outcome<'t> {
    let file = FilePath::new("a.md");
    let (mut links, mut diagnostics) = (Vec::new(), Vec::new());
    let clean = CleanText::of(text);
    let input = Input {
        file: &file,
        text: &clean,
        offset: OFFSET,
        raw_html,
        link_schemes: &NO_OTHER_SCHEMES,
        quotes: Some(quotes),
        anchors: AnchorStyle::Plain,
        guest,
    };
    let body = read(&input, &mut links, &mut diagnostics);
    Outcome {
        body,
        links,
        diagnostics,
        text,
    }
}

fn html(text: &str) -> String {
    html_with(text, RawHtml::Allow)
}

fn html_with(text: &str, raw_html: RawHtml) -> String {
    let outcome = outcome(text, raw_html);
    outcome.shown(&outcome.body.fragment)
}

impl Outcome<'_> {
    /// The HTML of a fragment with its slots shown in braces.
    pub fn shown(&self, fragment: &Fragment) -> String {
        let html = fragment.html();
        let mut out = String::new();
        let mut written = 0;
        for slot in &fragment.slots {
            out.push_str(&html[written..slot.at as usize]);
            written = slot.at as usize;
            out.push_str(&self.filling(&slot.filling));
        }
        out + &html[written..]
    }

    fn filling(&self, filling: &Filling) -> String {
        match filling {
            Filling::Href(id) => format!("{{{}}}", self.links[id.0 as usize].value.target),
            Filling::Title(id) => {
                format!("{{title of {}}}", self.links[id.0 as usize].value.target)
            }
            Filling::Dimensions(_) | Filling::FileFacts(_) | Filling::TargetLanguage(_) => {
                String::new()
            }
            Filling::PictureStart(_) | Filling::PictureEnd(_) => String::new(),
            Filling::Word(word) => Words::default().numbered(word.key, &word.number),
            Filling::Code(code) => format!("{{code {}|{}}}", code.language, code.text),
            Filling::Block(call) => {
                let arguments: String = call.arguments.iter().map(shown_argument).collect();
                format!("{{{}{arguments}|{}}}", call.name, self.shown(&call.body))
            }
            Filling::Table(table) => self.shown(&table.fragment),
            Filling::Cell(cell) => self.shown(cell),
        }
    }

    /// What a quoted attribute of the body's HTML will hold, where a link fills it in.
    fn shown_value(&self, at: usize) -> String {
        let slot = self
            .body
            .fragment
            .slots
            .iter()
            .find(|slot| slot.at as usize == at);
        match slot.map(|slot| &slot.filling) {
            Some(Filling::Href(id)) => self.links[id.0 as usize].value.target.to_string(),
            _ => String::new(),
        }
    }

    /// The places of links, as text.
    fn places(&self) -> Vec<&str> {
        self.links
            .iter()
            .map(|link| self.place(link.span))
            .collect()
    }

    /// What stands at a span.
    pub fn place(&self, span: crate::base::Span) -> &str {
        &self.text[span.start as usize - OFFSET..span.end as usize - OFFSET]
    }

    /// Messages with what stands at their first place.
    fn messages(&self) -> Vec<(&str, &str)> {
        let place = |diagnostic: &Diagnostic| {
            diagnostic.labels[0]
                .span
                .map_or("", |span| self.place(span))
        };
        self.diagnostics
            .iter()
            .map(|diagnostic| (diagnostic.message.as_str(), place(diagnostic)))
            .collect()
    }
}

fn shown_argument(argument: &Argument) -> String {
    match (&argument.value, argument.link) {
        (None, _) => format!(" {}", argument.name),
        (Some(value), None) => format!(" {}={value}", argument.name),
        (Some(value), Some(link)) => format!(" {}={value}@{}", argument.name, link.0),
    }
}
