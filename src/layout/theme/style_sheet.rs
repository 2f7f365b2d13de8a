//! Style sheets as they are published: assets by their published names, and without what only their
//! authors need, comments and spaces. Understands no property: a sheet that browsers read stays one.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::str::Chars;

use super::style_sheet_links::addresses;
use crate::base::Url;
use crate::base::site_layout;
use crate::base::url::percent_decoded;

/// A sheet by its name below `assets/` as readers get it.
pub fn published(text: &str, name: &str, known: &Published) -> Vec<u8> {
    with_published_names(&compact(text), name, known).into_bytes()
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

/// A style sheet with the published name in each address of a known asset.
fn with_published_names(text: &str, name: &str, known: &Published) -> String {
    let mut out = String::with_capacity(text.len());
    let mut written = 0;
    for place in addresses(text) {
        let address = text.get(place.clone()).unwrap_or_default();
        if let Some(published) = known.published(address, name) {
            out.push_str(text.get(written..place.start).unwrap_or_default());
            out.push_str(&published);
            written = place.end;
        }
    }
    out.push_str(text.get(written..).unwrap_or_default());
    out
}

/// The assets that are published already.
pub struct Published<'p> {
    /// Where, by the URL authors write.
    pub urls: &'p BTreeMap<Url, Url>,
    /// The path of the site on its host.
    pub base_path: &'p str,
}

impl Published<'_> {
    /// An address in the sheet `name`, with the published name of the asset in it; nothing for other addresses.
    fn published(&self, address: &str, name: &str) -> Option<String> {
        let published = self.urls.get(&asset_url(address, name, self.base_path)?)?;
        let behind = address.get(path_of(address).len()..).unwrap_or_default();
        if address.starts_with('/') {
            return Some(published.href_with(self.base_path, behind));
        }
        // Both are below /assets/, so a path relative to the sheet stays relative.
        let up = "../".repeat(name.matches('/').count());
        let below = published.as_str().strip_prefix(site_layout::ASSET_URLS)?;
        Some(format!("{up}{below}{behind}"))
    }
}

/// The asset that an address in the sheet `name` leads to, whether it is there or not; nothing for what is no asset.
pub fn asset_url(address: &str, name: &str, base_path: &str) -> Option<Url> {
    let path = percent_decoded(path_of(address))?;
    if path.is_empty() || path.starts_with("//") || path.contains(':') {
        return None;
    }
    let whole = match path.strip_prefix('/') {
        Some(_) => path
            .strip_prefix(base_path)
            .filter(|below| below.starts_with('/'))?
            .to_owned(),
        None => {
            let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
            format!("{}{folder}/{path}", site_layout::ASSET_URLS)
        }
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/').filter(|part| !matches!(*part, "" | ".")) {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    Url::parse(&format!("/{}", parts.join("/"))).ok()
}

/// An address without its query and anchor.
fn path_of(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_sheets_name_published_assets() {
        let url = |text: &str| Url::parse(text).unwrap();
        let urls = BTreeMap::from([
            (url("/assets/img/a.svg"), url("/assets/img/a.12.svg")),
            (url("/assets/b.css"), url("/assets/b.34.css")),
        ]);
        let known = Published {
            urls: &urls,
            base_path: "/sub",
        };
        for (name, written, expected) in [
            ("style.css", "url(img/a.svg)", "url(img/a.12.svg)"),
            ("style.css", "url('./img/a.svg#x')", "url('img/a.12.svg#x')"),
            ("img/b.css", "url(\"a.svg\")", "url(\"../img/a.12.svg\")"),
            (
                "css/b.css",
                "url(../img/a.svg?v=1)",
                "url(../img/a.12.svg?v=1)",
            ),
            (
                "style.css",
                "url(/sub/assets/img/a.svg)",
                "url(/sub/assets/img/a.12.svg)",
            ),
            ("style.css", "url(/subway/a.svg)", "url(/subway/a.svg)"),
            (
                "style.css",
                "url(/assets/img/a.svg)",
                "url(/assets/img/a.svg)",
            ),
            ("style.css", "url('x.png')", "url('x.png')"),
            ("css/c.css", "@import '../b.css';", "@import '../b.34.css';"),
        ] {
            assert_eq!(with_published_names(written, name, &known), expected);
        }
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
