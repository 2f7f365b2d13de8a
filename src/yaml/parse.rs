//! libyaml's events into the tree.
//!
//! libyaml reads what people published with older tools; parsers of the stricter YAML 1.2 refuse
//! text in double quotes that goes on in column 1, which real sites hold by the hundred.

use std::collections::BTreeMap;

use libyaml_safer::{EventData, Parser, ScalarStyle};

use super::origin::Origin;
use super::problem::{about_unseen, explain};
use super::{Entry, Node, Problem, Value, plain};
use crate::base::Span;
use crate::base::wording::grouped;

/// The most values that the aliases of one text may stand for. What is written out is as long as it is.
const MOST_BY_ALIASES: usize = 100_000;
/// The most values of one text: what is read takes about a hundred bytes for each.
const MOST_VALUES: usize = 1_000_000;
/// The deepest nesting of lists and groups.
const DEEPEST: usize = 64;

/// What a text holds, and what was odd about it without keeping it from being read.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// The tree; absent for an empty text.
    pub root: Option<Node>,
    /// Keys written twice in one group. The first one counts.
    pub duplicates: Vec<Duplicate>,
    /// Places of non-breaking spaces, which were taken as spaces.
    pub non_breaking_spaces: Vec<Span>,
    /// Places of tabs outside values and comments. libyaml reads over some of them, but not all
    /// tools do, and an indented one changes what a line belongs to.
    pub tabs: Vec<Span>,
    /// Where a second document begins, which nobody reads.
    pub second: Option<Span>,
}

impl Parsed {
    /// True if keys of the text that was read may be missing in the tree, or stand in another group than they seem to:
    /// behind the end of the first document, or moved by a tab.
    pub fn hides_keys(&self, text: &str) -> bool {
        let indents = |tab: &Span| {
            let before = text.get(..tab.start as usize).unwrap_or_default();
            let behind = text
                .get(tab.end as usize..)
                .unwrap_or_default()
                .lines()
                .next()
                .unwrap_or_default();
            before
                .rsplit('\n')
                .next()
                .unwrap_or_default()
                .trim()
                .is_empty()
                && !behind.trim().is_empty()
        };
        self.second.is_some() || self.tabs.iter().any(indents)
    }
}

/// A key that is written twice in one group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// The key.
    pub key: String,
    /// Its first place.
    pub first: Span,
    /// Its second place.
    pub second: Span,
    /// Where the second value ends.
    pub end: u32,
    /// Whether both have the same value.
    pub says_the_same: bool,
}

/// Reads one YAML document.
///
/// # Errors
/// The first thing that keeps the text from being read.
pub fn parse(text: &str) -> Result<Parsed, Problem> {
    match plain::read(text) {
        Some(root) => Ok(Parsed {
            root: Some(root),
            ..Parsed::default()
        }),
        None => parse_any(text),
    }
}

/// Reads any document by libyaml.
pub(super) fn parse_any(text: &str) -> Result<Parsed, Problem> {
    let origin = Origin::new(text);
    let mut builder = Builder::new(&origin);
    let mut bytes = origin.plain.as_bytes();
    let mut parser = Parser::new();
    parser.set_input_string(&mut bytes);
    let second = loop {
        let event = parser.parse().map_err(|error| complaint(&error, &origin))?;
        let span = origin.span(event.start_mark.index, event.end_mark.index);
        match event.data {
            EventData::StreamEnd => break None,
            EventData::DocumentEnd { .. } => break second(&mut parser, span.end, &origin),
            data => builder.take(data, span)?,
        }
    };
    Ok(Parsed {
        second,
        tabs: tabs(text, &builder.scalars),
        root: builder.root,
        duplicates: builder.duplicates,
        non_breaking_spaces: origin
            .non_breaking_spaces
            .iter()
            .map(|at| Span::new(*at, at + 2))
            .collect(),
    })
}

/// What libyaml says, at its place in the author's text.
fn complaint(error: &libyaml_safer::Error, origin: &Origin) -> Problem {
    let at = |mark: libyaml_safer::Mark| origin.place(mark.index as usize);
    let began = error.context_mark().map(at);
    if error.problem_mark().is_none() {
        return about_unseen(origin.text)
            .unwrap_or_else(|| explain(origin.text, 0, error.problem(), began));
    }
    // What is read as a tag or as a reference is shown where it starts, not where it stops being one.
    let context = error.context().unwrap_or("");
    let is_tag = context.ends_with(" a tag");
    let is_sign = is_tag
        || [" an alias", " an anchor"]
            .iter()
            .any(|end| context.ends_with(end));
    let place = began.filter(|_| is_sign).or(error.problem_mark().map(at));
    let what = if is_tag {
        "found a tag"
    } else {
        error.problem()
    };
    explain(origin.text, place.unwrap_or(0), what, began)
}

