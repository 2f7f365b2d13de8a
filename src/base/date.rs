//! Dates and moments, read from the author's own text. The clock is never read here.
//!
//! The calendar of a site is that of its time zone, and this is the only file that turns an instant into a day: a lint
//! keeps others from it. A [`Moment`] is read in the site's zone and knows its day from then on, so nobody can ask for it
//! in another zone, or as it happened to be written.

#![expect(
    clippy::disallowed_methods,
    reason = "this is where an instant gets its day"
)]

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp, Zoned};

/// A date as an author gave it, perhaps with a time: an instant, and its day in the site's zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The instant: as written with its zone, else in the site's zone.
    pub instant: Timestamp,
    /// True where a time of day was written.
    pub has_time: bool,
    day: Date,
    offset: Offset,
    /// Seconds until it is over: none for a time, for a day as many as it has.
    lasts: i32,
}

/// The forms `read` accepts, for messages.
pub const FORMS: &str = "`2012-08-02`, `2012-08-02 14:05`, `2012-08-02T14:05:00Z`, \
    `2012-08-02 14:05:00 +01:00` or `2 August 2012`";

/// The English names of months, in lower case.
pub const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

impl Moment {
    /// A day without a time, in `zone`.
    pub fn on(date: Date, zone: &TimeZone) -> Moment {
        Moment::new(date, None, None, zone)
    }

    /// The calendar day in the site's zone.
    pub fn day(&self) -> Date {
        self.day
    }

    /// The date and time in the site's zone; midnight if no time was written.
    pub fn local(&self) -> DateTime {
        if self.has_time {
            self.offset.to_datetime(self.instant)
        } else {
            self.day.to_datetime(Time::midnight())
        }
    }

    /// The instant from which it lies in the past: the moment itself, or the end of the day.
    pub fn over(&self) -> Timestamp {
        self.instant
            .saturating_add(SignedDuration::from_secs(self.lasts.into()))
            .unwrap_or(self.instant)
    }

    /// `2012-08-02`, or with a time `2012-08-02T14:05:00+01:00` in the site's zone.
    pub fn iso(&self) -> String {
        if self.has_time {
            self.whole_iso()
        } else {
            self.day.to_string()
        }
    }

    /// `2012-08-02T14:05:00+01:00` in the site's zone, as RFC 3339 has it; that of midnight if no time was written.
    pub fn whole_iso(&self) -> String {
        // Before there were time zones, clocks differed by seconds, which the form cannot say. Rounding up keeps midnight in
        // its day.
        let minutes =
            self.offset.seconds().div_euclid(60) + i32::from(self.offset.seconds() % 60 != 0);
        let offset = Offset::from_seconds(minutes * 60).unwrap_or(self.offset);
        let sign = if minutes < 0 { '-' } else { '+' };
        let (hours, minutes) = (minutes.abs() / 60, minutes.abs() % 60);
        let local = offset.to_datetime(self.instant);
        format!(
            "{}{sign}{hours:02}:{minutes:02}",
            local.strftime("%Y-%m-%dT%H:%M:%S")
        )
    }

    fn new(date: Date, time: Option<Time>, offset: Option<Offset>, zone: &TimeZone) -> Moment {
        let civil = date.to_datetime(time.unwrap_or_else(Time::midnight));
        let instant = match offset {
            Some(offset) => offset.to_timestamp(civil).ok(),
            None => instant_of(civil, zone),
        };
        let day = instant.map_or(date, |instant| day_of(instant, zone));
        let lasts = if time.is_none() {
            length_of(day, zone)
        } else {
            0
        };
        // Only dates at the very edge of jiff's calendar (years -9999 and 9999) have no instant.
        let instant = instant.unwrap_or(if date.year() < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        });
        Moment {
            instant,
            has_time: time.is_some(),
            day,
            offset: zone.to_offset(instant),
            lasts,
        }
    }
}

/// The day of an instant in the site's zone.
pub fn day_of(instant: Timestamp, zone: &TimeZone) -> Date {
    zone.to_offset(instant).to_datetime(instant).date()
}

