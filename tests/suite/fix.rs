//! `fix`: the files afterwards, byte by byte.

use std::collections::BTreeMap;
use std::fs;

use proptest::prelude::*;
use serde_json::Value;

use crate::site::{Run, Site, read_folder};

fn content(site: &Site) -> BTreeMap<String, Vec<u8>> {
    read_folder(&site.root().join("content"))
}

fn text(site: &Site, file: &str) -> String {
    fs::read_to_string(site.root().join(file)).expect("a file of the site")
}

/// Mends a site, and fails unless a second run has nothing left to do.
#[track_caller]
fn fixed(site: &Site) -> Run {
    let run = site.run(&["fix"]);
    run.assert_exit(0);
    let mended = content(site);
    let again = site.run(&["fix"]);
    again.assert_exit(0);
    assert!(again.stdout.starts_with("nothing to fix"), "{again}");
    assert_eq!(content(site), mended, "a second run changes nothing");
    run
}

#[test]
fn each_sort_of_slip_is_mended_and_nothing_else_is_touched() {
    let blog = "\u{feff}---\r\n# ours: a comment\r\ntitle: Regional work: a start\r\nauthors:\r\n\t- Sam Lee # who else\r\n\t- ALI-GREEN\r\n\
        date: 29/06/2012\r\nsummary:\u{a0}Short\r\nslug: first\r\nslug: 'first'\r\n---\r\n\
        See [the plan](../reports/plan.md#budget), [it](/reports/plan.md) and [none](none.md).\r\n\tCode\u{a0}here: \"\r\n";
    let site = Site::new()
        .file("content/blogs/2012-06-29-first.md", blog)
        .file("content/people/sam-lee.md", "---\ntitle: Sam Lee\n---\n")
        .file(
            "content/people/ali-green.md",
            "---\ntitle: Ali Green\n---\n",
        )
        .file(
            "content/programme/plan.md",
            "---\ntitle: Plan\n---\n## Budget\n",
        );
    let before = content(&site);
    let dry = site.run(&["fix", "--dry-run"]);
    dry.assert_exit(1);
    assert_eq!(content(&site), before, "asking changes nothing");
    assert!(
        dry.stdout.contains("\n-title: Regional work: a start"),
        "{dry}"
    );
    fixed(&site);
    let expected = blog
        .replace("Regional work: a start", "\"Regional work: a start\"")
        .replace("\r\n\t- Sam Lee", "\r\n  - sam-lee")
        .replace("\r\n\t- ALI-GREEN", "\r\n  - ali-green")
        .replace("29/06/2012", "2012-06-29")
        .replace("summary:\u{a0}Short", "summary: Short")
        .replace("slug: 'first'\r\n", "")
        .replace("../reports/plan.md", "../programme/plan.md")
        .replace("(/reports/plan.md)", "(/programme/plan.md)");
    assert_eq!(text(&site, "content/blogs/2012-06-29-first.md"), expected);
    let after = content(&site);
    let others = |files: &BTreeMap<String, Vec<u8>>| {
        files
            .iter()
            .filter(|(file, _)| !file.starts_with("blogs/"))
            .count()
    };
    assert_eq!(others(&after), others(&before));
    assert!(
        after
            .iter()
            .all(|(file, bytes)| file.starts_with("blogs/") || before[file] == *bytes)
    );
}

#[test]
fn a_dry_run_shows_what_a_run_does() {
    let site = Site::new()
        .file("content/a.md", "---\ntitle: A: b\nsummary:\u{a0}d\n---\n")
        .file(
            "content/b.md",
            "---\ntitle: B\nsummary: x\nsummary: x\n---\nNo line end",
        );
    let asked: Value =
        serde_json::from_str(&site.run(&["fix", "--dry-run", "--format", "json"]).stdout).unwrap();
    let done: Value = serde_json::from_str(&site.run(&["fix", "--format", "json"]).stdout).unwrap();
    assert_eq!(asked["summary"]["files"], done["summary"]["files"]);
    assert_eq!(
        (&asked["summary"]["written"], &done["summary"]["written"]),
        (&false.into(), &true.into())
    );
    assert_eq!(
        (&asked["success"], &done["success"]),
        (&false.into(), &true.into())
    );
    assert_eq!(done["summary"]["mended"], 3);
    assert_eq!(
        text(&site, "content/a.md"),
        "---\ntitle: \"A: b\"\nsummary: d\n---\n"
    );
    assert_eq!(
        text(&site, "content/b.md"),
        "---\ntitle: B\nsummary: x\n---\nNo line end"
    );
}

#[test]
fn settings_are_mended_too() {
    let settings = "title: A: b # no\n".replace(" # no", "");
    let site = Site::new().site_yaml(&format!(
        "# ours\n{settings}base_url:\u{a0}https://example.org\ngit_dates: false\n"
    ));
    let site = site.file("content/index.md", "---\ntitle: A\n---\n");
    fixed(&site);
    assert_eq!(
        text(&site, "site.yaml"),
        "# ours\ntitle: \"A: b\"\nbase_url: https://example.org\ngit_dates: false\n"
    );
}

