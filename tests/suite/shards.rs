//! A site that several machines build in parts: all parts together are the site, and nothing else can be published.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::languages::small_with_hosts;
use crate::site::{Run, Site};

const PART_FILE: &str = ".copublish-part";
const TARGET: &str = "publish: {to: folder, folder: ../published}\n";

/// A copy of the example site, which publishes to a folder beside it.
fn example() -> Site {
    let site = Site::copy_of(Path::new(env!("CARGO_MANIFEST_DIR"))).by_the_clock();
    let settings = std::fs::read_to_string(site.root().join("site.yaml")).expect("its settings");
    site.write("site.yaml", settings + TARGET);
    site
}

fn folder_of(site: &Site, part: usize, of: usize) -> PathBuf {
    site.root().join(format!("../parts/{of}/{part}"))
}

fn build_part(site: &Site, part: usize, of: usize) -> Run {
    let folder = folder_of(site, part, of);
    let folder = folder.to_str().expect("a path");
    site.run(&[
        "build",
        "--shard",
        &format!("{part}/{of}"),
        "--output",
        folder,
    ])
}

/// Builds all parts, the last one first.
fn build_parts(site: &Site, of: usize) -> Vec<PathBuf> {
    for part in (1..=of).rev() {
        build_part(site, part, of).assert_exit(0);
    }
    (1..=of).map(|part| folder_of(site, part, of)).collect()
}

fn files_in(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.expect("a file"));
    let files = files
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry
                .path()
                .strip_prefix(folder)
                .expect("a path below the folder");
            (
                path.to_string_lossy().into_owned(),
                std::fs::read(entry.path()).expect("a file"),
            )
        });
    files
        .filter(|(path, _)| !path.ends_with(".copublish-manifest") && path != PART_FILE)
        .collect()
}

fn publish(site: &Site, folders: &[PathBuf]) -> Run {
    let mut args = vec!["publish", "--parts"];
    args.extend(
        folders
            .iter()
            .map(|folder| folder.to_str().expect("a path")),
    );
    site.run(&args)
}

#[test]
fn parts_together_are_the_site() {
    assert_are_together(&example(), 250);
}

#[test]
fn parts_of_a_site_on_two_hosts_are_the_site() {
    assert_are_together(&small_with_hosts(), 50);
}

/// Builds a site of more than so many files as a whole, and in parts.
fn assert_are_together(site: &Site, least: usize) {
    site.build().assert_exit(0);
    let whole = files_in(site.output());
    assert!(whole.len() > least, "{} files", whole.len());
    for of in [1, 2, 8] {
        let folders = build_parts(site, of);
        let mut together = BTreeMap::new();
        for folder in &folders {
            let files = files_in(folder);
            assert!(
                files.len() * of < 3 * whole.len(),
                "{}: {} files",
                folder.display(),
                files.len()
            );
            for (path, bytes) in files {
                assert!(
                    together.insert(path.clone(), bytes).is_none(),
                    "{path} is in two of {of} parts"
                );
            }
        }
        let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&together), names(&whole), "{of} parts");
        assert!(together == whole, "{of} parts have other bytes");
    }
}

#[test]
fn all_parts_are_published_together_in_any_order() {
    let site = example();
    site.build().assert_exit(0);
    let mut folders = build_parts(&site, 3);
    folders.reverse();
    let run = publish(&site, &folders);
    run.assert_exit(0);
    let mut published = files_in(&site.root().join("../published"));
    published.retain(|path, _| !path.starts_with(".copublish-published"));
    assert!(published == files_in(site.output()));
    publish(&site, &folders[..2]).assert_exit(2);
    let after = files_in(&site.root().join("../published"));
    assert!(
        published.keys().all(|path| after.contains_key(path)),
        "all or nothing"
    );
}

/// A small site that publishes to a folder beside it.
fn small() -> Site {
    let settings = "title: A\nbase_url: https://example.org\ngit_dates: false\n";
    Site::new()
        .file("site.yaml", format!("{settings}{TARGET}"))
        .file("content/index.md", "---\ntitle: Home\n---\nText\n")
        .by_the_clock()
}

/// Why a run did not publish, in the words of the program.
fn refusal(site: &Site, folders: &[PathBuf]) -> String {
    let run = publish(site, folders);
    run.assert_exit(2);
    let parts = site.root().join("../parts");
    run.stderr
        .replace(parts.to_str().expect("a path"), "parts")
        .replace("[ROOT]/../parts", "parts")
}

#[test]
fn what_are_not_all_parts_of_one_site_is_not_published() {
    let site = small();
    let parts = build_parts(&site, 4);
    assert_eq!(
        refusal(&site, &parts[..3]),
        "error: nothing was sent: part `4/4` is missing\n"
    );
    assert_eq!(
        refusal(&site, &parts[1..3]),
        "error: nothing was sent: parts `1/4` and `4/4` are missing\n"
    );
    let twice = [&parts[..], &parts[..1]].concat();
    assert_eq!(
        refusal(&site, &twice),
        "error: nothing was sent: `parts/4/1` and `parts/4/1` are both part 1/4\n"
    );
    build_part(&site, 1, 2).assert_exit(0);
    let others = [vec![folder_of(&site, 1, 2)], parts[1..].to_vec()].concat();
    assert_eq!(
        refusal(&site, &others),
        "error: nothing was sent: `parts/2/1` is part 1/2, and `parts/4/2` is part 2/4: build as many parts as each of them says\n"
    );
    site.build().assert_exit(0);
    let whole = [site.output().to_owned()];
    assert_eq!(
        refusal(&site, &whole),
        "error: nothing was sent: `[ROOT]/output` holds no part of a site: build one with `copublish build --shard 1/8 --output FOLDER`\n"
    );
    site.write("content/index.md", "---\ntitle: Home\n---\nOther text\n");
    build_part(&site, 2, 4).assert_exit(0);
    assert_eq!(
        refusal(&site, &parts),
        "error: nothing was sent: `parts/4/1` and `parts/4/2` are parts of different sites: build all parts of the same files, with the same copublish and for the same moment, which `--now` says\n"
    );
    assert!(!site.root().join("../published").exists());
}

#[test]
fn parts_that_are_out_of_date_or_for_another_address_are_not_published() {
    let site = small().file(
        "content/news.md",
        "---\ntitle: News\npublish_at: 2012-10-02\n---\n",
    );
    let folder = folder_of(&site, 1, 1);
    let name = folder.to_str().expect("a path");
    let build = |args: &[&str]| {
        let verb = ["build", "--shard", "1/1", "--output", name];
        site.run(&[&verb, args].concat()).assert_exit(0);
    };
    build(&["--now", "2012-10-01"]);
    assert_eq!(
        refusal(&site, std::slice::from_ref(&folder)),
        "error: nothing was sent: `parts/1/1` is out of date, since something has become public or is over: build the parts again\n"
    );
    build(&["--now", "2999-10-01"]);
    assert_eq!(
        refusal(&site, std::slice::from_ref(&folder)),
        "error: nothing was sent: `parts/1/1` was built for a moment in the future, so it may hold what is not public yet\n"
    );
    build(&["--base-url", "https://test.example.org"]);
    assert_eq!(
        refusal(&site, std::slice::from_ref(&folder)),
        "error: nothing was sent: `parts/1/1` was built for the address `https://test.example.org`, and the target has `https://example.org`: build the parts with `--base-url https://example.org`\n"
    );
    std::fs::write(folder.join(PART_FILE), "copublish part 1\npart: 9/3\n").expect("a file");
    assert!(refusal(&site, &[folder]).contains("is damaged"));
}
