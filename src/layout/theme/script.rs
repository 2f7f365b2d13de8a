//! A script of a theme as it is published: without the lines that only hold comments, without the types in others, and without
//! indentation. Readers download scripts, and comments that say types can be a quarter of one.
//!
//! This is no parser, and touches only what can be told by lines. A script with a text in backticks that goes on in
//! another line stays as it is, since that text may look like a comment, and so does one that seems to have one.

use crate::content::ThemeFile;

/// The script to publish; one that is not UTF-8, has a licence, or may have texts of several lines, as it is.
pub(super) fn published(script: &ThemeFile) -> Vec<u8> {
    match script.text() {
        Ok(text) => published_text(text).into_bytes(),
        Err(_) => script.bytes.to_vec(),
    }
}

fn published_text(script: &str) -> String {
    if may_hold_long_texts(script) || has_licence(script) {
        script.to_owned()
    } else {
        without_comments(script)
    }
}

/// True if a line has an odd number of backticks, or one of the rarer ways to go on in the next line.
fn may_hold_long_texts(script: &str) -> bool {
    script.lines().any(may_go_on) || script.contains("'`'") || script.contains("\"`\"")
}

fn may_go_on(line: &str) -> bool {
    let marks = line.matches('`').count();
    !marks.is_multiple_of(2) || line.ends_with('\\') || line.contains("\\`")
}

fn without_comments(script: &str) -> String {
    let mut kept = String::with_capacity(script.len());
    let mut is_in_comment = false;
    for line in script.lines().map(str::trim) {
        if is_in_comment {
            is_in_comment = !line.contains("*/");
            // What follows on the same line is code.
            let rest = line.split_once("*/").map_or("", |(_, rest)| rest.trim());
            push_line(&mut kept, rest);
        } else if !line.starts_with("//") && !line.starts_with("/*") {
            push_line(&mut kept, &without_types(line));
        } else if let Some((_, rest)) = line.split_once("*/")
            && line.starts_with("/*")
        {
            push_line(&mut kept, rest.trim());
        } else {
            is_in_comment = line.starts_with("/*");
        }
    }
    kept
}

/// A line without the comments that say types, unless a text may hold one: a quote before it is not closed.
fn without_types(line: &str) -> String {
    let mut kept = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("/** @type {") {
        let Some((_, behind)) = after.split_once("} */") else {
            break;
        };
        kept.push_str(before);
        let is_in_text = ['\'', '"', '`']
            .iter()
            .any(|quote| !kept.matches(*quote).count().is_multiple_of(2));
        if is_in_text || kept.contains('\\') {
            return line.to_owned();
        }
        rest = behind.strip_prefix(' ').unwrap_or(behind);
    }
    kept + rest
}

fn push_line(kept: &mut String, line: &str) {
    if !line.is_empty() {
        kept.push_str(line);
        kept.push('\n');
    }
}

/// True for a script whose comments others want to read: a licence, or where the source is.
fn has_licence(script: &str) -> bool {
    let marks = [
        "/*!",
        "//!",
        "@lic",
        "@preserve",
        "Copyright",
        "sourceMappingURL",
    ];
    marks.iter().any(|mark| script.contains(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_comments_are_left_out() {
        let script = "// @ts-check\n/** Says\n * it. */\nfunction a() { // one\n  /** @type {B} */\n  return \"//\";\n}\n/* x */ b();\n";
        assert_eq!(
            published_text(script),
            "function a() { // one\nreturn \"//\";\n}\nb();\n"
        );
    }

    #[test]
    fn types_are_left_out_of_lines_with_code() {
        assert_eq!(
            published_text(
                "let a = (/** @type {\"b\" | C} */ b, /** @type {D} */ d) => b(\"\");\n"
            ),
            "let a = (b, d) => b(\"\");\n"
        );
        for script in [
            "a(\"/** @type {b} */ c\");\n",
            "a(\"it's /** @type {b} */ c\");\n",
            "a('\\'', '/** @type {b} */');\n",
        ] {
            assert_eq!(published_text(script), script);
        }
    }

    #[test]
    fn what_may_be_a_text_stays() {
        for script in [
            "a = `\n// no comment\n`;\n",
            "a = '\\\n// no comment';\n",
            "a = '`' + `\n// none\n`;\n",
        ] {
            assert_eq!(published_text(script), script);
        }
        let script = "/*\n * Copyright 2012 Us\n */\na();\n";
        assert_eq!(published_text(script), script);
    }

    /// Readers download little of the search before they search.
    #[test]
    fn the_script_of_the_search_is_small() {
        use std::io::Write as _;
        let script = include_str!("../../../themes/partnership/assets/search.js");
        let text = published_text(script);
        assert!(
            text.lines()
                .all(|line| !line.starts_with("//") && !line.starts_with("/*"))
        );
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
        packed.write_all(text.as_bytes()).unwrap();
        let bytes = packed.finish().unwrap().len();
        assert!(bytes <= 8 * 1024, "{bytes} bytes");
    }
}
