//! HTML in pieces, as browsers split it: tags with their attributes, text, and all else. Builds no tree and repairs
//! nothing.

use std::ops::Range;

/// A piece of HTML.
#[derive(Debug, PartialEq, Eq)]
pub enum Token<'t> {
    /// Text, character references included.
    Text(Range<usize>),
    /// A whole tag.
    Tag(RawTag<'t>),
    /// A comment, a declaration or a processing instruction.
    Other(Range<usize>),
    /// A comment that is never closed, up to the end of the text.
    UnclosedComment(Range<usize>),
}

/// A tag as written.
#[derive(Debug, PartialEq, Eq)]
pub struct RawTag<'t> {
    /// Its name.
    pub name: &'t str,
    /// True for `</name>`.
    pub closing: bool,
    /// Its attributes in order.
    pub attributes: Vec<RawAttribute<'t>>,
    /// Where it stands.
    pub range: Range<usize>,
}

/// An attribute as written.
#[derive(Debug, PartialEq, Eq)]
pub struct RawAttribute<'t> {
    /// Its name.
    pub name: &'t str,
    /// Its value without quotes, character references not read; empty where there is none.
    pub value: &'t str,
    /// Where the value stands.
    pub value_range: Range<usize>,
    /// Where the value stands with its quotes.
    pub quoted: Range<usize>,
}

/// Goes through HTML from its start to its end.
pub struct Scanner<'t> {
    text: &'t str,
    at: usize,
    /// What has been looked for in vain: it is not looked for again, or many openings without
    /// an end would each cost a search through all that follows.
    missing: Vec<&'static str>,
    /// How many tags had no end.
    endless: u8,
}

/// After so many tags without an end, no more are looked for: each costs a search through all that follows.
const MOST_ENDLESS: u8 = 100;

impl<'t> Scanner<'t> {
    /// Starts before the first piece.
    pub fn new(text: &'t str) -> Scanner<'t> {
        Scanner {
            text,
            at: 0,
            missing: Vec::new(),
            endless: 0,
        }
    }

    /// The text of an element that holds no tags, such as `script`, up to its closing tag.
    pub fn raw_content(&mut self, name: &str) -> Range<usize> {
        let start = self.at;
        let rest = self.text.get(start..).unwrap_or("");
        let closes = |at: &usize| {
            let after = rest.get(at + 2..at + 2 + name.len());
            after.is_some_and(|after| after.eq_ignore_ascii_case(name))
        };
        let length = rest
            .match_indices("</")
            .map(|(at, _)| at)
            .find(closes)
            .unwrap_or(rest.len());
        self.at = start + length;
        start..self.at
    }

    fn find(&mut self, wanted: &'static str, from: usize) -> Option<usize> {
        if self.missing.contains(&wanted) {
            return None;
        }
        let found = self
            .text
            .get(from..)
            .and_then(|rest| rest.find(wanted))
            .map(|at| from + at);
        if found.is_none() {
            self.missing.push(wanted);
        }
        found
    }

    fn other(&mut self) -> Option<usize> {
        let rest = self.text.get(self.at..)?;
        let (skipped, end) = match rest {
            _ if rest.starts_with("<!--") => (2, "-->"),
            _ if rest.starts_with("<![CDATA[") => (9, "]]>"),
            _ if rest.starts_with("<?") => (2, "?>"),
            _ if rest.starts_with("<!") => (2, ">"),
            _ => return None,
        };
        self.find(end, self.at + skipped).map(|at| at + end.len())
    }

    /// The tag that starts here; `None` for what browsers do not take for one, and for a tag without an end.
    fn tag(&mut self) -> Option<RawTag<'t>> {
        let start = self.at;
        let closing = self.byte(start + 1) == Some(b'/');
        let name_at = start + 1 + usize::from(closing);
        let starts_name = self.byte(name_at)?.is_ascii_alphabetic();
        if !starts_name || self.endless >= MOST_ENDLESS {
            return None;
        }
        self.find(">", name_at)?;
        let name = self.run(name_at, |byte| !is_space_or_end(byte));
        let mut attributes = Vec::new();
        let Some(end) = self.attributes(name_at + name.len(), &mut attributes) else {
            self.endless += 1;
            return None;
        };
        Some(RawTag {
            name,
            closing,
            attributes,
            range: start..end,
        })
    }

