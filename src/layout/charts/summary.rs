//! A chart in a sentence, for readers who do not see it: how many values, the least and the largest.

use super::data::{Data, Value};
use crate::layout::number::with_unit;

/// The sentence, in the words of the theme.
pub(super) fn sentence(data: &Data, ty: &str) -> String {
    let format = &data.format;
    let (word, english) = match ty {
        "line" => ("chart_line", "Line chart"),
        "stacked" => ("chart_stacked", "Stacked bar chart"),
        _ => ("chart_bar", "Bar chart"),
    };
    let chart = format.word(word, english);
    let mut values: Vec<(usize, usize, &Value)> = data.values().collect();
    let order = |one: &(usize, usize, &Value), other: &(usize, usize, &Value)| {
        one.2.number.total_cmp(&other.2.number)
    };
    // Among equals, the first ones in the order of the table are named.
    values.sort_by_key(|(row, series, _)| (*row, *series));
    let least = values.iter().copied().min_by(order);
    let most = values.iter().copied().rev().max_by(order);
    let (Some(least), Some(most)) = (least, most) else {
        return format
            .word("chart_empty", "{chart} without values")
            .replace("{chart}", &chart);
    };
    let (word, english) = if values.len() == 1 {
        ("chart_one", "{chart} with one value: {most} ({most_of})")
    } else {
        (
            "chart_values",
            "{chart} with {number} values, from {least} ({least_of}) to {most} ({most_of})",
        )
    };
    filled(
        &format.word(word, english),
        &[
            ("{chart}", &chart),
            (
                "{number}",
                &format
                    .separators
                    .write((values.len() as i128).into(), Some(0)),
            ),
            ("{least}", &with_unit(&least.2.text, &format.long_unit)),
            ("{least_of}", &name_of(data, least)),
            ("{most}", &with_unit(&most.2.text, &format.long_unit)),
            ("{most_of}", &name_of(data, most)),
        ],
    )
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
fn name_of(data: &Data, (row, series, _): (usize, usize, &Value)) -> String {
    let row = data.rows.get(row).map_or("", String::as_str);
    match data.series.get(series).filter(|_| data.series.len() > 1) {
        Some(series) => format!("{}, {row}", series.name),
        None => row.to_owned(),
    }
}
