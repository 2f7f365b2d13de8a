//! What a Rust file names: its tokens without comments, strings, attributes and tests, and the paths
//! and functions in them. It reads tokens, not types, and expands no macro.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// One token of the product, with the line it stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its text; every literal is `"…"`.
    pub text: String,
    /// Its line, from 1.
    pub line: usize,
}

/// A path as written, with aliases resolved: `fs::read` after `use std::fs` is `std::fs::read`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPath {
    /// Its parts. A path into this crate starts with `crate`; `super` and `self` are resolved.
    pub parts: Vec<String>,
    /// The line it stands on.
    pub line: usize,
}

/// A function with a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// The line of `fn`.
    pub line: usize,
    /// Lines from `fn` to its closing brace.
    pub lines: usize,
}

/// A Rust file, read.
#[derive(Debug, Default)]
pub struct Source {
    /// The product's tokens in order.
    pub tokens: Vec<Token>,
    /// Lines taken by code that is only compiled for tests.
    pub test_lines: usize,
    /// Why it could not be read.
    pub problem: Option<String>,
}

impl Source {
    /// Reads a file; what cannot be read is empty and says why.
    pub fn read(text: &str) -> Source {
        let mut source = Source::default();
        match text.parse::<TokenStream>() {
            Ok(stream) => source.flatten(stream),
            Err(error) => source.problem = Some(error.to_string()),
        }
        source
    }

    /// Every path the file names, given its own place below `src/`.
    pub fn paths(&self, file: &str) -> Vec<NamedPath> {
        PathReader::new(&self.tokens, file).read()
    }

    /// Every function with a body.
    pub fn functions(&self) -> Vec<Function> {
        let mut functions = Vec::new();
        for (at, pair) in self.tokens.windows(2).enumerate() {
            if pair[0].text == "fn"
                && is_name(&pair[1].text)
                && let Some(end) = self.body_end(at)
            {
                let lines = end + 1 - pair[0].line;
                functions.push(Function {
                    name: pair[1].text.clone(),
                    line: pair[0].line,
                    lines,
                });
            }
        }
        functions
    }

    /// The line on which the body of the function at `at` ends; a declaration has none.
    fn body_end(&self, at: usize) -> Option<usize> {
        let mut depth = 0_usize;
        let mut in_body = false;
        for token in &self.tokens[at..] {
            match token.text.as_str() {
                ";" if depth == 0 => return None,
                "(" | "[" => depth += 1,
                "{" => {
                    in_body |= depth == 0;
                    depth += 1;
                }
                ")" | "]" => depth = depth.saturating_sub(1),
                "}" => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 && in_body {
                        return Some(token.line);
                    }
                }
                _ => {}
            }
        }
        None
    }

    fn flatten(&mut self, stream: TokenStream) {
        let trees: Vec<TokenTree> = stream.into_iter().collect();
        let mut at = 0;
        while at < trees.len() {
            if let Some((attribute, end)) = attribute_at(&trees, at) {
                if is_test_attribute(&attribute) {
                    let inner =
                        matches!(&trees[at + 1], TokenTree::Punct(mark) if mark.as_char() == '!');
                    let end = if inner {
                        trees.len()
                    } else {
                        item_end(&trees, end)
                    };
                    let last = trees[end - 1].span().end().line;
                    self.test_lines += last + 1 - trees[at].span().start().line;
                    at = end;
                } else {
                    at = end;
                }
                continue;
            }
            self.push(&trees[at]);
            at += 1;
        }
    }

    fn push(&mut self, tree: &TokenTree) {
        let line = tree.span().start().line;
        match tree {
            TokenTree::Ident(name) => self.token(name.to_string().trim_start_matches("r#"), line),
            TokenTree::Literal(_) => self.token("\"…\"", line),
            TokenTree::Punct(mark) => {
                let joins = self.tokens.last().is_some_and(|last| last.text == ":+");
                match (mark.as_char(), mark.spacing()) {
                    (':', _) if joins => {
                        self.tokens.pop();
                        self.token("::", line);
                    }
                    (':', Spacing::Joint) => self.token(":+", line),
                    (mark, _) => self.token(&mark.to_string(), line),
                }
            }
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                self.token(open, line);
                self.flatten(group.stream());
                self.token(close, group.span_close().end().line);
            }
        }
    }

    fn token(&mut self, text: &str, line: usize) {
        if !text.is_empty() {
            self.tokens.push(Token {
                text: text.to_owned(),
                line,
            });
        }
    }
}

/// The trees of a stream without the items that are compiled only for tests.
pub fn without_tests(stream: TokenStream) -> Vec<TokenTree> {
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    let mut kept = Vec::new();
    let mut at = 0;
    while at < trees.len() {
        match attribute_at(&trees, at) {
            Some((attribute, end)) if is_test_attribute(&attribute) => at = item_end(&trees, end),
            _ => {
                kept.push(trees[at].clone());
                at += 1;
            }
        }
    }
    kept
}

