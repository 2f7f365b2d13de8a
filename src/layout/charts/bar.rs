//! Bars that lie: each row has its name above and its numbers beside its bars, so that long names stay readable on a
//! narrow screen, and no number has to be guessed. Where the numbers are too long for that, each is above its bar.

use super::data::{Data, Value};
use super::scale::{Range, Scale};
use super::svg::{Anchor, Drawing, Point, Rect, Text, VALUE};
use super::{BASELINE, LINE, WIDTH, key, label, legend};

/// The height of a bar, and the way to the next one of its row.
const BAR: f64 = 17.0;
const NEXT: f64 = 20.0;
/// Between a bar and its value.
const GAP: f64 = 5.0;
/// The most room for values on both sides.
const MOST_ROOM: f64 = WIDTH / 2.0;
/// Between rows.
pub(super) const BETWEEN: f64 = 11.0;

/// Where numbers are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Numbers {
    /// At the ends of bars.
    Beside,
    /// Each on a line of its own above its bar.
    Above,
}

/// All bars of a chart.
struct Bars<'d> {
    data: &'d Data,
    scale: Scale,
    numbers: Numbers,
}

/// Draws bars, the series of a row beneath one another.
pub(super) fn draw(drawing: &mut Drawing, data: &Data) {
    key::patterns(drawing, data.series.len());
    legend::draw(drawing, data, legend::bar);
    let bars = Bars::new(data);
    for (row, name) in data.rows.iter().enumerate() {
        draw_name(drawing, name);
        let top = drawing.y;
        for (at, series) in data.series.iter().enumerate() {
            let value = series.values.get(row).and_then(Option::as_ref);
            match bars.numbers {
                Numbers::Beside => bars.draw_with_number_beside(drawing, at, value),
                Numbers::Above => bars.draw_with_number_above(drawing, at, value),
            }
        }
        if bars.numbers == Numbers::Beside {
            bars.draw_axis(drawing, top, drawing.y - NEXT + BAR);
        }
        drawing.y += BETWEEN;
    }
}

/// The name of a row.
pub(super) fn draw_name(drawing: &mut Drawing, name: &str) {
    drawing.lines("label", 0.0, &label::wrap(name, WIDTH - 2.0));
    drawing.y += 3.0;
}

impl<'d> Bars<'d> {
    fn new(data: &'d Data) -> Bars<'d> {
        let range = Range::with_zero(data.values().map(|placed| placed.value.number));
        let (left, right) = (widest(data, is_below_zero), widest(data, is_no_loss));
        let right = right.max(width_of_missing(data));
        let numbers = if left + right <= MOST_ROOM {
            Numbers::Beside
        } else {
            Numbers::Above
        };
        let places = match numbers {
            Numbers::Beside => Range::new(room(left), WIDTH - room(right)),
            Numbers::Above => Range::new(1.0, WIDTH - 1.0),
        };
        Bars {
            data,
            scale: Scale::new(range, places),
            numbers,
        }
    }

    fn draw_with_number_beside(&self, drawing: &mut Drawing, series: usize, value: Option<&Value>) {
        self.draw_bar(drawing, series, value);
        let end = self.scale.at(value.map_or(0.0, |value| value.number));
        let y = drawing.y + 14.5;
        self.draw_number(drawing, value, Point { x: end, y }, GAP);
        drawing.y += NEXT;
    }

    fn draw_with_number_above(&self, drawing: &mut Drawing, series: usize, value: Option<&Value>) {
        let y = drawing.y + BASELINE;
        let x = self.scale.at(0.0);
        self.draw_number(drawing, value, Point { x, y }, 0.0);
        drawing.y += LINE;
        if value.is_some() {
            self.draw_bar(drawing, series, value);
            self.draw_axis(drawing, drawing.y, drawing.y + BAR);
            drawing.y += NEXT + 2.0;
        }
    }

    fn draw_bar(&self, drawing: &mut Drawing, series: usize, value: Option<&Value>) {
        let Some(value) = value.filter(|value| value.number != 0.0) else {
            return;
        };
        let (zero, end) = (self.scale.at(0.0), self.scale.at(value.number));
        let how = key::bar(drawing, series);
        let rect = Rect {
            x: zero.min(end),
            y: drawing.y,
            width: (end - zero).abs().max(1.0),
            height: BAR,
        };
        drawing.rect(rect, &how);
    }

    /// The number of a bar, on the side to which the bar goes.
    fn draw_number(&self, drawing: &mut Drawing, value: Option<&Value>, at: Point, gap: f64) {
        let missing = self.data.format.no_value();
        let (class, text) = match value {
            Some(value) => (VALUE, &value.text),
            None => ("no-value", &missing),
        };
        let (anchor, x) = if value.is_some_and(is_below_zero) {
            (Anchor::End, at.x - gap)
        } else {
            (Anchor::Start, at.x + gap)
        };
        drawing.text(&Text {
            class,
            anchor,
            x,
            y: at.y,
            text,
        });
    }

    fn draw_axis(&self, drawing: &mut Drawing, top: f64, bottom: f64) {
        drawing.axis(self.scale.at(0.0), Range::new(top - 2.0, bottom + 2.0));
    }
}

fn is_below_zero(value: &Value) -> bool {
    value.number < 0.0
}

fn is_no_loss(value: &Value) -> bool {
    !is_below_zero(value)
}

/// The width of the widest number of some values.
fn widest(data: &Data, is_wanted: fn(&Value) -> bool) -> f64 {
    let values = data.values().map(|placed| placed.value);
    values
        .filter(|value| is_wanted(value))
        .map(|value| label::width_of_value(&value.text))
        .fold(0.0, f64::max)
}

/// The width of what is said where a value is missing, if one is.
fn width_of_missing(data: &Data) -> f64 {
    let mut values = data.series.iter().flat_map(|series| &series.values);
    if values.any(Option::is_none) {
        label::width(&data.format.no_value())
    } else {
        0.0
    }
}

/// The room for numbers on one side.
fn room(widest: f64) -> f64 {
    if widest > 0.0 { widest + GAP } else { 1.0 }
}
