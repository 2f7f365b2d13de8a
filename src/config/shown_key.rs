//! Names that programs have for a key that shows a document if it says `true`: the opposite of `draft`.

use crate::base::suggest::plain_name;

const SHOWS: [&str; 16] = [
    "discoverable",
    "enabled",
    "listed",
    "live",
    "online",
    "output",
    "permalink",
    "public",
    "publish",
    "published",
    "released",
    "render",
    "rendered",
    "routable",
    "visible",
    "write",
];

/// True for such a name, however it is written: `published`, `is-public`.
pub fn is_shown_key(key: &str) -> bool {
    let name = plain_name(key);
    SHOWS.contains(&name.strip_prefix("is").unwrap_or(&name))
}
