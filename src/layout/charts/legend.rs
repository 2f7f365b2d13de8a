//! What is what, above the chart: a sample of each series with its name, in their order, in pairs where
//! names are short.

use super::data::Data;
use super::svg::{Drawing, Point, Rect, short};
use super::{LINE, WIDTH, key, label};

/// The width of a sample, and where the name behind it starts.
const SAMPLE: f64 = 30.0;
const START: f64 = SAMPLE + 8.0;

/// Adds a sample and a name for each series; nothing for a single one, whose name is the chart's.
pub(super) fn draw(
    drawing: &mut Drawing,
    data: &Data,
    sample: impl Fn(&mut Drawing, usize, Point),
) {
    if data.series.len() < 2 {
        return;
    }
    let half = WIDTH / 2.0;
    let in_pairs = data
        .series
        .iter()
        .all(|series| label::width(&series.name) <= half - START);
    let columns = if in_pairs { 2 } else { 1 };
    for (at, series) in data.series.iter().enumerate() {
        let x = if at % columns == 0 { 0.0 } else { half };
        let top = drawing.y;
        sample(drawing, at, Point { x, y: top });
        let lines = label::wrap(&series.name, WIDTH - START);
        drawing.lines("label", x + START, &lines);
        drawing.y = top;
        if (at + 1) % columns == 0 || at + 1 == data.series.len() {
            drawing.y += LINE * lines.len().max(1) as f64 + 3.0;
        }
    }
    drawing.y += 8.0;
}

/// A sample of a series of bars.
pub(super) fn bar(drawing: &mut Drawing, series: usize, at: Point) {
    let how = key::bar(drawing, series);
    let rect = Rect {
        x: at.x + 1.0,
        y: at.y + 3.0,
        width: SAMPLE - 2.0,
        height: 14.0,
    };
    drawing.rect(rect, &how);
}

/// A sample of a line.
pub(super) fn line(drawing: &mut Drawing, series: usize, at: Point) {
    let y = at.y + 10.0;
    let d = format!("M{} {}h{SAMPLE}", short(at.x), short(y));
    drawing.path(&key::line(series), &d);
    let x = at.x + SAMPLE / 2.0;
    key::mark(drawing, series, Point { x, y });
}
