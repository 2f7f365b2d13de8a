//! What is read in one pass, compared with what libyaml reads.

use super::{Duplicate, Node, libyaml, lines, parse};
use crate::base::Span;

/// What is read in one pass is what libyaml reads, to the last place.
fn same(text: &str) -> bool {
    let Some(lines) = lines::read_plain(text) else {
        return false;
    };
    let parsed =
        libyaml::read(text).unwrap_or_else(|problem| panic!("{text:?}: {}", problem.message));
    // As text, which shows places: they do not count where trees are compared.
    assert_eq!(format!("{lines:?}"), format!("{parsed:?}"), "{text:?}");
    true
}

#[test]
fn plain_lines_are_read_as_libyaml_reads_them() {
    for text in [
        "title: Regional initiatives\n",
        "title:   \"A: b\"   \nauthors: [sam-lee, \"jo\" , 'x' ]\ntags: []\nempty:\nlast: 2012-08-02 14:05",
        "authors:\n  - sam-lee\n\n  # who\n  - jo\n# end\ntags:\n- a b\n- 'c'\nq: http://a.b/c#d\n\n# the end\n",
        "a: é – ü\nb: null\nc: ''\nd: \"  \"\ne: [null, '']\n",
        "a:\n  - x\n",
        "a:   \n\n\nb: c   \n   \n",
        "a: 1\na: 2\nb:\n- 1\nb:\n- 1\n",
    ] {
        assert!(same(text), "left to libyaml: {text:?}");
    }
}

