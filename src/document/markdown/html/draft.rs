//! A fragment that is being written.

use crate::document::{Fragment, Slot};

/// HTML with slots, so far.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// The HTML, with nothing where the slots are.
    pub html: String,
    /// The slots, in the order of the text.
    pub slots: Vec<Slot>,
}

impl Draft {
    pub fn with_capacity(length: usize) -> Draft {
        Draft {
            html: String::with_capacity(length),
            slots: Vec::new(),
        }
    }

    /// Adds another draft.
    pub fn append(&mut self, other: Draft) {
        let by = u32::try_from(self.html.len()).unwrap_or(u32::MAX);
        self.html.push_str(&other.html);
        self.slots.extend(other.slots.into_iter().map(|slot| Slot {
            at: slot.at.saturating_add(by),
            ..slot
        }));
    }
}

impl From<Draft> for Fragment {
    fn from(draft: Draft) -> Fragment {
        Fragment::new(draft.html, draft.slots)
    }
}
