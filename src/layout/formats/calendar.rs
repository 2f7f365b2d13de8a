//! Calendars that every calendar program reads (iCalendar, RFC 5545): of a document, and of a list.

use jiff::Timestamp;
use jiff::civil::Date;

use super::Format;
use crate::base::Moment;
use crate::base::clean_text::is_forbidden;
use crate::base::foreign_words::unmarked;
use crate::config::{Calendar, FieldName};
use crate::document::{Outline, Value};
use crate::graph::Item;
use crate::graph::{CalendarFile, ListId, Node, NodeId};
use crate::layout::context::RenderContext;
use crate::layout::page_context::PageContext;

/// The longest line, in bytes, its end left out.
const LINE: usize = 75;

/// The calendar of a document or a list.
pub struct Calendars;

impl Format for Calendars {
    fn text(&self, item: &Item, page: &PageContext) -> Option<String> {
        let context = page.render;
        match item {
            Item::Event(id) => Some(calendar_of_document(context, *id)),
            Item::Calendar(id) => Some(calendar_of_list(context, *id)),
            _ => None,
        }
    }
}

/// The calendar of one document.
fn calendar_of_document(context: &RenderContext, id: NodeId) -> String {
    let mut lines = Lines::default();
    lines.calendar(None);
    event(context, id, &mut lines);
    lines.end()
}

/// The calendar of everything in a list.
fn calendar_of_list(context: &RenderContext, id: ListId) -> String {
    let mut lines = Lines::default();
    let Some(list) = context.site.graph.lists().get(id.0 as usize) else {
        return String::new();
    };
    lines.calendar(Some(&format!(
        "{} – {}",
        unmarked(context.list_title(list)),
        context.site_title()
    )));
    for id in &list.entries {
        event(context, *id, &mut lines);
    }
    lines.end()
}

fn event(context: &RenderContext, id: NodeId, lines: &mut Lines) {
    let node = context.site.graph.node(id);
    let outline = node.outline();
    let (Some(calendar), Some(file)) = (&context.kind(node).calendar, node.calendar()) else {
        return;
    };
    let Some(start) = outline.fields.moment(&calendar.start.name) else {
        return;
    };
    // Nobody can open an address without a host.
    let has_address = context.site.settings.base_url.is_some();
    let page = has_address.then(|| context.absolute(&context.href(node)));
    lines.push("BEGIN", "VEVENT");
    lines.push("UID", &escaped(&uid(context, file)));
    push_version(outline, start, lines);
    push_time(outline, calendar, start, lines);
    push_words(outline, page.as_deref(), lines);
    push_place(context, node, page, lines);
    lines.push("END", "VEVENT");
}

fn push_time(outline: &Outline, calendar: &Calendar, start: &Moment, lines: &mut Lines) {
    let end = calendar.end.as_ref();
    let end = end.and_then(|end| outline.fields.moment(&end.name));
    let (start, end) = span(start, end);
    lines.moment("DTSTART", &start);
    if let Some(end) = end {
        lines.moment("DTEND", &end);
    }
}

/// The title, and the summary with the URL of the page beneath.
fn push_words(outline: &Outline, page: Option<&str>, lines: &mut Lines) {
    lines.push("SUMMARY", &escaped(&outline.words.title));
    let about = [outline.words.summary.as_str(), page.unwrap_or_default()];
    let about: Vec<&str> = about.into_iter().filter(|text| !text.is_empty()).collect();
    if !about.is_empty() {
        lines.push("DESCRIPTION", &escaped(&about.join("\n\n")));
    }
}

/// What calendar programs know an event by, all over the world: nothing in it changes with the address of its page.
fn uid(context: &RenderContext, file: &CalendarFile) -> String {
    let Some(site) = &context.site.settings.base_url else {
        return file.id.clone();
    };
    let (_, site) = site.split_once("://").unwrap_or(("", site));
    format!("{}@{}", file.id, site.trim_end_matches('/'))
}

/// When an event was last changed, and how often. It follows from the document alone, so that the same input makes the same
/// bytes.
fn push_version(outline: &Outline, start: &Moment, lines: &mut Lines) {
    let stamp = outline.meta.last_changed().unwrap_or(start);
    lines.push("DTSTAMP", &instant(stamp.instant));
    if let Some(updated) = &outline.meta.updated {
        lines.push("LAST-MODIFIED", &instant(updated.instant));
    }
    let changes = outline.fields.list("changes").len();
    if changes > 0 {
        lines.push("SEQUENCE", &changes.to_string());
    }
}

/// Where something is, and whether it takes place. `page` is the URL of its page.
fn push_place(context: &RenderContext, node: Node, page: Option<String>, lines: &mut Lines) {
    let Some(calendar) = &context.kind(node).calendar else {
        return;
    };
    let online = link(context, node, calendar);
    if let Some(place) = place(context, node, calendar).or_else(|| online.clone()) {
        lines.push("LOCATION", &escaped(&place));
    }
    if let Some(url) = online.or(page) {
        lines.push("URL", &url);
    }
    let cancelled = calendar.cancelled.as_ref();
    let cancelled = cancelled.and_then(|field| node.outline().fields.flag(&field.name));
    let status = match cancelled {
        Some(true) => "CANCELLED",
        _ => "CONFIRMED",
    };
    lines.push("STATUS", status);
}

fn value<'n>(node: Node<'n>, field: Option<&FieldName>) -> Option<&'n Value> {
    node.outline().fields.get(&field?.name)
}

fn place(context: &RenderContext, node: Node, calendar: &Calendar) -> Option<String> {
    match value(node, calendar.location.as_ref())? {
        Value::Text(text) => Some(text.clone()),
        Value::Relation(reference) => {
            let place = context.relation(node, *reference)?;
            Some(context.site.graph.node(place).outline().words.title.clone())
        }
        _ => None,
    }
}

