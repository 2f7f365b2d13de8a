//! What `new` writes: for every kind of the theme, it builds, and nothing is said of it but what is to be filled in.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::site::Site;

/// The names of the theme's kinds, from its files: a new kind is tested as soon as it exists.
fn kinds() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/partnership/kinds");
    let files = fs::read_dir(folder).expect("the kinds").flatten();
    let mut names: Vec<String> = files
        .filter_map(|file| Some(file.path().file_stem()?.to_str()?.to_owned()))
        .collect();
    names.sort();
    assert!(names.len() > 10, "{names:?}");
    names
}

fn site() -> Site {
    Site::new()
        .file(
            "content/reports/of/index.md",
            "---\ntitle: Of\ndate: 2012-01-01\n---\n",
        )
        .file("content/blogs/2012-01-01-on.md", "---\ntitle: On\n---\n")
}

/// Makes a document, and returns its file.
fn make(site: &Site, kind: &str, title: &str) -> String {
    let inside: &[&str] = match kind {
        "chapter" => &["--in", "reports/of"],
        "comment" => &["--in", "blogs/2012-01-01-on"],
        _ => &[],
    };
    let verb = ["new", kind, title, "--now", "2012-10-01"];
    let run = site.run(&[&verb[..], inside].concat());
    run.assert_exit(0);
    let created = run
        .stdout
        .lines()
        .find_map(|line| line.strip_prefix("created "));
    created.expect("a file").to_owned()
}

/// The codes and messages of everything that is found.
fn found(site: &Site) -> Vec<(String, String)> {
    let run = site.run(&["build", "--format", "json", "--keep-going"]);
    let document: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let found = document["diagnostics"].as_array().expect("diagnostics");
    let text = |one: &Value, key: &str| one[key].as_str().unwrap_or_default().to_owned();
    found
        .iter()
        .map(|one| (text(one, "code"), text(one, "message")))
        .collect()
}

#[test]
fn what_new_writes_builds_for_every_kind_of_the_theme() {
    for kind in kinds() {
        let site = site();
        let before = found(&site);
        make(&site, &kind, "A title: of 2012 to 2013");
        let mut new = found(&site);
        new.retain(|one| !before.contains(one) && one.0 != "missing-field");
        assert_eq!(new, [], "{kind}");
    }
}

/// Whoever deletes each `#` has every key of every group, and is told of what is still empty, never of a wrong key or
/// a wrong value.
#[test]
fn every_key_that_new_offers_is_one_of_the_kind() {
    for kind in kinds() {
        let site = site();
        let before = found(&site);
        let file = make(&site, &kind, "A title");
        let text = fs::read_to_string(site.root().join(&file)).expect("the document");
        let used: Vec<&str> = text
            .lines()
            .map(|line| match line.strip_prefix('#') {
                Some(rest) if !rest.starts_with(' ') || rest.starts_with("  ") => rest,
                _ => line,
            })
            .collect();
        // A document whose publication is unclear is withheld, and nothing more would be said of it.
        let used = used
            .join("\n")
            .replace("\ndraft: true", "\ndraft: false")
            .replace("\npublish_at:", "\npublish_at: 2012-01-01")
            .replace("\nstatus:", "\nstatus: current");
        site.write(&file, used + "\n");
        let mut new = found(&site);
        new.retain(|one| !before.contains(one) && one.0 != "missing-field");
        assert_eq!(new, [], "{kind}:\n{text}");
    }
}

#[test]
fn publications_have_a_folder_for_their_files() {
    let site = site();
    assert_eq!(
        make(&site, "report", "Progress so far"),
        "content/reports/progress-so-far/index.md"
    );
    assert_eq!(
        make(&site, "programme", "Our plans for 2012–13"),
        "content/programme/2012-13/index.md"
    );
    let text = fs::read_to_string(site.root().join("content/reports/progress-so-far/index.md"))
        .expect("the report");
    for line in [
        "\ndate: 2012-10-01\n",
        "\n#attachments:\n#  - file:\n",
        "\n#status:\n",
    ] {
        assert!(text.contains(line), "{text}");
    }
}
