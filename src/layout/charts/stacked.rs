//! Bars made of parts: each row is one bar, each series a part of it. The number of a part stands
//! beneath it where there is room; the table beside the chart holds them all.

use super::bar::{BETWEEN, draw_name};
use super::data::{Data, Value};
use super::scale::Scale;
use super::svg::{Anchor, Drawing};
use super::{LINE, WIDTH, key, label, legend};

/// The height of a bar.
const BAR: f64 = 22.0;
/// Between the parts of a bar.
const GAP: f64 = 1.5;

/// Draws a bar for each row; parts below zero go the other way.
pub(super) fn draw(drawing: &mut Drawing, data: &Data) {
    key::patterns(drawing, data.series.len());
    legend::draw(drawing, data, legend::bar);
    let sums = (0..data.rows.len()).flat_map(|row| {
        let numbers = || parts(data, row).map(|(_, value)| value.number);
        [
            numbers().filter(|number| *number > 0.0).sum(),
            numbers().filter(|number| *number < 0.0).sum(),
        ]
    });
    let scale = Scale::new(Data::range_with_zero(sums), (1.0, WIDTH - 1.0));
    for (row, name) in data.rows.iter().enumerate() {
        draw_name(drawing, name);
        let top = drawing.y;
        draw_parts(drawing, data, row, &scale);
        let zero = scale.at(0.0);
        drawing.line("axis", (zero, top - 2.0), (zero, top + BAR + 2.0));
        drawing.y += BETWEEN;
    }
}

fn parts(data: &Data, row: usize) -> impl Iterator<Item = (usize, &Value)> {
    data.series
        .iter()
        .enumerate()
        .filter_map(move |(at, series)| Some((at, series.values.get(row)?.as_ref()?)))
}

fn draw_parts(drawing: &mut Drawing, data: &Data, row: usize, scale: &Scale) {
    let (top, baseline) = (drawing.y, drawing.y + BAR + 15.0);
    drawing.y += BAR + LINE;
    let (mut above, mut below) = (0.0, 0.0);
    let mut numbers: Vec<(f64, f64, &str)> = Vec::new();
    let mut any = false;
    for (at, value) in parts(data, row) {
        any = true;
        let from: &mut f64 = if value.number < 0.0 {
            &mut below
        } else {
            &mut above
        };
        let (start, end) = (scale.at(*from), scale.at(*from + value.number));
        *from += value.number;
        if value.number == 0.0 {
            continue;
        }
        let how = key::bar(drawing, at);
        let (left, wide) = (start.min(end), (end - start).abs());
        drawing.rect((left, top), ((wide - GAP).max(1.0), BAR), &how);
        numbers.push((left, wide, &value.text));
    }
    if !any {
        let zero = scale.at(0.0);
        let (x, anchor) = if zero < WIDTH / 2.0 {
            (zero + 4.0, Anchor::Start)
        } else {
            (zero - 4.0, Anchor::End)
        };
        let text = label::fit(&data.format.no_value(), WIDTH / 2.0 - 4.0);
        drawing.text((x, top + 16.0), ("no-value", anchor), &text);
    }
    draw_numbers(drawing, baseline, numbers);
}

/// The numbers beneath their parts; one that would touch another is left to the table.
fn draw_numbers(drawing: &mut Drawing, baseline: f64, mut numbers: Vec<(f64, f64, &str)>) {
    numbers.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut free = 0.0;
    for (left, wide, text) in numbers {
        let needed = label::width_of_value(text);
        if needed > WIDTH {
            continue;
        }
        let start = (left + (wide - needed) / 2.0).clamp(0.0, WIDTH - needed);
        if start >= free && needed <= wide + 16.0 {
            drawing.text(
                (start + needed / 2.0, baseline),
                ("value", Anchor::Middle),
                text,
            );
            free = start + needed + 6.0;
        }
    }
}
