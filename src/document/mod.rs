//! Stage 2: one source into one typed document. Pure, per file, and it never fails.
//!
//! 1. `split`: front matter | body
//! 2. `fields`: front matter read as the types its kind declares
//! 3. `markdown`: one pass over Markdown events into a fragment with slots
//! 4. `outline`: what others may know of the document
//!
//! Knows no other document: ids, links and anchors are collected here and resolved in `graph`.

pub mod fragment;
pub mod markdown;
pub mod outline;
pub mod value;

pub use fragment::{Argument, Call, Code, Filling, Fragment, Slot};
pub use outline::{Heading, Link, LinkRole, Location, Outline, Reference, TagUse};
pub use value::{FieldValue, Fields, FragmentId, Image, LinkId, ReferenceId, Tag, Value};

/// A source as its author meant it.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// What others may know of it.
    pub outline: Outline,
    /// Its body, then the fragments of its Markdown fields.
    pub fragments: Vec<Fragment>,
}