#[test]
fn what_may_mean_two_things_is_left_alone() {
    let files = [
        ("content/a.md", "---\ntitle: A: b # or a comment\n---\n"),
        (
            "content/b.md",
            "---\ntitle: B\nsummary: x\nsummary: y\n---\n",
        ),
        (
            "content/c.md",
            "---\ntitle: C\ndate: 3/4/2012\n---\n[moved](gone/plan.md) [no file](gone/)\n",
        ),
        (
            "content/d.md",
            "---\ntitle: D\nsummary: x\nsummary: x # why\n---\n",
        ),
        ("content/e/plan.md", "---\ntitle: Plan\n---\n"),
        ("content/f/plan.md", "---\ntitle: Plan\ndraft: true\n---\n"),
    ];
    let site = files
        .iter()
        .fold(Site::new(), |site, (file, text)| site.file(file, text));
    let before = content(&site);
    let run = fixed(&site);
    assert_eq!(content(&site), before, "{run}");
}

#[cfg(unix)]
#[test]
fn permissions_stay_and_a_file_with_another_name_is_left_alone() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let site = Site::new()
        .file("content/a.md", "---\ntitle: A: b\n---\n")
        .file("texts/b.md", "---\ntitle: B: c\n---\n");
    let path = site.root().join("content/a.md");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o604)).unwrap();
    symlink("../texts/b.md", site.root().join("content/b.md")).unwrap();
    let run = site.run(&["fix"]);
    run.assert_exit(1);
    assert!(run.stderr.contains("content/b.md was not changed"), "{run}");
    assert_eq!(
        fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o604
    );
    assert_eq!(text(&site, "content/a.md"), "---\ntitle: \"A: b\"\n---\n");
    assert_eq!(text(&site, "texts/b.md"), "---\ntitle: B: c\n---\n");
}

#[test]
fn a_file_that_is_no_utf8_stays_byte_for_byte() {
    let odd: &[u8] = b"---\ntitle: A\nsummary: x\nsummary: x\n---\n\xFF\n";
    let site = Site::new().file("content/a.md", odd);
    fixed(&site);
    assert_eq!(fs::read(site.root().join("content/a.md")).unwrap(), odd);
}

/// Lines that authors write, some of them slips.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,6}: [a-zé ]{0,8}",
        "title: [A-Z][a-z]{0,5}: [a-z\"' ]{1,6}",
        "(tags|authors):(\u{a0}|\t| )\\[?[a-z, ]{0,8}",
        "(\t|  |    )- [a-zA-Z: ]{1,8}",
        "date: [0-9]{1,2}/[0-9]{1,2}/20[0-9]{2}",
        "summary: x",
        "# [a-z:\t\u{a0}]{0,8}",
        "[ -~\t\u{a0}]{0,12}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    /// Whatever stands in front matter: what `fix` leaves has no more errors than before, a second run changes
    /// nothing, and the body, the mark at its start and all line ends are what they were.
    #[test]
    fn any_front_matter_keeps_what_is_not_wrong(
        lines in proptest::collection::vec(proptest::collection::vec(line(), 0..8), 40),
        ends in proptest::bool::ANY,
        mark in proptest::bool::ANY,
    ) {
        let end = if ends { "\r\n" } else { "\n" };
        let start = if mark { "\u{feff}---" } else { "---" };
        let body = format!("---{end}A body:\tits\u{a0}own [words](a.txt){end}{end}a: b: c");
        let whole = |lines: &Vec<String>| {
            let lines: String = lines.iter().map(|line| format!("{line}{end}")).collect();
            format!("{start}{end}{lines}{body}")
        };
        let named = lines.iter().enumerate().map(|(at, lines)| (format!("content/p{at}.md"), whole(lines)));
        let files: Vec<(String, String)> = named.collect();
        let site = files.iter().fold(Site::new(), |site, (file, text)| site.file(file, text));
        let said = |codes: &[&str]| {
            let stderr = site.run(&["check"]).stderr;
            stderr.lines().filter(|line| codes.iter().any(|code| line.starts_with(code))).count()
        };
        let unreadable = said(&["error[unreadable-front-matter", "error[tab-character"]);
        fixed(&site);
        for (file, was) in &files {
            let is = text(&site, file);
            prop_assert!(is.starts_with(&format!("{start}{end}")) && is.ends_with(&body), "{was:?} -> {is:?}");
            prop_assert_eq!(is.matches('\r').count() == is.matches("\r\n").count(), was.matches('\r').count() == was.matches("\r\n").count());
            let comments = |text: &str| text.lines().filter(|line| line.starts_with('#')).map(|line| line.replace(['\u{a0}', '\t'], " ")).collect::<Vec<_>>();
            prop_assert_eq!(comments(&is), comments(was));
        }
        prop_assert!(said(&["error[unreadable-front-matter"]) <= unreadable);
    }
}
