//! What of a document can be folded: its front matter, its blocks and its sections. Looks at lines only.

use crate::content::front_matter::find;

/// Lines that fold into the first of them, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fold {
    /// The line that stays.
    pub first: usize,
    /// The last line that goes.
    pub last: usize,
}

/// All folds of a document, by their first lines.
pub fn folds(text: &str) -> Vec<Fold> {
    let body = find(text).map_or(0, |halves| halves.body.range().start);
    let above = text[..body].trim_end().lines().count();
    let front = Fold {
        first: 0,
        last: above.saturating_sub(1),
    };
    let mut lines = Lines::default();
    let first = text[..body].matches('\n').count();
    for (number, line) in text[body..].lines().enumerate() {
        lines.take(first + number, line);
    }
    let mut folds = lines.end(text.lines().count());
    folds.push(front);
    folds.retain(|fold| fold.last > fold.first);
    folds.sort_unstable();
    folds
}

/// What is open while lines are read.
#[derive(Default)]
struct Lines {
    /// The sign of a block of code, and how often it stands there.
    code: Option<(char, usize)>,
    /// Blocks: their colons and first lines.
    blocks: Vec<(usize, usize)>,
    /// Sections: their levels and first lines.
    sections: Vec<(usize, usize)>,
    /// The last line with anything in it.
    last: usize,
    folds: Vec<Fold>,
}

impl Lines {
    fn take(&mut self, number: usize, line: &str) {
        let content = line.trim();
        let leading = |sign: char| content.chars().take_while(|c| *c == sign).count();
        let fence = ['`', '~'].map(|sign| (sign, leading(sign)));
        let fence = fence.into_iter().find(|(_, length)| *length >= 3);
        match (self.code, fence) {
            (None, Some(fence)) => self.code = Some(fence),
            (Some((sign, length)), Some((other, more))) if sign == other && more >= length => {
                self.code = None;
            }
            (None, None) => self.take_prose(number, content, leading(':')),
            (Some(_), _) => {}
        }
        if !content.is_empty() {
            self.last = number;
        }
    }

    fn take_prose(&mut self, number: usize, content: &str, colons: usize) {
        if colons >= 3 {
            if content.len() > colons {
                self.blocks.push((colons, number));
            } else {
                self.close_block(colons, number);
            }
            return;
        }
        let level = content.chars().take_while(|c| *c == '#').count();
        let is_heading = (1..=6).contains(&level) && content[level..].starts_with(' ');
        if is_heading && self.blocks.is_empty() {
            self.close_sections(level);
            self.sections.push((level, number));
        }
    }

    fn close_block(&mut self, colons: usize, number: usize) {
        let open = self.blocks.iter().rposition(|(own, _)| *own == colons);
        if let Some(open) = open {
            let (_, first) = self.blocks[open];
            self.blocks.truncate(open);
            self.folds.push(Fold {
                first,
                last: number,
            });
        }
    }

    /// Ends the sections that a heading of a level ends.
    fn close_sections(&mut self, level: usize) {
        let open = self.sections.iter().position(|(own, _)| *own >= level);
        let ended = self.sections.drain(open.unwrap_or(self.sections.len())..);
        let last = self.last;
        self.folds
            .extend(ended.map(|(_, first)| Fold { first, last }));
    }

    fn end(mut self, lines: usize) -> Vec<Fold> {
        self.last = self.last.min(lines.saturating_sub(1));
        self.close_sections(1);
        self.folds
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_blocks_and_sections_are_folded() {
        let text = "---\ntitle: A\n---\n\n# One\n\n:::: box\n::: quote\nText.\n:::\n::::\n\n## In it\n\n            ```\n# no heading\n::: no block\n```\n\n# Two\nEnd.\n";
        let folds = folds(text).into_iter();
        let folds: Vec<_> = folds.map(|fold| (fold.first, fold.last)).collect();
        assert_eq!(
            folds,
            [(0, 2), (4, 17), (6, 10), (7, 9), (12, 17), (19, 20)]
        );
    }

    #[test]
    fn a_text_of_one_line_has_no_folds() {
        assert_eq!(folds(""), []);
        assert_eq!(folds("# A"), []);
        assert_eq!(folds("---\ntitle: A"), []);
    }
}
