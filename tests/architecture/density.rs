//! How much a reader has to hold in mind at once: tokens and parameters of functions, and constructions that hide
//! what they do.
//!
//! Lines can be squeezed, so they are not the measure. Tokens are counted without comments, attributes and tests, a
//! literal as one. It reads trees of tokens, not types, and expands no macro.

use proc_macro2::{Delimiter, Group, Spacing, TokenTree};

use crate::sizes::is_test_file;
use crate::tokens::without_tests;
use crate::tree::{Tree, Violation};

/// Tokens of a function, from `fn` to its closing brace.
const FUNCTION_TOKENS: usize = 250;
/// Parameters of a function, a tuple counted by its parts, without `self`.
const PARAMETERS: usize = 5;

/// A function of the product.
struct Function<'t> {
    name: String,
    line: usize,
    parameters: &'t Group,
    /// Its tokens, signature and body.
    tokens: usize,
}

/// Functions and signatures that ask too much of a reader.
pub fn violations(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    for (path, trees) in product(tree) {
        let mut report = |line: usize, message: String| {
            found.push(Violation::new(path, line, message));
        };
        each_level(&trees, &mut |level| {
            for function in functions_in(level) {
                judge(&function, &mut report);
            }
            judge_expressions(level, &mut report);
        });
    }
    found
}

/// The tokens of every function of the product.
pub fn lengths(tree: &Tree) -> Vec<usize> {
    let mut lengths = Vec::new();
    for (_, trees) in product(tree) {
        each_level(&trees, &mut |level| {
            lengths.extend(functions_in(level).iter().map(|function| function.tokens));
        });
    }
    lengths
}

/// The files of the product without their tests. A file that is not Rust is reported by the import law.
fn product(tree: &Tree) -> impl Iterator<Item = (&str, Vec<TokenTree>)> {
    tree.rust_of("src/")
        .filter(|(path, _)| !is_test_file(path))
        .filter_map(|(path, text)| Some((path, without_tests(text.parse().ok()?))))
}

/// Visits a sequence of trees and those inside each of its brackets.
fn each_level(level: &[TokenTree], visit: &mut impl FnMut(&[TokenTree])) {
    visit(level);
    for tree in level {
        if let TokenTree::Group(group) = tree {
            each_level(&without_tests(group.stream()), visit);
        }
    }
}

/// The functions with a body that stand directly in a sequence of trees.
fn functions_in(level: &[TokenTree]) -> Vec<Function<'_>> {
    let mut functions = Vec::new();
    for (at, tree) in level.iter().enumerate() {
        let Some(TokenTree::Ident(name)) = level.get(at + 1) else {
            continue;
        };
        if !is_word(tree, "fn") {
            continue;
        }
        let rest = &level[at..];
        let Some(end) = rest
            .iter()
            .position(|tree| is_body(tree) || is_mark(tree, ';'))
        else {
            continue;
        };
        let parameters = rest[..end]
            .iter()
            .find_map(|tree| bracket(tree, Delimiter::Parenthesis));
        if let (Some(parameters), true) = (parameters, is_body(&rest[end])) {
            functions.push(Function {
                name: name.to_string(),
                line: name.span().start().line,
                parameters,
                tokens: count(&rest[..=end]),
            });
        }
    }
    functions
}

fn judge(function: &Function, report: &mut impl FnMut(usize, String)) {
    let Function {
        name, line, tokens, ..
    } = function;
    if *tokens > FUNCTION_TOKENS {
        let message = format!("`{name}` has {tokens} tokens, {FUNCTION_TOKENS} are enough");
        report(*line, message);
    }
    let trees: Vec<TokenTree> = function.parameters.stream().into_iter().collect();
    let mut values = 0;
    for parameter in split_at_commas(&trees) {
        let colon = parameter.iter().position(|tree| is_mark(tree, ':'));
        // `self` has no type, or one that brings no further value.
        let Some(colon) = colon.filter(|_| !parameter.iter().any(|tree| is_word(tree, "self")))
        else {
            continue;
        };
        values += width(&parameter[colon + 1..]);
        if parameter[..colon]
            .iter()
            .any(|tree| bracket(tree, Delimiter::Parenthesis).is_some())
            && parameter[..colon]
                .iter()
                .all(|tree| !matches!(tree, TokenTree::Ident(_)))
        {
            report(
                *line,
                format!("`{name}` opens a tuple in its signature: name a struct"),
            );
        }
    }
    if values > PARAMETERS {
        let message =
            format!("`{name}` has {values} parameters with tuples opened, {PARAMETERS} are enough");
        report(*line, message);
    }
}

