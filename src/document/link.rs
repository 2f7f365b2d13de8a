//! A link of a document, as written: where it leads is found once all documents are known.

use crate::base::SharedText;

/// Something a document leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The target as written.
    pub target: SharedText,
    /// What kind of target it is.
    pub role: LinkRole,
}

/// How a link's target is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkRole {
    /// A path or an address, perhaps with an anchor.
    Target,
    /// The same, but it must be a file: an attachment.
    File,
    /// A file that is shown as a picture.
    Picture,
    /// An id, `kind/id` or `id`, perhaps with an anchor: `[[…]]`.
    Id,
    /// What may be the path of a file and is no link: it leads no reader anywhere, but counts for which files are public.
    Mention,
}

impl LinkRole {
    /// True if the target must be a file.
    pub fn is_file(self) -> bool {
        matches!(self, LinkRole::File | LinkRole::Picture)
    }
}
