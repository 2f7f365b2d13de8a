//! The anchors of a text: each is given once.

use std::collections::HashMap;

use crate::base::slug::slugify;
use crate::document::markdown::source::holds;

/// The anchors in use.
pub(super) struct Anchors {
    taken: HashMap<String, Taken>,
}

/// Longer ids are not looked for in advance.
const LONGEST: usize = 200;

enum Taken {
    /// By an explicit id somewhere in the text, which keeps it whatever is before it.
    Reserved,
    /// By an element; the number is the next to try after its name.
    Used(u32),
}

impl Anchors {
    /// Reserves the ids that headings of `text` ask for.
    pub fn new(text: &str) -> Anchors {
        let mut taken = HashMap::new();
        // Finding out that there are none is much quicker than going through them.
        let text = if holds(text, "{#") { text } else { "" };
        for (at, mark) in text.match_indices("{#") {
            let rest = text.get(at + mark.len()..).unwrap_or("");
            let end = rest
                .char_indices()
                .take(LONGEST)
                .find(|(_, c)| c.is_whitespace() || matches!(c, '{' | '}'));
            if let Some(id) = end.and_then(|(end, _)| rest.get(..end)) {
                taken.insert(id.to_owned(), Taken::Reserved);
            }
        }
        Anchors { taken }
    }

    /// An anchor that its author chose; numbered only if it was chosen twice.
    pub fn claim_explicit(&mut self, id: &str) -> String {
        if matches!(self.taken.get(id), Some(Taken::Reserved)) {
            self.taken.remove(id);
        }
        self.claim(id)
    }

    /// An anchor, numbered if it is taken: `budget`, `budget-2`.
    pub fn claim(&mut self, wanted: &str) -> String {
        let number = match self.taken.get(wanted) {
            None => {
                self.taken.insert(wanted.to_owned(), Taken::Used(2));
                return wanted.to_owned();
            }
            Some(Taken::Reserved) => 2,
            Some(Taken::Used(next)) => *next,
        };
        let mut number = number;
        loop {
            let candidate = format!("{wanted}-{number}");
            number += 1;
            if !self.taken.contains_key(&candidate) {
                if let Some(Taken::Used(next)) = self.taken.get_mut(wanted) {
                    *next = number;
                }
                self.taken.insert(candidate.clone(), Taken::Used(2));
                return candidate;
            }
        }
    }
}

/// The anchor for a heading's text. Those of footnotes are not given to headings.
pub(super) fn anchor_of(text: &str) -> String {
    let slug = slugify(text);
    if slug.is_empty() {
        return "section".to_owned();
    }
    let is_note = slug.starts_with("fn-") || slug.starts_with("fnref-");
    if is_note {
        format!("section-{slug}")
    } else {
        slug
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_anchors_in_use() {
        let mut anchors = Anchors::new("# A\n# B {#a}\n# C {#a .x}");
        assert_eq!(anchors.claim("a"), "a-2");
        assert_eq!(anchors.claim_explicit("a"), "a");
        assert_eq!(anchors.claim("a"), "a-3");
        assert_eq!(anchors.claim_explicit("a"), "a-4");
        assert_eq!(anchors.claim("a-2"), "a-2-2");
    }

    #[test]
    fn keeps_off_footnotes() {
        assert_eq!(anchor_of("Fn 1"), "section-fn-1");
        assert_eq!(anchor_of("?!"), "section");
    }
}
