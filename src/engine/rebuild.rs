//! What had to be done again between one state of a site and the next, and why.

use crate::base::FilePath;

/// How far a change reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rebuild {
    /// Everything was read for the first time.
    Everything,
    /// Nothing: the files say the same as before.
    Nothing,
    /// The texts of so many documents; what others know of them is the same.
    Texts(usize),
    /// Templates, or settings that concern no link.
    Theme,
    /// What shows the words of documents; links and lists are the same. The reason says which words.
    Words(RelinkReason),
    /// All links and lists, for this reason.
    Links(RelinkReason),
}

/// Why a site was linked again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RelinkReason {
    /// Others may show this part of a document: its title, a field.
    Part(FilePath, String),
    /// A document could not be read before, or cannot be read now.
    Readable(FilePath),
    /// Files came, went, or have other bytes.
    Files,
    /// site.yaml, the kinds or the assets say something else.
    Settings,
    /// A moment has come at which something appears or goes.
    Moment,
    /// The problems that are known have to be found again, at their new places.
    Problems,
}
