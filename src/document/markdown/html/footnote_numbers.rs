//! The numbers of footnotes: in the order in which they are used.

use std::collections::HashMap;

#[derive(Default)]
pub(super) struct FootnoteNumbers {
    by_label: HashMap<String, usize>,
    /// Those that are used, by number from 1.
    used: Vec<UsedFootnote>,
}

struct UsedFootnote {
    label: String,
    times: usize,
}

/// One use of a footnote.
#[derive(Clone, Copy)]
pub(super) struct Use {
    /// The footnote's number, from 1.
    pub number: usize,
    /// How often it has been used with this use.
    pub time: usize,
}

impl FootnoteNumbers {
    /// Counts a use. Labels are equal without regard to case.
    pub fn add(&mut self, label: &str) -> Use {
        let label = label.to_lowercase();
        let number = match self.by_label.get(&label) {
            Some(number) => *number,
            None => {
                let times = 0;
                self.used.push(UsedFootnote {
                    label: label.clone(),
                    times,
                });
                self.by_label.insert(label, self.used.len());
                self.used.len()
            }
        };
        let Some(used) = self.used.get_mut(number - 1) else {
            return Use { number, time: 1 };
        };
        used.times += 1;
        let time = used.times;
        Use { number, time }
    }

    /// True for the label of a footnote that is used.
    pub fn is_used(&self, label: &str) -> bool {
        self.by_label.contains_key(label)
    }

    /// The label of a footnote that is used.
    pub fn label(&self, number: usize) -> Option<&str> {
        let used = self.used.get(number.checked_sub(1)?)?;
        Some(&used.label)
    }

    /// How often a footnote is used.
    pub fn times(&self, number: usize) -> usize {
        let used = number.checked_sub(1).and_then(|at| self.used.get(at));
        used.map_or(0, |used| used.times)
    }
}

impl Use {
    /// The id of the place where the footnote is used.
    pub fn id(self) -> String {
        match self {
            Use { number, time: 1 } => format!("fnref-{number}"),
            Use { number, time } => format!("fnref-{number}-{time}"),
        }
    }

    /// What readers of screens hear of it.
    pub fn label(self) -> String {
        match self {
            Use { number, time: 1 } => format!("{number}"),
            Use { number, time } => format!("{number}-{time}"),
        }
    }
}
