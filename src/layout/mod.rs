//! Stage 5: site, fragments and theme into pages. Templates receive, they never fetch.
//!
//! 1. `theme`: templates compiled, assets named by their content, with `style_sheet`, words read; errors at their place
//! 2. `context`: what all pages are made of, a site, a theme and a `cache` of views that many pages show;
//!    `page_context`: the same with texts, for one page
//! 3. `views`: the only values templates see, as types, made before anything renders; `kind_fields` says what the pages of
//!    a kind have
//! 4. `plan`: every file of the site, decided before any is made
//! 5. `template_input`: what the template of a page gets; `render`: one planned file into its bytes
//!    `template_graph`: which templates can be used at all
//!    `key`, with `template_closure`: when a template would make the same page again
//! 6. `component`: the blocks of Markdown, their arguments checked against the theme's signatures
//! 7. `block_table`, with `number`: the tables that blocks ask for; `chart` draws them
//! 8. one file for each fixed format: `feed` as `feed_atom` and `feed_json`, `calendar`, `sitemap`,
//!    `redirect`, `robots`
//!
//! Writes nothing: `output` asks for the bytes of one file after the other.

mod block_table;
mod cache;
mod calendar;
mod chart;
mod component;
mod context;
mod date_words;
mod feed;
mod feed_atom;
mod feed_json;
mod filter;
mod group_by;
mod key;
mod kind_fields;
mod markup;
mod number;
mod page_context;
mod plan;
mod redirect;
mod render;
mod robots;
mod sitemap;
mod style_sheet;
mod template_choice;
mod template_closure;
mod template_error;
mod template_graph;
mod template_input;
mod theme;
mod views;
mod words;

pub use block_table::{tables_named, tables_of};
pub use context::{RenderContext, SiteData};
pub use key::Key;
pub use page_context::{PageContext, TextEdits, TextVersions};
pub use plan::{Plan, Planned, plan};
pub use render::{Made, render};
pub use template_closure::names_in as names_in_template;
pub use template_input::{TemplateInput, template_input};
pub use theme::Theme;

/// The stack of a thread that renders: Tera takes up to some ten kilobytes for each template within another one.
pub const STACK: usize = 16 << 20;
