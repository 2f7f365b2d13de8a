//! Answers for editors: what can be written at a place of a text, and where in it something was found. Every function
//! takes texts and tables and returns values; `cli` talks to editors.
//!
//! 1. `position`: lines and columns as editors count them, and bytes
//! 2. `place`: what is being written at a byte: a key, a value, a link
//! 3. `completion`: what can be written there; `data_schema`: in data files, by what is in them; `link_targets`: what a link can lead to; `blocks`: blocks and their arguments
//! 4. `leads`: what is written in a site that leads to something of it
//! 5. `moved`: where something is in a text that was changed since it was found
//! 6. `hover`: what a field is for; `sections`: the headings of a document; `folds`: what can be folded
//! 7. `renaming`: what has to be written elsewhere when files move or headings change; `new_targets`: in which form
//! 8. `file_sort`: what sort of text a file of a site is
//!
//! Formats nothing and changes no text.

pub mod blocks;
pub mod completion;
pub mod data_schema;
pub mod file_sort;
pub mod folds;
pub mod hover;
pub mod leads;
pub mod link_targets;
pub mod moved;
pub mod new_targets;
pub mod place;
pub mod position;
pub mod renaming;
pub mod sections;
