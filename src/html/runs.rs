//! A highlighted text as the lengths of its runs and their classes, in few bytes. It holds neither the text nor any
//! HTML: whatever its bytes are, what comes of them is the text at hand in elements of our own.

use super::highlight;
use crate::document::markdown::escape;

/// The bits of a run that hold its class.
const CLASS_BITS: u32 = 5;

/// How many bytes are looked through at once.
const AT_ONCE: usize = 512;

/// The runs of a text, from its start to its end.
#[derive(Debug, Default)]
pub(super) struct Runs {
    bytes: Vec<u8>,
    /// The run that may still grow.
    last: (usize, u8),
}

impl Runs {
    /// Adds a run of so many bytes; what is of the same class as the run before is one with it.
    pub fn add(&mut self, length: usize, class: u8) {
        if length == 0 {
            return;
        }
        if class != self.last.1 {
            self.end_run();
        }
        self.last = (self.last.0 + length, class);
    }

    /// The runs as bytes, for [`write`].
    pub fn into_bytes(mut self) -> Box<[u8]> {
        self.end_run();
        self.bytes.into()
    }

    /// Length and class are one number, seven bits to a byte, the lowest first.
    fn end_run(&mut self) {
        let (length, class) = std::mem::take(&mut self.last);
        if length == 0 {
            return;
        }
        let mut number = (length as u64) << CLASS_BITS | u64::from(class);
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }
}

/// True if these are the runs of this text.
pub(super) fn are_of(text: &str, mut runs: &[u8]) -> bool {
    let mut rest = text;
    while !runs.is_empty() {
        let Some((length, class)) = next(&mut runs) else {
            return false;
        };
        let Some((_, behind)) = rest.split_at_checked(length) else {
            return false;
        };
        if usize::from(class) >= highlight::TAGS.len() {
            return false;
        }
        rest = behind;
    }
    rest.is_empty()
}

/// Writes a text with an element for each run that has a class. False, and nothing is written, where these are not
/// the runs of this text.
pub(super) fn write(out: &mut String, text: &str, runs: &[u8]) -> bool {
    let start = out.len();
    let is_whole = try_write(out, text, runs).is_some();
    if !is_whole {
        out.truncate(start);
    }
    is_whole
}

fn try_write(out: &mut String, text: &str, mut runs: &[u8]) -> Option<()> {
    let tags = highlight::TAGS.as_slice();
    let mut rest = text;
    let mut plain = plain_start(rest);
    while !runs.is_empty() {
        let (length, class) = next(&mut runs)?;
        let (run, behind) = rest.split_at_checked(length)?;
        rest = behind;
        let tag = tags.get(usize::from(class))?;
        out.push_str(tag);
        if let Some(left) = plain.checked_sub(length) {
            out.push_str(run);
            plain = left;
        } else {
            escape::text(out, run);
            plain = plain_start(rest);
        }
        if !tag.is_empty() {
            out.push_str("</span>");
        }
    }
    rest.is_empty().then_some(())
}

/// How many bytes need not be looked at again. Runs are short: what has to be escaped is looked for in many of them at
/// once, but in no more than that, as it may stand in each.
fn plain_start(text: &str) -> usize {
    let bytes = text.as_bytes();
    escape::plain_start(bytes.get(..AT_ONCE).unwrap_or(bytes))
}

/// Takes the first run: its length, which is not 0, and its class.
fn next(runs: &mut &[u8]) -> Option<(usize, u8)> {
    let mut number = 0u64;
    for shift in (0..u64::BITS).step_by(7) {
        let (byte, rest) = runs.split_first()?;
        *runs = rest;
        number |= u64::from(byte & 0x7f).checked_shl(shift)?;
        if *byte < 0x80 {
            let class = number & ((1 << CLASS_BITS) - 1);
            let length = usize::try_from(number >> CLASS_BITS).ok()?;
            return (length > 0).then_some((length, class as u8));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(runs: &[(usize, u8)]) -> Box<[u8]> {
        let mut made = Runs::default();
        runs.iter()
            .for_each(|(length, class)| made.add(*length, *class));
        made.into_bytes()
    }

    fn written(text: &str, runs: &[u8]) -> Option<String> {
        let mut out = "before".to_owned();
        let is_whole = write(&mut out, text, runs);
        assert_eq!(is_whole, are_of(text, runs));
        assert!(is_whole || out == "before", "{out}");
        is_whole.then(|| out["before".len()..].to_owned())
    }

    #[test]
    fn runs_of_one_class_are_one_element() {
        let runs = of(&[(1, 0), (1, 1), (0, 5), (1, 1), (200, 0)]);
        assert_eq!(runs.len(), 4);
        let html = written(&format!("<a&{}", "b".repeat(200)), &runs).unwrap();
        assert_eq!(
            html,
            format!(
                "&lt;<span class=\"hl-comment\">a&amp;</span>{}",
                "b".repeat(200)
            )
        );
        assert_eq!(written("", &of(&[])), Some(String::new()));
    }

    #[test]
    fn whatever_has_to_be_escaped_is() {
        // Runs of all lengths, which what is looked through at once ends in the middle of.
        let text = format!(
            "a<b>{}\r&{}é",
            "c".repeat(AT_ONCE),
            "d\u{1b}<é".repeat(AT_ONCE)
        );
        let lengths = (1..).scan(0, |at, length| {
            (*at < text.len()).then(|| (*at, *at += length).0)
        });
        let starts: Vec<usize> = lengths
            .filter(|at| text.is_char_boundary(*at))
            .chain([text.len()])
            .collect();
        let runs: Vec<(usize, u8)> = starts
            .windows(2)
            .zip([0, 1, 2].into_iter().cycle())
            .map(|(at, class)| (at[1] - at[0], class))
            .collect();
        let html = written(&text, &of(&runs)).unwrap();
        let bare = html
            .split("<span class=\"hl-")
            .map(|part| match part.split_once("\">") {
                Some((class, rest)) if ["comment", "escape"].contains(&class) => {
                    rest.replace("</span>", "")
                }
                _ => part.to_owned(),
            });
        let mut expected = String::new();
        escape::text(&mut expected, &text);
        assert_eq!(bare.collect::<String>(), expected);
    }

    #[test]
    fn what_is_not_of_the_text_is_not_written() {
        let runs = of(&[(1, 0), (2, 1)]);
        assert!(written("abc", &runs).is_some());
        for text in ["", "ab", "abcd", "éa", "aé"] {
            assert_eq!(written(text, &runs).is_some(), text == "aé", "{text}");
        }
        for runs in [&[][..], &[0x80], &[0], &[0x7f], &[0xff; 12], &[3 << 5 | 31]] {
            assert_eq!(written("abc", runs), None, "{runs:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_bytes_give_the_text_or_nothing(runs in proptest::collection::vec(any::<u8>(), 0..8)) {
            let text = "<script>&\"</script>é";
            if let Some(html) = written(text, &runs) {
                let mut bare = String::new();
                for part in html.split('<') {
                    let (tag, text) = part.split_once('>').unwrap_or(("", part));
                    prop_assert!(tag.is_empty() || tag == "/span" || tag.starts_with("span class=\"hl-"), "{}", html);
                    bare.push_str(text);
                }
                prop_assert_eq!(bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"), text);
            }
        }
    }
}
