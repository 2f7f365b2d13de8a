//! Long texts of one ugly shape each, as nobody writes them: rules end, and cost no more than for other texts.

use crate::site::Site;

/// What each text is made of, again and again.
const SHAPES: &[&str] = &[
    "(",
    "(AB",
    "AB ",
    "ABC1 ",
    "A. ",
    "a.",
    "AB: ",
    "?”",
    "word ",
    "2013 ",
    "3 May 2013 ",
    "<b>",
    "</b>",
    "<b></i>",
    "<a ",
    "<a href=https://b>y",
    "<table>",
    "<th>",
    "<x style=a onb=c>",
    "[a](https://b) ",
    "[a](https://b1) [a](https://b2) ",
    "http://a.b/c ",
    "http://",
    "# a\n\n",
    "####\n\n",
    "**a**\n\nb\n\n",
    "![](https://a) ",
    "|a|\n|-|\n\n",
    "::: figure image=https://a alt=a.png\n:::\n\n",
    "> a\n\n",
    " stands for ",
    "[a](https://b/c.pdf) (",
];

#[test]
fn rules_end_on_ugly_texts() {
    let mut site = Site::new()
        .site_yaml("title: T\nchecks: {later-date: warn, long-sentence: warn, reading-age: warn}\n")
        .file("content/glossary.yaml", "XY: words\n")
        .arg("--quiet");
    for (number, shape) in SHAPES.iter().enumerate() {
        // Lines, since what is found is shown with the line it stands in.
        let text = (shape.repeat(80 / shape.len() + 1) + "\n").repeat(100);
        let page =
            format!("---\ntitle: Page {number}\nupdated: 2012-01-01\n---\n\nWe met. {text}\n");
        site = site.file(&format!("content/{number}.md"), page);
    }
    let run = site.run(&["check"]);
    run.assert_no_panic();
    assert!(matches!(run.status.code(), Some(0 | 1)), "{run}");
}

/// A line of a hundred thousand findings is told in a hundred of them, and the rest is counted.
#[test]
fn what_is_found_a_thousand_times_is_counted() {
    let site = Site::new().file(
        "content/index.md",
        format!("---\ntitle: Home\n---\n\n{}\n", "<b>".repeat(1_250)),
    );
    let run = site.run(&["check", "--all"]);
    let said = &run.stderr;
    assert_eq!(
        said.matches("warning[unclosed-element]").count(),
        100,
        "{said}"
    );
    assert!(
        said.contains("= the same applies to 1,150 other places in this file"),
        "{said}"
    );
}