/// The line with which a second document begins, where there is more behind the first one. What it holds makes no
/// difference, not even where it could not be read.
fn second(parser: &mut Parser<&mut &[u8]>, first: u32, origin: &Origin) -> Option<Span> {
    let start = match parser.parse() {
        Ok(event) if matches!(event.data, EventData::StreamEnd) => return None,
        Ok(event) => origin.place(event.start_mark.index as usize),
        Err(_) => first as usize,
    };
    let rest = origin.text.get(start..).unwrap_or_default();
    let start = start + rest.len() - rest.trim_start().len();
    let line = origin
        .text
        .get(start..)
        .unwrap_or_default()
        .lines()
        .next()
        .unwrap_or_default();
    Some(Span::new(start, start + line.trim_end().len()))
}

/// Runs of tabs that are neither part of a value nor of a comment.
fn tabs(text: &str, scalars: &[Span]) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for (at, _) in text.match_indices('\t') {
        if found.last().is_some_and(|last| last.end as usize == at) {
            if let Some(last) = found.last_mut() {
                last.end += 1;
            }
            continue;
        }
        let next = scalars.partition_point(|scalar| scalar.end as usize <= at);
        let in_value = scalars
            .get(next)
            .is_some_and(|scalar| scalar.start as usize <= at);
        let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        if !in_value && !text[line..at].contains('#') {
            found.push(Span::new(at, at + 1));
        }
    }
    found
}

/// A list or a group that is still open.
struct Open {
    span: Span,
    anchor: Option<String>,
    node: Value,
    /// In a group: the key that waits for its value.
    key: Option<(String, Span)>,
    /// In a group of many: where its keys behind the first few stand.
    places: BTreeMap<String, usize>,
}

/// So many keys are found by looking at each.
const FEW: usize = 16;

impl Open {
    /// The entry of a key that a group has already.
    fn entry_of<'e>(
        entries: &'e [Entry],
        places: &BTreeMap<String, usize>,
        key: &str,
    ) -> Option<&'e Entry> {
        let among_few = entries.iter().take(FEW).find(|entry| entry.key == key);
        among_few.or_else(|| entries.get(*places.get(key)?))
    }
}

/// A value with a name, for aliases.
struct Anchor {
    node: Node,
    size: usize,
    depth: usize,
}

struct Builder<'o> {
    origin: &'o Origin<'o>,
    root: Option<Node>,
    open: Vec<Open>,
    anchors: BTreeMap<String, Anchor>,
    /// How many values there are, besides those that aliases have added.
    values: usize,
    /// How many aliases have added.
    by_aliases: usize,
    duplicates: Vec<Duplicate>,
    /// Where keys and values stand, in the order of the text.
    scalars: Vec<Span>,
}

