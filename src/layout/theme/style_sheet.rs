//! Style sheets as they are published: assets by their published names, and without what only their
//! authors need, comments and spaces. Understands no property: a sheet that browsers read stays one.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::str::Chars;

use crate::base::Url;
use crate::base::site_layout;

/// A sheet by its name below `assets/` as readers get it.
pub fn published(text: &str, name: &str, urls: &BTreeMap<Url, Url>) -> Vec<u8> {
    with_published_names(&compact(text), name, urls).into_bytes()
}

/// A sheet without comments, but for those that begin with `/*!`, and without spaces that mean nothing.
/// Strings, `url(…)` and escapes stay as written.
fn compact(text: &str) -> String {
    let mut compactor = Compactor {
        rest: text.chars().peekable(),
        out: String::new(),
        space: false,
    };
    compactor.out.reserve(text.len());
    while compactor.step() {}
    if !compactor.out.ends_with('\n') {
        compactor.out.push('\n');
    }
    compactor.out
}

struct Compactor<'s> {
    rest: Peekable<Chars<'s>>,
    out: String,
    /// Whether spaces or a comment stood since the last letter written.
    space: bool,
}

impl Compactor<'_> {
    /// Reads on by a letter, a string, an address or a comment; false at the end.
    fn step(&mut self) -> bool {
        let Some(letter) = self.rest.next() else {
            return false;
        };
        match letter {
            letter if letter.is_ascii_whitespace() => self.space = true,
            '/' if self.rest.peek() == Some(&'*') => self.comment(),
            '"' | '\'' => {
                self.put(letter);
                self.until(letter);
            }
            '\\' => {
                self.put(letter);
                // The space that ends an escape belongs to it.
                self.out.extend(self.rest.next());
            }
            '(' => {
                self.put(letter);
                if self.out.to_ascii_lowercase().ends_with("url(") {
                    self.url();
                }
            }
            letter => self.put(letter),
        }
        true
    }

    /// Writes a letter, and before it the space that it is parted by, where that may mean something.
    fn put(&mut self, letter: char) {
        let space = std::mem::take(&mut self.space);
        if letter == '}' && self.out.ends_with(';') {
            self.out.pop();
        }
        let before = self.out.chars().next_back();
        // A space before a colon parts `a :hover`; one after it parts nothing.
        let needed = before.is_some_and(|before| !is_separator(before) && before != ':')
            && !is_separator(letter);
        if space && needed {
            self.out.push(' ');
        }
        self.out.push(letter);
    }

    fn comment(&mut self) {
        self.rest.next();
        let kept = self.rest.peek() == Some(&'!');
        let mut comment = String::from("/*");
        for letter in self.rest.by_ref() {
            comment.push(letter);
            if comment.len() > 3 && comment.ends_with("*/") {
                break;
            }
        }
        if kept {
            self.out.push_str(&comment);
        } else {
            self.space = true;
        }
    }

    /// The rest of a string.
    fn until(&mut self, quote: char) {
        while let Some(letter) = self.rest.next() {
            self.out.push(letter);
            match letter {
                '\\' => self.out.extend(self.rest.next()),
                letter if letter == quote => return,
                _ => {}
            }
        }
    }

    /// An address without quotes, which may hold what else would be a comment; one with quotes is a string.
    fn url(&mut self) {
        if self
            .rest
            .clone()
            .find(|letter| !letter.is_ascii_whitespace())
            .is_some_and(|c| matches!(c, '"' | '\''))
        {
            return;
        }
        while let Some(letter) = self.rest.next() {
            self.out.push(letter);
            match letter {
                '\\' => self.out.extend(self.rest.next()),
                ')' => return,
                _ => {}
            }
        }
    }
}

/// True for a sign that parts what is before and after it without a space.
fn is_separator(letter: char) -> bool {
    matches!(letter, '{' | '}' | ';' | ',')
}

/// A style sheet with the published name in each relative `url(…)` of a known asset.
fn with_published_names(text: &str, name: &str, urls: &BTreeMap<Url, Url>) -> String {
    let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("url(") {
        let (before, after) = rest.split_at(at + "url(".len());
        out.push_str(before);
        let Some(end) = after.find(')') else {
            rest = after;
            break;
        };
        match published_name(&after[..end], folder, urls) {
            Some(name) => out.push_str(&format!("\"{name}\"")),
            None => out.push_str(&after[..end]),
        }
        rest = &after[end..];
    }
    out.push_str(rest);
    out
}

/// The published name of the asset that a style sheet in this folder of the assets names, relative to the sheet.
fn published_name(written: &str, folder: &str, urls: &BTreeMap<Url, Url>) -> Option<String> {
    let name = written.trim().trim_matches(['"', '\'']);
    let plain = Url::parse(&format!("{}{folder}/{name}", site_layout::ASSET_URLS)).ok()?;
    let published = urls.get(&plain)?.as_str();
    let folders = folder.split('/').filter(|part| !part.is_empty());
    let up = "../".repeat(folders.count());
    Some(format!(
        "{up}{}",
        &published[site_layout::ASSET_URLS.len()..]
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_sheets_name_published_assets() {
        let url = |text: &str| Url::parse(text).unwrap();
        let known = BTreeMap::from([(url("/assets/img/a.svg"), url("/assets/img/a.12.svg"))]);
        let sheet = with_published_names("a{b:url(img/a.svg);c:url('x.png')}", "style.css", &known);
        assert_eq!(sheet, "a{b:url(\"img/a.12.svg\");c:url('x.png')}");
        let nested = with_published_names("url(\"a.svg\")", "img/b.css", &known);
        assert_eq!(nested, "url(\"../img/a.12.svg\")");
    }

    #[test]
    fn only_what_means_nothing_goes() {
        for (written, read) in [
            (
                "a { color : red ; }\n\n/* why */ b { c: d }\n",
                "a{color :red}b{c:d}",
            ),
            ("/*! Licence */ a{}", "/*! Licence */ a{}"),
            (
                "a :hover, a > b ~ c + d { e: calc(1px + 2px) }",
                "a :hover,a > b ~ c + d{e:calc(1px + 2px)}",
            ),
            (
                "@media (min-width: 40rem) and (print) { a { b: c; } }",
                "@media (min-width:40rem) and (print){a{b:c}}",
            ),
            (
                "a::before { content: \"  ; /* no */ \\\" }\" }",
                "a::before{content:\"  ; /* no */ \\\" }\"}",
            ),
            (
                "a { b: url( x;  y/*z*/ ) no-repeat }",
                "a{b:url( x;  y/*z*/ ) no-repeat}",
            ),
            ("a { b: url( \"x  y\" ) }", "a{b:url( \"x  y\" )}"),
            (".a\\:b , .\\31 0 { c: d }", ".a\\:b,.\\31 0{c:d}"),
            ("a/**/b { c: 1px/**/2px }", "a b{c:1px 2px}"),
            (
                "@charset \"utf-8\";\na { --x: { y } }",
                "@charset \"utf-8\";a{--x:{y}}",
            ),
            ("a { b: \"no end", "a{b:\"no end"),
            ("/* no end", ""),
            ("/*/ a */ b{}", "b{}"),
            ("", ""),
        ] {
            assert_eq!(compact(written).trim_end_matches('\n'), read, "{written}");
            assert_eq!(compact(&compact(written)), compact(written), "{written}");
        }
    }
}
