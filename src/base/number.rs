//! Numbers as people write them: decimal and exact, so that sums of money come out to the penny, and whole values that
//! hold a number can be compared.

use std::cmp::Ordering;
use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};

/// A number with the decimals that it was written with: `1250.50` has two. One of more than 28 figures is only as exact as
/// a floating-point number.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Number(Repr);

/// Two numbers are equal if they are written alike, so `1.5` and `1.50` differ.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Repr {
    /// Figures, and how many of them are decimals. [`Decimal`] can hold them.
    Exact { figures: i128, decimals: u32 },
    /// The bits of a floating-point number that is finite.
    Float(u64),
}

impl Number {
    /// Nothing.
    pub const ZERO: Number = Number(Repr::Exact {
        figures: 0,
        decimals: 0,
    });

    /// Reads figures with a decimal point, as programs write them: `-1250.50`, `1.2e3`.
    pub fn read(text: &str) -> Option<Number> {
        let float: f64 = text.parse().ok()?;
        exact(text).or_else(|| Number::from_float(float))
    }

    /// A floating-point number, as far as such a number is right: to 15 figures. What was reckoned with such numbers is
    /// without their noise then: `0.1 + 0.2` is 0.3. Nothing for what is not finite.
    pub fn from_f64(float: f64) -> Option<Number> {
        if !float.is_finite() {
            return None;
        }
        let number = exact(&format!("{float:.14e}")).map(Number::shortest);
        number.or_else(|| Number::from_float(float))
    }

    /// The number as the processor knows it: near enough to draw.
    pub fn get(self) -> f64 {
        match self.0 {
            Repr::Exact { .. } => self.to_string().parse().unwrap_or(0.0),
            Repr::Float(bits) => f64::from_bits(bits),
        }
    }

    /// The number if it is whole and exact.
    pub fn whole(self) -> Option<i128> {
        match self.shortest().0 {
            Repr::Exact {
                figures,
                decimals: 0,
            } => Some(figures),
            _ => None,
        }
    }

    /// True if a floating-point number says as much: if it has at most 15 figures.
    pub fn fits_float(self) -> bool {
        match self.shortest().0 {
            Repr::Exact { figures, .. } => figures.unsigned_abs() < 1_000_000_000_000_000,
            Repr::Float(_) => true,
        }
    }

    /// How many decimals it is written with.
    pub fn decimals(self) -> usize {
        match self.0 {
            Repr::Exact { decimals, .. } => usize::try_from(decimals).unwrap_or(0),
            Repr::Float(_) => 0,
        }
    }

    /// The same number without zeros at the end of its decimals.
    pub fn shortest(self) -> Number {
        self.with(|decimal| Some(decimal.normalize()))
    }

    /// The same number with so many decimals; half is rounded up, away from zero.
    pub fn with_decimals(self, decimals: usize) -> Number {
        let decimals = u32::try_from(decimals).unwrap_or(u32::MAX);
        self.with(|decimal| {
            let half_up = RoundingStrategy::MidpointAwayFromZero;
            let mut rounded = decimal.round_dp_with_strategy(decimals, half_up);
            // A number of many figures has no room for more zeros.
            rounded.rescale(decimals);
            Some(rounded)
        })
    }

    /// The sum, exact if both numbers are and it has no more than 28 figures.
    pub fn plus(self, other: Number) -> Number {
        self.and(other, Decimal::checked_add)
            .or_else(|| Number::from_f64(self.get() + other.get()))
            .unwrap_or(self)
    }

    /// How many per cent it is of a whole. Nothing if that is zero or less.
    pub fn percent_of(self, whole: Number) -> Option<Number> {
        if whole <= Number::ZERO {
            return None;
        }
        self.and(whole, percent)
            .or_else(|| Number::from_f64(self.get() / whole.get() * 100.0))
    }

    fn from_float(float: f64) -> Option<Number> {
        float
            .is_finite()
            .then_some(Number(Repr::Float(float.to_bits())))
    }

    fn decimal(self) -> Option<Decimal> {
        match self.0 {
            Repr::Exact { figures, decimals } => {
                Decimal::try_from_i128_with_scale(figures, decimals).ok()
            }
            Repr::Float(_) => None,
        }
    }

    fn with(self, change: impl FnOnce(Decimal) -> Option<Decimal>) -> Number {
        let changed = self.decimal().and_then(change);
        changed.map_or(self, Number::from)
    }

    fn and(
        self,
        other: Number,
        make: impl FnOnce(Decimal, Decimal) -> Option<Decimal>,
    ) -> Option<Number> {
        make(self.decimal()?, other.decimal()?).map(Number::from)
    }
}

fn percent(part: Decimal, whole: Decimal) -> Option<Decimal> {
    part.checked_div(whole)?.checked_mul(Decimal::ONE_HUNDRED)
}