impl<'o> Builder<'o> {
    fn new(origin: &'o Origin<'o>) -> Builder<'o> {
        Builder {
            origin,
            root: None,
            open: Vec::new(),
            anchors: BTreeMap::new(),
            values: 0,
            by_aliases: 0,
            duplicates: Vec::new(),
            scalars: Vec::new(),
        }
    }

    fn take(&mut self, event: EventData, span: Span) -> Result<(), Problem> {
        self.values += usize::from(!matches!(
            event,
            EventData::SequenceEnd | EventData::MappingEnd
        ));
        if self.values > MOST_VALUES {
            let message = format!("this text holds more than {} values", grouped(MOST_VALUES));
            return Err(Problem {
                help: "move some of them to other files".to_owned(),
                ..limit(span, message)
            });
        }
        match event {
            EventData::Scalar {
                anchor,
                value,
                style,
                ..
            } => {
                let node = Node {
                    span: self.origin.trimmed(span).into(),
                    value: scalar(self.origin.value(value), style),
                };
                self.scalars.push(*node.span);
                self.add(node, anchor);
                Ok(())
            }
            EventData::SequenceStart { anchor, .. } => {
                self.begin(Value::Sequence(Vec::new()), anchor, span)
            }
            EventData::MappingStart { anchor, .. } => {
                self.begin(Value::Mapping(Vec::new()), anchor, span)
            }
            EventData::SequenceEnd | EventData::MappingEnd => {
                self.end(span);
                Ok(())
            }
            EventData::Alias { anchor } => match self.anchors.get(&anchor) {
                Some(Anchor { depth, .. }) if self.open.len() + depth > DEEPEST => {
                    Err(too_deep(span))
                }
                Some(Anchor { node, size, .. }) => {
                    self.by_aliases += size;
                    if self.by_aliases > MOST_BY_ALIASES {
                        let message = format!(
                            "the aliases here expand to more than {} values",
                            grouped(MOST_BY_ALIASES)
                        );
                        return Err(limit(span, message));
                    }
                    let node = Node {
                        span: span.into(),
                        value: node.value.clone(),
                    };
                    self.add(node, None);
                    Ok(())
                }
                None => Err(explain(
                    self.origin.text,
                    span.start as usize,
                    "found undefined alias",
                    None,
                )),
            },
            _ => Ok(()),
        }
    }

    fn begin(&mut self, node: Value, anchor: Option<String>, span: Span) -> Result<(), Problem> {
        if self.open.len() >= DEEPEST {
            return Err(too_deep(span));
        }
        self.open.push(Open {
            span,
            anchor,
            node,
            key: None,
            places: BTreeMap::new(),
        });
        Ok(())
    }

    fn end(&mut self, span: Span) {
        let Some(open) = self.open.pop() else { return };
        let whole = self.origin.trimmed(Span {
            start: open.span.start,
            end: span.end.max(open.span.end),
        });
        self.add(
            Node {
                span: whole.into(),
                value: open.node,
            },
            open.anchor,
        );
    }

    fn add(&mut self, node: Node, anchor: Option<String>) {
        if let Some(anchor) = anchor {
            let known = Anchor {
                size: size_of(&node.value),
                depth: depth_of(&node.value),
                node: node.clone(),
            };
            self.anchors.insert(anchor, known);
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        match &mut open.node {
            Value::Sequence(items) => items.push(node),
            Value::Mapping(entries) => match open.key.take() {
                None => open.key = Some((key_text(&node), *node.span)),
                Some((key, key_span)) => match Open::entry_of(entries, &open.places, &key) {
                    Some(first) => self.duplicates.push(Duplicate {
                        key,
                        first: *first.key_span,
                        second: key_span,
                        end: node.span.end,
                        says_the_same: first.value.says_the_same_as(&node),
                    }),
                    None => {
                        if entries.len() >= FEW {
                            open.places.insert(key.clone(), entries.len());
                        }
                        entries.push(Entry {
                            key,
                            key_span: key_span.into(),
                            value: node,
                        });
                    }
                },
            },
            Value::Empty | Value::Scalar { .. } => {}
        }
    }
}

fn scalar(text: String, style: ScalarStyle) -> Value {
    let quoted = style != ScalarStyle::Plain;
    let trimmed = text.trim();
    let empty =
        trimmed.is_empty() || (!quoted && matches!(trimmed, "~" | "null" | "Null" | "NULL"));
    if empty {
        Value::Empty
    } else {
        Value::Scalar { text, quoted }
    }
}

/// A key is text; one that is itself a list or a group (`? [a, b]`) is named by what it is.
fn key_text(node: &Node) -> String {
    node.text()
        .map_or_else(|| node.describe().to_owned(), |text| text.trim().to_owned())
}

/// What an alias adds: a long text counts as several values.
fn size_of(value: &Value) -> usize {
    let of_text = |text: &str| 1 + text.len() / 64;
    match value {
        Value::Sequence(items) => 1 + items.iter().map(|item| size_of(&item.value)).sum::<usize>(),
        Value::Mapping(entries) => {
            let of_entry = |entry: &Entry| of_text(&entry.key) + size_of(&entry.value.value);
            1 + entries.iter().map(of_entry).sum::<usize>()
        }
        Value::Scalar { text, .. } => of_text(text),
        Value::Empty => 1,
    }
}

/// How deep a value is nested.
fn depth_of(value: &Value) -> usize {
    match value {
        Value::Sequence(items) => {
            1 + items
                .iter()
                .map(|item| depth_of(&item.value))
                .max()
                .unwrap_or(0)
        }
        Value::Mapping(entries) => {
            1 + entries
                .iter()
                .map(|entry| depth_of(&entry.value.value))
                .max()
                .unwrap_or(0)
        }
        Value::Empty | Value::Scalar { .. } => 0,
    }
}

fn too_deep(span: Span) -> Problem {
    limit(
        span,
        format!("lists and groups are nested more than {DEEPEST} deep"),
    )
}

