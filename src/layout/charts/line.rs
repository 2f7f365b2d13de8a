//! Lines: how values go on from row to row. A missing value is a gap; every series has its own dashes and marks.

use super::data::{Data, Series};
use super::row_names::GAP;
use super::row_places::RowPlaces;
use super::scale::{Range, Scale, Ticks};
use super::svg::{Anchor, Drawing, Point, Text, short};
use super::{LINE, WIDTH, key, label, legend, row_names};
use crate::base::Number;
use crate::layout::number::Precision;

/// The height of the part with the lines.
const HEIGHT: f64 = 210.0;
/// Room at the sides, for marks.
const INSET: f64 = 8.0;
/// Marks stand at least this far from one another.
const BETWEEN_MARKS: f64 = 13.0;
/// The most room for numbers beside the lines.
const MOST_ROOM: f64 = WIDTH * 0.45;
/// Between a number and the lines.
const BESIDE: f64 = 6.0;

/// The part of the drawing that holds the lines.
struct Plot {
    /// Where each row is, in the order of the table.
    across: Vec<f64>,
    /// The rows from left to right.
    order: Vec<usize>,
    up: Scale,
}

impl Plot {
    /// Where the value of the row at this step from the left is; `None` if there is none.
    fn place(&self, series: &Series, step: usize) -> Option<Point> {
        let row = *self.order.get(step)?;
        let value = series.values.get(row)?.as_ref()?;
        Some(Point {
            x: self.across.get(row).copied().unwrap_or(0.0),
            y: self.up.at(value.number),
        })
    }
}

/// Draws a line for each series.
pub(super) fn draw(drawing: &mut Drawing, data: &Data) {
    let ticks = TickNames::new(data);
    drawing.lines("unit", 0.0, &ticks.unit_above);
    legend::draw(drawing, data, legend::line);
    let top = drawing.y + if ticks.are_above() { LINE } else { 10.0 };
    let plot = Plot::new(data, &ticks, top);
    ticks.draw(drawing, &plot.up);
    let between = between_marks(data, &plot);
    for (at, series) in data.series.iter().enumerate() {
        draw_line(drawing, &plot, at, &Marked { series, between });
    }
    drawing.y = top + HEIGHT + GAP;
    row_names::draw(drawing, &data.rows, &plot.across, &plot.order);
}

impl Plot {
    fn new(data: &Data, ticks: &TickNames, top: f64) -> Plot {
        let rows = RowPlaces::new(&data.rows, &data.format.words);
        let ends = Range::new(ticks.room() + INSET, WIDTH - INSET);
        let middle = (ends.from + ends.to) / 2.0;
        let ends = if rows.len() < 2 {
            Range::new(middle, middle)
        } else {
            ends
        };
        let across = Scale::new(Range::new(0.0, 1.0), ends);
        Plot {
            across: rows.places.iter().map(|share| across.at(*share)).collect(),
            order: rows.order,
            up: Scale::new(ticks.ticks.range(), Range::new(top + HEIGHT, top)),
        }
    }
}

/// The round numbers beside the lines. If they are too long for that, their unit is said once above the chart; if that is
/// not enough, they are above the lines of the grid.
struct TickNames {
    ticks: Ticks,
    names: Vec<String>,
    unit_above: Vec<String>,
    widest: f64,
}

impl TickNames {
    fn new(data: &Data) -> TickNames {
        let ticks = Ticks::around(range(data));
        let format = &data.format;
        let precision = Precision {
            decimals: Some(ticks.decimals),
            most_decimals: ticks.decimals,
        };
        let names = |unit: &str| -> Vec<String> {
            let numbers = ticks
                .values
                .iter()
                .filter_map(|tick| Number::from_f64(*tick));
            let name = |number| format.separators.write_quantity(number, unit, precision);
            numbers.map(name).collect()
        };
        let mut shown = names(&format.unit);
        let mut unit_above = Vec::new();
        if label::widest(&shown) > MOST_ROOM {
            unit_above = label::wrap(&format.unit, WIDTH);
            shown = names("");
        }
        TickNames {
            widest: label::widest(&shown),
            ticks,
            names: shown,
            unit_above,
        }
    }

