//! Keys that say who may see a page: the names of our own fields, and one table of those of other programs.
//!
//! copublish reads none of the others. It has to know them so that a page whose author means to hide it is not published.

use crate::base::suggest::{plain_name, typos};
use crate::yaml::boolean;

/// Not ready: nobody may see it.
pub const DRAFT: &str = "draft";
/// Readers may not see it before this moment.
pub const PUBLISH_AT: &str = "publish_at";
/// Readers may not see it from this moment on.
pub const EXPIRES: &str = "expires";
/// Where it is in its life.
pub const STATUS: &str = "status";

/// The fields of copublish's own that say who may see a page.
pub const OWN: [&str; 4] = [DRAFT, PUBLISH_AT, EXPIRES, STATUS];

/// What a key means to the programs that read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyEffect {
    /// `true` hides the page.
    Hides,
    /// `false` hides the page, a date hides it until then.
    Shows,
    /// The page is public from a moment on.
    Appears,
    /// The page is public until a moment.
    Goes,
    /// Something else about who may see the page.
    Other,
}

use KeyEffect::{Appears, Goes, Hides, Other, Shows};

/// A key's name in lower case, without spaces, hyphens and underscores.
struct ForeignKey {
    name: &'static str,
    effect: KeyEffect,
    /// True if texts for readers hardly have such a word before a colon.
    only_in_front_matter: bool,
}

const fn key(name: &'static str, effect: KeyEffect) -> ForeignKey {
    ForeignKey {
        name,
        effect,
        only_in_front_matter: false,
    }
}

const fn clear(name: &'static str, effect: KeyEffect) -> ForeignKey {
    ForeignKey {
        name,
        effect,
        only_in_front_matter: true,
    }
}

const KEYS: [ForeignKey; 55] = [
    key("availablefrom", Appears),
    key("availableuntil", Goes),
    key("build", Other),
    key("confidential", Hides),
    key("deleted", Hides),
    key("disabled", Hides),
    key("discoverable", Shows),
    key("enabled", Shows),
    key("golive", Appears),
    key("headless", Hides),
    clear("hidden", Hides),
    key("hide", Hides),
    key("inactive", Hides),
    key("internal", Hides),
    clear("invisible", Hides),
    key("launchdate", Appears),
    key("listed", Shows),
    key("live", Shows),
    key("nopublish", Hides),
    key("notpublic", Hides),
    key("online", Shows),
    key("output", Shows),
    key("password", Hides),
    key("permalink", Shows),
    key("poststatus", Other),
    clear("private", Hides),
    key("protected", Hides),
    key("pubdate", Appears),
    clear("public", Shows),
    key("publicfrom", Appears),
    key("publicuntil", Goes),
    clear("publish", Shows),
    clear("published", Shows),
    key("released", Shows),
    key("releasedate", Appears),
    key("removeat", Goes),
    key("removed", Hides),
    key("render", Shows),
    key("rendered", Shows),
    key("restricted", Hides),
    key("routable", Shows),
    key("scheduled", Appears),
    key("secret", Hides),
    key("takedown", Goes),
    key("trashed", Hides),
    key("unfinished", Hides),
    key("unlisted", Hides),
    key("validuntil", Goes),
    clear("visibility", Other),
    clear("visible", Shows),
    key("visiblefrom", Appears),
    key("visibleuntil", Goes),
    key("wip", Hides),
    key("write", Shows),
    key("<<", Other),
];

/// Beginnings of words that say who may see a page, in whatever name they are.
const STEMS: [(&str, KeyEffect); 7] = [
    ("draft", Hides),
    ("private", Hides),
    ("unlist", Hides),
    ("publish", Shows),
    ("embargo", Appears),
    ("expir", Goes),
    ("unpublish", Goes),
];
/// Words that begin so and mean something else.
const OTHER_WORDS: [&str; 4] = ["publisher", "publishers", "publishing", "privately"];

/// Beginnings of names that only front matter has: `draft_until`, `publishDate`, `expiryDate`.
const ONLY_IN_FRONT_MATTER: [&str; 7] = [
    "draft",
    "embargo",
    "expir",
    "publishd",
    "publishon",
    "unlist",
    "unpublish",
];

