//! What is written by hand about packages agrees: with the version, and with each other.

use std::path::Path;
use std::{fs, iter};

const VERSION: &str = env!("CARGO_PKG_VERSION");

fn text(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// What stands between two words, wherever they stand.
fn between<'t>(text: &'t str, before: &'t str, after: char) -> impl Iterator<Item = &'t str> {
    let mut rest = text;
    iter::from_fn(move || {
        let start = rest.find(before)? + before.len();
        rest = &rest[start..];
        let (found, behind) = rest.split_once(after)?;
        rest = behind;
        Some(found)
    })
}

#[test]
fn whoever_copies_a_line_installs_this_version() {
    let named = [
        ("dist/action/action.yml", "default: \"0", '"'),
        (
            "dist/gitlab/site.gitlab-ci.yml",
            "COPUBLISH_VERSION: \"0",
            '"',
        ),
        ("docs/content/manual/install.md", "copublish==0", '`'),
        ("docs/content/manual/install.md", "copublish_0", '_'),
        ("docs/content/manual/output.md", "copublish==0", ' '),
        ("docs/content/manual/output.md", "dist/action@v0", '\n'),
    ];
    for (file, before, after) in named {
        let text = text(file);
        let found: Vec<&str> = between(&text, before, after).collect();
        assert!(!found.is_empty(), "{file} no longer says {before}");
        for version in found {
            let version = format!("0{}", version.trim());
            let version = version.split_whitespace().next().unwrap_or_default();
            assert_eq!(version, VERSION, "{file}, behind {before}");
        }
    }
}

#[test]
fn the_workflow_makes_what_the_package_of_npm_asks_for() {
    let workflow = text(".github/workflows/release.yml");
    let made: Vec<&str> = between(&workflow, "{ name: ", ',').collect();
    let platforms = text("dist/platforms.py");
    let asked = between(&platforms, "RELEASED = [", ']')
        .next()
        .unwrap_or_default();
    let asked: Vec<&str> = between(asked, "\"", '"').collect();
    assert_eq!(made, asked);
    assert!(!made.is_empty());
}