fn judge_expressions(level: &[TokenTree], report: &mut impl FnMut(usize, String)) {
    for (at, tree) in level.iter().enumerate() {
        if is_word(tree, "filter")
            && at > 0
            && is_mark(&level[at - 1], '.')
            && let Some(TokenTree::Group(arguments)) = level.get(at + 1)
            && arguments
                .stream()
                .to_string()
                .replace(' ', "")
                .starts_with("|_|")
        {
            let line = tree.span().start().line;
            report(
                line,
                "`.filter(|_| …)` is a condition: write `if`".to_owned(),
            );
        }
        if is_word(tree, "let")
            && let Some(TokenTree::Ident(name)) = level.get(at + 1)
            && let Some((parameters, body)) = closure_after(&level[at + 2..])
            && !captures(parameters, body)
        {
            let message = format!("the closure `{name}` captures nothing: make it a function");
            report(name.span().start().line, message);
        }
    }
}

/// The parameters and the body of the closure in `= |…| …;`.
fn closure_after(trees: &[TokenTree]) -> Option<(&[TokenTree], &[TokenTree])> {
    let trees = trees
        .split_first()
        .filter(|(first, _)| is_mark(first, '='))?
        .1;
    let trees = match trees.split_first()? {
        (first, rest) if is_word(first, "move") => rest,
        _ => trees,
    };
    let (_, inside) = trees
        .split_first()
        .filter(|(first, _)| is_mark(first, '|'))?;
    let close = inside.iter().position(|tree| is_mark(tree, '|'))?;
    let body = &inside[close + 1..];
    let end = body
        .iter()
        .position(|tree| is_mark(tree, ';'))
        .unwrap_or(body.len());
    Some((&inside[..close], &body[..end]))
}

/// True if a closure names a value that it does not bind itself. A function that is passed on by its name counts too.
fn captures(parameters: &[TokenTree], body: &[TokenTree]) -> bool {
    let mut bound = Vec::new();
    names(parameters, &mut bound);
    let mut used = Vec::new();
    used_values(body, &mut used, &mut bound);
    used.iter()
        .any(|name| name == "self" || !bound.contains(name))
}

/// Every name in these trees.
fn names(trees: &[TokenTree], found: &mut Vec<String>) {
    for tree in trees {
        match tree {
            TokenTree::Ident(name) => found.push(name.to_string()),
            TokenTree::Group(group) => names(&inside(group), found),
            _ => {}
        }
    }
}

/// The values that these trees name: those of `{name}` in texts too, without methods, fields, functions and paths. What
/// a `let` or a closure in them binds goes to `bound`.
fn used_values(trees: &[TokenTree], used: &mut Vec<String>, bound: &mut Vec<String>) {
    for (at, tree) in trees.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| trees.get(at));
        match tree {
            TokenTree::Ident(name) => {
                let name = name.to_string();
                let is_value = name.starts_with(|c: char| c.is_lowercase())
                    && !KEYWORDS.contains(&name.as_str());
                let follows = before.is_some_and(|tree| is_mark(tree, '.') || is_mark(tree, ':'));
                let next = trees.get(at + 1);
                let calls = next.is_some_and(|tree| {
                    is_mark(tree, '!')
                        || is_mark(tree, ':')
                        || bracket(tree, Delimiter::Parenthesis).is_some()
                });
                if matches!(before, Some(tree) if is_word(tree, "let") || is_word(tree, "mut") || is_word(tree, "ref"))
                {
                    bound.push(name);
                } else if is_value && !follows && !calls {
                    used.push(name);
                }
            }
            TokenTree::Group(group) => used_values(&inside(group), used, bound),
            TokenTree::Literal(text) => {
                for part in text.to_string().split('{').skip(1) {
                    let name = part
                        .split(|c: char| !c.is_alphanumeric() && c != '_')
                        .next();
                    used.extend(
                        name.filter(|name| !name.is_empty() && !name.starts_with(char::is_numeric))
                            .map(str::to_owned),
                    );
                }
            }
            TokenTree::Punct(_) => {}
        }
    }
}

const KEYWORDS: [&str; 20] = [
    "as", "else", "false", "for", "if", "impl", "in", "let", "loop", "match", "move", "mut", "ref",
    "return", "true", "while", "break", "continue", "crate", "super",
];

