//! Which version of a text it is: a mark for each of its paragraphs, so that it can be told later which of them have changed.
//! It is written into translations, and holds nothing of the text.

use std::fmt;

use xxhash_rust::xxh3::xxh3_64;

use crate::base::Span;
use crate::base::english::one_line;
use crate::content::front_matter;

/// The letters of marks: no vowels, so that they make no words.
const LETTERS: &[u8; 20] = b"bcdfghjklmnpqrstvwxz";
/// So many letters make a mark: of a million changes, none is likely to be missed.
const LENGTH: usize = 5;

/// The marks of the paragraphs of a text, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextVersion(Vec<String>);

/// A paragraph of a file: what stands between blank lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paragraph<'t> {
    /// As written.
    pub text: &'t str,
    /// Where it is in the file.
    pub span: Span,
}

/// How a paragraph differs from a former version of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// This paragraph of the new version stands in place of another one.
    Changed(usize),
    /// This paragraph of the new version is new.
    Added(usize),
    /// So many paragraphs are gone before this one of the new version.
    Removed(usize, usize),
}

/// The paragraphs of a file behind its front matter.
pub fn paragraphs(source: &str) -> Vec<Paragraph<'_>> {
    let start = front_matter::find(source).map_or(0, |halves| halves.body.start as usize);
    let body = source.get(start..).unwrap_or("");
    let mut found = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    let mut at = start;
    for line in body.split_inclusive('\n') {
        let end = at + line.trim_end().len();
        if line.trim().is_empty() {
            found.extend(open.take());
        } else {
            open = Some((open.map_or(at, |(first, _)| first), end));
        }
        at += line.len();
    }
    found.extend(open);
    let paragraph = |(start, end): (usize, usize)| Paragraph {
        text: &source[start..end],
        span: Span::new(start, end),
    };
    found.into_iter().map(paragraph).collect()
}

impl TextVersion {
    /// The version of these texts, in order.
    pub fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> TextVersion {
        TextVersion(texts.into_iter().map(mark).collect())
    }

    /// Reads a version as it is written. `None` for what is not one.
    pub fn read(text: &str) -> Option<TextVersion> {
        let marks = text.split('-');
        let is_mark = |mark: &str| {
            mark.len() == LENGTH && mark.bytes().all(|letter| LETTERS.contains(&letter))
        };
        marks
            .map(|mark| is_mark(mark).then(|| mark.to_owned()))
            .collect::<Option<Vec<String>>>()
            .map(TextVersion)
    }

    /// How a text in this version differs from a former one, in the order of this one.
    pub fn since(&self, former: &TextVersion) -> Vec<Difference> {
        let (new, old) = (self.0.as_slice(), former.0.as_slice());
        let start = new.iter().zip(old).take_while(|(a, b)| a == b).count();
        let (new, old) = (&new[start..], &old[start..]);
        let ends = new.iter().rev().zip(old.iter().rev());
        let end = ends.take_while(|(a, b)| a == b).count();
        between(start, &new[..new.len() - end], &old[..old.len() - end])
    }
}

/// How the middle of a text differs, which starts at paragraph `start`.
fn between(start: usize, new: &[String], old: &[String]) -> Vec<Difference> {
    let mut found = Vec::new();
    let (mut new_at, mut old_at) = (0, 0);
    for (new_next, old_next) in kept(new, old).into_iter().chain([(new.len(), old.len())]) {
        let gap = Gap {
            first: start + new_at,
            added: new_next - new_at,
            removed: old_next - old_at,
        };
        gap.differences(&mut found);
        (new_at, old_at) = (new_next + 1, old_next + 1);
    }
    found
}

/// What is between two paragraphs that have stayed.
struct Gap {
    first: usize,
    added: usize,
    removed: usize,
}

impl Gap {
    fn differences(&self, found: &mut Vec<Difference>) {
        let changed = self.added.min(self.removed);
        let places = self.first..self.first + changed;
        found.extend(places.map(Difference::Changed));
        let added = self.first + changed..self.first + self.added;
        found.extend(added.map(Difference::Added));
        if self.removed > changed {
            let place = self.first + self.added;
            found.push(Difference::Removed(self.removed - changed, place));
        }
    }
}

/// The most paragraphs of a text that are compared one by one; of longer ones, what differs counts as changed.
const MOST: usize = 2_000;

/// The paragraphs that both versions have in the same order, by their places in the new and in the old one.
fn kept(new: &[String], old: &[String]) -> Vec<(usize, usize)> {
    if new.is_empty() || old.is_empty() || new.len() > MOST || old.len() > MOST {
        return Vec::new();
    }
    let lengths = Lengths::of(new, old);
    let (mut at, mut beside, mut found) = (0, 0, Vec::new());
    while at < new.len() && beside < old.len() {
        if new[at] == old[beside] {
            found.push((at, beside));
            (at, beside) = (at + 1, beside + 1);
        } else if lengths.get(at + 1, beside) >= lengths.get(at, beside + 1) {
            at += 1;
        } else {
            beside += 1;
        }
    }
    found
}

