//! Real publications that nobody tidied: 509 posts of 18F, where `COPUBLISH_CORPUS_18F` names their folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use crate::site::{Run, Site};

const POSTS: usize = 509;

/// Codes of files that cannot be read: such a file is reported and has no page.
/// The tabs of the one post that has some end a line, where they are reported and read over.
const UNREADABLE: [&str; 4] = [
    "not-utf8",
    "unclosed-front-matter",
    "unreadable-file",
    "unreadable-front-matter",
];

/// The folder of posts; says so on the terminal if there is none.
pub fn posts() -> Option<PathBuf> {
    let folder = std::env::var_os("COPUBLISH_CORPUS_18F")
        .map(PathBuf::from)
        .filter(|folder| folder.is_dir());
    if folder.is_none() {
        // Written past the test harness, which keeps the words of tests that pass to itself.
        let words = "SKIPPED: the 18F posts: set COPUBLISH_CORPUS_18F to their folder";
        writeln!(std::io::stderr(), "{words}").expect("standard error");
    }
    folder
}

/// The site made of the posts.
pub fn site(posts: &PathBuf) -> Site {
    let settings = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sites/18f/site.yaml");
    let site = Site::new()
        .site_yaml(&fs::read_to_string(settings).expect("the settings"))
        .arg("--keep-going")
        .arg("--all");
    for entry in fs::read_dir(posts).expect("the posts") {
        let path = entry.expect("a post").path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        site.write(
            &format!("content/posts/{name}"),
            fs::read(&path).expect("a post"),
        );
    }
    site
}

/// Every diagnostic: its code, and the place it points to.
fn diagnostics(run: &Run) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut code = None;
    for line in run.stderr.lines() {
        if let Some(rest) = line
            .strip_prefix("error[")
            .or_else(|| line.strip_prefix("warning["))
        {
            assert!(
                code.is_none(),
                "`{line}` follows a diagnostic without a place"
            );
            code = rest.split(']').next().map(str::to_owned);
        } else if let (Some(place), Some(known)) =
            (line.trim_start().strip_prefix("--> "), code.take())
        {
            found.push((known, place.to_owned()));
        }
    }
    found
}

#[test]
fn the_settings_of_the_corpus_are_short() {
    let text = include_str!("../sites/18f/site.yaml");
    assert!(
        text.lines().count() <= 40,
        "another site's content needs few words from us"
    );
}

#[test]
fn the_18f_posts_become_a_site() {
    let Some(folder) = posts() else { return };
    let run = site(&folder).build();
    run.assert_no_panic();
    assert!(matches!(run.status.code(), Some(0 | 1)), "{run}");

    let diagnostics = diagnostics(&run);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (code, _) in &diagnostics {
        *counts.entry(code).or_default() += 1;
    }
    eprintln!(
        "18F: {} diagnostics in {:?}: {counts:?}",
        diagnostics.len(),
        run.took
    );
    for (code, place) in &diagnostics {
        let parts: Vec<&str> = place.rsplitn(3, ':').collect();
        let numbers = parts
            .iter()
            .take(2)
            .filter(|part| part.parse::<usize>().is_ok_and(|n| n > 0))
            .count();
        assert!(
            numbers == 2,
            "{code} points to `{place}`, not to a line and column"
        );
    }
    let unique: BTreeSet<_> = diagnostics.iter().collect();
    assert_eq!(
        unique.len(),
        diagnostics.len(),
        "a problem is reported twice"
    );

    let unreadable: BTreeSet<&str> = diagnostics
        .iter()
        .filter(|(code, _)| UNREADABLE.contains(&code.as_str()))
        .filter_map(|(_, place)| place.split(':').next())
        .collect();
    let is_post = |path: &&str| {
        let parts: Vec<&str> = path.split('/').collect();
        parts.len() == 5
            && parts[..3].iter().all(|part| part.parse::<u16>().is_ok())
            && parts[4] == "index.html"
    };
    // Old addresses have pages too; they lead on, and are no posts.
    let leads_on = |path: &&str| {
        String::from_utf8_lossy(&run.output[*path]).contains("http-equiv=\"refresh\"")
    };
    let pages = run
        .paths()
        .into_iter()
        .filter(is_post)
        .filter(|path| !leads_on(path))
        .count();
    assert_eq!(
        pages,
        POSTS - unreadable.len(),
        "unreadable: {unreadable:?}"
    );
    assert!(unreadable.len() < 5, "{unreadable:?}");
}

#[test]
fn the_18f_site_has_lists_tags_and_a_feed() {
    let Some(folder) = posts() else { return };
    let run = site(&folder).build();
    let list = run.page("/posts/");
    assert!(
        list.matches("href=\"/20").count() >= 20,
        "the list shows its entries"
    );
    assert!(
        run.find("/tags/").is_some() && run.find("/authors/").is_some(),
        "{run}"
    );
    let pages_below = |folder: &str| {
        run.paths()
            .iter()
            .filter(|path| path.starts_with(folder) && path.ends_with("/index.html"))
            .count()
    };
    assert!(
        pages_below("tags/") > 100,
        "{} pages of tags",
        pages_below("tags/")
    );
    assert!(
        pages_below("authors/") > 200,
        "{} pages of authors",
        pages_below("authors/")
    );
    let feeds: Vec<&str> = run
        .paths()
        .into_iter()
        .filter(|path| path.starts_with("posts/") && path.ends_with(".xml"))
        .collect();
    assert_eq!(feeds.len(), 1, "{feeds:?}");
    assert!(run.page(feeds[0]).contains("<entry>"), "{feeds:?}");
    assert!(
        run.find("/sitemap.xml").is_some() && run.find("/404.html").is_some(),
        "{run}"
    );
}

#[test]
fn a_second_build_of_the_18f_posts_changes_nothing() {
    let Some(folder) = posts() else { return };
    let site = site(&folder);
    let first = site.build();
    let second = site.build();
    assert!(first.output == second.output && first.stderr == second.stderr);
    assert!(second.stdout.contains(", 0 changed)"), "{}", second.stdout);
}
