//! Findings that are already known, so that only new ones count. A sorted text with one line for each finding, for people
//! to read. Reads and writes no files.
//!
//! ```text
//! content/blogs/first.md
//!   broken-link 0f3b9c2d1e4a5b67 plan.md
//!   missing-alt 8d1c2b3a4f5e6071 2x ![](days.png)
//! ```

use std::collections::BTreeMap;
use std::fmt::Write;

use super::fingerprint::Fingerprint;

/// The top of the file.
const HEAD: &str = "\
# Findings that `copublish check --baseline` does not count. Keep this file in git.
# `copublish check --update-baseline` rewrites it; you can also delete lines by hand.
";

/// The known findings, each with its number and the words that it is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline(BTreeMap<Fingerprint, (usize, String)>);

/// Findings compared with a baseline.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// For each finding, whether it is known.
    pub known: Vec<bool>,
    /// Known findings that no longer occur: file, code and words of each.
    pub gone: Vec<String>,
}

/// A fingerprint, and the words that it is made of.
type Seen = (Fingerprint, String);

impl Baseline {
    /// A baseline of these findings.
    pub fn of(found: &[Seen]) -> Baseline {
        let mut baseline = Baseline::default();
        for (fingerprint, words) in found {
            baseline
                .0
                .entry(fingerprint.clone())
                .or_insert((0, words.clone()))
                .0 += 1;
        }
        baseline
    }

    /// The number of known findings.
    pub fn len(&self) -> usize {
        self.0.values().map(|(times, _)| times).sum()
    }

    /// True if no finding is known.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Tells known findings from new ones. Of several with the same fingerprint, the first ones are known.
    pub fn compare(&self, found: &[Seen]) -> Compared {
        let mut left: BTreeMap<&Fingerprint, usize> = self
            .0
            .iter()
            .map(|(fingerprint, (times, _))| (fingerprint, *times))
            .collect();
        let known = found.iter().map(|(fingerprint, _)| {
            let times = left.get_mut(fingerprint).filter(|times| **times > 0);
            times.map(|times| *times -= 1).is_some()
        });
        let known = known.collect();
        let gone = left.into_iter().filter(|(_, times)| *times > 0);
        Compared {
            known,
            gone: gone
                .map(|(fingerprint, times)| self.in_words(fingerprint, times))
                .collect(),
        }
    }

    fn in_words(&self, fingerprint: &Fingerprint, times: usize) -> String {
        let words = self.0.get(fingerprint).map_or("", |(_, words)| words);
        let Fingerprint { file, code, .. } = fingerprint;
        let times = if times > 1 {
            format!(" ({times} times)")
        } else {
            String::new()
        };
        format!("{file}: {code} `{words}`{times}")
    }

    /// Parses the text of the file.
    ///
    /// # Errors
    /// The first line that cannot be read, with its number.
    pub fn read(text: &str) -> Result<Baseline, String> {
        let mut baseline = Baseline::default();
        let mut file: Option<String> = None;
        for (number, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let Some(entry) = line.strip_prefix("  ") else {
                file = Some(unescaped(line.trim_end()));
                continue;
            };
            let read = file.as_ref().and_then(|file| entry_of(file, entry));
            let Some((fingerprint, times, words)) = read else {
                return Err(format!("line {} cannot be read", number + 1));
            };
            baseline.0.entry(fingerprint).or_insert((0, words)).0 += times;
        }
        Ok(baseline)
    }

    /// The text of the file.
    pub fn written(&self) -> String {
        let mut text = HEAD.to_owned();
        let mut last = None;
        for (Fingerprint { file, code, hash }, (times, words)) in &self.0 {
            if last != Some(file) {
                // Writing into a String cannot fail.
                let _ = writeln!(text, "\n{}", escaped(file));
                last = Some(file);
            }
            let times = if *times > 1 {
                format!(" {times}x")
            } else {
                String::new()
            };
            let _ = writeln!(text, "  {code} {hash}{times} {}", escaped(words));
        }
        text
    }
}

