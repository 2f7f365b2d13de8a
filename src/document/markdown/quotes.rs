//! Quotation marks as the language of a page has them, in place of the straight ones that people type.

/// The quotation marks of a language: each opens and closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotes {
    double: [&'static str; 2],
    single: [&'static str; 2],
}

const ENGLISH: Quotes = Quotes::new(["“", "”"], ["‘", "’"]);
const GERMAN: Quotes = Quotes::new(["„", "“"], ["‚", "‘"]);
const SWISS: Quotes = Quotes::new(["«", "»"], ["‹", "›"]);
const ANGLED: Quotes = Quotes::new(["«", "»"], ["“", "”"]);
const RUSSIAN: Quotes = Quotes::new(["«", "»"], ["„", "“"]);
const NORWEGIAN: Quotes = Quotes::new(["«", "»"], ["‘", "’"]);
const POLISH: Quotes = Quotes::new(["„", "”"], ["«", "»"]);
const HUNGARIAN: Quotes = Quotes::new(["„", "”"], ["»", "«"]);
const SWEDISH: Quotes = Quotes::new(["”", "”"], ["’", "’"]);
const JAPANESE: Quotes = Quotes::new(["「", "」"], ["『", "』"]);
/// A narrow space that does not break is part of the marks.
const FRENCH: Quotes = Quotes::new(["«\u{202f}", "\u{202f}»"], ["“", "”"]);

impl Quotes {
    const fn new(double: [&'static str; 2], single: [&'static str; 2]) -> Quotes {
        Quotes { double, single }
    }

    /// The marks of a language, as in CLDR; `language` is a tag such as `de` or `de-CH`.
    pub fn of(language: &str) -> Quotes {
        let tag = language.to_ascii_lowercase().replace('_', "-");
        let mut parts = tag.split('-');
        let name = parts.next().unwrap_or("");
        let region = parts.next_back().unwrap_or("");
        match (name, region) {
            ("de" | "it" | "rm", "ch" | "li") => SWISS,
            ("pt", region) if region != "pt" => ENGLISH,
            (
                "bg" | "cs" | "de" | "dsb" | "et" | "hsb" | "is" | "ka" | "lb" | "lt" | "mk" | "sk"
                | "sl",
                _,
            ) => GERMAN,
            ("fr", _) => FRENCH,
            ("ca" | "el" | "es" | "eu" | "gl" | "it" | "pt" | "rm" | "sq", _) => ANGLED,
            ("be" | "hy" | "ru" | "uk", _) => RUSSIAN,
            ("lv" | "nb" | "nn" | "no", _) => NORWEGIAN,
            ("bs" | "hr" | "pl" | "ro" | "sr", _) => POLISH,
            ("hu", _) => HUNGARIAN,
            ("fi" | "sv", _) => SWEDISH,
            ("ja", _) => JAPANESE,
            _ => ENGLISH,
        }
    }
}

/// A straight quote in a text, as the parser reads it.
#[derive(Clone, Copy)]
pub(super) struct StraightQuote<'t> {
    /// What the parser made of it: a curly quote of English.
    pub read_as: &'t str,
    /// The text before and after it, to the ends of its paragraph at least.
    pub before: &'t str,
    pub after: &'t str,
}

/// The straight quotes of a text, one after the other.
#[derive(Default)]
pub(super) struct QuoteReader {
    /// True after an opening single quote.
    is_single_open: bool,
}

impl QuoteReader {
    /// What readers see of a straight quote.
    pub fn curled(&mut self, quote: StraightQuote, marks: &Quotes) -> &'static str {
        let StraightQuote {
            read_as,
            before,
            after,
        } = quote;
        let before = before.chars().next_back().unwrap_or(' ');
        let next = after.chars().next().unwrap_or(' ');
        match read_as {
            // Inches: nothing opens after a figure.
            "“" if is_figure(before) => "\"",
            "“" if !before.is_whitespace() && !next.is_alphanumeric() && is_word(before) => {
                marks.double[1]
            }
            "“" => marks.double[0],
            "”" => marks.double[1],
            "‘" => self.opening_single(before, after, marks),
            _ => self.closing_single(before, next, marks),
        }
    }

    fn opening_single(&mut self, before: char, after: &str, marks: &Quotes) -> &'static str {
        if is_figure(before) {
            return "'";
        }
        if is_in_short_word(after) || !closes_later(after) {
            return "’";
        }
        self.is_single_open = true;
        marks.single[0]
    }

    /// An apostrophe, a closing quote, or feet and minutes: `6' 2"`.
    fn closing_single(&mut self, before: char, next: char, marks: &Quotes) -> &'static str {
        if next.is_alphabetic() {
            return "’";
        }
        if is_figure(before) && (next.is_ascii_digit() || !self.is_single_open) {
            return "'";
        }
        let is_closing = std::mem::take(&mut self.is_single_open);
        if is_closing { marks.single[1] } else { "’" }
    }
}

/// True after the quote of `'90s` or of `rock 'n' roll`: it is an apostrophe, whatever comes later.
fn is_in_short_word(after: &str) -> bool {
    let mut signs = after.chars();
    let [first, second, third] = [signs.next(), signs.next(), signs.next()];
    let is_decade = first.is_some_and(|c| c.is_ascii_digit())
        && second == Some('0')
        && third == Some('s')
        && signs.next().is_none_or(|c| !c.is_alphanumeric());
    is_decade || (matches!(first, Some('n' | 'N')) && second == Some('\''))
}

/// True if a single quote that opens here closes in its paragraph: not as the apostrophe in a word.
fn closes_later(after: &str) -> bool {
    let paragraph = after.split("\n\n").next().unwrap_or("");
    paragraph.match_indices('\'').any(|(at, _)| {
        let before = paragraph[..at].chars().next_back();
        let next = paragraph[at + 1..].chars().next();
        before.is_some_and(|c| !c.is_whitespace()) && next.is_none_or(|c| !c.is_alphanumeric())
    })
}

fn is_figure(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '¼' | '½' | '¾' | '⅛' | '⅜' | '⅝' | '⅞')
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | ',' | '!' | '?' | ')' | '…')
}
