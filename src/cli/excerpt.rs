//! The few lines of a text that are shown with a diagnostic, and what is marked in them. Draws nothing.
//!
//! Only these lines are handed on, because a file may have millions of them, and a line millions of
//! characters. Lines end in a single `\n` here, whatever they end in there, and no byte-order mark is left.

use std::ops::Range;

use super::source_texts::Text;
use crate::base::lines::Position;

/// Some lines on end, with marks.
#[derive(Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// Where the first mark starts in the file.
    pub place: Position,
    /// The number of the first line.
    pub first_line: usize,
    /// The number of the last line that holds a mark.
    pub last_line: usize,
    /// The lines, each with `\n` at its end.
    pub text: String,
    /// What is marked, in the order asked for.
    pub marks: Vec<Mark>,
}

/// A marked part of an excerpt.
#[derive(Debug, PartialEq, Eq)]
pub struct Mark {
    /// The bytes of the excerpt's text.
    pub range: Range<usize>,
    /// Which of the asked-for ranges it stands for.
    pub of: usize,
}

/// Of a mark with more lines than this, only the first one is shown.
const LINES_OF_A_MARK: usize = 4;
/// Marks with more lines between them than this stand in excerpts of their own.
const LINES_BETWEEN: usize = 200;
/// A line of more bytes is cut, so that drawing it costs no more than drawing any other.
const LONG: usize = 1000;
/// How many bytes of a long line are kept on each side of the mark's start.
const AROUND: usize = 200;

/// The excerpts that show `ranges` of a text. The first one holds the first range.
pub fn excerpts(text: &Text, ranges: &[Range<usize>]) -> Vec<Excerpt> {
    let spots: Vec<Spot> = ranges
        .iter()
        .enumerate()
        .map(|(of, range)| Spot::new(text, range, of))
        .collect();
    let mut groups: Vec<Vec<Spot>> = Vec::new();
    for spot in spots {
        match groups
            .iter_mut()
            .find(|group| group.iter().any(|other| other.is_near(&spot)))
        {
            Some(group) => group.push(spot),
            None => groups.push(vec![spot]),
        }
    }
    groups
        .iter()
        .filter_map(|group| excerpt(text, group))
        .collect()
}

/// A range with the lines it stands on.
struct Spot {
    range: Range<usize>,
    place: Position,
    last_line: usize,
    stands_on_long_line: bool,
    of: usize,
}

impl Spot {
    fn new(text: &Text, range: &Range<usize>, of: usize) -> Spot {
        let place = text.position(range.start);
        let line = text.line(range.start);
        let marked = text.text.get(range.clone()).unwrap_or_default();
        let end = range.start + marked.trim_end_matches(['\n', '\r']).len();
        let (end, last_line) = cap(text, range.start..end, place.line);
        Spot {
            range: range.start..end,
            place,
            last_line,
            stands_on_long_line: line.len() > LONG,
            of,
        }
    }

    fn is_near(&self, other: &Spot) -> bool {
        let (first, second) = if self.place <= other.place {
            (self, other)
        } else {
            (other, self)
        };
        let far = second.place.line.saturating_sub(first.last_line) > LINES_BETWEEN;
        !far && !self.stands_on_long_line && !other.stands_on_long_line
    }
}

/// Where the mark of a range ends, and on which line: with the range, or with its first line where it
/// has too many.
fn cap(text: &Text, range: Range<usize>, first_line: usize) -> (usize, usize) {
    let first = text.line(range.start);
    let mut line = first.clone();
    for number in first_line..first_line + LINES_OF_A_MARK {
        if range.end <= line.end {
            return (range.end, number);
        }
        match line_after(text.text, &line) {
            Some(next) => line = next,
            None => break,
        }
    }
    (first.end, first_line)
}

fn excerpt(text: &Text, spots: &[Spot]) -> Option<Excerpt> {
    let first = spots.iter().min_by_key(|spot| spot.range.start)?;
    let last_line = spots.iter().map(|spot| spot.last_line).max()?;
    let mut window = Window::default();
    let mut line = Some(text.line(first.range.start));
    for _ in first.place.line..=last_line {
        let Some(range) = line else { break };
        line = line_after(text.text, &range);
        window.push(text.text, range, spots);
    }
    let marks = spots
        .iter()
        .map(|spot| Mark {
            range: window.mark(&spot.range),
            of: spot.of,
        })
        .collect();
    let place = spots.first()?.place;
    Some(Excerpt {
        place,
        first_line: first.place.line,
        last_line,
        text: window.text,
        marks,
    })
}

/// The lines taken so far: where each stood and where it stands now.
#[derive(Default)]
struct Window {
    text: String,
    lines: Vec<(Range<usize>, usize)>,
}

impl Window {
    fn push(&mut self, text: &str, line: Range<usize>, spots: &[Spot]) {
        let start_here =
            |spot: &&Spot| spot.range.start >= line.start && spot.range.start <= line.end;
        let mark = spots.iter().find(start_here).map(|spot| spot.range.start);
        let mut shown = cut(text, &line, mark);
        if shown.start == 0 && text.starts_with('\u{feff}') {
            shown.start = '\u{feff}'.len_utf8().min(shown.end);
        }
        let at = self.text.len();
        self.text
            .push_str(text.get(shown.clone()).unwrap_or_default());
        if self.text.len() == at && mark.is_some() {
            // Carets need something to stand under.
            self.text.push(' ');
        }
        self.text.push('\n');
        self.lines.push((shown, at));
    }

    fn mark(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.place(range.start);
        let end = self.place(range.end);
        if end > start {
            return start..end;
        }
        let next = self.text.get(start..).and_then(|rest| rest.chars().next());
        let width = next.filter(|next| *next != '\n').map_or(0, char::len_utf8);
        start..start + width
    }

    /// Where an offset of the whole text stands here; the nearest place where it was cut off.
    fn place(&self, offset: usize) -> usize {
        let at = self
            .lines
            .partition_point(|(shown, _)| shown.start <= offset)
            .saturating_sub(1);
        let Some((shown, start)) = self.lines.get(at) else {
            return 0;
        };
        start + offset.clamp(shown.start, shown.end) - shown.start
    }
}

/// The part of a line that is shown: all of it, unless it is long.
fn cut(text: &str, line: &Range<usize>, mark: Option<usize>) -> Range<usize> {
    if line.len() <= LONG {
        return line.clone();
    }
    let mark = mark.unwrap_or(line.start);
    let mut start = mark.saturating_sub(AROUND).max(line.start);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = (mark + AROUND).min(line.end);
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

fn line_after(text: &str, line: &Range<usize>) -> Option<Range<usize>> {
    let rest = text.get(line.end..)?;
    let start = match rest.strip_prefix("\r\n") {
        Some(_) => line.end + 2,
        None if rest.is_empty() => return None,
        None => line.end + 1,
    };
    let rest = text.get(start..)?;
    Some(
        start
            ..rest
                .find(['\n', '\r'])
                .map_or(text.len(), |end| start + end),
    )
}