/// Keys that mean something else unless they say `false`: the URL of a page, where a program puts it.
const ONLY_IF_FALSE: [&str; 3] = ["output", "permalink", "write"];

/// Names with so many typing mistakes are still near.
const NEAR: usize = 2;

/// What a key may be meant to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// The field with this name, whose name it nearly is.
    Field(&'static str),
    /// What it says in another program.
    Foreign(KeyEffect),
}

impl Meaning {
    /// True for a key that is the name of a field but for its case, hyphens and underscores.
    pub fn is_certain(self, key: &str) -> bool {
        matches!(self, Meaning::Field(name) if plain_name(name) == plain_name(key))
    }
}

/// What a key may mean for who may see a page; `None` for what is plainly another word. Some keys mean it only if their
/// value is `false`.
pub fn meaning(key: &str, value: Option<&str>) -> Option<Meaning> {
    let folded = plain_name(key);
    let is_false = value.and_then(boolean) == Some(false);
    if is_only_if_false(&folded) && !is_false {
        return None;
    }
    if let Some(name) = OWN.into_iter().find(|name| plain_name(name) == folded) {
        return Some(Meaning::Field(name));
    }
    if let Some(effect) = effect(key) {
        return Some(Meaning::Foreign(effect));
    }
    // Two letters more turn `publish` into its opposite, so this is not a near miss of it.
    if without_is(&folded).starts_with("unpublish") {
        return Some(Meaning::Foreign(Goes));
    }
    match nearest(&folded) {
        Some(name) => Some(Meaning::Field(name)),
        None => effect_of_words(key).map(Meaning::Foreign),
    }
}

fn nearest(folded: &str) -> Option<&'static str> {
    let names = OWN.into_iter();
    let near = names.filter_map(|name| Some((typos(&plain_name(name), folded, NEAR)?, name)));
    let (_, name) = near.min()?;
    Some(name)
}

/// What a key means by its whole name, with or without `is` before it.
fn effect(key: &str) -> Option<KeyEffect> {
    let folded = plain_name(key);
    let name = without_is(&folded);
    let known = KEYS
        .iter()
        .find(|known| known.name == name || known.name == key);
    known.map(|known| known.effect)
}

/// What a key means by the words in its name.
fn effect_of_words(key: &str) -> Option<KeyEffect> {
    words(key).iter().find_map(|word| effect_of_word(word))
}

fn effect_of_word(word: &str) -> Option<KeyEffect> {
    if OTHER_WORDS.contains(&word) {
        return None;
    }
    let stem = STEMS.iter().find(|(stem, _)| word.starts_with(stem));
    stem.map(|(_, effect)| *effect)
}

/// True for a key that shows a page if it says `true`, the opposite of `draft`: `published`, `is-public`.
pub fn is_shown_key(key: &str) -> bool {
    effect(key) == Some(Shows)
}

/// True for a key that is about who may see a page only if it says `false`.
fn is_only_if_false(folded: &str) -> bool {
    ONLY_IF_FALSE.contains(&without_is(folded))
}

/// True for a name that only front matter has; `folded` as [`plain_name`] gives it.
pub fn is_only_in_front_matter(folded: &str) -> bool {
    let name = without_is(folded);
    let mut known = KEYS.iter().filter(|key| key.only_in_front_matter);
    // The word for a status that pages have.
    name == "withdrawn"
        || known.any(|key| key.name == name)
        || ONLY_IN_FRONT_MATTER
            .iter()
            .any(|stem| name.starts_with(stem))
}

/// A name in lower case without `is` before it: `isPublished` is `published`.
fn without_is(folded: &str) -> &str {
    folded.strip_prefix("is").unwrap_or(folded)
}

/// The words of a name in lower case: `publishDate` and `publish-date` have two.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_small = false;
    for c in name.chars() {
        let starts_word = !c.is_alphanumeric() || c.is_uppercase() && was_small;
        if starts_word {
            words.push(String::new());
        }
        was_small = c.is_lowercase() || c.is_numeric();
        if let (true, Some(word)) = (c.is_alphanumeric(), words.last_mut()) {
            word.extend(c.to_lowercase());
        }
    }
    words
}
