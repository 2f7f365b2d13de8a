//! Tags of languages as in BCP 47: `en`, `cy`, `pt-BR`, `zh-Hant`. Knows their form, not which languages there are.

/// A language of a site, by its place among the languages that its settings name. The first is the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LanguageId(pub u8);

impl LanguageId {
    /// The language of what does not say another one.
    pub const DEFAULT: LanguageId = LanguageId(0);

    /// Its place among the languages of the site.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// True for what browsers and screen readers can take for a language: two or three letters, then perhaps a
/// script, a region and more, each behind a hyphen.
pub fn is_language_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    let is_language =
        matches!(first.len(), 2 | 3) && first.bytes().all(|byte| byte.is_ascii_alphabetic());
    // `x-` and `i-` start tags of private use and old ones.
    let is_special = matches!(first, "x" | "i" | "X" | "I") && text.len() > 2;
    let is_part = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    (is_language || is_special) && parts.all(is_part)
}

/// True for tags of one language, such as `en` and `en-GB`.
pub fn is_same_language(a: &str, b: &str) -> bool {
    first_part(a).eq_ignore_ascii_case(first_part(b))
}

/// Languages that are written from right to left, unless their tag names another script.
const RIGHT_TO_LEFT: [&str; 11] = [
    "ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi",
];

/// In which direction a language is written, as the value of `dir`.
pub fn direction(tag: &str) -> &'static str {
    let first = first_part(tag);
    let is_latin = tag.split('-').any(|part| part.eq_ignore_ascii_case("latn"));
    let mut known = RIGHT_TO_LEFT.iter();
    if !is_latin && known.any(|known| known.eq_ignore_ascii_case(first)) {
        "rtl"
    } else {
        "ltr"
    }
}

fn first_part(tag: &str) -> &str {
    tag.split('-').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_told_from_words() {
        for tag in [
            "en",
            "cy",
            "bfi",
            "en-GB",
            "pt-br",
            "zh-Hant-TW",
            "sl-rozaj",
            "x-easy",
            "de-CH-1996",
        ] {
            assert!(is_language_tag(tag), "{tag}");
        }
        for word in [
            "",
            "English",
            "e",
            "en_GB",
            "en-",
            "-en",
            "en GB",
            "Cymraeg",
            "12",
            "en-overlylong",
            "x-",
        ] {
            assert!(!is_language_tag(word), "{word}");
        }
    }
}
