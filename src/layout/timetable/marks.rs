//! Where the marks of days and their labels go, so that none covers another: labels in columns, marks of days that are too
//! near to one another above each other. Labels in the same columns get rows of their own from the style sheet's grid.

/// The columns that labels start and end at.
const COLUMNS: usize = 24;
/// How many columns a label has if there is room.
const WIDE: usize = 6;
/// The fewest columns that a label of a few words needs.
const NARROW: usize = 4;
/// The least distance between two marks side by side: what a mark takes of a narrow phone.
const APART: f64 = 0.045;

/// Where a mark and its label go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The first column of the label, from 1.
    pub column: usize,
    /// How many columns it has.
    pub width: usize,
    /// True if it ends below its mark, since there is too little room behind it.
    pub is_before: bool,
    /// How many marks it stands above.
    pub level: usize,
}

/// Places marks; `at` are their places, sorted.
pub fn place_marks(at: &[f64]) -> Vec<Mark> {
    // The last mark on each level.
    let mut levels: Vec<f64> = Vec::new();
    let placed = at.iter().enumerate().map(|(index, place)| {
        let free = levels.iter().position(|last| place - last >= APART);
        let level = free.unwrap_or(levels.len());
        levels.resize(levels.len().max(level + 1), *place);
        levels[level] = *place;
        let column = column(*place);
        let next = at[index + 1..].iter().map(|place| self::column(*place));
        let next = next.into_iter().find(|next| *next != column);
        Mark {
            level,
            ..label(column, next)
        }
    });
    placed.collect()
}

/// The label of a mark in a column, with that of the next mark in another column.
fn label(column: usize, next: Option<usize>) -> Mark {
    let room = COLUMNS + 1 - column;
    if room < NARROW {
        return Mark {
            column: column + 1 - WIDE,
            width: WIDE,
            is_before: true,
            level: 0,
        };
    }
    let until_next = next.map(|next| next - column);
    let width = until_next.filter(|gap| (NARROW..WIDE).contains(gap));
    Mark {
        column,
        width: width.unwrap_or(WIDE).min(room),
        is_before: false,
        level: 0,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place is between 0 and 1"
)]
fn column(place: f64) -> usize {
    let columns = f64::from(u8::try_from(COLUMNS).unwrap_or(u8::MAX));
    let column = (place.clamp(0.0, 1.0) * columns) as usize;
    column.min(COLUMNS - 1) + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(at: &[f64]) -> Vec<(usize, usize, bool)> {
        let marks = place_marks(at).into_iter();
        marks
            .map(|mark| (mark.column, mark.width, mark.is_before))
            .collect()
    }

    #[test]
    fn a_label_starts_below_its_mark_and_ends_below_it_near_the_end() {
        assert_eq!(labels(&[0.0]), [(1, 6, false)]);
        assert_eq!(labels(&[0.58]), [(14, 6, false)]);
        assert_eq!(labels(&[0.8]), [(20, 5, false)]);
        assert_eq!(labels(&[0.84]), [(21, 4, false)]);
        assert_eq!(labels(&[0.9]), [(17, 6, true)]);
        assert_eq!(labels(&[1.0]), [(19, 6, true)]);
    }

    #[test]
    fn a_label_leaves_room_for_the_next_if_it_can() {
        assert_eq!(labels(&[0.0, 0.2]), [(1, 4, false), (5, 6, false)]);
        assert_eq!(labels(&[0.0, 0.1]), [(1, 6, false), (3, 6, false)]);
        assert_eq!(
            labels(&[0.1, 0.1, 0.3]),
            [(3, 5, false), (3, 5, false), (8, 6, false)]
        );
    }

    #[test]
    fn marks_that_are_too_near_stand_above_each_other() {
        let levels = |at: &[f64]| -> Vec<usize> {
            place_marks(at).into_iter().map(|mark| mark.level).collect()
        };
        assert_eq!(levels(&[0.5, 0.5, 0.5]), [0, 1, 2]);
        assert_eq!(levels(&[0.5, 0.52, 0.56, 0.58]), [0, 1, 0, 1]);
        assert_eq!(levels(&[0.1, 0.2, 0.3]), [0, 0, 0]);
    }

    #[test]
    fn every_label_is_inside_the_columns() {
        for place in 0..=1000 {
            let at = f64::from(place) / 1000.0;
            for mark in place_marks(&[at, (at + 0.1).min(1.0)]) {
                assert!(mark.column >= 1 && mark.width >= NARROW);
                assert!(mark.column + mark.width <= COLUMNS + 1, "{at}: {mark:?}");
            }
        }
    }
}
