//! The values of a table, by series: every column of numbers is one, every row a place on the chart.

use std::cmp::Ordering;

use tera::Value as View;

use super::MOST_SERIES;
use crate::base::Number;
use crate::layout::number::{Precision, Separators, is_long_unit, of_view};

/// What is drawn.
pub(super) struct Data {
    /// The names of the rows.
    pub rows: Vec<String>,
    /// The columns of numbers.
    pub series: Vec<Series>,
    /// How numbers and words are written.
    pub format: Format,
}

/// A column of numbers.
pub(super) struct Series {
    /// Its title.
    pub name: String,
    /// Its values, one for each row.
    pub values: Vec<Option<Value>>,
}

/// A number of the table.
#[derive(Clone, Debug)]
pub(super) struct Value {
    /// The number: finite, and no larger than can be drawn.
    pub number: f64,
    /// The number as it is shown.
    pub text: String,
}

/// A number with its place in the table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed<'d> {
    pub row: usize,
    pub series: usize,
    pub value: &'d Value,
}

impl Placed<'_> {
    pub fn by_number(&self, other: &Self) -> Ordering {
        self.value.number.total_cmp(&other.value.number)
    }
}

/// How numbers and words are written on a page.
pub(super) struct Format {
    pub separators: Separators,
    /// What is said with each number.
    pub unit: String,
    /// A unit that is too long for that: it is said once for all numbers.
    pub long_unit: String,
    /// The theme's words.
    pub words: View,
}

/// Beyond this, sums of values would not be finite.
const LARGEST: f64 = 1e300;
/// Below this, shares of values would not be.
const SMALLEST: f64 = 1e-290;

impl Format {
    /// How numbers of a unit are written. A unit of some length is said once, above them.
    pub fn new(separators: Separators, unit: &str, words: View) -> Format {
        let unit = unit.split_whitespace().collect::<Vec<_>>().join(" ");
        let (unit, long_unit) = if is_long_unit(&unit) {
            (String::new(), unit)
        } else {
            (unit, String::new())
        };
        Format {
            separators,
            unit,
            long_unit,
            words,
        }
    }

    /// A word of the theme, else its English.
    pub fn word(&self, name: &str, english: &str) -> String {
        let word = self.words.get_from_path(name).and_then(View::as_str);
        word.unwrap_or(english).to_owned()
    }

    /// What stands in the place of a missing value.
    pub fn no_value(&self) -> String {
        self.word("no_value", "no data")
    }
}

impl Data {
    /// Takes the values of a table: `columns` with `title`, `rows` of cells with `text`, `number`,
    /// `decimals` and `unit`.
    pub fn of(table: &View, mut format: Format) -> Result<Data, String> {
        let (Some(columns), Some(rows)) = (list(table, "columns"), list(table, "rows")) else {
            return Err("`chart` draws a table: a group with `columns` and `rows`".to_owned());
        };
        let titles = columns.get(1..).unwrap_or_default();
        check_number_of_series(titles.len())?;
        if format.unit.is_empty() && format.long_unit.is_empty() {
            format.unit = unit_of_all(rows);
        }
        let series = titles.iter().enumerate();
        let series = series.map(|(at, title)| Series {
            name: text(title, "title"),
            values: format.values(&column(rows, at + 1)),
        });
        Ok(Data {
            rows: rows.iter().map(row_name).collect(),
            series: series.collect(),
            format,
        })
    }

    /// All values, series by series.
    pub fn values(&self) -> impl Iterator<Item = Placed<'_>> {
        let series = 0..self.series.len();
        series.flat_map(move |series| {
            let rows = 0..self.series[series].values.len();
            rows.filter_map(move |row| self.value(row, series))
        })
    }

    /// The values of a row, in the order of the series.
    pub fn values_of_row(&self, row: usize) -> impl Iterator<Item = Placed<'_>> {
        let series = 0..self.series.len();
        series.filter_map(move |series| self.value(row, series))
    }

    fn value(&self, row: usize, series: usize) -> Option<Placed<'_>> {
        let value = self.series.get(series)?.values.get(row)?.as_ref()?;
        Some(Placed { row, series, value })
    }
}

fn check_number_of_series(found: usize) -> Result<(), String> {
    if found == 0 {
        return Err("`chart` needs a column of names and one of numbers".to_owned());
    }
    if found > MOST_SERIES {
        return Err(format!(
            "a chart can show {MOST_SERIES} columns of numbers, but this table has {found}"
        ));
    }
    Ok(())
}

fn column(rows: &[View], at: usize) -> Vec<Option<Quantity>> {
    let cells = rows.iter().map(|row| Quantity::new(cell(row, at)?));
    cells.collect()
}

fn row_name(row: &View) -> String {
    cell(row, 0).map_or_else(String::new, |cell| text(cell, "text"))
}

fn cell(row: &View, at: usize) -> Option<&View> {
    row.as_array()?.get(at)
}

fn list<'v>(view: &'v View, name: &'static str) -> Option<&'v [View]> {
    view.get_from_path(name).and_then(View::as_array)
}

fn text(view: &View, name: &str) -> String {
    view.get_from_path(name)
        .and_then(View::as_str)
        .unwrap_or_default()
        .trim()
        .to_owned()
}

/// The unit that all cells were written with, if it is one.
fn unit_of_all(rows: &[View]) -> String {
    let cells = rows
        .iter()
        .filter_map(View::as_array)
        .flat_map(|row| row.get(1..).unwrap_or_default());
    let numbers = cells.filter(|cell| cell.get_from_path("number").and_then(of_view).is_some());
    let mut units: Vec<String> = numbers.map(|cell| text(cell, "unit")).collect();
    units.dedup();
    match units.as_slice() {
        [unit] => unit.clone(),
        _ => String::new(),
    }
}

/// A number of a cell, as it was read.
struct Quantity {
    number: Number,
    decimals: Option<usize>,
    /// The unit that it was written with, if any.
    unit: String,
}

impl Quantity {
    fn new(cell: &View) -> Option<Quantity> {
        let number = of_view(cell.get_from_path("number")?)?;
        let decimals = cell.get_from_path("decimals").and_then(View::as_u64);
        Some(Quantity {
            number,
            decimals: decimals.and_then(|decimals| usize::try_from(decimals).ok()),
            unit: text(cell, "unit"),
        })
    }
}

impl Format {
    /// The values of a column.
    fn values(&self, column: &[Option<Quantity>]) -> Vec<Option<Value>> {
        let decimals = column.iter().flatten().map(|quantity| {
            let written = quantity.decimals.unwrap_or(0);
            written.max(quantity.number.shortest().decimals())
        });
        let most_decimals = decimals.max().unwrap_or(0);
        let value =
            |quantity: &Option<Quantity>| Some(self.value(quantity.as_ref()?, most_decimals));
        column.iter().map(value).collect()
    }

    fn value(&self, quantity: &Quantity, most_decimals: usize) -> Value {
        let number = quantity.number.get();
        // What its author wrote beside a number is more than what is said of all.
        let unit = if quantity.unit.is_empty() {
            &self.unit
        } else {
            &quantity.unit
        };
        let precision = Precision {
            decimals: quantity.decimals,
            most_decimals,
        };
        Value {
            number: if number.abs() < SMALLEST {
                0.0
            } else {
                number.clamp(-LARGEST, LARGEST)
            },
            text: self
                .separators
                .write_quantity(quantity.number, unit, precision),
        }
    }
}
