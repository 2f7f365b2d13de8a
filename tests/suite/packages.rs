//! What is written by hand about packages agrees: with the version, and with each other.

use std::path::Path;
use std::{fs, iter};

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Folders whose files nobody writes by hand.
const MADE: [&str; 6] = [
    "target",
    "node_modules",
    "output",
    ".git",
    ".copublish",
    "proptest-regressions",
];

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

/// Every text of the repository, with its path.
fn texts(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        let (path, name) = (entry.path(), entry.file_name());
        let kind = entry.file_type().expect("a type");
        if kind.is_dir() && !MADE.iter().any(|made| name == *made) {
            texts(&path, found);
        } else if kind.is_file()
            && let Ok(text) = fs::read_to_string(&path)
        {
            found.push((path.display().to_string(), text));
        }
    }
}

/// The version that a text starts with: `0.1.0`.
fn version_at(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.');
    let version = text[..end.unwrap_or(text.len())].trim_end_matches('.');
    (version.matches('.').count() == 2).then_some(version)
}

/// The versions that are joined to the name of the program by signs, as in `copublish==0.1.0`, `copublish/action@v0.1.0` and
/// `COPUBLISH_VERSION: "0.1.0"`. What speaks of a version, as in "measured with copublish 0.1.0", stays true.
fn joined(line: &str) -> impl Iterator<Item = &str> {
    let lower = line.to_ascii_lowercase();
    let starts: Vec<usize> = lower.match_indices("copublish").map(|(at, _)| at).collect();
    starts.into_iter().filter_map(move |start| {
        let behind = &line[start + "copublish".len()..];
        let at = behind.find(|c: char| c.is_ascii_digit())?;
        let signs = behind[..at].replace(": \"", ":");
        let are_signs = !signs.is_empty() && !signs.contains(char::is_whitespace);
        let is_joined = are_signs && signs.ends_with(['=', '@', '_', ':', 'v', '-']);
        version_at(&behind[at..]).filter(|_| is_joined)
    })
}

/// The versions of packages whose name is that of the program, with or without more words: the first version in quotes below the
/// name, up to the next name or table. A package of version 0.0.0 is never handed out.
fn declared(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut is_ours = false;
    for line in text.lines() {
        // Another table of TOML, or another object of JSON, is about something else.
        is_ours &= !line.starts_with('[') && !line.ends_with('{');
        let plain = line.trim_start_matches([' ', '"', '{', '-']);
        let name = plain
            .strip_prefix("name")
            .map(|rest| rest.trim_start_matches(['"', ':', '=', ' ']));
        match name {
            Some(name) => is_ours = name.starts_with("copublish"),
            None if is_ours => {
                let mut quoted = line.split('"').skip(1);
                if let Some(version) =
                    quoted.find_map(|part| version_at(part).filter(|it| *it == part))
                {
                    found.push(version);
                    is_ours = false;
                }
            }
            None => {}
        }
    }
    found.retain(|version| *version != "0.0.0");
    found
}

#[test]
fn whoever_copies_a_line_installs_this_version() {
    let mut all = Vec::new();
    texts(Path::new(env!("CARGO_MANIFEST_DIR")), &mut all);
    let mut places = 0;
    // Code knows the version from its manifest.
    all.retain(|(file, _)| !file.ends_with(".rs"));
    for (file, text) in &all {
        let is_manifest = [".toml", ".json", ".lock", ".yml", ".yaml"]
            .iter()
            .any(|end| file.ends_with(end));
        let declared = if is_manifest {
            declared(text)
        } else {
            Vec::new()
        };
        for version in text.lines().flat_map(joined).chain(declared) {
            assert_eq!(version, VERSION, "{file}");
            places += 1;
        }
    }
    // The four manifests and their locks, the action, and the lines of the manual.
    assert!(places >= 12, "only {places} places name the version");
}

#[test]
fn places_that_name_a_version_are_known() {
    let found = |line: &'static str| joined(line).collect::<Vec<_>>();
    assert_eq!(
        found("pip install copublish==1.2.3 && copublish build"),
        ["1.2.3"]
    );
    assert_eq!(found("uses: OWNER/copublish/dist/action@v1.2.3"), ["1.2.3"]);
    assert_eq!(found("./copublish_1.2.3_amd64.deb"), ["1.2.3"]);
    assert_eq!(found("  COPUBLISH_VERSION: \"1.2.3\""), ["1.2.3"]);
    assert_eq!(found("copublish 1.2.3 | Hugo 0.168.0"), [""; 0]);
    let manifest =
        "name: copublish\ninputs:\n  version:\n    default: \"1.2.3\"\n  other: \"4.5.6\"\n";
    assert_eq!(declared(manifest), ["1.2.3"]);
    let library = "[lib]\nname = \"copublish\"\n[dependencies]\nlibc = \"4.5.6\"\n";
    assert_eq!(declared(library), [""; 0]);
    let lock =
        "name = \"copublish-press\"\nversion = \"1.2.3\"\nname = \"other\"\nversion = \"4.5.6\"\n";
    assert_eq!(declared(lock), ["1.2.3"]);
}

/// A template that panics is a message, and a question of an editor that does is refused: the program goes on. That holds for what is
/// handed out only if a panic unwinds there too.
#[test]
fn no_profile_ends_the_program_at_a_panic() {
    let manifest = text("Cargo.toml");
    let profiles = between(&manifest, "panic = \"", '"');
    assert_eq!(profiles.collect::<Vec<_>>(), [""; 0]);
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