/// How many paragraphs two versions have in common from a place in each of them on.
struct Lengths {
    table: Vec<u16>,
    width: usize,
}

impl Lengths {
    fn of(new: &[String], old: &[String]) -> Lengths {
        let width = old.len() + 1;
        let mut lengths = Lengths {
            table: vec![0; (new.len() + 1) * width],
            width,
        };
        for at in (0..new.len()).rev() {
            for beside in (0..old.len()).rev() {
                lengths.table[at * width + beside] = if new[at] == old[beside] {
                    lengths.get(at + 1, beside + 1) + 1
                } else {
                    let without = lengths.get(at + 1, beside);
                    without.max(lengths.get(at, beside + 1))
                };
            }
        }
        lengths
    }

    fn get(&self, at: usize, beside: usize) -> u16 {
        self.table[at * self.width + beside]
    }
}

impl fmt::Display for TextVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("-"))
    }
}

/// The mark of a paragraph. White space makes no difference.
fn mark(text: &str) -> String {
    let mut rest = xxh3_64(one_line(text).as_bytes());
    let letters = (0..LENGTH).map(|_| {
        let letter = LETTERS[usize::try_from(rest % 20).unwrap_or_default()];
        rest /= 20;
        char::from(letter)
    });
    letters.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn since(new: &[&str], old: &[&str]) -> Vec<Difference> {
        let version = |texts: &[&str]| TextVersion::of(texts.iter().copied());
        version(new).since(&version(old))
    }

    #[test]
    fn says_which_paragraphs_differ() {
        use Difference::{Added, Changed, Removed};
        assert_eq!(since(&["a", "b"], &["a", "b"]), []);
        assert_eq!(since(&["a  b", "c"], &["a\nb", "c"]), []);
        assert_eq!(since(&["a", "x", "c"], &["a", "b", "c"]), [Changed(1)]);
        assert_eq!(since(&["a", "n", "c"], &["a", "c"]), [Added(1)]);
        assert_eq!(since(&["a", "c"], &["a", "b", "c"]), [Removed(1, 1)]);
        assert_eq!(since(&["a"], &["a", "b", "c"]), [Removed(2, 1)]);
        assert_eq!(
            since(&["n", "a", "x", "y"], &["a", "b"]),
            [Added(0), Changed(2), Added(3)]
        );
        assert_eq!(since(&["b", "a"], &["a", "b"]), [Added(0), Removed(1, 2)]);
    }

    #[test]
    fn each_of_many_edits_is_found_and_nothing_else() {
        let mut dice: u64 = 7;
        let mut roll = |sides: usize| {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            usize::try_from(dice >> 33).unwrap_or_default() % sides
        };
        for edit in 0..1_000 {
            let length = 1 + roll(30);
            let old: Vec<String> = (0..length).map(|at| format!("Text {edit} {at}")).collect();
            let mut new = old.clone();
            let place = roll(length);
            match roll(4) {
                0 => new[place].push('.'),
                1 => new.insert(place, "Another.".to_owned()),
                2 => drop(new.remove(place)),
                _ => new[place] = format!(" {}\n", new[place].replace(' ', "  ")),
            }
            let version = |texts: &[String]| TextVersion::of(texts.iter().map(String::as_str));
            let plain =
                |texts: &[String]| texts.iter().map(|text| one_line(text)).collect::<Vec<_>>();
            let is_stale = !version(&new).since(&version(&old)).is_empty();
            assert_eq!(is_stale, plain(&new) != plain(&old), "{old:?} {new:?}");
        }
    }

    #[test]
    fn a_version_is_read_as_it_is_written() {
        let version = TextVersion::of(["Title", "One.", "Two."]);
        assert_eq!(TextVersion::read(&version.to_string()), Some(version));
        for other in ["", "bcdfg-", "abcde", "bcdfgh", "2012-06-29"] {
            assert_eq!(TextVersion::read(other), None, "{other}");
        }
    }

    #[test]
    fn paragraphs_are_between_blank_lines() {
        let source = "---\ntitle: A\n---\nOne\ntwo.\n\n  \n# Three\n\nFour";
        let found = paragraphs(source);
        let texts: Vec<&str> = found.iter().map(|paragraph| paragraph.text).collect();
        assert_eq!(texts, ["One\ntwo.", "# Three", "Four"]);
        assert!(found.iter().all(|it| &source[it.span.range()] == it.text));
    }
}
