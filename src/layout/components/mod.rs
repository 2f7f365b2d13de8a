//! The blocks of Markdown: calls of the theme's components.
//!
//! `blocks` fills them in, with their arguments checked against what the component declares; `block_table` finds the
//! tables that they ask for, `misnamed_argument` what an argument is meant for that they do not have. `declared_blocks` lists what authors can
//! write.

mod block_table;
mod blocks;
mod declared_blocks;
mod misnamed_argument;

pub use block_table::{tables_named, tables_of};
pub use blocks::{Blocks, ShownBlocks, shows_page};
pub use declared_blocks::{DeclaredArgument, DeclaredBlock, Takes, declared_blocks};
