//! YAML: the quick reader of plain lines gives the tree that libyaml gives, at the same places.

use copublish::base::{Span, SourceSpan};
use copublish::yaml::{Node, Value, parse};

/// A line that is a comment to libyaml, and more than the reader of plain lines takes: all behind it is libyaml's.
const ELSEWHERE: &str = "# 𝒳\n";

/// Reads the bytes as they are, and again as libyaml reads them.
pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    // Only what may be read in one pass: plain letters, and no line that means something at the start of a text only.
    if text.len() > 16_000
        || !text.bytes().all(|byte| matches!(byte, b'\n' | b' '..=b'~'))
        || text.starts_with('%')
    {
        let _ = parse(text);
        return;
    }
    let (plain, long) = (parse(text), parse(&format!("{ELSEWHERE}{text}")));
    match (plain, long) {
        (Ok(plain), Ok(long)) => {
            let moved = long.root.map(|root| moved(root, ELSEWHERE.len() as u32));
            // As text, which shows places: they do not count where trees are compared.
            assert_eq!(
                format!("{:?}", plain.root),
                format!("{moved:?}"),
                "{text:?}"
            );
        }
        (Err(_), Err(_)) => {}
        (plain, _) => {
            panic!(
                "one of both reads {text:?}: {}",
                if plain.is_ok() { "plain" } else { "libyaml" }
            )
        }
    }
}

/// A tree as it stands so many bytes further ahead.
fn moved(node: Node, by: u32) -> Node {
    let back = |spot: SourceSpan| {
        let (start, end) = (spot.start.saturating_sub(by), spot.end.saturating_sub(by));
        SourceSpan::from(Span { start, end })
    };
    let value = match node.value {
        Value::Sequence(items) => {
            Value::Sequence(items.into_iter().map(|item| moved(item, by)).collect())
        }
        Value::Mapping(entries) => Value::Mapping(
            entries
                .into_iter()
                .map(|mut entry| {
                    entry.key_span = back(entry.key_span);
                    entry.value = moved(entry.value, by);
                    entry
                })
                .collect(),
        ),
        other => other,
    };
    Node {
        span: back(node.span),
        value,
    }
}
