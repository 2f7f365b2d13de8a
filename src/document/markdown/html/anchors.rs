//! The anchors of a text: each is given once.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

use crate::base::slug::slugify;
use crate::config::AnchorStyle;
use crate::document::markdown::source::holds;

/// The anchors in use.
pub(super) struct Anchors {
    taken: HashMap<String, Taken>,
    style: AnchorStyle,
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
    pub fn new(text: &str, style: AnchorStyle) -> Anchors {
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
        Anchors { taken, style }
    }

    /// The number behind the second anchor of a name.
    fn second(&self) -> u32 {
        match self.style {
            AnchorStyle::Plain => 2,
            AnchorStyle::GitHub => 1,
        }
    }

    /// The anchor of a heading: the one that its author chose, else one made from its words.
    pub fn claim_heading(&mut self, chosen: Option<&str>, text: &str) -> String {
        match chosen {
            Some(id) if !id.is_empty() => self.claim_explicit(id),
            _ => self.claim(&anchor_of(text, self.style)),
        }
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
        let second = self.second();
        let number = match self.taken.get(wanted) {
            None => {
                self.taken.insert(wanted.to_owned(), Taken::Used(second));
                return wanted.to_owned();
            }
            Some(Taken::Reserved) => second,
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
                self.taken.insert(candidate.clone(), Taken::Used(second));
                return candidate;
            }
        }
    }
}

/// The anchor for a heading's text. Those of footnotes are not given to headings.
fn anchor_of(text: &str, style: AnchorStyle) -> String {
    let slug = match style {
        AnchorStyle::Plain => slugify(text),
        AnchorStyle::GitHub => github_slug(text),
    };
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

/// What GitHub makes of a heading: small letters, hyphens for spaces, and nothing for other signs. Two ways to write one
/// letter make one anchor.
fn github_slug(text: &str) -> String {
    let lower = text.to_lowercase().nfc().collect::<String>();
    let kept = lower.chars().filter(|c| is_kept(*c));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// Letters and their marks, figures, and the signs that join words.
fn is_kept(c: char) -> bool {
    let is_joining = matches!(c, ' ' | '-' | '\u{200c}' | '\u{200d}');
    let is_word = matches!(
        c.general_category(),
        GeneralCategory::DecimalNumber | GeneralCategory::ConnectorPunctuation
    );
    let is_mark = c.general_category_group() == GeneralCategoryGroup::Mark;
    c.is_alphabetic() || is_mark || is_word || is_joining
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_as_github_does() {
        assert_eq!(
            github_slug("Über uns: Q&A – R_D 2012"),
            "über-uns-qa--r_d-2012"
        );
        assert_eq!(github_slug("Cafe\u{301}s, x²"), "cafés-x");
        assert_eq!(github_slug("हिन्दी में"), "हिन्दी-में");
        let mut anchors = Anchors::new("", AnchorStyle::GitHub);
        let three = [(); 3].map(|()| anchors.claim("a"));
        assert_eq!(three, ["a", "a-1", "a-2"]);
    }

    #[test]
    fn numbers_anchors_in_use() {
        let mut anchors = Anchors::new("# A\n# B {#a}\n# C {#a .x}", AnchorStyle::Plain);
        assert_eq!(anchors.claim("a"), "a-2");
        assert_eq!(anchors.claim_explicit("a"), "a");
        assert_eq!(anchors.claim("a"), "a-3");
        assert_eq!(anchors.claim_explicit("a"), "a-4");
        assert_eq!(anchors.claim("a-2"), "a-2-2");
    }

    #[test]
    fn keeps_off_footnotes() {
        assert_eq!(anchor_of("Fn 1", AnchorStyle::Plain), "section-fn-1");
        assert_eq!(anchor_of("?!", AnchorStyle::Plain), "section");
    }
}