fn link(context: &RenderContext, node: Node, calendar: &Calendar) -> Option<String> {
    match value(node, calendar.url.as_ref())? {
        Value::Link(id) => {
            let href = node
                .links()
                .get(id.0 as usize)
                .map(|link| context.absolute(&link.href))?;
            // A line of a calendar ends at a line break, wherever it comes from.
            (!href.is_empty() && !href.contains(char::is_control)).then_some(href)
        }
        _ => None,
    }
}

/// A moment of a calendar.
#[derive(Debug, PartialEq)]
enum EventTime {
    /// A whole day.
    Day(Date),
    /// An instant.
    Instant(Timestamp),
}

/// The first moment and the one after the last. Both are days, or both are instants: a day that ends
/// something with a time of day lasts until midnight.
fn span(start: &Moment, end: Option<&Moment>) -> (EventTime, Option<EventTime>) {
    if !start.has_time {
        let end = end
            .filter(|end| end.day() >= start.day())
            .and_then(day_after);
        return (EventTime::Day(start.day()), end.map(EventTime::Day));
    }
    let end = end.and_then(|end| match end.has_time {
        true => Some(end.instant),
        false if end.day() > start.day() => Some(end.over()),
        false => None,
    });
    (
        EventTime::Instant(start.instant),
        end.filter(|end| *end > start.instant)
            .map(EventTime::Instant),
    )
}

fn day_after(moment: &Moment) -> Option<Date> {
    moment.day().tomorrow().ok()
}

fn instant(instant: Timestamp) -> String {
    instant.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Text with its meaning letters escaped; control characters have no place in it and become U+FFFD.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => {}
            c if is_forbidden(c) => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// The lines of a calendar, each folded where it would be too long.
#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    fn calendar(&mut self, name: Option<&str>) {
        self.push("BEGIN", "VCALENDAR");
        self.push("VERSION", "2.0");
        self.push("PRODID", "-//copublish//copublish//EN");
        if let Some(name) = name {
            self.push("X-WR-CALNAME", &escaped(name));
        }
    }

    fn end(mut self) -> String {
        self.push("END", "VCALENDAR");
        self.text
    }

    fn moment(&mut self, name: &str, when: &EventTime) {
        match when {
            EventTime::Day(day) => self.push(
                &format!("{name};VALUE=DATE"),
                &day.strftime("%Y%m%d").to_string(),
            ),
            EventTime::Instant(moment) => self.push(name, &instant(*moment)),
        }
    }

    /// Writes a line. One that goes on starts with a space, and no letter is cut in two.
    fn push(&mut self, name: &str, value: &str) {
        let mut length = 0;
        for c in name.chars().chain([':']).chain(value.chars()) {
            if length + c.len_utf8() > LINE {
                self.text.push_str("\r\n ");
                length = 1;
            }
            self.text.push(c);
            length += c.len_utf8();
        }
        self.text.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::date;

    fn spans(start: &str, end: &str) -> String {
        let zone = jiff::tz::TimeZone::get("Europe/London").unwrap();
        let read = |text: &str| date::read(text, &zone);
        let (start, end) = span(&read(start).unwrap(), read(end).as_ref());
        let mut lines = Lines::default();
        lines.moment("S", &start);
        end.iter().for_each(|end| lines.moment("E", end));
        lines.text.replace("\r\n", " ").trim_end().to_owned()
    }

    #[test]
    fn days_end_the_day_after_and_hours_are_in_utc() {
        for (start, end, expected) in [
            ("2012-06-29", "", "S;VALUE=DATE:20120629"),
            (
                "2012-06-29",
                "2012-06-29",
                "S;VALUE=DATE:20120629 E;VALUE=DATE:20120630",
            ),
            (
                "2012-12-31",
                "2013-01-01 10:00",
                "S;VALUE=DATE:20121231 E;VALUE=DATE:20130102",
            ),
            ("2012-06-29", "2012-06-01", "S;VALUE=DATE:20120629"),
            (
                "2012-06-29 10:00",
                "2012-06-29 12:30",
                "S:20120629T090000Z E:20120629T113000Z",
            ),
            ("2012-01-29 10:00", "", "S:20120129T100000Z"),
            ("2012-06-29 10:00", "2012-06-29", "S:20120629T090000Z"),
            (
                "2012-06-29 10:00",
                "2012-06-30",
                "S:20120629T090000Z E:20120630T230000Z",
            ),
            ("2012-06-29 10:00", "2012-06-29 09:00", "S:20120629T090000Z"),
            ("9999-12-31", "9999-12-31", "S;VALUE=DATE:99991231"),
        ] {
            assert_eq!(spans(start, end), expected, "{start} {end}");
        }
    }

    #[test]
    fn lines_are_folded_between_letters() {
        let text = "–é𝄞a".repeat(60);
        let mut lines = Lines::default();
        lines.push("SUMMARY", &text);
        assert!(lines.text.ends_with("\r\n"));
        assert!(
            lines.text.split("\r\n").all(|line| line.len() <= LINE),
            "{}",
            lines.text
        );
        assert_eq!(
            lines.text.replace("\r\n ", ""),
            format!("SUMMARY:{text}\r\n")
        );
        let mut short = Lines::default();
        short.push("A", &"b".repeat(LINE - 2));
        assert_eq!(short.text.len(), LINE + 2);
    }

    #[test]
    fn text_cannot_leave_its_line() {
        assert_eq!(
            escaped("a;b,c\\\r\nd\u{7}:\"e\""),
            "a\\;b\\,c\\\\\\nd\u{fffd}:\"e\""
        );
    }
}
