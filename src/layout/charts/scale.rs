//! Values to places, and the round numbers that stand beside them.

/// From one number to another, which may be the smaller one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Range {
    pub from: f64,
    pub to: f64,
}

impl Range {
    /// A range between two numbers.
    pub fn new(from: f64, to: f64) -> Range {
        Range { from, to }
    }

    /// From the least to the largest of some numbers and 0.
    pub fn with_zero(numbers: impl Iterator<Item = f64>) -> Range {
        numbers.fold(Range::new(0.0, 0.0), |range, number| {
            Range::new(range.from.min(number), range.to.max(number))
        })
    }

    fn length(self) -> f64 {
        self.to - self.from
    }

    /// A range that can be cut into steps: neither empty nor too thin for the numbers at its ends.
    fn with_room(self) -> Range {
        let size = self.from.abs().max(self.to.abs());
        if size == 0.0 {
            Range::new(0.0, 1.0)
        } else if self.length() < size * 1e-6 {
            Range::new(self.from.min(0.0), self.to.max(0.0))
        } else {
            self
        }
    }
}

/// From values to places along one axis.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    /// The values at both ends.
    values: Range,
    /// Their places.
    places: Range,
}

impl Scale {
    /// A scale; values that are all the same get some room.
    pub fn new(values: Range, places: Range) -> Scale {
        let Range { from, to } = values;
        let to = if to > from { to } else { from + 1.0 };
        Scale {
            values: Range { from, to },
            places,
        }
    }

    /// Where a value is; never beyond the ends.
    pub fn at(&self, value: f64) -> f64 {
        let share = ((value - self.values.from) / self.values.length()).clamp(0.0, 1.0);
        self.places.from + share * self.places.length()
    }
}

/// Round numbers over a range.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ticks {
    /// The numbers, from below the least value to above the largest.
    pub values: Vec<f64>,
    /// How many decimals tell them apart.
    pub decimals: usize,
}

/// About so many steps between numbers.
const STEPS: f64 = 4.0;

impl Ticks {
    /// The round numbers around a range.
    pub fn around(range: Range) -> Ticks {
        let range = range.with_room();
        let step = round_step(range.length() / STEPS);
        let last = (range.to / step - 1e-9).ceil();
        let mut values = Vec::new();
        let mut at = (range.from / step + 1e-9).floor();
        while at <= last {
            values.push(if at == 0.0 { 0.0 } else { at * step });
            at += 1.0;
        }
        let decimals = (-step.log10().floor()).clamp(0.0, 12.0);
        Ticks {
            values,
            decimals: decimals as usize,
        }
    }

    /// The numbers at both ends.
    pub fn range(&self) -> Range {
        Range {
            from: self.values.first().copied().unwrap_or(0.0),
            to: self.values.last().copied().unwrap_or(0.0),
        }
    }
}

/// 1, 2, 5 or 10 with a power of ten, not below `rough`.
fn round_step(rough: f64) -> f64 {
    let power = 10f64.powf(rough.log10().floor());
    let share = rough / power;
    let round = [1.0, 2.0, 5.0]
        .into_iter()
        .find(|round| share <= round + 1e-9)
        .unwrap_or(10.0);
    round * power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round() {
        let ticks = |from, to| Ticks::around(Range { from, to }).values;
        assert_eq!(ticks(0.0, 90_000.0), [0.0, 50_000.0, 100_000.0]);
        assert_eq!(ticks(0.0, 80.0), [0.0, 20.0, 40.0, 60.0, 80.0]);
        assert_eq!(ticks(-30.0, 45.0), [-40.0, -20.0, 0.0, 20.0, 40.0, 60.0]);
        assert_eq!(ticks(0.0, 0.0), [0.0, 0.5, 1.0]);
        assert_eq!(ticks(7.0, 7.0), [0.0, 2.0, 4.0, 6.0, 8.0]);
        assert_eq!(Ticks::around(Range::new(0.0, 0.02)).decimals, 3);
    }

    #[test]
    fn extremes_are_drawn_too() {
        for range in [
            Range::new(-1e300, 1e300),
            Range::new(1e-290, 3e-290),
            Range::new(0.0, 1e300),
            Range::new(1e15, 1e15 + 1.0),
            Range::new(-5e-290, 0.0),
        ] {
            let ticks = Ticks::around(range);
            assert!(
                (2..=12).contains(&ticks.values.len()),
                "{range:?} {ticks:?}"
            );
            assert!(
                ticks.values.iter().all(|tick| tick.is_finite()),
                "{range:?} {ticks:?}"
            );
            let scale = Scale::new(ticks.range(), Range::new(10.0, 300.0));
            assert!((10.0..=300.0).contains(&scale.at(range.to)));
        }
    }
}
