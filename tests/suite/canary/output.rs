//! Every file of a built site, by its sort: a canary in it stands where text may stand, and is all there.

use std::collections::BTreeSet;

use super::calendar;
use super::markup::{Rules, Token, is_forbidden, start, tokens};
use super::word::{Canaries, MARK};
use crate::search_index::readable;

/// What was found in the files of a site.
#[derive(Default)]
pub struct Findings {
    /// What is wrong, with the file.
    pub leaks: Vec<String>,
    /// The places whose canaries came out.
    pub seen: BTreeSet<String>,
}

/// Looks at files one after the other.
pub struct Examiner<'c> {
    canaries: &'c Canaries,
    file: String,
    /// What was found so far.
    pub found: Findings,
}

/// Attributes that a browser follows.
const ADDRESSES: [&str; 8] = [
    "href",
    "src",
    "action",
    "poster",
    "cite",
    "data",
    "srcset",
    "formaction",
];
/// Schemes that nothing runs by.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

impl<'c> Examiner<'c> {
    /// An examiner that knows what was planted.
    pub fn new(canaries: &'c Canaries) -> Examiner<'c> {
        Examiner {
            canaries,
            file: String::new(),
            found: Findings::default(),
        }
    }

    /// Looks at one file of the output folder; at its name alone where it is a copy of a file of the site.
    pub fn file(&mut self, name: &str, made: Option<&[u8]>) {
        self.file = name.to_owned();
        self.name(name);
        let Some(bytes) = made else { return };
        if name.ends_with(".bin") {
            return self.index(&readable(name, bytes));
        }
        // Pictures that are drawn of the site's name.
        if name.ends_with(".png") || name.ends_with(".ico") {
            return self.nothing(&String::from_utf8_lossy(bytes));
        }
        let Ok(text) = std::str::from_utf8(bytes) else {
            return self.leak("no UTF-8");
        };
        let has_own_rule = name.ends_with(".ics") || name.ends_with(".json");
        if let Some(at) = text.find(|c| is_forbidden(c) && !has_own_rule) {
            let from = text[..at]
                .char_indices()
                .rev()
                .nth(40)
                .map_or(0, |(at, _)| at);
            self.leak(&format!("a control character: {:?}", start(&text[from..])));
        }
        match name
            .rsplit_once('.')
            .map_or(name, |(_, extension)| extension)
        {
            "html" => self.html(text),
            "xml" | "svg" => self.xml(text),
            "json" | "webmanifest" => self.json(text),
            "ics" => {
                let found = calendar::texts(text);
                match found {
                    Ok(texts) => texts
                        .iter()
                        .for_each(|(name, value)| self.value(value, name)),
                    Err(why) => self.leak(&why),
                }
            }
            "_redirects" => self.redirects(text),
            "_headers" => self.headers(text),
            "txt" => self.robots(text),
            "css" | "js" => self.nothing(text),
            "copublish-manifest" => text.lines().skip(1).for_each(|line| self.name(line)),
            other => self.leak(&format!(
                "nobody knows what is safe in a file of the sort `{other}`"
            )),
        }
    }

    fn leak(&mut self, why: &str) {
        self.found.leaks.push(format!("{}: {why}", self.file));
    }

    /// The name of a file: no step, no line, no control character.
    fn name(&mut self, name: &str) {
        let is_step = |part: &str| matches!(part, "" | "." | "..");
        if name.contains(|c: char| c.is_control()) || name.split('/').any(is_step) {
            self.leak("its name");
        }
        self.seen_in(name);
    }

    fn seen_in(&mut self, text: &str) {
        let seen = self
            .canaries
            .within(text)
            .into_iter()
            .map(|(planted, _)| planted.place.clone());
        self.found.seen.extend(seen);
    }

    /// A decoded text: each canary in it is whole.
    fn value(&mut self, text: &str, what: &str) {
        for (planted, rest) in self.canaries.within(text) {
            let word = rest.split(char::is_whitespace).next().unwrap_or_default();
            if !planted.is_whole_in(rest) && !is_address(word) {
                self.leak(&format!(
                    "`{}` is not whole in {what}: {:?}",
                    planted.place,
                    start(rest)
                ));
            }
        }
        self.seen_in(text);
    }

    /// A file of the search's index, unpacked: JSON whose texts its script shows as text, or words of letters and digits.
    fn index(&mut self, bytes: &[u8]) {
        if let Ok(cards) = serde_json::from_slice(bytes) {
            self.json_value(&cards);
        }
    }

    /// A text in which no canary may be.
    fn nothing(&mut self, text: &str) {
        if let Some(at) = text.to_ascii_lowercase().find(MARK) {
            self.leak(&format!(
                "a canary where none may be: {:?}",
                start(&text[at..])
            ));
        }
    }

    /// A page.
    pub fn html(&mut self, text: &str) {
        match tokens(text, Rules::Html) {
            Ok(tokens) => self.tokens(&tokens),
            Err(why) => self.leak(&why),
        }
    }

    fn tokens(&mut self, tokens: &[Token]) {
        for (at, token) in tokens.iter().enumerate() {
            self.token(token, tokens.get(at + 1..).unwrap_or_default());
        }
    }

    fn token(&mut self, token: &Token, behind: &[Token]) {
        match token {
            // The content of an entry of a feed is HTML, written as text.
            Token::Text(text, parent) if parent == "content" => self.html(text),
            Token::Text(text, parent) => {
                self.value(&with_its_pieces(text, behind), &format!("`{parent}`"));
            }
            Token::Comment(text) => self.nothing(text),
            Token::Raw(text, attributes) => {
                let is_data = attributes
                    .iter()
                    .any(|(name, value)| name == "type" && value == "application/ld+json");
                match is_data {
                    true if text.contains(['<', '\u{2028}', '\u{2029}']) => {
                        self.leak("a script could be left");
                    }
                    true => self.json(text),
                    false => self.nothing(text),
                }
            }
            Token::Open(name, attributes) => {
                self.nothing(name);
                for (attribute, value) in attributes {
                    self.attribute(name, (attribute, value));
                }
            }
        }
    }

    fn attribute(&mut self, element: &str, (name, value): (&str, &str)) {
        self.nothing(name);
        if name.starts_with("on") || matches!(name, "style" | "srcdoc") && value.contains(MARK) {
            self.leak(&format!("`{element}` has `{name}`"));
        }
        let refresh = (element, name) == ("meta", "content") && value.starts_with("0; url=");
        let address = if refresh {
            &value["0; url=".len()..]
        } else {
            value
        };
        if refresh || ADDRESSES.contains(&name) {
            self.address(address);
        }
        self.value(address, &format!("`{name}` of `{element}`"));
    }

    /// An address that a browser follows: of this site, or by a scheme that runs nothing.
    fn address(&mut self, address: &str) {
        let bare: String = address
            .chars()
            .filter(|c| !c.is_control() && !c.is_whitespace())
            .collect();
        let scheme = bare
            .split_once(':')
            .map(|(scheme, _)| scheme.to_ascii_lowercase());
        let named = scheme.filter(|scheme| !scheme.contains(['/', '?', '#', '.']));
        if named.is_some_and(|scheme| !SCHEMES.contains(&scheme.as_str())) {
            self.leak(&format!("an address that runs: {:?}", start(address)));
        }
    }

    /// A feed, a sitemap, a drawing: read by a parser, and then strictly.
    fn xml(&mut self, text: &str) {
        let mut reader = quick_xml::Reader::from_str(text);
        loop {
            match reader.read_event() {
                Ok(quick_xml::events::Event::Eof) => break,
                Ok(_) => {}
                Err(why) => return self.leak(&format!("no XML: {why}")),
            }
        }
        match tokens(text, Rules::Xml) {
            Ok(tokens) => self.tokens(&tokens),
            Err(why) => self.leak(&why),
        }
    }

    /// Any JSON: names and texts hold whole ones.
    pub fn json(&mut self, text: &str) {
        match serde_json::from_str(text) {
            Ok(value) => self.json_value(&value),
            Err(why) => self.leak(&format!("no JSON: {why}")),
        }
    }

    fn json_value(&mut self, value: &serde_json::Value) {
        match value {
            serde_json::Value::String(text) => self.value(text, "JSON"),
            serde_json::Value::Array(items) => items.iter().for_each(|item| self.json_value(item)),
            serde_json::Value::Object(entries) => {
                for (name, value) in entries {
                    self.value(name, "a name of JSON");
                    match value.as_str().filter(|_| name == "content_html") {
                        Some(html) => self.html(html),
                        None => self.json_value(value),
                    }
                }
            }
            _ => {}
        }
    }

    /// `OLD NEW STATUS`, three words on each line.
    pub fn redirects(&mut self, text: &str) {
        for line in text.split('\n').filter(|line| !line.is_empty()) {
            let words: Vec<&str> = line.split(char::is_whitespace).collect();
            match words.as_slice() {
                [old, new, "301" | "410"] if old.starts_with('/') && *old != format!("/{MARK}") => {
                    self.address(new);
                    self.seen_in(line);
                }
                _ => self.leak(&format!("no line of a table: {:?}", start(line))),
            }
        }
    }

    /// A path on a line of its own, and under it the headers of what is there.
    pub fn headers(&mut self, text: &str) {
        const KNOWN: [&str; 4] = [
            "Cache-Control",
            "Content-Security-Policy",
            "Referrer-Policy",
            "X-Content-Type-Options",
        ];
        for line in text.lines() {
            let header = line.strip_prefix("  ").and_then(|it| it.split_once(": "));
            let is_known = match header {
                Some((name, value)) => KNOWN.contains(&name) && !value.contains('<'),
                None => line.starts_with('/') && !line.contains(char::is_whitespace),
            };
            if !is_known {
                self.leak(&format!("no line of a table: {:?}", start(line)));
            }
            self.seen_in(line);
        }
    }

    /// Rules for search engines.
    fn robots(&mut self, text: &str) {
        let is_known = |line: &str| {
            line.is_empty()
                || line == "User-agent: *"
                || line == "Allow: /"
                || line.starts_with("Sitemap: https://")
        };
        if !text.lines().all(is_known) {
            self.leak(&format!("an unknown rule: {text:?}"));
        }
    }
}

/// A text with what follows it in elements that only colour or wrap it.
fn with_its_pieces(text: &str, behind: &[Token]) -> String {
    let mut whole = text.to_owned();
    for token in behind {
        match token {
            Token::Text(text, _) => whole.push_str(text),
            Token::Open(name, _) if matches!(name.as_str(), "span" | "tspan" | "text" | "wbr") => {}
            _ => break,
        }
    }
    whole
}

/// True where nothing in a text could be more than a part of an address or of an `id`.
fn is_address(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_alphanumeric() || "/-_.~%:?#=&+@!$'()*,;[]".contains(c))
}
