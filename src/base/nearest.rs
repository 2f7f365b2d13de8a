//! "Did you mean": the candidates closest to what was written.

use std::collections::BTreeMap;

/// How many candidates are worth naming.
const MOST: usize = 3;
/// Nobody gives a name of more characters than this; what is longer was not meant as one.
const LONGEST: usize = 250;
/// How many names are looked at closely for one answer; on a site of 100,000 documents whose names
/// are all alike, the nearest may then be missed, and the build still ends.
const CLOSELY: usize = 500;
/// How many are looked at in any way.
const LOOKED_AT: usize = 20_000;
/// Among how many names one question is asked without making them ready for more: what is asked again and again costs
/// the number of questions then, and not its product with that of the names.
const AT_ONCE: usize = 1_000;

/// Names among which a person may have meant one, made ready for many questions: a site with
/// thousands of names and as many slips in them is answered in a moment all the same.
#[derive(Clone, Debug, Default)]
pub struct Names<'c> {
    /// By their number of characters, since names of other lengths cannot be near.
    by_length: BTreeMap<usize, Vec<Name<'c>>>,
}

#[derive(Clone, Debug)]
struct Name<'c> {
    text: &'c str,
    folded: Vec<char>,
    letters: u64,
}

impl<'c> Names<'c> {
    /// Makes names ready.
    pub fn new(candidates: impl IntoIterator<Item = &'c str>) -> Names<'c> {
        let mut by_length: BTreeMap<usize, Vec<Name<'c>>> = BTreeMap::new();
        for text in candidates {
            let folded = fold(text);
            let letters = letters(&folded);
            by_length.entry(folded.len()).or_default().push(Name {
                text,
                folded,
                letters,
            });
        }
        // An answer never depends on the order in which the names came.
        by_length
            .values_mut()
            .for_each(|names| names.sort_unstable_by_key(|name| name.text));
        Names { by_length }
    }

    /// At most three names, nearest first, that a person may have meant by `written`.
    ///
    /// Compared without regard to case and to the difference between spaces, hyphens and underscores;
    /// near is a number of slips (a letter too many, missing, wrong, or two exchanged) of at most a
    /// third of the length.
    pub fn nearest(&self, written: &str) -> Vec<&'c str> {
        let wanted = fold(written);
        if wanted.len() > LONGEST {
            return Vec::new();
        }
        let wanted_letters = letters(&wanted);
        let mut limit = (wanted.len() / 3).max(1);
        let mut near: Vec<(usize, &'c str)> = Vec::with_capacity(MOST + 1);
        let mut rows = Rows::default();
        let mut closely = 0;
        for name in self.of_about(wanted.len(), limit).take(LOOKED_AT) {
            if closely == CLOSELY {
                break;
            }
            if too_different(wanted_letters, name.letters, limit) {
                continue;
            }
            closely += 1;
            let Some(slips) = rows.slips(&wanted, &name.folded, limit) else {
                continue;
            };
            if near.contains(&(slips, name.text)) {
                continue;
            }
            near.push((slips, name.text));
            near.sort_unstable();
            near.truncate(MOST);
            if let (MOST, Some((farthest, _))) = (near.len(), near.last()) {
                limit = *farthest;
            }
        }
        near.into_iter().map(|(_, text)| text).collect()
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

    /// "did you mean `a` or `b`?", or nothing where nothing is near.
    pub fn did_you_mean(&self, written: &str) -> Option<String> {
        let near = self.nearest(written);
        (!near.is_empty()).then(|| format!("did you mean {}?", super::wording::ticked_or(&near)))
    }
}

/// "did you mean `a` or `b`?" among a few names, the first thousand of them; [`Names`] serves for more names, and for
/// many questions.
pub fn did_you_mean<'c>(
    written: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<String> {
    Names::new(candidates.into_iter().take(AT_ONCE)).did_you_mean(written)
}

/// The letters and digits of a name, in small letters: what is the same for people, whatever stands between them.
pub fn plain_name(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// How many letters too many, missing, wrong or exchanged tell two texts apart; `None` for more than `most`.
pub fn slips(one: &str, other: &str, most: usize) -> Option<usize> {
    let letters = |text: &str| text.chars().collect::<Vec<char>>();
    let (one, other) = (letters(one), letters(other));
    let counted = Rows::default().slips(&one, &other, most);
    counted.or_else(|| (most == 2 && are_swapped_around_one(&one, &other)).then_some(2))
}

/// True if two neighbours are exchanged in one of two texts, with a letter between them in the other: `drfeat` for
/// `draft`. Two slips at one place are not counted in rows.
fn are_swapped_around_one(one: &[char], other: &[char]) -> bool {
    let (short, long) = if one.len() < other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let (short, long) = (&short[same..], &long[same..]);
    match (short, long) {
        ([a, b, rest @ ..], [c, _, d, others @ ..]) => a == d && b == c && rest == others,
        _ => false,
    }
}

fn fold(text: &str) -> Vec<char> {
    text.chars()
        .map(|c| if matches!(c, ' ' | '_') { '-' } else { c })
        .flat_map(char::to_lowercase)
        .collect()
}

/// One bit for each letter a name holds; two letters may share one.
fn letters(folded: &[char]) -> u64 {
    folded
        .iter()
        .fold(0, |letters, c| letters | 1 << (u32::from(*c) % 64))
}

/// Each letter that only one of two names holds takes at least one slip.
fn too_different(a: u64, b: u64, limit: usize) -> bool {
    let only = |one: u64, other: u64| (one & !other).count_ones() as usize;
    only(a, b) > limit || only(b, a) > limit
}

/// Three rows of the table in which slips are counted, kept from one pair of names to the next.
#[derive(Default)]
struct Rows {
    above_that: Vec<usize>,
    above: Vec<usize>,
    row: Vec<usize>,
}

impl Rows {
    /// The slips between two names, or nothing where they are more than `limit`. Only cells near the
    /// diagonal are filled in, since all others hold more.
    fn slips(&mut self, a: &[char], b: &[char], limit: usize) -> Option<usize> {
        if a.len().abs_diff(b.len()) > limit {
            return None;
        }
        let far = limit + 1;
        self.above.clear();
        self.above.extend(0..=b.len());
        for row in [&mut self.above_that, &mut self.row] {
            row.clear();
            row.resize(b.len() + 1, far);
        }
        for i in 1..=a.len() {
            self.row.fill(far);
            self.row[0] = i.min(far);
            for j in i.saturating_sub(limit).max(1)..=(i + limit).min(b.len()) {
                let same = a[i - 1] == b[j - 1];
                let replaced = self.above[j - 1] + usize::from(!same);
                let mut least = replaced.min(self.above[j] + 1).min(self.row[j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    least = least.min(self.above_that[j - 2] + 1);
                }
                self.row[j] = least.min(far);
            }
            if self.row.iter().all(|slips| *slips > limit) {
                return None;
            }
            std::mem::swap(&mut self.above_that, &mut self.above);
            std::mem::swap(&mut self.above, &mut self.row);
        }
        self.above.last().copied().filter(|slips| *slips <= limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_near_names_only() {
        let names = Names::new(["john-mclaughlin", "sam-lee", "sam-leigh"]);
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
        let names = Names::new(["region-9", "region-1", "regions-11", "region-2", "region-1"]);
        assert_eq!(
            names.nearest("region-1"),
            ["region-1", "region-2", "region-9"]
        );
        assert_eq!(Names::new([""]).nearest(""), [""]);
        assert!(Names::new(["ab"]).nearest("").is_empty());
    }

    #[test]
    fn counts_slips_of_four_sorts() {
        let slips = |a: &str, b: &str, limit| Rows::default().slips(&fold(a), &fold(b), limit);
        for (a, b, expected) in [
            ("lead", "lead", 0),
            ("lead", "leads", 1),
            ("lead", "led", 1),
            ("laed", "lead", 1),
            ("lead", "lean", 1),
        ] {
            assert_eq!(slips(a, b, 3), Some(expected), "{a} {b}");
        }
        assert_eq!(slips("kitten", "sitting", 3), Some(3));
        assert_eq!(super::slips("drfeat", "draft", 2), Some(2));
        assert_eq!(super::slips("draft", "drfeat", 2), Some(2));
        assert_eq!(super::slips("drfeas", "draft", 2), None);
        assert_eq!(slips("kitten", "sitting", 2), None);
    }
}
