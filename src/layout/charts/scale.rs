//! Values to places, and the round numbers that stand beside them.

/// From values to places along one axis.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    /// The values at both ends.
    values: (f64, f64),
    /// Their places.
    places: (f64, f64),
}

impl Scale {
    /// A scale; values that are all the same get room to stand in.
    pub fn new((least, most): (f64, f64), places: (f64, f64)) -> Scale {
        let most = if most > least { most } else { least + 1.0 };
        Scale {
            values: (least, most),
            places,
        }
    }

    /// Where a value stands; never beyond the ends.
    pub fn at(&self, value: f64) -> f64 {
        let (least, most) = self.values;
        let share = ((value - least) / (most - least)).clamp(0.0, 1.0);
        self.places.0 + share * (self.places.1 - self.places.0)
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
    pub fn around((least, most): (f64, f64)) -> Ticks {
        let (least, most) = with_room(least, most);
        let step = round_step((most - least) / STEPS);
        let (first, last) = ((least / step + 1e-9).floor(), (most / step - 1e-9).ceil());
        let mut values = Vec::new();
        let mut at = first;
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
    pub fn range(&self) -> (f64, f64) {
        let end = |value: Option<&f64>| value.copied().unwrap_or(0.0);
        (end(self.values.first()), end(self.values.last()))
    }
}

/// A range that can be cut into steps: neither empty nor too thin for the numbers at its ends.
fn with_room(least: f64, most: f64) -> (f64, f64) {
    let size = least.abs().max(most.abs());
    if size == 0.0 {
        (0.0, 1.0)
    } else if most - least < size * 1e-6 {
        (least.min(0.0), most.max(0.0))
    } else {
        (least, most)
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
        let ticks = |least, most| Ticks::around((least, most)).values;
        assert_eq!(ticks(0.0, 90_000.0), [0.0, 50_000.0, 100_000.0]);
        assert_eq!(ticks(0.0, 80.0), [0.0, 20.0, 40.0, 60.0, 80.0]);
        assert_eq!(ticks(-30.0, 45.0), [-40.0, -20.0, 0.0, 20.0, 40.0, 60.0]);
        assert_eq!(ticks(0.0, 0.0), [0.0, 0.5, 1.0]);
        assert_eq!(ticks(7.0, 7.0), [0.0, 2.0, 4.0, 6.0, 8.0]);
        assert_eq!(Ticks::around((0.0, 0.02)).decimals, 3);
    }

    #[test]
    fn extremes_are_drawn_too() {
        for range in [
            (-1e300, 1e300),
            (1e-290, 3e-290),
            (0.0, 1e300),
            (1e15, 1e15 + 1.0),
            (-5e-290, 0.0),
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
            let scale = Scale::new(ticks.range(), (10.0, 300.0));
            assert!((10.0..=300.0).contains(&scale.at(range.1)));
        }
    }
}
