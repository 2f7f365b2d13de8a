//! What was found, as annotations that GitHub shows beside the lines of a change. Prints nothing itself.

use super::places::Places;
use super::source_texts::{SourceTexts, TextOf, for_each};
use super::terminal::is_obeyed;
use crate::base::{Diagnostic, Label, Severity};

/// A line for each diagnostic, already in order.
pub fn annotations(ordered: &[&Diagnostic], text_of: &TextOf, places: &Places) -> String {
    let mut lines = String::new();
    for_each(ordered, text_of, |diagnostic, texts| {
        lines.push_str(&annotation(diagnostic, texts, places));
        lines.push('\n');
    });
    lines
}

/// Why copublish could not run.
pub fn failure(why: &str) -> String {
    format!("::error title=copublish::{}\n", data(why))
}

/// File, lines and columns of a label.
fn place(label: &Label, texts: &SourceTexts, places: &Places) -> Vec<String> {
    let mut properties = vec![format!("file={}", property(&places.path(&label.file)))];
    if let (Some(span), Some(text)) = (label.span, texts.get(&label.file)) {
        let range = text.range(span);
        let (start, end) = (text.position(range.start), text.position(range.end));
        properties.push(format!("line={},endLine={}", start.line, end.line));
        // GitHub takes columns only within one line, and both ends of them as inside.
        if start.line == end.line {
            let last = end.column.saturating_sub(1).max(start.column);
            properties.push(format!("col={},endColumn={last}", start.column));
        }
    }
    properties
}

fn annotation(diagnostic: &Diagnostic, texts: &SourceTexts, places: &Places) -> String {
    let kind = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let label = diagnostic.labels.first();
    let mut properties = label.map_or_else(Vec::new, |label| place(label, texts, places));
    properties.push(format!("title={}", property(diagnostic.code.id())));
    let message = data(&diagnostic.message_with_help());
    format!("::{kind} {}::{message}", properties.join(","))
}

/// A text behind the last `::`. What shows a log may obey control characters.
fn data(text: &str) -> String {
    let text = text
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A");
    text.replace(is_obeyed, "\u{fffd}")
}

/// A text as the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Code, FilePath, Span};

    fn lines(diagnostic: &Diagnostic) -> String {
        annotations(
            &[diagnostic],
            &|_| Some("é, one\ntwo\n".to_owned()),
            &Places::default(),
        )
    }

    #[test]
    fn places_and_words_are_escaped() {
        let file = FilePath::new("content/a: b,c%.md");
        let found = Diagnostic::new(Code::BrokenLink, "50% of it:\r\nnothing, there").at(
            &file,
            Span::new(4, 7),
            "",
        );
        assert_eq!(
            lines(&found.help("write it")),
            "::error file=content/a%3A b%2Cc%25.md,line=1,endLine=1,col=4,endColumn=6,title=broken-link\
             ::50%25 of it:%0D%0Anothing, there%0Awrite it\n"
        );
    }

    #[test]
    fn places_without_columns_or_lines_have_none() {
        let file = FilePath::new("a.md");
        let long = Diagnostic::new(Code::LinkOutside, "x").at(&file, Span::new(0, 9), "");
        assert_eq!(
            lines(&long),
            "::warning file=a.md,line=1,endLine=2,title=link-outside::x\n"
        );
        let empty = Diagnostic::new(Code::LinkOutside, "x").at(&file, Span::new(2, 2), "");
        assert_eq!(
            lines(&empty),
            "::warning file=a.md,line=1,endLine=1,col=2,endColumn=2,title=link-outside::x\n"
        );
        let whole = Diagnostic::new(Code::LinkOutside, "x").in_file(&file);
        assert_eq!(lines(&whole), "::warning file=a.md,title=link-outside::x\n");
        assert_eq!(
            lines(&Diagnostic::new(Code::LinkOutside, "x")),
            "::warning title=link-outside::x\n"
        );
        assert_eq!(failure("a\nb"), "::error title=copublish::a%0Ab\n");
    }
}
