//! Where `build` and the schemas differ, and why. Each line is words of a message, and the reason.

/// Codes of what a schema could find: wrong keys and wrong values.
const SAYABLE: [&str; 12] = [
    "invalid-kind",
    "invalid-language",
    "invalid-setting",
    "missing-field",
    "unclear-publication",
    "unknown-field",
    "unknown-kind",
    "unknown-setting",
    "unreadable-data",
    "unreadable-date",
    "unreadable-front-matter",
    "wrong-value",
];

/// True for a finding that is about a key or a value.
pub fn is_sayable(said: &str) -> bool {
    SAYABLE
        .iter()
        .any(|code| said.starts_with(&format!("{code}:")))
}

/// What `build` alone refuses.
pub const BY_BUILD_ALONE: &[(&str, &str)] = &[
    (
        "has `after`, but holds",
        "what one key says hangs on the type of another field",
    ),
    (
        "is too long for the address",
        "how long an address gets is no pattern",
    ),
    ("do not say the same", "a schema cannot compare two values"),
    (
        "has an address, but the site has none",
        "a schema cannot compare two values",
    ),
    (
        "need a folder of their own",
        "which folder a language has hangs on `default_at_root` too",
    ),
    (
        "is no language of the site",
        "the language is in the name of the file",
    ),
    ("starts with `", "the date is in the name of the file"),
    (
        "this is in a folder called",
        "the fault is in the path of the file",
    ),
    (
        "so none can have a feed",
        "what a kind says of feeds hangs on what it says of addresses",
    ),
    (
        "is sorted by",
        "a schema cannot compare a name with the fields that are declared beside it",
    ),
    (
        "uses the unknown kind",
        "the kinds may be declared in the same file",
    ),
    ("refers to the unknown kind", "as above"),
    (
        "the date in `review_by` cannot be read",
        "which months have 31 days is no pattern that anybody could read",
    ),
    (
        "this looks like front matter",
        "no editor takes it for front matter, so no schema is asked",
    ),
    (
        "means the opposite of",
        "what other names mean is no list of a schema",
    ),
    (
        "says when a document is public, so it must be",
        "only some fields of that name keep their type",
    ),
    (
        "names `",
        "a schema cannot compare a name with the fields that are declared beside it",
    ),
    ("is grouped by", "as above: the name of a field"),
    ("needs a field that holds", "as above: the type of a field"),
    (
        "are already shown in full",
        "what a kind says of its parts hangs on what it says of its addresses",
    ),
    (
        "are parts of another, so no file of",
        "what is a part may be said by the theme, and its folder by the site",
    ),
    (
        "contains the item below it",
        "a text with a line that looks like an item is a text",
    ),
];

/// What a schema alone refuses.
pub const BY_SCHEMA_ALONE: &[(&str, &str)] = &[
    (
        "'authors', 'on_behalf_of' not allowed",
        "a wrong folder is told once, and not each field that is unknown because of it",
    ),
    (
        "want null or object, but got string",
        "other readers of YAML do not take a non-breaking space for a space",
    ),
];
