//! The ledger of addresses, `addresses.lock`: every address the site ever had, and what it was last made of. What
//! is to be done about one that has gone is decided elsewhere.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use super::unreadable::cannot_be_read;
use super::{Source, disk};
use crate::base::english::excerpt;
use crate::base::site_layout;
use crate::base::url::percent_decoded;
use crate::base::{Code, Diagnostic, FilePath, Reported, Span, Url};

const HEAD: &str = "\
# Every public address that this site has had, and what it was last made of. Keep this file in git.
# `copublish build --update-ledger` adds new addresses. To forget one, delete its line.
";

/// The addresses of a site that readers may know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// One for each line, in the order of the lines.
    pub entries: Vec<Entry>,
}

/// An address that was public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The address.
    pub url: Url,
    /// What it was last made of: a file, or words such as `kind blog`.
    pub source: String,
    /// Where the address stands in the file.
    pub span: Span,
}

/// Reads the ledger of a site; nothing where it has none.
pub fn read(root: &Path) -> Reported<Option<Ledger>> {
    let file = FilePath::new(site_layout::LEDGER);
    let bytes = match disk::read_if_there(root, &file, disk::size_limit::LIST) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Reported::clean(None),
        Err(error) => {
            return Reported {
                value: None,
                diagnostics: vec![cannot_be_read(&file, &error)],
            };
        }
    };
    match Source::from_bytes(file.clone(), bytes) {
        Ok(source) => {
            let Reported { value, diagnostics } = parse(&file, &source.text);
            Reported {
                value: Some(value),
                diagnostics,
            }
        }
        Err(not_utf8) => Reported {
            value: None,
            diagnostics: vec![*not_utf8.diagnostic],
        },
    }
}

/// The text of a ledger with these addresses.
pub fn text(entries: &BTreeMap<Url, String>) -> String {
    let mut text = HEAD.to_owned();
    for (url, source) in entries {
        let _ = writeln!(
            text,
            "{} {}",
            one_word(url.as_str()),
            written_source(source)
        );
    }
    text
}

/// Reads the text of a ledger. Lines may stand in any order and twice, as they do after a merge.
pub fn parse(file: &FilePath, text: &str) -> Reported<Ledger> {
    let (mut ledger, mut diagnostics) = (Ledger::default(), Vec::new());
    let mut marks = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end().trim_start_matches('\u{feff}');
        let at = start + line.trim_end().len() - content.len();
        let span = Span::new(at, at + content.len());
        start += line.len();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        if is_mark(content) {
            marks.push(span);
            continue;
        }
        match entry(content, at) {
            Ok(entry) => ledger.entries.push(entry),
            Err(why) => diagnostics.push(unreadable_line(file, content, span, &why)),
        }
    }
    diagnostics.extend(unfinished_merge(file, &marks));
    Reported {
        value: ledger,
        diagnostics,
    }
}

fn unreadable_line(file: &FilePath, line: &str, span: Span, why: &str) -> Diagnostic {
    let message = format!("cannot read the line `{}`: {why}", excerpt(line, 60));
    Diagnostic::new(Code::UnreadableLedger, message)
        .at(file, span, "cannot be read")
        .help("write the address, then the file it was made from, as in `/about/ content/about.md`")
}

/// What git writes into a file where two branches have changed the same lines.
fn is_mark(line: &str) -> bool {
    ["<<<<<<<", "=======", ">>>>>>>", "|||||||"]
        .iter()
        .any(|mark| {
            line.strip_prefix(mark)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        })
}

fn unfinished_merge(file: &FilePath, marks: &[Span]) -> Option<Diagnostic> {
    let message = "a merge was not finished: its markers are still here";
    let diagnostic = Diagnostic::new(Code::UnreadableLedger, message).at(
        file,
        *marks.first()?,
        "a marker from git",
    );
    Some(diagnostic.help(
        "delete the markers and keep the lines of both sides, in any order; `copublish build --update-ledger` tidies up",
    ))
}

