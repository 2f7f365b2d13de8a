//! `output/` equals the build: nothing stale, nothing foreign touched, whole at every instant.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::site::{Site, read_folder};

/// Numbers that look random and are the same on every run.
pub struct Dice(u64);

impl Dice {
    /// Dice that start from a number other than 0.
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end.max(1)
    }
}

/// Identity and time of each file.
fn identities(folder: &Path) -> BTreeMap<String, (u64, i64, i64)> {
    let identity = |path: &String| {
        let meta = fs::metadata(folder.join(path)).expect("a file of the output");
        (meta.ino(), meta.mtime(), meta.mtime_nsec())
    };
    read_folder(folder)
        .keys()
        .map(|path| (path.clone(), identity(path)))
        .collect()
}

fn blog(site: &Site, name: &str, text: &str) {
    site.write(
        &format!("content/blogs/2012-08-02-{name}.md"),
        format!("---\ntitle: {name}\n---\n{text}\n"),
    );
}

#[test]
fn unchanged_files_are_not_written_again() {
    let site = Site::new();
    for name in ["one", "two", "three"] {
        blog(&site, name, "Old words");
    }
    let first = site.build();
    first.assert_clean();
    let before = identities(site.output());
    blog(&site, "two", "New words");
    let second = site.build();
    second.assert_clean();
    let after = identities(site.output());
    assert_eq!(before.len(), after.len());
    let mut changed = 0;
    // The list of what copublish wrote is its own, and written with each site.
    for (path, identity) in before
        .iter()
        .filter(|(path, _)| *path != ".copublish-manifest")
    {
        if second.output.get(path) == Some(&first.output[path]) {
            assert_eq!(
                after.get(path),
                Some(identity),
                "{path} did not change but was written"
            );
        } else {
            changed += 1;
        }
    }
    assert!(
        changed >= 1 && changed < before.len(),
        "{changed} of {}",
        before.len()
    );
}

#[test]
fn pages_of_what_is_gone_are_gone() {
    let site = Site::new();
    for name in ["deleted", "drafted", "expired", "renamed", "kept"] {
        blog(&site, name, "Words");
    }
    let first = site.build();
    first.assert_clean();
    assert!(
        first.paths().iter().any(|path| path.contains("deleted")),
        "{first}"
    );
    site.delete("content/blogs/2012-08-02-deleted.md");
    site.delete("content/blogs/2012-08-02-renamed.md");
    blog(&site, "moved", "Words");
    site.write(
        "content/blogs/2012-08-02-drafted.md",
        "---\ntitle: x\ndraft: true\n---\n",
    );
    site.write(
        "content/blogs/2012-08-02-expired.md",
        "---\ntitle: x\nexpires: 2012-09-01\n---\n",
    );
    let second = site.build();
    second.assert_clean();
    for name in ["deleted", "renamed", "drafted", "expired"] {
        let left: Vec<&str> = second
            .paths()
            .into_iter()
            .filter(|path| path.contains(name))
            .collect();
        assert_eq!(left, Vec::<&str>::new(), "{name}");
        let named = second
            .output
            .values()
            .filter(|bytes| String::from_utf8_lossy(bytes).contains(&format!("/{name}/")))
            .count();
        assert_eq!(named, 0, "something still leads to {name}");
    }
    assert!(
        second.paths().iter().any(|path| path.contains("kept")),
        "{second}"
    );
    let empty: Vec<_> = walkdir::WalkDir::new(site.output())
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_dir())
        .filter(|entry| {
            fs::read_dir(entry.path())
                .expect("a folder")
                .next()
                .is_none()
        })
        .collect();
    assert!(empty.is_empty(), "folders are left behind: {empty:?}");
}

#[test]
fn what_we_did_not_write_stays() {
    let site = Site::new();
    blog(&site, "one", "Words");
    site.build().assert_clean();
    let foreign = [
        "CNAME",
        ".nojekyll",
        ".git/config",
        "blogs/notes.txt",
        "blogs/one/mine.txt",
        "mine/deep/er.txt",
    ];
    for path in foreign {
        site.write(&format!("output/{path}"), path);
    }
    site.delete("content/blogs/2012-08-02-one.md");
    blog(&site, "two", "Words");
    let run = site.build();
    run.assert_clean();
    for path in foreign {
        assert_eq!(
            run.output.get(path).map(Vec::as_slice),
            Some(path.as_bytes()),
            "{path} is not as it was"
        );
    }
    assert!(
        run.find("/blogs/one/").is_none() && run.paths().iter().any(|path| path.contains("two")),
        "{run}"
    );
}

#[test]
fn a_folder_we_do_not_know_is_refused() {
    let site = Site::new()
        .file("content/a.md", "# A\n")
        .file("output/thesis.doc", "Years of work");
    let run = site.build();
    run.assert_exit(2);
    assert_eq!(run.paths(), ["thesis.doc"]);
    assert!(run.stderr.contains("output"), "{run}");
}

