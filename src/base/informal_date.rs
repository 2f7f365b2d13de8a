//! Dates as people write them, into the one form that everybody reads alike. Only if one day alone can be meant:
//! `3/4/2012` is two days.

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

use super::date::{self, MONTHS, digits, two_digits};

/// True for a text that does not start with a year, as a date does that machines write.
pub fn is_informal(text: &str) -> bool {
    !text
        .as_bytes()
        .get(..5)
        .is_some_and(|start| start[..4].iter().all(u8::is_ascii_digit) && start[4] == b'-')
}

/// The date in ISO form, a time behind it kept; `None` where the text is no date, or may be several.
pub fn iso(text: &str) -> Option<String> {
    let clock = text
        .split_whitespace()
        .find(|word| word.contains(':'))
        .and_then(|word| text.find(word));
    let (days, time) = text.split_at(clock.unwrap_or(text.len()));
    let date = day(days)?;
    let iso = if time.is_empty() {
        date.to_string()
    } else {
        format!("{date} {}", time.trim())
    };
    date::read(&iso, &TimeZone::UTC).map(|_| iso)
}

fn day(text: &str) -> Option<Date> {
    let words = text
        .split(|c: char| c.is_whitespace() || ",./-".contains(c))
        .filter(|word| !word.is_empty());
    let mut words: Vec<String> = words
        .map(str::to_lowercase)
        .filter(|word| word != "of")
        .collect();
    let weekday = words
        .iter()
        .position(|word| weekday(word).is_some())
        .map(|at| words.remove(at));
    let date = match words.as_slice() {
        [one] if one.len() == 8 => date_of(one.get(..4)?, one.get(4..6)?, one.get(6..)?),
        [first, second, third] => of_three(first, second, third),
        _ => None,
    }?;
    // A day of the week that is another one says that something is wrong, but not what.
    let agrees = weekday
        .as_deref()
        .and_then(self::weekday)
        .is_none_or(|named| named == date.weekday());
    agrees.then_some(date)
}

fn of_three(first: &str, second: &str, third: &str) -> Option<Date> {
    match (month(first), month(second)) {
        (None, Some(month)) if is_year(third) => date_of(third, &month, first),
        (None, Some(month)) if is_year(first) => date_of(first, &month, third),
        (Some(month), None) if is_year(third) => date_of(third, &month, second),
        (None, None) if is_year(first) && digits(second)? <= 12 => date_of(first, second, third),
        (None, None) if is_year(third) => match (digits(first)?, digits(second)?) {
            (day, month) if day > 12 && month <= 12 || day == month => {
                date_of(third, second, first)
            }
            (month, day) if day > 12 && month <= 12 => date_of(third, first, second),
            _ => None,
        },
        _ => None,
    }
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && digits(word).is_some()
}

/// The number of the month that a word names.
fn month(word: &str) -> Option<String> {
    let mut names = MONTHS.iter();
    let at = names.position(|name| word.len() >= 3 && name.starts_with(word))?;
    Some((at + 1).to_string())
}

/// `2`, `02` or `2nd` for a day; a month as a number, a year in four digits.
fn date_of(year: &str, month: &str, day: &str) -> Option<Date> {
    let day = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|ending| day.strip_suffix(ending))
        .unwrap_or(day);
    Date::new(digits(year)?, two_digits(month)?, two_digits(day)?).ok()
}

fn weekday(word: &str) -> Option<Weekday> {
    const NAMES: [(&str, Weekday); 7] = [
        ("monday", Weekday::Monday),
        ("tuesday", Weekday::Tuesday),
        ("wednesday", Weekday::Wednesday),
        ("thursday", Weekday::Thursday),
        ("friday", Weekday::Friday),
        ("saturday", Weekday::Saturday),
        ("sunday", Weekday::Sunday),
    ];
    NAMES
        .iter()
        .find(|(name, _)| word.len() >= 3 && name.starts_with(word))
        .map(|(_, day)| *day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_day_is_written_in_one_form() {
        for text in [
            "2 August 2012",
            "2nd of Aug. 2012",
            "August 2, 2012",
            "Thursday, 2 August, 2012",
            "Thu 2 Aug 2012",
            "2012 August 2",
            "2012/08/02",
            "2012.8.2",
            "2012-8-2",
            "20120802",
        ] {
            assert_eq!(iso(text).as_deref(), Some("2012-08-02"), "{text}");
        }
        assert_eq!(iso("14 Sept 2012").as_deref(), Some("2012-09-14"));
        assert_eq!(iso("25/12/2012").as_deref(), Some("2012-12-25"));
        assert_eq!(iso("12/25/2012").as_deref(), Some("2012-12-25"));
        assert_eq!(iso("7.7.2012").as_deref(), Some("2012-07-07"));
        assert_eq!(
            iso("2012/08/02 14:05 +01:00").as_deref(),
            Some("2012-08-02 14:05 +01:00")
        );
    }

    #[test]
    fn what_may_be_several_days_or_none_stays_as_it_is() {
        for text in [
            "3/4/2012",
            "2/8/12",
            "Friday 2 August 2012",
            "2012-02-30",
            "2012/13/02",
            "August 2012",
            "2 Ju 2012",
            "soon",
            "",
            "2012/08/02 2:05pm",
            "2012/08/02 14:05 sharp",
            "201208020",
            "é2012/08",
        ] {
            assert_eq!(iso(text), None, "{text}");
        }
    }

    #[test]
    fn machines_write_dates_with_the_year_first() {
        assert!(!is_informal("2012-08-02 14:05"));
        for text in ["2 August 2012", "2012/08/02", "20120802", "é"] {
            assert!(is_informal(text), "{text}");
        }
    }
}
