//! The files in fixed formats: whatever a site has besides pages and copies.
//!
//! Each format is one file, and one entry of [`FORMATS`].

mod calendar;
mod feed;
mod feed_atom;
mod feed_content;
mod feed_json;
mod feed_page;
mod headers;
pub mod redirect;
mod robots;
mod sitemap;
pub mod sitemap_parts;
mod web_manifest;

use super::page_context::PageContext;
use crate::graph::Item;

/// A format that copublish writes.
pub trait Format: Sync {
    /// The text of a file of the plan; `None` for a file in another format.
    fn text(&self, item: &Item, page: &PageContext) -> Option<String>;
}

/// All formats. Each file is in the first one that writes it.
const FORMATS: &[&dyn Format] = &[
    &feed_atom::AtomFeed,
    &feed_json::JsonFeed,
    &calendar::Calendars,
    &sitemap::Sitemap,
    &robots::Robots,
    &redirect::RedirectPage,
    &redirect::RedirectTable,
    &headers::Headers,
    &web_manifest::WebManifest,
];

/// The text of a file of the plan; `None` for a page, or a file that is copied.
pub fn text(item: &Item, page: &PageContext) -> Option<String> {
    FORMATS.iter().find_map(|format| format.text(item, page))
}
