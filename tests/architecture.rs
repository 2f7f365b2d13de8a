//! The house rules, checked over the project's own files by `cargo test`.
//!
//! 1. `tree`: the project as a map from path to text, so that a rule can be tried on planted files
//! 2. `tokens`: what a Rust file names, without its comments, strings, attributes and tests
//! 3. `law`: who may import whom; the order of `lib.rs`
//! 4. `doors`: who may print, read, write, and look at the clock
//! 5. `sizes`: lines of files and functions, calls that can panic
//! 6. `prose`: headers, unfinished work, links of the documentation
//!
//! Each rule is a function from a tree to its violations. Types are beyond it: what only the compiler
//! can see (`path.exists()` on a `Path`) stands in `clippy.toml`.

#![allow(clippy::disallowed_methods, reason = "the house is read from the disk")]

#[path = "architecture/doors.rs"]
mod doors;
#[path = "architecture/law.rs"]
mod law;
#[path = "architecture/prose.rs"]
mod prose;
#[path = "architecture/sizes.rs"]
mod sizes;
#[path = "architecture/tokens.rs"]
mod tokens;
#[path = "architecture/tree.rs"]
mod tree;

use tree::{Tree, Violation};

/// Runs one rule over the project.
fn holds(rule: impl Fn(&Tree) -> Vec<Violation>) {
    let violations = rule(&Tree::of_project());
    let lines: Vec<String> = violations.iter().map(ToString::to_string).collect();
    assert!(
        lines.is_empty(),
        "{} violations\n{}",
        lines.len(),
        lines.join("\n")
    );
}

#[test]
fn the_tree_is_not_empty() {
    let tree = Tree::of_project();
    assert!(
        tree.rust_of("src/").count() > 20,
        "the rules would hold over nothing"
    );
    assert!(tree.text("README.md").is_some_and(|text| !text.is_empty()));
}

#[test]
fn imports_point_one_way() {
    holds(law::imports);
}

#[test]
fn lib_lists_the_rooms_in_order() {
    holds(law::order);
}

#[test]
fn only_cli_prints() {
    holds(doors::printing);
}

#[test]
fn one_reader_one_writer() {
    holds(doors::disk);
}

#[test]
fn files_are_opened_at_one_place() {
    holds(doors::opening);
}

#[test]
fn texts_of_documents_have_one_door() {
    holds(doors::texts);
}

#[test]
fn bytes_become_text_in_one_place() {
    holds(doors::decoding);
}

#[test]
fn clock_environment_and_network_come_in_as_values() {
    holds(doors::surroundings);
}

#[test]
fn files_and_functions_are_short() {
    holds(sizes::lengths);
}

#[test]
fn nothing_unwraps_and_little_panics() {
    holds(sizes::panics);
}

#[test]
fn every_file_says_what_it_is() {
    holds(prose::headers);
}

#[test]
fn no_work_is_left_unfinished() {
    holds(prose::unfinished);
}

#[test]
fn links_of_the_documentation_lead_to_files() {
    holds(prose::links);
}
