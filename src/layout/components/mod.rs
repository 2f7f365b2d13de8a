//! The blocks of Markdown: calls of the theme's components.
//!
//! `blocks` fills them in, with their arguments checked against what the component declares; `block_table` finds the
//! tables that they ask for, `misnamed_argument` what an argument is meant for that they do not have.

mod block_table;
mod blocks;
mod misnamed_argument;

pub use block_table::{tables_named, tables_of};
pub use blocks::{Blocks, ShownBlocks, shows_page};
