//! Abbreviations in a run of text, and how a text spells them out. Knows no glossary.

use std::ops::Range;

/// How many characters before and after an abbreviation are inspected.
const BESIDE: usize = 60;
/// Longer ones are words in capital letters.
const LONGEST: usize = 6;

/// Words that are often written in capitals for emphasis.
pub(super) const LOUD: &str = "ALL ALWAYS AND ANY BEFORE BOTH BUT CANNOT DO DONE DONT EVER EVERY FREE FROM GO HAVE HOW IF IS LAST \
    MAY MORE MOST MUST NEVER NEW NEXT NO NONE NOT NOW ONE ONLY OPEN OR OUR OUT OVER PAST PLUS REALLY SHOULD SO STILL \
    STOP THE THIS TODAY TOO TWO VERY WE WHY WILL WITH YES YOU YOUR";

/// True if there are two capitals in a row.
pub(super) fn may_hold_some(text: &str) -> bool {
    text.as_bytes()
        .windows(2)
        .any(|pair| pair.iter().all(u8::is_ascii_uppercase))
}

/// The abbreviations in a text: two or more capitals, with or without digits and an `s` after them.
pub(super) fn abbreviations(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = bytes.get(from..)?;
            let start = from
                + rest
                    .windows(2)
                    .position(|pair| pair.iter().all(u8::is_ascii_uppercase))?;
            let length = text.get(start..)?.find(|c: char| !c.is_alphanumeric());
            let end = length.map_or(text.len(), |length| start + length);
            from = end;
            let is_inside = text.get(..start)?.ends_with(char::is_alphanumeric);
            if !is_inside
                && is_abbreviation(text.get(start..end)?)
                && stands_alone(text, start..end)
            {
                return Some(start..end);
            }
        }
    })
}

fn is_abbreviation(word: &str) -> bool {
    let letters = singular(word).trim_end_matches(|c: char| c.is_ascii_digit());
    let is_number = letters.bytes().all(|letter| b"IVXLCDM".contains(&letter));
    // `LOUDLY` is a word.
    let is_word = letters.len() > 4
        && ["ED", "ING", "ION", "LY"]
            .iter()
            .any(|end| letters.ends_with(end));
    !is_word
        && (2..=LONGEST).contains(&letters.len())
        && letters.bytes().all(|byte| byte.is_ascii_uppercase())
        && !is_number
}

/// False for a part of an address, of a name with signs in it, or of a postcode.
fn stands_alone(text: &str, at: Range<usize>) -> bool {
    let before = end_of(text.get(..at.start).unwrap_or(""));
    let after = start_of(text.get(at.end..).unwrap_or(""));
    let word = text.get(at).unwrap_or("");
    !is_joined(before.chars().rev())
        && !is_joined(after.chars())
        && !is_postcode(word, after)
        && !is_state(word, before)
        && !is_beside_loud_word(before, after)
}

/// True for signs by which a word is part of something longer; the nearest one comes first.
fn is_joined(mut signs: impl Iterator<Item = char>) -> bool {
    match signs.next() {
        Some('_' | '@' | '#' | '$' | '%' | '\\' | '=' | '+') => true,
        Some('.' | '/' | '-' | ':' | ';' | '&') => signs.next().is_some_and(char::is_alphanumeric),
        _ => false,
    }
}

/// True for the first half of a British postcode: `SW1 2AB`.
fn is_postcode(word: &str, after: &str) -> bool {
    let second = after.strip_prefix(' ').unwrap_or("").as_bytes();
    word.ends_with(|c: char| c.is_ascii_digit())
        && matches!(second, [b'0'..=b'9', b'A'..=b'Z', b'A'..=b'Z', ..])
}

/// `Los Angeles, CA`: what a state is called in an address.
fn is_state(word: &str, before: &str) -> bool {
    let place = before.strip_suffix(", ");
    let place = place.and_then(|place| place.rsplit(' ').next());
    word.len() == 2
        && place.is_some_and(|place| {
            place.starts_with(|c: char| c.is_uppercase())
                && place.ends_with(|c: char| c.is_lowercase())
        })
}

fn is_beside_loud_word(before: &str, after: &str) -> bool {
    let last = before.strip_suffix(' ');
    let last = last.and_then(|before| before.rsplit(' ').next());
    let mut beside = last.into_iter().chain(after.split(' ').nth(1));
    beside.any(|word| is_one_of(LOUD, word))
}

/// The part of a text that may hold the word next to an abbreviation. So a text without spaces is not searched to its end
/// for each of them.
fn start_of(text: &str) -> &str {
    text.char_indices()
        .nth(BESIDE)
        .map_or(text, |(end, _)| text.get(..end).unwrap_or(""))
}

/// The same at the end of a text.
fn end_of(text: &str) -> &str {
    text.char_indices()
        .rev()
        .nth(BESIDE)
        .map_or(text, |(start, _)| text.get(start..).unwrap_or(""))
}

/// Without the `s` of a plural.
pub(super) fn singular(word: &str) -> &str {
    let stem = word.strip_suffix('s').unwrap_or(word);
    if stem.ends_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit()) {
        stem
    } else {
        word
    }
}

/// The abbreviations that a text spells out: `Full Words (ABC)`, `ABC (Full Words)`, `ABC stands for`.
pub(super) fn spelled_out(text: &str) -> impl Iterator<Item = &str> {
    let brackets = text.match_indices('(');
    let brackets = brackets.flat_map(|(at, _)| spelled_out_by_bracket(text, at));
    let stands_for = text.match_indices(" stands for ");
    let stands_for = stands_for.map(|(at, _)| last_word(text.get(..at).unwrap_or("")));
    brackets.chain(stands_for)
}

