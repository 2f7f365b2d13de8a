//! Footnotes: recorded where they stand, written at the end in the order in which they are used.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::draft::Draft;
use super::writer::Writer;

/// The footnotes of a text.
#[derive(Default)]
pub(super) struct Notes<'a> {
    /// Those being recorded; one may stand inside another.
    recordings: Vec<Recording<'a>>,
    /// Those recorded, by label.
    definitions: HashMap<String, Events<'a>>,
    /// The number of each that is used.
    numbers: HashMap<String, usize>,
    /// Those that are used, by number from 1.
    used: Vec<Used>,
    /// True while footnotes are written.
    pub writing: bool,
}

type Events<'a> = Vec<(Event<'a>, Range<usize>)>;

struct Recording<'a> {
    label: String,
    events: Events<'a>,
}

struct Used {
    label: String,
    times: usize,
}

impl<'a> Notes<'a> {
    /// True for an event that belongs to a footnote's text.
    pub fn wants(&self, event: &Event) -> bool {
        !self.recordings.is_empty() || matches!(event, Event::Start(Tag::FootnoteDefinition(_)))
    }

    /// Keeps an event for later.
    pub fn record(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Start(Tag::FootnoteDefinition(label)) => {
                self.recordings.push(Recording {
                    label: key(&label),
                    events: Vec::new(),
                });
            }
            Event::End(TagEnd::FootnoteDefinition) => {
                if let Some(recording) = self.recordings.pop() {
                    // Of two with one label the first counts.
                    self.definitions
                        .entry(recording.label)
                        .or_insert(recording.events);
                }
            }
            event => {
                if let Some(recording) = self.recordings.last_mut() {
                    recording.events.push((event, range));
                }
            }
        }
    }

    /// The number of a footnote, and how often it has been used with this use.
    fn used(&mut self, label: &str) -> (usize, usize) {
        let label = key(label);
        let number = match self.numbers.get(&label) {
            Some(number) => *number,
            None => {
                self.used.push(Used {
                    label: label.clone(),
                    times: 0,
                });
                self.numbers.insert(label, self.used.len());
                self.used.len()
            }
        };
        let Some(used) = self.used.get_mut(number - 1) else {
            return (number, 1);
        };
        used.times += 1;
        (number, used.times)
    }
}

/// Labels are equal without regard to case.
fn key(label: &str) -> String {
    label.to_lowercase()
}

impl<'a> Writer<'a> {
    /// Writes the number of a footnote, linked to its text.
    pub fn note_reference(&mut self, label: &str) {
        let (number, time) = self.notes.used(label);
        let id = self.own_id(&reference_id(number, time));
        let note = self.own_id(&format!("fn-{number}"));
        self.out.html.push_str(&format!(
            "<sup><a href=\"#{note}\" id=\"{id}\" role=\"doc-noteref\">{number}</a></sup>"
        ));
        self.body.anchors.push(id);
    }

    /// Writes the footnotes that are used.
    pub fn write_notes(&mut self) {
        let body = std::mem::take(&mut self.out);
        let mut notes = Vec::new();
        self.notes.writing = true;
        // A footnote may be the first to use another, so the list grows while it is written.
        while let Some(used) = self.notes.used.get(notes.len()) {
            let label = used.label.clone();
            let events = self.notes.definitions.remove(&label).unwrap_or_default();
            notes.push(self.write_note(events));
        }
        self.out = body;
        if !notes.is_empty() {
            // Of several places of one name on a page, a screen reader could not tell one from another.
            let end = if self.is_guest() {
                self.block("<div class=\"footnotes\">\n<ol>\n");
                "</ol>\n</div>\n"
            } else {
                self.block("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"");
                self.word("footnotes", "");
                self.out.html.push_str("\">\n<ol>\n");
                "</ol>\n</section>\n"
            };
            for (at, note) in notes.into_iter().enumerate() {
                self.append_note(at + 1, note);
            }
            self.out.html.push_str(end);
        }
    }

    fn write_note(&mut self, events: Events<'a>) -> Draft {
        self.enter_container();
        self.sanitised.enter();
        for (event, range) in events {
            self.event(event, range);
        }
        self.settle();
        self.leave_sanitised();
        self.leave_container();
        std::mem::take(&mut self.out)
    }

    fn append_note(&mut self, number: usize, note: Draft) {
        let id = self.own_id(&format!("fn-{number}"));
        self.out.html.push_str(&format!("<li id=\"{id}\">\n"));
        self.body.anchors.push(id);
        let base = u32::try_from(self.out.html.len()).unwrap_or(u32::MAX);
        self.out.html.push_str(&note.html);
        self.out
            .slots
            .extend(note.slots.into_iter().map(|mut slot| {
                slot.at = slot.at.saturating_add(base);
                slot
            }));
        // The way back belongs to the end of the last paragraph, where the reader is.
        let in_paragraph = note.html.ends_with("</p>\n");
        if in_paragraph {
            self.out.html.truncate(self.out.html.len() - "</p>\n".len());
        }
        self.write_ways_back(number);
        self.out.html.push_str(if in_paragraph {
            "</p>\n</li>\n"
        } else {
            "\n</li>\n"
        });
    }

    fn write_ways_back(&mut self, number: usize) {
        let times = self.notes.used.get(number - 1).map_or(0, |used| used.times);
        for time in 1..=times {
            let id = self.own_id(&reference_id(number, time));
            let label = if time == 1 {
                format!("{number}")
            } else {
                format!("{number}-{time}")
            };
            self.out.html.push_str(&format!(
                " <a href=\"#{id}\" role=\"doc-backlink\" aria-label=\""
            ));
            self.word("back_to_reference", &label);
            self.out.html.push_str("\">↩</a>");
        }
    }
}

fn reference_id(number: usize, time: usize) -> String {
    if time == 1 {
        format!("fnref-{number}")
    } else {
        format!("fnref-{number}-{time}")
    }
}
