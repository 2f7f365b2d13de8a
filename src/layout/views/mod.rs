//! What templates see, as types: a struct for each sort of thing, whose fields are the names that templates know. Serde
//! turns them into values of the template engine; what many pages show is turned once and shared.
//!
//! `page`, `list` and `single_page` are what a page's template receives as `page`; `site`, `paginator` stand beside it.
//! All others are parts of these.

mod access_issues;
mod budget;
pub mod card;
mod comment;
mod comment_setting;
mod crumb;
mod deadline;
pub mod default_home;
pub mod edition;
mod feed_links;
mod field;
pub mod file;
mod lane;
mod leave_comment;
pub mod list;
mod names;
pub mod page;
pub mod page_facts;
pub mod paginator;
mod reference;
pub mod search;
pub mod single_page;
pub mod site;
pub mod site_map;
pub mod steps;
pub mod strand;
pub mod table;
pub mod tag;
mod timetable;
pub mod translation;
pub mod unnamed;
pub mod value;

pub use names::view_names;
