//! How much a word says about a page: BM25F, in sixteen steps, so that it takes half a byte.
//!
//! Where BM25 compares the length of a page with the mean of all pages, this compares it with a fixed one: else each edit
//! would change the figures of all pages. How rare a word is counts when readers search: the index knows in how many pages
//! it is.

use super::page::PageStatus;

/// How often a page uses a word, by place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub title: u16,
    pub headings: u16,
    pub summary: u16,
    pub related: u16,
    pub body: u16,
    /// How many words the title has.
    pub title_length: u16,
}

/// The highest score.
pub(super) const MOST: u8 = 15;

/// A word in a title says as much as this many in a text,
const IN_TITLE: f64 = 6.0;
/// and this many more, divided among the words of the title: a short one is about each of them.
const OF_TITLE: f64 = 24.0;
/// The same for the others.
const IN_HEADING: f64 = 4.0;
const IN_SUMMARY: f64 = 3.0;
const IN_RELATED: f64 = 3.0;
/// How soon it does not count any more that a word is used again (k1 of BM25).
const SATURATION: f64 = 4.0;
/// How much it counts that a page is long (b of BM25).
const OF_LENGTH: f64 = 0.4;
/// The length, in words, at which it makes no difference.
const COMMON_LENGTH: f64 = 500.0;
/// What is left of the score of a page that is not current.
const OF_PAST: f64 = 0.4;

/// The score of a word on a page, 1 to [`MOST`].
pub(super) fn score(counts: Counts, length: usize, standing: PageStatus) -> u8 {
    let Counts {
        title,
        headings,
        summary,
        related,
        body,
        title_length,
    } = counts;
    let length = f64::from(u32::try_from(length).unwrap_or(u32::MAX));
    let long = 1.0 - OF_LENGTH + OF_LENGTH * length / COMMON_LENGTH;
    let of_title = IN_TITLE + OF_TITLE / f64::from(title_length.max(1));
    let uses = of_title * f64::from(title)
        + IN_HEADING * f64::from(headings)
        + IN_SUMMARY * f64::from(summary)
        + IN_RELATED * f64::from(related)
        + f64::from(body) / long;
    let share = uses / (uses + SATURATION);
    let share = match standing {
        PageStatus::Current => share,
        PageStatus::Past => share * OF_PAST,
    };
    step(share)
}

/// The step nearest to a share between 0 and 1.
fn step(share: f64) -> u8 {
    let step = (share * f64::from(MOST)).round() as u8;
    step.clamp(1, MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(counts: Counts) -> u8 {
        score(counts, 500, PageStatus::Current)
    }

    #[test]
    fn a_title_says_more_than_a_heading_and_that_more_than_a_text() {
        let title = Counts {
            title: 1,
            title_length: 4,
            ..Counts::default()
        };
        let heading = Counts {
            headings: 1,
            ..Counts::default()
        };
        let body = Counts {
            body: 1,
            ..Counts::default()
        };
        let often = Counts {
            body: 40,
            ..Counts::default()
        };
        assert!(of(title) > of(heading) && of(heading) > of(body));
        assert!(of(often) > of(body) && of(often) <= MOST);
        assert_eq!(of(Counts::default()), 1);
    }

    #[test]
    fn a_word_of_a_short_title_says_more() {
        let of_length = |title_length| Counts {
            title: 1,
            title_length,
            ..Counts::default()
        };
        assert!(of(of_length(2)) > of(of_length(8)));
    }

    #[test]
    fn what_is_short_or_current_comes_first() {
        let counts = Counts {
            body: 3,
            ..Counts::default()
        };
        assert!(
            score(counts, 100, PageStatus::Current) > score(counts, 5_000, PageStatus::Current)
        );
        assert!(score(counts, 500, PageStatus::Current) > score(counts, 500, PageStatus::Past));
    }
}
