//! What is wrong between documents. It names the things it is about; where these are in their files is looked up when it is
//! told, since most edits move them and change nothing else.

use crate::base::{self, Diagnostic, SourceSpan, Span};
use crate::document::Spot;

/// What a finding points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A thing in a document.
    Thing(Spot),
    /// A place in the settings or a kind: whenever these change, all is linked again.
    Setting(Span),
}

/// A diagnostic whose places are looked up when it is told.
pub type Finding = Diagnostic<Place>;

/// A result with what was found on the way to it.
pub type Reported<T> = base::Reported<T, Finding>;

impl From<Spot> for Place {
    fn from(spot: Spot) -> Place {
        Place::Thing(spot)
    }
}

impl From<SourceSpan> for Place {
    fn from(span: SourceSpan) -> Place {
        Place::Setting(*span)
    }
}
