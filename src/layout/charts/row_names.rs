//! The names of rows beneath the lines of a chart: all of them on one level or, by turns, on two; where that is not
//! enough room, as many as have it. Each that is shown is whole.

use super::scale::Range;
use super::svg::{Anchor, Drawing, Text};
use super::{BASELINE, LINE, WIDTH, label};

/// Between the lines and the names, and between two names.
pub(super) const GAP: f64 = 7.0;
/// The widest line of a name, and of one that is a single word.
const WIDEST: f64 = WIDTH * 0.3;
const WIDEST_WORD: f64 = WIDTH * 0.5;

/// A name beneath the lines, and where it starts.
struct Name {
    lines: Vec<String>,
    /// Where its row is.
    x: f64,
    start: f64,
    wide: f64,
}

impl Name {
    fn new(text: &str, x: f64) -> Name {
        let words = text.split_whitespace().map(label::width);
        let most = words.fold(WIDEST, f64::max).min(WIDEST_WORD);
        let lines = label::wrap(text, most);
        let wide = label::widest(&lines);
        Name {
            lines,
            x,
            start: (x - wide / 2.0).clamp(0.0, WIDTH - wide),
            wide,
        }
    }

    fn end(&self) -> f64 {
        self.start + self.wide
    }

    /// True if a vertical line there would touch it.
    fn is_crossed_by(&self, x: f64) -> bool {
        self.start - 2.0 < x && x < self.end() + 2.0
    }
}

/// Draws the names of rows that are at these places; `order` are the rows from left to right.
pub(super) fn draw(drawing: &mut Drawing, rows: &[String], places: &[f64], order: &[usize]) {
    let name = |row: &usize| Some(Name::new(rows.get(*row)?, *places.get(*row)?));
    let mut names: Vec<Name> = order.iter().filter_map(name).collect();
    names.retain(|name| !name.lines.is_empty());
    let levels = if !fit_on_one(&names) && fit_on_two(&names) {
        2
    } else {
        1
    };
    if levels == 1 {
        names = with_room(names);
    }
    let most_lines = names.iter().map(|name| name.lines.len()).max();
    let height = LINE * most_lines.unwrap_or(1) as f64;
    let top = drawing.y;
    for (at, name) in names.iter().enumerate() {
        draw_name(drawing, name, top, height * (at % levels) as f64);
    }
    drawing.y = top + height * levels as f64 + 4.0;
}

fn draw_name(drawing: &mut Drawing, name: &Name, top: f64, down: f64) {
    let end = top - GAP + 4.0 + down;
    drawing.axis(name.x, Range::new(top - GAP, end));
    for (number, line) in name.lines.iter().enumerate() {
        drawing.text(&Text {
            class: "label",
            anchor: Anchor::Middle,
            x: name.start + name.wide / 2.0,
            y: top + BASELINE + down + LINE * number as f64,
            text: line,
        });
    }
}

fn fit_on_one(names: &[Name]) -> bool {
    names.windows(2).all(|pair| follows(&pair[0], &pair[1]))
}

/// Whether names touch nothing if every second one is on a second level, which a line leads to from its row.
fn fit_on_two(names: &[Name]) -> bool {
    let is_free = |at: usize| {
        let mut beside = names[at - 1..].iter().take(3).step_by(2);
        beside.all(|other| !other.is_crossed_by(names[at].x))
    };
    names.windows(3).all(|three| follows(&three[0], &three[2]))
        && (1..names.len()).step_by(2).all(is_free)
}

fn follows(name: &Name, next: &Name) -> bool {
    next.start >= name.end() + GAP
}

/// As many names as one level has room for: every second one, or third, or fourth, if rows are in even steps; else
/// each that does not touch the one before.
fn with_room(names: Vec<Name>) -> Vec<Name> {
    if fit_on_one(&names) {
        return names;
    }
    if are_even(&names) {
        let fits = |step: &usize| {
            let kept: Vec<&Name> = names.iter().step_by(*step).collect();
            kept.windows(2).all(|pair| follows(pair[0], pair[1]))
        };
        let step = (2..names.len()).find(fits).unwrap_or(names.len());
        return names.into_iter().step_by(step).collect();
    }
    let mut kept: Vec<Name> = Vec::new();
    for name in names {
        if kept.last().is_none_or(|last| follows(last, &name)) {
            kept.push(name);
        }
    }
    kept
}

fn are_even(names: &[Name]) -> bool {
    let gaps = || names.windows(2).map(|pair| pair[1].x - pair[0].x);
    let (least, most) = (
        gaps().fold(f64::INFINITY, f64::min),
        gaps().fold(0.0, f64::max),
    );
    most - least < 1.0
}