fn limit(span: Span, message: String) -> Problem {
    Problem {
        message,
        span,
        label: String::new(),
        help: "write the values out instead".to_owned(),
        is_tab: false,
        mend: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(text: &str) -> Node {
        parse(text).unwrap().root.unwrap()
    }

    #[test]
    fn knows_the_place_of_each_key_and_value() {
        let text = "title: \"A: b\" # why\nauthors:\n  - sam-lee\n  - jo\n";
        let root = tree(text);
        let title = &root.entries()[0];
        assert_eq!(&text[title.key_span.range()], "title");
        assert_eq!(&text[title.value.span.range()], "\"A: b\"");
        assert_eq!(title.value.text(), Some("A: b"));
        let authors = root.get("authors").unwrap();
        assert_eq!(&text[authors.items()[1].span.range()], "jo");
    }

    #[test]
    fn takes_non_breaking_spaces_as_spaces() {
        let text = "title:\u{a0}é\u{a0}b\nslug: x\n";
        let parsed = parse(text).unwrap();
        let root = parsed.root.unwrap();
        assert_eq!(root.get("title").and_then(Node::text), Some("é b"));
        assert_eq!(&text[root.entries()[1].value.span.range()], "x");
        assert_eq!(parsed.non_breaking_spaces.len(), 2);
        assert_eq!(&text[parsed.non_breaking_spaces[1].range()], "\u{a0}");
    }

    #[test]
    fn duplicates_are_found_among_many_keys() {
        let keys: String = (0..40)
            .map(|number| format!("k{number}: {number}\n"))
            .collect();
        let parsed = parse_any(&format!("{keys}k3: 3\nk30: x\n")).unwrap();
        let found: Vec<_> = parsed
            .duplicates
            .iter()
            .map(|found| (&*found.key, found.says_the_same))
            .collect();
        assert_eq!(found, [("k3", true), ("k30", false)]);
        assert_eq!(parsed.root.unwrap().entries().len(), 40);
    }

    #[test]
    fn names_both_places_of_a_duplicate() {
        let text = "a: 1\nb: 2\na: 3\n";
        let parsed = parse(text).unwrap();
        let Duplicate {
            key,
            first,
            second,
            says_the_same,
            ..
        } = &parsed.duplicates[0];
        assert_eq!(
            (key.as_str(), *first, *second),
            ("a", Span::new(0, 1), Span::new(10, 11))
        );
        assert!(!says_the_same);
        assert_eq!(
            parsed.root.unwrap().get("a").and_then(Node::text),
            Some("1")
        );
    }

    #[test]
    fn says_tab_and_colon_in_plain_words() {
        let tab = parse("a:\n  b: 1\n\tc: 2\n").unwrap_err();
        assert_eq!(tab.message, "there is a tab where only spaces are allowed");
        assert_eq!(tab.span, Span::new(10, 11));
        assert_eq!(
            parse("tags:\n- a\t\t\n- \"b\t\" #\t\n").unwrap().tabs,
            [Span::new(9, 11)]
        );
        let colon = parse("title: Regional: an update\n").unwrap_err();
        assert_eq!(
            colon.help,
            "put the value in quotes: `title: \"Regional: an update\"`"
        );
        let unseen = parse("a: é\u{7}b\n").unwrap_err();
        assert_eq!(
            (&*unseen.message, unseen.span),
            (
                "the character U+0007 cannot be part of YAML",
                Span::new(5, 6)
            )
        );
    }

    #[test]
    fn bombs_and_towers_are_refused() {
        let mut bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n".to_owned();
        for (name, before) in ["b", "c", "d", "e", "f", "g"]
            .iter()
            .zip(["a", "b", "c", "d", "e", "f"])
        {
            bomb.push_str(&format!(
                "{name}: &{name} [{}]\n",
                vec![format!("*{before}"); 10].join(",")
            ));
        }
        assert!(parse(&bomb).unwrap_err().message.contains("aliases"));
        let text = format!(
            "a: &a {}\nb: [{}]\n",
            "x".repeat(64_000),
            "*a, ".repeat(1_000)
        );
        assert!(parse(&text).unwrap_err().message.contains("aliases"));
        let nested = |inside: &str| format!("{}{inside}{}", "[".repeat(40), "]".repeat(40));
        let text = format!("a: &a {}\nb: {}\n", nested("x"), nested("*a"));
        assert!(parse(&text).unwrap_err().message.contains("64 deep"));
        // What is written out is no bomb.
        let long = "- a\n".repeat(200_000);
        assert_eq!(parse(&long).unwrap().root.unwrap().items().len(), 200_000);
        assert!(
            parse(&"[".repeat(100_000))
                .unwrap_err()
                .message
                .contains("64 deep")
        );
    }
}
