//! What was measured: rows of samples for one generator at one size.

use std::collections::BTreeMap;
use std::time::Duration;

/// What a row of the table is about, in the order of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Row {
    Address,
    FirstPage,
    Body,
    BodyWork,
    Title,
    TitleWork,
    Template,
    TemplateWork,
    Style,
    StyleWork,
    MemoryAtFirst,
    MemoryAtEnd,
    MemoryMost,
}

/// In what a row is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Milliseconds,
    Megabytes,
}

impl Row {
    /// What the row is called.
    pub fn words(self) -> &'static str {
        match self {
            Row::Address => "start → address",
            Row::FirstPage => "start → first page",
            Row::Body => "body edit → new page",
            Row::Title => "title edit → new list",
            Row::Template => "template edit → new page",
            Row::Style => "CSS edit → new style sheet",
            Row::BodyWork | Row::TitleWork | Row::TemplateWork | Row::StyleWork => {
                "– without the wait for silence"
            }
            Row::MemoryAtFirst => "memory at the first page",
            Row::MemoryAtEnd => "memory at the end",
            Row::MemoryMost => "memory at most",
        }
    }

    /// In what it is counted.
    pub fn unit(self) -> Unit {
        match self {
            Row::MemoryAtFirst | Row::MemoryAtEnd | Row::MemoryMost => Unit::Megabytes,
            _ => Unit::Milliseconds,
        }
    }
}

/// Measurements of one thing.
#[derive(Clone, Debug, Default)]
pub struct Samples {
    values: Vec<f64>,
    /// What never came, in all the time there was.
    pub missed: usize,
}

impl Samples {
    /// Adds a measurement.
    pub fn add(&mut self, value: f64) {
        self.values.push(value);
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.values.len()
    }

    /// The smallest, the one in the middle, the largest; `None` where there are none.
    pub fn spread(&self) -> Option<[f64; 3]> {
        let mut sorted = self.values.clone();
        sorted.sort_by(f64::total_cmp);
        let (first, last) = (*sorted.first()?, *sorted.last()?);
        let half = sorted.len() / 2;
        let upper = *sorted.get(half)?;
        let lower = if sorted.len().is_multiple_of(2) { *sorted.get(half - 1)? } else { upper };
        Some([first, f64::midpoint(lower, upper), last])
    }
}

/// All that was measured of one generator at one size.
#[derive(Debug, Default)]
pub struct Figures {
    rows: BTreeMap<Row, Samples>,
    /// How many edits were seen by looking, before the page was told of them.
    pub untold: usize,
}

impl Figures {
    /// Adds a measurement to a row.
    pub fn add(&mut self, row: Row, value: f64) {
        self.rows.entry(row).or_default().add(value);
    }

    /// Adds a time to a row.
    pub fn add_time(&mut self, row: Row, time: Duration) {
        self.add(row, time.as_secs_f64() * 1000.0);
    }

    /// Takes note that something never came.
    pub fn miss(&mut self, row: Row) {
        self.rows.entry(row).or_default().missed += 1;
    }

    /// The measurements of a row.
    pub fn row(&self, row: Row) -> Option<&Samples> {
        self.rows.get(&row)
    }

    /// Rows that hold anything.
    pub fn rows(&self) -> impl Iterator<Item = Row> {
        self.rows.keys().copied()
    }
}