    /// Reads attributes up to the end of their tag, and gives the place after it.
    fn attributes(&mut self, from: usize, found: &mut Vec<RawAttribute<'t>>) -> Option<usize> {
        let mut at = from;
        loop {
            at += self
                .run(at, |byte| byte.is_ascii_whitespace() || byte == b'/')
                .len();
            if self.byte(at)? == b'>' {
                return Some(at + 1);
            }
            let attribute = self.attribute(at)?;
            at = attribute.quoted.end;
            found.push(attribute);
        }
    }

    fn attribute(&mut self, at: usize) -> Option<RawAttribute<'t>> {
        // A sign of equality that a name starts with is part of it.
        let first = usize::from(self.byte(at) == Some(b'='));
        let rest = self.run(at + first, |byte| !is_space_or_end(byte) && byte != b'=');
        let name_end = at + first + rest.len();
        let name = self.text.get(at..name_end)?;
        let sign = self.after_space(name_end);
        if self.byte(sign) != Some(b'=') {
            return Some(RawAttribute {
                name,
                value: "",
                value_range: name_end..name_end,
                quoted: name_end..name_end,
            });
        }
        let quoted = self.value(self.after_space(sign + 1))?;
        let quote = usize::from(matches!(self.byte(quoted.start), Some(b'"' | b'\'')));
        let quote = if quoted.is_empty() { 0 } else { quote };
        let value_range = quoted.start + quote..quoted.end - quote;
        Some(RawAttribute {
            name,
            value: self.text.get(value_range.clone())?,
            value_range,
            quoted,
        })
    }

    /// The place of a value with its quotes.
    fn value(&mut self, start: usize) -> Option<Range<usize>> {
        let quote = match self.byte(start)? {
            b'"' => "\"",
            b'\'' => "'",
            _ => {
                let value = self.run(start, |byte| !byte.is_ascii_whitespace() && byte != b'>');
                return Some(start..start + value.len());
            }
        };
        let end = self.find(quote, start + quote.len())?;
        Some(start..end + quote.len())
    }

    /// The next place that is not space.
    fn after_space(&self, at: usize) -> usize {
        at + self.run(at, |byte| byte.is_ascii_whitespace()).len()
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn run(&self, from: usize, belongs: impl Fn(u8) -> bool) -> &'t str {
        let rest = self.text.get(from..).unwrap_or("");
        let length = rest.bytes().take_while(|byte| belongs(*byte)).count();
        rest.get(..length).unwrap_or("")
    }
}

impl<'t> Iterator for Scanner<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        let start = self.at;
        let rest = self.text.get(start..).filter(|rest| !rest.is_empty())?;
        if rest.starts_with('<') {
            if let Some(end) = self.other() {
                self.at = end;
                return Some(Token::Other(start..end));
            }
            if rest.starts_with("<!--") {
                self.at = self.text.len();
                return Some(Token::UnclosedComment(start..self.at));
            }
            if let Some(tag) = self.tag() {
                self.at = tag.range.end;
                return Some(Token::Tag(tag));
            }
        }
        // A `<` that starts nothing is text itself.
        let skipped = usize::from(rest.starts_with('<'));
        let next = rest.get(skipped..).and_then(|rest| rest.find('<'));
        let length = next.map_or(rest.len(), |at| at + skipped);
        self.at = start + length;
        Some(Token::Text(start..self.at))
    }
}

/// True for what ends the name of a tag or of an attribute.
fn is_space_or_end(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>')
}

/// Elements that load something besides pictures, or run.
const LOADING: [&str; 14] = [
    "audio", "embed", "form", "frame", "iframe", "image", "link", "object", "script", "source",
    "style", "track", "use", "video",
];

/// True for HTML in which something may run, or may be loaded besides pictures. Nearly all texts have nothing of the sort.
pub fn may_load(html: &str) -> bool {
    let mut tags = memchr::memchr_iter(b'<', html.as_bytes());
    tags.any(|at| {
        let tag = html.get(at + 1..).unwrap_or("");
        let tag = tag.split('>').next().unwrap_or(tag);
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next();
        let name = name.unwrap_or_default();
        LOADING.iter().any(|known| known.eq_ignore_ascii_case(name)) || has_inline(tag)
    })
}

