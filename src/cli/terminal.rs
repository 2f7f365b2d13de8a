//! Draws diagnostics for people: message, place, excerpt, carets, what to do. Prints nothing itself.

use annotate_snippets::{
    AnnotationKind, Group, Level, Origin, Padding, Renderer, Snippet, normalize_untrusted_str,
};

use super::excerpt::{Excerpt, excerpts};
use super::source_texts::{SourceTexts, Text, TextOf, for_each};
use crate::base::{Diagnostic, FilePath, Label, Severity};

/// Whether what is drawn may hold colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// No escape codes at all.
    Off,
    /// Escape codes for a terminal; they only repeat what the words say.
    On,
}

/// Draws diagnostics, already in order, with an empty line after each.
pub fn draw_all(
    ordered: &[&Diagnostic],
    text_of: &TextOf,
    colour: Colour,
    mut sink: impl FnMut(&str),
) {
    for_each(ordered, text_of, |diagnostic, texts| {
        sink(&draw(diagnostic, texts, colour));
        sink("\n\n");
    });
}

/// Draws one diagnostic, without a line end after its last line.
pub fn draw(diagnostic: &Diagnostic, texts: &SourceTexts, colour: Colour) -> String {
    let mut places = Places::default();
    let group = group(diagnostic, texts, &mut places);
    let renderer = match colour {
        Colour::Off => Renderer::plain(),
        Colour::On => Renderer::styled(),
    };
    let drawn = places.write_into(&renderer.render(&[group]));
    let drawn = without_controls(&drawn);
    match colour {
        Colour::Off => without_spaces_at_line_ends(&drawn),
        Colour::On => drawn,
    }
}

/// The title of a diagnostic, with the lines that it is about and what to do.
fn group<'d>(diagnostic: &'d Diagnostic, texts: &SourceTexts, places: &mut Places) -> Group<'d> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let message = diagnostic.message.replace(['\n', '\r'], " ");
    let mut group = Group::with_title(level.primary_title(message).id(diagnostic.code.id()));
    for shown in shown_excerpts(diagnostic, texts) {
        group = places.add(group, shown);
    }
    let help = diagnostic.help.iter();
    let help = help.map(|help| normalize_untrusted_str(help));
    let notes: Vec<String> = places.notes.drain(..).chain(help).collect();
    if !notes.is_empty() && places.ends_in_path {
        group = group.element(Padding);
    }
    let notes = notes.into_iter();
    group.elements(notes.map(|note| Level::HELP.no_name().message(note)))
}

/// What is shown of one file: lines of it, or only its name.
enum ShownExcerpt<'d> {
    Lines {
        file: &'d FilePath,
        excerpt: Excerpt,
        labels: Vec<(usize, &'d Label)>,
    },
    Name(&'d Label),
}

/// What to show, the first label's file first. Labels of one file stand together.
fn shown_excerpts<'d>(diagnostic: &'d Diagnostic, texts: &SourceTexts) -> Vec<ShownExcerpt<'d>> {
    let mut files: Vec<&FilePath> = Vec::new();
    for label in &diagnostic.labels {
        if !files.contains(&&label.file) {
            files.push(&label.file);
        }
    }
    let labels: Vec<(usize, &Label)> = diagnostic.labels.iter().enumerate().collect();
    files
        .into_iter()
        .flat_map(|file| excerpts_of_file(file, &labels, texts))
        .collect()
}

fn excerpts_of_file<'d>(
    file: &'d FilePath,
    labels: &[(usize, &'d Label)],
    texts: &SourceTexts,
) -> Vec<ShownExcerpt<'d>> {
    let here = labels.iter().copied();
    let here = here.filter(|(_, label)| label.file == *file);
    let text = texts.get(file);
    let (placed, others): (Vec<_>, Vec<_>) =
        here.partition(|(_, label)| text.is_some() && label.span.is_some());
    let names = others
        .into_iter()
        .map(|(_, label)| ShownExcerpt::Name(label));
    let Some(text) = text else {
        return names.collect();
    };
    let lines = lines_of(text, &placed).into_iter();
    let lines = lines.map(|excerpt| ShownExcerpt::Lines {
        file,
        excerpt,
        labels: placed.clone(),
    });
    names.chain(lines).collect()
}

/// The places as written behind the arrows.
///
/// The drawing library counts columns in the text it is given, which here is an excerpt; so it is given
/// a mark in place of the path, and the true place is written over the mark afterwards.
#[derive(Default)]
struct Places {
    written: Vec<String>,
    notes: Vec<String>,
    ends_in_path: bool,
}

