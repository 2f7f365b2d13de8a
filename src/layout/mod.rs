//! Stage 5: graph, fragments and theme into pages. Templates receive, they never fetch.
//!
//! 1. `theme`: templates compiled, assets named by their content, with `style_sheet`, words read; errors at their place
//! 2. `view`, by `shape`, with `file_view`, `comment_view`, `tag_view`, `site_view` and `language`: the only values templates see,
//!    prepared before anything renders
//! 3. `plan`: every file of the site, decided before any is made
//! 4. `received`: what the template of a page gets; `render`: one planned file into its bytes
//!    `template_graph`: which templates can be used at all
//!    `key`, with `template_closure`: when a template would make the same page again
//! 5. `component`: the blocks of Markdown, their arguments checked against the theme's signatures
//! 6. `block_table`, by `table_view` and `number`: the tables that blocks ask for; `chart` draws them
//! 7. one file for each fixed format: `feed` as `feed_atom` and `feed_json`, `calendar`, `sitemap`,
//!    `redirect`, `robots`
//!
//! Writes nothing: `output` asks for the bytes of one file after the other.

mod block_table;
mod calendar;
mod chart;
mod comment_view;
mod component;
mod date_words;
mod feed;
mod feed_atom;
mod feed_json;
mod file_view;
mod filter;
mod group_by;
mod key;
mod language;
mod listing_view;
mod markup;
mod number;
mod page_view;
mod plan;
mod prose;
mod received;
mod record;
mod redirect;
mod render;
mod robots;
mod shape;
mod site_view;
mod sitemap;
mod style_sheet;
mod table_view;
mod tag_view;
mod template_closure;
mod template_error;
mod template_graph;
mod theme;
mod view;
mod whole_view;
mod words;

pub use block_table::{tables_named, tables_of};
pub use key::Key;
pub use plan::{FeedFormat, Item, Plan, Planned, plan};
pub use prose::{Prose, Texts, Views};
pub use received::{Received, received};
pub use render::{Made, render};
pub use template_closure::names_in as names_in_template;
pub use theme::Theme;
pub use view::{Shared, prepare};

/// The stack of a thread that renders: Tera takes up to some ten kilobytes for each template within another one.
pub const STACK: usize = 16 << 20;
