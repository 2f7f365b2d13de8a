//! How long files and functions may be, and how often the product may stop with a panic.

use crate::tokens::Source;
use crate::tree::{Tree, Violation};

/// Lines of a file, its tests left out.
const FILE_LINES: usize = 520;
/// Lines of a function, from `fn` to its closing brace.
const FUNCTION_LINES: usize = 80;
/// Calls that stop the program where an invariant is broken, in 1,000 lines.
const PANICS: usize = 3;

/// True for a file that holds nothing but tests.
pub fn is_test_file(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/")
}

/// No file and no function is longer than one reads at a glance.
pub fn lengths(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in tree.rust_of("src/").filter(|(path, _)| !is_test_file(path)) {
        let source = Source::read(text);
        let lines = text.lines().count() - source.test_lines;
        if lines > FILE_LINES {
            let message = format!(
                "has {lines} lines without tests, {FILE_LINES} are enough: which noun wants its own file?"
            );
            violations.push(Violation::new(path, 0, message));
        }
        for function in source.functions() {
            if function.lines > FUNCTION_LINES {
                let message = format!(
                    "`{}` has {} lines, {FUNCTION_LINES} are enough",
                    function.name, function.lines
                );
                violations.push(Violation::new(path, function.line, message));
            }
        }
    }
    violations
}

/// `.unwrap()` stands in tests only; `.expect(…)`, `unreachable!` and their like are rare.
pub fn panics(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    let mut panics = Vec::new();
    let mut lines = 0;
    for (path, text) in tree.rust_of("src/").filter(|(path, _)| !is_test_file(path)) {
        let source = Source::read(text);
        lines += text.lines().count() - source.test_lines;
        for three in source.tokens.windows(3) {
            let [first, second, third] = three else {
                continue;
            };
            let method = |name: &str| first.text == "." && second.text == name && third.text == "(";
            let stops =
                ["panic", "todo", "unimplemented", "unreachable"].contains(&first.text.as_str());
            if method("unwrap") {
                let message = "`.unwrap()` in the product: handle it, or say with `expect` why it cannot happen";
                violations.push(Violation::new(path, first.line, message));
            } else if method("expect") || (stops && second.text == "!") {
                panics.push(Violation::new(path, first.line, "can panic"));
            }
        }
    }
    if panics.len() * 1000 > lines.max(1000) * PANICS {
        let message = format!(
            "{} calls that can panic in {lines} lines; {PANICS} in 1,000 are enough",
            panics.len()
        );
        violations.push(Violation::new("src", 0, message));
        violations.extend(panics);
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_things_are_found() {
        let long = format!("fn f() {{\n{}}}\n", "    g();\n".repeat(FUNCTION_LINES));
        assert_eq!(lengths(&Tree::planted(&[("src/a.rs", &long)])).len(), 1);
        let short = format!("fn f() {{\n{}}}\n", "    g();\n".repeat(FUNCTION_LINES - 2));
        assert_eq!(lengths(&Tree::planted(&[("src/a.rs", &short)])).len(), 0);
        let rows = "const A: u8 = 0;\n".repeat(FILE_LINES + 1);
        assert_eq!(lengths(&Tree::planted(&[("src/a.rs", &rows)])).len(), 1);
        let tested = format!("#[cfg(test)]\nmod tests {{\n{rows}}}\n");
        assert_eq!(lengths(&Tree::planted(&[("src/a.rs", &tested)])).len(), 0);
        assert_eq!(
            lengths(&Tree::planted(&[("src/a/tests.rs", &rows)])).len(),
            0
        );
    }

    #[test]
    fn panics_are_counted() {
        let count = |text: &str| panics(&Tree::planted(&[("src/a.rs", text)])).len();
        assert_eq!(count("fn f() { x.unwrap(); }"), 1);
        assert_eq!(count("fn f() { x.unwrap_or(1); x.expected(2); }"), 0);
        assert_eq!(
            count("#[cfg(test)] mod tests { fn f() { x.unwrap(); } }"),
            0
        );
        assert_eq!(
            count("#[expect(dead_code)] fn f() { a.expect(\"1\"); unreachable!(); panic!(); }"),
            0
        );
        assert_eq!(
            count("fn f() { a.expect(\"1\"); unreachable!(); panic!(); todo!(); }"),
            5
        );
    }
}