fn instant_of(civil: DateTime, zone: &TimeZone) -> Option<Timestamp> {
    zone.to_ambiguous_zoned(civil)
        .compatible()
        .ok()
        .map(|zoned: Zoned| zoned.timestamp())
}

/// The seconds of a day, which is longer or shorter when clocks change.
fn length_of(day: Date, zone: &TimeZone) -> i32 {
    let start = |day: Date| instant_of(day.to_datetime(Time::midnight()), zone);
    let end = day.tomorrow().ok().and_then(start);
    let length = start(day)
        .zip(end)
        .map(|(start, end)| end.duration_since(start).as_secs());
    length
        .and_then(|length| i32::try_from(length).ok())
        .unwrap_or(0)
}

/// Reads a date or a moment in any of the forms that authors write; `None` for anything else.
///
/// ISO dates with `-`; a time after a space or `T`, hours with one or two digits, seconds and
/// fractions optional; a zone as `Z`, `+01:00`, `-0400` or `-4`, with or without a space before it;
/// or a day, an English month in full or in three letters, and a year. Without a zone, `zone` holds.
pub fn read(text: &str, zone: &TimeZone) -> Option<Moment> {
    let text = text.trim();
    in_words(text, zone).or_else(|| iso(text, zone))
}

/// What calendar and clock of the site say for a text in a form that starts with a year. Templates ask it for every date
/// they show, and nearly all of them are days.
pub fn local(text: &str, zone: &TimeZone) -> Option<DateTime> {
    match civil_date(text) {
        Some(date) => Some(date.to_datetime(Time::midnight())),
        None => iso(text, zone).map(|moment| moment.local()),
    }
}

/// The date at the start of a file's name, `2012-06-29-regional-initiatives`, with what follows it.
pub fn at_start(name: &str) -> Option<(Date, &str)> {
    let date = civil_date(name.get(..10)?)?;
    let rest = &name[10..];
    let rest = rest
        .strip_prefix(['-', '_', ' '])
        .or(rest.is_empty().then_some(""))?;
    Some((date, rest))
}

/// What looks like a date at the start of a file's name and is none: `2012-02-31`, `2012-6-1`.
pub fn misread_at_start(name: &str) -> Option<&str> {
    let end = name.find(is_not_of_date).unwrap_or(name.len());
    let start = name[..end].trim_end_matches('-');
    let rest = &name[start.len()..];
    let lengths: Vec<usize> = start.split('-').map(str::len).collect();
    let is_like_date = matches!(lengths.as_slice(), [4, 1..=2, 1..=2]);
    let is_whole = rest.is_empty() || rest.starts_with(['-', '_', ' ']);
    (is_like_date && is_whole && at_start(name).is_none()).then_some(start)
}

fn is_not_of_date(c: char) -> bool {
    !c.is_ascii_digit() && c != '-'
}

fn iso(text: &str, zone: &TimeZone) -> Option<Moment> {
    let date = civil_date(text.get(..10)?)?;
    let rest = &text[10..];
    if rest.is_empty() {
        return Some(Moment::new(date, None, None, zone));
    }
    let rest = rest.strip_prefix(['T', 't', ' '])?.trim_start();
    let end = rest
        .find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.')
        .unwrap_or(rest.len());
    let time = civil_time(&rest[..end])?;
    let offset = match rest[end..].trim() {
        "" => None,
        written => Some(zone_offset(written)?),
    };
    Some(Moment::new(date, Some(time), offset, zone))
}

fn civil_date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 || month.len() != 2 || day.len() != 2 {
        return None;
    }
    Date::new(
        digits(year)?,
        i8::try_from(digits(month)?).ok()?,
        i8::try_from(digits(day)?).ok()?,
    )
    .ok()
}