/// Tokens of these trees; a literal and a name are one each, brackets two, and what makes up an attribute none.
fn count(trees: &[TokenTree]) -> usize {
    let mut tokens = 0;
    let mut attribute = false;
    for tree in trees {
        let bracket = bracket(tree, Delimiter::Bracket).is_some();
        if attribute && bracket {
            attribute = false;
            continue;
        }
        match tree {
            TokenTree::Punct(mark) if mark.as_char() == '#' => attribute = true,
            TokenTree::Punct(mark) if attribute && mark.as_char() == '!' => {}
            // The two marks of `::`, `->` and `=>` are one token.
            TokenTree::Punct(mark) if mark.spacing() == Spacing::Joint => {}
            TokenTree::Group(group) => tokens += 2 + count(&inside(group)),
            _ => tokens += 1,
        }
    }
    tokens
}

/// How many values a parameter of this type brings.
fn width(ty: &[TokenTree]) -> usize {
    let ty: Vec<&TokenTree> = ty.iter().filter(|tree| !is_mark(tree, '&')).collect();
    match ty.as_slice() {
        [single] => match bracket(single, Delimiter::Parenthesis) {
            Some(tuple) => {
                let parts = inside(tuple);
                split_at_commas(&parts).map(width).sum::<usize>().max(1)
            }
            None => 1,
        },
        _ => 1,
    }
}

/// The parts between commas that are in no angle brackets, without empty ones.
fn split_at_commas(trees: &[TokenTree]) -> impl Iterator<Item = &[TokenTree]> {
    let mut depth = 0_usize;
    let mut arrow = false;
    trees
        .split(move |tree| {
            let closes = is_mark(tree, '>') && !arrow;
            arrow = is_mark(tree, '-') || is_mark(tree, '=');
            if is_mark(tree, '<') {
                depth += 1;
            } else if closes {
                depth = depth.saturating_sub(1);
            }
            depth == 0 && is_mark(tree, ',')
        })
        .filter(|part| !part.is_empty())
}

fn inside(group: &Group) -> Vec<TokenTree> {
    group.stream().into_iter().collect()
}

fn bracket(tree: &TokenTree, delimiter: Delimiter) -> Option<&Group> {
    match tree {
        TokenTree::Group(group) if group.delimiter() == delimiter => Some(group),
        _ => None,
    }
}

fn is_body(tree: &TokenTree) -> bool {
    bracket(tree, Delimiter::Brace).is_some()
}

fn is_word(tree: &TokenTree, word: &str) -> bool {
    matches!(tree, TokenTree::Ident(name) if name == word)
}

fn is_mark(tree: &TokenTree, wanted: char) -> bool {
    matches!(tree, TokenTree::Punct(mark) if mark.as_char() == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        violations(&Tree::planted(&[("src/a.rs", text)]))
            .into_iter()
            .map(|violation| violation.message)
            .collect()
    }

    #[test]
    fn dense_functions_are_found() {
        let long = format!("fn f() {{ {} }}", "g(1);".repeat(FUNCTION_TOKENS / 5 + 1));
        assert_eq!(found(&long).len(), 1);
        let short = format!("fn f() {{ {} }}", "g(1);".repeat(FUNCTION_TOKENS / 5 - 2));
        assert_eq!(found(&short).len(), 0);
        assert_eq!(
            found(&format!("#[cfg(test)] mod tests {{ {long} }}")).len(),
            0
        );
    }

    #[test]
    fn tuples_in_signatures_are_found() {
        assert_eq!(found("fn f((a, b): (u8, u8)) {}").len(), 1);
        assert_eq!(found("fn f(&(a, b): &(u8, u8)) {}").len(), 1);
        assert_eq!(found("fn f(pair: (u8, u8), [a, b]: [u8; 2]) {}").len(), 0);
        assert_eq!(found("fn f(a: (A, B, C), b: (D, E), c: F) {}").len(), 1);
        assert_eq!(
            found("impl A { fn f(&self, a: A, b: B, c: C, d: D, e: E) {} }").len(),
            0
        );
    }

    #[test]
    fn closures_without_captures_and_filters_without_values_are_found() {
        assert_eq!(found("fn f() { let g = |x: u8| x + 1; g(2); }").len(), 1);
        assert_eq!(
            found("fn f(y: u8) { let g = |x: u8| x + y; g(2); }").len(),
            0
        );
        assert_eq!(
            found("fn f(y: u8) { let g = |x: u8| format!(\"{y}{x}\"); g(2); }").len(),
            0
        );
        assert_eq!(
            found("impl A { fn f(&self) { let g = || self.a; } }").len(),
            0
        );
        assert_eq!(found("fn f(y: bool) { Some(1).filter(|_| y); }").len(), 1);
        assert_eq!(found("fn f(y: u8) { Some(1).filter(|x| x > y); }").len(), 0);
    }
}
