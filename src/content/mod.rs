//! Stage 1: the project's files as read.
//!
//! 1. `disk`: the only reader; walks folders and reads files
//! 2. `source`, `asset`: a Markdown file, any other file
//! 3. `data`: data files, for templates
//! 4. `theme`: the files of the theme, its parents and the site, laid over each other
//!
//! Decides nothing about what a file means: that is `document`'s work.

pub mod asset;
mod built_in;
pub mod data;
pub mod disk;
pub mod source;
pub mod theme;
mod walk;

pub use asset::Asset;
pub use data::Data;
pub use source::Source;
pub use theme::{ThemeFile, ThemeFiles};
pub use walk::{Listing, walk};
