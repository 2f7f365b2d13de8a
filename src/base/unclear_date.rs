//! Why a text that looks like a date is not one, with what to write. Reads no date.

use jiff::civil::Date;

use super::date::{MONTHS, digits};
use super::english::capitalised;
use super::informal_date::iso;

/// What to write in place of a text that is not a date; `None` if nothing more is known than how dates are written.
pub fn advice(text: &str) -> Option<String> {
    if let Some(iso) = iso(text).or_else(|| with_clock(text)) {
        return Some(format!("write `{iso}`"));
    }
    let words = text.split(|c: char| c.is_whitespace() || ",./-".contains(c));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        [year] => Some(with_day(year_of(year)?, 1)),
        [one, other] => match (year_of(one), year_of(other)) {
            (Some(year), None) => Some(with_day(year, month_of(other)?)),
            (None, Some(year)) => Some(with_day(year, month_of(one)?)),
            _ => None,
        },
        [first, second, third] => of_three(first, second, third),
        _ => None,
    }
}

/// `2012-08-02 at 2pm`, `2 August 2012, 14.05`, `2012-08-02 2:05 p.m.`
fn with_clock(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let lower = lower.replace("p.m.", "pm").replace("a.m.", "am");
    let words = lower.split(|c: char| c.is_whitespace() || c == ',');
    let mut words: Vec<&str> = words
        .filter(|word| !word.is_empty() && *word != "at")
        .collect();
    let mut time = words.pop()?.to_owned();
    if matches!(time.as_str(), "am" | "pm" | "h" | "uhr") {
        time.insert_str(0, words.pop()?);
    }
    let day = iso(&words.join(" "))?;
    Some(format!("{day} {}", clock(&time)?))
}

/// `14.05`, `2pm` and `2:05pm` with 24 hours and a colon.
fn clock(time: &str) -> Option<String> {
    let plain = time.trim_end_matches(|c: char| c.is_alphabetic());
    let half = &time[plain.len()..];
    let (hour, minute) = plain.split_once(['.', ':']).unwrap_or((plain, "00"));
    let (hour, minute) = (digits(hour)?, digits(minute)?);
    let hour = match half {
        "" if plain.contains(['.', ':']) => hour,
        "h" | "uhr" => hour,
        "am" if (1..=12).contains(&hour) => hour % 12,
        "pm" if (1..=12).contains(&hour) => hour % 12 + 12,
        _ => return None,
    };
    let is_time = (0..24).contains(&hour) && (0..60).contains(&minute);
    is_time.then(|| format!("{hour:02}:{minute:02}"))
}

fn with_day(year: i16, month: i8) -> String {
    format!("write the day too, such as `{year}-{month:02}-01`")
}

fn of_three(first: &str, second: &str, third: &str) -> Option<String> {
    if let Some(year) = year_of(first) {
        return impossible(year, month_of(second)?, day_of(third)?);
    }
    let Some(year) = year_of(third) else {
        let is_short = third.len() == 2 && month_of(second).is_some();
        return is_short.then(|| "write the year in four figures, as in `2012-08-02`".to_owned());
    };
    match (day_of(first), month_of(second)) {
        (Some(day), Some(month)) => {
            impossible(year, month, day).or_else(|| two_days(year, month, day))
        }
        _ => impossible(year, month_of(first)?, day_of(second)?),
    }
}

/// `3/4/2012` is 3 April in one country and 4 March in another.
fn two_days(year: i16, month: i8, day: i8) -> Option<String> {
    let one = Date::new(year, month, day).ok()?;
    let other = Date::new(year, day, month).ok()?;
    Some(format!("this may be two days: write `{one}` or `{other}`"))
}

/// Says that a month does not have so many days.
fn impossible(year: i16, month: i8, day: i8) -> Option<String> {
    let first = Date::new(year, month, 1).ok()?;
    let days = first.days_in_month();
    let name = capitalised(MONTHS.get(usize::try_from(month - 1).ok()?)?);
    (day > days).then(|| {
        let last = first.last_of_month();
        format!("{name} {year} has {days} days: write `{last}` or the day that is meant")
    })
}

fn year_of(word: &str) -> Option<i16> {
    let year = digits(word)?;
    (word.len() == 4 && (1900..2200).contains(&year)).then_some(year)
}

/// A month by its number or its name.
fn month_of(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    let named = |name: &&str| word.len() >= 3 && name.starts_with(&word);
    match MONTHS.iter().position(named) {
        Some(at) => i8::try_from(at + 1).ok(),
        None => day_of(&word).filter(|month| *month <= 12),
    }
}

fn day_of(word: &str) -> Option<i8> {
    let word = word.trim_end_matches(|c: char| c.is_alphabetic());
    let day = i8::try_from(digits(word)?).ok()?;
    (1..=31).contains(&day).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_is_named() {
        for (text, said) in [
            ("31/12/2012", "write `2012-12-31`"),
            ("2012-08-02 at 10am", "write `2012-08-02 10:00`"),
            ("2 August 2012, 14.05", "write `2012-08-02 14:05`"),
            ("2012-08-02 12 p.m.", "write `2012-08-02 12:00`"),
            ("2012-08-02 12:30am", "write `2012-08-02 00:30`"),
            ("2012", "write the day too, such as `2012-01-01`"),
            ("2012-08", "write the day too, such as `2012-08-01`"),
            ("Aug 2012", "write the day too, such as `2012-08-01`"),
            (
                "3/4/2012",
                "this may be two days: write `2012-04-03` or `2012-03-04`",
            ),
            (
                "2/8/12",
                "write the year in four figures, as in `2012-08-02`",
            ),
            (
                "2012-06-31",
                "June 2012 has 30 days: write `2012-06-30` or the day that is meant",
            ),
            (
                "30 February 2012",
                "February 2012 has 29 days: write `2012-02-29` or the day that is meant",
            ),
        ] {
            assert_eq!(advice(text).as_deref(), Some(said), "{text}");
        }
        for text in [
            "next spring",
            "2012-08-02 25.00",
            "2012-08-02 13pm",
            "2012-08-02 7",
            "at",
            "",
            "1",
            "12-13-14-15",
            "0000",
            "2012-99-99",
            "99/99/2012",
            "é é é",
        ] {
            assert_eq!(advice(text), None, "{text}");
        }
    }
}
