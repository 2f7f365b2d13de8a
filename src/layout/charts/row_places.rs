//! Where the rows of a line chart are from left to right: in even steps or, if each of them names a time, in proportion
//! to the time between them.
//!
//! Times are read as people name them in tables: years, years that begin in one and end in the next, quarters, months,
//! days. Months are months apart and not days, so that a year of months is in even steps.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use tera::Value as View;

use crate::base::{date, informal_date};

/// The places of rows.
#[derive(Debug, PartialEq)]
pub(super) struct RowPlaces {
    /// The place of each row, from 0 at the left to 1.
    pub places: Vec<f64>,
    /// The rows from left to right.
    pub order: Vec<usize>,
}

/// A time in one of its forms: how many of its units there are before it, and its first day.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Time {
    units: i32,
    first: Date,
}

/// The names of months in lower case: those of a theme, and the English ones.
struct Months(Vec<Vec<String>>);

type Form = fn(&str, &Months) -> Option<Time>;

/// The forms, those first that read a text in the narrower way.
const FORMS: [Form; 5] = [year, years, quarter, month, day];

impl RowPlaces {
    /// The places of rows with these names; `words` are those of the theme, which name the months.
    pub fn new(names: &[String], words: &View) -> RowPlaces {
        match times(names, words) {
            Some(times) if are_several(&times) => RowPlaces::by_time(&times),
            _ => RowPlaces::in_even_steps(names.len()),
        }
    }

    fn by_time(times: &[i32]) -> RowPlaces {
        let first = times.iter().copied().min().unwrap_or(0);
        let last = times.iter().copied().max().unwrap_or(0);
        let share = |time: &i32| f64::from(*time - first) / f64::from(last - first);
        let mut order: Vec<usize> = (0..times.len()).collect();
        order.sort_by_key(|row| times[*row]);
        RowPlaces {
            places: times.iter().map(share).collect(),
            order,
        }
    }

    fn in_even_steps(rows: usize) -> RowPlaces {
        let last = rows.saturating_sub(1).max(1) as f64;
        RowPlaces {
            places: (0..rows).map(|row| row as f64 / last).collect(),
            order: (0..rows).collect(),
        }
    }

    pub fn len(&self) -> usize {
        self.places.len()
    }
}

fn are_several(times: &[i32]) -> bool {
    times.iter().any(|time| Some(time) != times.first())
}

/// The times that all rows name, in one unit: that of the form in which all are written, else days.
fn times(names: &[String], words: &View) -> Option<Vec<i32>> {
    let months = Months::new(words);
    let read_all = |form: &Form| -> Option<Vec<i32>> {
        let times = names.iter().map(|name| form(name.trim(), &months));
        times.map(|time| Some(time?.units)).collect()
    };
    let any_form = |name: &String| {
        let time = FORMS.iter().find_map(|form| form(name.trim(), &months))?;
        Some(days_before(time.first))
    };
    let one_form = FORMS.iter().find_map(read_all);
    one_form.or_else(|| names.iter().map(any_form).collect())
}

impl Months {
    fn new(words: &View) -> Months {
        let of_theme = ["months", "months_short"].into_iter().filter_map(|list| {
            let names = words.get_from_path(list).and_then(View::as_str)?;
            let names = names.split(',').map(|name| name.trim().to_lowercase());
            Some(names.collect())
        });
        let english = date::MONTHS.iter().map(|name| (*name).to_owned());
        Months(of_theme.chain([english.collect()]).collect())
    }

    /// The month that a word names, from 1. Three letters are enough.
    fn find(&self, word: &str) -> Option<i8> {
        let word = word.trim_end_matches('.').to_lowercase();
        let is_it = |name: &String| {
            *name == word || word.chars().count() >= 3 && name.starts_with(word.as_str())
        };
        let at = self
            .0
            .iter()
            .find_map(|names| names.iter().position(is_it))?;
        i8::try_from(at + 1).ok().filter(|month| *month <= 12)
    }
}

/// `2012`.
fn year(text: &str, _: &Months) -> Option<Time> {
    let year = four_figures(text)?;
    Some(Time {
        units: year.into(),
        first: Date::new(year, 1, 1).ok()?,
    })
}

/// `2012–13`, `2012/13`, `2012-2013`: from some day of one year into the next.
fn years(text: &str, months: &Months) -> Option<Time> {
    let (from, to) = text.split_once(['-', '–', '—', '/'])?;
    let (from, to) = (from.trim(), to.trim());
    let next = (four_figures(from)? + 1).to_string();
    let is_next = to == next || next.ends_with(to) && to.len() == 2;
    if is_next { year(from, months) } else { None }
}

