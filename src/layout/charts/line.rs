//! Lines: how values go on from row to row. A missing value is a gap; every series has its own dashes
//! and marks.

use std::borrow::Borrow;

use super::data::{Data, Series};
use super::scale::{Scale, Ticks};
use super::svg::{Anchor, Drawing, short};
use super::{LINE, WIDTH, key, label, legend};

/// The height of the part with the lines.
const HEIGHT: f64 = 210.0;
/// Between the lines and the names, and between names.
const GAP: f64 = 7.0;
/// Room at the sides, for marks.
const INSET: f64 = 8.0;
/// Marks stand at least this far from one another.
const BETWEEN_MARKS: f64 = 13.0;
/// The widest name below the lines, and the widest number beside them.
const WIDEST: f64 = WIDTH * 0.3;

/// The part of the drawing that holds the lines.
struct Plot {
    across: Scale,
    up: Scale,
}

impl Plot {
    fn place(&self, row: usize, number: f64) -> (f64, f64) {
        (self.across.at(row as f64), self.up.at(number))
    }
}

/// Draws a line for each series.
pub(super) fn draw(drawing: &mut Drawing, data: &Data) {
    legend::draw(drawing, data, legend::line);
    let ticks = Ticks::around(range(data));
    let names: Vec<String> = ticks
        .values
        .iter()
        .map(|tick| name_of(*tick, ticks.decimals, data))
        .collect();
    let left = names
        .iter()
        .map(|name| label::width(name))
        .fold(0.0, f64::max)
        + 6.0;
    let top = drawing.y + 10.0;
    let up = Scale::new(ticks.range(), (top + HEIGHT, top));
    for (tick, name) in ticks.values.iter().zip(&names) {
        let y = up.at(*tick);
        drawing.text((left - 6.0, y + 5.0), ("tick", Anchor::End), name);
        drawing.line(
            if *tick == 0.0 { "axis" } else { "grid" },
            (left, y),
            (WIDTH, y),
        );
    }
    let last = data.rows.len().saturating_sub(1);
    let ends = (left + INSET, WIDTH - INSET);
    let middle = (ends.0 + ends.1) / 2.0;
    let ends = if last == 0 { (middle, middle) } else { ends };
    let plot = Plot {
        across: Scale::new((0.0, last as f64), ends),
        up,
    };
    // A line among others is known by its marks; one by itself shows them only where all fit.
    let crowded = (ends.1 - ends.0) / (last.max(1) as f64) < BETWEEN_MARKS;
    let marks = if crowded && data.series.len() == 1 {
        f64::INFINITY
    } else {
        BETWEEN_MARKS
    };
    for (at, series) in data.series.iter().enumerate() {
        draw_line(drawing, &plot, (at, series), marks);
    }
    drawing.y = top + HEIGHT + GAP;
    draw_names(drawing, data, &plot);
}

/// The least and the largest value; with zero, where that is not far.
fn range(data: &Data) -> (f64, f64) {
    let numbers = || data.values().map(|(_, _, value)| value.number);
    let (least, most) = (
        numbers().fold(f64::INFINITY, f64::min),
        numbers().fold(f64::NEG_INFINITY, f64::max),
    );
    if least > most {
        return (0.0, 0.0);
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
    (least, most)
}

/// A round number as it stands beside the lines: without its unit, where that is too long.
fn name_of(tick: f64, decimals: usize, data: &Data) -> String {
    let whole = data.format.number(tick, Some(decimals));
    let name = if label::width(&whole) > WIDEST {
        data.format.separators.write(tick, Some(decimals))
    } else {
        whole
    };
    label::fit(&name, WIDEST)
}

fn draw_line(drawing: &mut Drawing, plot: &Plot, (at, series): (usize, &Series), between: f64) {
    let place = |row: usize| {
        let value = series.values.get(row)?.as_ref()?;
        Some(plot.place(row, value.number))
    };
    let mut d = String::new();
    let mut marks = Vec::new();
    let mut free = if between.is_finite() {
        0.0
    } else {
        f64::INFINITY
    };
    for row in 0..series.values.len() {
        let Some((x, y)) = place(row) else { continue };
        let follows = row.checked_sub(1).and_then(place).is_some();
        let stands_alone = !follows && place(row + 1).is_none();
        d.push_str(&format!(
            "{}{} {}",
            if follows { "L" } else { "M" },
            short(x),
            short(y)
        ));
        if stands_alone || x >= free {
            marks.push((x, y));
            free = free.max(x + between);
        }
    }
    if d.contains('L') {
        drawing.path(&key::line(at), &d);
    }
    for place in marks {
        key::mark(drawing, at, place);
    }
}

/// A name beneath the lines, and where it starts.
struct Name {
    text: String,
    row: usize,
    start: f64,
    wide: f64,
}

/// The names of rows beneath: all of them on one line or, by turns, on two; where that is not enough
/// room, some of them in even steps.
fn draw_names(drawing: &mut Drawing, data: &Data, plot: &Plot) {
    let names = data.rows.iter().enumerate().map(|(row, name)| {
        let text = label::fit(name, WIDEST);
        let wide = label::width(&text);
        let start = (plot.across.at(row as f64) - wide / 2.0).clamp(0.0, WIDTH - wide);
        Name {
            text,
            row,
            start,
            wide,
        }
    });
    let names: Vec<Name> = names.filter(|name| !name.text.is_empty()).collect();
    let lines = [1, 2]
        .into_iter()
        .find(|lines| all_fit(&names, *lines))
        .unwrap_or(1);
    let top = drawing.y;
    let shown = if all_fit(&names, lines) {
        names
    } else {
        thinned(names)
    };
    for (at, name) in shown.iter().enumerate() {
        let x = plot.across.at(name.row as f64);
        let down = LINE * (at % lines) as f64;
        drawing.line("axis", (x, top - GAP), (x, top - GAP + 4.0 + down));
        drawing.text(
            (name.start + name.wide / 2.0, top + 15.0 + down),
            ("label", Anchor::Middle),
            &name.text,
        );
    }
    drawing.y += LINE * lines as f64 + 4.0;
}

/// Whether names touch nobody when they stand on so many lines by turns.
fn all_fit<N: Borrow<Name>>(names: &[N], lines: usize) -> bool {
    let end = |name: &Name| name.start + name.wide + GAP;
    let mut pairs = names.iter().zip(names.iter().skip(lines));
    pairs.all(|(name, next)| next.borrow().start >= end(name.borrow()))
}

/// Every second name, or third, or fourth: as many as fit one line, in even steps.
fn thinned(names: Vec<Name>) -> Vec<Name> {
    let fits = |step: &usize| {
        let kept: Vec<&Name> = names.iter().step_by(*step).collect();
        all_fit(&kept, 1)
    };
    let step = (2..names.len()).find(fits).unwrap_or(names.len().max(1));
    names.into_iter().step_by(step).collect()
}
