//! Numbers as people write them: read from a cell, written with the separators of a language.

use tera::Value as View;

use crate::base::Number;
use crate::content::table::NumberStyle;

/// What stands between the digits of a number in a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Separators {
    /// Between thousands: `,`, `.`, a narrow space; may be empty.
    pub group: String,
    /// Before decimals.
    pub decimal: String,
}

/// A number as read from a cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Quantity {
    /// Its value.
    pub value: Number,
    /// The sign written with it: `£`, `%`; empty where there is none.
    pub unit: String,
}

/// The sign of negative numbers: as wide as a plus, and never taken for a hyphen.
const MINUS: char = '−';
/// From here on, numbers are only as exact as floating-point numbers.
const VAST: f64 = 7.9e28;
/// Below this, a number would be a row of zeros.
const TINY: f64 = 1e-9;
/// The most decimals shown.
const MOST_DECIMALS: usize = 12;

/// How precisely a number is written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Precision {
    /// How many decimals it has; as many as it needs if nothing is said.
    pub decimals: Option<usize>,
    /// How many the most precise of the numbers beside it has.
    pub most_decimals: usize,
}

impl Separators {
    /// Those of a theme's words, `number_group` and `number_decimal`; English ones where they say nothing.
    pub fn of(words: &View) -> Separators {
        let word = |name: &str, or: &str| {
            let word = words.get_from_path(name).and_then(View::as_str);
            word.unwrap_or(or).to_owned()
        };
        let decimal = Some(word("number_decimal", ".")).filter(|decimal| !decimal.is_empty());
        Separators {
            group: word("number_group", ","),
            decimal: decimal.unwrap_or_else(|| ".".to_owned()),
        }
    }

    /// Those of a table whose numbers are written in their own way.
    pub fn of_table(self, style: NumberStyle) -> Separators {
        let (group, decimal) = match style {
            NumberStyle::OfPage => return self,
            NumberStyle::DecimalComma => (".", ","),
            // No text contains it.
            NumberStyle::Unclear => ("", "\0"),
        };
        Separators {
            group: group.to_owned(),
            decimal: decimal.to_owned(),
        }
    }

    /// Reads a number; `None` where the text is none. A currency sign before it, a per cent sign or a
    /// currency sign behind it, and every usual sign of a negative number are understood.
    pub fn read(&self, text: &str) -> Option<Quantity> {
        let Parts {
            is_negative,
            unit,
            digits,
        } = Parts::of(text);
        let sign = if is_negative { "-" } else { "" };
        let value = Number::read(&format!("{sign}{}", self.digits(digits)?))?;
        let unit = unit.map(String::from).unwrap_or_default();
        Some(Quantity { value, unit })
    }

    /// Digits in groups, with decimals and a power of ten, as programs write them.
    fn digits(&self, text: &str) -> Option<String> {
        let (text, power) = match text.split_once(['e', 'E']) {
            Some((text, power)) => (text, power.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (whole, decimals) = text.split_once(self.decimal.as_str()).unwrap_or((text, ""));
        if !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let whole = self.without_groups(whole)?;
        if whole.is_empty() && decimals.is_empty() {
            return None;
        }
        Some(format!("0{whole}.{decimals}e{power}"))
    }

    /// Digits without what stands between their groups: three at the end, two or three before, since
    /// `1,00,000` is written too. `1,5` is no number in English.
    fn without_groups(&self, whole: &str) -> Option<String> {
        let is_gap = |c: char| {
            self.group.starts_with(c)
                || matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’')
        };
        let groups: Vec<&str> = whole.split(is_gap).collect();
        let all_digits = groups
            .iter()
            .all(|group| group.bytes().all(|byte| byte.is_ascii_digit()));
        let fit = match groups.as_slice() {
            [_] | [] => true,
            [first, between @ .., last] => {
                (1..=3).contains(&first.len())
                    && between.iter().all(|group| matches!(group.len(), 2 | 3))
                    && last.len() == 3
            }
        };
        (all_digits && fit).then(|| groups.concat())
    }

    /// Writes a number with so many decimals, or as many as it needs. One of more figures than [`Number`] holds, or so small
    /// that it would be a row of zeros, is written with a power of ten.
    pub fn write(&self, number: Number, decimals: Option<usize>) -> String {
        let value = number.get();
        let size = value.abs();
        if size >= VAST || (size != 0.0 && size < TINY) {
            let power = format!("{value:e}");
            return power.replace('.', &self.decimal).replace('-', "−");
        }
        let rounded = match decimals {
            Some(decimals) => number.with_decimals(decimals.min(MOST_DECIMALS)),
            None => number.with_decimals(MOST_DECIMALS).shortest(),
        };
        self.write_digits(&rounded.to_string())
    }

    /// Writes the figures of a number as readers expect them. What was rounded to zero has no sign.
    fn write_digits(&self, figures: &str) -> String {
        let digits = figures.trim_start_matches('-');
        let is_zero = digits.bytes().all(|byte| matches!(byte, b'0' | b'.'));
        let is_negative = figures.starts_with('-') && !is_zero;
        let sign = if is_negative { "−" } else { "" };
        match digits.split_once('.') {
            Some((whole, decimals)) if !decimals.is_empty() => {
                format!("{sign}{}{}{decimals}", self.grouped(whole), self.decimal)
            }
            Some((whole, _)) => format!("{sign}{}", self.grouped(whole)),
            None => format!("{sign}{}", self.grouped(digits)),
        }
    }

    /// Writes a number as readers expect it of its unit. Amounts of money that are not all whole have two decimals, or as
    /// many as the most precise one beside them, which has `most_decimals`. Other numbers have `decimals`, or as many as
    /// they need.
    pub fn write_quantity(&self, number: Number, unit: &str, precision: Precision) -> String {
        let most = precision.most_decimals.max(number.shortest().decimals());
        let decimals = if is_money(unit) && most > 0 {
            Some(most.max(2))
        } else {
            precision.decimals
        };
        with_unit(&self.write(number, decimals), unit)
    }

    fn grouped(&self, whole: &str) -> String {
        let mut out = String::with_capacity(whole.len() * 4 / 3 + 1);
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                out.push_str(&self.group);
            }
            out.push(digit);
        }
        out
    }
}