fn is_code(code: &str) -> bool {
    let mut bytes = code.bytes();
    !code.is_empty() && bytes.all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

fn entry_of(file: &str, entry: &str) -> Option<(Fingerprint, usize, String)> {
    let (code, rest) = entry.split_once(' ')?;
    let (hash, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    if !is_code(code) || hash.len() != 16 || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let (first, others) = rest.split_once(' ').unwrap_or((rest, ""));
    let times = first.strip_suffix('x');
    let (times, words) = match times.and_then(|times| times.parse().ok()) {
        Some(times) if times > 1 => (times, others),
        _ => (1, rest),
    };
    let fingerprint = Fingerprint {
        file: file.to_owned(),
        code: code.to_owned(),
        hash: hash.to_owned(),
    };
    Some((fingerprint, times, unescaped(words)))
}

/// Escaped so that it is one line and not a comment: the names of files may contain anything.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        let is_first = out.is_empty();
        match c {
            '\\' => out.push_str("\\\\"),
            _ if c.is_control() || is_first && (c == '#' || c.is_whitespace()) => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            _ => out.push(c),
        }
    }
    if out.is_empty() || out.ends_with(char::is_whitespace) {
        out + "\\"
    } else {
        out
    }
}

fn unescaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some((before, behind)) = rest.split_once('\\') {
        out.push_str(before);
        let letter = behind
            .strip_prefix("u{")
            .and_then(|code| code.split_once('}'));
        let letter = letter.and_then(|(code, rest)| {
            Some((char::from_u32(u32::from_str_radix(code, 16).ok()?)?, rest))
        });
        rest = match (letter, behind.strip_prefix('\\')) {
            (Some((letter, rest)), _) => {
                out.push(letter);
                rest
            }
            (None, Some(rest)) => {
                out.push('\\');
                rest
            }
            (None, None) => behind,
        };
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Code, Diagnostic, FilePath, Span};

    const TEXT: &str = "a.md b.md a.md a.md";

    fn found(file: &str, start: usize) -> Seen {
        let (file, span) = (FilePath::new(file), Span::new(start, start + 4));
        Fingerprint::of(
            &Diagnostic::new(Code::BrokenLink, "x").at(&file, span, ""),
            Some(TEXT),
        )
    }

    #[test]
    fn what_is_written_is_read_again() {
        let found = [
            found("b", 0),
            found("# a\nb\\ ", 0),
            found("a", 5),
            found("a", 0),
            found("a", 10),
            found("", 0),
        ];
        let baseline = Baseline::of(&found);
        let written = baseline.written();
        assert_eq!(Baseline::read(&written), Ok(baseline), "{written}");
        assert!(written.contains("\na\n  broken-link "), "{written}");
        assert!(written.contains(" 2x a.md\n"), "{written}");
        assert_eq!(
            Baseline::read(&Baseline::default().written()),
            Ok(Baseline::default())
        );
    }

    #[test]
    fn of_several_alike_as_many_are_known_as_were() {
        let before = [found("a", 0), found("a", 10), found("a", 5)];
        let baseline = Baseline::of(&before);
        let now = [found("a", 0), found("a", 10), found("a", 15), found("b", 0)];
        let compared = baseline.compare(&now);
        assert_eq!(compared.known, [true, true, false, false]);
        assert_eq!(compared.gone, ["a: broken-link `b.md`"]);
        assert_eq!(baseline.len(), 3);
    }

    #[test]
    fn a_line_that_makes_no_sense_is_named() {
        for text in [
            "  broken-link 0011223344556677 a",
            "a\n<<<<<<< main\n  x",
            "a\n  broken-link 00 a",
            "a\n  BROKEN 0011223344556677",
        ] {
            let why = Baseline::read(text).unwrap_err();
            assert!(why.starts_with("line "), "{why}");
        }
        assert!(
            Baseline::read("a\n  old-code 0011223344556677\n").is_ok(),
            "codes come and go"
        );
    }

    proptest::proptest! {
        #[test]
        fn any_name_of_a_file_comes_back(name in "\\PC{0,12}|.{0,12}") {
            proptest::prop_assert_eq!(unescaped(&escaped(&name)), name);
        }
    }
}
