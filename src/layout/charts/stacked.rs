//! Bars made of parts: each row is one bar, each series a part of it. The numbers of the parts are beneath them or, if
//! not all have room there, in lines beneath the bar, each behind a sample of its part.

use super::bar::{BETWEEN, draw_name};
use super::data::{Data, Placed, Value};
use super::scale::{Range, Scale};
use super::svg::{Anchor, Drawing, Rect, Text, VALUE};
use super::{BASELINE, LINE, WIDTH, key, label, legend};

/// The height of a bar.
const BAR: f64 = 22.0;
/// Between the parts of a bar.
const GAP: f64 = 1.5;
/// The width of a sample before a number, and the room from one number to the next.
const SAMPLE: f64 = 14.0;
const BETWEEN_NUMBERS: f64 = 14.0;

/// A part of a bar: its series, its value, and where it is.
struct Part<'d> {
    series: usize,
    value: &'d Value,
    left: f64,
    wide: f64,
}

impl Part<'_> {
    fn number_width(&self) -> f64 {
        label::width_of_value(&self.value.text)
    }
}

/// Draws a bar for each row; parts below zero go the other way.
pub(super) fn draw(drawing: &mut Drawing, data: &Data) {
    key::patterns(drawing, data.series.len());
    legend::draw(drawing, data, legend::bar);
    let scale = scale(data);
    for (row, name) in data.rows.iter().enumerate() {
        draw_name(drawing, name);
        draw_row(drawing, data, row, &scale);
        drawing.y += BETWEEN;
    }
}

fn scale(data: &Data) -> Scale {
    let sums = (0..data.rows.len()).flat_map(|row| {
        let numbers = || data.values_of_row(row).map(|placed| placed.value.number);
        [
            numbers().filter(|number| *number > 0.0).sum(),
            numbers().filter(|number| *number < 0.0).sum(),
        ]
    });
    Scale::new(Range::with_zero(sums), Range::new(1.0, WIDTH - 1.0))
}

fn draw_row(drawing: &mut Drawing, data: &Data, row: usize, scale: &Scale) {
    let parts = parts(data, row, scale);
    let (top, zero) = (drawing.y, scale.at(0.0));
    for part in parts.iter().filter(|part| part.value.number != 0.0) {
        let how = key::bar(drawing, part.series);
        let rect = Rect {
            x: part.left,
            y: top,
            width: (part.wide - GAP).max(1.0),
            height: BAR,
        };
        drawing.rect(rect, &how);
    }
    if parts.is_empty() {
        draw_missing(drawing, data, zero);
    }
    drawing.y = top + BAR;
    match places_beneath(&parts) {
        Some(places) => draw_beneath(drawing, &parts, &places),
        None => draw_listed(drawing, parts),
    }
    drawing.axis(zero, Range::new(top - 2.0, top + BAR + 2.0));
}

/// The parts of a row, from left to right.
fn parts<'d>(data: &'d Data, row: usize, scale: &Scale) -> Vec<Part<'d>> {
    let (mut above, mut below) = (0.0, 0.0);
    let mut parts = Vec::new();
    for Placed { series, value, .. } in data.values_of_row(row) {
        let from: &mut f64 = if value.number < 0.0 {
            &mut below
        } else {
            &mut above
        };
        let (start, end) = (scale.at(*from), scale.at(*from + value.number));
        *from += value.number;
        parts.push(Part {
            series,
            value,
            left: start.min(end),
            wide: (end - start).abs(),
        });
    }
    parts.sort_by(|one, other| one.left.total_cmp(&other.left));
    parts
}

fn draw_missing(drawing: &mut Drawing, data: &Data, zero: f64) {
    let (x, anchor) = if zero < WIDTH / 2.0 {
        (zero + 4.0, Anchor::Start)
    } else {
        (zero - 4.0, Anchor::End)
    };
    drawing.text(&Text {
        class: "no-value",
        anchor,
        x,
        y: drawing.y + 16.0,
        text: &data.format.no_value(),
    });
}

/// Where the number of each part starts beneath it; `None` if not all have room there, as that of a part of zero has none.
fn places_beneath(parts: &[Part]) -> Option<Vec<f64>> {
    let mut free = 0.0;
    let mut places = Vec::new();
    for part in parts {
        let needed = part.number_width();
        let start = (part.left + (part.wide - needed) / 2.0).clamp(0.0, (WIDTH - needed).max(0.0));
        let is_drawn = part.value.number != 0.0;
        let fits = start >= free && needed <= part.wide + 16.0 && needed <= WIDTH;
        if !is_drawn || !fits {
            return None;
        }
        places.push(start);
        free = start + needed + 6.0;
    }
    Some(places)
}

fn draw_beneath(drawing: &mut Drawing, parts: &[Part], places: &[f64]) {
    for (part, start) in parts.iter().zip(places) {
        drawing.text(&Text {
            class: VALUE,
            anchor: Anchor::Middle,
            x: start + part.number_width() / 2.0,
            y: drawing.y + BASELINE,
            text: &part.value.text,
        });
    }
    drawing.y += LINE;
}

/// The numbers of a row in as many lines as they need, in the order of the series.
fn draw_listed(drawing: &mut Drawing, mut parts: Vec<Part>) {
    parts.sort_by_key(|part| part.series);
    let mut x = 0.0;
    drawing.y += 3.0;
    for part in parts {
        let wide = SAMPLE + 5.0 + part.number_width();
        if x > 0.0 && x + wide > WIDTH {
            x = 0.0;
            drawing.y += LINE;
        }
        let how = key::bar(drawing, part.series);
        let sample = Rect {
            x: x + 1.0,
            y: drawing.y + 4.0,
            width: SAMPLE - 2.0,
            height: 12.0,
        };
        drawing.rect(sample, &how);
        drawing.text(&Text {
            class: VALUE,
            anchor: Anchor::Start,
            x: x + SAMPLE + 5.0,
            y: drawing.y + BASELINE,
            text: &part.value.text,
        });
        x += wide + BETWEEN_NUMBERS;
    }
    drawing.y += LINE;
}
