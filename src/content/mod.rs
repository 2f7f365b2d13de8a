//! Pipeline: the project's files as read.
//!
//! 1. `disk`: the only reader; walks folders and reads files; `walk`: which files of `content/` there are
//! 2. `source`: a Markdown file, or an asset, any other file; `raw_page`: one that begins with front matter all the same
//! 3. `data`: data files, for templates; `glossary`: what abbreviations stand for
//! 4. `csv`, by `records` and `encoding`: tables that blocks name; `table`: cells of text, and how numbers in them are written
//! 5. `facts`, by `pdf`, `picture` and `picture_fault`: what is known of a file by its bytes; `file_type`: by its name; `media`: how
//!    hosts send it
//! 6. `history`, by `repository` and `git_log`: when files were last changed; `git`: the only
//!    place that runs another program; `git_folder`: where a repository keeps its files
//! 7. `unsaved`: texts that stand in place of files; `ledger`: every address the site ever had
//! 8. `theme`: the files of the theme, its parents and the site, laid over each other; `built_in`: the default theme
//! 9. `unreadable`: what is said of a file that is not read; `front_matter`: the start of a text that says what the rest
//!    is, in YAML, TOML or JSON
//!
//! Decides nothing about what a file means: that is `document`'s work.

pub mod built_in;
pub mod csv;
pub mod data;
pub mod disk;
pub mod encoding;
mod facts;
mod file_type;
pub mod front_matter;
mod git;
mod git_folder;
mod git_log;
pub mod glossary;
mod history;
pub mod ledger;
pub mod media;
pub mod pdf;
mod picture;
mod picture_fault;
mod raw_page;
mod records;
mod repository;
pub mod source;
pub mod table;
pub mod theme;
mod unreadable;
mod unsaved;
mod walk;

pub use csv::Tables;
pub use data::{Data, is_for_templates};
pub use encoding::any_reading;
pub use facts::{Facts, FactsReport, Seen, SeenBefore, look};
pub use file_type::{FileType, Use};
pub use git_folder::{git_folder, shared_git_folder};
pub use history::{History, LastChanges, NoHistory};
pub use ledger::Ledger;
pub use pdf::{Pdf, PdfAccess, PdfFacts, PdfText};
pub use picture::{FileFormat, PictureFacts, PixelFormat, orientation_of_exif};
pub use picture_fault::PictureFault;
pub use repository::Unknown;
pub use source::{Asset, Source};
pub use table::{Cell, Table};
pub use theme::{ThemeFile, ThemeFiles};
pub use unreadable::{cannot_be_read, shown, unreadable};
pub use unsaved::{Folder, Unsaved};
pub use walk::{Listing, NameRules, folder_like_drafts, is_in_drafts, walk};