fn civil_time(text: &str) -> Option<Time> {
    let (clock, fraction) = text
        .split_once('.')
        .map_or((text, ""), |(clock, rest)| (clock, rest));
    let mut parts = clock.split(':');
    let hour = two_digits(parts.next()?)?;
    let minute = two_digits(parts.next()?)?;
    let second = parts.next().map_or(Some(0), two_digits)?;
    if parts.next().is_some() || (text.contains('.') && fraction.is_empty()) {
        return None;
    }
    let nanoseconds = format!("{:0<9}", fraction.get(..9).unwrap_or(fraction));
    Time::new(hour, minute, second, nanoseconds.parse().ok()?).ok()
}

fn zone_offset(text: &str) -> Option<Offset> {
    if matches!(text, "Z" | "z" | "UTC" | "GMT") {
        return Some(Offset::UTC);
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits_only = text.strip_prefix(['+', '-'])?.replace(':', "");
    let (hours, minutes) = match digits_only.len() {
        1 | 2 => (digits(&digits_only)?, 0),
        4 => (digits(&digits_only[..2])?, digits(&digits_only[2..])?),
        _ => return None,
    };
    if minutes > 59 || hours > 15 {
        return None;
    }
    Offset::from_seconds(sign * (i32::from(hours) * 3600 + i32::from(minutes) * 60)).ok()
}

fn in_words(text: &str, zone: &TimeZone) -> Option<Moment> {
    let mut words = text.split_whitespace();
    let (day, month, year) = (words.next()?, words.next()?, words.next()?);
    if words.next().is_some() || year.len() != 4 {
        return None;
    }
    let month = month.trim_end_matches([',', '.']).to_lowercase();
    let number = MONTHS
        .iter()
        .position(|name| *name == month || (month.len() == 3 && name.starts_with(&month)))?;
    let day = day.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let date = Date::new(
        digits(year)?,
        i8::try_from(number + 1).ok()?,
        two_digits(day)?,
    )
    .ok()?;
    Some(Moment::new(date, None, None, zone))
}

/// A number of one or two figures.
pub(super) fn two_digits(text: &str) -> Option<i8> {
    if text.is_empty() || text.len() > 2 {
        return None;
    }
    i8::try_from(digits(text)?).ok()
}

/// A number of figures alone.
pub(super) fn digits(text: &str) -> Option<i16> {
    text.bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| text.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instant(text: &str) -> Option<String> {
        let zone = TimeZone::get("Europe/London").unwrap();
        read(text, &zone).map(|moment| moment.instant.to_string())
    }

    #[test]
    fn reads_every_form() {
        for (text, expected) in [
            ("2012-08-02", "2012-08-01T23:00:00Z"),
            ("2012-08-02 14:05", "2012-08-02T13:05:00Z"),
            ("2012-08-02T14:05:06.250Z", "2012-08-02T14:05:06.25Z"),
            ("2012-08-02 14:05:00 +01:00", "2012-08-02T13:05:00Z"),
            ("2014-05-14T11:02:00-04:00", "2014-05-14T15:02:00Z"),
            ("2015-03-17 3:46:23 -0400", "2015-03-17T07:46:23Z"),
            ("2015-03-17 14:00:00 -4", "2015-03-17T18:00:00Z"),
            ("2 August 2012", "2012-08-01T23:00:00Z"),
            ("2nd Aug 2012", "2012-08-01T23:00:00Z"),
        ] {
            assert_eq!(instant(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_date() {
        for text in [
            "",
            "soon",
            "2012-13-01",
            "2012-02-30",
            "2012-8-2",
            "2012-08-02 25:00",
            "2012-08-02 14",
            "2012-08-02x",
            "31 Smarch 2012",
            "2012-08-02 14:05 +99:00",
            "août 2012",
            "１２-08-02",
        ] {
            assert_eq!(instant(text), None, "{text}");
        }
    }

    #[test]
    fn finds_the_date_of_a_file_name() {
        let date = Date::new(2012, 6, 29).unwrap();
        assert_eq!(at_start("2012-06-29-regional"), Some((date, "regional")));
        assert_eq!(at_start("2012-06-29"), Some((date, "")));
        assert_eq!(at_start("2012-06-291"), None);
        assert_eq!(at_start("regional"), None);
    }
}
