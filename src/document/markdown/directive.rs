//! A line of colons: what it opens or closes. Knows neither components nor the lines around it.

use std::ops::Range;

/// A line that starts with three colons or more.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fence<'t> {
    /// `::: name …`
    Open(Opening<'t>),
    /// Colons alone.
    Close { colons: usize },
    /// Anything else, such as `::: {.note}`.
    Text {
        /// How many colons it starts with.
        colons: usize,
    },
}

/// The opening of a block.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Opening<'t> {
    /// How many colons it starts with.
    pub colons: usize,
    pub name: &'t str,
    /// Where in the line the name starts.
    pub name_at: usize,
    /// Its arguments as written.
    pub arguments: Vec<WrittenArgument<'t>>,
}

/// An argument as written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct WrittenArgument<'t> {
    pub name: &'t str,
    /// Its value without quotes; `None` for a bare word.
    pub value: Option<&'t str>,
    /// Its place in the line, quotes included.
    pub range: Range<usize>,
    /// Where in the line its value starts.
    pub value_at: usize,
    /// False if a quote opens and never closes.
    pub closed: bool,
}

/// Reads a line that starts with colons.
pub(super) fn read(line: &str) -> Fence<'_> {
    let colons = line.bytes().take_while(|byte| *byte == b':').count();
    let mut rest = Rest { line, at: colons };
    rest.skip_space();
    if rest.text().is_empty() {
        return Fence::Close { colons };
    }
    let name_at = rest.at;
    let name = rest.take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    let named = name.starts_with(|c: char| c.is_ascii_alphabetic());
    if !named || rest.text().starts_with(|c: char| !c.is_whitespace()) {
        return Fence::Text { colons };
    }
    let mut arguments = Vec::new();
    while let Some(argument) = argument(&mut rest) {
        arguments.push(argument);
    }
    if arguments
        .iter()
        .any(|argument| argument.name.starts_with(":::"))
    {
        // `::: name :::` on one line: whether that is a whole block or an opening cannot be told.
        return Fence::Text { colons };
    }
    Fence::Open(Opening {
        colons,
        name,
        name_at,
        arguments,
    })
}

/// What is left of a line.
struct Rest<'t> {
    line: &'t str,
    at: usize,
}

impl<'t> Rest<'t> {
    fn text(&self) -> &'t str {
        self.line.get(self.at..).unwrap_or("")
    }

    fn take(&mut self, length: usize) -> &'t str {
        let taken = self.text().get(..length).unwrap_or_else(|| self.text());
        self.at += taken.len();
        taken
    }

    fn take_while(&mut self, belongs: impl Fn(char) -> bool) -> &'t str {
        let text = self.text();
        self.take(text.find(|c| !belongs(c)).unwrap_or(text.len()))
    }

    fn skip_space(&mut self) {
        self.take_while(char::is_whitespace);
    }
}

fn argument<'t>(rest: &mut Rest<'t>) -> Option<WrittenArgument<'t>> {
    rest.skip_space();
    let start = rest.at;
    let name = rest.take_while(|c| !c.is_whitespace() && c != '=');
    let name_end = rest.at;
    rest.skip_space();
    if rest.text().starts_with('=') {
        rest.take(1);
        return Some(argument_with_value(rest, name, start));
    }
    rest.at = name_end;
    let bare = WrittenArgument {
        name,
        value: None,
        range: start..name_end,
        value_at: name_end,
        closed: true,
    };
    (!name.is_empty()).then_some(bare)
}

/// An argument, with the rest of the line after its `=`.
fn argument_with_value<'t>(
    rest: &mut Rest<'t>,
    name: &'t str,
    start: usize,
) -> WrittenArgument<'t> {
    let after_sign = rest.at;
    rest.skip_space();
    let quote = rest.text().chars().next().filter(|c| closers(*c).is_some());
    if quote.is_none() {
        rest.at = after_sign;
    }
    rest.take(quote.map_or(0, char::len_utf8));
    let value_at = rest.at;
    let (value, closed) = match quote {
        Some(quote) => quoted(rest, quote),
        None => (rest.take_while(|c| !c.is_whitespace()), true),
    };
    WrittenArgument {
        name,
        value: Some(value),
        range: start..rest.at,
        value_at,
        closed,
    }
}

/// The value after an opening quote. A single quote only closes before a space or the end, since
/// it is an apostrophe elsewhere: `‘the people’s plan’`.
fn quoted<'t>(rest: &mut Rest<'t>, open: char) -> (&'t str, bool) {
    let text = rest.text();
    let close = closers(open).unwrap_or(&[]);
    let ends = |(at, c): &(usize, char)| {
        let after = text
            .get(at + c.len_utf8()..)
            .and_then(|after| after.chars().next());
        close.contains(c) && (open == '"' || after.is_none_or(char::is_whitespace))
    };
    match text.char_indices().find(ends) {
        Some((end, c)) => {
            let value = rest.take(end);
            rest.take(c.len_utf8());
            (value, true)
        }
        None => (rest.take(text.len()).trim_end(), false),
    }
}

/// The characters that close what `quote` opens; word processors curl quotes, sometimes the wrong way.
fn closers(quote: char) -> Option<&'static [char]> {
    match quote {
        '"' => Some(&['"']),
        '\'' => Some(&['\'']),
        '“' | '”' | '„' => Some(&['”', '“', '"']),
        '‘' | '’' | '‚' => Some(&['’', '‘', '\'']),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(line: &str) -> Vec<(&str, Option<&str>, bool)> {
        let Fence::Open(opening) = read(line) else {
            panic!("{line} opens nothing")
        };
        opening
            .arguments
            .iter()
            .map(|a| (a.name, a.value, a.closed))
            .collect()
    }

    #[test]
    fn tells_openings_from_closings() {
        assert_eq!(read("::::"), Fence::Close { colons: 4 });
        assert_eq!(read("::: {.note}"), Fence::Text { colons: 3 });
        assert_eq!(read(":::note[Title]"), Fence::Text { colons: 3 });
        assert_eq!(read("::: note :::"), Fence::Text { colons: 3 });
        let Fence::Open(opening) = read(":::  summary-box") else {
            panic!()
        };
        assert_eq!(
            (opening.colons, opening.name, opening.name_at),
            (3, "summary-box", 5)
        );
    }

    #[test]
    fn reads_arguments() {
        assert_eq!(
            arguments(r#"::: quote by="Sam Lee" role='Co-chair' n=2 wide url = "a=b""#),
            [
                ("by", Some("Sam Lee"), true),
                ("role", Some("Co-chair"), true),
                ("n", Some("2"), true),
                ("wide", None, true),
                ("url", Some("a=b"), true)
            ]
        );
        assert_eq!(
            arguments("::: quote by=“Sam Lee” title=‘the people’s plan’ last=”x“"),
            [
                ("by", Some("Sam Lee"), true),
                ("title", Some("the people’s plan"), true),
                ("last", Some("x"), true)
            ]
        );
        assert_eq!(
            arguments("::: quote by=\"Sam "),
            [("by", Some("Sam"), false)]
        );
        assert_eq!(
            arguments("::: quote by= wide"),
            [("by", Some(""), true), ("wide", None, true)]
        );
    }

    #[test]
    fn knows_places() {
        let line = "::: quote by=“Sam”";
        let Fence::Open(opening) = read(line) else {
            panic!()
        };
        let by = &opening.arguments[0];
        assert_eq!(&line[by.range.clone()], "by=“Sam”");
        assert!(line[by.value_at..].starts_with("Sam"));
    }
}
