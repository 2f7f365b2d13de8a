//! Text written so that YAML reads it back as it was. Writes single values only; see `document_skeleton` for front matter.

use std::fmt::Write;

/// Words that YAML readers take for something else than text.
const NOT_TEXT: [&str; 7] = ["true", "false", "yes", "no", "on", "off", "null"];

/// A text as a person types it, on one line: spaces of any sort become single spaces.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text on one line as a YAML value: bare where that is safe, else in double quotes.
pub fn scalar(text: &str) -> String {
    if is_safe_bare(text) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

fn is_safe_bare(text: &str) -> bool {
    text.starts_with(char::is_alphabetic)
        && !text.ends_with(' ')
        && text.chars().all(is_bare_letter)
        && !NOT_TEXT.iter().any(|word| word.eq_ignore_ascii_case(text))
}

fn is_bare_letter(c: char) -> bool {
    c.is_alphanumeric() || " -_.,;'’‘“”()/&+%£€–—?!".contains(c)
}

fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            _ if is_printable(c) => out.push(c),
            // Writing into a String cannot fail.
            _ => drop(write!(out, "\\U{:08X}", u32::from(c))),
        }
    }
    out.push('"');
    out
}

/// True for characters that may stand in a YAML file as they are.
fn is_printable(c: char) -> bool {
    !c.is_control()
        && !matches!(
            c,
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml;

    fn read_back(text: &str) -> Option<String> {
        let root = yaml::parse(&format!("title: {}\n", scalar(text)))
            .ok()?
            .root?;
        root.get("title")?.text().map(str::to_owned)
    }

    #[test]
    fn bare_where_a_person_would_write_it_bare() {
        assert_eq!(
            scalar("St Anne’s, Leeds – a plan"),
            "St Anne’s, Leeds – a plan"
        );
        assert_eq!(
            scalar("Making it real: \"our\" plan"),
            r#""Making it real: \"our\" plan""#
        );
        assert_eq!(scalar("No"), "\"No\"");
        assert_eq!(scalar("2012"), "\"2012\"");
        assert_eq!(one_line(" a\n\u{a0} b\t"), "a b");
    }

    #[test]
    fn yaml_reads_back_what_was_written() {
        for text in [
            "null", "~x", "- a", "# no", "a #b", "{a}", "[a", "*a", "!x", "%", "@a", "`a`", "'",
            "a: b", "\\n",
        ] {
            assert_eq!(read_back(text).as_deref(), Some(text), "{}", scalar(text));
        }
    }

    proptest::proptest! {
        #[test]
        fn yaml_reads_back_anything(text in "\\PC{1,20}|.{1,20}") {
            let text = one_line(&text);
            let mut kept = text.clone();
            crate::base::clean_text::remove_forbidden(&mut kept);
            // A reader takes what shows nothing for no value.
            proptest::prop_assume!(!kept.trim().is_empty());
            proptest::prop_assert_eq!(read_back(&text), Some(kept), "{}", scalar(&text));
        }
    }
}
