//! A block of code with its parts named by classes. Knows no colours; see `colours`.
//!
//! A handful of classes stand for the hundreds of scopes that a syntax tells apart: pages stay light,
//! and a theme can restyle code in a few lines.

use std::sync::LazyLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

use crate::base::nearest::did_you_mean;
use crate::base::{Code as Problem, Diagnostic, FilePath};
use crate::document::Code;
use crate::document::markdown::escape;

/// Which class stands for which scopes; the first that fits counts.
pub(super) const CLASSES: [(&str, &str); 22] = [
    ("comment", "hl-comment"),
    ("constant.character.escape", "hl-escape"),
    ("string", "hl-string"),
    ("constant", "hl-constant"),
    ("keyword", "hl-keyword"),
    ("storage", "hl-keyword"),
    ("entity.name.function", "hl-function"),
    ("support.function", "hl-function"),
    ("variable.function", "hl-function"),
    ("entity.name.tag", "hl-tag"),
    ("entity.other.attribute-name", "hl-attribute"),
    ("support.type.property-name", "hl-attribute"),
    ("entity.name.section", "hl-heading"),
    ("markup.heading", "hl-heading"),
    ("entity.name", "hl-type"),
    ("entity.other.inherited-class", "hl-type"),
    ("support.type", "hl-type"),
    ("support.class", "hl-type"),
    ("variable.parameter", "hl-parameter"),
    ("markup.inserted", "hl-inserted"),
    ("markup.deleted", "hl-deleted"),
    ("invalid", "hl-invalid"),
];

/// Words for which there is nothing to highlight, or no syntax although the language is well known.
const PLAIN: &str = "text txt plain plaintext none output log csv tsv toml ini conf cfg env dotenv dockerfile docker \
    nginx apache powershell ps1 kotlin swift dart elixir julia zig nix graphql hcl terraform proto \
    protobuf mermaid http math ascii tera";

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
const LONGEST_LINE: usize = 4 * 1024;

/// Loaded when the first block with a language is met.
static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

static SCOPES: LazyLock<Vec<(Scope, &str)>> = LazyLock::new(|| {
    CLASSES.iter().filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, *class))).collect()
});

/// Writes a block of code; says so where its language is not known.
pub(super) fn write(out: &mut String, code: &Code, file: &FilePath) -> Option<Diagnostic> {
    out.push_str("<pre class=\"code\" tabindex=\"0\"><code");
    if !code.language.is_empty() {
        out.push_str(" class=\"language-");
        escape::attribute(out, &code.language.to_lowercase());
        out.push('"');
    }
    out.push('>');
    let language = Language::of(&code.language);
    match language {
        Language::Known(syntax) if is_short(&code.text) => write_coloured(out, &code.text, syntax),
        _ => escape::text(out, &code.text),
    }
    out.push_str("</code></pre>");
    matches!(language, Language::Unknown).then(|| unknown(code, file))
}

