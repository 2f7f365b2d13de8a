//! The time of a plan as a line from 0 to 1, and its months.

use jiff::civil::Date;

/// From the first day to the last.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlanSpan {
    first: Date,
    last: Date,
}

/// A month, or the first of several, with its name below it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Month {
    /// Its first day, or that of the plan.
    pub start: Date,
    /// Where it begins.
    pub at: f64,
    /// How wide it is.
    pub width: f64,
    /// True for the first one of a year.
    pub is_first_of_year: bool,
}

/// The most names of months that have room beside one another.
const MOST_NAMES: i32 = 18;

impl PlanSpan {
    /// The time between two days, both included. Nothing if the last is before the first.
    pub fn new(first: Date, last: Date) -> Option<PlanSpan> {
        (first <= last).then_some(PlanSpan { first, last })
    }

    /// The whole months that hold these days.
    pub fn around(days: &[Date]) -> Option<PlanSpan> {
        let (first, last) = (days.iter().min()?, days.iter().max()?);
        PlanSpan::new(first.first_of_month(), last.last_of_month())
    }

    /// The first day.
    pub fn first(&self) -> Date {
        self.first
    }

    /// The last day.
    pub fn last(&self) -> Date {
        self.last
    }

    /// True if a day is in it.
    pub fn contains(&self, day: Date) -> bool {
        self.first <= day && day <= self.last
    }

    /// Where the middle of a day is; nothing for a day outside.
    pub fn place(&self, day: Date) -> Option<f64> {
        self.contains(day).then(|| self.at(day, 0.5))
    }

    fn at(&self, day: Date, part: f64) -> f64 {
        (days_between(self.first, day) + part) / (days_between(self.first, self.last) + 1.0)
    }

    /// Its months; if they are many, every third, or those of whole years.
    pub fn months(&self) -> Vec<Month> {
        let step = self.step();
        let total = months_between(self.first, self.last) + 1;
        let mut year = None;
        let starts = (0..total).step_by(usize::try_from(step).unwrap_or(1));
        let months = starts.filter_map(|offset| {
            let start = nth_month(self.first, offset)?.max(self.first);
            let next = nth_month(self.first, offset + step);
            let end = next.filter(|next| *next <= self.last);
            let at = self.at(start, 0.0);
            let is_first_of_year = year.replace(start.year()) != Some(start.year());
            Some(Month {
                start,
                at,
                width: end.map_or(1.0, |end| self.at(end, 0.0)) - at,
                is_first_of_year,
            })
        });
        months.collect()
    }

    /// How many months go under one name.
    fn step(&self) -> i32 {
        let total = months_between(self.first, self.last) + 1;
        let steps = [1, 3, 6].into_iter();
        let mut steps = steps.chain((1..).map(|years| years * 12));
        let fits = |step: &i32| (total + step - 1) / step <= MOST_NAMES;
        steps.find(fits).unwrap_or(1)
    }
}

/// The first day of the month that comes so many months after that of `day`.
fn nth_month(day: Date, offset: i32) -> Option<Date> {
    let month = i32::from(day.year()) * 12 + i32::from(day.month()) - 1 + offset;
    let year = i16::try_from(month.div_euclid(12)).ok()?;
    Date::new(year, i8::try_from(month.rem_euclid(12) + 1).ok()?, 1).ok()
}

fn months_between(first: Date, last: Date) -> i32 {
    month_number(last) - month_number(first)
}

fn month_number(day: Date) -> i32 {
    i32::from(day.year()) * 12 + i32::from(day.month())
}

fn days_between(first: Date, day: Date) -> f64 {
    let hours = first.duration_until(day).as_hours();
    // A calendar has less than eight million days.
    i32::try_from(hours / 24).map_or(0.0, f64::from)
}

/// A place as a percentage, for a drawing that is as wide as there is room: `58.36%`.
pub fn percent(place: f64) -> String {
    // A hair before the start is the start: minus zero becomes zero.
    let hundredths = (place * 10_000.0).round() + 0.0;
    format!("{:.2}%", hundredths / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn year() -> PlanSpan {
        PlanSpan::new(day("2012-04-01"), day("2013-03-31")).unwrap()
    }

    #[test]
    fn no_place_is_minus_zero() {
        let places = [0.0, -0.0, -1e-9, 0.58359, 1.0].map(percent);
        assert_eq!(places, ["0.00%", "0.00%", "0.00%", "58.36%", "100.00%"]);
    }

    #[test]
    fn days_are_where_they_are_in_the_year() {
        assert_eq!(percent(year().place(day("2012-04-01")).unwrap()), "0.14%");
        assert_eq!(percent(year().place(day("2012-11-12")).unwrap()), "61.78%");
        assert_eq!(percent(year().place(day("2013-03-31")).unwrap()), "99.86%");
        assert_eq!(year().place(day("2013-04-01")), None);
        assert_eq!(PlanSpan::new(day("2013-04-01"), day("2012-04-01")), None);
    }

    #[test]
    fn a_year_has_twelve_names_and_says_each_year_once() {
        let months = year().months();
        assert_eq!(months.len(), 12);
        let firsts: Vec<String> = months
            .iter()
            .filter(|month| month.is_first_of_year)
            .map(|month| month.start.to_string())
            .collect();
        assert_eq!(firsts, ["2012-04-01", "2013-01-01"]);
        let whole: f64 = months.iter().map(|month| month.width).sum();
        assert!((whole - 1.0).abs() < 1e-9);
    }

    #[test]
    fn long_times_have_few_names_and_short_ones_begin_in_the_month() {
        let starts = |first, last| {
            let months = PlanSpan::new(day(first), day(last)).unwrap().months();
            months
                .iter()
                .map(|month| month.start.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            starts("2012-04-15", "2012-05-03"),
            ["2012-04-15", "2012-05-01"]
        );
        assert_eq!(starts("2012-04-01", "2014-03-31").len(), 8);
        assert_eq!(starts("2012-04-01", "2022-03-31").len(), 10);
        assert!(starts("0001-01-01", "9999-12-31").len() <= 18);
    }

    #[test]
    fn without_a_period_the_months_of_all_days_are_shown() {
        let span = PlanSpan::around(&[day("2012-05-31"), day("2012-02-10")]).unwrap();
        assert_eq!(
            (span.first(), span.last()),
            (day("2012-02-01"), day("2012-05-31"))
        );
        assert_eq!(PlanSpan::around(&[]), None);
    }
}
