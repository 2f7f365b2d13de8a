//! What authors read, letter by letter.

use super::*;
use crate::base::{Code, Span};
use crate::cli::source_texts::in_order;

/// A diagnostic at the first place of `part` in `text`.
fn at(file: &str, text: &str, part: &str, label: &str) -> Diagnostic {
    let start = text.find(part).unwrap();
    let span = Span::new(start, start + part.len());
    Diagnostic::new(Code::WrongValue, "`x` is wrong").at(&FilePath::new(file), span, label)
}

fn drawn(diagnostics: &[Diagnostic], files: &[(&str, &str)]) -> String {
    let text_of = |file: &FilePath| {
        files
            .iter()
            .find(|(name, _)| *name == file.as_str())
            .map(|(_, text)| (*text).to_owned())
    };
    let mut out = String::new();
    draw_all(&in_order(diagnostics), &text_of, Colour::Off, |part| {
        out.push_str(part);
    });
    let mut styled = String::new();
    draw_all(&in_order(diagnostics), &text_of, Colour::On, |part| {
        styled.push_str(part);
    });
    let words = anstream::adapter::strip_str(&styled).to_string();
    let words: String = words
        .lines()
        .map(|line| line.trim_end().to_owned() + "\n")
        .collect();
    assert_eq!(words, out, "colour only repeats the words");
    out
}

#[track_caller]
fn draws(diagnostic: Diagnostic, files: &[(&str, &str)], expected: &str) {
    let out = drawn(&[diagnostic], files);
    assert_eq!(
        out,
        format!("{}\n\n", expected.trim_start_matches('\n')),
        "\n{out}"
    );
}

const RELATION: &str = "---\ntitle: Regional initiatives\ndate: 2012-06-29\nsummary: A summary\nauthors:\n  - sam-lee\n  - john-mclaughln\n---\n";

fn unknown_relation(text: &str) -> Diagnostic {
    let start = text.find("john").unwrap();
    let file = FilePath::new("content/blogs/2012-06-29-regional-initiatives.md");
    Diagnostic::new(
        Code::UnknownRelation,
        "`authors` names no person called `john-mclaughln`",
    )
    .at(&file, Span::new(start, start + 14), "no such person")
    .help("did you mean `john-mclaughlin`? People are the files in content/people/")
}

const RELATION_DRAWN: &str = "
error[unknown-relation]: `authors` names no person called `john-mclaughln`
  --> content/blogs/2012-06-29-regional-initiatives.md:7:5
   |
 7 |   - john-mclaughln
   |     ^^^^^^^^^^^^^^ no such person
   |
   = did you mean `john-mclaughlin`? People are the files in content/people/";

#[test]
fn draws_as_the_manual_shows() {
    let file = "content/blogs/2012-06-29-regional-initiatives.md";
    draws(
        unknown_relation(RELATION),
        &[(file, RELATION)],
        RELATION_DRAWN,
    );
}

#[test]
fn line_ends_and_a_byte_order_mark_change_nothing() {
    let file = "content/blogs/2012-06-29-regional-initiatives.md";
    for line_end in ["\r\n", "\r"] {
        let text = format!("\u{feff}{}", RELATION.replace('\n', line_end));
        draws(unknown_relation(&text), &[(file, &text)], RELATION_DRAWN);
    }
}

#[test]
fn the_first_line_after_a_byte_order_mark() {
    let text = "\u{feff}title: A\r\n";
    draws(
        at("site.yaml", text, "title", "not read"),
        &[("site.yaml", text)],
        "
error[wrong-value]: `x` is wrong
  --> site.yaml:1:1
   |
 1 | title: A
   | ^^^^^ not read",
    );
}

#[test]
fn tabs_and_wide_characters() {
    let text = "a\n".repeat(11) + "\ttîtle: 日本 x\n";
    draws(
        at("a.md", &text, "x", "here"),
        &[("a.md", &text)],
        "
error[wrong-value]: `x` is wrong
  --> a.md:12:12
   |
12 |     tîtle: 日本 x
   |                 ^ here",
    );
}

#[test]
fn a_long_line_is_cut_around_its_mark() {
    let text = format!(
        "# t\n{} [x](y.md) {}\n",
        "word ".repeat(200_000),
        "word ".repeat(1000)
    );
    draws(
        at("a.md", &text, "y.md", "no such page"),
        &[("a.md", &text)],
        "
error[wrong-value]: `x` is wrong
  --> a.md:2:1000006
   |
 2 | ... word word word word word word word word word word  [x](y.md) word word word word word word word word word word word word word wor...
   |                                                            ^^^^ no such page",
    );
}

#[test]
fn two_places_in_one_file_and_one_in_another() {
    let text = "title: A\ndate: 2012-08-02\nsummary: s\norder: 1\ntitle: B\n";
    let first = Span::new(0, 5);
    let diagnostic = Diagnostic::new(Code::DuplicateId, "two people are called `sam-lee`")
        .at(&FilePath::new("a.md"), Span::new(46, 51), "this one")
        .at(&FilePath::new("a.md"), first, "and this one")
        .at(&FilePath::new("b.md"), first, "and that one")
        .help("rename one of them")
        .help("or delete it");
    draws(
        diagnostic,
        &[("a.md", text), ("b.md", text)],
        "
error[duplicate-id]: two people are called `sam-lee`
  --> a.md:5:1
   |
 1 | title: A
   | ----- and this one
 ...
 5 | title: B
   | ^^^^^ this one
   |
  ::: b.md:1:1
   |
 1 | title: A
   | ----- and that one
   |
   = rename one of them
   = or delete it",
    );
}

