//! A chart in a sentence, for readers who do not see it: how many values, the least and the largest.

use super::data::{Data, Format, Placed};
use crate::layout::number::with_unit;

/// The sentence, in the words of the theme.
pub(super) fn sentence(data: &Data, ty: &str) -> String {
    let format = &data.format;
    let chart = name_of_chart(format, ty);
    let Some(Extremes {
        number,
        least,
        most,
    }) = Extremes::of(data)
    else {
        return format
            .word("chart_empty", "{chart} without values")
            .replace("{chart}", &chart);
    };
    let (word, english) = if number == 1 {
        ("chart_one", "{chart} with one value: {most} ({most_of})")
    } else {
        (
            "chart_values",
            "{chart} with {number} values, from {least} ({least_of}) to {most} ({most_of})",
        )
    };
    let number = format.separators.write((number as i128).into(), Some(0));
    let quantity = |placed: Placed| with_unit(&placed.value.text, &format.long_unit);
    filled(
        &format.word(word, english),
        &[
            ("{chart}", &chart),
            ("{number}", &number),
            ("{least}", &quantity(least)),
            ("{least_of}", &name_of(data, least)),
            ("{most}", &quantity(most)),
            ("{most_of}", &name_of(data, most)),
        ],
    )
}

fn name_of_chart(format: &Format, ty: &str) -> String {
    match ty {
        "line" => format.word("chart_line", "Line chart"),
        "stacked" => format.word("chart_stacked", "Stacked bar chart"),
        _ => format.word("chart_bar", "Bar chart"),
    }
}

/// How many values there are, and the first in the table of the least and of the largest.
struct Extremes<'d> {
    number: usize,
    least: Placed<'d>,
    most: Placed<'d>,
}

impl Extremes<'_> {
    fn of(data: &Data) -> Option<Extremes<'_>> {
        let mut values: Vec<Placed> = data.values().collect();
        values.sort_by_key(|placed| (placed.row, placed.series));
        Some(Extremes {
            number: values.len(),
            least: values.iter().copied().min_by(Placed::by_number)?,
            most: values.iter().copied().rev().max_by(Placed::by_number)?,
        })
    }
}

/// A sentence with its gaps filled, each once: what fills one is not looked at again.
fn filled(sentence: &str, words: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(sentence.len() * 2);
    let mut rest = sentence;
    while let Some(at) = rest.find('{') {
        let (before, gap) = rest.split_at(at);
        out.push_str(before);
        let word = words.iter().find(|(name, _)| gap.starts_with(name));
        let (name, word) = word.copied().unwrap_or(("{", "{"));
        out.push_str(word);
        rest = gap.get(name.len()..).unwrap_or("");
    }
    out + rest
}

/// The row of a value, with its series where there are several.
fn name_of(data: &Data, placed: Placed) -> String {
    let row = data.rows.get(placed.row).map_or("", String::as_str);
    match data.series.get(placed.series) {
        Some(series) if data.series.len() > 1 => format!("{}, {row}", series.name),
        _ => row.to_owned(),
    }
}
