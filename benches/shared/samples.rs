//! Measurements of one thing, and where they lie.

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
        let lower = if sorted.len().is_multiple_of(2) {
            *sorted.get(half - 1)?
        } else {
            upper
        };
        Some([first, f64::midpoint(lower, upper), last])
    }
}
