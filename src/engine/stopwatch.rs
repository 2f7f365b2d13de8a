//! Where the time of a build went. Measures only; nothing depends on it.

use std::time::{Duration, Instant};

/// Stages with the time each took.
pub type Laps = Vec<(&'static str, Duration)>;

/// The time since the start, cut into laps, one for each stage: together they are the whole.
pub struct Stopwatch {
    last: Instant,
    laps: Laps,
}

impl Stopwatch {
    /// A stopwatch that runs.
    pub fn start() -> Stopwatch {
        Stopwatch {
            last: Instant::now(),
            laps: Vec::new(),
        }
    }

    /// Ends a lap and names it.
    pub fn lap(&mut self, stage: &'static str) {
        let now = Instant::now();
        self.laps.push((stage, now - self.last));
        self.last = now;
    }

    /// The laps so far.
    pub fn laps(self) -> Laps {
        self.laps
    }
}
