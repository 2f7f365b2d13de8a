//! The addresses in a style sheet: those in `url(…)`, and those of sheets that it imports. Follows none of them.

use std::ops::Range;

/// What may be part of a name in a style sheet.
fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'\\') || !byte.is_ascii()
}

/// The places of all addresses, without the quotes around them, in their order.
pub fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut reader = Reader {
        text,
        at: 0,
        found: Vec::new(),
    };
    while reader.at < text.len() {
        reader.step();
    }
    reader.found
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    found: Vec<Range<usize>>,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn step(&mut self) {
        let bytes = self.text.as_bytes();
        match bytes.get(self.at) {
            Some(b'/') if self.rest().starts_with("/*") => {
                let end = self
                    .rest()
                    .find("*/")
                    .map_or(self.rest().len(), |at| at + 2);
                self.at += end;
            }
            Some(b'"' | b'\'') => {
                self.string();
            }
            Some(b'\\') => self.at += 2,
            Some(byte) if is_of_name(*byte) || *byte == b'@' => self.name(),
            _ => self.at += 1,
        }
    }

    /// Reads a name, and what follows one that is about an address.
    fn name(&mut self) {
        let start = self.at;
        let bytes = self.text.as_bytes();
        self.at += 1;
        while bytes.get(self.at).is_some_and(|byte| is_of_name(*byte)) {
            self.at += if bytes.get(self.at) == Some(&b'\\') {
                2
            } else {
                1
            };
        }
        let name = self.text.get(start..self.at).unwrap_or_default();
        let is_import = name.eq_ignore_ascii_case("@import");
        if name.eq_ignore_ascii_case("url") && self.rest().starts_with('(') {
            self.at += 1;
            self.url();
        } else if is_import {
            self.skip_space();
            if self.rest().starts_with(['"', '\'']) {
                let address = self.string();
                self.found.push(address);
            }
        }
    }

    fn url(&mut self) {
        self.skip_space();
        if self.rest().starts_with(['"', '\'']) {
            let address = self.string();
            self.found.push(address);
            return;
        }
        let length = self.rest().find(')').unwrap_or(self.rest().len());
        let address = self.rest().get(..length).unwrap_or_default().trim_end();
        let place = self.at..self.at + address.len();
        self.at += length;
        self.found.push(place);
    }

    fn skip_space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    /// Reads a string; gives the place of what is between its quotes.
    fn string(&mut self) -> Range<usize> {
        let bytes = self.text.as_bytes();
        let quote = bytes.get(self.at).copied();
        let start = self.at + 1;
        self.at = start;
        while let Some(byte) = bytes.get(self.at) {
            match byte {
                b'\\' => self.at += 2,
                _ if Some(*byte) == quote => {
                    self.at += 1;
                    return start..self.at - 1;
                }
                _ => self.at += 1,
            }
        }
        self.at = bytes.len();
        start.min(self.at)..self.at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<&str> {
        let places = addresses(text).into_iter();
        places.map(|place| text.get(place).unwrap()).collect()
    }

    #[test]
    fn addresses_are_found_however_they_are_written() {
        for (text, expected) in [
            ("a{b:url(x.png)}", &["x.png"][..]),
            ("a{b:URL( 'x y.png' )}", &["x y.png"]),
            ("@import \"a.css\";@import url(b.css);", &["a.css", "b.css"]),
            (
                "a{b:url(x.woff2)format('woff2'),url(y.woff)}",
                &["x.woff2", "y.woff"],
            ),
            ("/* url(x) */ a{content:\"url(y)\"}", &[]),
            ("a{b:my-url(x)}", &[]),
            (
                "a{b:url(data:image/png;base64,AA==)}",
                &["data:image/png;base64,AA=="],
            ),
            ("url(", &[""]),
            ("url(\"a", &["a"]),
            ("/*", &[]),
            ("\\", &[]),
            ("é{b:url(é.png)}", &["é.png"]),
            ("a\\", &[]),
        ] {
            assert_eq!(of(text), expected, "{text}");
        }
    }
}