#[test]
fn what_is_not_plain_is_left_to_libyaml() {
    for text in [
        "",
        "# c\n",
        "a: b: c\n",
        "a: b\n  c\n",
        "a:\n  b: c\n",
        "a: &x b\n",
        "a: *x\n",
        "a: |\n  b\n",
        "a: b # c\n",
        "a:\n- b\n  c\n",
        "a:\n  - b\n - c\n",
        "a: \"b\\n\"\n",
        "a: 'b''c'\n",
        "a: {b: c}\n",
        "a:b\n",
        "a\tb: c\n",
        "a: \u{a0}b\n",
        "a: b\r\n",
        "---\na: b\n",
        "a: b\n---\nc: d\n",
        "a: ? b\n",
        "a:\n- - b\n",
        "- a\n",
        "a: -\n",
        "a: %b\n",
        "a: @b\n",
        "a: `b\n",
        "a: [b\n",
        "a: [b, c: d]\n",
        "a: \u{2028}b\n",
        "1: a\n",
        "a:\n- b: c\n",
    ] {
        assert!(lines::read_plain(text).is_none(), "{text:?}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(3000))]
    #[test]
    fn any_plain_text_is_read_as_libyaml_reads_it(
        parts in proptest::collection::vec(proptest::sample::select(PARTS), 0..24)
    ) {
        same(&parts.concat());
    }

    #[test]
    fn any_plain_lines_are_read_as_libyaml_reads_them(
        lines in proptest::collection::vec(proptest::sample::select(LINES), 0..8),
        end in proptest::sample::select(&["", "\n", " \n\n"][..]),
    ) {
        // No two keys are the same, so that more of these are plain.
        let numbered = lines.iter().enumerate().map(|(at, line)| line.replace("key", &format!("key{at}")));
        same(&(numbered.collect::<Vec<_>>().join("\n") + end));
    }
}

const LINES: &[&str] = &[
    "key: value",
    "key:",
    "key:  ",
    "key: \"in: quotes # x\" ",
    "key: 'it'",
    "key: []",
    "key: [a, 'b', \"c d\"]",
    "key: [ a ]",
    "key: [a,]",
    "  - item",
    "- item",
    "- 'it: em'",
    "  -   item two ",
    "    - deep",
    "-",
    "- key: in",
    "  more",
    "  key: deep",
    "",
    "  ",
    "# said",
    "   # said",
    "key: null",
    "key: ~",
    "key: /a/b.md",
    "key: é",
    "key: a,b",
    "key: 2 August 2012",
    "key: a # said",
    "key: ...",
    "...",
];

/// What front matter is made of, and what makes it difficult.
const PARTS: &[&str] = &[
    "a",
    "b: ",
    "key:",
    "key: ",
    "\nc: ",
    "\nd:\n",
    "\n  - ",
    "\n- ",
    "\n",
    "  ",
    " ",
    "#",
    " # c",
    ": ",
    ":",
    "-",
    "- ",
    "\"",
    "'",
    "x y",
    "[",
    "]",
    ", ",
    "[a, b]",
    "'q'",
    "\"q\"",
    "é",
    "2012-08-02",
    "http://a/b#c",
    "null",
    "~",
    "...",
    "---",
    "\n...\n",
    "\n---\n",
    "?",
    "!",
    "&",
    "*",
    "|",
    ">",
    "%",
    "@",
    "{",
    "}",
    "\\",
    "/x",
    "(y)",
    "\n# c\n",
    "😀",
    "‑",
    "=",
    "<",
];

#[test]
fn nothing_that_libyaml_stumbles_over_stops_the_program() {
    for text in [
        "a: b\nc: |\n  d",
        "a: b\nc: >-\n  d\n  e",
        "a:\u{a0}b\nc: |\n ]d",
        "\u{feff}\n{{B\n{{B\n{C: D\n > >\n{{B\n",
        "a: [!b, c]\n",
        "a: [\"b\"!c, d]\n",
        "a: {b: !c, d: e}\n",
        "a: [&b !c, d]\n",
        "a: {b!!!::: !!!!!p, c: 1}\n",
        "a: [b!!(!!! …![[!/c, d/e]\n",
        "a: {b: c!{{!../!!c.pdf, d: e}\n",
        "[!a, !b,!c,\"\"!d, ? !e, : !f,]\n",
    ] {
        let _ = parse(text);
    }
    assert_eq!(
        parse("a: b\nc: |\n  d").map(|parsed| parsed.root),
        parse("a: b\nc: |\n  d\n").map(|parsed| parsed.root)
    );
    for text in [
        "a: [!b, c]\n",
        "a: {b!!!: !!p, c: 1}\n",
        "a: !b# c\n",
        "a: [!b , c]\n",
        "a: !b\n",
        "a: !!c d\n",
        "a: !b {c: d}\n",
        "\u{feff}a: [\u{a0}!b, c]\n",
    ] {
        let problem = parse(text).unwrap_err();
        assert_eq!(
            problem.message, "a value that starts with `!` means something else in YAML",
            "{text:?}"
        );
        let said = &text[problem.span.range()];
        assert!(
            said.starts_with('!') && said.len() > 1 && !said.starts_with("!!!"),
            "{text:?}: {said:?}"
        );
    }
    for text in [
        "a: \"x !b, c\"\n",
        "a: 'x !b, c'\n",
        "a: |\n  [!b, c]\n",
        "a: [b !c, d]\n",
        "a: !!str b\n",
        "a: ! b\n",
        "# [!b, c]\na: [b]\n",
    ] {
        assert!(parse(text).is_ok(), "{text:?}");
    }
}

#[test]
fn what_is_hidden_from_libyaml_is_no_part_of_what_is_read() {
    let text = "\u{feff}a!b: [c!d, \u{a0}\"e!, f\", 'g!,', h!, é]\ni: |\n  j!,k\nl: m!, n # o!,p\n";
    let parsed = parse(text).unwrap();
    let root = parsed.root.unwrap();
    let said: Vec<_> = root
        .get("a!b")
        .unwrap()
        .items()
        .iter()
        .map(|item| item.text().unwrap())
        .collect();
    assert_eq!(said, ["c!d", "e!, f", "g!,", "h!", "é"]);
    let written: Vec<_> = root
        .get("a!b")
        .unwrap()
        .items()
        .iter()
        .map(|item| &text[item.span.range()])
        .collect();
    assert_eq!(written, ["c!d", "\"e!, f\"", "'g!,'", "h!", "é"]);
    assert_eq!(root.get("i").unwrap().text(), Some("j!,k\n"));
    let last = &root.get("l").unwrap();
    assert_eq!(
        (last.text(), &text[last.span.range()]),
        (Some("m!, n"), "m!, n")
    );
    assert_eq!(root.span.start as usize, text.find('a').unwrap());
}

#[test]
fn a_text_may_start_with_any_letter() {
    for (text, key) in [
        ("ｔ: x\n", "ｔ"),
        ("\u{feff}ｔ: x\n", "ｔ"),
        ("\u{feff}a: x\n", "a"),
    ] {
        let root = libyaml::read(text).unwrap().root.unwrap();
        let entry = &root.entries()[0];
        assert_eq!(
            (&*entry.key, &text[entry.key_span.range()]),
            (key, key),
            "{text:?}"
        );
        assert_eq!(&text[entry.value.span.range()], "x");
    }
}

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
fn takes_non_breaking_spaces_of_yaml_as_spaces() {
    let text = "title:\u{a0}é\u{a0}b\u{a0}\nslug:\u{a0}x\n";
    let parsed = parse(text).unwrap();
    let root = parsed.root.unwrap();
    assert_eq!(root.get("title").and_then(Node::text), Some("é\u{a0}b"));
    assert_eq!(&text[root.entries()[1].value.span.range()], "x");
    assert_eq!(parsed.non_breaking_spaces.len(), 2);
    assert_eq!(&text[parsed.non_breaking_spaces[1].range()], "\u{a0}");
}

#[test]
fn duplicates_are_found_among_many_keys() {
    let keys: String = (0..40)
        .map(|number| format!("k{number}: {number}\n"))
        .collect();
    let parsed = libyaml::read(&format!("{keys}k3: 3\nk30: x\n")).unwrap();
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
