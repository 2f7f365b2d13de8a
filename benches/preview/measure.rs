//! What was measured: rows of samples for one generator at one size.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::shared::cell::Unit;
use crate::shared::samples::Samples;

/// What a row of the table is about, in the order of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Row {
    Url,
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

impl Row {
    /// What the row is called.
    pub fn words(self) -> &'static str {
        match self {
            Row::Url => "start → address",
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
