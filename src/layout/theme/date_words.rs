//! Dates as people write them: in the order and with the names that a theme's words give for a language.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use tera::{TeraResult, Value as View};

use crate::base::date;
use crate::base::foreign_words::{language_and_words, marked};

/// How a date is written where a theme says nothing.
const DAY: &str = "%-d %B %Y";

/// Writes a date of the form `2012-08-02`, or with a time behind it, in the site's `zone`, as `format` says, else as the word
/// `format_date` does. Names of months and days come from `months`, `months_short`, `weekdays` and
/// `weekdays_short`: names with commas between, January and Monday first. English where there are none.
///
/// # Errors
/// Where the text is no date, or the format cannot be used.
pub fn written(
    text: &str,
    zone: &TimeZone,
    format: Option<&str>,
    words: &View,
) -> TeraResult<String> {
    let wrong = || tera::Error::message(format!("`{text}` is not a date like 2012-08-02"));
    let moment = date::local(text, zone).ok_or_else(wrong)?;
    let format = format.or_else(|| word(words, "format_date")).unwrap_or(DAY);
    jiff::fmt::strtime::format(named(format, moment, words), moment).map_err(|error| {
        tera::Error::message(format!(
            "the date format `{format}` cannot be used: {error}"
        ))
    })
}

fn word<'w>(words: &'w View, name: &'w str) -> Option<&'w str> {
    words
        .get_from_path(name)
        .and_then(View::as_str)
        .filter(|word| !word.trim().is_empty())
}

/// A format with the names that words give already in their places.
fn named(format: &str, moment: DateTime, words: &View) -> String {
    let mut out = String::with_capacity(format.len() + 16);
    let mut rest = format;
    while let Some(at) = rest.find('%') {
        let (before, directive) = rest.split_at(at);
        out.push_str(before);
        let letter = directive[1..].chars().next();
        let length = 1 + letter.map_or(0, char::len_utf8);
        match letter.and_then(|letter| name(letter, moment, words)) {
            Some(name) => out.push_str(&name.replace('%', "%%")),
            None => out.push_str(&directive[..length]),
        }
        rest = &directive[length..];
    }
    out.push_str(rest);
    out
}

/// The name that a directive of a format stands for, if the words give one.
fn name(directive: char, moment: DateTime, words: &View) -> Option<String> {
    let (names, at) = match directive {
        'B' => ("months", usize::try_from(moment.month() - 1).ok()?),
        'b' | 'h' => ("months_short", usize::try_from(moment.month() - 1).ok()?),
        'A' => ("weekdays", days_since_monday(moment)?),
        'a' => ("weekdays_short", days_since_monday(moment)?),
        'p' | 'P' => ("halves_of_day", usize::from(moment.hour() >= 12)),
        _ => return None,
    };
    nth(words, names, at)
}

fn days_since_monday(moment: DateTime) -> Option<usize> {
    usize::try_from(moment.weekday().to_monday_zero_offset()).ok()
}

/// A name in a list of names; one in another language is marked as its list is.
fn nth(words: &View, list: &str, at: usize) -> Option<String> {
    let list = word(words, list)?;
    let (language, names) = match language_and_words(list) {
        Some((language, names)) => (Some(language), names),
        None => (None, list),
    };
    let name = names.split(',').nth(at)?.trim();
    match language {
        _ if name.is_empty() => None,
        Some(language) => Some(marked(name, language)),
        None => Some(name.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, format: Option<&str>, words: &View) -> TeraResult<String> {
        let zone = TimeZone::get("Europe/London").unwrap();
        written(text, &zone, format, words)
    }

    #[test]
    fn a_time_of_another_zone_is_shown_in_that_of_the_site() {
        let written = "2012-12-31T23:30:00-07:00";
        assert_eq!(
            shown(written, Some("%-d %B %Y %H:%M"), &words(&[])).unwrap(),
            "1 January 2013 06:30"
        );
        assert!(shown("2012-12-31T23:30:00-7:00", None, &words(&[])).is_err());
    }

    fn words(entries: &[(&str, &str)]) -> View {
        let words = entries
            .iter()
            .map(|(key, value)| ((*key).to_owned(), *value));
        View::from(words.collect::<std::collections::BTreeMap<_, _>>())
    }

    #[test]
    fn a_language_has_its_own_names_and_order() {
        let english = words(&[]);
        assert_eq!(
            shown("2012-08-02", None, &english).unwrap(),
            "2 August 2012"
        );
        let months = "Ionawr, Chwefror, Mawrth, Ebrill, Mai, Mehefin, Gorffennaf, Awst";
        let welsh = words(&[
            ("months", months),
            ("weekdays", "Llun, Mawrth, Mercher, Iau"),
            ("halves_of_day", "yb,yh"),
        ]);
        assert_eq!(shown("2012-08-02", None, &welsh).unwrap(), "2 Awst 2012");
        assert_eq!(
            shown("2012-08-02", Some("%A, %B %Y"), &welsh).unwrap(),
            "Iau, Awst 2012"
        );
        // A list that ends too soon leaves the rest in English.
        assert_eq!(
            shown("2012-12-02", None, &welsh).unwrap(),
            "2 December 2012"
        );
        assert_eq!(
            shown("2012-08-02T14:05:00+01:00", Some("%-I.%M%p"), &welsh).unwrap(),
            "2.05yh"
        );
        let japanese = words(&[("format_date", "%Y年%-m月%-d日")]);
        assert_eq!(
            shown("2012-08-02", None, &japanese).unwrap(),
            "2012年8月2日"
        );
        let odd = words(&[("months", "50 %d")]);
        assert_eq!(shown("2012-01-02", None, &odd).unwrap(), "2 50 %d 2012");
    }

    #[test]
    fn what_is_no_date_or_format_is_said() {
        let none = words(&[]);
        for (text, format) in [
            ("soon", None),
            ("2012-13-01", None),
            ("", None),
            ("2012-08-02", Some("%")),
        ] {
            assert!(shown(text, format, &none).is_err(), "{text} {format:?}");
        }
    }
}
