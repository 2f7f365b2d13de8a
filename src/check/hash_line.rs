//! A line that starts with `#` and is no heading, because no space comes after the sign.

/// The line in its text.
pub struct HashLine<'t> {
    /// The signs at its start.
    pub signs: &'t str,
    /// What is behind them.
    pub words: &'t str,
    /// Whether no other line of text is next to it.
    stands_alone: bool,
}

impl<'t> HashLine<'t> {
    /// The line that starts at a byte of a text.
    pub fn at(text: &'t str, start: usize) -> Option<HashLine<'t>> {
        let (before, after) = text.split_at_checked(start)?;
        let mut lines = after.lines();
        let line = lines.next()?;
        let words = line.trim_start_matches('#');
        Some(HashLine {
            signs: &line[..line.len() - words.len()],
            words,
            stands_alone: before.lines().last().is_none_or(is_no_text)
                && lines.next().is_none_or(is_no_text),
        })
    }

    /// True if a heading was meant. A line with one sign may be a hashtag, though nobody gives one a paragraph of its own.
    pub fn is_heading(&self) -> bool {
        match self.signs.len() {
            1 => self.is_title(),
            2..=6 => self.words.starts_with(char::is_alphanumeric),
            _ => false,
        }
    }

    fn is_title(&self) -> bool {
        let are_several = self.words.trim().contains(' ');
        self.words.starts_with(char::is_uppercase)
            && (are_several || self.stands_alone)
            && !self.words.contains('#')
    }
}

/// True for a line that ends a paragraph: an empty one, or the fence of the front matter.
fn is_no_text(line: &str) -> bool {
    line.trim().is_empty() || line.starts_with("---")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashtags_are_no_headings() {
        let is_heading = |text: &str| {
            let start = text.find('#').unwrap_or_default();
            HashLine::at(text, start).is_some_and(|line| line.is_heading())
        };
        for text in [
            "#Our budget",
            "##budget",
            "---\n#Budget\n",
            "a\n\n#Budget\n\nb",
        ] {
            assert!(is_heading(text), "{text}");
        }
        for text in [
            "#budget",
            "a\n#Budget",
            "#Budget\nb",
            "#Budget #Money",
            "#",
            "#1 of all",
        ] {
            assert!(!is_heading(text), "{text}");
        }
    }
}
