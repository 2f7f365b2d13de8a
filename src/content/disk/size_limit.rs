//! How large a file may be that is read at once, by what it is. Files that are published as they are have no limit: they are
//! never held in memory as a whole.

/// A Markdown file, and any text that is shown with a finding.
pub const DOCUMENT: u64 = 256 << 20;

/// A data file of the site, such as YAML, JSON or a glossary.
pub const DATA: u64 = 20 << 20;

/// site.yaml, and each file of a theme but its assets.
pub const SETTINGS: u64 = 16 << 20;

/// An asset of a theme: they are held in memory.
pub const ASSET: u64 = 256 << 20;

/// A picture that is published in other sizes: it is held in memory.
pub const PICTURE: u64 = 256 << 20;

/// A list with a line for each page, finding or file of a site: the ledger, a baseline, a manifest, what builds keep.
pub const LIST: u64 = 256 << 20;
