//! Pipeline: what of a site some readers cannot use: for its accessibility statement, and for the rules of `check` that tell
//! authors of the same.
//!
//! 1. `attachment`: files as documents list them; `exemption`: what need not be accessible, as authors say
//! 2. `pdf_lacks`: what a PDF lacks, and how it is added; `download`: files that nothing takes the place of
//! 3. `offered_file`: the files of a site with all this, each once; `silent_image`: pictures in fields
//! 4. `access_issue`: all of a site; `statement`: what its accessibility statements claim
//!
//! What texts lack is known by `document`. Judges nothing by levels of codes: that a site does not want to be told of
//! something helps no reader.

mod access_issue;
mod attachment;
mod download;
mod exemption;
mod offered_file;
mod pdf_lacks;
mod silent_image;
mod statement;

pub use access_issue::{AccessIssue, Subject, access_issues};
pub use attachment::{Attachment, attachments};
pub use download::without_alternative;
pub use exemption::exemption;
pub use offered_file::{OfferedFile, offered_files};
pub use pdf_lacks::{Lack, PdfLack};
pub use silent_image::silent_images;
pub use statement::SiteStatement;

use crate::config::Kinds;
use crate::content::Facts;
use crate::graph::Site;

/// What is known of a site.
#[derive(Clone, Copy)]
pub struct AccessSources<'s> {
    /// Its public documents.
    pub graph: &'s Site,
    /// The facts about its public files, in their order.
    pub facts: &'s [Facts],
    /// Its kinds.
    pub kinds: &'s Kinds,
    /// The language of documents that do not say theirs.
    pub language: &'s str,
}
