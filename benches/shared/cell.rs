//! A cell of a table: numbers with as many digits as mean something.

use std::fmt::Write as _;

use super::samples::Samples;

/// In what a row is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Milliseconds,
    Megabytes,
}

/// `48 ms (41–66; 30)`: the median, the smallest and the largest, how many there are.
pub fn cell(samples: &Samples, unit: Unit) -> String {
    let Some([least, median, most]) = samples.spread() else {
        return "never seen".to_owned();
    };
    // All three in the unit that fits the middle.
    let (scale, unit) = match unit {
        Unit::Milliseconds if median >= 1000.0 => (1000.0, "s"),
        Unit::Milliseconds => (1.0, "ms"),
        Unit::Megabytes => (1.0, "MB"),
    };
    let mut text = format!("{} {unit}", digits(median / scale));
    if samples.count() > 1 {
        let _ = write!(
            text,
            " ({}–{}; {})",
            digits(least / scale),
            digits(most / scale),
            samples.count()
        );
    }
    if samples.missed > 0 {
        text.push_str(", then never seen");
    }
    text
}

/// As many digits as mean something.
pub fn digits(value: f64) -> String {
    if value >= 100.0 {
        format!("{value:.0}")
    } else if value >= 10.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.2}")
    }
}

/// A number with its thousands set apart.
pub fn thousands(number: usize) -> String {
    let text = number.to_string();
    let parts: Vec<&str> = text
        .as_bytes()
        .rchunks(3)
        .rev()
        .filter_map(|part| std::str::from_utf8(part).ok())
        .collect();
    parts.join(",")
}