impl Places {
    fn add<'g>(&mut self, group: Group<'g>, shown: ShownExcerpt<'g>) -> Group<'g> {
        match shown {
            ShownExcerpt::Name(label) => self.add_name(group, label),
            ShownExcerpt::Lines {
                file,
                excerpt,
                labels,
            } => {
                let place = excerpt.place;
                let path = self.mark(&format!("{file}:{}:{}", place.line, place.column));
                self.ends_in_path = false;
                group.element(snippet(excerpt, &labels).path(path))
            }
        }
    }

    fn add_name<'g>(&mut self, mut group: Group<'g>, label: &Label) -> Group<'g> {
        if !self.written.is_empty() && !self.ends_in_path {
            group = group.element(Padding);
        }
        if !label.text.is_empty() {
            let first = self.written.is_empty();
            let note = if first {
                label.text.clone()
            } else {
                format!("{}: {}", label.file, label.text)
            };
            self.notes.push(normalize_untrusted_str(&note));
        }
        let path = self.mark(label.file.as_str());
        self.ends_in_path = true;
        group.element(Origin::path(path))
    }

    fn mark(&mut self, place: &str) -> String {
        self.written
            .push(normalize_untrusted_str(place).replace('\n', " "));
        mark_of(self.written.len() - 1)
    }

    /// Writes the true places over the marks, and moves all but the message to the right where line
    /// numbers are narrow, so that the excerpts of one report stand under each other.
    fn write_into(&self, drawn: &str) -> String {
        let mut out = drawn.to_owned();
        for (number, place) in self.written.iter().enumerate() {
            let mark = mark_of(number);
            if let Some(at) = out.find(&mark) {
                let rest = &out[at + mark.len()..];
                let end = out.len()
                    - rest
                        .trim_start_matches(|c: char| c == ':' || c.is_ascii_digit())
                        .len();
                out.replace_range(at..end, place);
            }
        }
        let before_arrow = out
            .lines()
            .find_map(|line| line.split_once("--> "))
            .map_or("", |(before, _)| before);
        let spaces = before_arrow.chars().filter(|c| *c == ' ').count();
        if spaces >= NARROWEST {
            out
        } else {
            out.replace('\n', &format!("\n{}", " ".repeat(NARROWEST - spaces)))
        }
    }
}

/// True for characters that a terminal obeys instead of showing them: control characters, line separators, and those
/// that change the direction of writing.
pub fn is_obeyed(c: char) -> bool {
    c.is_control() || is_direction_mark(c) || matches!(c, '\u{2028}' | '\u{2029}')
}

fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The drawing library already replaces the control characters of ASCII. Terminals may obey others too, and a change of
/// direction can make a path look like another one.
fn without_controls(drawn: &str) -> String {
    drawn.replace(|c| c >= '\u{7f}' && is_obeyed(c), "\u{fffd}")
}

/// Expected outputs are compared line by line, and editors remove such spaces.
fn without_spaces_at_line_ends(drawn: &str) -> String {
    drawn
        .lines()
        .map(str::trim_end)
        .collect::<Vec<_>>()
        .join("\n")
}

/// Spaces before the arrow where line numbers have two digits; those with one are moved to there.
const NARROWEST: usize = 2;

/// A character that no path or text holds: it belongs to no alphabet.
fn mark_of(number: usize) -> String {
    format!("\u{10fffd}{number}\u{10fffd}")
}

fn snippet<'g>(
    excerpt: Excerpt,
    labels: &[(usize, &'g Label)],
) -> Snippet<'g, annotate_snippets::Annotation<'g>> {
    let marks = excerpt.marks.into_iter().filter_map(|mark| {
        let (number, label) = labels.get(mark.of)?;
        let kind = if *number == 0 {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        let text = (!label.text.is_empty())
            .then(|| normalize_untrusted_str(&label.text).replace('\n', " "));
        Some(kind.span(mark.range).label(text))
    });
    Snippet::source(excerpt.text)
        .line_start(excerpt.first_line)
        .annotations(marks)
}

fn lines_of(text: &Text, placed: &[(usize, &Label)]) -> Vec<Excerpt> {
    let spans = placed.iter().filter_map(|(_, label)| label.span);
    let ranges: Vec<_> = spans.map(|span| text.range(span)).collect();
    excerpts(text, &ranges)
}

#[cfg(test)]
mod tests;
