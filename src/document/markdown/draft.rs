//! A fragment that is being written.

use crate::document::{Fragment, Slot};

/// HTML with slots, so far.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// The HTML with nothing standing where the slots are.
    pub html: String,
    /// The slots, in the order of the text.
    pub slots: Vec<Slot>,
}

impl From<Draft> for Fragment {
    fn from(draft: Draft) -> Fragment {
        Fragment::new(draft.html, draft.slots)
    }
}