    fn are_above(&self) -> bool {
        self.widest > MOST_ROOM
    }

    /// The room at the left that belongs to them alone.
    fn room(&self) -> f64 {
        if self.are_above() {
            0.0
        } else {
            self.widest + BESIDE
        }
    }

    fn draw(&self, drawing: &mut Drawing, up: &Scale) {
        let left = self.room();
        for (tick, name) in self.ticks.values.iter().zip(&self.names) {
            let y = up.at(*tick);
            let (anchor, x, down) = if self.are_above() {
                (Anchor::Start, 0.0, -4.0)
            } else {
                (Anchor::End, self.widest, 5.0)
            };
            drawing.text(&Text {
                class: "tick",
                anchor,
                x,
                y: y + down,
                text: name,
            });
            let class = if *tick == 0.0 { "axis" } else { "grid" };
            drawing.line(class, Point { x: left, y }, Point { x: WIDTH, y });
        }
    }
}

/// The least and the largest value; with zero, where that is not far.
fn range(data: &Data) -> Range {
    let numbers = || data.values().map(|placed| placed.value.number);
    let (least, most) = (
        numbers().fold(f64::INFINITY, f64::min),
        numbers().fold(f64::NEG_INFINITY, f64::max),
    );
    if least > most {
        return Range::new(0.0, 0.0);
    }
    let least = if least > 0.0 && least < most * 0.6 {
        0.0
    } else {
        least
    };
    let most = if most < 0.0 && most > least * 0.6 {
        0.0
    } else {
        most
    };
    Range::new(least, most)
}

/// How far marks are apart at least. A line among others is known by its marks; one by itself shows them only if all
/// fit.
fn between_marks(data: &Data, plot: &Plot) -> f64 {
    let across = || plot.order.iter().filter_map(|row| plot.across.get(*row));
    let mut gaps = across().zip(across().skip(1)).map(|(one, next)| next - one);
    if data.series.len() == 1 && gaps.any(|gap| gap < BETWEEN_MARKS) {
        f64::INFINITY
    } else {
        BETWEEN_MARKS
    }
}

/// A series, and how far its marks are apart at least.
struct Marked<'s> {
    series: &'s Series,
    between: f64,
}

/// A point of a line.
struct Step {
    point: Point,
    /// The row before has a value too.
    follows: bool,
    /// Neither the row before nor the one after has a value.
    is_alone: bool,
}

impl Step {
    fn path(&self) -> String {
        let command = if self.follows { "L" } else { "M" };
        format!("{command}{} {}", short(self.point.x), short(self.point.y))
    }
}

impl Marked<'_> {
    fn steps(&self, plot: &Plot) -> Vec<Step> {
        let place = |step: usize| plot.place(self.series, step);
        let step = |at: usize| {
            let follows = at.checked_sub(1).and_then(place).is_some();
            Some(Step {
                point: place(at)?,
                follows,
                is_alone: !follows && place(at + 1).is_none(),
            })
        };
        (0..plot.order.len()).filter_map(step).collect()
    }
}

fn draw_line(drawing: &mut Drawing, plot: &Plot, at: usize, line: &Marked) {
    let steps = line.steps(plot);
    let d: String = steps.iter().map(Step::path).collect();
    if d.contains('L') {
        drawing.path(&key::line(at), &d);
    }
    let mut free = if line.between.is_finite() {
        0.0
    } else {
        f64::INFINITY
    };
    for step in steps {
        if step.is_alone || step.point.x >= free {
            key::mark(drawing, at, step.point);
            free = free.max(step.point.x + line.between);
        }
    }
}