#[test]
fn an_empty_folder_and_one_with_a_gitignore_are_taken() {
    let site = Site::new()
        .file("content/a.md", "# A\n")
        .file("output/.gitignore", "*\n!.gitignore\n");
    let run = site.build();
    run.assert_clean();
    assert_eq!(
        run.output.get(".gitignore").map(Vec::as_slice),
        Some(b"*\n!.gitignore\n".as_slice())
    );
    assert!(run.find("/a/").is_some());
    let site = Site::new().file("content/a.md", "# A\n");
    fs::create_dir(site.output()).expect("a folder");
    site.build().assert_clean();
}

#[test]
fn inputs_are_never_written() {
    let site = Site::new()
        .file("assets/own.css", "a{}\n")
        .file("content/a.md", "# A\n");
    let inputs = |site: &Site| {
        let mut files = read_folder(site.root());
        files.retain(|path, _| !path.starts_with("output/") && !path.starts_with(".copublish/"));
        files
    };
    let before = inputs(&site);
    site.build().assert_clean();
    site.build().assert_clean();
    assert_eq!(
        inputs(&site).keys().collect::<Vec<_>>(),
        before.keys().collect::<Vec<_>>()
    );
    assert_eq!(inputs(&site), before);
}

/// Writes one of two contents: other words on every page, and a page of its own.
fn write_content(site: &Site, word: &str) {
    for number in 0..120 {
        let text = format!(
            "---\ntitle: Page {number}\n---\n{}\n",
            format!("{word} words. ").repeat(40)
        );
        site.write(&format!("content/p{number}.md"), text);
    }
    for other in ["alpha", "beta"] {
        let _ = fs::remove_file(site.root().join(format!("content/only-{other}.md")));
    }
    site.write(
        &format!("content/only-{word}.md"),
        "---\ntitle: Only here\n---\n",
    );
}

/// The names directly below the site's root.
fn beside_output(site: &Site) -> Vec<String> {
    let names = fs::read_dir(site.root())
        .expect("the root")
        .map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = names
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_build_killed_at_any_instant_leaves_a_whole_site() {
    let site = Site::new();
    let build = |word: &str| {
        write_content(&site, word);
        let run = site.build();
        run.assert_clean();
        (run.output, run.took)
    };
    let (alpha, _) = build("alpha");
    let (beta, took) = build("beta");
    assert_ne!(alpha, beta);
    let beside = beside_output(&site);

    let mut dice = Dice::new(0x5EED);
    let (mut old, mut new) = (0, 0);
    for round in 0..50 {
        // While it holds one of the two, the other is built over it.
        let before = read_folder(site.output());
        let (word, next) = if before == alpha {
            ("beta", &beta)
        } else {
            ("alpha", &alpha)
        };
        write_content(&site, word);
        let instant = Duration::from_micros(
            dice.below(u64::try_from(took.as_micros()).unwrap_or(u64::MAX) * 6 / 5),
        );
        let (mut child, _talk) = site.start(&["build"]);
        let started = Instant::now();
        while started.elapsed() < instant {
            std::thread::yield_now();
        }
        child.kill().expect("a child of ours");
        child.wait().expect("a child of ours");
        let after = read_folder(site.output());
        match (after == before, after == *next) {
            (true, _) => old += 1,
            (_, true) => new += 1,
            _ => panic!(
                "round {round}, killed after {instant:?}: {}",
                describe(&after, &before, next)
            ),
        }
    }
    assert!(
        old > 0,
        "every build ended before it was killed: the test proves nothing ({old} old, {new} new)"
    );
    let (whole, _) = build("alpha");
    assert!(whole == alpha, "{}", describe(&whole, &beta, &alpha));
    assert_eq!(
        beside_output(&site),
        beside,
        "killed builds left something behind"
    );
}

fn describe(
    found: &BTreeMap<String, Vec<u8>>,
    old: &BTreeMap<String, Vec<u8>>,
    new: &BTreeMap<String, Vec<u8>>,
) -> String {
    let same = |other: &BTreeMap<String, Vec<u8>>| {
        found
            .iter()
            .filter(|(path, bytes)| other.get(*path) == Some(bytes))
            .count()
    };
    format!(
        "{} files: {} as before (of {}), {} as after (of {})",
        found.len(),
        same(old),
        old.len(),
        same(new),
        new.len()
    )
}

#[test]
fn what_is_wrong_with_a_site_is_said_also_where_it_cannot_be_written() {
    let site = Site::new().file("content/a.md", "---\ntitle: A\nodd: 1\n---\n");
    fs::write(site.output(), "no folder").expect("a file in the way");
    let run = site.run(&["build"]);
    run.assert_exit(2);
    assert!(
        run.stderr
            .contains("warning[unknown-field]: a page has no field called `odd`"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("not a folder"), "{}", run.stderr);
}
