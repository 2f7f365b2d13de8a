//! What `init` writes: whichever of its samples an author deletes, the site builds and nothing is wrong with it.

use std::path::PathBuf;
use std::process::Command;

use walkdir::WalkDir;

use crate::site::{NOW, Site, binary};

/// The only thing that a new site has to be told.
const ADDRESS: &str = "[missing-base-url]";

/// A new site, and its samples.
fn new_site() -> (Site, Vec<PathBuf>) {
    let site = Site::new();
    std::fs::remove_file(site.root().join("site.yaml")).expect("the site of the builder");
    let mut init = Command::new(binary());
    init.args(["init", "--now", NOW]).arg(site.root());
    let output = init.output().expect("the binary starts");
    assert!(output.status.success(), "{output:?}");
    let files = WalkDir::new(site.root().join("content")).sort_by_file_name();
    let files = files.into_iter().map(|entry| entry.expect("a file"));
    let samples = files.filter(|entry| entry.file_type().is_file());
    let samples: Vec<PathBuf> = samples.map(walkdir::DirEntry::into_path).collect();
    assert!(samples.len() > 2, "{samples:?}");
    (site, samples)
}

/// Every choice of samples to delete that leaves one.
#[test]
fn any_samples_may_be_deleted() {
    let (_, samples) = new_site();
    for choice in 0..(1_u32 << samples.len()) - 1 {
        let (site, samples) = new_site();
        let is_deleted = |at: &usize| choice & (1 << at) != 0;
        let deleted: Vec<&PathBuf> = (0..samples.len())
            .filter(is_deleted)
            .map(|at| &samples[at])
            .collect();
        for file in &deleted {
            std::fs::remove_file(file).expect("a sample");
        }
        let run = site.build();
        run.assert_clean();
        assert!(run.find("/").is_some(), "without {deleted:?}: {run}");
        let check = site.run(&["check", "--now", NOW]);
        let found: Vec<&str> = check
            .stderr
            .lines()
            .filter(|line| line.starts_with("error") || line.starts_with("warning"))
            .filter(|line| !line.contains(ADDRESS))
            .collect();
        assert!(
            check.status.success() && found.is_empty(),
            "without {deleted:?}: {found:?}"
        );
    }
}

/// A menu entry whose list has become empty leads to the list, which says so.
#[test]
fn a_list_in_a_menu_stays_when_its_last_entry_goes() {
    let (site, samples) = new_site();
    let is_news = |file: &&PathBuf| file.components().any(|part| part.as_os_str() == "news");
    for file in samples.iter().filter(is_news) {
        std::fs::remove_file(file).expect("a sample");
    }
    let run = site.build();
    run.assert_clean();
    assert!(run.page("/").contains("href=\"/news/\""), "{run}");
    assert!(
        run.page("/news/").contains("There is nothing here yet."),
        "{run}"
    );
}