/// The abbreviation in a bracket that opens here, or before it.
fn spelled_out_by_bracket(text: &str, at: usize) -> impl Iterator<Item = &str> {
    let inside = text.get(at + 1..).unwrap_or("");
    let inside = inside.split([')', ',', ';', '(']).next().unwrap_or("");
    let inside = inside.trim_matches(|c: char| !c.is_alphanumeric());
    let inside = inside.strip_prefix("the ").unwrap_or(inside);
    let before = text.get(..at).unwrap_or("").trim_end();
    let last = last_word(before);
    let is_inside =
        !inside.contains(char::is_whitespace) && is_abbreviation(inside) && !before.is_empty();
    let is_before = is_abbreviation(last) && inside.split_whitespace().nth(1).is_some();
    let inside = is_inside.then_some(singular(inside));
    let before = is_before.then_some(singular(last));
    inside.into_iter().chain(before)
}

fn last_word(text: &str) -> &str {
    let mut words = text.rsplit(|c: char| !c.is_alphanumeric());
    words.next().unwrap_or("")
}

/// Words that most abbreviations leave out.
const SMALL: &str = "a an and at by for from in of on or the to with";

/// The first letters of the words of a passage, in order: an abbreviation may be among them.
pub(super) struct Initials {
    /// Those of all words, in capitals.
    all: String,
    /// Those of all but small words, in capitals.
    large: String,
    /// Those of words that start with a capital; a space for others that are not small.
    capital: String,
}

impl Initials {
    /// Words with a hyphen count as one, then as several: both are usual.
    pub fn of(text: &str) -> Initials {
        let mut initials = Initials {
            all: String::new(),
            large: String::new(),
            capital: String::new(),
        };
        for word in text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '’' | '-')) {
            initials.add(word);
        }
        if text.contains('-') {
            for part in [
                &mut initials.all,
                &mut initials.large,
                &mut initials.capital,
            ] {
                part.push(' ');
            }
            text.split(|c: char| !c.is_alphanumeric() && c != '’')
                .for_each(|word| initials.add(word));
        }
        initials
    }

    fn add(&mut self, word: &str) {
        let Some(first) = word.chars().next().filter(char::is_ascii) else {
            return;
        };
        self.all.push(first.to_ascii_uppercase());
        if !is_one_of(SMALL, word) {
            self.large.push(first.to_ascii_uppercase());
            self.capital.push(if first.is_ascii_uppercase() {
                first
            } else {
                ' '
            });
        }
    }

    /// Any two letters may follow one another by chance, but not those of capitalised words.
    pub fn spell(&self, short: &str) -> bool {
        let letters = short.trim_end_matches(|c: char| c.is_ascii_digit());
        let is_long = letters.len() > 2;
        self.capital.contains(letters)
            || (is_long && (self.all.contains(letters) || self.large.contains(letters)))
    }
}

/// The speakers of a passage: `MK:` or `JS and NF:` at its start are names.
pub(super) fn speakers(text: &str) -> impl Iterator<Item = &str> {
    let start = text
        .char_indices()
        .nth(20)
        .map_or(text, |(end, _)| text.get(..end).unwrap_or(""));
    let label = start.split_once(':').map_or("", |(label, _)| label);
    let mut words = label
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let is_label = words.all(|word| word == "and" || is_abbreviation(word));
    let names = if is_label { label } else { "" };
    names
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| is_abbreviation(word))
}

/// True if half of the letters or more are capitals: then capitals mean nothing.
pub(super) fn is_shouted(text: &str) -> bool {
    let count = |is: fn(&u8) -> bool| text.as_bytes().iter().filter(|byte| is(byte)).count();
    text.contains(' ') && count(u8::is_ascii_uppercase) >= count(u8::is_ascii_lowercase)
}

/// True for one of several words.
pub(super) fn is_one_of(words: &str, word: &str) -> bool {
    words.split_whitespace().any(|one| one == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_abbreviations() {
        let text = "TLAP's plan: DPULOs, ADASS/LGA? No GOV.UK, COVID-19, SW19 3AB, World War II, Troy, NY, A&E, iOS, UTF8, LS_X, I.";
        let found: Vec<_> = abbreviations(text).map(|at| singular(&text[at])).collect();
        assert_eq!(found, ["TLAP", "DPULO", "UTF8"]);
    }

    #[test]
    fn initials_spell_abbreviations() {
        let spells = |text: &str, short: &str| Initials::of(text).spell(short);
        assert!(spells("a request for information or RFI", "RFI"));
        assert!(spells(
            "The NGA Software Way (National Geospatial-Intelligence Agency)",
            "NGA"
        ));
        assert!(spells("the Department of Labor", "DOL") && spells("Human Resources", "HR"));
        assert!(!spells("how readers read", "HR") && !spells("the board met", "TLAP"));
        assert_eq!(
            speakers("JS and NF: We did").collect::<Vec<_>>(),
            ["JS", "NF"]
        );
        assert_eq!(speakers("The NHS: a story").count(), 0);
    }

    #[test]
    fn finds_what_is_spelled_out() {
        let text = "The Full Words (FW), a DPULO (a user-led organisation), the board (“the BRD”, in short). ABC stands for it";
        assert_eq!(
            spelled_out(text).collect::<Vec<_>>(),
            ["FW", "DPULO", "BRD", "ABC"]
        );
        assert_eq!(spelled_out("(TLAP) and TLAP (new)").count(), 0);
        assert!(is_shouted("READ THIS now") && !is_shouted("The NHS and ADASS said so"));
    }
}