/// What a written quantity consists of.
struct Parts<'t> {
    is_negative: bool,
    /// A currency, or a per cent sign.
    unit: Option<char>,
    digits: &'t str,
}

impl<'t> Parts<'t> {
    fn of(text: &'t str) -> Parts<'t> {
        let text = text.trim();
        let in_brackets = text
            .strip_prefix('(')
            .and_then(|rest| rest.strip_suffix(')'));
        let mut parts = Parts {
            is_negative: in_brackets.is_some(),
            unit: None,
            digits: in_brackets.unwrap_or(text).trim(),
        };
        // The sign is before the currency or after it, each once.
        for _ in 0..2 {
            parts.take_minus();
            parts.take_currency();
        }
        if !parts.is_negative {
            parts.digits = parts.digits.strip_prefix('+').unwrap_or(parts.digits);
        }
        parts.take_unit_at_end();
        parts
    }

    fn take_minus(&mut self) {
        if !self.is_negative
            && let Some(rest) = self.digits.strip_prefix(is_minus)
        {
            self.is_negative = true;
            self.digits = rest.trim_start();
        }
    }

    fn take_currency(&mut self) {
        if self.unit.is_none()
            && let Some(first) = self.digits.chars().next()
            && is_currency(first)
        {
            self.unit = Some(first);
            self.digits = self.digits[first.len_utf8()..].trim_start();
        }
    }

    fn take_unit_at_end(&mut self) {
        if self.unit.is_none()
            && let Some(last) = self.digits.chars().last()
            && (last == '%' || is_currency(last))
        {
            self.unit = Some(last);
            self.digits = self.digits[..self.digits.len() - last.len_utf8()].trim_end();
        }
    }
}

/// A number with its unit: a currency before it, a per cent sign right behind it, words with a space. A unit may be both:
/// `£ million` is `£12.5 million`, `£m` is `£12.5m`, `US$` is `US$5`.
pub(super) fn with_unit(number: &str, unit: &str) -> String {
    let (before, behind) = unit.split_at(end_of_currency(unit));
    let (sign, digits) = match number.strip_prefix(MINUS) {
        Some(digits) if !before.is_empty() => (number.get(..MINUS.len_utf8()), digits),
        _ => (None, number),
    };
    let gap = match behind.chars().next() {
        Some(c) if before.is_empty() && !matches!(c, '%' | '‰' | '°') => "\u{a0}",
        Some(c) if c.is_whitespace() => "\u{a0}",
        _ => "",
    };
    let sign = sign.unwrap_or_default();
    format!("{sign}{before}{digits}{gap}{}", behind.trim_start())
}

/// Where what a unit says before its number ends: its first currency sign, with the capital letters before that.
fn end_of_currency(unit: &str) -> usize {
    let rest = unit.trim_start_matches(|c: char| c.is_ascii_uppercase());
    match rest.chars().next() {
        Some(c) if is_currency(c) => unit.len() - rest.len() + c.len_utf8(),
        _ => 0,
    }
}

/// True for a unit that is said once for all numbers rather than with each.
pub(super) fn is_long_unit(unit: &str) -> bool {
    unit.chars().count() > LONGEST_UNIT
}

/// The most letters of a unit that are said with each number: `£ thousand`, `per person`.
const LONGEST_UNIT: usize = 10;

/// True for a unit that is a currency and nothing else: `£`, `US$`, not `£ million`.
pub(super) fn is_money(unit: &str) -> bool {
    !unit.is_empty() && end_of_currency(unit) == unit.len()
}

/// The number that a template holds. One that floating-point numbers cannot hold is a text there.
pub(super) fn of_view(view: &View) -> Option<Number> {
    if let Some(whole) = view.as_i128() {
        return Some(whole.into());
    }
    match view.as_str() {
        Some(text) => Number::read(text),
        None => Number::from_f64(view.as_f64()?),
    }
}

/// A number for templates, without loss: a whole number, a floating-point number if that says as much, else a text.
pub(super) fn to_view(number: Number) -> View {
    match number.whole() {
        Some(whole) => i64::try_from(whole).map_or_else(|_| whole.into(), View::from),
        None if number.fits_float() => number.get().into(),
        None => number.to_string().into(),
    }
}

/// True for what stands alone in a cell without a value.
pub(super) fn says_nothing(text: &str) -> bool {
    matches!(text.trim(), "" | "-" | "–" | "—" | "−" | "…" | "..")
}

fn is_minus(c: char) -> bool {
    matches!(c, '-' | '−' | '–' | '‐' | '‑')
}

fn is_currency(c: char) -> bool {
    matches!(c, '£' | '$' | '€' | '¥' | '¢' | '\u{20a0}'..='\u{20cf}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn english() -> Separators {
        Separators {
            group: ",".to_owned(),
            decimal: ".".to_owned(),
        }
    }

    #[test]
    fn reads_numbers_as_people_write_them() {
        let read = |text: &str| {
            english().read(text).map(|number| {
                let (value, decimals) = (number.value.shortest(), number.value.decimals());
                format!("{value} {decimals} {}", number.unit)
            })
        };
        for (text, number) in [
            ("90000", "90000 0 "),
            ("1,250", "1250 0 "),
            ("£1,250.50", "1250.5 2 £"),
            ("-£5", "-5 0 £"),
            ("£ -5", "-5 0 £"),
            ("(1,250)", "-1250 0 "),
            ("(£3)", "-3 0 £"),
            ("−4", "-4 0 "),
            ("– 4", "-4 0 "),
            ("12.5 %", "12.5 1 %"),
            ("5 €", "5 0 €"),
            ("+7", "7 0 "),
            ("1 250 000", "1250000 0 "),
            ("1,00,000", "100000 0 "),
            (".5", "0.5 1 "),
            ("-0", "0 0 "),
            ("1.2E+03", "1200 0 "),
            ("2e-3", "0.002 3 "),
        ] {
            assert_eq!(read(text).as_deref(), Some(number), "{text}");
        }
        for text in [
            "about 5", "£1.2m", "1,5", "1.2.3", "", "-", "(", "--5", "1e999", "12,34", "n/a",
            "££5", "e5", "∞",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn other_languages_have_other_separators() {
        let german = Separators {
            group: ".".to_owned(),
            decimal: ",".to_owned(),
        };
        assert_eq!(
            german.read("1.250,5").map(|number| number.value.get()),
            Some(1250.5)
        );
        assert_eq!(german.read("1.25"), None);
        let number = german.read("-1.234.567,5").unwrap().value;
        assert_eq!(german.write(number, Some(2)), "−1.234.567,50");
    }

    #[test]
    fn writes_what_fits_a_page() {
        let write = |text: &str| english().write(Number::read(text).unwrap(), None);
        for (text, shown) in [
            ("0", "0"),
            ("-0.0", "0"),
            ("999", "999"),
            ("1000", "1,000"),
            ("-1234.50", "−1,234.5"),
            ("1e15", "1,000,000,000,000,000"),
            ("9007199254740993", "9,007,199,254,740,993"),
            ("0.1234567890126", "0.123456789013"),
            ("-2.5e-10", "−2.5e−10"),
            ("-1e300", "−1e300"),
        ] {
            assert_eq!(write(text), shown);
        }
        let small = Number::read("-0.001").unwrap();
        assert_eq!(english().write(small, Some(2)), "0.00");
    }

    #[test]
    fn money_is_as_precise_as_the_amounts_beside_it() {
        let write = |text: &str, unit: &str, most_decimals: usize| {
            let precision = Precision {
                decimals: None,
                most_decimals,
            };
            english().write_quantity(Number::read(text).unwrap(), unit, precision)
        };
        assert_eq!(write("1250.5", "£", 0), "£1,250.50");
        assert_eq!(write("1250", "£", 0), "£1,250");
        assert_eq!(write("1250", "£", 1), "£1,250.00");
        assert_eq!(write("1250.125", "£", 0), "£1,250.125");
        assert_eq!(write("1.5", "£ million", 0), "£1.5\u{a0}million");
        assert_eq!(write("5", "people", 2), "5\u{a0}people");
    }

    #[test]
    fn templates_hold_numbers_without_loss() {
        for text in [
            "5",
            "-1250.5",
            "9007199254740993",
            "90071992547409.93",
            "1e300",
        ] {
            let number = Number::read(text).unwrap();
            let back = of_view(&to_view(number)).map(Number::shortest);
            assert_eq!(back, Some(number.shortest()), "{text}");
        }
    }

    #[test]
    fn units_stand_where_readers_look_for_them() {
        for (unit, shown) in [
            ("£", "−£5"),
            ("US$", "−US$5"),
            ("£m", "−£5m"),
            ("£ million", "−£5\u{a0}million"),
            ("%", "−5%"),
            ("people", "−5\u{a0}people"),
            ("EUR", "−5\u{a0}EUR"),
            ("", "−5"),
        ] {
            assert_eq!(with_unit("−5", unit), shown);
        }
    }
}
