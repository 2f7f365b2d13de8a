//! What was measured: rows of samples for one generator on one site.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::output::Output;
use crate::process::Taken;
use crate::shared::cell::Unit;
use crate::shared::generator::Generator;
use crate::shared::samples::Samples;
use crate::site::Shape;

/// What a row of the table is about, in the order of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Row {
    Clean,
    CleanCores,
    Floor,
    Again,
    Unchanged,
    UnchangedCores,
    Memory,
}

impl Row {
    /// What the row is called.
    pub fn words(self) -> &'static str {
        match self {
            Row::Clean => "clean build",
            Row::CleanCores | Row::UnchangedCores => "– time of all cores",
            Row::Floor => "– `cp -r` of what it made",
            Row::Again => "second build, into another folder",
            Row::Unchanged => "build with nothing changed",
            Row::Memory => "memory at most",
        }
    }

    /// In what it is counted.
    pub fn unit(self) -> Unit {
        if self == Row::Memory {
            Unit::Megabytes
        } else {
            Unit::Milliseconds
        }
    }
}

/// All that was measured of one generator on one site.
#[derive(Default)]
pub struct Figures {
    rows: BTreeMap<Row, Samples>,
    /// What its clean build made.
    pub output: Output,
    /// How long it was at work in all.
    pub spent: Duration,
}

impl Figures {
    /// Adds a run to the row of its time.
    pub fn add(&mut self, row: Row, taken: &Taken) {
        let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
        self.spent += taken.wall;
        self.push(row, milliseconds(taken.wall));
        let cores = match row {
            Row::Clean => Some(Row::CleanCores),
            Row::Unchanged => Some(Row::UnchangedCores),
            _ => None,
        };
        if let Some((row, time)) = cores.zip(taken.cpu) {
            self.push(row, milliseconds(time));
        }
        if let Some(memory) = taken.memory.filter(|_| row == Row::Clean) {
            self.push(Row::Memory, memory);
        }
    }

    fn push(&mut self, row: Row, value: f64) {
        self.rows.entry(row).or_default().add(value);
    }

    /// The measurements of a row.
    pub fn row(&self, row: Row) -> Option<&Samples> {
        self.rows.get(&row)
    }

    /// The one in the middle of a row.
    pub fn median(&self, row: Row) -> Option<f64> {
        let [_, median, _] = self.row(row)?.spread()?;
        Some(median)
    }

    /// Rows that hold anything.
    pub fn rows(&self) -> impl Iterator<Item = Row> {
        self.rows.keys().copied()
    }
}

/// One generator on one site: its figures, or why there are none.
pub struct Column {
    pub generator: Generator,
    pub name: String,
    pub figures: Result<Figures, String>,
}

/// All generators on one site.
pub struct Compared {
    pub shape: Shape,
    pub pages: usize,
    /// Bytes of the articles' files.
    pub source: u64,
    pub columns: Vec<Column>,
}

impl Compared {
    /// The middle of a row of a generator.
    pub fn median(&self, generator: Generator, row: Row) -> Option<f64> {
        let column = self
            .columns
            .iter()
            .find(|column| column.generator == generator)?;
        column.figures.as_ref().ok()?.median(row)
    }
}
