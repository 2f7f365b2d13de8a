//! `copublish explain CODE`: the manual page of a problem. Shows it, and knows nothing of what it says.

use serde::Serialize;

use crate::base::suggest::did_you_mean;
use crate::base::{Code, Severity};

/// What is known of a code.
#[derive(Debug, Serialize)]
pub struct Explained {
    code: &'static str,
    severity: &'static str,
    /// Its manual page, in Markdown.
    pub page: &'static str,
}

/// Finds a code by its name, with or without what stands around it in a message: `error[broken-link]`.
///
/// # Errors
/// A sentence that names what may have been meant.
pub fn explain(written: &str) -> Result<Explained, String> {
    let inner = written.split_once('[').map_or(written, |(_, rest)| rest);
    let id = inner
        .split(']')
        .next()
        .unwrap_or(inner)
        .trim()
        .to_lowercase();
    if let Some(code) = Code::find(&id) {
        return Ok(Explained {
            code: code.id(),
            severity: code.severity().word(),
            page: code.page(),
        });
    }
    let help = did_you_mean(&id, Code::ALL.iter().map(|code| code.id()));
    let help = help.unwrap_or_else(|| {
        "the name is in square brackets at the start of a message, as in `error[unknown-relation]`"
            .to_owned()
    });
    Err(format!("there is no problem called `{written}`; {help}"))
}

impl Explained {
    /// The page for a terminal: headings stand out, all else is as written.
    pub fn for_terminal(&self) -> String {
        let default = if self.severity == Severity::Error.word() {
            "an error"
        } else {
            "a warning"
        };
        let mut out = String::with_capacity(self.page.len() + 200);
        let mut in_code = false;
        for line in self.page.trim_end().lines() {
            in_code ^= line.starts_with("```");
            match line.trim_start_matches('#').strip_prefix(' ') {
                Some(heading) if line.starts_with('#') && !in_code => {
                    out.push_str(&format!("{BOLD}{heading}{PLAIN}\n"));
                }
                _ => {
                    out.push_str(line);
                    out.push('\n');
                }
            }
        }
        out.push_str(&format!(
            "\nThis is {default}, unless `checks` in site.yaml says otherwise.\n"
        ));
        out
    }
}

const BOLD: &str = "\u{1b}[1m";
const PLAIN: &str = "\u{1b}[0m";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_code_however_it_was_copied() {
        for written in [
            "unknown-relation",
            "error[unknown-relation]",
            "[Unknown-Relation]",
        ] {
            assert_eq!(explain(written).unwrap().code, "unknown-relation");
        }
        let why = explain("unknown-realtion").unwrap_err();
        let said = "there is no problem called `unknown-realtion`; did you mean `unknown-relation`";
        assert!(why.starts_with(said), "{why}");
        assert!(explain("zebra").unwrap_err().contains("square brackets"));
    }

    #[test]
    fn headings_stand_out_but_not_in_code() {
        let page = "# a\n\ntext\n\n```\n# comment\n```\n";
        let shown = Explained {
            code: "a",
            severity: "error",
            page,
        }
        .for_terminal();
        let words = anstream::adapter::strip_str(&shown).to_string();
        let expected = "a\n\ntext\n\n```\n# comment\n```\n\nThis is an error, unless `checks` in site.yaml says otherwise.\n";
        assert_eq!(words, expected);
        assert!(shown.starts_with("\u{1b}[1ma\u{1b}[0m\n"));
    }
}
