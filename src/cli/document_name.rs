//! The names of new documents: made of a title, and free. Writes nothing.

use crate::base::slug::slugify;
use crate::document::part_name;

/// The most bytes of a file's name that come from its title; a name is cut between words.
const NAME: usize = 80;

/// The years that a title names, as the name of a file: `2012-13` for "Our plans for 2012 to 13".
pub fn period(title: &str) -> Option<String> {
    let mut numbers = title
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| !digits.is_empty());
    let from = numbers.find(|digits| is_year(digits))?;
    let behind = title.split_once(from)?.1;
    let to = numbers
        .next()
        .filter(|to| is_year(to) || (to.len() == 2 && follows(behind, to)));
    Some(match to {
        Some(to) => format!("{from}-{to}"),
        None => from.to_owned(),
    })
}

/// True if only a dash, a slash or a word such as "to" is between a year and the last two digits of another.
fn follows(behind: &str, digits: &str) -> bool {
    let between = behind.split_once(digits).map_or("", |(between, _)| between);
    between.chars().count() <= 4
}

pub fn short(slug: &str) -> String {
    match slug.get(..NAME) {
        None => slug.to_owned(),
        Some(start) if slug.as_bytes().get(NAME) == Some(&b'-') => start.to_owned(),
        Some(start) => start
            .rsplit_once('-')
            .map_or(start, |(words, _)| words)
            .to_owned(),
    }
}

/// A name that none of these files has, whatever its date: `sam-lee`, `sam-lee-2`.
pub fn free_name(files: &[String], slug: &str) -> String {
    let taken: Vec<String> = files.iter().map(|file| slugify(part_name(file))).collect();
    let numbered = (2..).map(|number| format!("{slug}-{number}"));
    let mut names = std::iter::once(slug.to_owned()).chain(numbered);
    names
        .find(|name| !taken.contains(name))
        .unwrap_or_else(|| slug.to_owned())
}

/// The file of that name, with a date in front or without.
pub fn same_but_for_date<'f>(files: &'f [String], name: &str) -> Option<&'f str> {
    let mut files = files.iter();
    let found = files.find(|file| part_name(file) == name)?;
    Some(found.strip_suffix(".md").unwrap_or(found))
}

fn is_year(digits: &str) -> bool {
    digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_named_by_its_years() {
        for (title, expected) in [
            ("Our plans for 2012 to 2013", Some("2012-2013")),
            ("Our plans for 2012–13", Some("2012-13")),
            ("2012/13: three themes", Some("2012-13")),
            ("Plans for 2012", Some("2012")),
            ("Plans for 2012: the 24 councils that signed", Some("2012")),
            ("Three themes", None),
        ] {
            assert_eq!(period(title).as_deref(), expected, "{title}");
        }
    }

    #[test]
    fn long_titles_give_names_that_fit() {
        assert_eq!(
            short(&"word-".repeat(30)),
            "word-".repeat(16).trim_end_matches('-')
        );
        assert_eq!(short(&"w".repeat(300)).len(), NAME);
        assert_eq!(short("a-b"), "a-b");
    }
}
