//! What is read in one pass, compared with what libyaml reads.

use super::parse::{parse, parse_any};
use super::plain;

/// What is read in one pass is what libyaml reads, to the last place.
fn same(text: &str) -> bool {
    let Some(root) = plain::read(text) else {
        return false;
    };
    let parsed = parse_any(text).unwrap_or_else(|problem| panic!("{text:?}: {}", problem.message));
    // As text, which shows places: they do not count where trees are compared.
    assert_eq!(
        format!("{:?}", Some(root)),
        format!("{:?}", parsed.root),
        "{text:?}"
    );
    assert!(
        parsed.duplicates.is_empty()
            && parsed.tabs.is_empty()
            && parsed.non_breaking_spaces.is_empty()
    );
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
        "a: 1\na: 2\n",
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
        assert!(plain::read(text).is_none(), "{text:?}");
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
        "a: [!b , c]\n",
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
        let root = parse_any(text).unwrap().root.unwrap();
        let entry = &root.entries()[0];
        assert_eq!(
            (&*entry.key, &text[entry.key_span.range()]),
            (key, key),
            "{text:?}"
        );
        assert_eq!(&text[entry.value.span.range()], "x");
    }
}
