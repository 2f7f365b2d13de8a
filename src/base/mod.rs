//! Foundation: the words that every room speaks.
//!
//! 1. `file_path`, `span`, `lines`: where something stands in a file the author can open
//! 2. `code`, `diagnostic`, `report`: what is wrong there, and how a stage says so; `fix`: how it is put right
//! 3. `url`, `slug`: where something stands on the site; `site_layout`: what its folders and files are called
//! 4. `date`, `hash`, `suggest`, `wording`: moments, content hashes, "did you mean", plain English; `words`: those of a theme;
//!    `lookup`: maps by text; `shared_text`: one that many hold, by `interner`; `refusal`: why the system refuses a file;
//!    `number`: one that can be compared
//! 5. `clean_text`: characters that no output may hold, and what stands in for them
//! 6. `language`: tags of languages; `mail`: addresses of electronic mail, and links that start a letter
//! 7. `yaml`: YAML read into a tree in which each key and value knows its place; `front_matter`: the start of a text that
//!    says what the rest is, in YAML, TOML or JSON
//!
//! Imports nothing of copublish; reads no clock, no disk and no environment.

pub mod clean_text;
pub mod code;
pub mod date;
pub mod diagnostic;
pub mod file_path;
pub mod fix;
pub mod front_matter;
pub mod hash;
pub mod language;
pub mod lines;
pub mod lookup;
pub mod mail;
pub mod number;
pub mod odd_date;
pub mod refusal;
pub mod report;
pub mod shared_text;
pub mod site_layout;
pub mod slug;
pub mod span;
pub mod suggest;
pub mod url;
pub mod wording;
pub mod words;
pub mod yaml;

pub use code::{Code, Level, Severity};
pub use date::Moment;
pub use diagnostic::{Diagnostic, Label};
pub use file_path::FilePath;
pub use fix::{Edit, Fix};
pub use hash::Hash;
pub use lookup::Lookup;
pub use number::Number;
pub use report::Reported;
pub use shared_text::SharedText;
pub use span::{Span, Spot};
pub use url::Url;
pub use words::Words;