/// Figures with a decimal point and a power of ten, if they are not too many. `Decimal` reads some forms that are no
/// numbers elsewhere, so a floating-point number has to be read from the same text.
fn exact(text: &str) -> Option<Number> {
    let (base, power) = match text.split_once(['e', 'E']) {
        Some((base, power)) => (base, power.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let base = Decimal::from_str_exact(base).ok()?;
    let decimals = i32::try_from(base.scale()).ok()?.checked_sub(power)?;
    let number = match u32::try_from(decimals) {
        Ok(decimals) => Decimal::try_from_i128_with_scale(base.mantissa(), decimals),
        Err(_) => {
            let zeros = 10_i128.checked_pow(decimals.unsigned_abs())?;
            Decimal::try_from_i128_with_scale(base.mantissa().checked_mul(zeros)?, 0)
        }
    };
    number.ok().map(Number::from)
}

impl From<Decimal> for Number {
    fn from(decimal: Decimal) -> Number {
        Number(Repr::Exact {
            figures: decimal.mantissa(),
            decimals: decimal.scale(),
        })
    }
}

impl From<i128> for Number {
    fn from(whole: i128) -> Number {
        match Decimal::try_from_i128_with_scale(whole, 0) {
            Ok(decimal) => decimal.into(),
            Err(_) => Number(Repr::Float((whole as f64).to_bits())),
        }
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Number) -> Ordering {
        let by_value = match (self.decimal(), other.decimal()) {
            (Some(one), Some(other)) => one.cmp(&other),
            _ => self.get().total_cmp(&other.get()),
        };
        by_value.then_with(|| self.decimals().cmp(&other.decimals()))
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Number) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.decimal() {
            Some(decimal) => decimal.fmt(formatter),
            None => self.get().fmt(formatter),
        }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::read(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn numbers_are_as_they_were_written() {
        for (text, shown) in [
            ("1250.50", "1250.50"),
            ("-3", "-3"),
            ("-0", "0"),
            (".5", "0.5"),
            ("5.", "5"),
            ("1.2E+03", "1200"),
            ("2e-3", "0.002"),
            ("9007199254740993", "9007199254740993"),
            (
                "1234567890123456789012345678",
                "1234567890123456789012345678",
            ),
            ("0.1234567890123456789", "0.1234567890123456789"),
        ] {
            assert_eq!(number(text).to_string(), shown, "{text}");
        }
        assert_eq!(number("1e300").get(), 1e300);
        assert_eq!(
            number("123456789012345678901234567890.5").get(),
            1.2345678901234568e29
        );
        for text in ["", "1_000", "e5", "inf", "NaN", "1e999", "1,5", "five"] {
            assert_eq!(Number::read(text), None, "{text}");
        }
    }

    #[test]
    fn sums_have_no_noise() {
        let amounts = ["1250.50", "26001.14", "0.1", "0.2"].map(number);
        let sum = amounts.into_iter().fold(Number::ZERO, Number::plus);
        assert_eq!(sum.to_string(), "27251.94");
        let floats = Number::from_f64(0.1 + 0.2).map(|sum| sum.to_string());
        assert_eq!(floats.as_deref(), Some("0.3"));
        let floats = Number::from_f64(26_001.140_000_000_003).map(|sum| sum.to_string());
        assert_eq!(floats.as_deref(), Some("26001.14"));
        let most = number("79228162514264337593543950335");
        assert_eq!(most.plus(most).get(), 1.5845632502852868e29);
    }

    #[test]
    fn half_is_rounded_up() {
        let rounded = |text: &str, decimals| number(text).with_decimals(decimals).to_string();
        assert_eq!(rounded("2.5", 0), "3");
        assert_eq!(rounded("-2.5", 0), "-3");
        assert_eq!(rounded("1.005", 2), "1.01");
        assert_eq!(rounded("1250.5", 2), "1250.50");
        assert_eq!(
            rounded("79228162514264337593543950335", 2),
            "79228162514264337593543950335"
        );
    }

    #[test]
    fn shares_are_of_something() {
        let share = |part: &str, whole: &str| {
            let share = number(part).percent_of(number(whole))?;
            Some(share.with_decimals(1).to_string())
        };
        assert_eq!(share("1", "3").as_deref(), Some("33.3"));
        assert_eq!(share("-1", "4").as_deref(), Some("-25.0"));
        assert_eq!(share("1e300", "4e300").as_deref(), Some("25.0"));
        assert_eq!(share("1", "0"), None);
        assert_eq!(share("1", "-2"), None);
    }

    #[test]
    fn order_is_that_of_values() {
        let mut numbers = [
            "10",
            "9.5",
            "-1e300",
            "9007199254740993",
            "9007199254740992",
            "1e40",
            "9.50",
        ]
        .map(number);
        numbers.sort();
        let shown = numbers.map(|number| format!("{:e}", number.get()));
        assert_eq!(numbers[4].to_string(), "9007199254740992");
        assert_eq!(numbers[1].to_string(), "9.5");
        assert_eq!((shown[0].as_str(), shown[6].as_str()), ("-1e300", "1e40"));
    }
}
