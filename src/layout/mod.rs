//! Pipeline: site, fragments and theme into pages. Templates receive, they never fetch.
//!
//! 1. `theme`: templates compiled, assets named by their content, words read, filters
//! 2. `context`: what all pages are made of, a site (`site_data`), a theme and a `cache` of views that many pages show;
//!    `frames`: one for each language; `page_context`: the same with texts, for one page, by `text_edits`
//! 3. `views`: the only values templates see, as types, made before anything renders; `kind_fields` says what the pages of
//!    a kind have, `kind_names` what they are called in a language
//! 4. `plan`: every file of the site, decided before any is made; `template_choice`: which template makes which page
//! 5. `template_input`: what the template of a page gets; `render`: one planned file into its bytes;
//!    `versions`: the pages that say the same in other languages; `lang_attributes`: the languages of its words, and `foreign_sentences`, which of them are one sentence; `elements`: sorts of HTML elements; `host_links`: links of finished files, where a site has several hosts; `markup`: text made safe in it;
//!    `key`: when a template would make the same page again, by `value_hash`;
//!    `timetable`: the geometry of plans for a time
//! 6. `components`: the blocks of Markdown with their tables; `charts` draws these, `number` reads and writes numbers;
//!    `template_words`: what filters say in the language of a page
//!    `editions`: documents as one file, which `edition_memo` makes once; `authors`: who wrote them
//! 7. `formats`: one file for each fixed format, such as feeds and the sitemap; `search_index`, by `searched_document` and
//!    `searched_files`: the pages as the index of the search wants them; `search_names`: what readers of another language say for its words
//!
//! Writes nothing: `output` asks for the bytes of one file after the other.

mod authors;
mod cache;
mod charts;
mod components;
mod context;
mod edition_memo;
mod editions;
mod elements;
mod foreign_sentences;
mod formats;
mod frames;
mod host_links;
mod key;
mod kind_fields;
mod kind_names;
mod lang_attributes;
mod markup;
mod number;
mod page_context;
mod plan;
mod render;
mod search_index;
mod search_names;
mod searched_document;
mod searched_files;
mod site_data;
mod template_choice;
mod template_input;
mod template_words;
mod text_edits;
mod theme;
mod timetable;
mod value_hash;
mod versions;
mod views;

pub use components::{
    DeclaredArgument, DeclaredBlock, Takes, declared_blocks, tables_named, tables_of,
};
pub use context::RenderContext;
pub use editions::examine_editions;
pub use frames::Frames;
pub use host_links::{for_host, has_links};
pub use key::Key;
pub use kind_names::missing_names;
pub use page_context::PageContext;
pub use plan::{Plan, Planned, UnmadeEditions, plan};
pub use render::{Made, render};
pub use search_index::{SearchedPages, index_folder, note_searched_texts, searched_page};
pub use site_data::SiteData;
pub use template_choice::{can_search, theme_pages};
pub use template_input::{TemplateInput, template_input};
pub use text_edits::{TextEdits, TextVersions};
pub use theme::{Theme, names_in_template, style_sheet_addresses};
pub use views::view_names;

/// The stack of a thread that renders: Tera takes up to some ten kilobytes for each template within another one.
pub const STACK: usize = 16 << 20;
