//! The manual page of a rule is the comment at the top of its file: `docs/content/diagnostics/CODE.md` is made from it.

use crate::tree::{Tree, Violation};

/// Where the rules are.
const RULES: &str = "src/check/rules/";

/// A manual page, made from the comment of a rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Page {
    /// `docs/content/diagnostics/vague-link.md`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// The pages of all rules.
pub fn pages(tree: &Tree) -> Vec<Page> {
    let rules = tree.rust_of(RULES);
    let rules = rules.filter(|(path, _)| !path.ends_with("/mod.rs"));
    rules.map(|(path, text)| page(path, text)).collect()
}

/// Every page in the manual is the one that its rule makes.
pub fn are_current(tree: &Tree) -> Vec<Violation> {
    let pages = pages(tree).into_iter();
    let old = pages.filter(|page| tree.text(&page.path) != Some(&page.text));
    let message = "differs from the comment at the top of its rule; \
        `UPDATE_DOCS=1 cargo test --test architecture` writes it anew";
    old.map(|page| Violation::new(&page.path, 0, message))
        .collect()
}

fn page(path: &str, source: &str) -> Page {
    let name = path.trim_start_matches(RULES).trim_end_matches(".rs");
    let code = name.replace('_', "-");
    let mut text = format!("# {code}\n\n");
    for line in source.lines().map_while(|line| line.strip_prefix("//!")) {
        let line = line.strip_prefix(' ').unwrap_or(line);
        // In Rust, a block without the name of a language is a test.
        let is_plain = line.starts_with("```") && line.ends_with("text");
        text.push_str(if is_plain {
            line.trim_end_matches("text")
        } else {
            line
        });
        text.push('\n');
    }
    Page {
        path: format!("docs/content/diagnostics/{code}.md"),
        text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_the_comment_of_its_rule() {
        let rule =
            "//! Says `a`.\n//!\n//! ```text\n//! a\n//! ```\n\nfn check() {}\n//! no part of it\n";
        let text = "# odd-word\n\nSays `a`.\n\n```\na\n```\n";
        let planted = |page: &str| {
            Tree::planted(&[
                ("src/check/rules/mod.rs", "//! All rules.\n"),
                ("src/check/rules/odd_word.rs", rule),
                ("docs/content/diagnostics/odd-word.md", page),
            ])
        };
        assert_eq!(are_current(&planted(text)), []);
        assert_eq!(are_current(&planted("# odd-word\n")).len(), 1);
        assert_eq!(pages(&planted("")).len(), 1);
    }
}