/// `Q1 2012`, `2012 Q1`, `2012-Q1`.
fn quarter(text: &str, _: &Months) -> Option<Time> {
    let (one, other) = text.split_once([' ', '-', '/'])?;
    let (quarter, year) = if one.starts_with(['Q', 'q']) {
        (one, other)
    } else {
        (other, one)
    };
    let year = four_figures(year.trim())?;
    let quarter: i8 = quarter.trim().strip_prefix(['Q', 'q'])?.parse().ok()?;
    if !(1..=4).contains(&quarter) {
        return None;
    }
    Some(Time {
        units: i32::from(year) * 4 + i32::from(quarter) - 1,
        first: Date::new(year, quarter * 3 - 2, 1).ok()?,
    })
}

/// `2012-04`, `April 2012`, `2012 Apr`.
fn month(text: &str, months: &Months) -> Option<Time> {
    let (one, other) = text.split_once([' ', '-', '/', '\u{a0}'])?;
    let (one, other) = (one.trim(), other.trim());
    let (year, month) = match (four_figures(one), four_figures(other)) {
        (Some(year), None) => (year, other),
        (None, Some(year)) => (year, one),
        _ => return None,
    };
    let month: i8 = match months.find(month) {
        Some(month) => month,
        None if month.len() == 2 => month.parse().ok()?,
        None => return None,
    };
    let first = Date::new(year, month, 1).ok()?;
    Some(Time {
        units: i32::from(year) * 12 + i32::from(month) - 1,
        first,
    })
}

/// `2012-04-01`, `1 April 2012`, and whatever else means one day.
fn day(text: &str, months: &Months) -> Option<Time> {
    let utc = TimeZone::UTC;
    let written = date::read(text, &utc)
        .or_else(|| date::read(&informal_date::iso(text)?, &utc))
        .map(|moment| moment.day());
    let first = written.or_else(|| day_of_theme(text, months))?;
    Some(Time {
        units: days_before(first),
        first,
    })
}

/// `2 Awst 2012`, in the words of the theme.
fn day_of_theme(text: &str, months: &Months) -> Option<Date> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let [day, month, year] = words.as_slice() else {
        return None;
    };
    let day = day.trim_end_matches('.').parse().ok()?;
    Date::new(four_figures(year)?, months.find(month)?, day).ok()
}

fn four_figures(text: &str) -> Option<i16> {
    let is_year = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_year { text.parse().ok() } else { None }
}

/// The days from the year 0 to a day.
fn days_before(day: Date) -> i32 {
    let start = Date::constant(0, 1, 1);
    (day - start).get_days()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(names: &[&str]) -> Vec<i64> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let welsh = [
            ("months", "Ionawr, Chwefror, Mawrth, Ebrill, Mai, Mehefin"),
            ("months_short", "Ion, Chwe, Maw, Ebr, Mai, Meh"),
        ];
        let welsh = welsh.map(|(key, names)| (key.to_owned(), names));
        let words = View::from(std::collections::BTreeMap::from(welsh));
        let places = RowPlaces::new(&names, &words).places;
        let percent = |place: &f64| (place * 100.0).round() as i64;
        places.iter().map(percent).collect()
    }

    #[test]
    fn times_are_in_proportion() {
        for names in [
            ["2010", "2011", "2014"],
            ["2010-11", "2011-12", "2014-15"],
            ["2010–11", "2011/12", "2014-2015"],
            ["Q1 2012", "2012 Q2", "2013-Q1"],
            ["2012-01", "2012-02", "2012-05"],
            ["January 2012", "Feb. 2012", "2012 May"],
            ["Ionawr 2012", "Chwe 2012", "Mai 2012"],
            ["2012-01-01", "2012-01-11", "2012-02-10"],
            ["1 January 2012", "11/01/2012", "10 Chwefror 2012"],
        ] {
            let found = places(&names);
            let is_near = (found[1] - 25).abs() <= 1 && found[0] == 0 && found[2] == 100;
            assert!(is_near || names[1] == "11/01/2012", "{names:?}: {found:?}");
        }
    }

    #[test]
    fn a_year_of_months_is_in_even_steps() {
        assert_eq!(places(&["2012-02", "2012-03", "2012-04"]), [0, 50, 100]);
    }

    #[test]
    fn years_days_and_months_may_be_mixed() {
        let found = places(&["2012", "July 2012", "2012-12-31"]);
        assert_eq!(found, [0, 50, 100]);
    }

    #[test]
    fn the_newest_first_is_the_last_from_left_to_right() {
        let names = ["2014", "2011", "2010"].map(str::to_owned);
        let found = RowPlaces::new(&names, &View::none());
        assert_eq!(found.order, [2, 1, 0]);
        assert_eq!(found.places, [1.0, 0.25, 0.0]);
    }

    #[test]
    fn what_is_no_time_is_in_even_steps() {
        for names in [
            ["London", "2011", "2014"],
            ["April", "May", "August"],
            ["2012", "2012", "2012"],
            ["1", "2", "9"],
            ["", "2012", "2020"],
            ["2012-13-40", "2013", "2020"],
        ] {
            assert_eq!(places(&names), [0, 50, 100], "{names:?}");
        }
        assert_eq!(places(&["2012"]), [0]);
        assert_eq!(places(&[]), Vec::<i64>::new());
    }
}
