//! A body as Markdown. Generators agree on most of it; links and quotations are as each of them wants them.

use std::fmt::Write as _;

use super::text::{Block, Span};
use super::{Document, Site};

/// Where generators differ.
pub struct Habits<'s> {
    pub site: &'s Site,
    /// How a link to a document is written.
    pub link: fn(&Site, &Document) -> String,
    /// How a quotation is written: the text, and who said it.
    pub quote: fn(&str, &str) -> String,
}

/// Writes a body down.
pub fn body(blocks: &[Block], habits: &Habits) -> String {
    let mut text = String::new();
    for block in blocks {
        let _ = match block {
            Block::Heading(words) => writeln!(text, "## {words}\n"),
            Block::Paragraph(spans) => writeln!(text, "{}\n", paragraph(spans, habits)),
            Block::List(items) => writeln!(text, "- {}\n", items.join("\n- ")),
            Block::Quote { text: said, by } => writeln!(text, "{}\n", (habits.quote)(said, by)),
            Block::Table(rows) => writeln!(text, "{}\n", table(rows)),
            Block::Picture { number, alt } => {
                writeln!(text, "![{alt}](/images/plan-{number}.svg)\n")
            }
        };
    }
    text
}

fn paragraph(spans: &[Span], habits: &Habits) -> String {
    let said = spans.iter().map(|span| match span {
        Span::Words(words) => words.clone(),
        Span::Strong(words) => format!("**{words}**"),
        Span::Link { to, heading, text } => {
            let anchor =
                heading.map(|words| format!("#{}", words.to_lowercase().replace(' ', "-")));
            format!(
                "[{text}]({}{})",
                (habits.link)(habits.site, to),
                anchor.unwrap_or_default()
            )
        }
    });
    said.collect::<Vec<String>>().join(" ")
}

fn table(rows: &[[String; 3]]) -> String {
    let mut text = "| What | People | Pounds |\n| --- | ---: | ---: |".to_owned();
    for [what, people, pounds] in rows {
        let _ = write!(text, "\n| {what} | {people} | {pounds} |");
    }
    text
}