/// What is known of a language.
enum Language {
    Plain,
    Known(&'static SyntaxReference),
    Unknown,
}

impl Language {
    fn of(word: &str) -> Language {
        let is = |known: &str| known.eq_ignore_ascii_case(word);
        if word.is_empty() || PLAIN.split(' ').any(is) {
            return Language::Plain;
        }
        let alias = ALIASES.iter().find(|(known, _)| is(known)).map(|(_, token)| *token);
        SYNTAXES.find_syntax_by_token(alias.unwrap_or(word)).map_or(Language::Unknown, Language::Known)
    }
}

fn unknown(code: &Code, file: &FilePath) -> Diagnostic {
    let extensions = SYNTAXES.syntaxes().iter().filter(|syntax| !syntax.hidden).flat_map(|syntax| {
        std::iter::once(syntax.name.as_str()).chain(syntax.file_extensions.iter().map(String::as_str))
    });
    let words = extensions.chain(PLAIN.split(' ')).chain(ALIASES.iter().map(|(word, _)| *word));
    // One-letter words are near to anything.
    let words =
        words.filter(|word| word.len() > 1).map(str::to_lowercase).collect::<std::collections::BTreeSet<_>>();
    let near = did_you_mean(&code.language.to_lowercase(), words.iter().map(String::as_str));
    Diagnostic::new(Problem::UnknownLanguage, format!("no language called `{}` is known", code.language))
        .at(file, code.span, "shown without colours")
        .help(near.unwrap_or_else(|| "write `text` for code that needs no colours".to_owned()))
}

fn is_short(text: &str) -> bool {
    text.len() <= LONGEST_BLOCK && text.lines().all(|line| line.len() <= LONGEST_LINE)
}

fn write_coloured(out: &mut String, text: &str, syntax: &SyntaxReference) {
    let mut pen = Pen { out, class: None };
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    for line in LinesWithEndings::from(text) {
        // A syntax that fails on a line is no reason to lose the line.
        let changes = state.parse_line(line, &SYNTAXES).unwrap_or_default();
        let mut written = 0;
        for (at, change) in &changes {
            pen.write(line.get(written..*at).unwrap_or(""), &stack);
            written = written.max(*at);
            if stack.apply(change).is_err() {
                stack = ScopeStack::new();
            }
        }
        pen.write(line.get(written..).unwrap_or(""), &stack);
    }
    pen.change(None);
}

/// Writes code, one element for each run of one class.
struct Pen<'o> {
    out: &'o mut String,
    class: Option<&'static str>,
}

impl Pen<'_> {
    fn write(&mut self, text: &str, stack: &ScopeStack) {
        if !text.is_empty() {
            self.change(class_of(stack));
            escape::text(self.out, text);
        }
    }

    fn change(&mut self, class: Option<&'static str>) {
        if class == self.class {
            return;
        }
        if self.class.is_some() {
            self.out.push_str("</span>");
        }
        if let Some(class) = class {
            self.out.push_str("<span class=\"");
            self.out.push_str(class);
            self.out.push_str("\">");
        }
        self.class = class;
    }
}

/// The class of the innermost scope that has one.
fn class_of(stack: &ScopeStack) -> Option<&'static str> {
    let class =
        |scope: &Scope| SCOPES.iter().find(|(known, _)| known.is_prefix_of(*scope)).map(|(_, class)| *class);
    stack.as_slice().iter().rev().find_map(class)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::base::Span;

    fn written(language: &str, text: &str) -> (String, Option<Diagnostic>) {
        let code = Code { language: language.to_owned(), span: Span::new(3, 7), text: text.to_owned() };
        let mut out = String::new();
        let problem = write(&mut out, &code, &FilePath::new("a.md"));
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
        for word in ["ts", "JSX", "console", "shell", "c++", "HTML", "yml", "scss", "csharp"] {
            assert!(matches!(Language::of(word), Language::Known(_)), "{word}");
        }
        for word in ["", "text", "Plain", "none", "toml"] {
            assert!(matches!(Language::of(word), Language::Plain), "{word}");
        }
    }

    #[test]
    fn reports_unknown_languages() {
        let (html, problem) = written("pyhton", "a");
        assert!(html.ends_with("<code class=\"language-pyhton\">a</code></pre>"), "{html}");
        let problem = problem.unwrap();
        assert_eq!(problem.code, Problem::UnknownLanguage);
        assert_eq!(problem.message, "no language called `pyhton` is known");
        assert_eq!(problem.labels.first().and_then(|label| label.span), Some(Span::new(3, 7)));
        assert_eq!(problem.help, ["did you mean `python`?"]);
    }

    #[test]
    fn long_lines_stay_plain() {
        let (html, _) = written("json", &"[".repeat(LONGEST_LINE + 1));
        assert!(!html.contains("<span"));
    }

    #[test]
    fn every_class_has_a_scope() {
        assert_eq!(SCOPES.len(), CLASSES.len());
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
