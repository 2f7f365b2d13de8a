//! A block of code with its parts named by classes. Knows no colours; see `colours`.

use std::borrow::Cow;

use super::{code_cache, highlight};
use crate::base::suggest::did_you_mean;
use crate::base::{Cache, Code as Problem, Diagnostic, FilePath};
use crate::document::Code;
use crate::document::markdown::escape;

/// Words for which there is nothing to highlight, or no syntax although the language is well known.
const PLAIN: [&str; 38] = [
    "text",
    "txt",
    "plain",
    "plaintext",
    "none",
    "output",
    "log",
    "csv",
    "tsv",
    "toml",
    "ini",
    "conf",
    "cfg",
    "env",
    "dotenv",
    "dockerfile",
    "docker",
    "nginx",
    "apache",
    "powershell",
    "ps1",
    "kotlin",
    "swift",
    "dart",
    "elixir",
    "julia",
    "zig",
    "nix",
    "graphql",
    "hcl",
    "terraform",
    "proto",
    "protobuf",
    "mermaid",
    "http",
    "math",
    "ascii",
    "tera",
];

/// Other words for languages with a syntax, or for those close to one.
const ALIASES: [(&str, &str); 24] = [
    ("atom", "xml"),
    ("bibtex", "bib"),
    ("console", "sh"),
    ("cplusplus", "cpp"),
    ("csharp", "cs"),
    ("golang", "go"),
    ("jinja", "html"),
    ("jinja2", "html"),
    ("json5", "js"),
    ("jsonc", "js"),
    ("jsonld", "json"),
    ("jsx", "js"),
    ("less", "css"),
    ("mjs", "js"),
    ("scss", "css"),
    ("sh-session", "sh"),
    ("shell", "sh"),
    ("shell-session", "sh"),
    ("shellsession", "sh"),
    ("svelte", "html"),
    ("ts", "js"),
    ("tsx", "js"),
    ("typescript", "js"),
    ("vue", "html"),
];

/// Longer blocks and lines are shown without colours: nobody reads them for their syntax, and
/// patterns take their time over long lines.
const LONGEST_BLOCK: usize = 256 * 1024;
pub(super) const LONGEST_LINE: usize = 4 * 1024;

/// Writes a block of code, and reports a language that is not known.
pub(super) fn write(
    out: &mut String,
    code: &Code,
    file: &FilePath,
    cache: &Cache,
) -> Option<Diagnostic> {
    out.push_str("<pre class=\"code\" tabindex=\"0\"><code");
    if !code.language.is_empty() {
        out.push_str(" class=\"language-");
        escape::attribute(out, &code.language.to_lowercase());
        out.push('"');
    }
    out.push('>');
    let is_known = match token(&code.language) {
        Some(token) if is_short(&code.text) => code_cache::write(out, cache, &token, &code.text),
        Some(token) => {
            escape::text(out, &code.text);
            highlight::is_known(&token)
        }
        None => {
            escape::text(out, &code.text);
            true
        }
    };
    out.push_str("</code></pre>");
    (!is_known).then(|| unknown(code, file))
}

/// The word that the highlighter is asked for; `None` where there is nothing to highlight. Capitals make no
/// difference to it.
pub(super) fn token(word: &str) -> Option<Cow<'static, str>> {
    let is = |known: &str| known.eq_ignore_ascii_case(word);
    if word.is_empty() || PLAIN.into_iter().any(is) {
        return None;
    }
    let alias = ALIASES
        .iter()
        .find(|(known, _)| is(known))
        .map(|(_, token)| Cow::Borrowed(*token));
    Some(alias.unwrap_or_else(|| Cow::Owned(word.to_ascii_lowercase())))
}

fn unknown(code: &Code, file: &FilePath) -> Diagnostic {
    let words = highlight::words()
        .chain(PLAIN)
        .chain(ALIASES.iter().map(|(word, _)| *word));
    // One-letter words are near to anything.
    let words = words
        .filter(|word| word.len() > 1)
        .map(str::to_lowercase)
        .collect::<std::collections::BTreeSet<_>>();
    let near = did_you_mean(
        &code.language.to_lowercase(),
        words.iter().map(String::as_str),
    );
    Diagnostic::new(
        Problem::UnknownLanguage,
        format!("there is no language called `{}`", code.language),
    )
    .at(file, code.span, "shown without colours")
    .help(near.unwrap_or_else(|| "write `text` for code that needs no colours".to_owned()))
}

fn is_short(text: &str) -> bool {
    let has_short_lines = || text.lines().all(|line| line.len() <= LONGEST_LINE);
    text.len() <= LONGEST_LINE || text.len() <= LONGEST_BLOCK && has_short_lines()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::base::Span;

    fn written(language: &str, text: &str) -> (String, Option<Diagnostic>) {
        let code = Code {
            language: language.to_owned(),
            span: Span::new(3, 7),
            text: text.to_owned(),
        };
        let mut out = String::new();
        let problem = write(&mut out, &code, &FilePath::new("a.md"), &Cache::default());
        (out, problem)
    }

    #[test]
    fn names_the_parts_of_code() {
        let (html, problem) = written("Rust", "// a <b>\nlet a = \"c\";\n");
        assert_eq!(
            html,
            "<pre class=\"code\" tabindex=\"0\"><code class=\"language-rust\">\
             <span class=\"hl-comment\">// a &lt;b&gt;\n</span><span class=\"hl-keyword\">let</span> a \
             <span class=\"hl-keyword\">=</span> <span class=\"hl-string\">\"c\"</span>;\n</code></pre>"
        );
        assert_eq!(problem, None);
    }

    #[test]
    fn knows_other_words_for_languages() {
        for word in [
            "ts", "JSX", "console", "shell", "c++", "HTML", "yml", "scss", "csharp",
        ] {
            assert!(
                token(word).is_some_and(|token| highlight::is_known(&token)),
                "{word}"
            );
        }
        for word in ["", "text", "Plain", "none", "toml"] {
            assert_eq!(token(word), None, "{word}");
        }
    }

    #[test]
    fn reports_unknown_languages() {
        let (html, problem) = written("pyhton", "a");
        assert!(
            html.ends_with("<code class=\"language-pyhton\">a</code></pre>"),
            "{html}"
        );
        let problem = problem.unwrap();
        assert_eq!(problem.code, Problem::UnknownLanguage);
        assert_eq!(problem.message, "there is no language called `pyhton`");
        assert_eq!(
            problem.labels.first().and_then(|label| label.span),
            Some(Span::new(3, 7))
        );
        assert_eq!(problem.help, ["did you mean `python`?"]);
    }

    #[test]
    fn long_lines_stay_plain() {
        let (html, _) = written("json", &"[".repeat(LONGEST_LINE + 1));
        assert!(!html.contains("<span"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_code_is_lost(text in "([ -~\n]|[<&\"'/*#{}]|é|𝒳)*") {
            for language in ["rust", "html", "markdown", "sh", "yaml", "php", "js"] {
                let (html, _) = written(language, &text);
                let mut bare = String::new();
                for part in html.split('<') {
                    bare.push_str(part.split_once('>').map_or(part, |(_, text)| text));
                }
                let bare = bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
                prop_assert_eq!(&bare, &text);
            }
        }
    }
}
