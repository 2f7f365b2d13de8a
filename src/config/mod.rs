//! Foundation: site.yaml and the declared kinds as values.
//!
//! 1. `setting_groups`: which settings there are, declared in `settings.schema.json`; `settings`: reads one group of them,
//!    so that nothing unknown or of the wrong type passes unseen
//! 2. `site`: site.yaml; `languages`, by `language_tags`: those it is in; `hosts`: where they are, `host_check`: where they cannot be; `web_address`: what addresses can be; `menu`: its menus; `old_urls`: what it says of addresses without a page
//! 3. `images`: what happens to pictures; `search`: what the search finds; `markdown`: HTML in texts, and the anchors of
//!    headings; `link_schemes`: what links may start with;
//!    `comments`: how readers leave comments, on a site, a kind or a document; `external`: which other sites are asked;
//!    `publishing`: where the site is sent;    `look`: logo, colours and fonts; `editions`: the files that publications are offered in
//! 4. `field`, `field_path`, `pattern`, `collection`, `calendar`, `deadlines`, `timetable`, `statement`, `kind`, `period`, `kind_check`,
//!    `order_check`, `lifecycle_key`: what a kind is made of, and what none can be
//! 5. `kinds`: the theme's kinds with the site's laid over them, checked as a whole
//!
//! Reads no file itself; `common.yaml` holds the fields that every kind has.

mod calendar;
pub mod collection;
pub mod comments;
mod deadlines;
pub mod editions;
pub mod external;
pub mod field;
mod field_path;
mod host_check;
mod hosts;
mod images;
pub mod kind;
pub mod kind_check;
pub mod kinds;
mod language_tags;
mod languages;
pub mod lifecycle_key;
pub mod link_schemes;
pub mod look;
mod markdown;
mod menu;
pub mod old_urls;
mod order_check;
pub mod pattern;
mod period;
pub mod publishing;
mod search;
pub mod setting_groups;
pub mod settings;
pub mod site;
mod statement;
mod timetable;
pub mod web_address;

pub use calendar::Calendar;
pub use collection::{Collection, Condition, Selection, Sort, Wanted};
pub use comments::Comments;
pub use deadlines::Deadlines;
pub use editions::{Edition, MakeableEditions};
pub use external::External;
pub use field::{Ends, Field, FieldType};
pub use field_path::FieldName;
pub use hosts::{HostId, Hosts, is_on_each_host};
pub use images::Images;
pub use kind::{Kind, List, Part};
pub use kinds::{Kinds, Layer};
pub use language_tags::{LanguageTags, SharedPath};
pub use languages::{Languages, Missing, SiteLanguage};
pub use link_schemes::LinkSchemes;
pub use look::Look;
pub use markdown::{AnchorStyle, RawHtml};
pub use menu::{Menu, MenuEntry};
pub use old_urls::OldUrls;
pub use pattern::Pattern;
pub use search::{KindSearch, SiteSearch};
pub use site::SiteConfig;
pub use statement::Statement;
pub use timetable::Timetable;
