//! Sorts of HTML elements, by what they hold.

use crate::document::tag::RawTag;
use crate::html::RAW_ELEMENTS;

/// Elements that are part of a line.
pub const OF_LINES: &str = "a abbr b bdi cite code del dfn em i ins kbd mark q s samp small span strong sub sup time u var";
/// Elements that hold nothing.
pub const VOID: &str = "area base br col embed hr img input link meta source track wbr";
/// Elements that can hold no other ones.
pub const WORDS_ALONE: &str = "desc option title";

/// True for elements whose text holds no tags.
pub fn is_raw(tag: &RawTag) -> bool {
    RAW_ELEMENTS
        .iter()
        .any(|raw| tag.name.eq_ignore_ascii_case(raw))
}

/// True if a list of names, divided by spaces, has this one.
pub fn is_among(names: &str, name: &str) -> bool {
    names
        .split(' ')
        .any(|known| known.eq_ignore_ascii_case(name))
}