#[test]
fn files_without_text_or_place() {
    let diagnostic = Diagnostic::new(Code::AddressClash, "two files have `/a/`")
        .in_file(&FilePath::new("content/a.md"))
        .in_file(&FilePath::new("content/A.md"))
        .help("give one of them another `slug`");
    draws(
        diagnostic,
        &[],
        "
error[address-clash]: two files have `/a/`
  --> content/a.md
  ::: content/A.md
   |
   = give one of them another `slug`",
    );
    let gone = at("content/a.md", "text", "ex", "here");
    draws(
        gone,
        &[],
        "
error[wrong-value]: `x` is wrong
  --> content/a.md
   |
   = here",
    );
    let nowhere = Diagnostic::new(Code::UnknownTheme, "there is no theme `x`").help("do this");
    draws(
        nowhere,
        &[],
        "
error[unknown-theme]: there is no theme `x`
   |
   = do this",
    );
}

#[test]
fn marks_of_some_lines_and_of_many() {
    let text = "a\n::: quote\none\n\ntwo\nthree\n:::\n";
    let file = FilePath::new("a.md");
    let mark =
        |end| Diagnostic::new(Code::UnclosedBlock, "open").at(&file, Span::new(2, end), "here");
    draws(
        mark(16),
        &[("a.md", text)],
        "
error[unclosed-block]: open
  --> a.md:2:1
   |
 2 | / ::: quote
 3 | | one
   | |___^ here",
    );
    draws(
        mark(text.len()),
        &[("a.md", text)],
        "
error[unclosed-block]: open
  --> a.md:2:1
   |
 2 | ::: quote
   | ^^^^^^^^^ here",
    );
}

#[test]
fn spans_past_the_end_and_inside_a_character() {
    let text = "a\nb\n";
    let file = FilePath::new("a.md");
    let past =
        Diagnostic::new(Code::UnclosedFrontMatter, "open").at(&file, Span::new(90, 99), "here");
    draws(
        past,
        &[("a.md", text)],
        "
error[unclosed-front-matter]: open
  --> a.md:3:1
   |
 3 |
   | ^ here",
    );
    let inside = Diagnostic::new(Code::NotUtf8, "bad").at(&file, Span::new(2, 3), "");
    draws(
        inside,
        &[("a.md", "xé\n")],
        "
error[not-utf8]: bad
  --> a.md:1:2
   |
 1 | xé
   |  ^",
    );
}

#[test]
fn sorted_by_place_and_each_once() {
    let text = "x y\n";
    let diagnostics = ["y", "x", "y"].map(|part| at("a.md", text, part, ""));
    let out = drawn(&diagnostics, &[("a.md", text)]);
    let places: Vec<&str> = out.lines().filter(|line| line.contains("-->")).collect();
    assert_eq!(places, ["  --> a.md:1:1", "  --> a.md:1:3"]);
}

#[test]
fn control_characters_of_authors_do_not_reach_the_terminal() {
    let text = "a \u{1b}[31m b\n";
    let diagnostic = at("a\u{1b}.md", text, "b", "\u{7}").help("\u{1b}]0;x");
    let out = drawn(&[diagnostic], &[("a\u{1b}.md", text)]);
    assert!(!out.contains(['\u{1b}', '\u{7}']), "{out:?}");
}

#[test]
fn what_steers_a_terminal_without_an_escape_does_not_reach_it() {
    let wild = [
        "\u{7f}",
        "\u{85}",
        "\u{9b}31m",
        "\u{202e}",
        "\u{2066}",
        "\u{2028}",
        "\u{200f}",
    ];
    for wild in wild {
        let text = format!("a {wild} b\n");
        let path = format!("a{wild}.md");
        let diagnostic = at(&path, &text, "b", wild).help(wild);
        let out = drawn(&[diagnostic], &[(&path, &text)]);
        assert!(
            !out.contains(&wild[..wild.chars().next().unwrap().len_utf8()]),
            "{out:?}"
        );
    }
}

proptest::proptest! {
    #[test]
    fn any_span_of_any_text_can_be_drawn(
        text in "(\u{feff})?([a-zé日\t ]{0,4}(\n|\r\n|\r|)){0,9}",
        spans in proptest::collection::vec((0usize..60, 0usize..60), 1..4),
    ) {
        let file = FilePath::new("a.md");
        let mut diagnostic = Diagnostic::new(Code::WrongValue, "x");
        for (start, end) in spans {
            diagnostic = diagnostic.at(&file, Span::new(start, end), "l");
        }
        let out = drawn(&[diagnostic], &[("a.md", &text)]);
        proptest::prop_assert!(out.starts_with("error[wrong-value]: x\n  --> a.md:"), "{out}");
    }
}
