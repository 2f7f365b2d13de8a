//! The house rules, checked over the project's own files by `cargo test`.
//!
//! 1. `tree`: the project as a map from path to text, so that a rule can be tried on planted files
//! 2. `tokens`: what a Rust file names, without its comments, strings, attributes and tests
//! 3. `law`: who may import whom; the order of `lib.rs`
//! 4. `doors`: who may print, read, write, and look at the clock
//! 5. `sizes`: lines of files and functions, calls that can panic; `density`: tokens and parameters of functions;
//!    `rings`: files that import one another in a circle
//! 6. `prose`: headers, unfinished work, links of the documentation
//! 7. `rule_pages`: manual pages are what rules say of themselves; `recipes`: the recipes of CONTRIBUTING hold
//!
//! Each rule is a function from a tree to its violations. Types are beyond it: what only the compiler
//! can see (`path.exists()` on a `Path`) stands in `clippy.toml`.

#![allow(clippy::disallowed_methods, reason = "the house is read from the disk")]

#[path = "architecture/density.rs"]
mod density;
#[path = "architecture/doors.rs"]
mod doors;
#[path = "architecture/law.rs"]
mod law;
#[path = "architecture/prose.rs"]
mod prose;
#[path = "architecture/recipes.rs"]
mod recipes;
#[path = "architecture/rings.rs"]
mod rings;
#[path = "architecture/rule_pages.rs"]
mod rule_pages;
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
fn doors_of_rooms_name_what_is_in_them() {
    holds(prose::doors);
}

#[test]
fn the_architecture_names_files_that_exist() {
    holds(prose::named_files);
}

#[test]
fn pages_of_rules_are_their_comments() {
    if std::env::var_os("UPDATE_DOCS").is_some_and(|value| value == "1") {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        for page in rule_pages::pages(&Tree::of_project()) {
            std::fs::write(root.join(page.path), page.text).expect("a page that can be written");
        }
    }
    holds(rule_pages::are_current);
}

#[test]
fn no_work_is_left_unfinished() {
    holds(prose::unfinished);
}

#[test]
fn links_of_the_documentation_lead_to_files() {
    holds(prose::links);
}

/// The files of the largest ring that may be in a room.
const RING: usize = 3;

#[test]
fn a_check_is_made_by_its_recipe() {
    holds(recipes::checks);
}

#[test]
fn a_format_is_made_by_its_recipe() {
    holds(recipes::formats);
}

#[test]
fn functions_can_be_read_at_once() {
    holds(density::violations);
}

#[test]
fn files_of_a_room_form_no_rings() {
    holds(|tree| {
        let mut found = rings::find(tree);
        found.retain(|ring| ring.len() > RING);
        let told = |ring: Vec<String>| {
            let message = format!("imports itself over {}", ring.join(", "));
            Violation::new(&ring[0], 0, message)
        };
        found.into_iter().map(told).collect()
    });
}

/// `cargo test --test architecture figures -- --ignored --nocapture`
#[test]
#[ignore = "prints figures, checks nothing"]
fn figures() {
    let tree = Tree::of_project();
    let mut tokens = density::lengths(&tree);
    tokens.sort_unstable();
    let part = |share: usize| tokens[tokens.len() * share / 100];
    let sources: Vec<tokens::Source> = tree
        .rust_of("src/")
        .filter(|(path, _)| !sizes::is_test_file(path))
        .map(|(_, text)| tokens::Source::read(text))
        .collect();
    let product = || {
        tree.rust_of("src/")
            .filter(|(path, _)| !sizes::is_test_file(path))
    };
    let lines: usize = product().map(|(_, text)| text.lines().count()).sum();
    let test_lines: usize = sources.iter().map(|source| source.test_lines).sum();
    let all: usize = sources.iter().map(|source| source.tokens.len()).sum();
    let types = sources.iter().flat_map(|source| source.tokens.windows(2));
    let types =
        types.filter(|two| ["struct", "enum", "trait", "type"].contains(&two[0].text.as_str()));
    println!(
        "functions {}, tokens median {}, p90 {}, p95 {}, most {}",
        tokens.len(),
        part(50),
        part(90),
        part(95),
        tokens[tokens.len() - 1]
    );
    println!(
        "files {}, lines {}, tokens {all}, types {}",
        sources.len(),
        lines - test_lines,
        types.count()
    );
    for ring in rings::find(&tree) {
        println!("ring of {}: {}", ring.len(), ring.join(" "));
    }
}