/// The content of the attribute at `at` (`#[…]` or `#![…]`), and where it ends.
fn attribute_at(trees: &[TokenTree], at: usize) -> Option<(TokenStream, usize)> {
    let is = |at: usize, wanted: char| matches!(trees.get(at), Some(TokenTree::Punct(mark)) if mark.as_char() == wanted);
    if !is(at, '#') {
        return None;
    }
    let group = if is(at + 1, '!') { at + 2 } else { at + 1 };
    match trees.get(group) {
        Some(TokenTree::Group(content)) if content.delimiter() == Delimiter::Bracket => {
            Some((content.stream(), group + 1))
        }
        _ => None,
    }
}

/// True for `cfg(test)` and `cfg(all(test, …))`, not for `cfg(not(test))`; and for `test` itself.
fn is_test_attribute(attribute: &TokenStream) -> bool {
    let text: String = attribute.to_string().split_whitespace().collect();
    text == "test" || text == "cfg(test)" || text.starts_with("cfg(all(test")
}

/// Where the item after an attribute ends: behind its first braces, or behind its semicolon.
fn item_end(trees: &[TokenTree], from: usize) -> usize {
    let mut at = from;
    while let Some((_, end)) = attribute_at(trees, at) {
        at = end;
    }
    let ends = |tree: &TokenTree| match tree {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(mark) => mark.as_char() == ';',
        _ => false,
    };
    trees[at..]
        .iter()
        .position(ends)
        .map_or(trees.len(), |length| at + length + 1)
}

/// True for a name or a keyword.
pub fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

/// Reads the paths of a file, following inline modules and `use`.
struct PathReader<'t> {
    tokens: &'t [Token],
    /// The module the reader is in, below the crate.
    module: Vec<String>,
    /// For each open brace: whether it is a module's.
    braces: Vec<bool>,
    aliases: BTreeMap<String, Vec<String>>,
    found: Vec<(NamedPath, bool)>,
}

impl<'t> PathReader<'t> {
    fn new(tokens: &'t [Token], file: &str) -> PathReader<'t> {
        PathReader {
            tokens,
            module: module_of(file),
            braces: Vec::new(),
            aliases: BTreeMap::new(),
            found: Vec::new(),
        }
    }

    fn read(mut self) -> Vec<NamedPath> {
        let mut at = 0;
        while at < self.tokens.len() {
            at = self.step(at);
        }
        let aliases = self.aliases;
        let resolve = |(mut path, in_use): (NamedPath, bool)| {
            if let Some(full) = path
                .parts
                .first()
                .and_then(|first| aliases.get(first))
                .filter(|_| !in_use)
            {
                path.parts.splice(..1, full.iter().cloned());
            }
            path
        };
        self.found.into_iter().map(resolve).collect()
    }

    fn step(&mut self, at: usize) -> usize {
        let text = self.text(at);
        match text {
            "{" => self.braces.push(false),
            "}" if self.braces.pop() == Some(true) => {
                self.module.pop();
            }
            "mod" if is_name(self.text(at + 1)) && self.text(at + 2) == "{" => {
                self.module.push(self.text(at + 1).to_owned());
                self.braces.push(true);
                return at + 3;
            }
            "use" => {
                let start = if self.text(at + 1) == "::" {
                    at + 2
                } else {
                    at + 1
                };
                return self.used(start, &[]);
            }
            _ if is_name(text) && !self.continues(at) => return self.path(at),
            _ => {}
        }
        at + 1
    }

    /// True where the name at `at` goes on from something before it: a method, a field, a later part.
    fn continues(&self, at: usize) -> bool {
        let before = |back: usize| at.checked_sub(back).map_or("", |at| self.text(at));
        before(1) == "." || (before(1) == "::" && (is_name(before(2)) || before(2) == ">"))
    }

    /// Reads the path of an expression or a type; gives the place behind it.
    fn path(&mut self, at: usize) -> usize {
        let line = self.tokens.get(at).map_or(0, |token| token.line);
        let mut parts = vec![self.text(at).to_owned()];
        let mut at = at + 1;
        while self.text(at) == "::" && is_name(self.text(at + 1)) {
            parts.push(self.text(at + 1).to_owned());
            at += 2;
        }
        let parts = self.absolute(parts);
        self.found.push((NamedPath { parts, line }, false));
        at
    }

    /// Reads one path of a `use`, or a group of them, whose first parts are `prefix`.
    fn used(&mut self, at: usize, prefix: &[String]) -> usize {
        let line = self.tokens.get(at).map_or(0, |token| token.line);
        let mut parts = prefix.to_vec();
        let mut at = at;
        loop {
            match self.text(at) {
                "{" => return self.group(at, &parts),
                name if is_name(name) || name == "*" => parts.push(name.to_owned()),
                _ => return at + 1,
            }
            at += 1;
            if self.text(at) != "::" {
                break;
            }
            at += 1;
        }
        if parts.len() > 1 && parts.last().is_some_and(|last| last == "self") {
            parts.pop();
        }
        let mut alias = parts.last().cloned().unwrap_or_default();
        if self.text(at) == "as" {
            alias = self.text(at + 1).to_owned();
            at += 2;
        }
        let parts = self.absolute(parts);
        self.aliases.insert(alias, parts.clone());
        self.found.push((NamedPath { parts, line }, true));
        at
    }

    /// Reads `{a, b::c}` of a `use`.
    fn group(&mut self, at: usize, prefix: &[String]) -> usize {
        let mut at = at + 1;
        loop {
            match self.text(at) {
                "}" => return at + 1,
                "" => return at,
                "," => at += 1,
                _ => at = self.used(at, prefix),
            }
        }
    }

    /// `super::x` and `self::x` as `crate::…`; anything else stays.
    fn absolute(&self, parts: Vec<String>) -> Vec<String> {
        if !matches!(parts.first().map(String::as_str), Some("super" | "self")) || parts == ["self"]
        {
            return parts;
        }
        let mut module = self.module.clone();
        let mut rest = parts.as_slice();
        while let Some((first, behind)) = rest.split_first() {
            match first.as_str() {
                "super" => {
                    module.pop();
                }
                "self" => {}
                _ => break,
            }
            rest = behind;
        }
        let root = std::iter::once("crate".to_owned());
        root.chain(module).chain(rest.iter().cloned()).collect()
    }

    fn text(&self, at: usize) -> &'t str {
        self.tokens.get(at).map_or("", |token| token.text.as_str())
    }
}

