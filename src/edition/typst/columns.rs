//! How wide the columns of a table are: as wide as their texts need, and never narrower than the longest word of one, which would
//! run into the next column or off the page.

use super::grid::Grid;
use super::style::PageStyle;
use crate::edition::{Element, Node};

/// What the space beside a cell takes, in letters.
const GAP: usize = 3;
/// A column whose cells are all shorter is as wide as it needs to be.
const NARROW: usize = 16;
/// A longer word may be broken.
const LONGEST: usize = 24;
/// A longer word of code may be broken in a table, behind these marks, and a longer piece anywhere; so says the look.
const LONGEST_CODE: usize = 16;
const CODE_MARKS: &[char] = &['_', '.', '/', ':', '=', '@', '-'];

/// How wide columns are.
pub struct Columns {
    /// As Typst has them.
    pub widths: String,
    /// True if the table is wider than a page.
    pub is_wide: bool,
    /// How large its letters can be, in percent.
    pub fit: usize,
}

impl Columns {
    pub fn new(grid: &Grid, style: &PageStyle) -> Columns {
        let widths: Vec<Width> = (0..grid.columns).map(|at| Width::of(grid, at)).collect();
        let least: usize = widths.iter().map(Width::least).sum();
        let is_wide = least > style.page_letters();
        let room = match is_wide {
            true => style.turned_letters(),
            false => style.page_letters(),
        };
        Columns {
            widths: format!("({},)", in_room(&widths, room, style).join(", ")),
            is_wide,
            fit: (room * 100 / least.max(1)).clamp(25, 100),
        }
    }
}

/// How wide the texts of a column are, in letters.
#[derive(Clone, Copy, Debug, Default)]
struct Width {
    /// The longest word.
    word: usize,
    /// The longest word that is not of code.
    prose: usize,
    /// The longest word of code that is not broken.
    code: usize,
    /// The longest text.
    most: usize,
    /// All of them together.
    sum: usize,
}

impl Width {
    fn of(grid: &Grid, column: usize) -> Width {
        let mut width = Width::default();
        for row in &grid.rows {
            if row.len() != grid.columns {
                continue;
            }
            let Some(element) = row[column].element else {
                continue;
            };
            let text = element.text();
            let words = text.split_whitespace().map(|word| word.chars().count());
            let letters = words.clone().map(|word| word + 1).sum::<usize>();
            width.word = width.word.max(words.max().unwrap_or(0));
            width.add_words(element);
            width.most = width.most.max(letters);
            width.sum += letters;
        }
        width
    }

    fn add_words(&mut self, element: &Element) {
        if is_code(element) {
            let text = element.text();
            let words = text.split_whitespace().map(unbroken);
            self.code = words.fold(self.code, usize::max);
            return;
        }
        for child in &element.children {
            match child {
                Node::Element(element) => self.add_words(element),
                Node::Text(text) => {
                    let words = text.words.split_whitespace();
                    let words = words.map(|word| word.chars().count());
                    self.prose = words.fold(self.prose, usize::max);
                }
            }
        }
    }

    fn is_narrow(&self) -> bool {
        self.most <= NARROW
    }

    /// What the column needs if its texts take several lines.
    fn least(&self) -> usize {
        self.word.min(LONGEST) + GAP
    }

    /// The same, where code has the letters that it has.
    fn need(&self, style: &PageStyle) -> usize {
        let code = match style.keeps_letters() {
            // They are as large as those of the text, so they are wider.
            true => self.code * 6 / 5,
            false => self.code,
        };
        self.prose.min(LONGEST).max(code) + GAP
    }
}

/// The letters of the longest piece of a word of code.
fn unbroken(word: &str) -> usize {
    let letters = word.chars().count();
    if letters <= LONGEST_CODE {
        return letters;
    }
    let pieces = word.split_inclusive(CODE_MARKS);
    let pieces = pieces.map(|piece| piece.chars().count());
    pieces.max().unwrap_or(0).min(LONGEST_CODE)
}

fn is_code(element: &Element) -> bool {
    ["code", "kbd", "pre", "samp"].contains(&element.name.as_str())
}

/// How wide columns are where there is room for so many letters, as Typst has it.
fn in_room(widths: &[Width], room: usize, style: &PageStyle) -> Vec<String> {
    let all: usize = widths.iter().map(|width| width.most + GAP).sum();
    let with_narrow = widths.iter().map(|width| match width.is_narrow() {
        true => width.most + GAP,
        false => width.least(),
    });
    let keeps_narrow = with_narrow.sum::<usize>() <= room;
    let columns = widths.iter().zip(shares(widths, room, style));
    let columns = columns.map(|(width, share)| match share {
        _ if all <= room => "auto".to_owned(),
        _ if !keeps_narrow => format!("{}fr", width.least()),
        0 => "auto".to_owned(),
        share => format!("{share}fr"),
    });
    columns.collect()
}

/// What a column gets of the room that narrow ones leave.
struct Share {
    /// Nothing for a narrow column.
    part: usize,
    need: usize,
    /// True for a column that gets what it needs, as its part would be less.
    is_fixed: bool,
}

/// The shares of all columns. A long text gets more than a short one, but not in proportion, and each gets what its longest
/// word needs.
fn shares(widths: &[Width], room: usize, style: &PageStyle) -> Vec<usize> {
    let narrow = widths.iter().filter(|width| width.is_narrow());
    let narrow: usize = narrow.map(|width| width.most + GAP).sum();
    let room = room.saturating_sub(narrow);
    let mut shares = by_length(widths, style);
    while let Some(short) = too_small(&shares, room) {
        shares[short].is_fixed = true;
    }
    let has_fixed = shares.iter().any(|share| share.is_fixed);
    let (left, parts) = rest(&shares, room);
    let letters = shares.iter().map(|share| match share.is_fixed {
        true => share.need,
        false if has_fixed && share.part > 0 => (share.part * left / parts).max(1),
        false => share.part,
    });
    letters.collect()
}

/// The shares that columns have by the length of their texts.
fn by_length(widths: &[Width], style: &PageStyle) -> Vec<Share> {
    let total = widths.iter().map(|width| width.sum).sum::<usize>().max(1);
    let shares = widths.iter().map(|width| Share {
        part: match width.is_narrow() {
            true => 0,
            false => (width.sum * 100 / total).max(1).isqrt(),
        },
        need: width.need(style),
        is_fixed: false,
    });
    shares.collect()
}

/// A column whose part is less than what it needs.
fn too_small(shares: &[Share], room: usize) -> Option<usize> {
    let (left, parts) = rest(shares, room);
    shares.iter().position(|share| {
        !share.is_fixed && share.part > 0 && share.part * left < share.need * parts
    })
}

/// What is left of the room, and for how many parts.
fn rest(shares: &[Share], room: usize) -> (usize, usize) {
    let fixed = shares.iter().filter(|share| share.is_fixed);
    let needed: usize = fixed.map(|share| share.need).sum();
    let others = shares.iter().filter(|share| !share.is_fixed);
    let parts: usize = others.map(|share| share.part).sum();
    (room.saturating_sub(needed), parts.max(1))
}
