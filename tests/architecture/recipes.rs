//! The recipes of CONTRIBUTING hold for all that was made by them: who adds a check or a format touches the files that
//! the recipe names, and no others.

use crate::tree::{Tree, Violation};

/// Where rules and formats are, and which other files of the product may name one.
const RULES: &str = "src/check/rules/";
const RULE_USERS: [&str; 1] = ["src/base/code.rs"];
const FORMATS: &str = "src/layout/formats/";

/// A rule is its file, its entries in `mod.rs`, and its code.
pub fn checks(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    for (path, text) in tree
        .rust_of(RULES)
        .filter(|(path, _)| !path.ends_with("/mod.rs"))
    {
        let module = stem(path);
        let code = module.split('_').map(capitalised).collect::<String>();
        let names = [format!("{module}::"), format!("Code::{code}")];
        found.extend(named_elsewhere(tree, path, &names, &RULE_USERS));
        if !text.contains(&format!("Code::{code}")) {
            let message = format!("is not named after its code: it does not report `Code::{code}`");
            found.push(Violation::new(path, 0, message));
        }
    }
    found
}

/// A format is its file and its entry in `mod.rs`.
pub fn formats(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    for (path, text) in tree.rust_of(FORMATS) {
        for implemented in text
            .lines()
            .filter_map(|line| line.strip_prefix("impl Format for "))
        {
            let name = implemented.trim_end_matches(" {");
            let names = [format!("{}::{name}", stem(path))];
            found.extend(named_elsewhere(tree, path, &names, &[]));
        }
    }
    found
}

fn named_elsewhere(tree: &Tree, own: &str, names: &[String], allowed: &[&str]) -> Vec<Violation> {
    let mut found = Vec::new();
    for (path, text) in tree.rust_of("src/") {
        // Files beside it may share what they are made of.
        let beside = path.rsplit_once('/').map(|(folder, _)| folder)
            == own.rsplit_once('/').map(|(folder, _)| folder);
        if beside || allowed.contains(&path) || crate::sizes::is_test_file(path) {
            continue;
        }
        for (number, line) in (1..).zip(text.lines()) {
            if let Some(name) = names.iter().find(|name| is_named(line, name)) {
                let message =
                    format!("names `{name}`, which the recipe in CONTRIBUTING does not mention");
                found.push(Violation::new(path, number, message));
            }
        }
    }
    found
}

/// True if a line of code holds this name as a whole.
fn is_named(line: &str, name: &str) -> bool {
    // A stage may report the same problem where it finds it: that asks for nothing here.
    if line.trim_start().starts_with("//") || line.contains("Diagnostic::new(") {
        return false;
    }
    line.match_indices(name).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + name.len()..].chars().next();
        let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        !joins(before) && (name.ends_with(':') || !joins(after))
    })
}

fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.trim_end_matches(".rs")
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_recipe_does_not_mention_is_found() {
        let rule = ("src/check/rules/odd_word.rs", "Code::OddWord");
        let clean = Tree::planted(&[rule, ("src/check/rules/mod.rs", "odd_word::RULE,")]);
        assert_eq!(checks(&clean), []);
        let wired = Tree::planted(&[rule, ("src/cli/fix.rs", "if code == Code::OddWord {}")]);
        assert_eq!(checks(&wired).len(), 1);
        let other = Tree::planted(&[rule, ("src/cli/fix.rs", "if code == Code::OddWords {}")]);
        assert_eq!(checks(&other), []);
        let format = ("src/layout/formats/feed.rs", "impl Format for Feed {");
        let wired = Tree::planted(&[format, ("src/layout/render.rs", "feed::Feed.text()")]);
        assert_eq!(formats(&wired).len(), 1);
    }
}
