//! What a document says and which others it names, before it is written down in anybody's syntax.

use super::{Document, Kind, PICTURES, Site};
use crate::shared::words::{Dice, HEADINGS, phrase, sentence, words};

/// What stands in a document.
pub struct Text<'s> {
    pub summary: String,
    /// Documents it is related to, by the name of the field.
    pub relations: Vec<Relation<'s>>,
    /// Free words.
    pub tags: Vec<String>,
    pub body: Vec<Block<'s>>,
}

/// A field and whom it names.
pub struct Relation<'s> {
    /// As the kinds of copublish's theme call it.
    pub field: &'static str,
    pub to: Vec<&'s Document>,
}

/// A part of a body.
pub enum Block<'s> {
    Heading(&'static str),
    Paragraph(Vec<Span<'s>>),
    List(Vec<String>),
    Quote { text: String, by: &'static str },
    Table(Vec<[String; 3]>),
    Picture { number: usize, alt: String },
}

/// A part of a paragraph.
pub enum Span<'s> {
    Words(String),
    Strong(String),
    Link {
        to: &'s Document,
        heading: Option<&'static str>,
        text: String,
    },
}

/// Which kinds a document may name, and how many of them at most.
fn fields(kind: Kind) -> &'static [(&'static str, Kind, usize)] {
    const ABOUT: (&str, Kind, usize) = ("work_streams", Kind::WorkStream, 2);
    const WHERE: (&str, Kind, usize) = ("regions", Kind::Region, 1);
    const TOPICS: (&str, Kind, usize) = ("topics", Kind::Topic, 2);
    match kind {
        Kind::Blog => &[
            ("authors", Kind::Person, 2),
            ("on_behalf_of", Kind::Organisation, 1),
            ABOUT,
            WHERE,
            TOPICS,
        ],
        Kind::News => &[
            ("organisations", Kind::Organisation, 2),
            ABOUT,
            WHERE,
            TOPICS,
        ],
        Kind::Report => &[
            ("organisations", Kind::Organisation, 2),
            ("people", Kind::Person, 2),
            ABOUT,
            WHERE,
            TOPICS,
        ],
        Kind::Event => &[("organisations", Kind::Organisation, 1), ABOUT, WHERE],
        Kind::Person => &[("organisation", Kind::Organisation, 1)],
        Kind::WorkStream => &[("lead", Kind::Organisation, 1), TOPICS],
        Kind::Region => &[ABOUT],
        Kind::Chapter | Kind::Organisation | Kind::Topic | Kind::Page => &[],
    }
}

/// Over how many words the text goes, at least and at most.
fn length(kind: Kind) -> (usize, usize) {
    match kind {
        Kind::Person | Kind::Organisation | Kind::Topic => (60, 200),
        _ => (200, 800),
    }
}

/// The heading at `place` of a document: any other document can know it.
fn heading(document: &Document, place: usize) -> &'static str {
    HEADINGS[(document.place * 5 + place) % HEADINGS.len()]
}

/// Makes the text of a document.
pub fn text<'s>(site: &'s Site, document: &Document) -> Text<'s> {
    let mut dice = Dice::new((document.place as u64 * 16 + document.kind as u64) ^ 0xbead);
    let summary = sentence(&mut dice);
    let relations = fields(document.kind)
        .iter()
        .filter_map(|&(field, kind, most)| {
            let all = site.of_kind(kind);
            // One in four says nothing here.
            let count = if dice.below(4) == 0 {
                0
            } else {
                dice.between(1, most)
            };
            let first = dice.below(all.len());
            let to: Vec<&Document> = (0..count)
                .map(|step| &all[(first + step * 7) % all.len()])
                .collect();
            (!to.is_empty()).then_some(Relation { field, to })
        });
    let relations = relations.collect();
    let may_have_tags = matches!(document.kind, Kind::Blog | Kind::News | Kind::Report);
    let count = if may_have_tags { dice.below(4) } else { 0 };
    let mut tags: Vec<String> = (0..count).map(|_| site.tag(&mut dice)).collect();
    tags.sort();
    tags.dedup();
    Text {
        summary,
        relations,
        tags,
        body: body(site, document, &mut dice),
    }
}

fn body<'s>(site: &'s Site, document: &Document, dice: &mut Dice) -> Vec<Block<'s>> {
    let (least, most) = length(document.kind);
    let wanted = dice.between(least, most);
    let mut blocks = Vec::new();
    let (mut written, mut headings) = (0, 0);
    while written < wanted {
        if written >= headings * 150 && written > 0 && headings < HEADINGS.len() && least >= 200 {
            blocks.push(Block::Heading(heading(document, headings)));
            headings += 1;
        }
        let (block, words) = match dice.below(16) {
            0 => (list(dice), 30),
            1 => (quote(dice), 20),
            2 if written > 100 => (table(dice), 20),
            3 => (picture(dice), 5),
            _ => (paragraph(site, dice), 60),
        };
        blocks.push(block);
        written += words;
    }
    blocks
}

/// Four sentences; in two of three paragraphs with a link.
fn paragraph<'s>(site: &'s Site, dice: &mut Dice) -> Block<'s> {
    let mut spans = vec![Span::Words(sentence(dice))];
    for _ in 0..2 {
        spans.push(Span::Words(sentence(dice)));
    }
    match dice.below(6) {
        0 => {
            spans.push(Span::Strong(phrase(dice, 3)));
            spans.push(Span::Words(words(dice, 8)));
        }
        1 => {}
        _ => {
            let kinds = [
                Kind::Blog,
                Kind::News,
                Kind::Report,
                Kind::Chapter,
                Kind::WorkStream,
                Kind::Page,
            ];
            let all = site.of_kind(kinds[dice.below(kinds.len())]);
            let to = &all[dice.below(all.len())];
            let heading = (dice.below(3) == 0).then(|| heading(to, 0));
            spans.push(Span::Link {
                to,
                heading,
                text: phrase(dice, 3),
            });
        }
    }
    spans.push(Span::Words(sentence(dice)));
    Block::Paragraph(spans)
}

fn list<'s>(dice: &mut Dice) -> Block<'s> {
    let count = dice.between(3, 6);
    Block::List((0..count).map(|_| phrase(dice, 7)).collect())
}

fn quote<'s>(dice: &mut Dice) -> Block<'s> {
    let by = if dice.below(2) == 0 {
        "A carer in London"
    } else {
        "A member of the board"
    };
    Block::Quote {
        text: sentence(dice),
        by,
    }
}

fn table<'s>(dice: &mut Dice) -> Block<'s> {
    let rows = dice.between(3, 6);
    let row = |dice: &mut Dice| {
        [
            phrase(dice, 2),
            dice.below(900).to_string(),
            dice.below(90_000).to_string(),
        ]
    };
    Block::Table((0..rows).map(|_| row(dice)).collect())
}

fn picture<'s>(dice: &mut Dice) -> Block<'s> {
    Block::Picture {
        number: dice.below(PICTURES),
        alt: phrase(dice, 5),
    }
}
