//! What is what, above the chart: one line for each series, in their order.

use super::data::Data;
use super::svg::{Anchor, Drawing};
use super::{LINE, WIDTH, key, label};

/// The width of a sample, and the space behind it.
const SAMPLE: f64 = 30.0;

/// Adds a sample and a name for each series; nothing for a single one, whose name is the chart's.
pub(super) fn draw(drawing: &mut Drawing, data: &Data, sample: impl Fn(&mut Drawing, usize, f64)) {
    if data.series.len() < 2 {
        return;
    }
    let start = SAMPLE + 8.0;
    for (at, series) in data.series.iter().enumerate() {
        sample(drawing, at, drawing.y);
        for line in label::wrap(&series.name, WIDTH - start, 2) {
            drawing.text((start, drawing.y + 15.0), ("label", Anchor::Start), &line);
            drawing.y += LINE;
        }
        drawing.y += 3.0;
    }
    drawing.y += 8.0;
}

/// A sample of a series of bars.
pub(super) fn bar(drawing: &mut Drawing, series: usize, y: f64) {
    let how = key::bar(drawing, series);
    drawing.rect((1.0, y + 3.0), (SAMPLE - 2.0, 14.0), &how);
}

/// A sample of a line.
pub(super) fn line(drawing: &mut Drawing, series: usize, y: f64) {
    drawing.path(&key::line(series), &format!("M0 {0}H{SAMPLE}", super::svg::short(y + 10.0)));
    key::mark(drawing, series, (SAMPLE / 2.0, y + 10.0));
}
