//! Words that nobody may see, looked for in the names and the bytes of files.

use std::collections::{BTreeMap, BTreeSet};

use crate::outputs::Dice;
use crate::search_index::readable;

/// Names and bytes.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Letters of a word's own part.
const OWN: usize = 12;

/// A word that a site holds only where its document does. It stays the same as a slug, in an address and in a name.
pub fn word(dice: &mut Dice) -> String {
    format!("zq{:0OWN$x}qz", dice.below(1 << 48))
}

/// Where words are found: each with the letters behind it, which name the place where it was planted, and the file.
pub fn found(files: &Files) -> BTreeSet<(String, String, String)> {
    let mut found = BTreeSet::new();
    for (name, bytes) in files {
        assert!(
            ![".gz", ".br", ".zst", ".zip"]
                .iter()
                .any(|end| name.ends_with(end)),
            "{name}: unpack it"
        );
        // A file that is copied as it is may hold two bytes for a letter.
        let bytes: Vec<u8> = readable(name, bytes)
            .into_iter()
            .filter(|byte| *byte != 0)
            .collect();
        let text = format!("{name}\n{}", String::from_utf8_lossy(&bytes)).to_lowercase();
        for text in [&text, &decoded(&text)] {
            for (at, _) in text.match_indices("zq") {
                if let Some((word, place)) = word_at(&text[at..]) {
                    found.insert((word.to_owned(), place.to_owned(), name.clone()));
                }
            }
        }
    }
    found
}

/// The word that a text starts with, and its place.
fn word_at(text: &str) -> Option<(&str, &str)> {
    let word = text.get(..OWN + 4).filter(|word| word.ends_with("qz"))?;
    let rest = &text[word.len()..];
    let end = rest
        .find(|c: char| !c.is_ascii_lowercase())
        .unwrap_or(rest.len());
    Some((word, &rest[..end]))
}

/// A text with `%7A` as `z`.
fn decoded(text: &str) -> String {
    let mut parts = text.split('%');
    let mut decoded = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let byte = part
            .get(..2)
            .and_then(|two| u8::from_str_radix(two, 16).ok())
            .filter(u8::is_ascii);
        match byte {
            Some(byte) => {
                decoded.push(char::from(byte));
                decoded.push_str(&part[2..]);
            }
            None => {
                decoded.push('%');
                decoded.push_str(part);
            }
        }
    }
    decoded.to_lowercase()
}

#[test]
fn words_are_found_in_every_writing() {
    let word = word(&mut Dice::new(7));
    let utf_16: Vec<u8> = format!("{word}wide")
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    let files = Files::from([
        (format!("{word}name/a.html"), Vec::new()),
        (
            "b.html".to_owned(),
            format!("<p>{}BODY</p>", word.to_uppercase()).into_bytes(),
        ),
        (
            "c.html".to_owned(),
            format!("%7a{}coded", &word[1..]).into_bytes(),
        ),
        ("d.txt".to_owned(), utf_16),
    ]);
    let places: Vec<String> = found(&files)
        .into_iter()
        .map(|(_, place, _)| place)
        .collect();
    assert_eq!(places, ["body", "coded", "name", "wide"]);
}