/// `src/base/yaml/tree.rs` → `base`, `yaml`, `tree`; `mod.rs`, `lib.rs` and `main.rs` are their folder.
fn module_of(file: &str) -> Vec<String> {
    let path = file
        .strip_prefix("src/")
        .unwrap_or(file)
        .trim_end_matches(".rs");
    let mut parts: Vec<String> = path.split('/').map(str::to_owned).collect();
    if parts
        .last()
        .is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str()))
    {
        parts.pop();
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(file: &str, text: &str) -> Vec<String> {
        let paths = Source::read(text).paths(file);
        paths
            .into_iter()
            .map(|path| path.parts.join("::"))
            .filter(|path| path.contains("::"))
            .collect()
    }

    #[test]
    fn groups_aliases_and_super_are_resolved() {
        let text = "use crate::{base::{Span, self}, config as c};\nuse super::super::graph;\n\
                    fn f() { graph::link(); c::read(); super::slot(); ::std::fs::read(); x.y::<u8>(); }";
        assert_eq!(
            paths("src/html/code.rs", text),
            [
                "crate::base::Span",
                "crate::base",
                "crate::config",
                "crate::graph",
                "crate::graph::link",
                "crate::config::read",
                "crate::html::slot",
                "std::fs::read",
            ]
        );
    }

    #[test]
    fn inline_modules_count_as_a_level() {
        let text = "mod a { mod b { use super::super::x; } }\nuse super::y;";
        assert_eq!(
            paths("src/html/mod.rs", text),
            ["crate::html::x", "crate::y"]
        );
    }

    #[test]
    fn comments_strings_attributes_and_tests_name_nothing() {
        let text = "// crate::a\n/* crate::b */\n#[doc = \"crate::c\"]\n#[cfg(test)]\nuse crate::d;\n\
                    #[cfg(test)]\n#[rustfmt::skip]\nmod tests {\n  use crate::e;\n}\n\
                    fn f() -> &'static str { r#\"crate::g\"# }\n#[cfg(not(test))]\nuse crate::h;";
        assert_eq!(paths("src/html/mod.rs", text), ["crate::h"]);
        assert_eq!(Source::read(text).test_lines, 7);
    }

    #[test]
    fn macros_are_read_by_their_tokens() {
        assert_eq!(
            paths(
                "src/a.rs",
                "macro_rules! m { () => { $crate::cli::run() } }"
            ),
            ["crate::cli::run"]
        );
    }

    #[test]
    fn functions_know_their_length() {
        let text = "trait T { fn declared(&self) -> [u8; 2]; }\nfn one() {}\nfn three(\n  x: [u8; 3],\n) { { } }\ntype F = fn(u8);";
        let functions = Source::read(text).functions();
        let seen: Vec<_> = functions
            .iter()
            .map(|f| (f.name.as_str(), f.line, f.lines))
            .collect();
        assert_eq!(seen, [("one", 2, 1), ("three", 3, 3)]);
    }
}
