//! What is what, above the chart: a sample of each series with its name, in their order, in pairs where
//! names are short.

use super::data::Data;
use super::svg::{Drawing, short};
use super::{LINE, WIDTH, key, label};

/// The width of a sample, and where the name behind it starts.
const SAMPLE: f64 = 30.0;
const START: f64 = SAMPLE + 8.0;

/// Adds a sample and a name for each series; nothing for a single one, whose name is the chart's.
pub(super) fn draw(
    drawing: &mut Drawing,
    data: &Data,
    sample: impl Fn(&mut Drawing, usize, (f64, f64)),
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
        let column = if at % columns == 0 { 0.0 } else { half };
        sample(drawing, at, (column, drawing.y));
        let lines = label::wrap(&series.name, WIDTH - START);
        let top = drawing.y;
        drawing.lines("label", column + START, &lines);
        drawing.y = top;
        if (at + 1) % columns == 0 || at + 1 == data.series.len() {
            drawing.y += LINE * lines.len().max(1) as f64 + 3.0;
        }
    }
    drawing.y += 8.0;
}

/// A sample of a series of bars.
pub(super) fn bar(drawing: &mut Drawing, series: usize, (x, y): (f64, f64)) {
    let how = key::bar(drawing, series);
    drawing.rect((x + 1.0, y + 3.0), (SAMPLE - 2.0, 14.0), &how);
}

/// A sample of a line.
pub(super) fn line(drawing: &mut Drawing, series: usize, (x, y): (f64, f64)) {
    let y = y + 10.0;
    let d = format!("M{} {}h{SAMPLE}", short(x), short(y));
    drawing.path(&key::line(series), &d);
    key::mark(drawing, series, (x + SAMPLE / 2.0, y));
}
