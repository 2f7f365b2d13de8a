//! Template code of other generators, such as `{{ … }}` and `{% … %}`: where it is in a text. It is kept exactly as it is
//! written, so the parser must not see it.

use std::ops::Range;

use super::fence_line::OpenFence;
use super::source::holds;

/// The longest piece that is searched for its end.
const LONGEST: usize = 1000;

/// Which generators a piece is for. Each is reported once for a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Dialect {
    /// `{{ … }}`, `{% … %}` and `{# … #}`: Jekyll, Eleventy, Zola and many others.
    Curly,
    /// `{{< … >}}` and `{{% … %}}`
    Hugo,
    /// `<% … %>`: ERB and EJS.
    Percent,
}

impl Dialect {
    /// The dialect of a piece.
    pub fn of(piece: &str) -> Dialect {
        if piece.starts_with("{{<") || piece.starts_with("{{%") {
            Dialect::Hugo
        } else if piece.starts_with("<%") {
            Dialect::Percent
        } else {
            Dialect::Curly
        }
    }

    /// What a text with such pieces contains.
    pub fn describe(self) -> &'static str {
        match self {
            Dialect::Curly => "template code of another generator",
            Dialect::Hugo => "shortcodes of Hugo",
            Dialect::Percent => "template code of ERB or EJS",
        }
    }
}

/// True if a text may hold template code. Most texts hold none.
pub(super) fn may_hold(text: &str) -> bool {
    ["{{", "{%", "{#", "<%"]
        .iter()
        .any(|sign| holds(text, sign))
}

/// The pieces of template code in a text of Markdown, in order. There are none in blocks and spans of code.
pub(super) fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut finder = Finder {
        text,
        at: 0,
        fence: OpenFence::default(),
        found: Vec::new(),
    };
    while finder.at < text.len() {
        finder.step();
    }
    finder.found
}

struct Finder<'t> {
    text: &'t str,
    at: usize,
    fence: OpenFence,
    found: Vec<Range<usize>>,
}

impl<'t> Finder<'t> {
    /// Passes what is right here.
    fn step(&mut self) {
        let is_line_start = self.text[..self.at].ends_with('\n') || self.at == 0;
        if is_line_start && self.skip_code_line() {
            return;
        }
        let rest = self.rest();
        let length = match rest.as_bytes() {
            [b'\\', _, ..] => 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
            [b'`', ..] => code_span(rest),
            [b'{' | b'<', ..] => self.piece(rest),
            _ => rest
                .bytes()
                .skip(1)
                .position(|byte| matches!(byte, b'\n' | b'\\' | b'`' | b'{' | b'<'))
                .map_or(rest.len(), |at| at + 1),
        };
        self.at += length.max(1);
    }

    /// Passes a line that is a fence or between two of them.
    fn skip_code_line(&mut self) -> bool {
        let rest = self.rest();
        let length = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |end| end + 1);
        let is_code = self.fence.pass(rest.get(..length).unwrap_or(""));
        self.at += if is_code { length } else { 0 };
        is_code
    }

    /// The length of the piece that starts here; 1 if none does.
    fn piece(&mut self, rest: &str) -> usize {
        let Some(length) = piece_length(rest) else {
            return 1;
        };
        self.found.push(self.at..self.at + length);
        length
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }
}

/// The length of the piece that a text starts with.
fn piece_length(text: &str) -> Option<usize> {
    let close = closing(text)?;
    let end = text.char_indices().find(|(at, _)| *at > LONGEST);
    let window = text.get(..end.map_or(text.len(), |(at, _)| at))?;
    let window = window.get(..blank_line(window).unwrap_or(window.len()))?;
    let mut length = window.get(2..)?.find(close)? + 2 + close.len();
    if text.starts_with("{{{") && text.get(length..)?.starts_with('}') {
        length += 1;
    }
    // A line of colons is a block of the theme wherever it is.
    (!text.get(..length)?.contains("\n:::")).then_some(length)
}

/// What closes the piece that a text starts with.
fn closing(text: &str) -> Option<&'static str> {
    match text.as_bytes() {
        [b'{', b'{', b'<', ..] => Some(">}}"),
        [b'{', b'{', b'%', ..] => Some("%}}"),
        [b'{', b'{', ..] => Some("}}"),
        [b'{', b'%', ..] => Some("%}"),
        [b'{', b'#', b' ' | b'-', ..] => Some("#}"),
        [b'<', b'%', ..] => Some("%>"),
        _ => None,
    }
}

/// Where the first line ends that has an empty one after it.
fn blank_line(text: &str) -> Option<usize> {
    let mut ends = text.match_indices('\n').map(|(at, _)| at);
    ends.find(|end| {
        let next = text.get(end + 1..).unwrap_or("");
        let next = next.trim_start_matches([' ', '\t', '>', '\r']);
        next.starts_with('\n')
    })
}

/// The length of the span of code that a text starts with, or of its backticks if they open none.
fn code_span(text: &str) -> usize {
    let ticks = text.len() - text.trim_start_matches('`').len();
    let paragraph = text.get(..blank_line(text).unwrap_or(text.len()));
    let mut rest = paragraph.unwrap_or(text).get(ticks..).unwrap_or("");
    while let Some(at) = rest.find('`') {
        let run = rest.get(at..).unwrap_or("");
        let after = run.trim_start_matches('`');
        if run.len() - after.len() == ticks {
            let end = paragraph.map_or(text.len(), str::len) - after.len();
            return end;
        }
        rest = after;
    }
    ticks
}

#[cfg(test)]
mod tests {
    use super::pieces;

    fn found(text: &str) -> Vec<&str> {
        pieces(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn finds_pieces_outside_of_code() {
        assert_eq!(
            found("a {{ b }} {% c %}{{< d \"e}}\" >}} {{{ f }}} <%= g %> {# h #}"),
            [
                "{{ b }}",
                "{% c %}",
                "{{< d \"e}}\" >}}",
                "{{{ f }}}",
                "<%= g %>",
                "{# h #}"
            ]
        );
        assert_eq!(found("{{ a\nb }}\n{{ c\n\nd }}"), ["{{ a\nb }}"]);
        assert_eq!(found("## x {#y} \\{{ z }} {{ é"), [""; 0]);
        assert_eq!(found("`{{` and `}}` ``{{ ` }}`` {{ a }}"), ["{{ a }}"]);
        assert_eq!(found("` {{ a }}\n\n`"), ["{{ a }}"]);
        assert_eq!(
            found("> ```\n> {{ a }}\n> ```\n~~~ x\n{{ b }}\n~~~\n{{ c }}"),
            ["{{ c }}"]
        );
    }

    #[test]
    fn many_openings_take_no_longer_than_their_text() {
        for piece in ["{{ ", "` ", "``` ` ", "{% \n", "<% > "] {
            assert_eq!(found(&piece.repeat(20_000)), [""; 0]);
        }
    }
}
