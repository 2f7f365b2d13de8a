//! "Did you mean": the names closest to what was written.

use std::collections::BTreeMap;

/// How many candidates are worth naming.
const MOST: usize = 3;
/// Longer texts are not names.
const LONGEST: usize = 250;
/// How many names are compared letter by letter for one answer. On a site of 100,000 documents whose names are all
/// alike, the nearest may be missed, but the build ends.
const MOST_COMPARED: usize = 500;
/// How many names are considered at all for one answer.
const MOST_SEEN: usize = 20_000;
/// How many names are considered if they are prepared for one question only.
const MOST_AT_ONCE: usize = 1_000;

/// The names that an author may have meant, prepared for many questions: a site with thousands of names and as many
/// typing mistakes is still answered at once.
#[derive(Clone, Debug, Default)]
pub struct Candidates<'c> {
    /// By their number of characters, since names of other lengths cannot be near.
    by_length: BTreeMap<usize, Vec<Name<'c>>>,
}

#[derive(Clone, Debug)]
struct Name<'c> {
    text: &'c str,
    folded: String,
    letters: u64,
}

impl<'c> Candidates<'c> {
    /// Prepares names for questions.
    pub fn new(candidates: impl IntoIterator<Item = &'c str>) -> Candidates<'c> {
        let mut by_length: BTreeMap<usize, Vec<Name<'c>>> = BTreeMap::new();
        for text in candidates {
            let folded = fold(text);
            let length = folded.chars().count();
            by_length.entry(length).or_default().push(Name {
                text,
                letters: letters(&folded),
                folded,
            });
        }
        // An answer never depends on the order in which the names came.
        by_length
            .values_mut()
            .for_each(|names| names.sort_unstable_by_key(|name| name.text));
        Candidates { by_length }
    }

    /// At most three names, nearest first, that a person may have meant by `written`.
    ///
    /// Compared without regard to case and to the difference between spaces, hyphens and underscores; a near name differs
    /// by typing mistakes (a letter too many, missing, wrong, or two exchanged) in at most a third of its letters.
    pub fn nearest(&self, written: &str) -> Vec<&'c str> {
        let wanted = fold(written);
        let length = wanted.chars().count();
        if length > LONGEST {
            return Vec::new();
        }
        let wanted_letters = letters(&wanted);
        let mut nearest = Nearest {
            found: Vec::with_capacity(MOST + 1),
            limit: (length / 3).max(1),
        };
        let mut compared = 0;
        for name in self.of_about(length, nearest.limit).take(MOST_SEEN) {
            if compared == MOST_COMPARED {
                break;
            }
            if !differ_too_much(wanted_letters, name.letters, nearest.limit) {
                compared += 1;
                nearest.add(strsim::osa_distance(&wanted, &name.folded), name.text);
            }
        }
        nearest.found.into_iter().map(|(_, text)| text).collect()
    }

    /// The names whose length differs by at most `limit`, those of the same length first.
    fn of_about(&self, length: usize, limit: usize) -> impl Iterator<Item = &Name<'c>> {
        let shorter = (1..=limit).map(move |by| length.checked_sub(by));
        let longer = (1..=limit).map(move |by| Some(length + by));
        let others = shorter
            .zip(longer)
            .flat_map(|(shorter, longer)| [shorter, longer])
            .flatten();
        std::iter::once(length)
            .chain(others)
            .filter_map(|length| self.by_length.get(&length))
            .flatten()
    }

    /// "did you mean `a` or `b`?", if a name is near.
    pub fn did_you_mean(&self, written: &str) -> Option<String> {
        let near = self.nearest(written);
        (!near.is_empty()).then(|| format!("did you mean {}?", super::english::ticked_or(&near)))
    }
}

/// "did you mean `a` or `b`?" for one question among a few names; [`Candidates`] answer many questions among many names.
pub fn did_you_mean<'c>(
    written: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<String> {
    Candidates::new(candidates.into_iter().take(MOST_AT_ONCE)).did_you_mean(written)
}

/// The letters and digits of a name in lower case: names that are equal so are the same name to a reader.
pub fn plain_name(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The number of typing mistakes (a letter too many, missing, wrong, or two exchanged) between two texts, if there are
/// at most `most`.
pub fn typos(one: &str, other: &str, most: usize) -> Option<usize> {
    let lengths = one.chars().count().abs_diff(other.chars().count());
    if lengths > most {
        return None;
    }
    let typos = strsim::damerau_levenshtein(one, other);
    (typos <= most).then_some(typos)
}

/// A name as it is compared: case, and the sort of space between words, make no difference.
fn fold(text: &str) -> String {
    text.chars()
        .map(|c| if matches!(c, ' ' | '_') { '-' } else { c })
        .flat_map(char::to_lowercase)
        .collect()
}

/// One bit for each letter a name holds; two letters may share one.
fn letters(folded: &str) -> u64 {
    folded
        .chars()
        .fold(0, |letters, c| letters | 1 << (u32::from(c) % 64))
}

/// Each letter that only one of two names holds takes at least one typing mistake.
fn differ_too_much(a: u64, b: u64, limit: usize) -> bool {
    let only_in_a = (a & !b).count_ones() as usize;
    let only_in_b = (b & !a).count_ones() as usize;
    only_in_a > limit || only_in_b > limit
}

/// The nearest names found so far, each with its distance.
struct Nearest<'c> {
    found: Vec<(usize, &'c str)>,
    /// A name that is further away is not added.
    limit: usize,
}

impl<'c> Nearest<'c> {
    fn add(&mut self, distance: usize, text: &'c str) {
        if distance > self.limit || self.found.contains(&(distance, text)) {
            return;
        }
        self.found.push((distance, text));
        self.found.sort_unstable();
        self.found.truncate(MOST);
        if let (MOST, Some((farthest, _))) = (self.found.len(), self.found.last()) {
            self.limit = *farthest;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_near_names_only() {
        let names = Candidates::new(["john-mclaughlin", "sam-lee", "sam-leigh"]);
        assert_eq!(names.nearest("john-mclaughln"), ["john-mclaughlin"]);
        assert_eq!(names.nearest("Sam Lee"), ["sam-lee"]);
        assert!(names.nearest("zebra").is_empty());
        assert_eq!(
            names.did_you_mean("samlee").as_deref(),
            Some("did you mean `sam-lee`?")
        );
    }

    #[test]
    fn names_the_three_nearest_in_their_order() {
        let names = Candidates::new(["region-9", "region-1", "regions-11", "region-2", "region-1"]);
        assert_eq!(
            names.nearest("region-1"),
            ["region-1", "region-2", "region-9"]
        );
        assert_eq!(Candidates::new([""]).nearest(""), [""]);
        assert!(Candidates::new(["ab"]).nearest("").is_empty());
    }

    #[test]
    fn counts_typing_mistakes_of_four_sorts() {
        for (a, b, expected) in [
            ("lead", "lead", Some(0)),
            ("lead", "leads", Some(1)),
            ("lead", "led", Some(1)),
            ("laed", "lead", Some(1)),
            ("lead", "lean", Some(1)),
            ("kitten", "sitting", None),
            // Two mistakes at one place.
            ("drfeat", "draft", Some(2)),
            ("draft", "drfeat", Some(2)),
            ("drfeas", "draft", None),
        ] {
            assert_eq!(typos(a, b, 2), expected, "{a} {b}");
        }
        assert_eq!(typos("kitten", "sitting", 3), Some(3));
    }
}