/// Reads a line that starts at a byte of the file.
fn entry(line: &str, start: usize) -> Result<Entry, String> {
    let (written, source) = line.split_once([' ', '\t']).unwrap_or((line, ""));
    if !written.starts_with('/') {
        return Err("it does not start with an address".to_owned());
    }
    let decoded = percent_decoded(written).ok_or("its address is not UTF-8")?;
    let url = Url::parse(&decoded)?;
    let source =
        percent_decoded(source.trim()).ok_or("the file name after the address is not UTF-8")?;
    if source.is_empty() {
        return Err("there is no file name after the address".to_owned());
    }
    Ok(Entry {
        url,
        source: source.into_owned(),
        span: Span::new(start, start + written.len()),
    })
}

/// An address without spaces. Letters of all scripts stay: the file is for people.
fn one_word(text: &str) -> String {
    encoded(text, char::is_whitespace)
}

/// A source as a line of the ledger has it: without line ends, and without spaces at its ends.
pub fn written_source(text: &str) -> String {
    let inner = text.trim();
    if inner.len() == text.len() {
        encoded(text, |c| c.is_whitespace() && c != ' ')
    } else {
        one_word(text)
    }
}

fn encoded(text: &str, is_odd: impl Fn(char) -> bool) -> String {
    let mut encoded = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '%' || c.is_control() || is_odd(c) {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                let _ = write!(encoded, "%{byte:02X}");
            }
        } else {
            encoded.push(c);
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Reported<Ledger> {
        parse(&FilePath::new(site_layout::LEDGER), text)
    }

    #[test]
    fn what_is_written_is_read_again() {
        let written = [
            ("/", "content/index.md"),
            ("/a b/100%/", "content/a b/100%.md"),
            ("/gŵyl/", "content/ two\nlines .md "),
            ("/blogs/", "kind blog"),
        ];
        let url = |text: &str| Url::parse(text).unwrap();
        let entries: BTreeMap<Url, String> = written
            .iter()
            .map(|(at, source)| (url(at), (*source).to_owned()))
            .collect();
        let text = text(&entries);
        assert!(
            text.contains("\n/a%20b/100%25/ content/a b/100%25.md\n"),
            "{text}"
        );
        assert!(text.contains("\n/gŵyl/ "), "{text}");
        let read = parsed(&text);
        assert_eq!(read.diagnostics, []);
        let again: BTreeMap<Url, String> = read
            .value
            .entries
            .into_iter()
            .map(|entry| (entry.url, entry.source))
            .collect();
        assert_eq!(again, entries);
    }

    #[test]
    fn places_are_those_of_the_urls() {
        let text = "\u{feff}/a/ content/a.md\r\n\r\n# x\r\n/b/\tcontent/b.md\r\n/c/  content/c.md";
        let read = parsed(text);
        assert_eq!(read.diagnostics, []);
        let found: Vec<_> = read
            .value
            .entries
            .iter()
            .map(|entry| (&text[entry.span.range()], entry.source.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                ("/a/", "content/a.md"),
                ("/b/", "content/b.md"),
                ("/c/", "content/c.md")
            ]
        );
    }

    #[test]
    fn what_is_mangled_is_said_at_its_line_and_the_rest_is_read() {
        let text = "/a/ content/a.md\n<<<<<<< HEAD\n/b/ content/b.md\n=======\nb\n/../ x\n/c/\n/%ff/ x\n>>>>>>> other\n";
        let read = parsed(text);
        assert_eq!(read.value.entries.len(), 2);
        let places: Vec<&str> = read
            .diagnostics
            .iter()
            .map(|found| &text[found.labels[0].span.unwrap().range()])
            .collect();
        assert_eq!(places, ["b", "/../ x", "/c/", "/%ff/ x", "<<<<<<< HEAD"]);
    }
}