/// True if there may be a style or a handler in a tag.
fn has_inline(tag: &str) -> bool {
    let mut words = tag.split(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '"' | '\''));
    words.any(|word| {
        let name = word.split('=').next().unwrap_or(word);
        name.eq_ignore_ascii_case("style") || is_handler(&name.to_ascii_lowercase())
    })
}

/// True for an attribute whose value runs, such as `onclick`; `name` in lower case.
pub fn is_handler(name: &str) -> bool {
    name.len() > 2 && name.starts_with("on") && name.bytes().all(|byte| byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scans_tags() {
        let text = "a<IMG src = 'x>y' alt=b hidden/>c</p >";
        let tokens: Vec<_> = Scanner::new(text).collect();
        let Some(Token::Tag(tag)) = tokens.get(1) else {
            panic!("{tokens:?}")
        };
        assert_eq!((tag.name, tag.closing), ("IMG", false));
        let attributes: Vec<_> = tag
            .attributes
            .iter()
            .map(|a| (a.name, a.value, &text[a.quoted.clone()]))
            .collect();
        assert_eq!(
            attributes,
            [
                ("src", "x>y", "'x>y'"),
                ("alt", "b", "b"),
                ("hidden", "", "")
            ]
        );
        assert!(matches!(
            tokens.get(3),
            Some(Token::Tag(RawTag {
                name: "p",
                closing: true,
                ..
            }))
        ));
        assert_eq!(tokens.len(), 4);
    }

    #[test]
    fn scans_what_is_no_tag() {
        let kinds = |text| {
            let kind = |token| match token {
                Token::Text(range) => ('t', range),
                Token::Tag(tag) => ('<', tag.range),
                Token::Other(range) => ('!', range),
                Token::UnclosedComment(range) => ('?', range),
            };
            Scanner::new(text).map(kind).collect::<Vec<_>>()
        };
        assert_eq!(kinds("<!-- <b> -->x"), [('!', 0..12), ('t', 12..13)]);
        assert_eq!(kinds("1 < 2"), [('t', 0..2), ('t', 2..5)]);
        assert_eq!(kinds("<a b=\"c"), [('t', 0..7)]);
        assert_eq!(kinds("a<!-- é<b>"), [('t', 0..1), ('?', 1..11)]);
        assert_eq!(kinds("<é>"), [('t', 0..4)]);
        assert_eq!(kinds("é<b>"), [('t', 0..2), ('<', 2..5)]);
    }

    #[test]
    fn reads_tags_as_browsers_do() {
        let shown = |text| {
            let token = Scanner::new(text).next();
            let Some(Token::Tag(tag)) = token else {
                panic!("{text}: {token:?}")
            };
            let attributes = tag.attributes.iter();
            let attributes = attributes.map(|it| format!(" {}|{}", it.name, it.value));
            format!("{}{}", tag.name, attributes.collect::<String>())
        };
        assert_eq!(shown("<a b=\"1\"c='2'd>"), "a b|1 c|2 d|");
        assert_eq!(shown("<a b<c \"d=1 =e f=>"), "a b<c| \"d|1 =e| f|");
        assert_eq!(shown("<a href=b?c=\"d/>"), "a href|b?c=\"d/");
        assert_eq!(shown("<br/>"), "br");
    }

    #[test]
    fn skips_scripts() {
        let mut scanner = Scanner::new("<script>if (a</b>) {}</SCRIPT>");
        scanner.next();
        assert_eq!(scanner.raw_content("script"), 8..21);
    }

    #[test]
    fn openings_without_end_cost_no_more_than_others() {
        for piece in [
            "<!-- ",
            "<a b=\"",
            "<a b='",
            "<![CDATA[",
            "<? ",
            "<!x ",
            "<a b ",
            "<a b=\" '",
        ] {
            for end in ["", ">", "\">", "'"] {
                assert!(Scanner::new(&(piece.repeat(100_001) + end)).count() > 0);
            }
        }
    }
}
