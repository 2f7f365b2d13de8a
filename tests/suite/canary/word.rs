//! Canaries: texts that mean something to every format, each with a marker of its own, so that each place where it
//! comes out can be told.

use std::collections::{BTreeMap, BTreeSet};

/// What every marker starts with; also the name of the element, the attribute and the header that each canary tries
/// to make.
pub const MARK: &str = "cny";

/// Figures of a marker.
const FIGURES: usize = 4;

/// What ends markup of every sort, in one line.
const MARKUP: &str = "<cny cny=\"1\" onclick='cny'>&amp;&lt;&#0;`</script></style></title></textarea>--><!--]]>\
    {{ 7*7 }}{% raw %}{# #};,\\:=| %2F%0D%0A";

/// What ends lines and turns them round, moves a cursor or ends a text.
const LINES: &str = "\r\nX-Cny: 1\r\nEND:VEVENT\r\nSUMMARY:cny\n::error::cny\n/cny /cny 301\n\u{0}\u{1}\u{7f}\u{85}\
    \u{1b}]0;cny\u{7}\u{9b}31m\u{b}\u{c}\u{2028}\u{2029}\u{202e}\u{2066}";

/// Where a canary stands, and what it is.
pub struct Planted {
    /// The place, for people: `blog.summary`.
    pub place: String,
    /// The text as it has to come out.
    pub text: String,
}

/// All canaries of a site.
#[derive(Default)]
pub struct Canaries {
    planted: Vec<Planted>,
}

impl Canaries {
    /// A canary with everything in it, for a text that may hold anything.
    pub fn text(&mut self, place: &str) -> String {
        self.plant(place, |marker| format!("{marker}{MARKUP}{LINES}{marker}z"))
    }

    /// One that stays on its line, for places where a line ends the value.
    pub fn line(&mut self, place: &str) -> String {
        self.plant(place, |marker| {
            format!("{marker}{MARKUP}'\"\u{2028}\u{202e}{marker}z")
        })
    }

    /// One for a value between double quotes that knows no escapes: a block's argument, a title of a link.
    pub fn argument(&mut self, place: &str) -> String {
        self.plant(place, |marker| {
            format!("{marker}{MARKUP}'\u{2028}\u{202e}{marker}z").replace('"', "'")
        })
    }

    /// One for Markdown as it is read, which stays the same there.
    pub fn bare(&mut self, place: &str) -> String {
        self.plant(place, |marker| {
            format!(
                "{marker}<cny cny=1 onclick=cny></script></style></title></textarea>]]>{{{{ 7*7 }}}}{{% raw %}};,|:= \
                 %2F%0D%0A\u{2028}\u{202e}{marker}z"
            )
        })
    }

    /// One that can stand in the name of a file and in an address: no slash, no backslash, no question mark.
    pub fn name(&mut self, place: &str) -> String {
        self.plant(place, |marker| {
            format!(
                "{marker}<cny cny='1' onclick=\"cny\">&amp;`-->]]>{{{{ 7 }}}};,=| %0D%0A\u{202e}{marker}z"
            )
        })
    }

    /// One as hostile as a value with rules of its own can be: `make` puts the marker in.
    pub fn plant(&mut self, place: &str, make: impl Fn(&str) -> String) -> String {
        let marker = format!("{MARK}{:0FIGURES$}", self.planted.len());
        let text = make(&marker);
        assert!(
            text.contains(&marker),
            "{place}: a canary without its marker"
        );
        self.planted.push(Planted {
            place: place.to_owned(),
            text: text.clone(),
        });
        text
    }

    /// The canaries whose markers stand in a text, each with the text from there on. Capitals are the same to it:
    /// a slug has none.
    pub fn within<'t>(&self, text: &'t str) -> Vec<(&Planted, &'t str)> {
        let lower = text.to_ascii_lowercase();
        let at = lower.match_indices(MARK).filter_map(|(at, _)| {
            let figures = lower.get(at + MARK.len()..at + MARK.len() + FIGURES)?;
            // The marker at the end of a canary belongs to the one at its start.
            let is_end = lower[at + MARK.len() + FIGURES..].starts_with('z');
            (!is_end).then_some(())?;
            Some((
                self.planted.get(figures.parse::<usize>().ok()?)?,
                &text[at..],
            ))
        });
        at.collect()
    }

    /// Every place with whether its canary is among those seen; a place may have several, and one is enough.
    pub fn places(&self, seen: &BTreeSet<String>) -> BTreeMap<&str, bool> {
        self.planted
            .iter()
            .map(|planted| (planted.place.as_str(), seen.contains(&planted.place)))
            .collect()
    }
}

impl Planted {
    /// True where a text starts with all of the canary, from its marker on; what no format keeps, white space and
    /// control characters, does not count.
    pub fn is_whole_in(&self, rest: &str) -> bool {
        let start = self.text.find(MARK).unwrap_or(0);
        let (rest, whole) = (bare(rest), bare(&self.text[start..]));
        // Where there is little room, what is cut off is said to be.
        let cut = rest.strip_suffix('…');
        rest.starts_with(&whole) || cut.is_some_and(|cut| whole.starts_with(cut))
    }
}

/// A text without white space and control characters.
pub fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .collect()
}

/// A text as Markdown that shows just that text.
pub fn in_markdown(text: &str) -> String {
    let escaped = |c: char| {
        if c.is_ascii_punctuation() {
            format!("\\{c}")
        } else {
            c.to_string()
        }
    };
    text.chars().map(escaped).collect()
}

/// A value as YAML of one line: every letter beyond ASCII by its number.
pub fn yaml(value: &serde_json::Value) -> String {
    let text = value.to_string();
    let escaped = |c: char| {
        if c.is_ascii() && c != '\u{7f}' {
            c.to_string()
        } else {
            format!("\\u{:04x}", u32::from(c))
        }
    };
    text.chars().map(escaped).collect()
}
