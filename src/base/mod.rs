//! Foundation: the words that every room speaks.
//!
//! 1. `file_path`, `span`, `lines`: a place in a file that the author can open; `site_layout`: the names of a site's
//!    folders and files
//! 2. `code`, `diagnostic`, `report`: what is wrong there, and how a stage reports it; `fix`: how it is fixed
//! 3. `url`, `slug`: a place on the site
//! 4. `date`, with `informal_date` for those that can be put right and `unclear_date` for those that cannot, `hash`, `number`, `shared_text`, `colour`: values; `text_map`: maps by text; `cache`, in a
//!    `cache_file`: values that are expensive to make
//! 5. `suggest`: "did you mean"; `english`: lists and counts in messages; `words`: those of a theme, `foreign_words`:
//!    those in another language than their page's; `file_error`: why a file cannot be read or written
//! 6. `clean_text`: characters that no output may hold; `terms`: the words of a text as a search knows them, `word_numbers`: each of
//!    many words once; `language`: tags of languages;
//!    `collation`: the order of words in them; `mail`: email addresses
//!
//! Imports nothing of copublish; reads no clock, no disk and no environment.

pub mod cache;
mod cache_file;
pub mod clean_text;
pub mod code;
pub mod collation;
pub mod colour;
pub mod date;
pub mod diagnostic;
pub mod english;
pub mod file_error;
pub mod file_path;
pub mod fix;
pub mod foreign_words;
pub mod hash;
pub mod informal_date;
pub mod language;
pub mod lines;
pub mod mail;
pub mod number;
pub mod report;
pub mod shared_text;
pub mod site_layout;
pub mod slug;
pub mod span;
pub mod suggest;
pub mod terms;
pub mod text_map;
pub mod unclear_date;
pub mod url;
mod word_numbers;
pub mod words;

pub use cache::Cache;
pub use code::{Code, Level, Severity};
pub use collation::{Collation, IdOrder, SortKey};
pub use colour::Colour;
pub use date::Moment;
pub use diagnostic::{Diagnostic, FoundWhile, Label};
pub use file_path::FilePath;
pub use fix::{Edit, Fix};
pub use hash::Hash;
pub use language::LanguageId;
pub use number::Number;
pub use report::Reported;
pub use shared_text::SharedText;
pub use span::{SourceSpan, Span};
pub use text_map::TextMap;
pub use url::Url;
pub use word_numbers::WordNumbers;
pub use words::Words;
