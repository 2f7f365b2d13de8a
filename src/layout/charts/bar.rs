//! Bars that lie: each row has its name above and its value at the end, so that long names stay
//! readable on a narrow screen, and no number has to be guessed.

use super::data::{Data, Value};
use super::scale::Scale;
use super::svg::{Anchor, Drawing};
use super::{LINE, WIDTH, key, label, legend};

/// The height of a bar, and the way to the next one of its row.
const BAR: f64 = 17.0;
const NEXT: f64 = 20.0;
/// Between a bar and its value.
const GAP: f64 = 5.0;
/// The most room for values on each side.
const MOST_ROOM: f64 = WIDTH * 0.32;
/// Between rows.
pub(super) const BETWEEN: f64 = 11.0;

/// Draws bars, the series of a row beneath one another.
pub(super) fn draw(drawing: &mut Drawing, data: &Data) {
    key::patterns(drawing, data.series.len());
    legend::draw(drawing, data, legend::bar);
    let scale = scale(
        data,
        Data::range_with_zero(data.values().map(|(_, _, value)| value.number)),
    );
    for (row, name) in data.rows.iter().enumerate() {
        draw_name(drawing, name);
        let top = drawing.y;
        for (at, series) in data.series.iter().enumerate() {
            let value = series.values.get(row).and_then(Option::as_ref);
            draw_value(drawing, (data, &scale), at, value);
            drawing.y += NEXT;
        }
        let zero = scale.at(0.0);
        drawing.line(
            "axis",
            (zero, top - 2.0),
            (zero, drawing.y - NEXT + BAR + 2.0),
        );
        drawing.y += BETWEEN;
    }
}

/// The name of a row, in at most three lines.
pub(super) fn draw_name(drawing: &mut Drawing, name: &str) {
    for line in label::wrap(name, WIDTH - 2.0, 3) {
        drawing.text((0.0, drawing.y + 15.0), ("label", Anchor::Start), &line);
        drawing.y += LINE;
    }
    drawing.y += 3.0;
}

/// From values to places, with room for the numbers at the ends of bars.
pub(super) fn scale(data: &Data, range: (f64, f64)) -> Scale {
    let widest = |wanted: &dyn Fn(f64) -> bool| {
        let values = data.values().filter(|(_, _, value)| wanted(value.number));
        values
            .map(|(_, _, value)| label::width_of_value(&value.text))
            .fold(0.0, f64::max)
    };
    let missing = data
        .series
        .iter()
        .any(|series| series.values.iter().any(Option::is_none));
    let missing = if missing {
        label::width(&data.format.no_value())
    } else {
        0.0
    };
    let right = widest(&|number| number >= 0.0).max(missing);
    let left = widest(&|number| number < 0.0);
    let room = |wide: f64| {
        if wide > 0.0 {
            wide.min(MOST_ROOM) + GAP
        } else {
            1.0
        }
    };
    Scale::new(range, (room(left), WIDTH - room(right)))
}

fn draw_value(
    drawing: &mut Drawing,
    (data, scale): (&Data, &Scale),
    series: usize,
    value: Option<&Value>,
) {
    let (top, baseline) = (drawing.y, drawing.y + 14.5);
    let zero = scale.at(0.0);
    let Some(value) = value else {
        let text = label::fit(&data.format.no_value(), MOST_ROOM);
        return drawing.text((zero + GAP, baseline), ("no-value", Anchor::Start), &text);
    };
    let end = scale.at(value.number);
    let how = key::bar(drawing, series);
    if value.number != 0.0 {
        drawing.rect(
            (zero.min(end), top),
            ((end - zero).abs().max(1.0), BAR),
            &how,
        );
    }
    let text = label::fit(&value.text, MOST_ROOM / label::BOLD);
    if value.number < 0.0 {
        drawing.text((end - GAP, baseline), ("value", Anchor::End), &text);
    } else {
        drawing.text((end + GAP, baseline), ("value", Anchor::Start), &text);
    }
}
